"""Rates: what a euro is worth in other currencies on one day, from a file that the user imported.

Nothing looks rates up: they are as old as the file, and say so. Amounts are converted as exact fractions and rounded
once, at the end, to the other currency's smallest unit (to the even one where it lies halfway). A converted amount
stands beside the original and never in its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from desktop_client.commerce.money import EXPONENTS, Money
from desktop_client.commerce.prices.amounts import Amount
from desktop_client.wording import Sentence, say

EURO = "EUR"
FRESH_DAYS = 5
"""Rates are made on working days: with holidays around a weekend the newest ones can be this many days old."""
DIGITS = 6
"""Digits of a rate that are shown; the amount is worked out from all."""


@dataclass(frozen=True)
class Rates:
    """Rates of one day. ``source`` is who made them; ``per_euro`` has how many of each currency a euro was worth."""

    on: date
    source: str
    per_euro: tuple[tuple[str, Decimal], ...]

    @cached_property
    def _worth(self) -> Mapping[str, Fraction]:
        return {EURO: Fraction(1), **{code: Fraction(rate) for code, rate in self.per_euro}}

    @property
    def currencies(self) -> tuple[str, ...]:
        """All currencies that can be converted, in the alphabet's order."""
        return tuple(sorted(self._worth))

    def rate(self, one: str, other: str) -> Fraction | None:
        """How many units of ``other`` one unit of ``one`` was worth; None where a currency is not among them."""
        worth = self._worth
        return worth[other] / worth[one] if one in worth and other in worth else None

    def exact(self, amount: Decimal, one: str, other: str) -> Fraction | None:
        """An amount in another currency, not rounded."""
        rate = self.rate(one, other)
        return None if rate is None else Fraction(amount) * rate

    def converted(self, money: Money, to: str) -> Money | None:
        """An amount in another currency, rounded to its smallest unit; None where the rate is not known."""
        exact = self.exact(money.amount, money.currency, to)
        exponent = EXPONENTS.get(to, 2)
        return None if exact is None else Money(round(exact * 10**exponent), to, exponent)

    def age_days(self, now: datetime) -> int:
        """How many days ago they were made; ``now`` is aware."""
        return (now.astimezone(UTC).date() - self.on).days

    def stale(self, now: datetime) -> bool:
        """Whether there must be newer ones."""
        return self.age_days(now) > FRESH_DAYS

    def stated(self, one: str, other: str, now: datetime | None = None) -> Sentence:
        """A rate in words, with its day and who made it; with ``now`` also how old it is, once there are newer ones."""
        rate = self.rate(one, other)
        words = say(
            "1 {one} = {rate} {other}, {source}, {day}",
            one=one,
            rate=_written(rate) if rate is not None else "?",
            other=other,
            source=self.source,
            day=self.on.isoformat(),
        )
        if now is None or not self.stale(now):
            return words
        return say("{rate}; this rate is {days} days old", rate=words, days=self.age_days(now))


@dataclass(frozen=True, slots=True)
class Conversion:
    """What the user asked for: amounts in other currencies are shown in ``to`` as well, by these rates."""

    to: str
    rates: Rates

    def of(self, money: Money | None) -> Money | None:
        """An amount in the user's currency; None where it is in that already, or the rate is not known."""
        if money is None or money.currency == self.to:
            return None
        return self.rates.converted(money, self.to)

    def words(self, money: Money | None, now: datetime) -> Sentence | None:
        """The amount and the rate that it was worked out by, for a note; None where there is nothing to convert."""
        found = self.of(money)
        if money is None or found is None:
            return None
        return say(
            "about {amount} at {rate}", amount=Amount(found), rate=self.rates.stated(money.currency, self.to, now)
        )


def _written(rate: Fraction) -> str:
    """The first digits of a rate, in plain notation."""
    exact = Decimal(rate.numerator) / Decimal(rate.denominator)
    return f"{round(exact, max(0, DIGITS - 1 - exact.adjusted())).normalize():f}"
