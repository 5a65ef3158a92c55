"""What a word with a digit in it counts: money, a measure, a plain number, or nothing, as a model's name does."""

from __future__ import annotations

import re

from desktop_client.commerce.reading.currencies import CURRENCY_BEFORE, CURRENCY_BEHIND, any_of

NUMBER = "<n>"
MONEY = "<money>"
MEASURE = "<measure>"
CODE = "<code>"
"""Letters and digits that are no measure: v15, mg5750, wh1000xm5."""

_PLAIN = re.compile(r"[\d.,'&]+")
_NEAR = 10
"""Characters beside a number in which its currency is looked for."""
_BEFORE = re.compile(rf"(?<![a-z])(?:{any_of(CURRENCY_BEFORE)})\s?$")
_BEHIND = re.compile(rf"\s?(?:{any_of(CURRENCY_BEHIND)})(?![a-z])")
_MEASURED = re.compile(
    r"\d[\d.,]*(?:mm|cm|m|km|kg|g|mg|l|ml|inch|in|ft|gb|tb|mb|mah|ah|w|kw|wh|v|hz|khz|mhz|ghz|oz|lbs?|qt|mp|hp|cc|x"
    r"|pcs?|st|nd|rd|th|s|am|pm|hrs?|h|min|d|yrs?|yo|e|p|fps|c|f|b|k)"
)


def kind_of_number(word: str, folded: str, start: int, end: int) -> str:
    """The class of a word of the folded text that has a digit in it."""
    if _PLAIN.fullmatch(word):
        before, behind = folded[max(0, start - _NEAR) : start], folded[end : end + _NEAR]
        priced = _BEFORE.search(before) or _BEHIND.match(behind)
        return MONEY if priced else NUMBER
    return MEASURE if _MEASURED.fullmatch(word) else CODE
