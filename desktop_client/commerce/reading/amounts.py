"""What a word with a digit in it counts: money, a measure, a plain number, or nothing, as a model's name does."""

from __future__ import annotations

import re

NUMBER = "<n>"
MONEY = "<money>"
MEASURE = "<measure>"
CODE = "<code>"
"""Letters and digits that are no measure: v15, mg5750, wh1000xm5."""

_PLAIN = re.compile(r"[\d.,'&]+")
_SIGNS = frozenset("$€£¥")
_NEAR = 10
"""Characters behind a number in which its currency is looked for."""
_CURRENCY = re.compile(
    r"\s?(?:[$€£¥]|(?:dollars?|bucks|quid|euros?|pounds?|eur|usd|gbp|chf|rmb|nt|hkd)\b|块|元|刀|蚊|欧元|美金|台币|港币)"
)
_MEASURED = re.compile(
    r"\d[\d.,]*(?:mm|cm|m|km|kg|g|mg|l|ml|inch|in|ft|gb|tb|mb|mah|ah|w|kw|wh|v|hz|khz|mhz|ghz|oz|lbs?|qt|mp|hp|cc|x"
    r"|pcs?|st|nd|rd|th|s|am|pm|hrs?|h|min|d|yrs?|yo|e|p|fps|c|f|b|k)"
)


def kind_of_number(word: str, folded: str, start: int, end: int) -> str:
    """The class of a word of the folded text that has a digit in it."""
    if _PLAIN.fullmatch(word):
        priced = (start and folded[start - 1] in _SIGNS) or _CURRENCY.match(folded[end : end + _NEAR])
        return MONEY if priced else NUMBER
    return MEASURE if _MEASURED.fullmatch(word) else CODE
