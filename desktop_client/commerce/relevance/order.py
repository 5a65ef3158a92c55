"""The order of a search: how well an offer's words are what was asked for. Pure: texts and statistics in, order out.

BM25 with saturation and length (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework", section 3.5),
but a word counts once, at the field where it counts most (as in Lucene's disjunction-max query), so that saying it
everywhere gains nothing. On top of that stands what goods are: where the query names a kind that the table of concepts
knows, an offer of that kind counts more, and a thing made for it ("laptop stand") less. What each part is worth was
measured; docs/search.md has the figures.

Neither prices nor payments have a part in it, nor has the ranking of the panel: that is a suggestion, this is a search.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol, TypeVar

from desktop_client.commerce.concepts import BREAK, table, units
from desktop_client.commerce.folding import fold
from desktop_client.commerce.relevance.query import SearchQuery, SearchTerm
from desktop_client.commerce.relevance.tokens import is_code, is_lone, tokens

SATURATION = 1.2
"""k1 of BM25: how soon saying a word again stops to count."""
MOST_TIMES = 2
"""Saying a word again counts once: "Stereo Headphone Headphones"."""
LENGTH = 0.75
"""b of BM25: how much a long field counts less."""
SHORTEST = 7
"""A field with fewer words than this is not better for it: "Laptop" is not a better laptop than "HP 530 laptop"."""
PAIRS = 3
"""Pairs of Chinese characters that count as one word of a field's length: they overlap, and titles say more in them."""
EQUIVALENT = 0.8
"""What another word for the same kind is worth, of what the word itself is."""
OF_KIND = 0.3
"""What being of the kind is worth beyond the words, of what the kind's words are worth."""
MADE_FOR = 0.5
"""What the kind's words are worth in an offer of something else ("laptop stand", for a laptop)."""
PERHAPS = 0.7
"""How sure a title is about the kind where another word follows its name ("phone case Cover", "laptop filter")."""
MISSING = 0.5
"""How much words that are missing count: the score is multiplied by the share of what is there, to this power."""
_COLOURS = (
    "black|white|silver|gray|grey|blue|red|green|pink|gold|yellow|brown|beige|orange|purple|transparent|multicolor"
)
_BEGINNING = 4
"""Letters of a word that stand in it in the singular and in the plural."""
_FACETS = frozenset((*_COLOURS.split("|"), "pc", "computer", "with", "for", "w", "in", "by", "and"))
"""After the name of a kind these words begin what is said of the thing, not the name of another thing."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """How many offers there are, and in how many each token stands."""

    offers: int
    found_in: Mapping[str, int]

    def rarity(self, token: str) -> float:
        """What finding a token tells: its inverse document frequency, as in BM25."""
        found = min(self.found_in.get(token, 0), self.offers)
        return math.log(1 + (self.offers - found + 0.5) / (found + 0.5))


class Goods(Protocol):
    """What a search looks at of an offer."""

    @property
    def title(self) -> str:
        """What the offer is called."""
        ...

    @property
    def description(self) -> str:
        """Free text."""
        ...

    @property
    def brand(self) -> str | None:
        """Who made it."""
        ...

    @property
    def category(self) -> str | None:
        """The kind of goods, as the source calls it."""
        ...

    @property
    def model(self) -> str | None:
        """The maker's code."""
        ...

    @property
    def attributes(self) -> Mapping[str, str]:
        """What is stated of it."""
        ...

    @property
    def sample(self) -> bool:
        """Whether it is not for sale."""
        ...


G = TypeVar("G", bound=Goods)


@dataclass(frozen=True, slots=True)
class _Field:
    """A field whose length counts: its tokens, and how many words long it is."""

    tokens: list[str]
    words: float


@dataclass(frozen=True, slots=True)
class _Text:
    """An offer's fields: those whose length counts, and what the short ones state."""

    title: _Field
    description: _Field
    stated: tuple[tuple[str, ...], ...]


class _Reader:
    """Reads the fields of offers for one query; a description without any of its beginnings is not read at all."""

    def __init__(self, query: SearchQuery) -> None:
        said = {token for term in query.terms for row in (term.own, *(o.tokens for o in term.others)) for token in row}
        self._beginnings = tuple({token[:_BEGINNING] for token in said if token.isascii() and not is_code(token)})
        self._reads_all = any(is_code(token) for token in said)

    def read(self, goods: Goods) -> _Text:
        """The tokens of an offer."""
        stated = " | ".join([f"{name}: {value}" for name, value in goods.attributes.items()])
        return _Text(
            _field(goods.title),
            _field(goods.description) if self._may_hold(goods.description) else _NOTHING,
            tuple([_short(text) for text in (goods.brand, goods.category, goods.model, stated) if text]),
        )

    def _may_hold(self, description: str) -> bool:
        if self._reads_all or not description.isascii():
            return True
        lower = description.lower()
        return any(beginning in lower for beginning in self._beginnings)


_NOTHING = _Field([], 0)


def _field(text: str) -> _Field:
    found = tokens(text)
    pairs = 0 if text.isascii() else sum(not token.isascii() for token in found)
    return _Field(found, len(found) - pairs + pairs / PAIRS)


@lru_cache(maxsize=8_192)
def _short(text: str) -> tuple[str, ...]:
    return tuple(tokens(text))


class _Scorer:
    """One query and the offers that it is looked for in: average lengths are those of these offers."""

    def __init__(self, query: SearchQuery, texts: Sequence[_Text], statistics: Statistics) -> None:
        self._query = query
        # A description is measured as if it were a title: one that says no more in as few words counts as much.
        usual = sum(text.title.words for text in texts) / max(1, len(texts))
        self._usual = max(usual, SHORTEST)
        among = _among_these(query, texts)
        self._rarity = {token: (among if is_lone(token) else statistics).rarity(token) for token in query.tokens}
        self._all = sum(sum(self._rarity[token] for token in term.own) for term in query.terms)

    def score(self, text: _Text, goods: Goods) -> float:
        """How well an offer's words match; 0 is not at all."""
        points = found = 0.0
        for term in self._query.terms:
            worth, weight = self._term(term, text, goods)
            points += worth
            found += weight
        return points * (found / self._all) ** MISSING if self._all else 0.0

    def _term(self, term: SearchTerm, text: _Text, goods: Goods) -> tuple[float, float]:
        """What a term adds, and the rarity of what was found of it."""
        points = found = whole = 0.0
        for token in term.own:
            rarity = self._rarity[token]
            whole += rarity
            best = self._best(token, text)
            if best:
                points += rarity * best
                found += rarity
        if not term.others:
            return points, found
        if term.kind:
            return self._kind(text, is_of_kind(goods, term.kind), points, found, whole)
        other = self._spelled(term, text)
        return (whole * other, whole) if whole * other > points else (points, found)

    def _kind(self, text: _Text, sure: float, points: float, found: float, whole: float) -> tuple[float, float]:
        said = points * (MADE_FOR + (1 - MADE_FOR) * sure)
        named = whole * EQUIVALENT * sure * self._norm(text.title)
        return max(said, named) + whole * OF_KIND * sure, max(found, whole * sure)

    def _best(self, token: str, text: _Text) -> float:
        """What a token is worth in the field where it is worth most."""
        best = self._norm(text.title) if is_lone(token) and _has_character(text.title, token) else 0.0
        for field in (text.title, text.description):
            times = field.tokens.count(token)
            if times:
                best = max(best, self._norm(field, min(times, MOST_TIMES)))
        if best < 1.0:
            for stated in text.stated:
                if token in stated:
                    return 1.0
        return best

    def _norm(self, field: _Field, times: int = 1) -> float:
        longer = max(field.words, SHORTEST) / self._usual
        return times * (SATURATION + 1) / (times + SATURATION * (1 - LENGTH + LENGTH * longer))

    def _spelled(self, term: SearchTerm, text: _Text) -> float:
        """What the best other spelling is worth."""
        best = 0.0
        for spelling in term.others:
            for field in (text.title, text.description):
                if _holds(field.tokens, spelling.tokens):
                    best = max(best, EQUIVALENT * self._norm(field))
            if best < EQUIVALENT and any(_holds(stated, spelling.tokens) for stated in text.stated):
                best = EQUIVALENT
        return best


def _among_these(query: SearchQuery, texts: Sequence[_Text]) -> Statistics:
    """How many of these titles have the query's lone characters in them; the index can't tell in good time."""
    lone = [token for token in query.tokens if is_lone(token)]
    return Statistics(len(texts), {token: sum(_has_character(text.title, token) for text in texts) for token in lone})


def _has_character(field: _Field, character: str) -> bool:
    return any(character in token for token in field.tokens)


def _holds(field: Sequence[str], row: tuple[str, ...]) -> bool:
    """Whether a row of tokens stands in a field as it is."""
    if row[0] not in field:
        return False
    length = len(row)
    return length == 1 or any(tuple(field[at : at + length]) == row for at in range(len(field) - length + 1))


def by_relevance(query: SearchQuery, goods: Iterable[G], statistics: Statistics) -> list[G]:
    """The offers that are about the query, the best first; equals stay in the order in which they are given.

    Samples, which are not for sale, stand behind all that is.
    """
    given = list(goods)
    reader = _Reader(query)
    texts = [reader.read(one) for one in given]
    scorer = _Scorer(query, texts, statistics)
    scored = [(scorer.score(text, one), one) for text, one in zip(texts, given, strict=True)]
    return [one for points, one in sorted(scored, key=_place) if points > 0]


def _place(scored: tuple[float, Goods]) -> tuple[bool, float]:
    points, goods = scored
    return (goods.sample, -points)


def is_of_kind(offer: Goods, kinds: frozenset[str]) -> float:
    """How sure it is (0 to 1) that an offer is of one of these kinds: by its category, or without one by its title."""
    stated, made_for = _stated(offer.category or "")
    if stated or _among(made_for, kinds):
        return 1.0 if _among(stated, kinds) else 0.0
    sure, perhaps = _titled(offer.title)
    if _among(sure, kinds):
        return 1.0
    return PERHAPS if _among(perhaps, kinds) else 0.0


@lru_cache(maxsize=4_096)
def _among(found: frozenset[str], kinds: frozenset[str]) -> bool:
    known = table()
    return any(known.is_a(one, kind) for one in found for kind in kinds)


@lru_cache(maxsize=4_096)
def _stated(category: str) -> tuple[frozenset[str], frozenset[str]]:
    """Kinds that a category names, and those that its goods are made for."""
    kinds = table().kinds(category)
    return kinds.things, kinds.made_for


@lru_cache(maxsize=8_192)
def _titled(title: str) -> tuple[frozenset[str], frozenset[str]]:
    """Kinds that a title surely names as the thing itself, and those that it may name."""
    known = table()
    found = units(fold(title))
    things = known.kinds(title).things
    sure: set[str] = set()
    perhaps: set[str] = set()
    for mention in known.mentions(found):
        named = things.intersection(mention.concepts)
        after = found[mention.end] if mention.end < len(found) else BREAK
        whole = after == BREAK or after in _FACETS or is_code(after) or not after.isascii()
        (sure if whole else perhaps).update(named)
    return frozenset(sure), frozenset(perhaps - sure)
