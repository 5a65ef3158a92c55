"""Days as people of either language write them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop_client.commerce.prices.amounts import locale_of
from desktop_client.wording import Language

PATTERNS: Final[dict[Language, str]] = {"en": "d MMM y", "zh": "y年M月d日"}


@dataclass(frozen=True, slots=True)
class Day:
    """A day in the middle of a sentence: it reads there as it does beside it."""

    day: date

    def in_language(self, language: Language) -> str:
        """The day as it is written in one language."""
        from babel.dates import format_date

        return str(format_date(self.day, PATTERNS[language], locale=locale_of(language)))
