"""A wish: a short phrase in the user's own words, where it was said, and how; and what no such phrase is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from desktop_client.commerce.reading.message import LIMIT, Message
from desktop_client.late import Late

Place = tuple[int, int]

NOWHERE: Place = (LIMIT, LIMIT)
"""Where the kind of thing stands that is not named."""
MOST = 8
"""Wishes that are kept, in the order of the sentence."""

STOP = (
    r"(?:for|with|without|and|or|nor|but|please|in|on|at|to|from|under|over|below|above|around|that|which"
    r"|who|is|are|it|they|because|since|so|as|if|when"
    r"|i|my|the|a|an|of|by|can|should|would|preferably|ideally|thanks?|size|priced|costing|cost|price"
    r"|budget|less|more|about|between|up|shipped|delivered|sent|shipping|ones?"
    r"|required|needed|involved|whatsoever|nonsense|stuff|not|no|instead|rather|though|then"
    r"|pls|plz|thx|tbh|lol|obviously|anywhere|either|anyway|honestly|ever|[a-z]+n['’]t)\b"
)
PHRASE = rf"(?!{STOP})[a-z][a-z'-]*(?: (?!{STOP})[a-z][a-z'-]*){{0,2}}"
"""A few English words that may be a wish."""
HAN_NO_WISH = Late(
    r"[太过贵那什推好问买了的吧说啥我你就都也]|人(?![体造工])|颜色|牌子|[低高](?![因帮腰领跟脚])|超(?!细)|便宜|平价|之类|预算|想法|别的|其他|比较|关系|必要"
    r"|要求|意思|办法|时间|钱"
)
"""What Chinese words begin with that are none."""


class Said(Enum):
    """How a wish is said, which tells how it can be searched for."""

    PHRASE = auto()
    """"brown switches": whole."""
    UNSEARCHED = auto()
    """"at least 65 W", "won't trip the fuse": not at all. Other amounts do as well, and no fuse is wanted."""
    CLAUSE = auto()
    """"fit under a sink": by its words, as any other."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A short phrase, and the stretch of text that said it."""

    phrase: str
    start: int
    end: int
    said: Said = Said.PHRASE


def covered(message: Message, places: Iterable[Place]) -> bytearray:
    """A byte for each character of a message: 1 where one of the places is."""
    covered = bytearray(len(message.folded))
    for start, end in places:
        covered[start:end] = bytes((1,)) * (end - start)
    return covered
