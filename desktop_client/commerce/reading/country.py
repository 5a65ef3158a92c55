"""Where the goods are to go: a country that the message names as a place to buy in or to send to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from desktop_client.commerce.reading.lists import read_table
from desktop_client.commerce.reading.message import Message
from desktop_client.commerce.reading.text import fold

_TO = (
    r"(?:ship(?:s|ped|ping)?(?: it| them)?(?: (?:from \w+ )?to| in| within)|deliver(?:s|y|ed|ing)?(?: it"
    r"| them)?(?: to| in| within)|sen[dt](?: it| them)? to|sold in|sell(?:s)? in|available in|buy in"
    r"|get in|order(?:ed)? (?:to|in)|i live in|living in|i am in|i'm in|im in|based in|stores? in|shops? in|here in|in)"
)
_HAN_TO = (
    r"(?:发货?到|发往|寄到|寄往|寄去|寄|送到|运到|运往|邮到|邮寄到|配送到|配送至|送货到|直邮到?|发|飞|收货地址?在?是?|人在|住在"
    r"|我在|在|来自)"
)
_ORIGIN = re.compile(r"\b(?:made|manufactured|produced|built|grown|designed|assembled) $")


@dataclass(frozen=True, slots=True)
class CountryMention:
    """ISO 3166-1 alpha-2, and the stretch of text that said it."""

    code: str
    start: int
    end: int


def read_country(message: Message) -> CountryMention | None:
    """The country to send to or to buy in; where goods come from is something else."""
    for match in _pattern().finditer(message.folded):
        if _ORIGIN.search(message.folded[: match.start()]):
            continue
        return CountryMention(_names()[match["en"] or match["zh"] or match["buys"]], *match.span())
    if capital := re.search(r"\b(?:to|in|within) (?:the )?US\b", message.shown):
        return CountryMention("US", *capital.span())
    return None


def country_named(text: str) -> str | None:
    """The country that a name or a code of two letters stands for, as somebody types it; None for any other text."""
    typed = text.strip()
    code = typed.upper()
    return _names().get(fold(typed)) or (code if code in _names().values() else None)


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(_names(), key=len, reverse=True)
    english = "|".join(re.escape(n) for n in names if n.isascii())
    chinese = "|".join(n for n in names if not n.isascii())
    return re.compile(
        rf"\b{_TO} (?:the )?(?P<en>{english})(?![a-z])"
        rf"|{_HAN_TO}(?P<zh>{chinese})(?!品牌|制造|产|牌|风|料理)|(?P<buys>{chinese})(?:境内|本地|当地)?(?:能"
        rf"|可以|哪里|哪儿|怎么|哪能)(?:能|可以)?(?:买|收)"
    )


@cache
def _names() -> dict[str, str]:
    return {fold(name): code for code, names in read_table("countries.txt")[""].items() for name in names}
