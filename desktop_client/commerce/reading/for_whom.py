"""For whom a thing is wanted, where that tells which things there are to choose from: "shoes for my wife".

Said as a condition that stands in the panel and can be taken away, in words that shops use. A grown son's size is not
known, so of sons and daughters only those count that are said to be young.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from desktop_client.commerce.reading.lexicon import Span
from desktop_client.commerce.reading.lists import grammar
from desktop_client.commerce.reading.message import Message
from desktop_client.late import Late

_WORDS: Final = {
    "en": {"women": "women", "men": "men", "boys": "boys", "girls": "girls"},
    "zh": {"women": "女士", "men": "男士", "boys": "男孩", "girls": "女孩"},
}
"""How the condition is called, as the lists of wishes have it."""
_GROWN: Final = ("women", "men")
_YOUNG: Final = (
    r"(?:teen(?:age)?d?|young|little|(?:[2-9]|1[0-7])[ -]?(?:year[ -]old|yr old|yo)|high[ -]school|middle[ -]school"
    r"|toddler)"
)
_HAN_YOUNG: Final = (
    r"(?:(?:[2-9]|1[0-7]|[二三四五六七八九十]|十[一二三四五六七])岁|(?:上|读)?(?:小学|初中|高中|幼儿园)|小)"
)
_SAID: Final = Late(
    r"\b(?:wom[ae]n|m[ae]n|ladies|unisex|girls?|boys?|kids?)(?:['’]?s)?\b(?! in law)|男女|男士|女士|[男女](?:款|式"
    r"|生|装|鞋|表|包|孩|童)"
)
"""For whom it is, already said in the words that shops use."""


def for_whom(message: Message, kind: Span | None) -> str | None:
    """The condition, if it is wanted for somebody and made differently for women and men; None if that is not told."""
    if kind is None or not _is_made_by_sex(kind.phrase) or _SAID.search(message.folded):
        return None
    found = set(_named(message.folded))
    return _WORDS[message.language][found.pop()] if len(found) == 1 else None


def _is_made_by_sex(kind: str) -> bool:
    """By the end of its name: "running shoes", 羽绒服; a word in Latin letters is a whole one, and 面包 is no 包."""
    made = grammar("made by sex")
    longer = tuple(f" {name}" if name.isascii() else name for name in made if len(name) > 1 or name in "鞋靴衣裤袜")
    return kind in made or kind.endswith(longer)


def _named(folded: str) -> Iterator[str]:
    for whom in ("women", "men", "boys", "girls"):
        if _given_to(whom).search(folded):
            yield whom


@cache
def _given_to(whom: str) -> Late:
    names = sorted(grammar(whom), key=len, reverse=True)
    latin = "|".join(name for name in names if name.isascii())
    han = "|".join(name for name in names if not name.isascii())
    young, han_young = ("", "") if whom in _GROWN else (f"(?:{_YOUNG} )", f"(?:{_HAN_YOUNG}的?)")
    any_word = r"(?:[\w'’-]+ ){0,2}" if whom in _GROWN else ""
    return Late(
        rf"\b(?:for|gift|surprise|buy|get|buying|getting) (?:my |our |his |her |the |a )?{any_word}{young}(?:{latin})\b"
        rf"(?!['’]?s (?!birthday|\d))|(?:给|送|送给|买给|替|帮)(?:我|我们|咱|自己|家里)?的?{han_young}(?:{han})"
    )
