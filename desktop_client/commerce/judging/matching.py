"""How well an offer's words match the need's words. Nothing here depends on the other offers in the list (P6).

Each word of the need counts once, at the best place where it stands, however often it is said: fully where a field made
for it states it (brand, model, category, attributes), less where only the title says it, and nothing in free text. So
there is nothing to be gained by saying a word twice, nor by hiding many in a description (P4). A word in the need's own
language counts a little more than its equivalent in the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from desktop_client.commerce.judging.claims import Subject
from desktop_client.commerce.judging.document import Document
from desktop_client.commerce.judging.terms import (
    CODE_WEIGHT,
    FIELDS_KEPT,
    RELATED,
    WORD_WEIGHT,
    Field,
    Found,
    Hit,
    KindTerm,
    Term,
    WishTerm,
    concept_term,
    word_term,
)
from desktop_client.commerce.meaning.concepts import BREAK, KIND, Table, digest, read_table, singular, units
from desktop_client.commerce.meaning.folding import fold
from desktop_client.commerce.meaning.phrases import is_cjk, pieces
from desktop_client.commerce.need import ShoppingNeed

STUFFED = 2
"""A title that says this many of the need's words more than once is made for the need, and names nothing."""
_TITLE = Field.TITLE


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
        return concept_term(word, weight, concept, table)
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
            term = word_term(unit, CODE_WEIGHT if any(c.isdigit() for c in unit) else WORD_WEIGHT)
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
        terms += [t for p in pairs if not set(p) <= taken and (t := word_term(p, weight)) is not None]
    return terms


@dataclass(frozen=True, slots=True)
class Match:
    """How well an offer's words match: points of 1000, and each word of the need with its own.

    ``related``: the offer is about the need at all. Where the need names a kind that the table knows, it is of that
    kind; else one of the words stands somewhere other than in free text, and it is not only what is said of the thing
    that does: a red watering can is no red cushion.
    """

    points: int
    found: tuple[Found, ...]
    related: bool = True


class TextMatch:
    """The need's words, ready to be looked for in many offers."""

    def __init__(self, need: ShoppingNeed, table: Table) -> None:
        self.terms = terms_of(need, table)
        category = next((t for t in self.terms if isinstance(t, KindTerm)), None) if need.category else None
        self.deciding = category if category is not None and category.kind is not None else None
        """The kind wanted, if the table knows it: offers of another kind are not about the need."""
        self._others = self.terms[1:]
        self._weights = [term.weight for term in self.terms]
        self._said = (*self.terms, *(Subject(phrase, table) for phrase in (*need.must_have, *need.must_not)))
        self._known: dict[tuple[Hit, ...], Match] = {}

    def of(self, document: Document) -> Match:
        """How well an offer matches: the weighted mean of the words' points; 1000 where the need names no words."""
        return self._worth(document, tuple([term.find(document) for term in self.terms]))

    def of_related(self, document: Document) -> Match | None:
        """As ``of``; None for an offer that is not about the need, which is mostly told by a look at what it is."""
        if self.deciding is None:
            match = self.of(document)
        else:
            first = self.deciding.says_it_is(document)
            if first is None:
                return None
            hits = (first, *[term.find(document) for term in self._others]) if self._others else (first,)
            match = self._worth(document, hits)
        return match if match.related else None

    def _worth(self, document: Document, hits: tuple[Hit, ...]) -> Match:
        """What these hits are worth together. There are few ways to be hit, so each is worked out once."""
        if _TITLE in [place for _, place in hits] and self._is_stuffed(document.title):
            hits = tuple((0, place) if place is _TITLE else (points, place) for points, place in hits)
        known = self._known.get(hits)
        if known is None:
            if len(self._known) >= FIELDS_KEPT:
                self._known.clear()
            known = self._known[hits] = self._match(hits)
        return known

    def _match(self, hits: tuple[Hit, ...]) -> Match:
        if not hits:
            return Match(1000, ())
        found = tuple(Found(term.word, *hit) for term, hit in zip(self.terms, hits, strict=True))
        points = sum(weight * hit.points for weight, hit in zip(self._weights, found, strict=True))
        things = [hit for term, hit in zip(self.terms, found, strict=True) if not isinstance(term, WishTerm)]
        deciding = found[:1] if self.deciding is not None else things or found
        return Match(points // sum(self._weights), found, any(hit.points >= RELATED for hit in deciding))

    def _is_stuffed(self, title: str) -> bool:
        return sum(said.times_in(title) > 1 for said in self._said) >= STUFFED


def tables_digest() -> str:
    """Stands for the tables that matching reads, in the rule version."""
    return digest("attributes", "concepts", "stopwords", "units")
