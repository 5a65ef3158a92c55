"""Which words of a question say what is wanted; the others say what it is for, what it is like and who wants it.

"A cable to connect my laptop to the TV" asks for a cable. In English the thing stands before the first "for", "with" or
"that", in Chinese behind the last 的 of its clause; the lists of goods that messages are read by know many by name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop_client.commerce.reading.message import Message
from desktop_client.commerce.reading.searchwords import find_category, search_text

Place = tuple[int, int]

_ABOUT_IT = re.compile(r"\b(?:for|with|without|that|which|who|so|when|while|where|from)\b")
_CLAUSE = re.compile(r"[^,。;!?:、]+")


def thing_asked_for(message: Message, left_out: Sequence[Place]) -> str:
    """The words that say what is wanted; "" where that can't be told."""
    named = find_category(message, left_out)
    place = (named.start, named.end) if named is not None else None
    found = _chinese(message, left_out, place) if message.language == "zh" else _english(message, left_out, place)
    return _within(message, left_out, found) if found is not None else ""


def _within(message: Message, left_out: Sequence[Place], place: Place) -> str:
    """The words of substance in a part of the message."""
    return search_text(message, [*left_out, (0, place[0]), (place[1], len(message.shown))])


def _english(message: Message, left_out: Sequence[Place], named: Place | None) -> Place | None:
    """What is named, unless that is first named behind the thing: "a lock for my laptop"."""
    for about in _ABOUT_IT.finditer(message.folded):
        before = (0, about.start())
        if _within(message, left_out, before):
            return named if named is not None and named[0] < about.start() else before
    return named


def _chinese(message: Message, left_out: Sequence[Place], named: Place | None) -> Place | None:
    """What stands behind the last 的 that has something before and behind it, if what is named doesn't stand there."""
    for clause in reversed(list(_CLAUSE.finditer(message.folded))):
        start, end = clause.span()
        if named is not None and not start <= named[0] < end:
            continue
        for at in reversed([at for at in range(start, end) if message.folded[at] == "的"]):
            behind = (at + 1, end)
            if _within(message, left_out, behind) and _within(message, left_out, (start, at)):
                return named if named is not None and named[0] > at else behind
    return named
