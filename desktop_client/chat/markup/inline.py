"""Inline Markdown to spans. Links become their text and the real address beside it; nothing else can come of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from desktop_client.addresses import read_address
from desktop_client.chat.markup.addresses import bare_addresses
from desktop_client.chat.markup.foreign_text import cleaned
from desktop_client.chat.markup.pieces import Look, Span

if TYPE_CHECKING:
    from markdown_it.token import Token

MAX_BRACKETS = 300
"""More opening square brackets than this in one paragraph are a bracket storm: reading them takes too long."""
MAX_SIGNS = 2_000
"""More Markdown signs than this in one paragraph: likewise."""
_SIGNS = "[]*_~`<&\\!$"
_LONGEST_NOTE = 60
_LOOKS = {"strong": Look.BOLD, "em": Look.ITALIC, "s": Look.STRUCK}


def is_storm(content: str) -> bool:
    """Whether a paragraph has so many signs that it must be shown as it is, unread."""
    return content.count("[") > MAX_BRACKETS or signs_in(content) > MAX_SIGNS


def signs_in(content: str) -> int:
    """How many characters of a text may be Markdown."""
    return sum(map(content.count, _SIGNS))


@lru_cache(maxsize=512)
def spans(content: str) -> tuple[Span, ...]:
    """Inline Markdown as spans, neighbours of one look joined. Newlines stay newlines, as chat means them."""
    if is_storm(content):
        return plain_spans(content)
    from desktop_client.chat.markup.dialect import parser

    md = parser()
    return tuple(_with_bare_addresses(_joined(_Reader().read(md.inline.parse(content, md, {}, [])))))


def plain_spans(text: str) -> tuple[Span, ...]:
    """Text as it is, apart from web addresses, which can be pressed."""
    return tuple(_with_bare_addresses([Span(text)]))


def shown_text(run: Iterable[Span]) -> str:
    """The letters that are on the screen."""
    return "".join(span.text for span in run)


class _Reader:
    """Walks the tokens of one paragraph."""

    def __init__(self) -> None:
        self._out: list[Span] = []
        self._looks = [Look.PLAIN]
        self._links: list[tuple[str, int]] = []

    def read(self, tokens: Sequence[Token]) -> list[Span]:
        for token in tokens:
            step = _STEPS.get(token.type)
            if step is not None:
                step(self, token)
            elif token.nesting > 0:
                # Each holds those around it: there may be hundreds.
                self._looks.append(self._looks[-1] | _LOOKS.get(token.tag, Look.PLAIN))
            elif token.nesting < 0:
                self._looks.pop()
            else:
                self._text(token)
        return self._out

    def _add(self, text: str, look: Look = Look.PLAIN, address: str = "") -> None:
        text = cleaned(text)
        if text:
            self._out.append(Span(text, look | self._looks[-1], address))

    def _text(self, token: Token) -> None:
        self._add(token.content)

    def _newline(self, _token: Token) -> None:
        self._add("\n")

    def _code(self, token: Token) -> None:
        self._add(token.content, Look.CODE)

    def _formula(self, token: Token) -> None:
        self._add(token.content, Look.MATHS)

    def _open_link(self, token: Token) -> None:
        self._links.append((str(token.attrGet("href") or ""), len(self._out)))

    def _close_link(self, _token: Token) -> None:
        href, start = self._links.pop()
        self._show_address(href, start)

    def _image(self, token: Token) -> None:
        start = len(self._out)
        self.read(token.children or [])
        self._show_address(str(token.attrGet("src") or ""), start)

    def _show_address(self, href: str, start: int) -> None:
        """Put the address after the text that the link had; alone, if that text was the address anyway."""
        address = read_address(href)
        shown, target = (address.shown, address.full) if address else (_shortened(cleaned(href)), "")
        text = shown_text(self._out[start:]).strip()
        if not shown or (text == shown and address is None):
            return
        if address and text.rstrip("/") in (address.full.rstrip("/"), address.shown, href.rstrip("/")):
            del self._out[start:]
            self._add(text, Look.ADDRESS, target)
            return
        self._add(" (" if text else "(", Look.ADDRESS)
        self._add(shown, Look.ADDRESS, target)
        self._add(")", Look.ADDRESS)


_STEPS: dict[str, Callable[[_Reader, Any], None]] = {
    "softbreak": _Reader._newline,
    "hardbreak": _Reader._newline,
    "code_inline": _Reader._code,
    "maths": _Reader._formula,
    "link_open": _Reader._open_link,
    "link_close": _Reader._close_link,
    "image": _Reader._image,
}


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_NOTE else text[: _LONGEST_NOTE - 1] + "…"


def _joined(run: Iterable[Span]) -> list[Span]:
    out: list[Span] = []
    for span in run:
        last = out[-1] if out else None
        if last is not None and (last.look, last.address) == (span.look, span.address):
            out[-1] = Span(last.text + span.text, span.look, span.address)
        else:
            out.append(span)
    return out


def _with_bare_addresses(run: Iterable[Span]) -> Iterator[Span]:
    for span in run:
        if span.address or span.look & (Look.CODE | Look.MATHS) or "://" not in span.text:
            yield span
            continue
        at = 0
        for start, end, address in bare_addresses(span.text):
            if start > at:
                yield Span(span.text[at:start], span.look)
            yield Span(span.text[start:end], span.look | Look.ADDRESS, address.full)
            at = end
        if at < len(span.text):
            yield Span(span.text[at:], span.look)
