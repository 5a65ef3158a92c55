"""How well an offer's words match the need's words. Nothing here depends on the other offers in the list (P6).

Each word of the need counts once, at the best place where it stands, however often it is said: fully where a field made
for it states it (brand, model, category, attributes), less where only the title says it, and nothing in free text. So
there is nothing to be gained by saying a word twice, nor by hiding many in a description (P4). A word in the need's own
language counts a little more than its equivalent in the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from desktop_client.commerce.claims import POINTS, Place, Subject
from desktop_client.commerce.concepts import (
    BREAK,
    KIND,
    SEVERAL_KINDS,
    Concept,
    Finder,
    Table,
    digest,
    read_table,
    singular,
    units,
)
from desktop_client.commerce.document import Document
from desktop_client.commerce.folding import fold
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.phrases import Pattern, is_cjk, pattern, pieces
from desktop_client.commerce.titles import is_name, says_as_a_name

MOST_TIMES = 2
"""A word that a title says more often is not named there. Twice happens: "Stereo Headphone Headphones"."""
STUFFED = 2
"""A title that says this many of the need's words more than once is made for the need, and names nothing."""
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


FIELD_POINTS: Mapping[Field, int] = {
    Field.BRAND: 1000,
    Field.MODEL: 1000,
    Field.CATEGORY: 1000,
    Field.ATTRIBUTE: 1000,
    Field.TITLE: 850,
    Field.DESCRIPTION: 0,
}
"""Of 1000: what is stated in a field made for it counts fully, what only the title says less, free text nothing."""
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


def _points(hit: Hit) -> int:
    return hit[0]


class Term:
    """One word of the need. ``own`` finds it as the user says it, ``other`` finds what means the same."""

    def __init__(self, word: str, weight: int, own: Pattern | Finder, other: Pattern | Finder | None = None) -> None:
        self.word = word
        self.weight = weight
        self._own = own
        self._other = other

    def find(self, document: Document) -> Found:
        """The best place where the word stands."""
        best = NOT_FOUND
        for finder, share in ((self._own, 1000), (self._other, EQUIVALENT)):
            if finder is not None and best[0] < share:
                best = max(best, self._stated(document, finder, share), key=_points)
                if best[0] < share * FIELD_POINTS[Field.TITLE] // 1000:
                    best = max(best, self._titled(document, finder, share), key=_points)
        return Found(self.word, *best)

    def _stated(self, document: Document, finder: Pattern | Finder, share: int) -> Hit:
        for place, text in (
            (Field.BRAND, document.brand),
            (Field.MODEL, document.model),
            (Field.CATEGORY, document.category),
            (Field.ATTRIBUTE, document.statements),
        ):
            if text and finder.spans(text):
                return FIELD_POINTS[place] * share // 1000, place
        return NOT_FOUND

    def _titled(self, document: Document, finder: Pattern | Finder, share: int) -> Hit:
        spans = finder.spans(document.title)
        if not spans:
            return NOT_FOUND
        if not says_as_a_name(document.title, spans, MOST_TIMES):
            return 0, Field.TITLE
        return FIELD_POINTS[Field.TITLE] * share // 1000 * document.title_share // 1000, Field.TITLE

    def in_title(self, document: Document) -> int:
        """Of 1000: what the title alone is worth, if it says the word no more than twice."""
        for finder, share in ((self._own, 1000), (self._other, EQUIVALENT)):
            times = len(finder.spans(document.title)) if finder is not None else 0
            if times:
                return share * document.title_share // 1000 if times <= MOST_TIMES else 0
        return 0

    def times_in(self, title: str) -> int:
        """How often a folded title says the word, in either language."""
        return len((self._other or self._own).spans(title))


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
        self._term = _word_term(word, weight)
        if concept is not None and concept.section == KIND:
            self.kind = concept.id
            self._term = _concept_term(word, weight, concept, table)

    def find(self, document: Document) -> Found:
        """Where the offer says that it is of this kind: its category states it, or its title names it."""
        if self._term is None:
            return Found(self.word, 0)
        if self.kind is None:
            return self._term.find(document)
        if self._is(document.kinds_stated):
            same_language = is_cjk(document.category) == self._chinese
            return Found(self.word, 1000 if same_language else EQUIVALENT, Field.CATEGORY)
        points = self._term.in_title(document)
        if points:
            return Found(self.word, self._in_title(document, points), Field.TITLE)
        found = self._term.find(document)
        return Found(self.word, min(MADE_FOR, found.points), found.place)

    def _in_title(self, document: Document, points: int) -> int:
        kinds = document.kinds_named
        if not self._is(kinds) or self.is_other(document):
            return MADE_FOR
        if self._unrelated(kinds) >= SEVERAL_KINDS:
            return 0
        if not is_name(document.title):
            return RELATED
        return points * FIELD_POINTS[Field.TITLE] // 1000

    def times_in(self, title: str) -> int:
        """How often a folded title says the kind."""
        return self._term.times_in(title) if self._term is not None else 0

    def is_other(self, document: Document) -> bool:
        """Whether the offer says that it is of another kind: by its category, or without one by its title."""
        if self.kind is None:
            return False
        stated = document.kinds_stated
        if stated:
            return not self._is(stated) and not any(self._table.is_a(self.kind, broader) for broader in stated)
        return bool(document.kinds_named) and not self._is(document.kinds_named)

    def _is(self, kinds: frozenset[str]) -> bool:
        known = self._known.get(kinds)
        if known is None:
            known = self.kind is not None and any(self._table.is_a(kind, self.kind) for kind in kinds)
            self._known[kinds] = known
        return known

    def _unrelated(self, kinds: frozenset[str]) -> int:
        return len({kind for kind in kinds if not self._is(frozenset({kind}))})


def _concept_term(word: str, weight: int, concept: Concept, table: Table) -> Term:
    finder = table.finder(concept)
    own = pattern([word])
    return Term(word, weight, Finder(own, finder.longer), finder) if own is not None else Term(word, weight, finder)


def _word_term(word: str, weight: int) -> Term | None:
    found = pattern([word])
    return Term(word, weight, found) if found is not None else None


class WishTerm:
    """A property or a substance among the search words. As with a chip, stating it counts more than saying it."""

    def __init__(self, word: str, weight: int, table: Table) -> None:
        self.word = word
        self.weight = weight
        self._subject = Subject(word, table)

    def is_denied_in(self, text: str) -> bool:
        """Whether the user's own words rule it out ("不要香精"): then it is no word to look for."""
        return self._subject.text(fold(text)).no

    def find(self, document: Document) -> Found:
        """Where the offer says so; nothing where it also denies it."""
        claim = self._subject.claim(document.title, document.description, document.candidate.attributes)
        if claim.absent is not Place.NOWHERE:
            return Found(self.word, 0)
        points = POINTS[claim.present] * (document.title_share if claim.present is Place.TITLE else 1000) // 1000
        return Found(self.word, points, _FIELD_OF[claim.present])

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


@cache
def _stop_words() -> tuple[frozenset[str], tuple[str, ...]]:
    words = read_table("stopwords")
    return frozenset(singular(fold(w)) for w in words["en"]), tuple(sorted(words["zh"], key=lambda w: (-len(w), w)))


def terms_of(need: ShoppingNeed, table: Table) -> tuple[Term | KindTerm | WishTerm, ...]:
    """The words of a need that are looked for: its kind, and its search words without those that the chips hold."""
    taken = set().union(*(units(fold(phrase)) for phrase in (*need.must_have, *need.must_not)), set())
    terms = _kind_terms(need.category, taken, table) if need.category else []
    return (*terms, *_terms_in(need.text, taken, table))


def _kind_terms(category: str, taken: set[str], table: Table) -> list[Term | KindTerm | WishTerm]:
    """The kind wanted, first, and what is said of it: a "gaming mouse" is a mouse, and "gaming" a word like others."""
    terms: list[Term | KindTerm | WishTerm] = []
    if table.named(category) is None:
        terms = sorted(_terms_in(category, taken, table), key=lambda term: not isinstance(term, KindTerm))
    if not terms or not isinstance(terms[0], KindTerm):
        terms = [KindTerm(category, table)]
    taken |= set(units(fold(category)))
    return terms


def _terms_in(text: str, taken: set[str], table: Table) -> list[Term | KindTerm | WishTerm]:
    """The terms of a text, without units that are ``taken``; those of longer names are added to them."""
    terms: list[Term | KindTerm | WishTerm] = []
    found = units(fold(text))
    things = table.kinds(text).things
    at = 0
    for mention in (*table.mentions(found), None):
        end = mention.start if mention else len(found)
        terms += _plain_terms(found[at:end], taken)
        if mention is not None:
            at = mention.end
            covered = found[mention.start : mention.end]
            if not set(covered) <= taken:
                term = _mentioned(_joined(covered), mention.concepts, things, table)
                terms += [] if isinstance(term, WishTerm) and term.is_denied_in(text) else [term]
                taken |= set(covered) if len(covered) > 1 else set()
    return terms


def _mentioned(
    word: str, concepts: tuple[str, ...], things: frozenset[str], table: Table
) -> Term | KindTerm | WishTerm:
    weight = WORD_WEIGHT * max(1, (len(word) + 1) // 2 if is_cjk(word) else len(word.split()))
    concept = table.concepts[concepts[0]]
    if concept.section != KIND:
        return WishTerm(word, weight, table)
    if things.isdisjoint(concepts):
        # "laptop stand": a stand is wanted, and "laptop" is a word like any other.
        return _concept_term(word, weight, concept, table)
    return KindTerm(word, table)


def _joined(found: list[str]) -> str:
    return ("" if is_cjk("".join(found)) else " ").join(found)


def _plain_terms(found: list[str], taken: set[str]) -> list[Term]:
    terms: list[Term] = []
    stop_en, _ = _stop_words()
    run = ""
    for unit in (*found, BREAK):
        if is_cjk(unit):
            run += unit
            continue
        terms += _run_terms(run, taken)
        run = ""
        if unit != BREAK and unit not in stop_en and unit not in taken:
            term = _word_term(unit, CODE_WEIGHT if any(c.isdigit() for c in unit) else WORD_WEIGHT)
            terms += [term] if term is not None else []
    return terms


def _run_terms(run: str, taken: set[str]) -> list[Term]:
    """A run of Chinese characters outside of the table: in pairs, worth together what its words are worth."""
    _, stop_zh = _stop_words()
    for stop in stop_zh:
        run = run.replace(stop, " ")
    terms: list[Term] = []
    for part in pieces(run):
        pairs = [part[i : i + 2] for i in range(len(part) - 1)] or [part]
        weight = WORD_WEIGHT * len(part) // (2 * len(pairs))
        terms += [t for p in pairs if not set(p) <= taken and (t := _word_term(p, weight)) is not None]
    return terms


@dataclass(frozen=True, slots=True)
class Match:
    """How well an offer's words match: points of 1000, and each word of the need with its own.

    ``related``: the offer is about the need at all. Where the need names a kind that the table knows, it is of that
    kind; else one of the words stands somewhere other than in free text.
    """

    points: int
    found: tuple[Found, ...]
    related: bool = True


class TextMatch:
    """The need's words, ready to be looked for in many offers."""

    def __init__(self, need: ShoppingNeed, table: Table) -> None:
        self.terms = terms_of(need, table)
        self.category = next((t for t in self.terms if isinstance(t, KindTerm)), None) if need.category else None
        self._weight = sum(term.weight for term in self.terms)
        self._said = (*self.terms, *(Subject(phrase, table) for phrase in (*need.must_have, *need.must_not)))

    def of(self, document: Document) -> Match:
        """The weighted mean of the words' points; 1000 where the need names no words."""
        if not self.terms:
            return Match(1000, ())
        found = tuple(term.find(document) for term in self.terms)
        if any(hit.place is Field.TITLE for hit in found) and self._is_stuffed(document.title):
            found = tuple(_unsaid(hit) for hit in found)
        points = sum(term.weight * hit.points for term, hit in zip(self.terms, found, strict=True)) // self._weight
        deciding = found[:1] if self.category is not None and self.category.kind is not None else found
        related = any(hit.points >= RELATED for hit in deciding)
        return Match(points, found, related)

    def _is_stuffed(self, title: str) -> bool:
        return sum(said.times_in(title) > 1 for said in self._said) >= STUFFED


def _unsaid(hit: Found) -> Found:
    return Found(hit.word, 0, hit.place) if hit.place is Field.TITLE else hit


def tables_digest() -> str:
    """Stands for the tables that matching reads, in the rule version."""
    return digest("attributes", "concepts", "stopwords")
