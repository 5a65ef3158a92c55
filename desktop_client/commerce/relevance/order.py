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
from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from operator import add
from typing import NamedTuple, TypeVar

from desktop_client.commerce.relevance.fields import MOST_TIMES, Field, Skim, Spellings, is_han, read, stated, trace
from desktop_client.commerce.relevance.goods import Goods, is_of_kind
from desktop_client.commerce.relevance.query import SearchQuery, SearchTerm
from desktop_client.commerce.relevance.tokens import is_lone

SATURATION = 1.2
"""k1 of BM25: how soon saying a word again stops to count."""
LENGTH = 0.75
"""b of BM25: how much a long field counts less."""
SHORTEST = 7
"""A field with fewer words than this is not better for it: "Laptop" is not a better laptop than "HP 530 laptop"."""
EQUIVALENT = 0.8
"""What another word for the same kind is worth, of what the word itself is."""
OF_KIND = 0.3
"""What being of the kind is worth beyond the words, of what the kind's words are worth."""
MADE_FOR = 0.5
"""What the kind's words are worth in an offer of something else ("laptop stand", for a laptop)."""
MISSING = 0.5
"""How much words that are missing count: the score is multiplied by the share of what is there, to this power."""
OTHER_THING = 0.25
"""What the score is multiplied by where nothing of the thing itself is found that a question asks for: of a printer for
a home office, not everything for home offices.
"""

G = TypeVar("G", bound=Goods)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Statistics:
    """How many offers there are, and in how many each token stands. ``whole``: all that have any are looked at."""

    offers: int
    found_in: Mapping[str, int]
    whole: bool = False

    def rarity(self, token: str) -> float:
        """What finding a token tells: its inverse document frequency, as in BM25."""
        found = min(self.found_in.get(token, 0), self.offers)
        return math.log(1 + (self.offers - found + 0.5) / (found + 0.5))

    def rarity_together(self, tokens: Iterable[str]) -> float:
        """What finding all of them tells."""
        return _added(map(self.rarity, tokens))

    def found_of(self, tokens: Iterable[str]) -> int:
        """In how many offers all of them stand at most."""
        return min([self.found_in.get(token, 0) for token in tokens], default=0)


class _Term(NamedTuple):
    """A term of the query: where its tokens stand among the query's, and how rare they are together.

    Where it names a kind of goods, that is asked for and not other spellings.
    """

    own: tuple[int, ...]
    rarity: float
    kind: frozenset[str]
    spellings: Spellings
    thing: bool


class _Hits(NamedTuple):
    """How often each token of a query stands in a field of an offer, and whether another spelling of each term does."""

    times: tuple[int, ...]
    spelled: tuple[bool, ...]


class _Found(NamedTuple):
    """What each token of a query is worth in an offer, and the best other spelling of each term; 0 is not found."""

    tokens: tuple[float, ...]
    others: tuple[float, ...]


class _Looked(NamedTuple):
    """An offer that was looked at: what was found but in its description, and what is found at most with it."""

    goods: Goods
    at: int
    words: float
    found: _Found
    at_most: _Found
    description: Skim


_Place = tuple[bool, float, bool, int]
"""Where an offer stands in the order: whether it is a sample, the less its points the better, whether its title is in
another script than the query, where it was given.
"""


class _Scorer:
    """One query and the offers that it is looked for in: average lengths are those of these offers' titles."""

    def __init__(self, query: SearchQuery, titles: Sequence[Field], statistics: Statistics) -> None:
        self._tokens = query.tokens
        self._is_han = is_han(query.text)
        self._traces = tuple(map(trace, self._tokens))
        self._lone = [at for at, token in enumerate(self._tokens) if is_lone(token)]
        # A description is measured as if it were a title: one that says no more in as few words counts as much.
        usual = _added(title.words for title in titles) / max(1, len(titles))
        self._usual = max(usual, SHORTEST)
        among = _among_these(query, titles, statistics)
        rarity = {token: (among if is_lone(token) else statistics).rarity(token) for token in self._tokens}
        self._rarity = list(rarity.values())
        self._terms = [_term(term, rarity) for term in query.terms]
        self._all = _added(term.rarity for term in self._terms)
        self._thing = _added(term.rarity for term in self._terms if term.thing)
        self._surest = tuple([1.0 if term.kind else 0.0 for term in self._terms])
        self._known_norms: dict[float, tuple[float, ...]] = {}
        self._known_points: dict[object, float] = {}

    def look(self, given: Sequence[Goods], titles: Sequence[Field]) -> list[_Looked]:
        """Look at offers without reading their descriptions, or asking of what kind they are."""
        # Most offers are alike in all that their points depend on, so what follows from it is worked out once.
        found_of, at_most_of, may_add = cache(self._found), cache(self._at_most), cache(self._may_add)
        has = self._hits([stated(goods) for goods in given])
        said = self._hits([title.tokens for title in titles])
        alone = _rows([[title.has_character(self._tokens[at]) for title in titles] for at in self._lone], len(titles))
        descriptions = [Skim(goods.description) for goods in given]
        may_say = self._may_say(descriptions)
        looked = []
        for at, (goods, title, description) in enumerate(zip(given, titles, descriptions, strict=True)):
            found = found_of(has[at], said[at], alone[at], title.words)
            more = may_add(found, may_say[at])
            at_most = at_most_of(found, may_say[at], description.words()) if more else found
            looked.append(_Looked(goods, at, title.words, found, at_most, description))
        return looked

    def best_place(self, looked: _Looked, sure: tuple[float, ...] | None = None) -> _Place:
        """Where an offer stands at best: with its description, and of the kind if nothing else is known."""
        return self._place(looked, looked.at_most, self._surest if sure is None else sure, at_most=True)

    def place(self, looked: _Looked, last: _Place | None) -> _Place:
        """Where an offer stands. Behind ``last`` that is no more than its best place: its description isn't read."""
        sure = tuple([is_of_kind(looked.goods, term.kind) if term.kind else 0.0 for term in self._terms])
        found = looked.found
        if found != looked.at_most:
            best = self.best_place(looked, sure)
            if last is not None and best > last:
                return best
            description = looked.description.read()
            found = self._raised(found, self._hits([description.tokens])[0], description.words)
        return self._place(looked, found, sure)

    def _place(self, looked: _Looked, found: _Found, sure: tuple[float, ...], *, at_most: bool = False) -> _Place:
        # Many offers are alike in all that their points depend on.
        key = (found, sure, looked.words, at_most)
        if (points := self._known_points.get(key)) is None:
            points = self._known_points[key] = self._points(found, sure, looked.words, at_most=at_most)
        return (looked.goods.sample, -points, is_han(looked.goods.title) != self._is_han, looked.at)

    def _hits(self, fields: Sequence[Sequence[str]]) -> list[_Hits]:
        """What is found in the tokens of each field: a token at a time, since that asks least of Python."""
        times = _rows([[field.count(token) for field in fields] for token in self._tokens], len(fields))
        spelled = _rows([term.spellings.among(fields) for term in self._terms], len(fields))
        return list(map(_Hits, times, spelled))

    def _may_say(self, descriptions: Sequence[Skim]) -> list[_Hits]:
        """What is found at most in each of these."""
        count = len(descriptions)
        times = _rows([[one.times(traced) for one in descriptions] for traced in self._traces], count)
        spelled = _rows([term.spellings.may_be_among(descriptions) for term in self._terms], count)
        return list(map(_Hits, times, spelled))

    def _found(self, has: _Hits, said: _Hits, alone: tuple[bool, ...], words: float) -> _Found:
        """What is found in a title of so many words and in what is stated: that is a hit each, however long it is.

        ``alone`` are the lone characters that are in the title.
        """
        tokens = [1.0 if times else 0.0 for times in has.times]
        others = [EQUIVALENT if spelled else 0.0 for spelled in has.spelled]
        for at, there in zip(self._lone, alone, strict=True):
            if there:
                tokens[at] = max(tokens[at], self._norms(words)[1])
        return self._raised(_Found(tuple(tokens), tuple(others)), said, words)

    def _raised(self, found: _Found, said: _Hits, words: float) -> _Found:
        """The same, with what it is worth in one more field, of so many words, where that is more."""
        norms = self._norms(words)
        counted = [min(times, MOST_TIMES) for times in said.times]
        tokens = [max(token, norms[times]) for token, times in zip(found.tokens, counted, strict=True)]
        other = EQUIVALENT * norms[1]
        others = [max(was, other) if spelled else was for was, spelled in zip(found.others, said.spelled, strict=True)]
        return _Found(tuple(tokens), tuple(others))

    def _may_add(self, found: _Found, said: _Hits) -> bool:
        """Whether a description, however short, is worth more: only then its words are counted."""
        return self._at_most(found, said, 0.0) != found

    def _at_most(self, found: _Found, said: _Hits, words: float) -> _Found:
        """The same, with what a description of so many words is worth at most."""
        # Another spelling is of no use where the words themselves count as much.
        enough = [min([found.tokens[one] for one in term.own]) for term in self._terms]
        other = EQUIVALENT * self._norms(words)[1]
        of_use = tuple([spelled and least < other for spelled, least in zip(said.spelled, enough, strict=True)])
        return self._raised(found, _Hits(said.times, of_use), words)

    def _points(self, found: _Found, sureness: tuple[float, ...], words: float, *, at_most: bool) -> float:
        """How well an offer's words match; 0 is not at all.

        ``sureness`` is how sure it is (0 to 1) that it is of the kind that each term names. The points are no fewer
        where more is found or surer, nor where that is what is found at most.
        """
        points = weight = thing = 0.0
        for term, other, sure in zip(self._terms, found.others, sureness, strict=True):
            worth = there = 0.0
            for at in term.own:
                if found.tokens[at]:
                    worth += self._rarity[at] * found.tokens[at]
                    there += self._rarity[at]
            if term.kind:
                named = term.rarity * EQUIVALENT * sure * self._norms(words)[1]
                worth = max(worth * (MADE_FOR + (1 - MADE_FOR) * sure), named) + term.rarity * OF_KIND * sure
                there = max(there, term.rarity * sure)
            elif term.rarity * other > worth:
                worth, there = term.rarity * other, term.rarity
            elif other and at_most:
                # With less of the words themselves the other spelling would count, and be all of them.
                there = term.rarity
            points += worth
            weight += there
            if term.thing:
                # A stand for it is not the thing.
                thing += there * sure if term.kind else there
        if self._thing:
            points *= OTHER_THING + (1 - OTHER_THING) * thing / self._thing
        return points * (weight / self._all) ** MISSING if self._all else 0.0

    def _norms(self, words: float) -> tuple[float, ...]:
        """What a token is worth that stands in a field of so many words 0, 1, ... times."""
        if (known := self._known_norms.get(words)) is None:
            longer = max(words, SHORTEST) / self._usual
            length = SATURATION * (1 - LENGTH + LENGTH * longer)
            norms = [times * (SATURATION + 1) / (times + length) for times in range(MOST_TIMES + 1)]
            known = self._known_norms[words] = tuple(norms)
        return known


def _rows(columns: Sequence[Sequence[T]], count: int) -> list[tuple[T, ...]]:
    """The ``count`` rows of these columns, of which there may be none."""
    return list(zip(*columns, strict=True)) if columns else [()] * count


def _added(numbers: Iterable[float]) -> float:
    """Their sum, rounded at every step, as a loop adds up what an offer has of it.

    ``sum`` carries what rounding loses from Python 3.12 on: an offer that has all of it would have a little less or
    more than all, and two Pythons would make two orders.
    """
    return reduce(add, numbers, 0.0)


def _term(term: SearchTerm, rarity: Mapping[str, float]) -> _Term:
    places = {token: at for at, token in enumerate(rarity)}
    others = () if term.kind else term.others
    return _Term(
        tuple(places[token] for token in term.own),
        _added(rarity[token] for token in term.own),
        # A kind that has one name only is a word like any other.
        term.kind if term.others else frozenset(),
        Spellings((spelling.tokens for spelling in others), term.bound),
        term.thing,
    )


def _among_these(query: SearchQuery, titles: Sequence[Field], statistics: Statistics) -> Statistics:
    """How many of these titles have the query's lone characters in them; the index can't tell in good time."""
    lone = [token for token in query.tokens if is_lone(token)]
    offers = statistics.offers if statistics.whole else len(titles)
    return Statistics(offers, {token: sum(title.has_character(token) for title in titles) for token in lone})


def by_relevance(query: SearchQuery, goods: Iterable[G], statistics: Statistics, limit: int | None = None) -> list[G]:
    """The offers that are about the query, the best first; equals stay in the order in which they are given.

    Samples, which are not for sale, stand behind all that is; of equals those in the query's own script come first.
    ``limit`` (1 or more): only so many of them, the same
    as without it, but sooner: what can't bring an offer among these, above all its description, is not read.
    """
    given = list(goods)
    titles = read([one.title for one in given])
    scorer = _Scorer(query, titles, statistics)
    looked = scorer.look(given, titles)
    places: list[_Place] = []
    for best in sorted(map(scorer.best_place, looked)):
        last = places[limit - 1] if limit is not None and len(places) >= limit else None
        if last is not None and best > last:
            break
        if _is_about(best) and _is_about(place := scorer.place(looked[best[3]], last)):
            insort(places, place)
    return [given[at] for _, _, _, at in places[:limit]]


def _is_about(place: _Place) -> bool:
    return place[1] < 0
