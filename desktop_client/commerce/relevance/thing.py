"""Which words of a question say what is wanted; the others say what it is for, what it is like and who wants it.

"A cable to connect my laptop to the TV" asks for a cable. In English the thing stands before the first "for", "with" or
"that", in Chinese behind 什么 or the last 的 of its clause; the lists of goods that messages are read by know many by
name. "Something to keep coffee hot" and 「猫老是抓沙发怎么办」 name what they are about, but nothing that is wanted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop_client.commerce.reading.lists import grammar
from desktop_client.commerce.reading.message import Message
from desktop_client.commerce.reading.searchwords import find_category, search_text

Place = tuple[int, int]

_ABOUT_IT = re.compile(r"\b(?:for|with|without|that|which|who|so|when|while|where|from)\b")
_CLAUSE = re.compile(r"[^,。;!?:、]+")
_ASKING = (
    "a|an|is|are|was|would|will|could|can|should|shall|do|does|did|i|we|you|one|my|the|to|use|get|buy|have|need|want|take|"
    "be|best|better|good|nice|great|works?|helps?|there|else|out|recommend|suggest|like|try|wear|put|give|bring"
)
_UNNAMED = re.compile(
    rf"\b(?:what|something|anything|stuff)(?:'s)?(?:\s(?:{_ASKING}))*\s(?:to|for|on|that|which|with|against|when|if)\b"
    rf"|^\W*how\s(?:do|does|can|could|should|to)(?:\s(?:{_ASKING}))*\s(?:stop|keep|prevent|avoid|remove|protect|clean|fix)\b"
)
_TROUBLE = re.compile(r"怎么办|咋办|怎么解决|如何解决|怎么防|如何防|怎么避免|如何避免")
_WHICH = re.compile(r"(?P<with>[用拿靠])?(?:什么样|什么|哪种|哪款|哪些|啥样|啥)的?(?P<called>[^,。;!?:、]*)")
"""「用什么收纳」 asks for what comes after it, and 「用什么好」 for whatever helps."""
MOST_BEFORE = 4
"""Characters between 什么 and the name of the thing: what it is like (「什么轻薄外套」)."""
_NOT_GOODS = re.compile(
    "不|比较|更|最|好|适合|合适|能|会|可以|是|有|值得|便宜|牌|品牌|成分|时候|时间|问题|区别|不同|价|功效|作用|材质|颜色|尺寸|尺码|型号|方法|办法|原因|注意|推荐|好处|坏处|关系|意思|地方|人"
)


def thing_asked_for(message: Message, left_out: Sequence[Place]) -> str | None:
    """The words that say what is wanted; "" where that can't be told, None where it has no name."""
    asked = _asked_for(message, left_out)
    return None if asked is None or asks_for_a_gift(asked) else asked


def asks_for_a_gift(thing: str) -> bool:
    """Whether a thing is called no more than a gift: anything may be one."""
    return any(thing.lower().endswith(gift) for gift in grammar("gift"))


def _asked_for(message: Message, left_out: Sequence[Place]) -> str | None:
    named = find_category(message, left_out)
    place = (named.start, named.end) if named is not None else None
    unnamed = _UNNAMED.search(message.folded)
    if unnamed is not None and (place is None or place[0] > unnamed.start()):
        return None
    if message.language == "zh":
        if _TROUBLE.search(message.folded):
            return None
        which = _called(message, left_out, place)
        if which is None or which:
            return which
    found = _chinese(message, left_out, place) if message.language == "zh" else _english(message, left_out, place)
    return _within(message, left_out, found) if found is not None else ""


def _called(message: Message, left_out: Sequence[Place], named: Place | None) -> str | None:
    """What follows 什么 in a question; "" where there is no such question, None where only 好 and the like follow.

    It is called by what comes first: 「什么面霜不会起皮」.
    """
    for which in reversed(list(_WHICH.finditer(message.folded))):
        start, end = which.span("called")
        if named is not None and start <= named[0] <= start + MOST_BEFORE:
            return _within(message, left_out, named)
        called = "" if _NOT_GOODS.match(which["called"]) else _within(message, left_out, (start, end))
        if called := called.partition(" ")[0].removesuffix("好"):
            return called
        if which["with"]:
            return None
    return ""


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
