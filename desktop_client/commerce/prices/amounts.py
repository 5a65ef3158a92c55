"""Money as people of either language write it. Figures stay exact."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from desktop_client.commerce.money import Money
from desktop_client.wording import Language

if TYPE_CHECKING:
    from babel import Locale

LOCALES: dict[Language, str] = {"en": "en_US", "zh": "zh_Hans_CN"}
"""Whose habits of writing money each language takes: ``$19.99`` and ``CN¥69.00``, or ``¥69.00`` and ``US$19.99``."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Money in the middle of a sentence: it reads there as it does on a card and in the table."""

    money: Money

    def in_language(self, language: Language) -> str:
        """The amount as it is written in one language."""
        return money_words(self.money, language)


@cache
def locale_of(language: Language) -> Locale:
    """Parsed once; it reads a file. The library is heavy and is imported when the first amount is written."""
    from babel import Locale

    return Locale.parse(LOCALES[language])


def money_words(money: Money, language: Language) -> str:
    """An amount with all decimals of its currency."""
    return amount_words(money.amount, money.currency, language)


@lru_cache(maxsize=4_096)
def amount_words(amount: Decimal, currency: str, language: Language) -> str:
    """An amount in major units; decimals finer than the currency's are kept where they aren't 0."""
    from babel.numbers import format_currency, get_currency_precision

    if amount == round(amount, get_currency_precision(currency)):
        words = format_currency(amount, currency, locale=locale_of(language))
    else:
        words = format_currency(
            amount, currency, locale=locale_of(language), currency_digits=False, decimal_quantization=False
        )
    return _told_apart(words, currency)


@lru_cache(maxsize=4_096)
def whole_amount_words(amount: Decimal, currency: str, language: Language) -> str:
    """An amount in major units without decimals, whatever its currency has."""
    from babel.numbers import format_currency

    return _told_apart(
        format_currency(amount, currency, "¤#,##0", locale_of(language), currency_digits=False), currency
    )


def _told_apart(words: str, currency: str) -> str:
    """Yen never with a bare ¥, as English writes them: Chinese writes yuan so, and an amount is read outside its window
    too, in a file or in a picture of the screen.
    """
    return words if currency != "JPY" or "JP¥" in words else words.replace("¥", "JP¥")
