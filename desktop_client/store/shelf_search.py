"""Searching the shelf: a few hundred offers that may be meant, best first, however many there are.

Looking at every offer that has one of the words takes ten times as long on a shelf that is ten times as large. So the
index is asked in steps (``shelf_steps``), and each ends after a few hundred rows. Which of these is best is for
``commerce.relevance`` to say. Who looks further gets the next few hundred, again the best first.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import msgspec
import sqlite_utils

from desktop_client.commerce.offer import Offer
from desktop_client.commerce.relevance import SearchQuery, Statistics, by_relevance
from desktop_client.commerce.sending.faults import Cancelled
from desktop_client.commerce.shelf.browsing import COUNTED, Leaf
from desktop_client.store.database import Database, Interrupted
from desktop_client.store.purging import REMOVED
from desktop_client.store.shelf_rows import as_json, offers_by_number
from desktop_client.store.shelf_steps import Further, Steps
from desktop_client.store.shelf_terms import in_any_writing

POOL = 500
"""How many offers are looked at closely at a time. More of them changed nothing that was measured."""
POOL_FILTERED = 2_000
"""The same where many of them may be filtered out."""
MOST_COUNTS = 10_000
"""So many words' counts are kept at most."""
MOST_ROUNDS = 4
"""So often it is looked further where a filter leaves too few of what was looked at."""

_LOOK = (
    "SELECT id, title, description, brand, category, model, attributes, sample FROM offers "  # noqa: S608
    f"WHERE id IN (SELECT value FROM json_each(?)) AND origin NOT IN ({REMOVED}) ORDER BY id"
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
        found: list[Offer] = []
        after: object = None
        for _ in range(limit // POOL + MOST_ROUNDS):
            leaf = self.find(query, limit - len(found), cancel, accept, after=after)
            found += leaf.offers
            after = leaf.goes_on
            if len(found) >= limit or after is None:
                break
        return found

    def find(
        self,
        query: SearchQuery,
        limit: int | None,
        cancel: threading.Event,
        accept: Callable[[Offer], bool] | None = None,
        *,
        origin: str | None = None,
        after: object = None,
    ) -> Leaf:
        """The same, among the offers of one ``origin`` if it is given, with whether all that match were looked at.

        With no ``limit`` all that are looked at closely come, and ``after`` is where the leaf before ended.

        Raises:
            Cancelled: ``cancel`` was set.
            StoreError: the disk says no.
        """
        assert after is None or isinstance(after, Further)
        try:
            return self._database.read(
                lambda db: _search(db, query, limit, accept, origin, after, self._counts), stop=cancel
            )
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
    limit: int | None,
    accept: Callable[[Offer], bool] | None,
    origin: str | None,
    after: Further | None,
    counts: _Counts,
) -> Leaf:
    statistics = _statistics(db, query, counts)
    steps = Steps(db, query, statistics, origin)
    size = POOL if accept is None else POOL_FILTERED
    if after is None:
        pool, are_all = steps.first(size)
        goes_on = None if are_all else Further(frozenset(pool))
    else:
        pool, goes_on = steps.next(size, after)
    statistics = replace(statistics, whole=after is None and goes_on is None)
    found = _in_order(db, query, statistics, sorted(pool), accept, None if limit is None else limit + 1)
    cut = limit is not None and len(found) > limit
    whole = goes_on is None and not cut
    return Leaf(tuple(found[:limit]), goes_on=None if cut else goes_on, whole=whole)


def _in_order(
    db: sqlite_utils.Database,
    query: SearchQuery,
    statistics: Statistics,
    numbers: Sequence[int],
    accept: Callable[[Offer], bool] | None,
    limit: int | None,
) -> list[Offer]:
    """Those of these offers that are about the query, and that ``accept`` lets pass, the best first."""
    if accept is not None:
        offers = offers_by_number(db, numbers)
        fitting = (o for n in numbers if (o := offers.get(n)) and accept(o))
        return by_relevance(query, fitting, statistics, limit)
    rows = db.execute(_LOOK, (as_json(numbers),))
    looked_at = (_Found(n, t, d, b, c, m, _attributes(a), bool(s)) for n, t, d, b, c, m, a, s in rows)
    best = [one.number for one in by_relevance(query, looked_at, statistics, limit)]
    offers = offers_by_number(db, best)
    return [offers[number] for number in best]


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
