"""The named features of a message: what the linear models of this room add up.

Listed things are replaced by their class before words are joined, so that "best <goods>" is learned once for all goods.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from desktop_client.commerce.reading.lexicon import Span
from desktop_client.commerce.reading.lists import grammar
from desktop_client.commerce.reading.message import Message

WINDOW = 1200
"""Characters that decide what kind of message it is."""

_GOODS_RANK = ("goods", "food", "brand", "vehicle", "media", "weak")
_MARKS = frozenset(",.?!;:()|/&")
_AFTER_A_HAN_HEAD = "推哪哦怎如求多什有和与跟还的在买好?？,，。.!！:：;；、吗呢 "


class Symbol(NamedTuple):
    """One step of the abstracted sentence: a word, a Chinese character, or the class of a listed thing."""

    text: str
    start: int
    end: int


def features(message: Message, known: Iterable[Span] | None = None) -> frozenset[str]:
    """The named features of a message. ``known`` replaces the goods found, for training with goods left unknown."""
    head = message.beginning(WINDOW)
    things = head.goods if known is None else tuple(known)
    lists = {name for span in head.cues for name in span.lists}
    lists |= {_class_of(span) for span in things}
    symbols = list(_symbols(head, things))
    found = {f"lists:{name}" for name in lists}
    ordered = sorted(lists)
    found.update(f"pair:{a}+{b}" for i, a in enumerate(ordered) for b in ordered[i + 1 :])
    found.update(_ngrams([s.text for s in symbols], message.language))
    found.update(_shape(head, things, symbols, lists))
    return frozenset(f"{message.language}:{name}" for name in found)


def _class_of(span: Span) -> str:
    return next(name for name in _GOODS_RANK if name in span.lists)


def _symbols(message: Message, things: Sequence[Span]) -> Iterator[Symbol]:
    """Words (English) or characters (Chinese) in order, listed things replaced by their class, numbers by ``<n>``."""
    inside = {place: span for span in things for place in range(span.start, span.end)}
    tokens = {token.start: token for token in message.tokens}
    place = 0
    while place < len(message.folded):
        step = 1
        if span := inside.get(place):
            yield Symbol(f"<{_class_of(span)}>", span.start, span.end)
            step = span.end - place
        elif token := tokens.get(place):
            text = "<n>" if any(c.isdigit() for c in token.text) else token.text
            yield Symbol(text, token.start, token.end)
            step = token.end - place
        elif not message.folded[place].isspace() and not message.folded[place].isascii():
            yield Symbol(message.folded[place], place, place + 1)
        place += step


def _ngrams(symbols: Sequence[str], language: str) -> Iterator[str]:
    """What stands alone, in pairs and, in Chinese, in threes."""
    padded = ["^", *symbols, "$"]
    yield from (f"one:{a}" for a in padded)
    yield from (f"two:{a} {b}" for a, b in pairwise(padded))
    if language == "zh":
        yield from (f"three:{a} {b} {c}" for a, b, c in zip(padded, padded[1:], padded[2:], strict=False))


def _shape(message: Message, things: Sequence[Span], symbols: list[Symbol], lists: set[str]) -> Iterator[str]:
    """How long the sentence is, how much of it is things, whether it is a bare phrase, where its things stand."""
    size = len(symbols)
    length = next((str(n) for n in (2, 4, 7, 12, 20, 35, 60) if size <= n), "more")
    yield f"length:{length}"
    classes = [_class_of(span) for span in things]
    solid = [span for span, name in zip(things, classes, strict=True) if name in ("goods", "food", "brand")]
    yield f"things:{min(len(solid), 3)}"
    heads = [span for span in solid if is_head(message, span)]
    if heads:
        yield "head"
    sentence = grammar("sentence")
    bare = not lists & {"explain", "howto", "write"} and not any(s.text in sentence for s in symbols)
    bare = bare and size <= 12
    if bare:
        yield "bare"
        yield f"bare+things:{min(len(solid), 2)}"
        if heads:
            yield "bare+head"
        if things and things[-1].end == len(message.folded.rstrip(" ?？。.!！")):
            yield f"bare+last:{classes[-1]}"
    if "?" in message.folded or "？" in message.folded:
        yield "question"
    sentences = sum(message.folded.count(c) for c in ".!?。！？\n")
    yield f"sentences:{min(sentences, 4)}"


def is_head(message: Message, span: Span) -> bool:
    """Whether a thing ends its phrase ("chairs for the garden"), rather than qualifying another ("chair repair")."""
    after = message.folded[span.end : span.end + 2]
    if not after.strip():
        return True
    if message.language == "zh":
        return after[0] in _AFTER_A_HAN_HEAD
    word = next((t.text for t in message.tokens if t.start >= span.end), "")
    return word in _MARKS or word in grammar("after a thing") or any(c.isdigit() for c in word)
