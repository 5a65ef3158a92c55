"""The orders that a user can ask for, each as what it compares; no text that a seller writes freely is in any."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from desktop_client.commerce.document import Document
from desktop_client.commerce.judging import Judgement
from desktop_client.commerce.parts import rating_points


class Order(StrEnum):
    """The orders that a user can ask for. In all of them what is unknown comes last."""

    RELEVANCE = "relevance"
    TOTAL_PRICE = "total_price"
    UNIT_PRICE = "unit_price"
    RATING = "rating"
    NEWEST = "newest"


class Standing(NamedTuple):
    """An offer that stays in the list, as the order sees it: without the offer itself, which knows who earns what."""

    document: Document
    judgement: Judgement
    score: int
    expired: bool


Key = Callable[[Standing], tuple[Any, ...]]


def sort_key(order: Order, currency: str | None) -> Key:
    """What an order compares; smaller stands further up. ``currency`` is the one that the need names, if any."""
    return _KEYS[order](currency)


def _drawn(standing: Standing, *compared: Any) -> tuple[Any, ...]:
    document = standing.document
    return (document.candidate.sample, *compared, document.draw)


def _by_relevance(_currency: str | None) -> Key:
    return lambda s: (s.document.candidate.sample, -s.score, s.document.draw)


def _by_total(currency: str | None) -> Key:
    return lambda s: _drawn(s, *_total(s, currency))


def _total(standing: Standing, currency: str | None) -> tuple[Any, ...]:
    """Known totals, then known ones past their term, then those with the fewest unknown parts; own currency first."""
    total = standing.document.candidate.total
    if total.known is None:
        return (3, len(total.unknown), True, "", Decimal(0))
    group = 2 if total.unknown else int(standing.expired)
    return (group, len(total.unknown), total.known.currency != currency, total.known.currency, total.known.amount)


def _by_unit_price(currency: str | None) -> Key:
    def key(standing: Standing) -> tuple[Any, ...]:
        price = standing.document.unit_price
        if price is None:
            return _drawn(standing, 4, 0, True, "", True, "", Decimal(0))
        group, unknown, *_ = _total(standing, currency)
        other = price.currency != currency
        return _drawn(standing, group, unknown, price.unit != "piece", price.unit, other, price.currency, price.amount)

    return key


def _by_rating(_currency: str | None) -> Key:
    def key(standing: Standing) -> tuple[Any, ...]:
        rating = standing.document.candidate.rating
        return _drawn(standing, rating is None, -rating_points(rating))

    return key


def _by_age(_currency: str | None) -> Key:
    return lambda s: _drawn(s, -s.document.candidate.fetched_at.timestamp())


_KEYS: Mapping[Order, Callable[[str | None], Key]] = {
    Order.RELEVANCE: _by_relevance,
    Order.TOTAL_PRICE: _by_total,
    Order.UNIT_PRICE: _by_unit_price,
    Order.RATING: _by_rating,
    Order.NEWEST: _by_age,
}
