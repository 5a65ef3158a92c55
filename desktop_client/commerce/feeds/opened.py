"""A feed being read: its bytes as text, whatever their encoding, a line or a piece at a time."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from types import TracebackType
from typing import Final, Self

from desktop_client.commerce.feeds.feed import MAX_LINE, FeedRefusedError
from desktop_client.commerce.feeds.feed_file import FAULTS, FeedFile, Part
from desktop_client.wording import Sentence, say

SAMPLE: Final = 256 * 1024
CHUNK: Final = 64 * 1024

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16-be"),
)
"""Byte order marks, the codec that swallows them and the one that writes none."""

_NO_CHARSETS: Final = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})
"""Python's own codecs that no file is written in; some of them fail on any byte, whatever is asked of them."""


class LineTooLong(Exception):  # noqa: N818 - caught where the line stands
    """A physical line was longer than :data:`MAX_LINE`; it has been skipped. ``quotes`` counts the ``"`` in it."""

    def __init__(self, quotes: int) -> None:
        super().__init__()
        self.quotes = quotes


class Opened:
    """A feed as text, open for reading from the start: one part of a file. A context manager.

    Raises:
        FeedRefusedError: it can't be read, or is empty.
    """

    def __init__(self, file: FeedFile, part: Part | None = None) -> None:
        part = part or file.parts[0]
        self.path = file.path
        self.name = part.name
        self._file = file
        self._repaired = 0
        self._closed = False
        try:
            sample = file.open(part).read(SAMPLE)
            file.finish()
            stream = file.open(part)
        except FAULTS as fault:
            file.finish()
            raise file.unreadable(fault) from fault
        if not sample.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
            file.finish()
            raise FeedRefusedError(
                say("There is nothing in the file {file}.", file=part.name),
                say("Choose a product feed that has rows in it."),
            )
        self.encoding, self._codec = _encoding(sample, whole=len(sample) < SAMPLE)
        errors = "surrogateescape" if self._repairs else "replace"
        self.head = _repair(sample.decode(self.encoding, errors))
        self._text = io.TextIOWrapper(stream, encoding=self.encoding, errors=errors, newline="")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Be done with this part; reading on is a fault. The file stays open for the others."""
        if not self._closed:
            self._closed = True
            if not self._text.closed:
                self._text.detach()
            self._file.finish()

    @property
    def _repairs(self) -> bool:
        return self.encoding.startswith("utf-8")

    @property
    def notes(self) -> tuple[Sentence, ...]:
        """What had to be assumed about the encoding so far."""
        if not self._repairs and not self.encoding.startswith("utf"):
            return (say("The file isn't UTF-8; it was read as {encoding}.", encoding=self.encoding.upper()),)
        if self._repaired:
            return (say("What isn't UTF-8 was read as Latin-1 (Windows-1252); places: {count}.", count=self._repaired),)
        return ()

    def check(self) -> None:
        """Tell the progress, and end here if it was cancelled or the file unpacks beyond reason.

        Raises:
            Cancelled: the reader was told to stop.
            FeedRefusedError: an archive made to unpack into more than any disk holds.
        """
        self._file.check()

    def line(self) -> str:
        """The next physical line with its ending, or "" at the end.

        Raises:
            LineTooLong: the line was skipped.
        """
        try:
            text = self._text.readline(MAX_LINE)
            if len(text) >= MAX_LINE and text[-1] not in "\r\n":
                quotes = text.count('"')
                while text and text[-1] not in "\r\n":
                    self.check()
                    text = self._text.readline(MAX_LINE)
                    quotes += text.count('"')
                raise LineTooLong(quotes)
        except FAULTS as fault:
            raise self._file.unreadable(fault) from fault
        return text if text.isascii() else self._mended(text)

    def chunks(self) -> Iterator[str]:
        """The whole text, a piece at a time."""
        while True:
            self.check()
            try:
                text = self._text.read(CHUNK)
            except FAULTS as fault:
                raise self._file.unreadable(fault) from fault
            if not text:
                return
            yield text if text.isascii() else self._mended(text)

    def whole(self, limit: int) -> str:
        """The whole text of a file of at most ``limit`` characters.

        Raises:
            FeedRefusedError: it is longer.
        """
        parts, length = [], 0
        for part in self.chunks():
            length += len(part)
            if length > limit:
                raise FeedRefusedError(
                    say("{file} is too long for a single document.", file=self.name),
                    say("Split it, or use a feed with one product a line."),
                )
            parts.append(part)
        return "".join(parts)

    def raw(self, text: str) -> bytes:
        """Text of this file as bytes again; UTF-8 where its own encoding can't hold it."""
        try:
            return text.encode(self._codec)
        except UnicodeEncodeError:
            return text.encode("utf-8", "replace")

    def _mended(self, text: str) -> str:
        if not self._repairs:
            return text
        mended = _repair(text)
        if mended is not text:
            self._repaired += len(_BAD.findall(text))
        return mended


def page_text(body: bytes, charset: str = "") -> str:
    """A web page as text: by its byte order mark, by the ``charset`` that came with it, by the one that it names, or by
    what it looks like. Bytes that don't fit are replaced.
    """
    head = body[:SAMPLE]
    mark = next((reading for mark, reading, _ in _MARKS if head.startswith(mark)), None)
    named = re.search(rb"<meta[^>]{0,200}?charset\s{0,8}=\s{0,8}[\"']?([A-Za-z0-9._-]{1,40})", head[:4096])
    stated = (charset, named[1].decode("ascii") if named else "")
    codec = mark or next(filter(None, map(_known, filter(None, stated))), None)
    codec = codec or _guessed(head, whole=len(head) == len(body))
    return body.decode(codec, "replace")


_BAD = re.compile("[\udc80-\udcff]+")


def _repair(text: str) -> str:
    """Bytes that are no UTF-8, read as Windows-1252; as a replacement mark where the text around them is UTF-8."""
    if not _BAD.search(text):
        return text
    if any(ord(c) > 0x7F and not 0xDC80 <= ord(c) <= 0xDCFF for c in text):
        return _BAD.sub("\ufffd", text)
    return _BAD.sub(lambda bad: bad[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace"), text)


def _encoding(sample: bytes, *, whole: bool) -> tuple[str, str]:
    """The codecs to read and to write it, by byte order mark, XML declaration, or what the bytes look like."""
    for mark, reading, writing in _MARKS:
        if sample.startswith(mark):
            return reading, writing
    name = _declared(sample) or _guessed(sample, whole=whole)
    return name, name


def _declared(sample: bytes) -> str | None:
    declared = re.match(rb"\s*<\?xml[^>]{0,200}?encoding=[\"']([A-Za-z0-9._-]{1,40})[\"']", sample)
    return _known(declared[1].decode("ascii")) if declared else None


def _guessed(sample: bytes, *, whole: bool) -> str:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, whole)
    except UnicodeDecodeError:
        return "gb18030" if _looks_chinese(sample) else "utf-8"
    return "utf-8"


def _known(name: str) -> str | None:
    try:
        found = codecs.lookup(name)
    except LookupError:
        return None
    # The declared encoding was readable as ASCII, so it has no wide units; codecs such as hex are no encodings.
    if found.name in _NO_CHARSETS or found.name.startswith(("utf-16", "utf-32")) or not found._is_text_encoding:
        return None
    return {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252"}.get(found.name, found.name)


def _looks_chinese(sample: bytes) -> bool:
    """GB 18030 writes a Chinese character in two high bytes, a sign such as ¥ in four of which every other is a digit;
    in Latin-1 high bytes mostly stand alone.
    """
    runs = re.findall(rb"[\x81-\xfe][0-9][\x81-\xfe][0-9]|[\x81-\xfe][\x40-\xfe]|[\x80-\xff]", sample)
    high = [run for run in runs if len(run) == 4 or (len(run) == 2 and run[1] > 0xA0)]
    if len(high) <= 0.9 * len(runs):
        return False
    try:
        codecs.getincrementaldecoder("gb18030")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True
