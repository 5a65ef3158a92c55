"""Parts: what an offer's place is made of, how many points each part has, and what they are worked out from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from desktop_client.commerce.chips import Chip
from desktop_client.commerce.judging.claims import Place
from desktop_client.commerce.judging.matching import Match
from desktop_client.commerce.need import PriceRange
from desktop_client.commerce.offer import Rating
from desktop_client.commerce.prices.rates import Rates
from desktop_client.commerce.prices.totals import Total

STALE_AFTER_DAYS = 90
PRICE_UNKNOWN = 500
PRICE_IN_PART = 700
"""Of 1000: the price can't be compared; what is known of it fits."""


class Part(StrEnum):
    """What an offer's place is made of."""

    TEXT = "text"
    WISHES = "must_haves"
    PRICE = "price"
    RATING = "rating"
    FRESHNESS = "freshness"


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part counts, as whole numbers; only their proportions matter."""

    text: int = 45
    must_haves: int = 30
    price: int = 10
    rating: int = 10
    freshness: int = 5

    def of(self, part: Part) -> int:
        """The weight of one part."""
        return int(getattr(self, part.value))


DEFAULT_WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Wish:
    """What an offer says about one wish: where it says that it is met, and the points of 1000 that this earns."""

    chip: Chip
    place: Place
    points: int


@dataclass(frozen=True, slots=True)
class PriceFit:
    """How a price stands to the range asked for; ``comparable`` is False without a price, and in another currency
    unless the user imported a rate: then ``rates`` has it. ``currency`` is what was compared in, None where the range
    names none.
    """

    total: Total
    comparable: bool
    rates: Rates | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class RatingFacts:
    """The rating as the source gives it."""

    rating: Rating | None


@dataclass(frozen=True, slots=True)
class Age:
    """How many whole days ago the offer was seen, and whether its source's term has passed."""

    days: int
    expired: bool


Facts = Match | tuple[Wish, ...] | PriceFit | RatingFacts | Age


@dataclass(frozen=True, slots=True)
class PartScore:
    """One part of a place: points of 1000, the weight it has, and what it was worked out from."""

    part: Part
    points: int
    weight: int
    facts: Facts


def price_fit(wanted: PriceRange, total: Total, rates: Rates | None = None) -> PriceFit | None:
    """How what is known of a price stands to a range; None if it lies outside of it.

    An amount in another currency than the range's is compared by the ``rates`` that the user imported, not rounded, or
    not at all. A range without a currency is taken in each offer's own.
    """
    known = total.known
    if not wanted or known is None:
        return PriceFit(total, comparable=False)
    if wanted.currency in (None, known.currency):
        within = _within(wanted, known.amount)
        return PriceFit(total, comparable=True, currency=wanted.currency) if within else None
    converted = rates.exact(known.amount, known.currency, wanted.currency or "") if rates is not None else None
    if converted is None:
        return PriceFit(total, comparable=False)
    fit = PriceFit(total, comparable=True, rates=rates, currency=wanted.currency)
    return fit if _within(wanted, converted) else None


def _within(wanted: PriceRange, amount: Decimal | Fraction) -> bool:
    too_low = wanted.low is not None and wanted.low > amount
    return not too_low and not (wanted.high is not None and wanted.high < amount)


def price_points(fit: PriceFit) -> int:
    """1000 within the range; less where parts of the price, or all of it, can't be compared."""
    if not fit.comparable:
        return PRICE_UNKNOWN
    return 1000 if fit.total.money is not None else PRICE_IN_PART


def freshness_points(age: Age) -> int:
    """1000 for what was seen today, falling evenly to 0 at 90 days; 0 past the source's own term."""
    return 0 if age.expired else 1000 * (STALE_AFTER_DAYS - min(STALE_AFTER_DAYS, age.days)) // STALE_AFTER_DAYS
