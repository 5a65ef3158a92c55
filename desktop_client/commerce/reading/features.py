"""The named features of a message: what the linear models of this room add up.

Listed things are replaced by their class before words are joined, so that "best <goods>" is learned once for all goods.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from desktop_client.commerce.reading.amounts import CODE, MEASURE, MONEY, kind_of_number
from desktop_client.commerce.reading.lexicon import Span
from desktop_client.commerce.reading.lists import grammar
from desktop_client.commerce.reading.message import Message

WINDOW = 1200
"""Characters that decide what kind of message it is."""

_GOODS_RANK = ("goods", "food", "brand", "vehicle", "media", "weak")
_DIGIT = re.compile("[0-9]")
_MARKS = frozenset(",.?!;:()|/&")
_CLAUSE_END = re.compile(r"[.?!;。？！；,，:：]+(?=\s|[^\x00-\x7f]|$)|(?<=[^\x00-\x7f])\s(?=[^\x00-\x7f])")
_AFTER_A_HAN_HEAD = "推哪哦怎如求多什有和与跟还的在买好?？,，。.!！:：;；、吗呢 "


def features(message: Message, known: Iterable[Span] | None = None) -> frozenset[str]:
    """The named features of a message. ``known`` replaces the goods found, for training with goods left unknown."""
    head = message.beginning(WINDOW)
    things = head.goods if known is None else tuple(known)
    cues = list(_outside_of(things, head.cues))
    lists = {name for span in cues for name in span.lists}
    lists |= {_class_of(span) for span in things}
    symbols = list(_symbols(head, things))
    found = {f"lists:{name}" for name in lists}
    ordered = sorted(lists)
    found.update(f"pair:{a}+{b}" for i, a in enumerate(ordered) for b in ordered[i + 1 :])
    found.update(_shape(head, things, symbols, lists))
    found.update(_amounts(symbols))
    ends = _clause_ends(head)
    found.update(_at_the_edges(ends, things, cues))
    found.update(_in_one_clause(ends, things, cues))
    return _ngrams(symbols, message.language).union([f"{message.language}:{name}" for name in found])


def _outside_of(things: Sequence[Span], cues: Iterable[Span]) -> Iterator[Span]:
    """The cues that are no part of a thing's name: a writing desk is no text to be written."""
    parts = {place: span for span in things for place in range(span.start, span.end)}
    for cue in cues:
        thing = parts.get(cue.start)
        if thing is None or cue.end > thing.end or (cue.start, cue.end) == (thing.start, thing.end):
            yield cue


def _class_of(span: Span) -> str:
    return _class_in(span.lists)


@cache
def _class_in(lists: frozenset[str]) -> str:
    """The first of the classes of goods among some lists; a few dozen combinations of lists occur."""
    return next(name for name in _GOODS_RANK if name in lists)


def _symbols(message: Message, things: Sequence[Span]) -> Iterator[str]:
    """Words (English) or characters (Chinese) in order, listed things replaced by their class, numbers by ``<n>``."""
    text = message.folded
    known = {
        start: (kind_of_number(word, text, start, end) if _DIGIT.search(word) else word, end)
        for word, start, end in message.tokens
    }
    for span in things:
        known |= dict.fromkeys(range(span.start, span.end), (f"<{_class_of(span)}>", span.end))
    place = 0
    while place < len(text):
        if place in known:
            symbol, place = known[place]
            yield symbol
            continue
        character = text[place]
        if not character.isascii() and not character.isspace():
            yield character
        place += 1


def _ngrams(symbols: Sequence[str], language: str) -> frozenset[str]:
    """What stands alone, in pairs, around something and, in Chinese, in threes; each is written out once."""
    padded = ["^", *symbols, "$"]
    found = [f"{language}:one:{a}" for a in set(padded)]
    found += [f"{language}:two:{a} {b}" for a, b in set(pairwise(padded))]
    found += [f"{language}:about:{a} {b}" for a, b in set(zip(padded, padded[2:], strict=False))]
    if language == "zh":
        threes = set(zip(padded, padded[1:], padded[2:], strict=False))
        found += [f"zh:three:{a} {b} {c}" for a, b, c in threes]
    return frozenset(found)


def _shape(message: Message, things: Sequence[Span], symbols: list[str], lists: set[str]) -> Iterator[str]:
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
    bare = size <= 12 and not lists & {"explain", "howto", "write"} and sentence.isdisjoint(symbols)
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


def _amounts(symbols: Sequence[str]) -> Iterator[str]:
    """Whether money, measures and names of models are said, and more than one: what is compared or haggled over."""
    for kind in (MONEY, MEASURE, CODE):
        if said := symbols.count(kind):
            yield f"has:{kind}"
            if said > 1:
                yield f"several:{kind}"


def _clause_ends(message: Message) -> list[int]:
    """Where the clauses of a message end, but for the last one."""
    return [match.end() for match in _CLAUSE_END.finditer(message.folded.rstrip(" .?!。？！"))]


def _at_the_edges(ends: Sequence[int], things: Sequence[Span], cues: Sequence[Span]) -> Iterator[str]:
    """What the first and the last clause are about: a wish comes first or last, a story before it or behind."""
    if not ends:
        return
    for span in (*cues, *things):
        edge = "last" if span.start >= ends[-1] else "first" if span.end <= ends[0] else ""
        if edge:
            yield from (f"{edge}:{name}" for name in _names(span))


def _in_one_clause(ends: Sequence[int], things: Sequence[Span], cues: Sequence[Span]) -> Iterator[str]:
    """What is said in one breath: to want something and to name a thing in the next sentence is less."""
    clauses: dict[int, set[str]] = {}
    for span in (*cues, *things):
        clauses.setdefault(bisect_right(ends, span.start), set()).update(_names(span))
    for names in clauses.values():
        ordered = sorted(names)
        yield from (f"same:{a}+{b}" for i, a in enumerate(ordered) for b in ordered[i + 1 :])


def _names(span: Span) -> Iterable[str]:
    """What a cue tells of, or the class of a thing."""
    return (_class_of(span),) if not span.lists.isdisjoint(_GOODS_RANK) else span.lists


def is_head(message: Message, span: Span) -> bool:
    """Whether a thing ends its phrase ("chairs for the garden"), rather than qualifying another ("chair repair")."""
    after = message.folded[span.end : span.end + 2]
    if not after.strip():
        return True
    if message.language == "zh":
        return after[0] in _AFTER_A_HAN_HEAD
    behind = bisect_left(message.tokens, span.end, key=lambda token: token.start)
    word = message.tokens[behind].text if behind < len(message.tokens) else ""
    return word in _MARKS or word in grammar("after a thing") or _DIGIT.search(word) is not None
