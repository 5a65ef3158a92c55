"""Parts of words, for telling a barred thing by its likeness to listed ones: "fungal cream", 超声耦合剂.

Names of drugs, devices and arms are made of few parts; a list can't hold all that is made of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from desktop_client.commerce.reading.lists import read_lists
from desktop_client.commerce.reading.message import Message

WINDOW = 300
"""Characters that are looked at: a thing that is wanted is named early."""

_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
_LATIN = re.compile(r"[a-z]{2,}")


def parts(message: Message) -> frozenset[str]:
    """The named parts of a message: words, their beginnings and ends, or runs of one to three characters."""
    head = message.beginning(WINDOW)
    made = _han_parts(head.folded) if head.language == "zh" else _latin_parts(head)
    return frozenset(f"{head.language}:{name}" for name in made)


def _latin_parts(message: Message) -> Iterator[str]:
    asking = frozenset(read_lists("fillers.en.txt")["filler"])
    words = [token.text for token in message.tokens if token.text[0].isalnum() and token.text not in asking]
    words = ["<n>" if any(c.isdigit() for c in word) else word for word in words]
    for word in words:
        if word != "<n>":
            yield f"word:{word}"
        if len(word) >= 5:
            yield f"begins:{word[:4]}"
        if len(word) >= 6:
            yield f"begins:{word[:5]}"
            yield f"ends:{word[-4:]}"
    for first, second in pairwise(words):
        yield f"words:{first} {second}"


def _han_parts(text: str) -> Iterator[str]:
    for run in _HAN_RUN.findall(text):
        for size in (1, 2, 3):
            for i in range(len(run) - size + 1):
                yield f"part:{run[i : i + size]}"
    for word in _LATIN.findall(text):
        yield f"word:{word}"
