"""The word lists that messages are searched for, by subject, and the one lexicon that holds them all."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from desktop_client.commerce.reading.lexicon import Lexicon
from desktop_client.commerce.reading.lists import Lists, read_lists


class Book(StrEnum):
    """What a group of lists is about."""

    GOODS = "goods"
    CUES = "cues"
    CHILDREN = "children"
    BARRED = "barred"
    WISHES = "wishes"


@cache
def lexicon() -> Lexicon:
    """The phrases of all books."""
    goods = {name: phrases for name, phrases in _both("goods").items() if name not in ("tail", "nottail")}
    barred = {name: phrases for name, phrases in barred_words().items() if name != "spelt so"}
    wishes = {"wish": _both("wishes")["wish"]}
    return Lexicon(
        {
            Book.GOODS: goods,
            Book.CUES: _both("cues"),
            Book.CHILDREN: _both("children"),
            Book.BARRED: barred,
            Book.WISHES: wishes,
        }
    )


@cache
def barred_words() -> Lists:
    """What is not sold here and what only sounds like it, by list: words and names on packages.

    Also without their apostrophes, as people type them: "athletes foot".
    """
    listed = _both("sensitive", "brands")
    return {name: (*phrases, *(p.replace("'", "") for p in phrases if "'" in p)) for name, phrases in listed.items()}


def _both(*pages: str) -> Lists:
    """The lists of some pages, English and Chinese together."""
    read = [read_lists(f"{page}.{language}.txt") for page in pages for language in ("en", "zh")]
    names = sorted({name for page in read for name in page})
    return {name: tuple(phrase for page in read for phrase in page.get(name, ())) for name in names}
