"""A feed file being read: its bytes as text, whatever its encoding, with progress, cancelling and limits."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import threading
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self, cast

from desktop_client.commerce.feeds.feed import MAX_LINE, FeedRefusedError
from desktop_client.commerce.sources.source import Cancelled
from desktop_client.wording import Sentence, say

SAMPLE: Final = 256 * 1024
CHUNK: Final = 64 * 1024

_MAX_RATIO: Final = 200
_RATIO_FROM: Final = 64 * 1024 * 1024

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16-be"),
)
"""Byte order marks, the codec that swallows them and the one that writes none."""

_FAULTS: Final = (OSError, EOFError, zlib.error, UnicodeError)

_NO_CHARSETS: Final = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})
"""Python's own codecs that no file is written in; some of them fail on any byte, whatever is asked of them."""

Progress = Callable[[int, int], None]
"""Called with the bytes of the file read so far and in all."""


class LineTooLong(Exception):  # noqa: N818 - caught where the line stands
    """A physical line was longer than :data:`MAX_LINE`; it has been skipped. ``quotes`` counts the ``"`` in it."""

    def __init__(self, quotes: int) -> None:
        super().__init__()
        self.quotes = quotes


class Opened:
    """A feed file, open for reading from the start. A context manager.

    Raises:
        FeedRefusedError: the file can't be opened, or is empty.
    """

    def __init__(self, path: Path, on_progress: Progress | None = None, cancel: threading.Event | None = None) -> None:
        self.path = path
        self._on_progress = on_progress
        self._cancel = cancel
        self._repaired = 0
        try:
            self._file: BinaryIO = path.open("rb")
        except OSError as fault:
            raise _unreadable(path, fault) from fault
        try:
            self.size = path.stat().st_size
            self.packed = self._file.read(2) == b"\x1f\x8b"
            self._file.seek(0)
            # A GzipFile reads like any binary file.
            self._bytes = cast("BinaryIO", gzip.GzipFile(fileobj=self._file)) if self.packed else self._file
            sample = self._bytes.read(SAMPLE)
            self._bytes.seek(0)
        except _FAULTS as fault:
            self._file.close()
            raise _unreadable(path, fault) from fault
        if not sample.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
            self._file.close()
            raise FeedRefusedError(
                say("There is nothing in the file {file}.", file=path.name),
                say("Choose a product feed that has rows in it."),
            )
        self.encoding, self._codec = _encoding(sample, whole=len(sample) < SAMPLE)
        errors = "surrogateescape" if self._repairs else "replace"
        self.head = _repair(sample.decode(self.encoding, errors))
        self._text = io.TextIOWrapper(self._bytes, encoding=self.encoding, errors=errors, newline="")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; reading on is a fault."""
        self._text.close()
        self._file.close()

    @property
    def _repairs(self) -> bool:
        return self.encoding.startswith("utf-8")

    @property
    def notes(self) -> tuple[Sentence, ...]:
        """What had to be assumed about the encoding so far."""
        if not self._repairs and not self.encoding.startswith("utf"):
            return (say("The file isn't UTF-8; it was read as {encoding}.", encoding=self.encoding.upper()),)
        if self._repaired:
            return (
                say("{count} places aren't UTF-8; they were read as Latin-1 (Windows-1252).", count=self._repaired),
            )
        return ()

    def check(self) -> None:
        """Tell the progress, and end here if it was cancelled or the file unpacks beyond reason.

        Raises:
            Cancelled: the reader was told to stop.
            FeedRefusedError: a gzip bomb.
        """
        if self._cancel is not None and self._cancel.is_set():
            raise Cancelled
        read = self._file.tell()
        if self.packed:
            unpacked = self._bytes.tell()
            if unpacked > _RATIO_FROM and unpacked > _MAX_RATIO * read:
                raise FeedRefusedError(
                    say("{file} unpacks to more than {ratio} times its size.", file=self.path.name, ratio=_MAX_RATIO),
                    say("Unpack it yourself if you trust it."),
                )
        if self._on_progress is not None:
            self._on_progress(read, self.size)

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
        except _FAULTS as fault:
            raise _unreadable(self.path, fault) from fault
        return text if text.isascii() else self._mended(text)

    def chunks(self) -> Iterator[str]:
        """The whole text, a piece at a time."""
        while True:
            self.check()
            try:
                text = self._text.read(CHUNK)
            except _FAULTS as fault:
                raise _unreadable(self.path, fault) from fault
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
                    say("{file} is too long for a single document.", file=self.path.name),
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
    """GB 18030 writes a Chinese character in two high bytes; in Latin-1 high bytes mostly stand alone."""
    runs = re.findall(rb"[\x81-\xfe][\x40-\xfe]|[\x80-\xff]", sample)
    high = [run for run in runs if len(run) == 2 and run[1] > 0xA0]
    if len(high) <= 0.9 * len(runs):
        return False
    try:
        codecs.getincrementaldecoder("gb18030")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _unreadable(path: Path, fault: Exception) -> FeedRefusedError:
    why = getattr(fault, "strerror", None) or str(fault) or type(fault).__name__
    return FeedRefusedError(
        say("The feed {file} can't be read: {why}.", file=path.name, why=why), say("Check the file and try again.")
    )
