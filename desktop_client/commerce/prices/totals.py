"""What an offer costs in all (promise P11): exact, with the parts named, and unknown never taken for nothing.

Discounts that everyone gets are already in the price that a source gives; none of them states such a discount apart.
What has to be earned, such as a coupon that must be had first, is never taken off: the total is then unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from desktop_client.commerce.money import Money

TAX_INSIDE = frozenset(
    {
        "CNY",
        "EUR",
        "GBP",
        "JPY",
        "KRW",
        "AUD",
        "NZD",
        "CHF",
        "SEK",
        "NOK",
        "DKK",
        "PLN",
        "CZK",
        "HUF",
        "SGD",
        "TRY",
        "INR",
        "MXN",
    }
)
"""Currencies of places where the law wants consumer prices with the tax inside, so that an unstated tax adds nothing.

In others (USD, CAD) a tax that is not stated is unknown. EUR, GBP: Directive 98/6/EC, art. 2(a), and the UK's Price
Marking Order 2004; CNY: value-added tax is part of the marked price (明码标价和禁止价格欺诈规定).
"""

UNCONDITIONAL_KINDS = frozenset({"sale", "list"})
"""Kinds of price that everyone pays. Of any other (after a coupon, in a group, "from", not stated) nobody knows."""


class Priced(Protocol):
    """What has a price: an offer, or what the ranking knows of one."""

    @property
    def price(self) -> Money | None:
        """What the goods cost."""
        ...

    @property
    def shipping(self) -> Money | None:
        """What sending them costs."""
        ...

    @property
    def tax(self) -> Money | None:
        """The tax that is added."""
        ...

    @property
    def price_kind(self) -> str:
        """Who pays this price: everyone, or those who have a coupon, a group, a membership."""
        ...


@dataclass(frozen=True, slots=True)
class Total:
    """An offer's price in parts.

    ``money`` is the sum, None unless every part is known; ``known`` is the sum of the parts that are. ``unknown`` names
    the rest: ``price``, ``shipping``, ``tax``, ``conditions`` (the price holds only for some buyers).
    """

    money: Money | None
    item: Money | None
    shipping: Money | None
    tax: Money | None
    unknown: tuple[str, ...]
    known: Money | None

    @property
    def tax_inside(self) -> bool:
        """Whether the price holds the tax by law, so that none is added."""
        return self.tax is None and self.item is not None and "tax" not in self.unknown


def total(offer: Priced) -> Total:
    """Item + shipping + tax.

    A part that is not stated, or stated in another currency than the price, is unknown; so is one below 0, since a
    discount in a shipping fee's clothes would make an offer look cheap.
    """
    item = offer.price
    if item is None or item.minor < 0:
        return Total(None, None, offer.shipping, offer.tax, ("price",), None)
    unknown: list[str] = []
    known = item
    for name, part in (("shipping", offer.shipping), ("tax", offer.tax)):
        if part is not None and part.minor >= 0 and (part.currency, part.exponent) == (item.currency, item.exponent):
            known = known + part
        elif name != "tax" or part is not None or item.currency not in TAX_INSIDE:
            unknown.append(name)
    if offer.price_kind not in UNCONDITIONAL_KINDS:
        unknown.append("conditions")
    return Total(None if unknown else known, item, offer.shipping, offer.tax, tuple(unknown), known)
