"""Reads a page as a browser takes it apart: elements with their attributes, and what is written outside of them."""

from __future__ import annotations

from html.parser import HTMLParser

_VOID = {"meta", "br", "hr"}
_UNREAD = {"style", "title"}


class PageReader(HTMLParser):
    """``elements`` in order, ``text`` in all. An element that is closed wrongly raises."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._text: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert not self._open, self._open

    @property
    def text(self) -> str:
        """All that is to be read on the page."""
        return "".join(self._text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not _UNREAD & set(self._open):
            self._text.append(data)
