"""Points in time on pages that people read; files for programs keep ISO 8601."""

from __future__ import annotations

from datetime import UTC, datetime

from desktop_client.commerce.prices.amounts import locale_of
from desktop_client.wording import Language

_PATTERNS: dict[Language, str] = {"en": "d MMM y, HH:mm", "zh": "y年M月d日 HH:mm"}


def moment_words(at: datetime, language: Language) -> str:
    """Day and minute of an aware time, in UTC and said to be: a page may be read on another continent."""
    from babel.dates import format_datetime

    return f"{format_datetime(at.astimezone(UTC), _PATTERNS[language], locale=locale_of(language))} UTC"
