"""The shelf as it lies there: a page of offers at a time, the last that came first, however many there are."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

import sqlite_utils

from desktop_client.commerce.need import PriceRange
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.sending.faults import Cancelled
from desktop_client.commerce.shelf.browsing import Leaf, Stock, StockKind
from desktop_client.store.database import Database, Interrupted
from desktop_client.store.purging import REMOVED
from desktop_client.store.rows import COLUMNS
from desktop_client.store.shelf_rows import offer_of

_FIELDS = ", ".join(COLUMNS)
_STOCK = f"SELECT origin, count(*) FROM offers GROUP BY origin HAVING origin NOT IN ({REMOVED}) ORDER BY origin"  # noqa: S608
_ONE_OF = "SELECT sample FROM offers WHERE origin = ? LIMIT 1"
_FEEDS = "SELECT name FROM feeds"
_CURRENCIES = "SELECT DISTINCT currency FROM prices ORDER BY currency"

# What an offer is known to cost at least (the goods) and at most (with all parts), in major units and not exactly:
# it only has to let everything pass that an exact look at the offer may.
_SCALE = "CASE price ->> '$.exponent' WHEN 0 THEN 1.0 WHEN 2 THEN 100.0 WHEN 3 THEN 1000.0 ELSE NULL END"
_LEAST = "(price ->> '$.minor')"
_MOST = f"({_LEAST} + max(0, coalesce(shipping ->> '$.minor', 0)) + max(0, coalesce(tax ->> '$.minor', 0)))"
_SLACK = 1
_IN_PRICE = (
    " AND price IS NOT NULL AND (:currency IS NULL OR price ->> '$.currency' = :currency)"
    f" AND (:high IS NULL OR {_SCALE} IS NULL OR {_LEAST} <= :high * {_SCALE} + {_SLACK})"
    f" AND (:low IS NULL OR {_SCALE} IS NULL OR {_MOST} >= :low * {_SCALE} - {_SLACK})"
)


class ShelfBrowse:
    """Reads the shelf from its newest offer to its oldest."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def stock(self) -> tuple[Stock, ...]:
        """What lies on the shelf, by where it came from; feeds that were taken off are not on it."""
        return self._database.read(_stock)

    def currencies(self) -> tuple[str, ...]:
        """The currencies in which prices were seen."""
        return tuple(row[0] for row in self._database.read(lambda db: db.execute(_CURRENCIES).fetchall()))

    def leaf(
        self,
        before: object,
        count: int,
        cancel: threading.Event,
        *,
        origin: str | None = None,
        price: PriceRange | None = None,
        one_currency: bool = True,
        accept: Callable[[Offer], bool] = lambda _: True,
    ) -> Leaf:
        """Up to ``count`` offers that ``accept`` lets pass, from before the place where the last leaf ended.

        ``price`` leaves out beforehand what can't lie in it; with ``one_currency`` also what is in another currency.

        Raises:
            Cancelled: ``cancel`` was set; a running statement ends within milliseconds.
            StoreError: the disk says no.
        """
        assert before is None or isinstance(before, int)
        statement, values = _statement(origin, price or PriceRange(), one_currency=one_currency)

        def job(db: sqlite_utils.Database) -> Leaf:
            found: list[Offer] = []
            at = before
            while True:
                rows = db.execute(statement, {**values, "before": at, "count": count}).fetchall()
                for row in rows:
                    at = row[0]
                    if accept(offer := offer_of(row[1:])):
                        found.append(offer)
                        if len(found) == count:
                            return Leaf(tuple(found), goes_on=at)
                if len(rows) < count:
                    return Leaf(tuple(found))
                if cancel.is_set():
                    raise Cancelled

        try:
            return self._database.read(job, stop=cancel)
        except Interrupted as error:
            raise Cancelled from error


def _statement(origin: str | None, price: PriceRange, *, one_currency: bool) -> tuple[str, dict[str, Any]]:
    where, values = filtered(origin, price, one_currency=one_currency)
    statement = (
        f"SELECT id, {_FIELDS} FROM offers WHERE {where} AND (:before IS NULL OR id < :before) "  # noqa: S608
        "ORDER BY id DESC LIMIT :count"
    )
    return statement, values


def filtered(origin: str | None, price: PriceRange, *, one_currency: bool) -> tuple[str, dict[str, Any]]:
    """A condition on ``offers`` with its values: of one origin, or of all that are on the shelf, and nothing left out
    that may lie in the price range.
    """
    where = "origin = :origin" if origin is not None else f"origin NOT IN ({REMOVED})"
    same = price.currency if one_currency else None
    compare = price.currency is None or one_currency
    values: dict[str, Any] = {"origin": origin} if origin is not None else {}
    if price:
        values |= {
            "currency": same,
            "low": float(price.low) if price.low is not None and compare else None,
            "high": float(price.high) if price.high is not None and compare else None,
        }
    return where + (_IN_PRICE if price else ""), values


def _stock(db: sqlite_utils.Database) -> tuple[Stock, ...]:
    feeds = {name for (name,) in db.execute(_FEEDS)}
    rows: Sequence[tuple[str, int]] = db.execute(_STOCK).fetchall()
    return tuple(Stock(origin, _kind(db, origin, feeds), offers) for origin, offers in rows)


def _kind(db: sqlite_utils.Database, origin: str, feeds: set[str]) -> StockKind:
    if db.execute(_ONE_OF, (origin,)).fetchone()[0]:
        return StockKind.SAMPLE
    return StockKind.FEED if origin in feeds else StockKind.PAGE
