"""What silence is read from: the features of a message, what it tells of a child's day, and parts of its words."""

from __future__ import annotations

from collections.abc import Iterator

from desktop_client.commerce.reading.features import WINDOW
from desktop_client.commerce.reading.message import Message
from desktop_client.commerce.reading.parts import parts


def clues(message: Message, names: frozenset[str]) -> frozenset[str]:
    """What the models of silence look at; ``names`` are the message's features.

    The parts are those of English words: "bleeds" is like "bleeding". Chinese features are made of characters already.
    """
    days = _days(message, names)
    return names.union(days, parts(message)) if message.language == "en" else names.union(days)


def _days(message: Message, names: frozenset[str]) -> Iterator[str]:
    """The lists of a child's day that a message touches, each also beside every other list: "school", "school+kin"."""
    prefix = f"{message.language}:lists:"
    days = sorted({name for span in message.beginning(WINDOW).of_children for name in span.lists})
    others = [name.removeprefix(prefix) for name in names if name.startswith(prefix)] if days else []
    for i, day in enumerate(days):
        yield prefix + day
        yield from (f"{message.language}:pair:{day}+{other}" for other in (*days[i + 1 :], *others))
