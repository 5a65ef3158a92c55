"""What money is called, as ``data/currencies.txt`` has it: before an amount, behind it, and its hundredths."""

from __future__ import annotations

import re
from collections.abc import Iterable

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


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of these words, the longest that fits."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
