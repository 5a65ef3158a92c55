"""Putting offers on the shelf, some thousand at a time: one statement for many rows, the word index in its own order.

Everything that can be worked out without the database is worked out beforehand, in the caller's thread: the writer's
thread then spends its time inside SQLite, where Python's lock is free for whoever reads the next rows of a feed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import count

import msgspec
import sqlite_utils

from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.prices.totals import UNCONDITIONAL_KINDS
from desktop_client.store.errors import StoreError
from desktop_client.store.many_rows import Row, insert, insert_in_one, upsert
from desktop_client.store.rows import COLUMNS, to_row
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
_RAW_KNOWN = (
    "SELECT sha256 FROM json_each(?) AS wanted JOIN raw_records "
    "ON substr(sha256, 1, 12) = substr(wanted.value, 1, 12) AND sha256 = wanted.value"
)
_RUNS = (
    "SELECT offer, max(first_seen), last_seen, minor, currency, exponent FROM prices "
    "WHERE offer IN (SELECT value FROM json_each(?)) AND first_seen <= ? GROUP BY offer"
)
_RUN = ("offer", "first_seen", "last_seen", "minor", "currency", "exponent")
_PRICE = ("minor", "currency", "exponent")
_WHERE = {name: place for place, name in enumerate(COLUMNS)}
_WORD_PLACES = tuple(_WHERE[name] for name in _WORDS)


@dataclass(frozen=True, slots=True)
class Batch:
    """Offers that are ready to be written, each key once: their rows, their words as indexed, and raw records.

    ``given`` are all offers as they came, for the history of prices.
    """

    origin: str
    given: Sequence[Offer]
    keys: Sequence[tuple[str, str]]
    rows: Sequence[Row]
    words: Sequence[Row]
    raw: Sequence[tuple[str, bytes]]


def batch_of(offers: Iterable[Offer], origin: str, raw: Mapping[str, bytes]) -> Batch:
    """Make offers ready. Of two with the same key the last one counts.

    Raises:
        StoreError: a raw record is not what its hash says.
    """
    for digest, record in raw.items():
        if hashlib.sha256(record).hexdigest() != digest:
            raise StoreError(
                say("A raw record does not have the hash {digest}.", digest=digest), say("Import the file again.")
            )
    given = list(offers)
    chosen = {offer.key: offer for offer in given}
    rows, words = [to_row(offer) for offer in chosen.values()], [_words_of(offer) for offer in chosen.values()]
    return Batch(origin, given, list(chosen), rows, words, list(raw.items()))


def _words_of(offer: Offer) -> Row:
    """An offer's words as they are indexed; nothing stated is no words."""
    said = [offer.brand, offer.category, offer.model, statements(offer.attributes)]
    common = [(text if text.isascii() else _common_words(text)) if text else "" for text in said]
    return (shelf_words(offer.title), *common, shelf_words(offer.description))


@lru_cache(maxsize=4_096)
def _common_words(text: str) -> str | None:
    """The words of what many offers state alike: brands, kinds, colours and sizes."""
    return shelf_words(text)


def write(db: sqlite_utils.Database, batch: Batch) -> tuple[int, int]:
    """Write a batch inside the caller's transaction; returns how many offers were new and how many were there."""
    kept = {row[0] for row in db.execute(_RAW_KNOWN, (_json([digest for digest, _ in batch.raw]),))}
    # In the order of their index: on a large shelf every batch goes to all of its pages, once each.
    fresh_raw = [(digest, bytearray(record)) for digest, record in sorted(batch.raw) if digest not in kept]
    insert(db, "raw_records", ("sha256", "bytes"), fresh_raw)
    known = _known(db, batch.keys)
    numbers = count(db.execute("SELECT coalesce(max(id), 0) + 1 FROM offers").fetchone()[0])
    ids: dict[tuple[str, str], int] = {}
    new: list[Row] = []
    changed: list[Row] = []
    gone: list[Row] = []
    added: list[Row] = []
    for key, row, words in zip(batch.keys, batch.rows, batch.words, strict=True):
        before = known.get(key)
        ids[key] = number = next(numbers) if before is None else before[0]
        if before is None:
            new.append((number, batch.origin, *row))
        else:
            changed.append((number, batch.origin, *row))
            if before[1:] == tuple([row[place] for place in _WORD_PLACES]):
                continue
            gone.append(_indexed(before))
        added.append((place_of(number, words[0]), *words))
    insert(db, "offers", ("id", "origin", *COLUMNS), new)
    upsert(db, "offers", ("id", "origin", *COLUMNS), changed, ("origin", *_CHANGED))
    db.conn.executemany(_UNINDEX, sorted(gone))
    insert_in_one(db, "offer_index", ("rowid", *_WORDS), sorted(added))
    fresh = not known and len(batch.given) == len(batch.keys)
    note_prices(db, ((ids[offer.key], offer) for offer in batch.given), fresh=fresh)
    return len(new), len(batch.given) - len(new)


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


def note_prices(db: sqlite_utils.Database, offers: Iterable[tuple[int, Offer]], *, fresh: bool = False) -> None:
    """Add prices to the history: lengthen the run that was seen last, or begin a new one.

    A run has no day in it on which nothing was looked at: so the runs say on how many days a price was seen. A price
    that holds only for some buyers is no history. ``fresh``: none of these offers has a history yet.
    """
    by_moment: dict[datetime, list[tuple[int, Money]]] = {}
    for number, offer in offers:
        if offer.price is not None and offer.price_kind in UNCONDITIONAL_KINDS:
            by_moment.setdefault(offer.fetched_at, []).append((number, offer.price))
    for moment, prices in by_moment.items():
        seen = moment.astimezone(UTC).isoformat()
        last = {} if fresh else _last_runs(db, [number for number, _ in prices], seen)
        longer: list[Row] = []
        begun: list[Row] = []
        for number, price in prices:
            value = (price.minor, price.currency, price.exponent)
            run = last.get(number)
            if run is not None and run[2:] == value and _day_after_day(run[1], seen):
                longer.append((number, run[0], max(seen, run[1]), *value))
            else:
                begun.append((number, seen, seen, *value))
        upsert(db, "prices", _RUN, longer, ("last_seen",))
        upsert(db, "prices", _RUN, begun, _PRICE)


def _last_runs(db: sqlite_utils.Database, numbers: Sequence[int], seen: str) -> dict[int, Row]:
    """The last run of each offer that began at ``seen`` or before: SQLite takes a bare column from max()'s row."""
    found = db.execute(_RUNS, (_json(numbers), seen))
    return {row[0]: tuple(row[1:]) for row in found}


def _json(values: Sequence[object]) -> str:
    return msgspec.json.encode(values).decode()


def _day_after_day(last_seen: str, seen: str) -> bool:
    return (datetime.fromisoformat(seen).date() - datetime.fromisoformat(last_seen).date()).days <= 1
