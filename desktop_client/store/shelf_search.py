"""Searching the shelf: a few hundred offers that may be meant, best first, however many there are.

Looking at every offer that has one of the words takes ten times as long on a shelf that is ten times as large. So the
index is asked in steps, from offers that have all words in title, brand, category, model or attributes down to those
that have one of them; each step ends after a few hundred rows, and the next is taken only while there are too few.
Which of these is best is for ``commerce.relevance`` to say.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec
import sqlite_utils

from desktop_client.commerce.offer import Offer
from desktop_client.commerce.relevance import SearchQuery, Statistics, by_relevance
from desktop_client.commerce.sending.faults import Cancelled
from desktop_client.commerce.shelf.browsing import Leaf
from desktop_client.store.database import Database, Interrupted
from desktop_client.store.purging import REMOVED
from desktop_client.store.shelf_draw import FIND
from desktop_client.store.shelf_rows import as_json, offers_by_number
from desktop_client.store.shelf_terms import all_of, as_typed, in_any_spelling, in_any_writing, stated
from desktop_client.store.shelf_words import ROW_BITS, row_of

POOL = 500
"""How many offers are looked at closely. More of them changed nothing that was measured."""
POOL_FILTERED = 2_000
"""The same where many of them may be filtered out."""
STEP = 500
"""The most rows that one step brings."""
LEAST_OF_A_STEP = 100
"""So many rows of a step are looked at where it has them, also if few are missing."""
COUNTED = 50_000
"""Up to here it is counted in how many offers a word stands; beyond that it is a common word."""
MOST_COUNTS = 10_000
"""So many words' counts are kept at most."""
MOST_LEFT_OUT = 3
"""Of how many words it is tried to do without each by itself."""

_LOOK = (
    "SELECT id, title, description, brand, category, model, attributes, sample FROM offers "  # noqa: S608
    f"WHERE id IN (SELECT value FROM json_each(?)) AND origin NOT IN ({REMOVED}) ORDER BY id"
)
_FIND_IN = (
    "SELECT rowid FROM offer_index WHERE offer_index MATCH ? "  # noqa: S608 - a number of our own
    f"AND EXISTS (SELECT 1 FROM offers WHERE origin = ? AND id = (offer_index.rowid & {ROW_BITS})) LIMIT ?"
)
_COUNT = "SELECT count(*) FROM (SELECT 1 FROM offer_index WHERE offer_index MATCH ? LIMIT ?)"
_SIZE = "SELECT coalesce(max(id), 0) FROM offers"
_STATE = "SELECT block FROM offer_index_data WHERE id IN (1, 10)"
"""What FTS5 notes of how much is in the index and of which parts it is made: each change of it changes one of them."""


_attributes = msgspec.json.Decoder(dict[str, str]).decode


class ShelfSearch:
    """Finds offers on the shelf by what they are about."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._counts = _Counts()

    def search(
        self,
        query: SearchQuery,
        limit: int,
        cancel: threading.Event,
        accept: Callable[[Offer], bool] | None = None,
    ) -> list[Offer]:
        """The ``limit`` offers that are most about the query, best first, of those that ``accept`` lets pass.

        Raises:
            Cancelled: ``cancel`` was set.
            StoreError: the disk says no.
        """
        return list(self.find(query, limit, cancel, accept).offers)

    def find(
        self,
        query: SearchQuery,
        limit: int,
        cancel: threading.Event,
        accept: Callable[[Offer], bool] | None = None,
        *,
        origin: str | None = None,
    ) -> Leaf:
        """The same, among the offers of one ``origin`` if it is given, with whether all that match were looked at.

        Raises:
            Cancelled: ``cancel`` was set.
            StoreError: the disk says no.
        """
        try:
            return self._database.read(lambda db: _search(db, query, limit, accept, origin, self._counts), stop=cancel)
        except Interrupted as error:
            raise Cancelled from error


class _Found(NamedTuple):
    """What a search looks at of an offer, with the number of its row."""

    number: int
    title: str
    description: str
    brand: str | None
    category: str | None
    model: str | None
    attributes: Mapping[str, str]
    sample: bool


def _search(
    db: sqlite_utils.Database,
    query: SearchQuery,
    limit: int,
    accept: Callable[[Offer], bool] | None,
    origin: str | None,
    counts: _Counts,
) -> Leaf:
    statistics = _statistics(db, query, counts)
    size = POOL if accept is None else POOL_FILTERED
    pool, whole = _pool(db, query, statistics, size, origin)
    numbers = sorted(pool)
    if accept is not None:
        offers = offers_by_number(db, numbers)
        fitting = (o for n in numbers if (o := offers.get(n)) and accept(o))
        found = by_relevance(query, fitting, statistics, limit + 1)
        return Leaf(tuple(found[:limit]), whole=whole and len(found) <= limit)
    rows = db.execute(_LOOK, (as_json(numbers),))
    looked_at = (_Found(n, t, d, b, c, m, _attributes(a), bool(s)) for n, t, d, b, c, m, a, s in rows)
    about = by_relevance(query, looked_at, statistics, limit + 1)
    best = [one.number for one in about[:limit]]
    offers = offers_by_number(db, best)
    return Leaf(tuple(offers[number] for number in best), whole=whole and len(about) <= limit)


class _Counts:
    """In how many offers words stand that were looked for before, until the index changes: to count takes as long as to
    find, and people type the same few words again and again, and a search anew with each letter.
    """

    def __init__(self) -> None:
        self._counts: tuple[object, dict[str, int]] = (None, {})

    def now(self, state: object) -> dict[str, int]:
        """Those of the index in this state, for more to be added."""
        if self._counts[0] != state or len(self._counts[1]) > MOST_COUNTS:
            self._counts = (state, {})
        return self._counts[1]


def _statistics(db: sqlite_utils.Database, query: SearchQuery, counts: _Counts) -> Statistics:
    # Of no offers at all, no share could be told.
    offers: int = max(1, db.execute(_SIZE).fetchone()[0])
    known = counts.now(db.execute(_STATE).fetchall())
    found: dict[str, int] = {}
    for token in query.tokens:
        if token not in known:
            match = in_any_writing(token)
            known[token] = db.execute(_COUNT, (match, COUNTED)).fetchone()[0] if match else 0
        found[token] = known[token]
    return Statistics(offers, found)


def _pool(
    db: sqlite_utils.Database, query: SearchQuery, statistics: Statistics, size: int, origin: str | None
) -> tuple[list[int], bool]:
    """Row ids of the offers to look at closely, and whether there are no others."""
    find, among = (FIND, ()) if origin is None else (_FIND_IN, (origin,))
    asked: dict[str, list[tuple[int]]] = {}
    found: dict[int, None] = {}
    whole = True

    def look(match: str) -> list[tuple[int]]:
        if match not in asked:
            asked[match] = db.execute(find, (match, *among, STEP)).fetchall()
        return asked[match]

    def fills(match: str) -> bool:
        return len(look(match)) == STEP

    def take(match: str, *, more: bool) -> bool:
        """Take what a step brings; ``more``: there is certainly more of it than one step reads."""
        # There may be more than were read: those that state the words are not to be missed.
        first = look(stated(match)) if more or fills(match) else []
        rows = _rows(first if len(first) == STEP else first + look(match))
        # Each step brings worse ones than those before it: of the last, few are enough.
        room = max(size - len(found), LEAST_OF_A_STEP)
        found.update(dict.fromkeys([number for number in rows if number not in found][:room]))
        return len(found) >= size

    for step in _steps(query, statistics, fills):
        # What states the words as typed has them so, and in any spelling: where it fills a step, so would those.
        many = step.expected >= STEP and fills(stated(step.typed))
        more = many or fills(step.wide)
        whole = whole and not more
        # All that have the words as typed are among these, unless there are more.
        if more and step.typed != step.wide and take(step.typed, more=many):
            return list(found), False
        if take(step.wide, more=more):
            return list(found), False
    return list(found), whole


def _rows(places: Iterable[tuple[int]]) -> dict[int, None]:
    return dict.fromkeys(row_of(place) for (place,) in places)


class _Step(NamedTuple):
    """What the index is asked: words as typed and in any spelling, and in about how many offers those typed stand.

    Without those typed, short titles in the other language would be all that is found of a common kind of goods.
    """

    typed: str
    wide: str
    expected: float


def _steps(query: SearchQuery, statistics: Statistics, fills: Callable[[str], bool]) -> list[_Step]:
    """What the index is asked, from the narrowest to the widest: the rarer a word, the longer it is insisted on, and on
    the thing itself longest. ``fills`` says whether there is more of something than one step reads.
    """
    terms = sorted(
        (term for term in query.terms if as_typed(term)),
        key=lambda term: (not term.thing, -statistics.rarity_together(term.own)),
    )
    singles = [_Step(as_typed(term), in_any_spelling(term), statistics.found_of(term.own)) for term in terms]
    every = range(len(terms))
    ways = [tuple(every)]
    if len(terms) > 2:
        ways += [tuple(at for at in every if at != left) for left in reversed(every)][:MOST_LEFT_OUT]
        if terms[0].thing:
            ways += [(0, at) for at in every[1:]]
    ways += [(at,) for at in every]
    if singles and singles[0].expected < STEP and not fills(singles[0].wide):
        # It brings all that have the first word: those of them that have others as well need not be asked for.
        ways = [(0,), *(way for way in ways if 0 not in way)]
    return [_together([singles[at] for at in way], statistics.offers) for way in dict.fromkeys(ways) if way]


def _together(steps: Sequence[_Step], offers: int) -> _Step:
    """All of these: in so many offers as if no word had to do with the others."""
    expected = offers * math.prod(step.expected / offers for step in steps)
    return _Step(all_of(step.typed for step in steps), all_of(step.wide for step in steps), expected)
