"""Putting offers on the shelf, some thousand at a time: one statement for many rows, the word index in its own order.

Everything that can be worked out without the database is worked out beforehand, in the caller's thread: the writer's
thread then spends its time inside SQLite, where Python's lock is free for whoever reads the next rows of a feed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from itertools import count
from typing import NamedTuple

import msgspec
import sqlite_utils

from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import FEED_MARK, Key, Offer
from desktop_client.commerce.prices.totals import UNCONDITIONAL_KINDS
from desktop_client.store.errors import StoreError
from desktop_client.store.many_rows import Columns, Row, columns_of, insert, insert_in_one, only, upsert
from desktop_client.store.rows import COLUMNS, to_columns
from desktop_client.store.shelf_words import place_of, shelf_words, statement_words, statements
from desktop_client.wording import say

_KEY = ("source_id", "offer_id")
_CHANGED = [name for name in COLUMNS if name not in _KEY]
_WORDS = ("title", "brand", "category", "model", "attributes", "description")
"""The columns whose words are in the index, in the index's order."""

# Only the offer's own field names stand in for the braces.
_KNOWN = (
    f"SELECT source_id, offer_id, offers.id, {', '.join(_WORDS)} "  # noqa: S608
    "FROM json_each(?) AS wanted JOIN offers "
    "ON source_id = json_extract(wanted.value, '$[0]') AND offer_id = json_extract(wanted.value, '$[1]')"
)
_UNINDEX = (
    "INSERT INTO offer_index (offer_index, rowid, title, brand, category, model, attributes, description) "
    "VALUES ('delete', ?, ?, ?, ?, ?, ?, ?)"
)
_RAW_KEPT = "SELECT offer, sha256 FROM raw_records WHERE offer IN (SELECT value FROM json_each(?))"
_RUNS = (
    "SELECT offer, max(first_seen), last_seen, minor, currency, exponent FROM prices "
    "WHERE offer IN (SELECT value FROM json_each(?)) AND first_seen <= ? GROUP BY offer"
)
_RUN = ("offer", "first_seen", "last_seen", "minor", "currency", "exponent")
_PRICE = ("minor", "currency", "exponent")


class PriceAt(NamedTuple):
    """A price that joins the history: where its offer stands in the batch, and when it was seen."""

    at: int
    seen: datetime
    price: Money


@dataclass(frozen=True, slots=True)
class Batch:
    """Offers that are ready to be written, each key once: columns of their table, their words as indexed, raw records.

    ``given`` is how many came, and ``prices`` are of all of these; ``places`` are those in the index, but for the rows'
    numbers.
    """

    origin: str
    given: int
    keys: Sequence[Key]
    offers: Columns
    words: Columns
    places: Sequence[int]
    prices: Sequence[PriceAt]
    raw: Mapping[str, bytes]


def batch_of(offers: Iterable[Offer], origin: str, raw: Mapping[str, bytes]) -> Batch:
    """Make offers ready. Of two with the same key the last one counts; ``raw`` are raw records by their hash."""
    given = list(offers)
    given_keys = [offer.key for offer in given]
    chosen = dict(zip(given_keys, given, strict=True))
    where = {key: at for at, key in enumerate(chosen)}
    prices = [
        PriceAt(where[key], offer.fetched_at, offer.price)
        for key, offer in zip(given_keys, given, strict=True)
        if offer.price is not None and offer.price_kind in UNCONDITIONAL_KINDS
    ]
    keys, kept = list(chosen), list(chosen.values())
    words = _words_of(kept)
    places = [place_of(0, title) for title in words["title"]]
    return Batch(origin, len(given), keys, to_columns(kept, keys), words, places, prices, raw)


def without_feed(batch: Batch, places: Sequence[int]) -> Batch:
    """The batch with the offers at these places as they were known before feeds had names: by the source's own id."""
    keys, feeds = list(batch.keys), list(batch.offers["feed"])
    for at in places:
        source, own = keys[at]
        keys[at], feeds[at] = (source, own.partition(FEED_MARK)[2]), ""
    return replace(batch, keys=keys, offers={**batch.offers, "offer_id": [own for _, own in keys], "feed": feeds})


def check_raw(raw: Mapping[str, bytes]) -> None:
    """Raise StoreError if a raw record is not what its hash says."""
    for digest, record in raw.items():
        if hashlib.sha256(record).hexdigest() != digest:
            raise StoreError(
                say("A raw record does not have the hash {digest}.", digest=digest), say("Import the file again.")
            )


def _words_of(offers: Sequence[Offer]) -> Columns:
    """The words of offers as they are indexed, in the index's order; nothing stated is no words."""
    return {
        "title": [shelf_words(offer.title) for offer in offers],
        "brand": [_common_words(offer.brand) for offer in offers],
        "category": [_common_words(offer.category) for offer in offers],
        "model": [_common_words(offer.model) for offer in offers],
        "attributes": [_common_words(statements(offer.attributes)) for offer in offers],
        "description": [shelf_words(offer.description) for offer in offers],
    }


def _common_words(text: str | None) -> str | None:
    """The words of what many offers state alike: brands, kinds, colours and sizes."""
    if not text or text.isascii():
        return text or ""
    return _words_again(text)


_words_again = lru_cache(maxsize=4_096)(shelf_words)


def write(db: sqlite_utils.Database, batch: Batch) -> tuple[int, int]:
    """Write a batch inside the caller's transaction; returns how many offers were new and how many were there."""
    known = _known(db, batch.keys)
    before = [known.get(key) for key in batch.keys]
    numbers = count(db.execute("SELECT coalesce(max(id), 0) + 1 FROM offers").fetchone()[0])
    ids = [next(numbers) if row is None else row[0] for row in before]
    new = [at for at, row in enumerate(before) if row is None]
    there = [at for at, row in enumerate(before) if row is not None]
    offers = {"id": ids, "origin": [batch.origin] * len(ids), **batch.offers}
    insert(db, "offers", only(offers, new) if there else offers)
    upsert(db, "offers", only(offers, there), ("origin", *_CHANGED))
    _index(db, batch, ids, before)
    _keep_raw(db, batch, ids, [ids[at] for at in there])
    fresh = not known and batch.given == len(batch.keys)
    _note_prices(db, [(ids[at], seen, price) for at, seen, price in batch.prices], fresh=fresh)
    return len(new), batch.given - len(new)


def _index(db: sqlite_utils.Database, batch: Batch, ids: Sequence[int], before: Sequence[Row | None]) -> None:
    """Bring the word index up to date, in its own order; ``before`` are the offers that were there, as they were."""
    texts = [batch.offers[name] for name in _WORDS]
    reworded = [
        at for at, row in enumerate(before) if row is None or row[1:] != tuple([values[at] for values in texts])
    ]
    gone = [_indexed(row) for at in reworded if (row := before[at]) is not None]
    db.conn.executemany(_UNINDEX, sorted(gone))
    places = [place | number for place, number in zip(batch.places, ids, strict=True)]
    in_order = sorted(reworded, key=places.__getitem__)
    insert_in_one(db, "offer_index", only({"rowid": places, **batch.words}, in_order))


def _keep_raw(db: sqlite_utils.Database, batch: Batch, ids: Sequence[int], there: Sequence[int]) -> None:
    """Keep the raw records of a batch beside those from which its offers were read before."""
    kept = {tuple(row) for row in db.execute(_RAW_KEPT, (_json(there),))} if there else set()
    records = [
        (number, digest, bytearray(record))
        for number, digest in zip(ids, batch.offers["raw_sha256"], strict=True)
        if (record := batch.raw.get(digest)) is not None and (number, digest) not in kept
    ]
    insert(db, "raw_records", columns_of(("offer", "sha256", "bytes"), records))


def _known(db: sqlite_utils.Database, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Row]:
    """Row id and the indexed columns of those keys that are on the shelf."""
    wanted = (_json(keys),)
    return {(row[0], row[1]): tuple(row[2:]) for row in db.execute(_KNOWN, wanted)}


def _indexed(before: Row) -> Row:
    """Place and words of a row as they stand in the index: what has to be taken out of it."""
    number, title, brand, category, model, attributes, description = before
    stated = statement_words(msgspec.json.decode(attributes, type=dict[str, str]))
    words = (shelf_words(title), shelf_words(brand), shelf_words(category), shelf_words(model), stated)
    return (place_of(number, words[0]), *words, shelf_words(description))


def _note_prices(
    db: sqlite_utils.Database, prices: Iterable[tuple[int, datetime, Money]], *, fresh: bool = False
) -> None:
    """Add prices to the history: lengthen the run that was seen last, or begin a new one.

    A run has no day in it on which nothing was looked at: so the runs say on how many days a price was seen. ``fresh``:
    none of these offers has a history yet.
    """
    by_moment: dict[datetime, list[tuple[int, Money]]] = {}
    for number, moment, price in prices:
        by_moment.setdefault(moment, []).append((number, price))
    for moment, seen_then in by_moment.items():
        seen = moment.astimezone(UTC).isoformat()
        if fresh:
            insert(
                db, "prices", columns_of(_RUN, [(number, seen, seen, *_value(price)) for number, price in seen_then])
            )
            continue
        last = _last_runs(db, [number for number, _ in seen_then], seen)
        longer: list[Row] = []
        begun = []
        for number, price in seen_then:
            value = _value(price)
            run = last.get(number)
            if run is not None and run[2:] == value and _day_after_day(run[1], seen):
                longer.append((number, run[0], max(seen, run[1]), *value))
            else:
                begun.append((number, seen, seen, *value))
        upsert(db, "prices", columns_of(_RUN, longer), ("last_seen",))
        upsert(db, "prices", columns_of(_RUN, begun), _PRICE)


def _value(price: Money) -> tuple[int, str, int]:
    return price.minor, price.currency, price.exponent


def _last_runs(db: sqlite_utils.Database, numbers: Sequence[int], seen: str) -> dict[int, Row]:
    """The last run of each offer that began at ``seen`` or before: SQLite takes a bare column from max()'s row."""
    found = db.execute(_RUNS, (_json(numbers), seen))
    return {row[0]: tuple(row[1:]) for row in found}


def _json(values: Sequence[object]) -> str:
    return msgspec.json.encode(values).decode()


def _day_after_day(last_seen: str, seen: str) -> bool:
    return (datetime.fromisoformat(seen).date() - datetime.fromisoformat(last_seen).date()).days <= 1
