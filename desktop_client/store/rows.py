"""Offers as rows of the shelf: plain fields as columns, nested values as JSON, times as ISO 8601 in UTC."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any

import msgspec

from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import FEED_MARK, Commercial, Key, Note, Offer, Rating, Seller
from desktop_client.store.many_rows import are_alike

COLUMNS: tuple[str, ...] = tuple(f.name for f in fields(Offer))
"""The offer's fields in their order; each is a column of the same name.

The column ``offer_id`` holds the second part of the offer's key, which has the feed in it where there is one.
"""
_ID = COLUMNS.index("offer_id")
_FEED = COLUMNS.index("feed")

_NESTED: Mapping[str, Any] = {
    "price": Money,
    "list_price": Money,
    "shipping": Money,
    "tax": Money,
    "commercial": Commercial,
    "price_note": tuple[str | Note, ...],
    "attributes": dict[str, str],
    "seller": Seller,
    "rating": Rating,
}


_IN_ORDER = ("attributes",)
"""What may be equal and yet not the same: mappings whose order counts."""
_FLAGS = ("sample", "is_recommendation")


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


@lru_cache(maxsize=256)
def _utc(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


def _writers() -> dict[str, Callable[[Any], object]]:
    times = dict.fromkeys(("fetched_at", "expires_at"), _utc)
    # SQLite has no truth values; what the driver does not know it looks up, row by row.
    return {**dict.fromkeys(_NESTED, _json), **times, **dict.fromkeys(_FLAGS, int)}


def _readers() -> dict[str, Callable[[Any], object]]:
    nested = {name: msgspec.json.Decoder(kind).decode for name, kind in _NESTED.items()}
    times = dict.fromkeys(("fetched_at", "expires_at"), datetime.fromisoformat)
    flags = dict.fromkeys(_FLAGS, bool)
    return {**nested, **times, **flags}


_WRITE = _writers()
_READ = tuple((COLUMNS.index(name), convert) for name, convert in _readers().items())
_FIELDS = {name: attrgetter(name) for name in COLUMNS}


def to_columns(offers: Sequence[Offer], keys: Sequence[Key]) -> dict[str, Sequence[Any]]:
    """The values of each of :data:`COLUMNS`, in the order of the offers, whose keys are ``keys``.

    A column at a time, since what all offers of a batch share is then turned once.
    """
    columns: dict[str, Sequence[Any]] = {}
    for name, field in _FIELDS.items():
        values = list(map(field, offers))
        write = _WRITE.get(name)
        if write is None:
            columns[name] = values
        elif name not in _IN_ORDER and are_alike(values):
            columns[name] = [None if values[0] is None else write(values[0])] * len(values)
        else:
            columns[name] = [None if value is None else write(value) for value in values]
    columns["offer_id"] = [own for _, own in keys]
    return columns


def from_row(row: Sequence[Any]) -> Offer:
    """The offer whose :data:`COLUMNS` a row holds. Raises ``msgspec.MsgspecError`` if a nested value is damaged."""
    values = list(row)
    for place, read in _READ:
        value = values[place]
        if value is not None:
            values[place] = read(value)
    feed = values[_FEED]
    if feed:
        values[_ID] = values[_ID].removeprefix(f"{feed}{FEED_MARK}")
    return Offer(*values)
