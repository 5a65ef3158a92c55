"""The verdicts of a message in either language, and what is ruled out by them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from desktop_client.commerce.reading.message import Message, receive
from desktop_client.commerce.reading.verdicts import Place, Verdict, apart
from desktop_client.commerce.reading.verdicts_en import english_verdicts
from desktop_client.commerce.reading.verdicts_zh import chinese_verdicts
from desktop_client.commerce.reading.wish import MOST, Wish

_OTHER = re.compile(
    r"(?:ones?| colou?red)?(?:,? (?:or|and/or|nor)(?: (?:in|with|of|maybe|even|else|perhaps|an?|the))*"
    r"|(?:色)?的?(?:或者?是?|还是|要么|/)|\s?/) ?(?:an? |the )?"
)
_LISTED = re.compile(r", ?|、")


def verdicts_of(message: Message, story: Sequence[Place] = (), figures: Sequence[Place] = ()) -> list[Verdict]:
    """The verdicts of a message in order; in a story only what is felt, since nothing is ordered there.

    A figure of speech rules nothing out: 「不是大款」.
    """
    found = english_verdicts(message) if message.language == "en" else chinese_verdicts(message)
    told = apart(found)
    return [
        verdict
        for verdict in told
        if not (verdict.things and _meet(verdict.things, figures if verdict.is_felt else (*figures, *story)))
    ]


def _meet(things: Sequence[Place], places: Sequence[Place]) -> bool:
    return any(start < place_end and place_start < end for start, end in things for place_start, place_end in places)


def without_aversions(message: Message) -> Message | None:
    """A message less what one's body does at an ordinary stuff, "perfume makes me sneeze"; None where it tells of none.

    Whoever says so before asking for a plain soap is not ill, and says of the soap what it may not have.
    """
    shown = list(message.shown)
    ails = [verdict.place for verdict in verdicts_of(message) if verdict.ails]
    for start, end in ails:
        shown[start:end] = " " * (end - start)
    return receive("".join(shown).strip(" ,.;，。；")) if ails else None


def ruled_out_by(message: Message, verdicts: Sequence[Verdict], others: Sequence[Wish]) -> tuple[Wish, ...]:
    """What verdicts rule out and what else is, in the order of the sentence."""
    told = [Wish(message.shown[start:end], start, end) for v in verdicts for start, end in v.things]
    return tuple(sorted((*told, *others), key=lambda wish: wish.start)[:MOST]) if told else tuple(others)


def one_of_two(message: Message) -> list[Place]:
    """Wishes of which any would do, "silver or in gold", 「木头、竹子或者藤编」: none of them is a must."""
    return [place for group in _groups(message) for place in group]


def _groups(message: Message) -> Iterator[list[Place]]:
    group: list[Place] = []
    is_either = False
    for span in message.wishes:
        between = message.folded[group[-1][1] : span.start] if group else ""
        other = bool(group) and _OTHER.fullmatch(between) is not None
        if not (other or (group and _LISTED.fullmatch(between))):
            if is_either:
                yield group
            group, is_either = [], False
        group.append((span.start, span.end))
        is_either = is_either or other
    if is_either:
        yield group
