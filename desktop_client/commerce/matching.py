"""How well an offer's words match the need's words. Nothing here depends on the other offers in the list (P6).

Each word of the need counts once, at the best place where it stands, however often it is said: title, brand and model
fully, category and stated attributes a little less, free text hardly. So there is nothing to be gained by saying a word
twice, and little by hiding many in a description (P4). A word in the need's own language counts a little more
than its equivalent in the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from desktop_client.commerce.candidate import Candidate
from desktop_client.commerce.claims import POINTS, Place, Subject
from desktop_client.commerce.concepts import (
    BREAK,
    KIND,
    SEVERAL_KINDS,
    Concept,
    Finder,
    Table,
    digest,
    kinds_in,
    kinds_stated,
    read_table,
    singular,
    units,
)
from desktop_client.commerce.folding import fold
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.phrases import CJK_RUN, Pattern, is_cjk, pattern, pieces

TITLE_LETTERS = 140
"""Only the beginning of a title counts; what is appended to a long one gains nothing."""
DESCRIPTION_LETTERS = 600
ATTRIBUTE_LETTERS = 400
REPEATED = 3
"""A word said this often in a title counts as if it stood in the description."""
EQUIVALENT = 850
"""Of 1000: what another word for the same thing is worth, or a category stated in the other language."""
FREE_WORDS, COST_OF_A_WORD, MOST_COST = 5, 8, 240
"""A title's words beyond the fifth cost 8 of 1000 each, 240 at most; two Chinese characters are a word."""
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
    Field.TITLE: 1000,
    Field.BRAND: 1000,
    Field.MODEL: 1000,
    Field.CATEGORY: 900,
    Field.ATTRIBUTE: 800,
    Field.DESCRIPTION: 150,
}
KIND_IN_TITLE = 850
"""Of 1000: a title names the kind of thing wanted; a category that states it counts fully."""
MADE_FOR = 200
"""Of 1000: the thing wanted is named only as what something else is made for ("case for a phone"), or in passing."""
RELATED = 500
"""An offer is about the need if one of its words is worth this much; free text alone never is."""


@dataclass(slots=True)
class Document:
    """An offer's texts, folded and cut to what counts; the longer ones only when they are asked for."""

    candidate: Candidate
    title: str = field(init=False)
    brand: str = field(init=False)
    category: str = field(init=False)
    _attributes: str | None = field(init=False, default=None)
    _description: str | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.title = fold(self.candidate.title)[:TITLE_LETTERS]
        self.brand = fold(self.candidate.brand) if self.candidate.brand else ""
        self.category = fold(self.candidate.category) if self.candidate.category else ""

    @property
    def attributes(self) -> str:
        """Names and values of the stated attributes."""
        if self._attributes is None:
            stated = " ; ".join(f"{name} : {value}" for name, value in self.candidate.attributes.items())
            self._attributes = fold(stated)[:ATTRIBUTE_LETTERS]
        return self._attributes

    @property
    def description(self) -> str:
        """The beginning of the description."""
        if self._description is None:
            self._description = fold(self.candidate.description[:DESCRIPTION_LETTERS])
        return self._description

    def texts(self) -> tuple[tuple[Field, str], ...]:
        """Everything but the description, the best places first."""
        return (
            (Field.TITLE, self.title),
            (Field.BRAND, self.brand),
            (Field.MODEL, fold(self.candidate.model)),
            (Field.CATEGORY, self.category),
            (Field.ATTRIBUTE, self.attributes),
        )


@dataclass(frozen=True, slots=True)
class Found:
    """How one word of the need was found: points of 1000 and where; ``place`` None is nowhere."""

    word: str
    points: int
    place: Field | None = None


class Term:
    """One word of the need. ``own`` finds it as the user says it, ``other`` finds what means the same."""

    def __init__(self, word: str, weight: int, own: Pattern | Finder, other: Pattern | Finder | None = None) -> None:
        self.word = word
        self.weight = weight
        self._own = own
        self._other = other

    def find(self, document: Document) -> Found:
        """The best place where the word stands."""
        best = Found(self.word, 0)
        for place, text in document.texts():
            if FIELD_POINTS[place] <= best.points:
                break
            found = self._in(place, text) if text else None
            if found is not None and found.points > best.points:
                best = found
        if best.points < FIELD_POINTS[Field.DESCRIPTION]:
            best = self._in(Field.DESCRIPTION, document.description) or best
        return best

    def _in(self, place: Field, text: str) -> Found | None:
        for finder, share in ((self._own, 1000), (self._other, EQUIVALENT)):
            times = len(finder.spans(text)) if finder is not None else 0
            if times:
                counted = Field.DESCRIPTION if place is Field.TITLE and times >= REPEATED else place
                return Found(self.word, FIELD_POINTS[counted] * share // 1000, place)
        return None


class KindTerm:
    """The kind of thing wanted ("面膜"). Knows masks from mask brushes, and offers of another kind."""

    def __init__(self, word: str, table: Table, *, weight: int = KIND_WEIGHT) -> None:
        concept = table.named(word)
        self.word = word
        self.weight = weight
        self._table = table
        self.kind: str | None = None
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
        if self._is(kinds_stated(document.category)):
            same_language = is_cjk(document.category) == is_cjk(self.word)
            return Found(self.word, 1000 if same_language else EQUIVALENT, Field.CATEGORY)
        found = self._term.find(document)
        if found.place is Field.TITLE:
            return Found(self.word, self._in_title(document, found.points), Field.TITLE)
        return Found(self.word, min(MADE_FOR, found.points), found.place)

    def _in_title(self, document: Document, points: int) -> int:
        kinds = kinds_in(document.title, document.category)
        if not self._is(kinds) or self.is_other(document):
            return MADE_FOR
        if self._unrelated(kinds) >= SEVERAL_KINDS:
            return FIELD_POINTS[Field.DESCRIPTION]
        return points * KIND_IN_TITLE // 1000

    def is_other(self, document: Document) -> bool:
        """Whether the offer says that it is of another kind: by its category, or without one by its title."""
        if self.kind is None:
            return False
        stated = kinds_stated(document.category)
        if stated:
            return not self._is(stated) and not any(self._table.is_a(self.kind, broader) for broader in stated)
        named = kinds_in(document.title, document.category)
        return bool(named) and not self._is(named)

    def _is(self, kinds: frozenset[str]) -> bool:
        return self.kind is not None and any(self._table.is_a(kind, self.kind) for kind in kinds)

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
        return Found(self.word, POINTS[claim.present], _FIELD_OF[claim.present])


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
    terms: list[Term | KindTerm | WishTerm] = []
    taken = set().union(*(units(fold(phrase)) for phrase in (*need.must_have, *need.must_not)), set())
    if need.category:
        terms.append(KindTerm(need.category, table))
        taken |= set(units(fold(need.category)))
    found = units(fold(need.text))
    things = table.kinds(need.text).things
    at = 0
    for mention in (*table.mentions(found), None):
        end = mention.start if mention else len(found)
        terms += _plain_terms(found[at:end], taken)
        if mention is not None:
            at = mention.end
            covered = found[mention.start : mention.end]
            if not set(covered) <= taken:
                term = _mentioned(_joined(covered), mention.concepts, things, table)
                terms += [] if isinstance(term, WishTerm) and term.is_denied_in(need.text) else [term]
                taken |= set(covered) if len(covered) > 1 else set()
    return tuple(terms)


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

    def of(self, document: Document) -> Match:
        """The weighted mean of the words' points; 1000 where the need names no words."""
        if not self.terms:
            return Match(1000, ())
        found = tuple(term.find(document) for term in self.terms)
        points = sum(term.weight * hit.points for term, hit in zip(self.terms, found, strict=True)) // self._weight
        deciding = found[:1] if self.category is not None and self.category.kind is not None else found
        related = any(hit.points >= RELATED for hit in deciding)
        return Match(points * (1000 - _cost_of_length(document.title)) // 1000, found, related)


def _cost_of_length(title: str) -> int:
    chinese = 0 if title.isascii() else sum(map(len, CJK_RUN.findall(title)))
    words = title.count(" ") + 1 + chinese // 2
    return min(MOST_COST, COST_OF_A_WORD * max(0, words - FREE_WORDS))


def tables_digest() -> str:
    """Stands for the tables that matching reads, in the rule version."""
    return digest("attributes", "concepts", "stopwords")
