"""Searching the shelf: a few hundred offers that may be meant, best first, however many there are.

Looking at every offer that has one of the words takes ten times as long on a shelf that is ten times as large. So the
index is asked in steps, from offers that have all words in title, brand, category, model or attributes down to those
that have one of them; each step ends after a few hundred rows, and the next is taken only while there are too few.
Which of these is best is for ``commerce.relevance`` to say.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
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


_attributes = msgspec.json.Decoder(dict[str, str]).decode


class ShelfSearch:
    """Finds offers on the shelf by what they are about."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._common = _Common()

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
            return self._database.read(lambda db: _search(db, query, limit, accept, origin, self._common), stop=cancel)
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
    common: _Common,
) -> Leaf:
    statistics = _statistics(db, query, common)
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


class _Common:
    """Words that were counted once and stand in so many offers that it isn't counted how many. Known until offers come
    or the last ones go: people type the same few words again and again, and to count these takes longest.
    """

    def __init__(self) -> None:
        self._words: tuple[int, set[str]] = (0, set())

    def among(self, offers: int) -> set[str]:
        """The words of a shelf with so many offers, for more to be added."""
        if self._words[0] != offers:
            self._words = (offers, set())
        return self._words[1]


def _statistics(db: sqlite_utils.Database, query: SearchQuery, common: _Common) -> Statistics:
    offers: int = db.execute(_SIZE).fetchone()[0]
    known = common.among(offers)
    count: dict[str, int] = {}
    for token in query.tokens:
        if token in known:
            count[token] = COUNTED
        elif match := in_any_writing(token):
            count[token] = found = db.execute(_COUNT, (match, COUNTED)).fetchone()[0]
            if found == COUNTED:
                known.add(token)
    return Statistics(offers, count)


def _pool(
    db: sqlite_utils.Database, query: SearchQuery, statistics: Statistics, size: int, origin: str | None
) -> tuple[list[int], bool]:
    """Row ids of the offers to look at closely, and whether there are no others."""
    find, among = (FIND, ()) if origin is None else (_FIND_IN, (origin,))
    found: dict[int, None] = {}
    whole = True

    def look(match: str) -> list[tuple[int]]:
        return db.execute(find, (match, *among, STEP)).fetchall()

    def take(match: str, places: list[tuple[int]]) -> bool:
        # There may be more than were read: those that state the words are not to be missed.
        first = look(stated(match)) if len(places) == STEP else []
        rows = _rows(first if len(first) == STEP else first + places)
        # Each step brings worse ones than those before it: of the last, few are enough.
        room = max(size - len(found), LEAST_OF_A_STEP)
        found.update(dict.fromkeys([number for number in rows if number not in found][:room]))
        return len(found) >= size

    for match, narrower in _steps(query, statistics).items():
        places = look(match)
        whole = whole and len(places) < STEP
        # All that have the words as typed are among these, unless there are more.
        if narrower != match and len(places) == STEP and take(narrower, look(narrower)):
            return list(found), False
        if take(match, places):
            return list(found), False
    return list(found), whole


def _rows(places: Iterable[tuple[int]]) -> dict[int, None]:
    return dict.fromkeys(row_of(place) for (place,) in places)


def _steps(query: SearchQuery, statistics: Statistics) -> dict[str, str]:
    """What the index is asked, from the narrowest to the widest: the rarer a word, the longer it is insisted on. Each
    has the words in any spelling, and beside it stands what has them as typed: else short titles in the other language
    would be all that is found of a common kind of goods.
    """
    terms = sorted(
        (term for term in query.terms if as_typed(term)),
        key=lambda term: -statistics.rarity_together(term.own),
    )
    own = [as_typed(term) for term in terms]
    wide = [in_any_spelling(term) for term in terms]
    if not terms:
        return {}
    steps = {all_of(wide): all_of(own)}
    if len(wide) > 2:
        for at in list(reversed(range(len(wide))))[:MOST_LEFT_OUT]:
            steps[all_of(wide[:at] + wide[at + 1 :])] = all_of(own[:at] + own[at + 1 :])
    return steps | dict(zip(wide, own, strict=True))
