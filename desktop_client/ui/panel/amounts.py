"""Unit prices, ranges, times and places as people read them, in either language. Figures stay exact."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from babel.dates import format_timedelta
from PySide6.QtCore import QCoreApplication

from desktop_client.commerce.need import PriceRange
from desktop_client.commerce.prices.amounts import amount_words, locale_of, whole_amount_words
from desktop_client.commerce.prices.packs import UnitPrice
from desktop_client.wording import Language

translate = QCoreApplication.translate


def unit_price_words(price: UnitPrice, language: Language) -> str:
    """A unit price, such as ``$0.99 / piece`` or ``¥12.50 / 100 ml``."""
    unit = translate("Amounts", "piece") if price.unit == "piece" else price.unit
    per = unit if price.per == 1 else f"{price.per} {unit}"
    return f"{amount_words(price.by_eye, price.currency, language)} / {per}"


def range_words(price: PriceRange, language: Language) -> str:
    """A price range as a chip says it."""

    def words(amount: Decimal) -> str:
        if price.currency is None:
            return format(amount.normalize(), "f")
        if amount == amount.to_integral_value():
            return whole_amount_words(amount, price.currency, language)
        return amount_words(amount, price.currency, language)

    if price.low is not None and price.high is not None:
        return f"{words(price.low)} – {words(price.high)}"
    if price.high is not None:
        return translate("Amounts", "up to {amount}").format(amount=words(price.high))
    if price.low is not None:
        return translate("Amounts", "from {amount}").format(amount=words(price.low))
    if price.currency is not None:
        return translate("Amounts", "any budget in {currency}").format(currency=price.currency)
    return translate("Amounts", "any budget")


def wanted_words(price: PriceRange, language: Language) -> str:
    """A price range as a condition on every offer; says that each is taken in its own currency where none was named."""
    words = range_words(price, language)
    if price and price.currency is None:
        return translate("Amounts", "{range} in any currency").format(range=words)
    return words


def language_words(code: str, language: Language) -> str:
    """What a language is called; its code where it has no name."""
    return str(locale_of(language).languages.get(code, code))


def ago_words(moment: datetime, now: datetime, language: Language) -> str:
    """How long ago something was seen; both times aware."""
    passed = now - moment
    if passed.total_seconds() < -60:
        return translate("Amounts", "before the clock was set back")
    if passed.total_seconds() < 60:
        return translate("Amounts", "just now")
    # A larger unit only from two of it on: "9 days ago" says more than "1 week ago".
    return str(format_timedelta(-passed, "minute", threshold=2, add_direction=True, locale=locale_of(language)))
