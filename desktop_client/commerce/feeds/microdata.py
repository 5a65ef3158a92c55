"""schema.org products in microdata (WHATWG HTML, section 5): the items of a page as the nodes that JSON-LD would have.

Read is what most shops write, with what stands elsewhere and is referred to (``microdata_refs.py``). An element that is
left open ends where one around it ends. What is too deep, too long or too much is left out, so that a page made to keep
a reader busy doesn't.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urljoin

from desktop_client.commerce.feeds.markup import Tag, pieces
from desktop_client.commerce.feeds.microdata_refs import Part, follow, referred, refs_of

MOST_ITEMS: Final = 5_000
MOST_VALUES: Final = 200
"""Values of one item; one more is left out."""
DEEPEST: Final = 10_000
"""Elements inside one another; what lies deeper is not read."""
LONGEST: Final = 10_000
"""Characters of one value."""
MOST_PIECES: Final = 500
"""Pieces of text that one value is put together from."""
MOST_READ: Final = 10_000_000
"""Pieces of text that all values of a page are put together from, 64 characters counting as one more: elements inside
one another could make a page longer than it is.
"""

_VOID: Final = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()  # noqa: SIM905 - reads as a list
)
"""Elements that have no content and no end tag."""

_ENDED_BY_THE_NEXT: Final = frozenset({"dd", "dt", "li", "option", "p", "td", "th", "tr"})
"""Elements whose end tag is often left out: the next of their kind ends them."""

_LINKS: Final = {
    "a": "href", "area": "href", "link": "href", "audio": "src", "embed": "src", "iframe": "src", "img": "src",
    "source": "src", "track": "src", "video": "src", "object": "data",
}  # fmt: skip
"""Elements whose value is the address in one of their attributes."""

_VALUES: Final = {"meta": "content", "data": "value", "meter": "value", "time": "datetime"}


@dataclass(frozen=True, slots=True)
class Item:
    """An item as a JSON-LD node, and where in the page its tag stands."""

    value: dict[str, Any]
    at: int


@dataclass(slots=True)
class _Open:
    """An element that is open: the item that it makes, the properties that it is a value of, and what it is to items
    that refer to it.
    """

    name: str
    item: dict[str, Any] | None = None
    owner: dict[str, Any] | None = None
    properties: tuple[str, ...] = ()
    text_from: int = 0
    part: Part | None = None


@dataclass(slots=True)
class _Reader:
    """The page as far as it is read. ``cut`` says that there was more than is read of one page.

    ``wanted`` are the ids of elements that items refer to.
    """

    base: str
    most: int = MOST_ITEMS
    wanted: frozenset[str] = frozenset()
    found: list[Item] = field(default_factory=list)
    items: int = 0
    cut: bool = False
    stack: list[_Open] = field(default_factory=list)
    named: Counter[str] = field(default_factory=Counter)
    owners: list[dict[str, Any]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    awaited: int = 0
    spent: int = 0
    parts: dict[str, Part] = field(default_factory=dict)
    refs: list[tuple[dict[str, Any], tuple[str, ...]]] = field(default_factory=list)

    def begin(self, tag: Tag) -> None:
        if tag.name == "base" and "href" in tag.attributes:
            self.base = _joined(self.base, tag.attributes["href"])
        if tag.name in _ENDED_BY_THE_NEXT and self.stack and self.stack[-1].name == tag.name:
            self.end(tag.name)
        if len(self.stack) >= DEEPEST:
            return
        part = self._part(tag)
        here = self._opened(tag)
        here.part = part
        if tag.name in _VOID:
            self._part_ends(part)
            return
        self.stack.append(here)
        self.named[tag.name] += 1
        if here.item is not None:
            self.owners.append(here.item)
        elif here.owner is not None:
            self.awaited += 1

    def _part(self, tag: Tag) -> Part | None:
        """What an element is to the items that refer to it: until it ends, properties are collected for them."""
        name = tag.attributes.get("id", "")
        if name not in self.wanted or name in self.parts:
            return None
        part = self.parts[name] = Part(around=tuple(self.owners))
        self.owners.append(part.properties)
        return part

    def _part_ends(self, part: Part | None) -> None:
        """What was collected belongs to the item around it, too."""
        if part is None:
            return
        self.owners.pop()
        if self.owners:
            for name, values in part.properties.items():
                for value in values if isinstance(values, list) else [values]:
                    _add(self.owners[-1], (name,), value)

    def _opened(self, tag: Tag) -> _Open:
        """An element, its value already with its owner unless that is the text to come."""
        owner = self.owners[-1] if self.owners else None
        properties = tuple(tag.attributes.get("itemprop", "").split()[:10])
        item = self._item(tag) if "itemscope" in tag.attributes else None
        if item is not None and not (owner is not None and properties):
            self.found.append(Item(item, tag.at))
        if owner is None or not properties:
            return _Open(tag.name, item)
        value = item if item is not None else self._stated(tag)
        if value is None and tag.name not in _VOID:
            if self.spent < MOST_READ:
                return _Open(tag.name, None, owner, properties, len(self.texts))
            self.cut = True
        _add(owner, properties, value)
        return _Open(tag.name, item)

    def _item(self, tag: Tag) -> dict[str, Any] | None:
        attributes = tag.attributes
        self.items += 1
        if self.items > self.most:
            self.cut = True
            return None
        item: dict[str, Any] = {"@type": attributes.get("itemtype", "").split()[:10]}
        if attributes.get("itemid"):
            item["@id"] = _joined(self.base, attributes["itemid"])
        if ids := refs_of(tag):
            self.refs.append((item, ids))
        return item

    def _stated(self, tag: Tag) -> str | None:
        """The value that stands in the tag itself; None where it is the element's text."""
        if tag.name in _LINKS:
            stated = tag.attributes.get(_LINKS[tag.name])
            return _joined(self.base, stated) if stated is not None else None
        # Many shops put ``content`` on elements that the standard doesn't give one; search engines read it.
        stated = tag.attributes.get(_VALUES.get(tag.name, "content"), tag.attributes.get("content"))
        return None if stated is None else stated.strip()[:LONGEST]

    def end(self, name: str) -> None:
        """Close the innermost element of that name, and what was left open inside it."""
        while self.named[name]:
            here = self.stack.pop()
            self.named[here.name] -= 1
            if here.item is not None:
                self.owners.pop()
            elif here.owner is not None:
                self.awaited -= 1
                _add(here.owner, here.properties, self._text(here.text_from))
                if not self.awaited:
                    self.texts.clear()
            self._part_ends(here.part)
            if here.name == name:
                return

    def text(self, text: str) -> None:
        if text and self.awaited:
            self.texts.append(text[:LONGEST])

    def _text(self, start: int) -> str:
        """The text since then, as far as a value goes."""
        parts, length = [], 0
        for part in self.texts[start : start + MOST_PIECES]:
            parts.append(part)
            length += len(part)
            if length >= LONGEST:
                break
        self.spent += len(parts) + length // 64
        return " ".join("".join(parts).split())[:LONGEST]


def items_in(page: str, base: str = "") -> Iterator[dict[str, Any]]:
    """The items of a page that belong to no other, as JSON-LD nodes; addresses are made whole by ``base``."""
    for found in placed_items(page, base):
        if found is not None:
            yield found.value


def placed_items(page: str, base: str = "", most: int = MOST_ITEMS) -> Iterator[Item | None]:
    """The same with their places, each as soon as it is whole; None at the end where there are more than ``most``,
    those inside others counted too.
    """
    if "itemscope" not in page.lower():
        return
    reader = _Reader(base, most, referred(page))
    for piece in pieces(page):
        if isinstance(piece, str):
            reader.text(piece)
        elif not piece.ends:
            reader.begin(piece)
        else:
            reader.end(piece.name)
        if reader.found and not reader.owners and not reader.wanted:
            yield from reader.found
            reader.found.clear()
    while reader.stack:
        reader.end(reader.stack[-1].name)
    for item, name, value in follow(reader.refs, reader.parts):
        _add(item, (name,), value)
    yield from reader.found
    if reader.cut:
        yield None


def _add(owner: dict[str, Any], properties: tuple[str, ...], value: Any) -> None:
    """Add a value to an item; the second of one name makes a list of them."""
    for name in properties:
        short = name.rpartition("/")[2]
        if short.startswith("@") or value is None or value == "":
            continue
        if short not in owner:
            if len(owner) < MOST_VALUES:
                owner[short] = value
        elif not isinstance(owner[short], list):
            owner[short] = [owner[short], value]
        elif len(owner[short]) < MOST_VALUES:
            owner[short].append(value)


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address.strip()[:2048])
    except ValueError:
        return ""
