"""Dominated offers: another one says the same of everything that this one states, and costs less.

Nothing that can't be compared is taken for better: both totals have to be known in full, fresh and in one currency; the
other offer has to state each attribute that this one states, with the same value, and both have to share enough of
them. Who is paid has no part in it (P3).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from desktop_client.commerce.comparing.compared import Column
from desktop_client.commerce.meaning.attribute_names import stated_by_key
from desktop_client.commerce.meaning.attribute_values import read_value
from desktop_client.commerce.meaning.quantities import base_amounts
from desktop_client.commerce.prices.packs import unit_price

ENOUGH = 3
"""So many attributes have to be the same before two different products can be called alike."""
_AVAILABLE = {"in_stock": 0, "preorder": 1, "backorder": 2, "out_of_stock": 3}


@dataclass(frozen=True, slots=True)
class Beaten:
    """The place of the column that is better, and how many attributes both state alike."""

    by: int
    shared: int


def beaten(columns: Sequence[Column], same: Sequence[tuple[int, ...]]) -> tuple[Beaten | None, ...]:
    """For each column the cheapest that dominates it. ``same`` are the places of offers of one product."""
    group = {at: number for number, members in enumerate(same) for at in members}
    stated = [_stated(column) for column in columns]

    def by(at: int) -> Beaten | None:
        better = [
            (amount, other)
            for other in range(len(columns))
            if (amount := _cheaper(columns[other], columns[at])) is not None
            and _as_good(columns[other], columns[at])
            and _alike(stated[other], stated[at], one_product=group[other] == group[at])
        ]
        return Beaten(min(better)[1], len(stated[at])) if better else None

    return tuple(by(at) for at in range(len(columns)))


def _stated(column: Column) -> Mapping[str, Hashable]:
    found: dict[str, Hashable] = {}
    for key, (_, text) in stated_by_key(column.offer.attributes).items():
        value = read_value(key, text)
        if value is not None:
            found[key] = base_amounts(value.quantity) if value.quantity is not None else value.key
    return found


def _cheaper(one: Column, other: Column) -> Decimal | None:
    """What one costs in all, where that is known to be less than the other does."""
    if one.stale or other.stale or one.total.money is None or other.total.money is None:
        return None
    mine, its = one.total.money, other.total.money
    return mine.amount if mine.currency == its.currency and mine.amount < its.amount else None


def _as_good(one: Column, other: Column) -> bool:
    """Whether one is in no way behind the other: by the unit, in ratings, and in whether it can be had."""
    price, its = (unit_price(column.total.money, column.pack) for column in (one, other))
    if its is not None and (
        price is None or (price.currency, price.unit, price.per) != (its.currency, its.unit, its.per)
        or price.amount > its.amount
    ):  # fmt: skip
        return False
    if _share(other) is not None and (_share(one) or Decimal(-1)) < (_share(other) or Decimal(0)):
        return False
    last = len(_AVAILABLE)
    return _AVAILABLE.get(one.offer.availability, last) <= _AVAILABLE.get(other.offer.availability, last)


def _share(column: Column) -> Decimal | None:
    rating = column.offer.rating
    return None if rating is None else Decimal(str(rating.value)) / Decimal(str(rating.scale_max))


def _alike(one: Mapping[str, Hashable], other: Mapping[str, Hashable], *, one_product: bool) -> bool:
    """Whether one states all that the other states, with the same values."""
    return (one_product or len(other) >= ENOUGH) and all(one.get(key) == value for key, value in other.items())
