"""Money, unit prices and times as people read them, in either language. Figures stay exact."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_timedelta
from babel.numbers import format_currency, get_currency_precision
from PySide6.QtCore import QCoreApplication

from desktop_client.commerce.money import Money
from desktop_client.commerce.need import PriceRange
from desktop_client.commerce.packs import UnitPrice
from desktop_client.wording import Language

LOCALES: dict[Language, str] = {"en": "en_US", "zh": "zh_Hans_CN"}
"""Whose habits of writing money each language takes: ``$19.99`` and ``CN¥69.00``, or ``¥69.00`` and ``US$19.99``."""
translate = QCoreApplication.translate


@cache
def locale_of(language: Language) -> Locale:
    """Parsed once; it reads a file."""
    return Locale.parse(LOCALES[language])


def money_words(money: Money, language: Language) -> str:
    """An amount with all decimals of its currency."""
    return amount_words(money.amount, money.currency, language)


@lru_cache(maxsize=4_096)
def amount_words(amount: Decimal, currency: str, language: Language) -> str:
    """An amount in major units; decimals finer than the currency's are kept where they aren't 0."""
    if amount == round(amount, get_currency_precision(currency)):
        return str(format_currency(amount, currency, locale=locale_of(language)))
    return str(
        format_currency(amount, currency, locale=locale_of(language), currency_digits=False, decimal_quantization=False)
    )


def unit_price_words(price: UnitPrice, language: Language) -> str:
    """A unit price, such as ``$0.99 / piece`` or ``¥12.50 / 100 ml``."""
    unit = translate("Amounts", "piece") if price.unit == "piece" else price.unit
    per = unit if price.per == 1 else f"{price.per} {unit}"
    # To compare by eye two decimals do; what costs next to nothing keeps all it has.
    shown = round(price.amount, 2) if price.amount >= Decimal("0.1") else price.amount
    return f"{amount_words(shown, price.currency, language)} / {per}"


def range_words(price: PriceRange, language: Language) -> str:
    """A price range as a chip says it."""

    def words(amount: Decimal) -> str:
        if price.currency is None:
            return format(amount.normalize(), "f")
        if amount == amount.to_integral_value():
            return str(format_currency(amount, price.currency, "¤#,##0", locale_of(language), currency_digits=False))
        return amount_words(amount, price.currency, language)

    if price.low is not None and price.high is not None:
        return f"{words(price.low)} – {words(price.high)}"
    if price.high is not None:
        return translate("Amounts", "up to {amount}").format(amount=words(price.high))
    if price.low is not None:
        return translate("Amounts", "from {amount}").format(amount=words(price.low))
    return translate("Amounts", "any budget")


def ago_words(moment: datetime, now: datetime, language: Language) -> str:
    """How long ago something was seen; both times aware."""
    passed = now - moment
    if passed.total_seconds() < -60:
        return translate("Amounts", "before the clock was set back")
    if passed.total_seconds() < 60:
        return translate("Amounts", "just now")
    # A larger unit only from two of it on: "9 days ago" says more than "1 week ago".
    return str(format_timedelta(-passed, "minute", threshold=2, add_direction=True, locale=locale_of(language)))
