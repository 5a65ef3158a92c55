"""Terms: one thing that a need looks for each, and where an offer says it.

A term counts once, at the best place where it stands, however often it is said. Many offers state the same brand, kind
or attribute, so what stands there is looked up once for each of these texts and not for each of the offers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from desktop_client.commerce.judging.claims import POINTS, Place, Speaking, Subject
from desktop_client.commerce.judging.document import Document
from desktop_client.commerce.meaning.attribute import Attributes
from desktop_client.commerce.meaning.concepts import KIND, SEVERAL_KINDS, Concept, Finder, Table
from desktop_client.commerce.meaning.folding import fold
from desktop_client.commerce.meaning.phrases import Pattern, Probe, is_cjk, pattern
from desktop_client.commerce.meaning.titles import is_name, says_as_a_name

MOST_TIMES = 2
"""A word that a title says more often is not named there. Twice happens: "Stereo Headphone Headphones"."""
EQUIVALENT = 850
"""Of 1000: what another word for the same thing is worth, or a category stated in the other language."""
KIND_WEIGHT = 200
WORD_WEIGHT = 100
CODE_WEIGHT = 150
"""Weights of the thing itself ("mask"), of another word, of a word with digits in it (a model, a size)."""


class Field(StrEnum):
    """Where a word may stand."""

    TITLE = "title"
    BRAND = "brand"
    MODEL = "model"
    CATEGORY = "category"
    ATTRIBUTE = "attribute"
    DESCRIPTION = "description"

    # An enumeration's own goes through its name, in Python, and hits are looked up by the ten thousand.
    __hash__ = str.__hash__


FIELD_POINTS: Mapping[Field, int] = {
    Field.BRAND: 1000,
    Field.MODEL: 1000,
    Field.CATEGORY: 1000,
    Field.ATTRIBUTE: 1000,
    Field.TITLE: 850,
}
"""Of 1000: what is stated in a field made for it counts fully, what only the title says less; free text is not read."""
MADE_FOR = 200
"""Of 1000: the thing wanted is named only as what something else is made for ("case for a phone")."""
RELATED = 500
"""An offer is about the need if one of its words is worth this much; free text alone never is."""


@dataclass(frozen=True, slots=True)
class Found:
    """How one word of the need was found: points of 1000 and where; ``place`` None is nowhere."""

    word: str
    points: int
    place: Field | None = None


Hit = tuple[int, Field | None]
"""Points of 1000, and where."""
NOT_FOUND: Hit = (0, None)
# Kept by name: in Python 3.11 every look at a member through its class takes as long as reading a word.
_TITLE, _BRAND, _MODEL, _CATEGORY, _ATTRIBUTE, _ = Field
_NOWHERE, _TITLE_CLAIM = Place.NOWHERE, Place.TITLE
FIELDS_KEPT = 50_000
"""How many brands, models, categories and attributes a term knows by heart: many offers state the same."""


class Spelling:
    """One way to say a word: what finds it, and the ``share`` of 1000 that saying it so is worth.

    What many offers state alike is looked up once and known by heart.
    """

    def __init__(self, finder: Pattern | Finder, share: int) -> None:
        self.spans = finder.spans
        self.share = share
        self.titled_points = FIELD_POINTS[Field.TITLE] * share // 1000
        self._hits: Mapping[Field, Hit] = {
            place: (points * share // 1000, place) for place, points in FIELD_POINTS.items()
        }
        self._known: dict[str, bool] = {}
        self._stated: dict[Attributes, bool] = {}

    def stated(self, document: Document) -> Hit:
        """Where a field made for it states the word."""
        for place, text in ((_BRAND, document.brand), (_MODEL, document.model), (_CATEGORY, document.category)):
            if text and self._is_in(text):
                return self._hits[place]
        if self._is_stated(document.attributes):
            return self._hits[_ATTRIBUTE]
        return NOT_FOUND

    def _is_stated(self, attributes: Attributes) -> bool:
        known = self._stated.get(attributes)
        if known is None:
            if len(self._stated) >= FIELDS_KEPT:
                self._stated.clear()
            known = self._stated[attributes] = any(map(self._is_in, attributes.statements))
        return known

    def _is_in(self, text: str) -> bool:
        known = self._known.get(text)
        if known is None:
            if len(self._known) >= FIELDS_KEPT:
                self._known.clear()
            known = self._known[text] = bool(self.spans(text))
        return known

    def titled(self, document: Document) -> Hit:
        """What the title says of the word."""
        spans = self.spans(document.title)
        if not spans:
            return NOT_FOUND
        if not says_as_a_name(document.title, spans, MOST_TIMES):
            return 0, _TITLE
        return self.titled_points * document.title_share // 1000, _TITLE


class Term:
    """One word of the need. ``own`` finds it as the user says it, ``other`` finds what means the same."""

    def __init__(self, word: str, weight: int, own: Pattern | Finder, other: Pattern | Finder | None = None) -> None:
        self.word = word
        self.weight = weight
        self._all = other or own
        self._spellings = (Spelling(own, 1000), *((Spelling(other, EQUIVALENT),) if other is not None else ()))
        self._probe = Probe.any_of(finder.probe for finder in (own, other) if finder is not None)

    def find(self, document: Document) -> Hit:
        """The best place where the word stands."""
        best = NOT_FOUND
        may_be_titled = self._probe.is_in(document.title)
        for spelling in self._spellings:
            if best[0] < spelling.share:
                stated = spelling.stated(document)
                best = stated if stated[0] > best[0] else best
                if may_be_titled and best[0] < spelling.titled_points:
                    titled = spelling.titled(document)
                    best = titled if titled[0] > best[0] else best
        return best

    def in_title(self, document: Document) -> int:
        """Of 1000: what the title alone is worth, if it says the word no more than twice."""
        if not self._probe.is_in(document.title):
            return 0
        for spelling in self._spellings:
            times = len(spelling.spans(document.title))
            if times:
                return spelling.share * document.title_share // 1000 if times <= MOST_TIMES else 0
        return 0

    def times_in(self, title: str) -> int:
        """How often a folded title says the word, in either language."""
        return len(self._all.spans(title))


class KindTerm:
    """The kind of thing wanted ("面膜"). Knows masks from mask brushes, and offers of another kind."""

    def __init__(self, word: str, table: Table, *, weight: int = KIND_WEIGHT) -> None:
        concept = table.named(word)
        self.word = word
        self.weight = weight
        self._table = table
        self.kind: str | None = None
        self._chinese = is_cjk(word)
        self._known: dict[frozenset[str], bool] = {}
        self._others: dict[frozenset[str], bool] = {}
        self._stated: dict[str, Hit | None] = {}
        self._term = word_term(word, weight)
        if concept is not None and concept.section == KIND:
            self.kind = concept.id
            self._term = concept_term(word, weight, concept, table)

    def find(self, document: Document) -> Hit:
        """Where the offer says that it is of this kind: its category states it, or its title names it."""
        if self._term is None:
            return NOT_FOUND
        if self.kind is None:
            return self._term.find(document)
        hit = self.says_it_is(document)
        if hit is not None:
            return hit
        points, place = self._term.find(document)
        return min(MADE_FOR, points), place

    def says_it_is(self, document: Document) -> Hit | None:
        """Where the offer is said to be of this kind; None if it is named, at most, as what something is made for."""
        category = document.category
        if category not in self._stated:
            if len(self._stated) >= FIELDS_KEPT:
                self._stated.clear()
            worth = 1000 if is_cjk(category) == self._chinese else EQUIVALENT
            self._stated[category] = (worth, _CATEGORY) if self._is(document.kinds_stated) else None
        stated = self._stated[category]
        if stated is not None:
            return stated
        points = self._term.in_title(document) if self._term is not None else 0
        return (self._in_title(document, points), _TITLE) if points else None

    def _in_title(self, document: Document, points: int) -> int:
        kinds = document.kinds_named
        if not self._is(kinds) or self.is_other(document):
            return MADE_FOR
        if self._unrelated(kinds) >= SEVERAL_KINDS:
            return 0
        if not is_name(document.title):
            return RELATED
        return points * FIELD_POINTS[_TITLE] // 1000

    def times_in(self, title: str) -> int:
        """How often a folded title says the kind."""
        return self._term.times_in(title) if self._term is not None else 0

    def are_others(self, documents: Sequence[Document]) -> list[bool]:
        """``is_other`` of each: most are known by the kinds that they state, which are few."""
        stated = [document.kinds_stated for document in documents]
        known = {kinds: self._is_stated_other(kinds) for kinds in set(stated) if kinds}
        return [
            known[kinds] if kinds else self._is_named_other(document.kinds_named)
            for kinds, document in zip(stated, documents, strict=True)
        ]

    def is_other(self, document: Document) -> bool:
        """Whether the offer says that it is of another kind: by its category, or without one by its title."""
        stated = document.kinds_stated
        return self._is_stated_other(stated) if stated else self._is_named_other(document.kinds_named)

    def _is_stated_other(self, stated: frozenset[str]) -> bool:
        other = self._others.get(stated)
        if other is None:
            kind = self.kind
            other = kind is not None and not self._is(stated) and not any(map(partial(self._table.is_a, kind), stated))
            self._others[stated] = other
        return other

    def _is_named_other(self, named: frozenset[str]) -> bool:
        return self.kind is not None and bool(named) and not self._is(named)

    def _is(self, kinds: frozenset[str]) -> bool:
        known = self._known.get(kinds)
        if known is None:
            known = self.kind is not None and any(self._table.is_a(kind, self.kind) for kind in kinds)
            self._known[kinds] = known
        return known

    def _unrelated(self, kinds: frozenset[str]) -> int:
        return len({kind for kind in kinds if not self._is(frozenset({kind}))})


def concept_term(word: str, weight: int, concept: Concept, table: Table) -> Term:
    """A word that the table knows: its own spelling first, then all of its names."""
    finder = table.finder(concept)
    own = pattern([word])
    return Term(word, weight, Finder(own, finder.longer), finder) if own is not None else Term(word, weight, finder)


def word_term(word: str, weight: int) -> Term | None:
    """A word as it stands; None if there is nothing in it to look for."""
    found = pattern([word])
    return Term(word, weight, found) if found is not None else None


class WishTerm:
    """A property or a substance among the search words. As with a chip, stating it counts more than saying it."""

    def __init__(self, word: str, weight: int, table: Table) -> None:
        self.word = word
        self.weight = weight
        self._subject = Subject(word, table)
        self._speaking = Speaking([self._subject])

    def is_denied_in(self, text: str) -> bool:
        """Whether the user's own words rule it out ("不要香精"): then it is no word to look for."""
        return self._subject.text(fold(text)).no

    def find(self, document: Document) -> Hit:
        """Where the offer says so; nothing where it also denies it."""
        claim = self._subject.claim(document.title, document.description, self._speaking.of(document.attributes))
        if claim.absent is not _NOWHERE:
            return NOT_FOUND
        points = POINTS[claim.present] * (document.title_share if claim.present is _TITLE_CLAIM else 1000) // 1000
        return points, _FIELD_OF[claim.present]

    def times_in(self, title: str) -> int:
        """How often a folded title says it."""
        return self._subject.times_in(title)


_FIELD_OF: Mapping[Place, Field | None] = {
    Place.ATTRIBUTE: Field.ATTRIBUTE,
    Place.GENERAL: Field.ATTRIBUTE,
    Place.TITLE: Field.TITLE,
    Place.DESCRIPTION: Field.DESCRIPTION,
    Place.NOWHERE: None,
}
