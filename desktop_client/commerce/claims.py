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

from desktop_client.commerce.concepts import SUBSTANCE, Concept, Finder, Table, common_name, units
from desktop_client.commerce.denials import (
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
from desktop_client.commerce.folding import fold
from desktop_client.commerce.phrases import Pattern, pattern
from desktop_client.commerce.statements import is_statement
from desktop_client.commerce.titles import says_as_a_name

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


_NOTHING = Saying()


@dataclass(frozen=True, slots=True)
class Claim:
    """What a whole offer says about one thing: where it is said to be so, and where it is said not to be.

    ``Place.DESCRIPTION`` stands for all that is said in passing, in a title or an attribute too.
    """

    present: Place = Place.NOWHERE
    absent: Place = Place.NOWHERE


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
        self._seen: dict[tuple[str, str], tuple[Saying, bool]] = {}
        if isinstance(bare, Concept):
            self._finder: Finder | None = table.finder(bare)
            self._free: Pattern | None = pattern(bare.free_names)
            self._substance = bare.section == SUBSTANCE
        else:
            found = pattern([bare])
            self._finder = Finder(found) if found else None
            self._free = None
            self._substance = False
        self._group = table.group_patterns(self.concept.group) if self.concept else ()
        self._own_name = tuple(units(fold(bare))) if isinstance(bare, str) else ()

    def claim(self, title: str, description: str, attributes: Mapping[str, str]) -> Claim:
        """What an offer says; ``title`` and ``description`` are folded, ``attributes`` as the source states them."""
        said = [self._attribute(name, value) for name, value in attributes.items()]
        stated = [saying for saying, single in said if single]
        passing = [self.text(description), *(saying for saying, single in said if not single)]
        yes = any(s.yes for s in stated)
        no = any(s.no for s in stated) or (not yes and any(s.others for s in stated))
        in_title = self.text(title)
        named = (in_title.yes or in_title.no) and self._is_named_once(title)
        passing += [] if named else [in_title]
        of_all = any(s.general for s in stated) or (yes and self._says_all(_together(attributes)))
        return Claim(
            present=_place(yes and not of_all, of_all, named and in_title.yes, any(s.yes for s in passing)),
            absent=_place(no, False, named and in_title.no, any(s.no or (s.others and not yes) for s in passing)),
        )

    def _is_named_once(self, title: str) -> bool:
        free = self._free.spans(title) if self._free is not None else []
        return says_as_a_name(title, free or (self._finder.spans(title) if self._finder is not None else []))

    def times_in(self, folded: str) -> int:
        """How often a text names it."""
        return len(self._finder.spans(folded)) if self._finder is not None else 0

    def text(self, folded: str) -> Saying:
        """What free text says."""
        if self._free is not None and self._free.search(folded):
            return Saying(no=True)
        if self._finder is None:
            return _NOTHING
        spans = self._finder.spans(folded)
        if not 0 < len(spans) <= STUFFED:
            return _NOTHING
        yes = False
        for start, end in spans:
            saying = self._at(folded, start, end)
            if saying.no:
                return saying
            yes = yes or saying.yes
        return Saying(general=True) if yes and self._says_all(folded) else Saying(yes=yes)

    def _at(self, folded: str, start: int, end: int) -> Saying:
        before, after = folded[max(0, start - BEFORE) : start], folded[end : end + AFTER]
        if self._substance:
            return Saying(no=True) if says_absent(before, after) else Saying(yes=True)
        if says_lacking(before, after):
            return Saying(no=True)
        return _NOTHING if says_try_first(before, after) else Saying(yes=True)

    def _says_all(self, folded: str) -> bool:
        """Whether a text names so many members of the subject's group that it tells nothing apart."""
        named = sum(member.search(folded) is not None for member in self._group)
        return named >= SAYS_ALL

    def _attribute(self, name: str, value: str) -> tuple[Saying, bool]:
        """What an attribute says, and whether it states it as an attribute should."""
        key = (name, value)
        if key not in self._seen:
            folded = fold(value)
            self._seen[key] = (self._read_attribute(name, folded), is_statement(folded))
        return self._seen[key]

    def _read_attribute(self, name: str, value: str) -> Saying:
        if is_unknown(value):
            return _NOTHING
        common = common_name(name)
        if self._is_named(name, common):
            return self._own_value(value)
        if common in ("free_from", "not_for"):
            return Saying(no=True) if self.text(value) != _NOTHING or self._short(value) else _NOTHING
        if self.concept is not None and self.concept.group is not None and common == self.concept.group:
            return self._group_value(self.concept, value)
        return self.text(value)

    def _is_named(self, name: str, common: str | None) -> bool:
        if self.concept is None:
            return tuple(units(fold(name).replace("_", " "))) == self._own_name
        return common == self.concept.id or self._table.named(name.replace("_", " ")) is self.concept

    def _own_value(self, value: str) -> Saying:
        """The value of an attribute that is named after the subject (``fragrance: none``)."""
        if denies(value):
            return Saying(no=True)
        if says_all(value):
            return Saying(general=True)
        return Saying(yes=True) if self._substance or affirms(value) or self.text(value).yes else _NOTHING

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
            return Saying(general=True)
        if concept.id in members:
            return Saying(no=True) if denies(value) else Saying(yes=True)
        return Saying(others=bool(members))


def _together(attributes: Mapping[str, str]) -> str:
    """Attributes as one text, without those that name what the goods are not for."""
    stated = [(name, value) for name, value in attributes.items() if common_name(name) not in ("free_from", "not_for")]
    return fold(" ; ".join(f"{name.replace('_', ' ')} : {value}" for name, value in stated))


def _place(attribute: bool, general: bool, title: bool, description: bool) -> Place:
    if attribute:
        return Place.ATTRIBUTE
    if general:
        return Place.GENERAL
    if title:
        return Place.TITLE
    return Place.DESCRIPTION if description else Place.NOWHERE


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
