"""Money: integer minor units and an ISO 4217 currency. Exact, never a float."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

EXPONENTS = {
    "JPY": 0,
    "KRW": 0,
    "VND": 0,
    "CLP": 0,
    "ISK": 0,
    "KWD": 3,
    "BHD": 3,
    "OMR": 3,
    "JOD": 3,
    "TND": 3,
}
"""ISO 4217 minor-unit exponents that are not 2, for the currencies that shops use."""


MOST_USED = ("CNY", "USD", "EUR", "GBP", "JPY")
"""Currencies that stand before the others where one is chosen."""


class MixedCurrencyError(ValueError):
    """Two amounts in different currencies were put together."""


MOST_MINOR = 10**17
"""More minor units than anything costs; beyond lie figures that databases and formatters can't hold."""


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount: ``minor`` units of ``currency`` (``Money(1999, "USD")`` is 19.99 US dollars)."""

    minor: int
    currency: str
    exponent: int = 2

    @classmethod
    def of(cls, amount: Decimal | str | int, currency: str) -> Money:
        """From major units; raises ValueError if the amount has more decimals than the currency, isn't a number, or is
        more than anything costs.
        """
        currency = currency.upper()
        exponent = EXPONENTS.get(currency, 2)
        scaled = Decimal(amount).scaleb(exponent)
        if not scaled.is_finite() or abs(scaled) > MOST_MINOR or scaled != scaled.to_integral_value():
            raise ValueError(f"{amount} {currency} is not a whole number of minor units")
        return cls(int(scaled), currency, exponent)

    @property
    def amount(self) -> Decimal:
        """Major units."""
        return Decimal(self.minor).scaleb(-self.exponent)

    def __add__(self, other: Money) -> Money:
        if (self.currency, self.exponent) != (other.currency, other.exponent):
            raise MixedCurrencyError(f"{self.currency} and {other.currency}")
        return Money(self.minor + other.minor, self.currency, self.exponent)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
