"""Searching the shelf: a few hundred offers that may be meant, best first, however many there are.

Looking at every offer that has one of the words takes ten times as long on a shelf that is ten times as large. So the
index is asked in steps, from offers that have all words in title, brand, category, model or attributes down to those
that have one of them; each step ends after a few hundred rows, and the next is taken only while there are too few.
Which of these is best is for ``commerce.relevance`` to say.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec
import sqlite_utils

from desktop_client.commerce.offer import Offer
from desktop_client.commerce.relevance import SearchQuery, Statistics, by_relevance
from desktop_client.commerce.relevance.query import SearchTerm
from desktop_client.commerce.relevance.tokens import plural, written
from desktop_client.commerce.sources.source import Cancelled
from desktop_client.store.database import Database, Interrupted
from desktop_client.store.feeds import REMOVED
from desktop_client.store.rows import COLUMNS
from desktop_client.store.shelf import offer_of
from desktop_client.store.shelf_words import phrase, row_of

POOL = 500
"""How many offers are looked at closely. More of them changed nothing that was measured."""
POOL_FILTERED = 2_000
"""The same where many of them may be filtered out."""
STEP = 500
"""The most rows that one step brings."""
COUNTED = 50_000
"""Up to here it is counted in how many offers a word stands; beyond that it is a common word."""
MOST_ALIKE = 24
"""How many names of a kind are looked for."""

MOST_LEFT_OUT = 3
"""Of how many words it is tried to do without each by itself."""

_FIELDS = ", ".join(COLUMNS)
_HEAD = "{title brand category model attributes}"
# Only the offer's own field names stand in for the braces.
_SOME = (
    f"SELECT id, {_FIELDS} FROM offers WHERE id IN (SELECT value FROM json_each(?)) "  # noqa: S608
    f"AND origin NOT IN ({REMOVED})"
)
_LOOK = (
    "SELECT id, title, description, brand, category, model, attributes, sample FROM offers "  # noqa: S608
    f"WHERE id IN (SELECT value FROM json_each(?)) AND origin NOT IN ({REMOVED}) ORDER BY id"
)
_FIND = "SELECT rowid FROM offer_index WHERE offer_index MATCH ? LIMIT ?"
_COUNT = "SELECT count(*) FROM (SELECT 1 FROM offer_index WHERE offer_index MATCH ? LIMIT ?)"
_SIZE = "SELECT coalesce(max(id), 0) FROM offers"


_attributes = msgspec.json.Decoder(dict[str, str]).decode


class ShelfSearch:
    """Finds offers on the shelf by what they are about."""

    def __init__(self, database: Database) -> None:
        self._database = database

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
        try:
            return self._database.read(lambda db: _search(db, query, limit, accept), stop=cancel)
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
    db: sqlite_utils.Database, query: SearchQuery, limit: int, accept: Callable[[Offer], bool] | None
) -> list[Offer]:
    statistics = _statistics(db, query)
    numbers = sorted(_pool(db, query, statistics, POOL if accept is None else POOL_FILTERED))
    if accept is not None:
        offers = _offers(db, numbers)
        return by_relevance(query, (o for n in numbers if (o := offers.get(n)) and accept(o)), statistics)[:limit]
    rows = db.execute(_LOOK, (_json(numbers),))
    looked_at = (_Found(n, t, d, b, c, m, _attributes(a), bool(s)) for n, t, d, b, c, m, a, s in rows)
    best = [found.number for found in by_relevance(query, looked_at, statistics)[:limit]]
    offers = _offers(db, best)
    return [offers[number] for number in best]


def _offers(db: sqlite_utils.Database, numbers: Sequence[int]) -> dict[int, Offer]:
    return {row[0]: offer_of(row[1:]) for row in db.execute(_SOME, (_json(numbers),))}


def _json(numbers: Sequence[int]) -> str:
    return msgspec.json.encode(numbers).decode()


def _statistics(db: sqlite_utils.Database, query: SearchQuery) -> Statistics:
    count = {
        token: db.execute(_COUNT, (match, COUNTED)).fetchone()[0]
        for token in query.tokens
        if (match := _any(written(token)))
    }
    return Statistics(db.execute(_SIZE).fetchone()[0], count)


def _pool(db: sqlite_utils.Database, query: SearchQuery, statistics: Statistics, size: int) -> list[int]:
    """Row ids of the offers to look at closely."""
    found: dict[int, None] = {}
    for match in dict.fromkeys(_steps(query, statistics)):
        places = db.execute(_FIND, (match, STEP)).fetchall()
        if len(places) == STEP:
            # There may be more than were read: those that state the words are not to be missed.
            found |= _rows(db.execute(_FIND, (f"{_HEAD} : ({match})", STEP)))
        found |= _rows(places)
        if len(found) >= size:
            break
    return list(found)


def _rows(places: Iterable[tuple[int]]) -> dict[int, None]:
    return dict.fromkeys(row_of(place) for (place,) in places)


def _steps(query: SearchQuery, statistics: Statistics) -> Iterator[str]:
    """What the index is asked, from the narrowest to the widest: the rarer a word, the longer it is insisted on."""
    terms = sorted(
        (term for term in query.terms if _own(term)),
        key=lambda term: -sum(statistics.rarity(token) for token in term.own),
    )
    own = [_own(term) for term in terms]
    wide = [_wide(term) for term in terms]
    if not terms:
        return
    yield " AND ".join(own)
    yield " AND ".join(wide)
    if len(wide) > 2:
        for at in list(reversed(range(len(wide))))[:MOST_LEFT_OUT]:
            yield " AND ".join(wide[:at] + wide[at + 1 :])
    yield from wide


def _own(term: SearchTerm) -> str:
    """A term as typed: all of its tokens."""
    return _all(_any(written(token)) for token in term.own)


def _wide(term: SearchTerm) -> str:
    """A term as typed or in another spelling."""
    ways = [_own(term)]
    for other in term.others[:MOST_ALIKE]:
        ways.append(phrase(other.text))
        if other.text.isascii() and other.text[-1].isalpha():
            ways.append(phrase(plural(other.text)))
    return f"({' OR '.join(dict.fromkeys(way for way in ways if way))})"


def _all(parts: Iterable[str]) -> str:
    known = [part for part in parts if part]
    return f"({' AND '.join(known)})" if known else ""


def _any(ways: Sequence[str]) -> str:
    phrases = dict.fromkeys(found for way in ways if (found := phrase(way)))
    return f"({' OR '.join(phrases)})" if phrases else ""
