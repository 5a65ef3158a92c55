"""``itemref``: properties of an item that stand elsewhere on its page (WHATWG HTML, section 5.2.2).

An item names the ids of elements outside it; what properties these hold are the item's too. A page may name them in
rings, or so that an item would be written out again and again: such references are left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from desktop_client.commerce.feeds.markup import Tag, pieces

Item = dict[str, Any]
MOST_REFS: Final = 1_000
"""References that are followed, on the whole page; those of one item are at most ``MOST_OF_ONE``."""
MOST_OF_ONE: Final = 20
MOST_GIVEN: Final = 20_000
"""Values that items get by reference, on the whole page; ``MOST_ITEMS_GIVEN`` of them may be items."""
MOST_ITEMS_GIVEN: Final = 500
MOST_TWICE: Final = 6
"""Items with items in them that stand in an item already and are given to another as well: each may double a page."""


def referred(page: str) -> frozenset[str]:
    """The ids of elements that items of a page refer to."""
    if "itemref" not in page.lower():
        return frozenset()
    ids: set[str] = set()
    for piece in pieces(page):
        if isinstance(piece, Tag) and not piece.ends and "itemscope" in piece.attributes:
            ids.update(refs_of(piece))
            if len(ids) >= MOST_REFS:
                break
    return frozenset(ids)


def refs_of(tag: Tag) -> tuple[str, ...]:
    """The ids that an item names, each once."""
    return tuple(dict.fromkeys(tag.attributes.get("itemref", "").split()[:MOST_OF_ONE]))


@dataclass(slots=True, eq=False)
class Part:
    """An element that items refer to: the properties in it, and the items that it stands in."""

    properties: Item = field(default_factory=dict)
    around: tuple[Item, ...] = ()


def follow(refs: Iterable[tuple[Item, tuple[str, ...]]], parts: dict[str, Part]) -> Iterable[tuple[Item, str, Any]]:
    """What is to be added to which item under which name, reference by reference: add each before asking for the next.

    An item with items in it is given to the first that refers to it only, and never to one that it holds itself.
    """
    referring = list(refs)[:MOST_REFS]
    linked = {id(item) for item, _ in referring}
    given: set[int] = set()
    values_left, items_left, twice_left = MOST_GIVEN, MOST_ITEMS_GIVEN, MOST_TWICE
    for item, part, name, value in _referred_values(referring, parts):
        if isinstance(value, dict):
            items_left -= 1
            if items_left < 0 or id(value) in given or _holds(value, item):
                continue
            if id(value) in linked or any(True for _ in _items_in(value)):
                given.add(id(value))
                twice_left -= bool(part.around)
                if twice_left < 0:
                    continue
        values_left -= 1
        if values_left < 0:
            return
        yield item, name, value


def _referred_values(
    referring: Iterable[tuple[Item, tuple[str, ...]]], parts: dict[str, Part]
) -> Iterable[tuple[Item, Part, str, Any]]:
    for item, ids in referring:
        for part in (parts[name] for name in ids if name in parts):
            if any(item is each for each in part.around):
                continue
            for name, values in list(part.properties.items()):
                for value in list(values) if isinstance(values, list) else [values]:
                    yield item, part, name, value


def _holds(outer: Item, inner: Item) -> bool:
    seen: set[int] = set()
    waiting = [outer]
    while waiting:
        here = waiting.pop()
        if here is inner:
            return True
        if id(here) not in seen:
            seen.add(id(here))
            waiting.extend(_items_in(here))
    return False


def _items_in(item: Item) -> Iterable[Item]:
    for values in item.values():
        yield from (each for each in (values if isinstance(values, list) else [values]) if isinstance(each, dict))
