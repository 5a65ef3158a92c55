"""The shelf on disk: the local catalogue, its word index and the prices that were seen."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from datetime import datetime

from desktop_client.commerce.links import with_evidence
from desktop_client.commerce.money import Money
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import FEED_MARK, Offer
from desktop_client.commerce.prices.history import PriceSeen
from desktop_client.commerce.sending.faults import Cancelled
from desktop_client.commerce.shelf.catalogue import ShelfStats
from desktop_client.store.database import Clock, Database, Interrupted
from desktop_client.store.rows import COLUMNS
from desktop_client.store.shelf_candidates import candidates
from desktop_client.store.shelf_rows import as_json, offer_of
from desktop_client.store.shelf_writing import Batch, batch_of, check_raw, without_feed, write

_FIELDS = ", ".join(COLUMNS)
# Only the offer's own field names stand in for the braces.
_ONE = f"SELECT {_FIELDS} FROM offers WHERE source_id = ? AND offer_id = ?"  # noqa: S608
_THESE = (
    "SELECT " + ", ".join(f"offers.{name}" for name in COLUMNS) + " FROM json_each(?) AS wanted JOIN offers "  # noqa: S608
    "ON source_id = json_extract(wanted.value, '$[0]') AND offer_id = json_extract(wanted.value, '$[1]')"
)
_UNNAMED = (
    "SELECT offer_id FROM json_each(?) AS wanted JOIN offers ON source_id = 'shelf' AND offer_id = wanted.value "
    "WHERE feed = '' AND origin IN (SELECT value FROM json_each(?)) AND NOT sample"
)
_RAW = (
    "SELECT bytes FROM offers JOIN raw_records ON raw_records.offer = offers.id "
    "WHERE source_id = ? AND offer_id = ? AND sha256 = ?"
)
_PRICES = """
    SELECT source_id, offer_id, minor, currency, exponent, first_seen, last_seen
    FROM json_each(?) AS wanted
    JOIN offers ON source_id = json_extract(wanted.value, '$[0]') AND offer_id = json_extract(wanted.value, '$[1]')
    JOIN prices ON prices.offer = offers.id
    ORDER BY offers.id, first_seen
"""


class ShelfStore:
    """Implements ``Shelf`` and ``PriceHistory``. What is found, and in which order, depends on words alone: not on
    price, payment or the order in which offers came.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def candidates(self, need: ShoppingNeed, limit: int, cancel: threading.Event) -> tuple[Offer, ...]:
        """At most ``limit`` offers that share most with the need's words (``shelf_candidates``), drawn fairly where
        there are more (``shelf_draw``).

        Raises:
            Cancelled: ``cancel`` was set.
            StoreError: the disk says no.
        """
        if limit < 1:
            return ()
        try:
            return self._database.read(lambda db: candidates(db, need, limit, self._clock()), stop=cancel)
        except Interrupted as error:
            raise Cancelled from error

    def put(self, offers: Iterable[Offer], origin: str, raw: Mapping[str, bytes] | None = None) -> tuple[int, int]:
        """Add or update offers in one transaction; returns how many were new and how many were there before.

        The price joins the price history, unless it holds only for some buyers. ``raw`` maps SHA-256 to the bytes of
        raw records that shall be kept. Callers with much to add hand over a few thousand at a time, since nothing else
        can be saved in the meantime.

        Raises:
            StoreError: the disk says no, or a raw record is not what its hash says; nothing was added.
        """
        check_raw(raw or {})
        return self.write(self.prepare(offers, origin, raw or {}))

    def prepare(self, offers: Iterable[Offer], origin: str, raw: Mapping[str, bytes]) -> Batch:
        """Make offers ready to be written, in the caller's thread: a slow iterator must not hold up the writer.

        ``raw`` is what ``put`` takes, from a caller who took the hashes of the records himself.
        """
        return batch_of(offers, origin, raw)

    def write(self, prepared: Batch) -> tuple[int, int]:
        """Write what was made ready, in one transaction; returns how many offers were new and how many were there.

        Raises:
            StoreError: the disk says no; nothing was added.
        """
        return self._database.write(lambda db: write(db, prepared))

    def offer(self, key: tuple[str, str]) -> Offer | None:
        """The offer with this source and source's own id, owning up to what its link says, or None."""
        row = self._database.read(lambda db: db.execute(_ONE, key).fetchone())
        return with_evidence(offer_of(row)) if row else None

    def offers_of(self, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Offer]:
        """Those of these offers that are on the shelf, as they were last seen; they own up to what their links say."""
        wanted = (as_json(dict.fromkeys(keys)),)
        rows = self._database.read(lambda db: db.execute(_THESE, wanted).fetchall())
        return {offer.key: offer for offer in map(with_evidence, map(offer_of, rows))}

    def raw_record(self, key: tuple[str, str], sha256: str) -> bytes | None:
        """The raw record with this hash from which an offer was read, now or before, if it was kept."""
        row = self._database.read(lambda db: db.execute(_RAW, (*key, sha256)).fetchone())
        return bytes(row[0]) if row else None

    def prices(self, key: tuple[str, str]) -> tuple[PriceSeen, ...]:
        """The prices that were seen for an offer, oldest first."""
        return self.prices_of([key]).get(key, ())

    def prices_of(self, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], tuple[PriceSeen, ...]]:
        """The prices that were seen for each of these offers, oldest first."""
        wanted = (as_json(dict.fromkeys(keys)),)
        found: dict[tuple[str, str], tuple[PriceSeen, ...]] = {}
        for source, own, minor, currency, exponent, first, last in self._database.read(
            lambda db: db.execute(_PRICES, wanted).fetchall()
        ):
            run = PriceSeen(
                Money(minor, currency, exponent), datetime.fromisoformat(first), datetime.fromisoformat(last)
            )
            found[source, own] = (*found.get((source, own), ()), run)
        return found

    def holds(self, origin: str) -> bool:
        """Whether any offer on the shelf came from there."""
        found = "SELECT EXISTS (SELECT 1 FROM offers WHERE origin = ?)"
        return bool(self._database.read(lambda db: db.execute(found, (origin,)).fetchone()[0]))

    def under_old_keys(self, prepared: Batch, files: tuple[str, ...]) -> Batch | None:
        """The batch with the keys that its offers have on the shelf from before feeds had names, from one of these
        ``files``: pins and prices hold on to them. None if none of them has.
        """
        ids = [own.partition(FEED_MARK)[2] for _, own in prepared.keys]
        wanted = (as_json(ids), as_json(files))
        old = frozenset(row[0] for row in self._database.read(lambda db: db.execute(_UNNAMED, wanted).fetchall()))
        return without_feed(prepared, [at for at, own in enumerate(ids) if own in old]) if old else None

    def stats(self) -> ShelfStats:
        """How much lies on the shelf."""
        rows = self._database.read(
            lambda db: db.execute("SELECT origin, count(*) FROM offers GROUP BY origin ORDER BY origin").fetchall()
        )
        return ShelfStats(sum(count for _, count in rows), tuple((origin, count) for origin, count in rows))
