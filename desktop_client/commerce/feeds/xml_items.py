"""The items of an XML feed as a stream: one item in memory at a time, a broken one reported and passed over.

Read with defusedxml's parser, which refuses document types, entities and anything from outside. Where the XML is
malformed the item is reported, and a new parser goes on at the next item: it is given the beginning of the feed
first, so that the namespaces are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from desktop_client.commerce.feeds.feed import MAX_RECORD, FeedError
from desktop_client.commerce.feeds.opened import CHUNK, Opened
from desktop_client.commerce.feeds.xml_target import GOOGLE, Item, Malformed, Target
from desktop_client.wording import Sentence, say

_ITEM_START: Final = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?(?:item|entry|product)(?=[\s>/])", re.IGNORECASE)
_ROOT: Final = re.compile(rb"<[A-Za-z_](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_OWN_ROOT: Final = f'<rss xmlns:g="{GOOGLE}">'.encode()
_PREFIX: Final = re.compile(rb"[\s</]([A-Za-z_][\w.-]*):")
_MAX_BROKEN: Final = 1000
_MAX_HEAD: Final = 256 * 1024
_UNBOUND_PREFIX: Final = 27
_CUT_SHORT: Final = (3, 5, 6)  # no element found, unclosed token, partial character


def items(opened: Opened) -> Iterator[Item | FeedError]:
    """Every item of the feed, in order, and an error for each that can't be read."""
    stream = _Stream()
    for text in opened.chunks():
        yield from stream.feed(text.encode("utf-8", "replace"))
        if stream.over:
            return
    yield from stream.finish()


class _Stream:
    """The parser, and a window on the bytes that it has been given: those of the open item, or of the last piece."""

    def __init__(self) -> None:
        self._window = bytearray()
        self._window_at = 0  # what the parser counts window[0] as
        self._line_shift = 0
        self._root = b""
        self._head = b""
        self._start = _ITEM_START
        self._broken = 0
        self._searching = False
        self._search_line = 1
        self.over = False
        self._new_parser()

    def _new_parser(self) -> None:
        self._target = Target(self._here, self._cut)
        self._parser: Any = DefusedXMLParser(target=self._target, encoding="utf-8", forbid_dtd=True)

    def _here(self) -> tuple[int, int]:
        """The parser's byte index of what it reads now, and its line in the file."""
        expat = self._parser.parser
        return expat.CurrentByteIndex, expat.CurrentLineNumber + self._line_shift

    def _cut(self, first: int, last_tag: int) -> bytes:
        """The bytes of an item, from its start to the end of the tag that closes it."""
        end = self._window.find(b">", last_tag - self._window_at) + 1
        return bytes(self._window[first - self._window_at : end])

    def feed(self, data: bytes) -> Iterator[Item | FeedError]:
        """Items that end in the next piece of the feed."""
        self._window += data
        if not self._root and (root := _ROOT.search(self._window)):
            self._root = root[0]
        if self._searching:
            data = self._resume()
        while data and not self.over:
            try:
                self._parser.feed(data)
                self._check_length()
            except (ParseError, DefusedXmlException, Malformed) as fault:
                yield from self._target.take()
                yield from self._stumble(fault)
                data = self._resume() if self._searching else b""
            else:
                yield from self._target.take()
                self._remember_head()
                self._trim()
                return

    def finish(self) -> Iterator[Item | FeedError]:
        """What the end of the file shows: a feed cut off in an item, or one that was no feed."""
        while not self._searching and not self.over:
            try:
                self._parser.close()
            except (ParseError, DefusedXmlException, Malformed) as fault:
                yield from self._stumble(fault)
                yield from self.feed(b"")
            else:
                return

    def _check_length(self) -> None:
        if self._target.is_open and self._window_at + len(self._window) - self._target.item_at > MAX_RECORD:
            raise Malformed(say("The item is longer than {limit} bytes.", limit=MAX_RECORD), self._target.item_at + 1)

    def _trim(self) -> None:
        """Let go of the bytes before the open item; between items, of all but what the parser may still be reading."""
        keep = self._target.item_at - self._window_at if self._target.is_open else len(self._window) - 2 * CHUNK
        done = max(0, keep)
        del self._window[:done]
        self._window_at += done

    def _remember_head(self) -> None:
        """Keep what stands before the first item, and how the items are called."""
        first = self._target.first_item_at
        if self._head or first is None or self._window_at:
            return
        before = bytes(self._window[:first])
        self._head = before if first <= _MAX_HEAD else self._root
        if name := _ITEM_START.match(self._window, first):
            self._start = re.compile(re.escape(name[0]) + rb"(?=[\s>/])")

    def _stumble(self, fault: Exception) -> Iterator[FeedError]:
        """Report what is wrong and get ready to search for the next item; or give up."""
        self._remember_head()
        self._head = self._head or self._root or _OWN_ROOT
        if isinstance(fault, DefusedXmlException):
            self.over = True
            yield FeedError(self._here()[1], say("The feed declares a document type or entities, which aren't read."))
            return
        again_at, line = self._target.item_at, self._target.item_line
        if self._declare(fault):
            self._search(again_at, line)
            return
        at, line, why = self._place(fault)
        if self._broken and not self._target.is_open:
            self._search(at, line)  # closing tags of what began before the item that was taken up again
            return
        self._broken += 1
        yield FeedError(self._target.item_line if self._target.is_open else line, why)
        if self._broken >= _MAX_BROKEN:
            self.over = True
            yield FeedError(line, say("Too many items are broken; the rest of the feed was left out."))
            return
        self._search(at, line)

    def _place(self, fault: Exception) -> tuple[int, int, Sentence]:
        """Where to search on (byte index, line), and what is wrong."""
        if isinstance(fault, Malformed):
            return fault.at, self._line_of(fault.at), fault.why
        assert isinstance(fault, ParseError), "the only other kind that is caught"
        reason = str(fault).partition(":")[0]
        why = say("The XML isn't well-formed here: {reason}.", reason=reason)
        if fault.code in _CUT_SHORT and self._target.is_open:
            at = self._target.item_at + 1
        else:
            at = int(self._parser.parser.ErrorByteIndex)
        return at, self._line_of(at), why

    def _line_of(self, at: int) -> int:
        """The line of a byte in the window."""
        known, line = (self._target.item_at, self._target.item_line) if self._target.is_open else self._here()
        low, high = sorted((known - self._window_at, at - self._window_at))
        lines = self._window.count(b"\n", max(low, 0), max(high, 0))
        return line + lines if at >= known else line - lines

    def _declare(self, fault: Exception) -> bool:
        """Whether the fault was a prefix that is nowhere declared, and now is; ``g:`` is known to be Google's."""
        if not isinstance(fault, ParseError) or fault.code != _UNBOUND_PREFIX or not self._target.is_open:
            return False
        at = int(self._parser.parser.ErrorByteIndex) - self._window_at
        tag = bytes(self._window[at : self._window.find(b">", at) + 1])
        used = set(_PREFIX.findall(tag)) - {b"xml", b"xmlns"}
        new = {prefix for prefix in used if b"xmlns:" + prefix + b"=" not in self._head}
        root = _ROOT.search(self._head)
        if not new or root is None or len(self._head) > _MAX_HEAD:
            return False
        spaces = b"".join(
            b' xmlns:%s="%s"' % (p, GOOGLE.encode() if p == b"g" else b"urn:undeclared") for p in sorted(new)
        )
        end = re.compile(rb"<[^\s/>]+").match(self._head, root.start())
        assert end is not None, "the root begins with a name"
        self._head = self._head[: end.end()] + spaces + self._head[end.end() :]
        return True

    def _begin_again(self) -> None:
        """A new parser that stands before an item; where the feed's own beginning is broken, it is given another."""
        for head in (self._head, _OWN_ROOT):
            self._new_parser()
            try:
                self._parser.feed(head)
            except (ParseError, DefusedXmlException, Malformed):
                continue
            self._head = head
            return

    def _search(self, at: int, line: int) -> None:
        del self._window[: max(0, at - self._window_at)]
        self._searching = True
        self._search_line = line

    def _resume(self) -> bytes:
        """The bytes from the next item on, with a new parser before it; nothing where there is none yet."""
        found = self._start.search(self._window)
        done = found.start() if found else max(0, len(self._window) - 128)
        self._search_line += self._window.count(b"\n", 0, done)
        del self._window[:done]
        if not found:
            return b""
        self._searching = False
        self._line_shift = 0
        self._begin_again()
        self._window_at = len(self._head)
        self._line_shift = self._search_line - 1 - self._head.count(b"\n")
        return bytes(self._window)
