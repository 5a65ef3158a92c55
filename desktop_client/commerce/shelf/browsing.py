"""Browsing the shelf by hand: what is asked for, what comes, and which offers may be shown.

A look at what lies on this computer, not a suggestion: no switch and no source has a part in it, and nothing ranks by
money. Classes of goods that are never shown (P14) are not shown here either; it is said how many that were.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from desktop_client.commerce.blocked import blocked_class
from desktop_client.commerce.judging.parts import price_fit
from desktop_client.commerce.need import PriceRange
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.prices.freshness import past_term
from desktop_client.commerce.prices.packs import pack_of, unit_price
from desktop_client.commerce.prices.rates import Rates
from desktop_client.commerce.prices.totals import total
from desktop_client.commerce.ranking import RankedOffer

COUNTED = 50_000
"""So many offers are counted; beyond that they are many."""
COUNTED_CLOSELY = 5_000
"""The same where each of them has to be looked at, as for what it costs."""


class StockKind(StrEnum):
    """What part of the shelf an origin is."""

    SAMPLE = "sample"
    FEED = "feed"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Stock:
    """How many offers lie on the shelf from one place: the sample goods, a feed by its name, or the pages of a host."""

    origin: str
    kind: StockKind
    offers: int


@dataclass(frozen=True, slots=True)
class Look:
    """What someone wants to see of the shelf: words (none for all of it), one origin (None for all), a price range."""

    text: str = ""
    origin: str | None = None
    price: PriceRange = field(default_factory=PriceRange)


@dataclass(frozen=True, slots=True)
class Leaf:
    """Offers in their order, ``blocked`` more that may not be shown, and where it goes on (None: nowhere), for whoever
    gave it.

    ``whole`` says that no more match than were looked at; a search looks closely at a few hundred at a time.
    """

    offers: tuple[Offer, ...]
    blocked: int = 0
    goes_on: object = None
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Count:
    """How many offers have all that is looked for; not ``whole``: it was not counted any further."""

    offers: int
    whole: bool


class Sieve:
    """Says of each offer whether it may be shown, and counts those that may not."""

    def __init__(self, price: PriceRange, rates: Rates | None) -> None:
        self._fits = in_price(price, rates)
        self.blocked = 0

    def lets_pass(self, offer: Offer) -> bool:
        """Whether the offer costs what it may, and is of no class that is never shown."""
        if not self._fits(offer):
            return False
        if blocked_class(offer) is not None:
            self.blocked += 1
            return False
        return True


def in_price(price: PriceRange, rates: Rates | None) -> Callable[[Offer], bool]:
    """Whether an offer's known total lies in a range. One that can't be compared with it does not: its price is not
    stated, or is in another currency and there is no rate.
    """

    def fits(offer: Offer) -> bool:
        fit = price_fit(price, total(offer), rates)
        return fit is not None and fit.comparable

    return fits if price else lambda _: True


def unranked(offer: Offer, now: datetime) -> RankedOffer:
    """An offer outside of any list: what a card says of it, without a place and without reasons for one."""
    sums = total(offer)
    pack = pack_of(offer.title, offer.attributes)
    return RankedOffer(0, offer, 0, (), sums, unit_price(sums.known, pack), past_term(offer, now))
