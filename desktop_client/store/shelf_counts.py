"""How many offers on the shelf are what someone looks for, counted apart from the search, which waits for no count."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

import sqlite_utils

from desktop_client.commerce.need import PriceRange
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.relevance import SearchQuery
from desktop_client.commerce.sending.faults import Cancelled
from desktop_client.commerce.shelf.browsing import COUNTED, COUNTED_CLOSELY, Count
from desktop_client.store.database import Database, Interrupted
from desktop_client.store.purging import REMOVED
from desktop_client.store.rows import COLUMNS
from desktop_client.store.shelf_browse import filtered
from desktop_client.store.shelf_rows import offer_of
from desktop_client.store.shelf_terms import all_words
from desktop_client.store.shelf_words import ROW_BITS

_FIELDS: Final = ", ".join(COLUMNS)
_AT_A_TIME: Final = 200
# Our own number, and our own conditions where they are filled in.
_FOUND: Final = f"id IN (SELECT rowid & {ROW_BITS} FROM offer_index WHERE offer_index MATCH :match)"  # noqa: S608
_EVERY: Final = "SELECT count(*) FROM (SELECT 1 FROM offer_index WHERE offer_index MATCH :match LIMIT :most)"
_ANY_REMOVED: Final = f"SELECT EXISTS ({REMOVED})"
_HAVING: Final = (
    "SELECT count(*) FROM (SELECT 1 FROM offer_index WHERE offer_index MATCH :match AND EXISTS "  # noqa: S608
    f"(SELECT 1 FROM offers WHERE id = (offer_index.rowid & {ROW_BITS}) AND {{where}}) LIMIT :most)"
)


class ShelfCounts:
    """Counts the offers that have all the words of a query and pass its filters."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count(
        self,
        query: SearchQuery,
        cancel: threading.Event,
        *,
        origin: str | None = None,
        price: PriceRange | None = None,
        one_currency: bool = True,
        accept: Callable[[Offer], bool] = lambda _: True,
    ) -> Count:
        """How many there are, up to :data:`COUNTED`; of a query without words, all.

        With a ``price``, where each offer has to be looked at to know whether ``accept`` lets it pass, up to
        :data:`COUNTED_CLOSELY`.

        Raises:
            Cancelled: ``cancel`` was set; a running statement ends within milliseconds.
            StoreError: the disk says no.
        """
        where, values = filtered(origin, price or PriceRange(), one_currency=one_currency)
        match = all_words(query)

        def by_words(db: sqlite_utils.Database) -> Count:
            # The index alone says it, unless the words of something else are in it as well.
            every = origin is None and not db.execute(_ANY_REMOVED).fetchone()[0]
            statement = _EVERY if every else _HAVING.format(where=where)
            found: int = db.execute(statement, {**values, "match": match, "most": COUNTED}).fetchone()[0]
            return Count(found, whole=found < COUNTED)

        def one_by_one(db: sqlite_utils.Database) -> Count:
            found = f"{_FOUND} AND {where}" if match else where
            rows = db.execute(f"SELECT {_FIELDS} FROM offers WHERE {found}", {**values, "match": match})  # noqa: S608
            passed = 0
            while some := rows.fetchmany(_AT_A_TIME):
                passed += sum(accept(offer_of(row)) for row in some)
                if passed >= COUNTED_CLOSELY:
                    return Count(COUNTED_CLOSELY, whole=False)
                if cancel.is_set():
                    raise Cancelled
            return Count(passed, whole=True)

        try:
            return self._database.read(one_by_one if price or not match else by_words, stop=cancel)
        except Interrupted as error:
            raise Cancelled from error
