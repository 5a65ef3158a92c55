"""Offers as rows of the shelf: plain fields as columns, nested values as JSON, times as ISO 8601 in UTC."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

import msgspec

from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import Commercial, Offer, Rating, Seller

COLUMNS: tuple[str, ...] = tuple(f.name for f in fields(Offer))
"""The offer's fields in their order; each is a column of the same name."""

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


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _utc(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


def _writers() -> dict[str, Callable[[Any], object]]:
    times = dict.fromkeys(("fetched_at", "expires_at"), _utc)
    return {**dict.fromkeys(_NESTED, _json), **times}


def _readers() -> dict[str, Callable[[Any], object]]:
    nested = {name: msgspec.json.Decoder(kind).decode for name, kind in _NESTED.items()}
    times = dict.fromkeys(("fetched_at", "expires_at"), datetime.fromisoformat)
    flags = dict.fromkeys(("sample", "is_recommendation"), bool)
    return {**nested, **times, **flags}


_WRITE = _writers()
_READ = _readers()


def to_row(offer: Offer) -> tuple[object, ...]:
    """The values for :data:`COLUMNS`."""
    return tuple(_convert(_WRITE, name, getattr(offer, name)) for name in COLUMNS)


def from_row(row: Sequence[Any]) -> Offer:
    """The offer whose :data:`COLUMNS` a row holds. Raises ``msgspec.MsgspecError`` if a nested value is damaged."""
    return Offer(**{name: _convert(_READ, name, value) for name, value in zip(COLUMNS, row, strict=True)})


def _convert(converters: Mapping[str, Callable[[Any], object]], name: str, value: Any) -> Any:
    convert = converters.get(name)
    return value if value is None or convert is None else convert(value)
