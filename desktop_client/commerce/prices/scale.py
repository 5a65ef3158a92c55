"""Which amounts can be compared with each other: those in one currency, and by the user's rates those in others too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from desktop_client.commerce.prices.rates import Conversion
from desktop_client.wording import Sentence, say

Place = tuple[int, Fraction]
"""Where an amount stands among others: the smaller first, within the amounts that it can be compared with."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Where amounts stand among each other. What can't be compared is kept apart: the currency of most amounts first,
    of as many the one that came first. No currency goes before another by its name.
    """

    conversion: Conversion | None = None
    ranks: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, currencies: Iterable[str], conversion: Conversion | None) -> Scale:
        """The scale for amounts in these currencies, each as often as there are amounts in it."""
        common = Counter(_common(currency, conversion) for currency in currencies)
        return cls(conversion, {currency: rank for rank, (currency, _) in enumerate(common.most_common())})

    def place(self, amount: Decimal, currency: str) -> Place:
        """Where an amount in major units stands."""
        common = _common(currency, self.conversion)
        worth = None
        if self.conversion is not None and common != currency:
            worth = self.conversion.rates.exact(amount, currency, common)
        return self.ranks.get(common, len(self.ranks)), Fraction(amount) if worth is None else worth

    @property
    def apart(self) -> Sentence | None:
        """What can't be compared, in words; None if all can."""
        if len(self.ranks) < 2:
            return None
        first, *others = self.ranks
        named: Sentence | str = first
        for other in others:
            named = say("{first}, {second}", first=named, second=other)
        return say(
            "Amounts in {currencies} can't be compared without rates: each currency is in order by itself.",
            currencies=named,
        )


def _common(currency: str, conversion: Conversion | None) -> str:
    """The currency in which an amount is compared: the user's where there is a rate, else its own."""
    known = conversion is not None and conversion.rates.rate(currency, conversion.to) is not None
    return conversion.to if conversion is not None and known else currency
