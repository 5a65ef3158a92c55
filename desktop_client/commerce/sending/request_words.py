"""A request in words: what it is for, and which of the user's words stand in it (promise P8).

The words are looked for in what is sent, not in what a source says of itself. In doubt a word is told: that a request
holds *none* of the user's words must be true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from urllib.parse import unquote_plus, unquote_to_bytes, urlsplit

from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.sending.request import Purpose, Request
from desktop_client.wording import Sentence, say

PURPOSES: Mapping[Purpose, Sentence] = {
    Purpose.SEARCH: say("a search for offers"),
    Purpose.TOKEN: say("an access token, which the search needs"),
    Purpose.DISCOVERY: say("finding out how this shop is asked"),
    Purpose.PRODUCT: say("one product"),
    Purpose.LINK: say("the address of an offer that you open"),
    Purpose.KEY_TEST: say("a test of your key"),
    Purpose.TRIAL: say("a first search, to see how this shop answers"),
}
"""What a request is for."""

_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Told:
    """What of a need stands in a request: words as the user wrote them, bounds of price, country and language as codes.

    The currency of ``price`` is that of its bounds, or stands in the request by itself.
    """

    words: tuple[str, ...]
    price: PriceRange
    country: str | None = None
    language: str | None = None


def told(request: Request, need: ShoppingNeed) -> Told:
    """Which of the need's words, and what else of it, a request tells whoever gets it.

    Where a phrase stands in it as a whole the phrase is given, else those of its words that do; nothing is given twice.
    """
    texts = list(_readings(request))
    words: list[str] = []
    for phrase in (need.text, need.category or "", *need.must_have, *need.must_not):
        found = [phrase] if phrase.strip() and _stands(phrase, texts) else phrase.split()
        words += [word for word in found if _stands(word, texts) and not _stands(word, [_even(w) for w in words])]
    low = _bound_told(need.price.low, ROUND_FLOOR, texts)
    high = _bound_told(need.price.high, ROUND_CEILING, texts)
    codes = (need.price.currency, need.country, need.language)
    currency, country, language = (code if code and _stands(code, texts) else None for code in codes)
    bounded = low is not None or high is not None
    price = PriceRange(low, high, need.price.currency if bounded else currency)
    return Told(tuple(words), price, country, language)


def _bound_told(bound: Decimal | None, whole: str, texts: list[str]) -> Decimal | None:
    """A bound of price that is sent, also where it is sent as a ``whole`` amount: some platforms take no other."""
    if bound is None:
        return None
    ways = (bound, bound.to_integral_value(whole))
    return bound if any(_amount_stands(amount, texts) for amount in ways) else None


def _readings(request: Request) -> Iterator[str]:
    """What a request says but for its host, read in every way in which platforms write words."""
    parts = urlsplit(request.url)
    headers = "\n".join(value for _, value in request.headers)
    body = request.body.decode("utf-8", "replace")
    for text in (f"{parts.path}?{parts.query}\n{headers}", body):
        yield _even(text)
        once = unquote_plus(text)
        yield _even(_unescaped(once))
        yield _even(_unescaped(unquote_plus(once)))
        # Older Chinese platforms write words in GBK.
        yield _even(unquote_to_bytes(text.replace("+", " ")).decode("gb18030", "replace"))


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found.group(1), 16)), text)


def _even(text: str) -> str:
    return " ".join(text.casefold().split())


def _stands(words: str, texts: list[str]) -> bool:
    """Whether words stand in one of the texts; words of letters only as whole ones, Chinese anywhere."""
    wanted = _even(words)
    if _HAN.search(wanted):
        return any(wanted in text for text in texts)
    pattern = re.compile(rf"(?<![^\W_]){re.escape(wanted)}(?![^\W_])")
    return any(pattern.search(text) for text in texts)


def _amount_stands(amount: Decimal, texts: list[str]) -> bool:
    """Whether an amount stands in one of the texts, in major units or, as many platforms have it, in hundredths.

    A point beside it makes it another amount only where a figure stands behind the point: a range may be ``20..120``.
    """
    major, cents = format(amount.normalize(), "f"), format((amount * 100).normalize(), "f")
    zeros = "0*" if "." in major else r"(?:\.0+)?"
    pattern = re.compile(rf"(?<!\d)(?<!\d\.)(?:{re.escape(major)}{zeros}|{re.escape(cents)})(?!\.?\d)")
    return any(pattern.search(text) for text in texts)
