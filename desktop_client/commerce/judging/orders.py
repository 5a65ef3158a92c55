"""The orders that a user can ask for, each as what it compares; no text that a seller writes freely is in any."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from heapq import nsmallest
from typing import Any, NamedTuple

from desktop_client.commerce.judging.candidate import Dates
from desktop_client.commerce.judging.document import Document
from desktop_client.commerce.judging.judge import Judgement
from desktop_client.commerce.judging.lots import Lots
from desktop_client.commerce.prices.rates import EURO, Rates


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
    dates: Dates
    expired: bool
    number: int
    """Which of the offers that were given it is, counted from 0; nothing is compared by it."""


class Prices(NamedTuple):
    """How amounts are compared: the need's ``currency`` first, and the others by ``rates`` where there are any."""

    currency: str | None
    rates: Rates | None

    def key(self, amount: Decimal, currency: str) -> tuple[bool, str, Decimal | Fraction]:
        """Whether it is another currency that can't be converted, which one, and the amount as an exact fraction."""
        if self.rates is not None:
            known = self.rates.exact(amount, currency, EURO)
            # The need's own currency may be one that the rates don't have: then it still stands first.
            if known is not None and (self.currency is None or self.rates.rate(self.currency, EURO) is not None):
                return (False, "", known)
        return (currency != self.currency, currency, amount)


Key = tuple[Any, ...]
KeyOf = Callable[[Standing], Key]


def in_order(
    standing: Sequence[Standing],
    order: Order,
    currency: str | None,
    limit: int | None,
    lots: Lots,
    rates: Rates | None = None,
) -> list[Standing]:
    """The first ``limit`` offers in an order, all if None. ``currency`` is the one that the need names, if any; by
    ``rates`` amounts in different currencies are compared, which otherwise stand currency by currency.

    Samples stand behind all that is for sale. The lot is drawn among those only that it may bring into the list: to
    draw it takes longer than all that is compared before.
    """
    compared = _COMPARED[order](Prices(currency, rates))
    keys = list(zip([each.document.candidate.sample for each in standing], map(compared, standing), strict=True))
    among: Iterable[tuple[Key, Standing]] = zip(keys, standing, strict=True)
    if limit is not None and limit < len(keys):
        last = nsmallest(limit, keys)[-1] if limit else ()
        among = [(key, each) for key, each in among if key <= last]
    sorted_out = sorted(among, key=lambda pair: (pair[0], *_lot(pair[1], lots)))
    return [each for _, each in sorted_out[:limit]]


def _lot(standing: Standing, lots: Lots) -> Key:
    number, *rest = standing.document.drawn
    return (lots.lot(number), *rest)


def _by_relevance(_prices: Prices) -> KeyOf:
    return lambda standing: (-standing.score,)


def _by_total(prices: Prices) -> KeyOf:
    return lambda standing: _total(standing, prices)


_UNPRICED: Key = (True, True, "", True, False, 0)
"""Stands behind every price."""


def _total(standing: Standing, prices: Prices) -> Key:
    """The need's currency first, and each by itself: what is known in full before what is known in part, of either what
    is past its term last, then by how many parts are unknown.
    """
    total = standing.document.total
    if total.known is None:
        return (*_UNPRICED, Decimal(0))
    other, currency, amount = prices.key(total.known.amount, total.known.currency)
    unknown = len(total.unknown)
    return (False, other, currency, unknown > 0, standing.expired, unknown, amount)


def _by_unit_price(prices: Prices) -> KeyOf:
    def compared(standing: Standing) -> Key:
        price = standing.document.unit_price
        if price is None:
            return (*_UNPRICED, True, "", Decimal(0))
        other, currency, amount = prices.key(price.amount, price.currency)
        *known, _ = _total(standing, prices)[3:]
        return (False, other, currency, *known, price.unit != "piece", price.unit, amount)

    return compared


def _by_rating(_prices: Prices) -> KeyOf:
    def compared(standing: Standing) -> Key:
        document = standing.document
        return (document.rating is None, -document.rating_points)

    return compared


def _by_age(_prices: Prices) -> KeyOf:
    return lambda standing: (-standing.dates.fetched_at.timestamp(),)


_COMPARED: Mapping[Order, Callable[[Prices], KeyOf]] = {
    Order.RELEVANCE: _by_relevance,
    Order.TOTAL_PRICE: _by_total,
    Order.UNIT_PRICE: _by_unit_price,
    Order.RATING: _by_rating,
    Order.NEWEST: _by_age,
}
