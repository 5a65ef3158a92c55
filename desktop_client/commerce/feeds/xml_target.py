"""What an XML parser tells of elements and texts, put together to the items of a feed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from desktop_client.commerce.feeds.feed import MAX_DEPTH
from desktop_client.commerce.feeds.table import normal
from desktop_client.wording import Sentence, say

GOOGLE: Final = "http://base.google.com/ns/1.0"
_GOOGLE_TOO: Final = frozenset({GOOGLE, GOOGLE + "/", GOOGLE.replace("http:", "https:")})
_PLAIN: Final = frozenset({"", "http://www.w3.org/2005/Atom", "http://purl.org/rss/1.0/", "http://purl.org/atom/ns#"})
_ITEM_NAMES: Final = frozenset({"item", "entry", "product"})
_REPEATED: Final = frozenset({"shipping", "product_detail"})


@dataclass(slots=True)
class Group:
    """An element with elements in it, such as ``g:shipping``: their texts by local name."""

    name: str
    parts: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Item:
    """One item: texts of its elements by local name, groups, its bytes and first line.

    Of several elements of one name the first counts; Google's namespace goes before the feed's own.
    """

    line: int
    raw: bytes = b""
    fields: dict[str, str] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)
    repeated: list[tuple[str, str]] = field(default_factory=list)


class Malformed(Exception):  # noqa: N818 - caught where the stream is read
    """An item that the parser takes but that can't be meant; the search for the next one begins at byte ``at``."""

    def __init__(self, why: Sentence, at: int) -> None:
        super().__init__(str(why))
        self.why = why
        self.at = at


class Target:
    """The parser's target. ``here`` tells byte index and line, ``cut`` the bytes between two indices."""

    def __init__(self, here: Callable[[], tuple[int, int]], cut: Callable[[int, int], bytes]) -> None:
        self._here = here
        self._cut = cut
        self._item: Item | None = None
        self._done: list[Item] = []
        self.item_at = 0
        self.item_line = 1
        self.first_item_at: int | None = None
        self._depth = 0
        self._item_depth = 0
        self._google: dict[str, str] = {}
        self._group: Group | None = None
        self._name = ""
        self._from_google = False
        self._text: list[str] = []
        self._known: dict[str, tuple[str, bool]] = {}

    @property
    def is_open(self) -> bool:
        """Whether the parser stands inside an item."""
        return self._item is not None

    def take(self) -> list[Item]:
        """The items that ended since the last call."""
        done, self._done = self._done, []
        return done

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._depth += 1
        name, from_google = self._split(tag)
        if self._item is None:
            if name in _ITEM_NAMES and not from_google and self._depth > 1:
                self._open()
            return
        self._text.clear()
        below = self._depth - self._item_depth
        if below > MAX_DEPTH:
            raise Malformed(say("Elements are nested deeper than {limit}.", limit=MAX_DEPTH), self.item_at + 1)
        if below == 1:
            if name in ("item", "entry") and not from_google:
                raise Malformed(say("The item is never closed."), self._here()[0])
            self._name, self._from_google, self._group = name, from_google, None
            if name == "link" and attributes.get("rel", "alternate") == "alternate":
                self._keep(attributes.get("href", ""))
        elif below == 2 and self._group is None:
            self._group = Group(self._name)

    def data(self, text: str) -> None:
        """Some text."""
        if self._item is not None:
            self._text.append(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        below = self._depth - self._item_depth
        self._depth -= 1
        if self._item is None:
            return
        if below == 0:
            self._close()
        elif below == 1:
            if self._group is not None:
                self._item.groups.append(self._group)
                self._group = None
            else:
                self._keep("".join(self._text))
        elif below == 2 and self._group is not None:
            self._group.parts.setdefault(self._split(tag)[0], "".join(self._text))
            self._text.clear()

    def close(self) -> None:
        """The document ends."""

    def _split(self, tag: str) -> tuple[str, bool]:
        """Local name, and whether the namespace is Google's; no name where the namespace is somebody else's."""
        known = self._known.get(tag)
        if known is None:
            space, _, name = tag.rpartition("}")
            space = space[1:]
            known = (normal(name) if space in _PLAIN or space in _GOOGLE_TOO else "", space in _GOOGLE_TOO)
            if len(self._known) < 10_000:
                self._known[tag] = known
        return known

    def _open(self) -> None:
        self.item_at, self.item_line = self._here()
        if self.first_item_at is None:
            self.first_item_at = self.item_at
        self._item = Item(self.item_line)
        self._item_depth = self._depth
        self._google = {}

    def _keep(self, text: str) -> None:
        assert self._item is not None, "only called inside an item"
        if not self._name or not text.strip():
            return
        if self._name in _REPEATED:
            self._item.repeated.append((self._name, text))
        else:
            (self._google if self._from_google else self._item.fields).setdefault(self._name, text)

    def _close(self) -> None:
        assert self._item is not None, "only called inside an item"
        self._item.fields.update(self._google)
        self._item.raw = self._cut(self.item_at, self._here()[0])
        self._done.append(self._item)
        self._item = None
