"""What money is called, as ``data/currencies.txt`` has it: before an amount, behind it, and its hundredths."""

from __future__ import annotations

import re
from collections.abc import Iterable

from babel.numbers import is_currency

from desktop_client.commerce.reading.lists import read_table


def _named(section: str) -> dict[str, str | None]:
    """Currency by sign or name; None where the word says money, but of more than one country."""
    found: dict[str, str | None] = {}
    for code, names in read_table("currencies.txt")[section].items():
        found |= dict.fromkeys(names, None if code == "?" else code)
    return found


CURRENCY_BEFORE = _named("before the amount")
CURRENCY_BEHIND = _named("after the amount")
CURRENCY_HUNDREDTHS = _named("hundredths after the amount")


def currency_named(text: str) -> str | None:
    """The currency that a code, a sign or a name stands for, as somebody types it; None for any other text, and for a
    name that several countries share.
    """
    typed = text.strip()
    if typed.isascii() and typed.isalpha() and is_currency(typed.upper()):
        return typed.upper()
    return (CURRENCY_BEFORE | CURRENCY_BEHIND).get(typed.casefold())


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of these words, the longest that fits."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
