"""Rates of one day, and offers in three currencies that they bring together."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from standins.offers import make_offer

from desktop_client.commerce.money import Money
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.prices.rates import Rates

CSV = "Date, USD, CNY, JPY, \n20 November 2026, 1.2500, 8.2000, 180.00, \n"
RATES = Rates(
    date(2026, 11, 20), "ECB", (("CNY", Decimal("8.2000")), ("JPY", Decimal("180.00")), ("USD", Decimal("1.2500")))
)
DOLLARS = make_offer("usd", "Face mask", price=Money(1000, "USD"), shipping=Money(0, "USD"), tax=Money(0, "USD"))
YUAN = make_offer("cny", "Face mask", price=Money(7000, "CNY"), shipping=Money(0, "CNY"))
POUNDS = make_offer("gbp", "Face mask", price=Money(100, "GBP"), shipping=Money(0, "GBP"))
OFFERS = (POUNDS, DOLLARS, YUAN)


def need_between(low: str | None, high: str | None, currency: str = "CNY") -> ShoppingNeed:
    price = PriceRange(Decimal(low) if low else None, Decimal(high) if high else None, currency)
    return ShoppingNeed("face mask", price=price)
