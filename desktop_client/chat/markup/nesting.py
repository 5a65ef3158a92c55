"""Lists and quotations around pieces, which carry them as their place, as nested HTML elements again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from desktop_client.chat.markup.pieces import Place

_Tag = Literal["ul", "ol", "blockquote"]
_TASKS = {"[ ]": "open", "[x]": "done"}


class Nesting:
    """The elements that stand open around what is written next into ``out``."""

    def __init__(self, out: list[str]) -> None:
        self._out = out
        self._open: list[_Tag] = []

    def go_to(self, place: Place) -> None:
        """Close and open what lies between the piece before and one at ``place``."""
        wanted = self._around(place)
        same = _common(wanted, self._open)
        item = _innermost_list(wanted) if place.marker else len(wanted)
        if place.marker and item < same:
            self._close(item + 1)
            self._out += ["</li>", _item(place.marker)]
            same = item + 1
        self._close(same)
        for at in range(same, len(wanted)):
            self._begin(wanted[at], place.marker if at == item else "")

    def end(self) -> None:
        """Close all."""
        self._close(0)

    def _around(self, place: Place) -> list[_Tag]:
        """What stands around a place. What kind of list it is, only the marker of an item says; others are known."""
        tags: list[_Tag] = []
        for depth in range(place.depth + 1):
            tags += ["blockquote"] * place.quotes.count(depth)
            if depth < place.depth:
                tags.append(self._list_at(len(tags)))
        if place.marker:
            tags[_innermost_list(tags)] = "ol" if place.marker[0].isdigit() else "ul"
        return tags

    def _list_at(self, depth: int) -> _Tag:
        return self._open[depth] if self._open[depth : depth + 1] == ["ol"] else "ul"

    def _close(self, depth: int) -> None:
        while len(self._open) > depth:
            tag = self._open.pop()
            self._out.append("</blockquote>" if tag == "blockquote" else f"</li></{tag}>")

    def _begin(self, tag: _Tag, marker: str) -> None:
        self._out.append("<blockquote>" if tag == "blockquote" else f"<{tag}>{_item(marker)}")
        self._open.append(tag)


def _common(wanted: Sequence[_Tag], opened: Sequence[_Tag]) -> int:
    same = 0
    while same < min(len(wanted), len(opened)) and wanted[same] == opened[same]:
        same += 1
    return same


def _innermost_list(tags: Sequence[_Tag]) -> int:
    return max(at for at, tag in enumerate(tags) if tag != "blockquote")


def _item(marker: str) -> str:
    if marker[:1].isdigit():
        return f'<li value="{marker.removesuffix(".")}">'
    kind = _TASKS.get(marker) or ("" if marker else "unmarked")
    return f'<li class="{kind}">' if kind else "<li>"
