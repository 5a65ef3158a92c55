"""The record as a file: JSON Lines, first what it is and where the chain ends, then an entry a line, the oldest first.

Each line is written in exactly one way (compact JSON, keys in this order, a line feed at its end), so that every
changed byte shows. ``docs/verify_record.py`` checks such a file without anything of Sidelight's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec

from desktop_client.commerce.record import Entry, Head, NotAnEntryError, Verdict, entry_as_read, verify
from desktop_client.errors import SidelightError
from desktop_client.wording import say

FORMAT = "sidelight-record"
VERSION = 1
LABEL = (
    "Sidelight 的记录：发出、收到和展示过的内容，其中有广告 / "
    "Sidelight's record of what was sent, what came and what was shown; some of it is advertising"
)
"""What the file says of itself. It belongs to the version of the format, so it is not translated and never changes."""


class RecordFileError(SidelightError):
    """The file is no exported record, or is from a newer Sidelight."""


@dataclass(frozen=True, slots=True)
class _First:
    format: str
    version: int
    label: str
    count: int
    hash: str


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    at: str
    kind: str
    content: str
    previous: str
    hash: str


def written(entries: Iterable[Entry], head: Head) -> Iterator[bytes]:
    """The lines of the file, each with its line feed. ``content`` stays the text that its hash is over."""
    yield _line(_First(FORMAT, VERSION, LABEL, head.count, head.hash))
    for e in entries:
        yield _line(_Line(e.number, e.at.isoformat(), e.kind.value, e.content, e.previous, e.hash))


def verify_file(lines: Iterable[bytes]) -> Verdict:
    """Check an exported record, given as its lines with their line ends.

    Raises:
        RecordFileError: its first line is not that of an exported record.
    """
    rest = iter(lines)
    head = _head(next(rest, b""))
    return verify((_entry(line) for line in rest), head)


_FIRST = msgspec.json.Decoder(_First)
_LINE = msgspec.json.Decoder(_Line)


def _head(line: bytes) -> Head:
    try:
        first = _FIRST.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        first = None
    if first is not None and first.format == FORMAT and first.version > VERSION:
        raise RecordFileError(
            say("The record was written in version {version} of its format.", version=first.version),
            say("Check it with the Sidelight that wrote it, or a newer one."),
        )
    if first is None or line != _line(_First(FORMAT, VERSION, LABEL, first.count, first.hash)):
        raise RecordFileError(
            say("The file is no record of Sidelight."), say("Export one with sidelight record export.")
        )
    return Head(first.count, first.hash)


def _entry(line: bytes) -> Entry:
    try:
        found = _LINE.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise NotAnEntryError(str(error)) from error
    if line != _line(found):
        raise NotAnEntryError(line.decode())
    return entry_as_read(found.number, found.at, found.kind, found.content, found.previous, found.hash)


def _line(value: _First | _Line) -> bytes:
    return msgspec.json.encode(value) + b"\n"
