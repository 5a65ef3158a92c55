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
from desktop_client.commerce.offer import FEED_MARK, Commercial, Offer, Rating, Seller

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
    "price_note": tuple[str, ...],
    "attributes": dict[str, str],
    "seller": Seller,
    "rating": Rating,
}


_FLAGS = ("sample", "is_recommendation")


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


@lru_cache(maxsize=256)
def _utc(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


_OFTEN_THE_SAME = ("commercial", "price_note")
"""What most offers of a source share: the same object, or nothing."""


class _Shared:
    """JSON of values that stand in one offer after another: those that are the last one are not encoded again."""

    def __init__(self) -> None:
        self._last: tuple[object, str] = (None, "")

    def __call__(self, value: object) -> str:
        last, text = self._last
        if value is not last:
            text = _json(value)
            self._last = (value, text)
        return text


def _writers() -> dict[str, Callable[[Any], object]]:
    times = dict.fromkeys(("fetched_at", "expires_at"), _utc)
    # SQLite has no truth values; what the driver does not know it looks up, row by row.
    shared = {name: _Shared() for name in _OFTEN_THE_SAME}
    return {**dict.fromkeys(_NESTED, _json), **shared, **times, **dict.fromkeys(_FLAGS, int)}


def _readers() -> dict[str, Callable[[Any], object]]:
    nested = {name: msgspec.json.Decoder(kind).decode for name, kind in _NESTED.items()}
    times = dict.fromkeys(("fetched_at", "expires_at"), datetime.fromisoformat)
    flags = dict.fromkeys(_FLAGS, bool)
    return {**nested, **times, **flags}


def _at_places(converters: Mapping[str, Callable[[Any], object]]) -> tuple[tuple[int, Callable[[Any], object]], ...]:
    return tuple((COLUMNS.index(name), convert) for name, convert in converters.items())


_WRITE = _at_places(_writers())
_READ = _at_places(_readers())
_VALUES = attrgetter(*COLUMNS)


def to_row(offer: Offer) -> tuple[object, ...]:
    """The values for :data:`COLUMNS`."""
    row = list(_VALUES(offer))
    for place, write in _WRITE:
        value = row[place]
        if value is not None:
            row[place] = write(value)
    if offer.feed:
        row[_ID] = offer.key[1]
    return tuple(row)


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
