"""What an offer says about something that was asked for or ruled out: stated, said in passing, denied, or nothing.

Where a text says both yes and no, the no counts. What is said in passing (a description, advertising in an attribute,
a title that goes on and on) can harm an offer and never help it (P4): a denial counts wherever it stands, and only a
statement earns anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from desktop_client.commerce.meaning.attribute import KEPT, SETS_KEPT, Attribute, Attributes
from desktop_client.commerce.meaning.concepts import SUBSTANCE, Concept, Finder, Table, units
from desktop_client.commerce.meaning.denials import (
    AFTER,
    BEFORE,
    affirms,
    denies,
    is_unknown,
    says_absent,
    says_all,
    says_lacking,
    says_try_first,
)
from desktop_client.commerce.meaning.folding import fold
from desktop_client.commerce.meaning.phrases import Pattern, Probe, pattern
from desktop_client.commerce.meaning.titles import says_as_a_name

STUFFED = 12
"""A text that names one thing more often than this is no description: it says nothing."""
SAYS_ALL = 4
"""A text that names this many members of a group (skin types) says it of everything, so it tells nothing apart."""


class Place(StrEnum):
    """Where an offer says it; how much each place counts stands in ``POINTS``."""

    ATTRIBUTE = "attribute"
    GENERAL = "general"
    TITLE = "title"
    DESCRIPTION = "description"
    NOWHERE = "nowhere"

    # An enumeration's own goes through its name, in Python, and claims are looked up by the thousand.
    __hash__ = str.__hash__


POINTS: Mapping[Place, int] = {
    Place.ATTRIBUTE: 1000,
    Place.GENERAL: 0,
    Place.TITLE: 500,
    Place.DESCRIPTION: 0,
    Place.NOWHERE: 0,
}
"""Of 1000: a stated attribute counts fully, a title half where it counts at all, free text nothing. *General* is "all
skin types": what is said of everything tells nothing apart.
"""
# Kept by name: in Python 3.11 every look at a member through its class takes as long as reading a word.
_ATTRIBUTE, _GENERAL, _TITLE, _DESCRIPTION, _NOWHERE = Place


@dataclass(frozen=True, slots=True)
class Saying:
    """What one text or one attribute says: that it is so, that it isn't, that it is so of everything.

    ``others``: it names other members of the group only ("skin type: oily"). That is a no, unless another attribute
    says yes outright.
    """

    yes: bool = False
    no: bool = False
    general: bool = False
    others: bool = False

    def __or__(self, other: Saying) -> Saying:
        if self is _NOTHING or other is _NOTHING:
            return other if self is _NOTHING else self
        return Saying(
            self.yes or other.yes, self.no or other.no, self.general or other.general, self.others or other.others
        )


_NOTHING, _YES, _NO, _OF_ALL = Saying(), Saying(yes=True), Saying(no=True), Saying(general=True)


class Claim(NamedTuple):
    """What a whole offer says about one thing: where it is said to be so, and where it is said not to be.

    ``Place.DESCRIPTION`` stands for all that is said in passing, in a title or an attribute too.
    """

    present: Place
    absent: Place


@dataclass(frozen=True, slots=True)
class Reading:
    """What one attribute says, and the members of the subject's group that it names ("skin type: dry, sensitive")."""

    saying: Saying
    members: frozenset[int]

    def __bool__(self) -> bool:
        return bool(self.members) or self.saying != _NOTHING


class Stated(NamedTuple):
    """What an offer's attributes say: outright, in passing, how many members of the subject's group they name.

    ``claim`` is what the offer says where its title and its description say nothing.
    """

    outright: Saying
    in_passing: Saying
    members: int
    claim: Claim


_Spans = list[tuple[int, int]]


class Subject:
    """Something that was asked for or ruled out, ready to be looked for in many offers.

    A phrase of the concept table is looked for in both languages and by all its names; any other as it stands.
    """

    def __init__(self, phrase: str, table: Table) -> None:
        self.phrase = phrase
        self._table = table
        bare, denied = _without_denial(phrase, table)
        self.denied = denied
        self.concept: Concept | None = bare if isinstance(bare, Concept) else None
        self._read: dict[Attribute, Reading] = {}
        self._stated: dict[tuple[Attribute, ...], Stated] = {}
        if isinstance(bare, Concept):
            self._finder: Finder | None = table.finder(bare)
            self._free: Pattern | None = pattern(bare.free_names)
            self._substance = bare.section == SUBSTANCE
        else:
            found = pattern([bare])
            self._finder = Finder(found) if found else None
            self._free = None
            self._substance = False
        named = (self._finder.own if self._finder is not None else None, self._free)
        names = [found.probe for found in named if found is not None]
        self.probe = Probe.any_of(names)
        self._group = table.group_patterns(self.concept.group) if self.concept else ()
        self.value_probe = Probe.any_of([*names, *(member.probe for member in self._group)])
        self._own_name = tuple(units(fold(bare))) if isinstance(bare, str) else ()

    def claim(self, title: str, description: str, attributes: tuple[Attribute, ...]) -> Claim:
        """What an offer says; ``title`` and ``description`` are folded."""
        stated = self._in_attributes(attributes)
        in_text = self.text(description)
        in_title, places = self._heard(title)
        if in_title is not _NOTHING and not says_as_a_name(title, places):
            in_title, in_text = _NOTHING, in_text | in_title
        if in_title is in_text is _NOTHING:
            return stated.claim
        return _claim(stated.outright, stated.in_passing | in_text, stated.members, in_title)

    def stated(self, attributes: tuple[Attribute, ...]) -> Claim:
        """What an offer says whose title and description say nothing."""
        return self._in_attributes(attributes).claim

    def _in_attributes(self, attributes: tuple[Attribute, ...]) -> Stated:
        found = self._stated.get(attributes)
        if found is None:
            if len(self._stated) >= KEPT:
                self._stated.clear()
            outright = passing = _NOTHING
            members: frozenset[int] = frozenset()
            for attribute in attributes:
                read = self.reading(attribute)
                members |= read.members
                if attribute.single:
                    outright |= read.saying
                else:
                    passing |= read.saying
            claim = _claim(outright, passing, len(members), _NOTHING)
            found = self._stated[attributes] = Stated(outright, passing, len(members), claim)
        return found

    def times_in(self, folded: str) -> int:
        """How often a text names it."""
        return len(self._finder.spans(folded)) if self._finder is not None else 0

    def text(self, folded: str) -> Saying:
        """What free text says."""
        return self._heard(folded)[0]

    def _heard(self, folded: str) -> tuple[Saying, _Spans]:
        """What free text says, and where it names what it speaks of."""
        if not self.probe.is_in(folded):
            return _NOTHING, []
        if self._free is not None and (free := self._free.spans(folded)):
            return _NO, free
        spans = self._finder.spans(folded) if self._finder is not None else []
        return self._named_at(folded, spans) if 0 < len(spans) <= STUFFED else _NOTHING, spans

    def _named_at(self, folded: str, spans: _Spans) -> Saying:
        yes = False
        for start, end in spans:
            saying = self._at(folded, start, end)
            if saying.no:
                return saying
            yes = yes or saying.yes
        if yes and self._says_all(folded):
            return _OF_ALL
        return _YES if yes else _NOTHING

    def _at(self, folded: str, start: int, end: int) -> Saying:
        before, after = folded[max(0, start - BEFORE) : start], folded[end : end + AFTER]
        if self._substance:
            return _NO if says_absent(before, after) else _YES
        if says_lacking(before, after):
            return _NO
        return _NOTHING if says_try_first(before, after) else _YES

    def _says_all(self, folded: str) -> bool:
        """Whether a text names so many members of the subject's group that it tells nothing apart."""
        may_lack = len(self._group) - SAYS_ALL
        for member in self._group if may_lack >= 0 else ():
            if member.search(folded) is None:
                may_lack -= 1
                if may_lack < 0:
                    return False
        return may_lack >= 0

    def _members(self, folded: str) -> frozenset[int]:
        return frozenset(i for i, member in enumerate(self._group) if member.search(folded))

    def reading(self, attribute: Attribute) -> Reading:
        """What an attribute says; false where it says nothing."""
        read = self._read.get(attribute)
        if read is None:
            if len(self._read) >= KEPT:
                self._read.clear()
            read = self._read[attribute] = Reading(self._said_by(attribute), self._named_in(attribute))
        return read

    def is_meant_by(self, attribute: Attribute) -> bool:
        """Whether an attribute's name alone has to do with the subject, so that any value may say something of it."""
        if attribute.common in ("free_from", "not_for") or self._is_named(attribute):
            return True
        group = self.concept.group if self.concept is not None else None
        in_group = group is not None and attribute.common == group
        return in_group or bool(self._members(attribute.name.replace("_", " ")))

    def _named_in(self, attribute: Attribute) -> frozenset[int]:
        if attribute.common in ("free_from", "not_for"):
            return frozenset()
        return self._members(f"{attribute.name.replace('_', ' ')} : {attribute.value}")

    def _said_by(self, attribute: Attribute) -> Saying:
        value, common = attribute.value, attribute.common
        if is_unknown(value):
            return _NOTHING
        if self._is_named(attribute):
            return self._own_value(value)
        if common in ("free_from", "not_for"):
            return _NO if self.text(value) != _NOTHING or self._short(value) else _NOTHING
        if self.concept is not None and self.concept.group is not None and common == self.concept.group:
            return self._group_value(self.concept, value)
        return self.text(value)

    def _is_named(self, attribute: Attribute) -> bool:
        if self.concept is None:
            return tuple(units(attribute.name.replace("_", " "))) == self._own_name
        if attribute.common == self.concept.id:
            return True
        return self._table.named(attribute.written.replace("_", " ")) is self.concept

    def _own_value(self, value: str) -> Saying:
        """The value of an attribute that is named after the subject (``fragrance: none``)."""
        if denies(value):
            return _NO
        if says_all(value):
            return _OF_ALL
        return _YES if self._substance or affirms(value) or self.text(value).yes else _NOTHING

    def _short(self, value: str) -> bool:
        concept = self.concept
        if concept is None or concept.group is None:
            return False
        return concept.id in self._table.members(concept.group, value)

    def _group_value(self, concept: Concept, value: str) -> Saying:
        """The value of an attribute that is named after the subject's group (``skin type: oily``)."""
        said = self.text(value)
        if said.no:
            return said
        members = self._table.members(concept.group or "", value)
        if len(members) >= SAYS_ALL or (says_all(value) and concept.id not in members):
            return _OF_ALL
        if concept.id in members:
            return _NO if denies(value) else _YES
        return Saying(others=bool(members))


class Speaking(dict[Attribute, bool]):
    """Whether an attribute says anything about one of some subjects; worked out when it is first asked for.

    What has neither a name nor a word in its value that any of them is looked for by is not read at all.
    """

    def __init__(self, subjects: Iterable[Subject]) -> None:
        super().__init__()
        self._subjects = tuple(subjects)
        self._words = Probe.any_of(subject.value_probe for subject in self._subjects)
        self._names: dict[str, bool] = {}
        self._of: dict[Attributes, tuple[Attribute, ...]] = {}

    def of(self, attributes: Attributes) -> tuple[Attribute, ...]:
        """Those of an offer's attributes that say anything."""
        found = self._of.get(attributes)
        if found is None:
            if len(self._of) >= SETS_KEPT:
                self._of.clear()
            found = self._of[attributes] = tuple([attribute for attribute in attributes.each if self[attribute]])
        return found

    def __missing__(self, attribute: Attribute) -> bool:
        if len(self) >= KEPT:
            self.clear()
        heard = self._words.is_in(attribute.value) or self._named(attribute)
        speaks = heard and any(subject.reading(attribute) for subject in self._subjects)
        self[attribute] = speaks
        return speaks

    def _named(self, attribute: Attribute) -> bool:
        named = self._names.get(attribute.written)
        if named is None:
            named = any(subject.is_meant_by(attribute) for subject in self._subjects)
            self._names[attribute.written] = named
        return named


def _claim(stated: Saying, passing: Saying, members: int, in_title: Saying) -> Claim:
    """What is said outright, in passing and in the title, taken together."""
    of_all = members >= SAYS_ALL if stated.yes else stated.general
    present = _place(stated.yes and not of_all, of_all, in_title.yes, passing.yes)
    no = stated.no or (stated.others and not stated.yes)
    return Claim(present, _place(no, False, in_title.no, passing.no or (passing.others and not stated.yes)))


def _place(attribute: bool, general: bool, title: bool, description: bool) -> Place:
    if attribute:
        return _ATTRIBUTE
    if general:
        return _GENERAL
    if title:
        return _TITLE
    return _DESCRIPTION if description else _NOWHERE


_FILLER = re.compile(
    r"^(?:for|suits?|suitable for|with|has|contains|must be|适合|适用于?|可用|含有?|带有?|支持|有)\s*"
    r"|\s*(?:可用|适用|使用|适合|的)$"
)
_DENIED_PHRASE = re.compile(
    r"^(?:(?:no|not|without|zero|non|free (?:of|from))(?![a-z])|不要|不含有?|不带|没有|无|非|零|0)[\s-]*|[\s-]+free$"
)


def _without_denial(phrase: str, table: Table) -> tuple[Concept | str, bool]:
    """The thing a chip is about, and whether the chip denies it: "无香精" is about fragrance, and denies it."""
    folded = fold(phrase)
    for form, denied in _forms(folded):
        concept = table.named(form)
        if concept is not None:
            return concept, denied
    for concept in table.concepts.values():
        if folded in {fold(name) for name in concept.free_names}:
            return concept, True
    form, denied = list(_forms(folded))[-1]
    return form or folded, denied and bool(form)


def _forms(folded: str) -> Iterable[tuple[str, bool]]:
    yield folded, False
    bare = _FILLER.sub("", folded)
    yield bare, False
    without = _DENIED_PHRASE.sub("", bare)
    yield (without, True) if without != bare else (bare, False)
