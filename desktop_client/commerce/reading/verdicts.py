"""Verdicts: what is said not to be had, or to make no difference, in whatever words it is said.

"Nylon makes me itch", "rather wood than metal", 「塑料的一律不考虑」 rule a thing out; "used is fine", 「防水无所谓」,
"lighter than my steel one" say nothing that a thing must or must not have. Who takes a verdict for a wish offers just
what was not wanted, so where one is told for sure and its thing is not, nothing is read from it at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop_client.commerce.reading.lexicon import Span, begun_within
from desktop_client.commerce.reading.lists import read_lists
from desktop_client.commerce.reading.message import Message

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A stretch of text that says one, and the things that it rules out: none where it makes no difference."""

    start: int
    end: int
    things: tuple[Place, ...] = ()
    is_felt: bool = False
    """It tells what somebody feels, not what is ordered: that holds in a story too."""
    ails: bool = False
    """It tells of what one's body does at an ordinary thing, "perfume makes me sneeze"."""

    @property
    def place(self) -> Place:
        """Where it stands: nothing else is read there."""
        return self.start, self.end


def any_of(page: str, *names: str) -> str:
    """A pattern of the words of some lists, the longest first, with either apostrophe."""
    words = {word for name in names for word in read_lists(page)[name]}
    return f"(?:{'|'.join(map(_escaped, sorted(words, key=lambda word: (-len(word), word))))})"


def _escaped(word: str) -> str:
    return re.escape(word).replace("\\ ", " ").replace("'", "['’]")


def apart(found: Iterable[Verdict]) -> list[Verdict]:
    """Verdicts in order, of two that overlap the one that begins first, or is longer."""
    kept: list[Verdict] = []
    for verdict in sorted(found, key=lambda verdict: (verdict.start, -verdict.end)):
        if not kept or verdict.start >= kept[-1].end:
            kept.append(verdict)
    return kept


def without_the_kind(message: Message, thing: Place, around: Sequence[Place]) -> Place:
    """A thing less the kind that is wanted: the "polyester" of "cotton instead of polyester sheets".

    Where another kind is named outside of ``around``, that one is wanted, and "plastic buckles" stays whole.
    """
    start, end = thing
    kind = next((span for span in begun_within(message.goods, start + 1, end) if end <= span.end), None)
    if kind is None or _names_another(message, kind, around):
        return thing
    listed = any(span.end <= kind.start for span in begun_within(message.wishes, start, start + 1))
    return (start, _stripped(message, start, kind.start)) if listed else thing


def _names_another(message: Message, kind: Span, around: Sequence[Place]) -> bool:
    others = (
        s
        for s in message.goods
        if s.phrase.rstrip("s") != kind.phrase.rstrip("s") and s.lists & {"goods", "food", "weak", "vehicle"}
    )
    return any(all(s.end <= start or s.start >= end for start, end in around) for s in others)


def _stripped(message: Message, start: int, end: int) -> int:
    return start + len(message.folded[start:end].rstrip(" 的"))
