"""An index of names, and which of them stand in a row of units: the longest at each place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import compress, count
from typing import NamedTuple


class Mention(NamedTuple):
    """A concept's name in a text: which units (words or Chinese characters) it covers."""

    concepts: tuple[str, ...]
    start: int
    end: int


@dataclass(slots=True)
class Step:
    """One unit of names: the ids of the concepts whose name ends with it, and by which units names go on."""

    ids: tuple[str, ...] = ()
    on: dict[str, Step] = field(default_factory=dict)


Index = Mapping[str, Step]
"""Names by their first unit."""


def index_of(rows: Iterable[tuple[str, Iterable[tuple[str, ...]]]]) -> Index:
    """An index of the names, in units, that concepts go by; what several go by leads to all of their ids."""
    by_name: dict[tuple[str, ...], list[str]] = {}
    for concept, names in rows:
        for name in names:
            by_name.setdefault(name, []).append(concept)
    first: dict[str, Step] = {}
    for units, ids in by_name.items():
        step = Step(on=first)
        for unit in units:
            step = step.on.setdefault(unit, Step())
        step.ids = tuple(dict.fromkeys(ids))
    return first


def scan(found: list[str], index: Index, heads: Index | None = None) -> Iterator[Mention]:
    """The longest name at each place. One of ``heads`` that begins inside another and goes on behind it is meant
    instead: the last word says what a thing is (「清洁面膜」 is a mask, though 「洁面」 cleans).
    """
    read_to = 0
    for at in compress(count(), map(index.__contains__, found)):
        mention = longest(found, at, index) if at >= read_to else None
        if mention is None:
            continue
        if heads and (head := _reaching_over(found, mention, heads)) is not None:
            read_to = head.start
        else:
            yield mention
            read_to = mention.end


def longest(found: list[str], at: int, index: Index) -> Mention | None:
    """The longest name that begins at a place."""
    mention = None
    end, step = at + 1, index.get(found[at])
    while step is not None:
        if step.ids:
            mention = Mention(step.ids, at, end)
        step = step.on.get(found[end]) if end < len(found) else None
        end += 1
    return mention


def _reaching_over(found: list[str], mention: Mention, heads: Index) -> Mention | None:
    if mention.end - mention.start == 1 or heads.keys().isdisjoint(found[mention.start + 1 : mention.end]):
        return None
    if longest(found, mention.start, heads) != mention:
        return None
    inside = (longest(found, at, heads) for at in range(mention.start + 1, mention.end))
    return next((head for head in inside if head is not None and head.end > mention.end), None)
