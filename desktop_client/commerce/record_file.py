"""The record as a file: JSON Lines, first what it is and where the chain ends, then an entry a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from desktop_client.commerce.label import both, header
from desktop_client.commerce.record import Entry, Head, Kind, Verdict, verify
from desktop_client.errors import SidelightError
from desktop_client.wording import say

FORMAT = "sidelight-record"
VERSION = 1
_WHAT = say("What was sent, what came back and what was shown")


class RecordFileError(SidelightError):
    """A file is no exported record."""


def written(entries: Iterable[Entry], head: Head) -> Iterator[str]:
    """The lines of the file; entries oldest first. ``content`` stays the text that its hash is over."""
    first = {
        "format": FORMAT,
        "version": VERSION,
        "label": header(),
        "about": both(_WHAT),
        "count": head.count,
        "head": head.hash,
    }
    yield msgspec.json.encode(first).decode()
    for found in entries:
        row = {
            "number": found.number,
            "at": found.at.isoformat(),
            "kind": found.kind.value,
            "content": found.content,
            "previous": found.previous,
            "hash": found.hash,
        }
        yield msgspec.json.encode(row).decode()


def verify_file(lines: Iterable[str]) -> Verdict:
    """Check an exported record, line by line.

    Raises:
        RecordFileError: the first line does not say that it is one.
    """
    rows = iter(lines)
    head = _head(next(rows, ""))
    read = 0

    def entries() -> Iterator[Entry]:
        nonlocal read
        for line in rows:
            if line.strip():
                yield _entry(line)
                read += 1

    try:
        return verify(entries(), head)
    except (msgspec.MsgspecError, ValueError, TypeError, KeyError):
        return Verdict(read, read + 1)


def _head(line: str) -> Head:
    try:
        first = msgspec.json.decode(line)
        if first["format"] != FORMAT:
            raise KeyError
        if first["version"] != VERSION:
            raise RecordFileError(
                say("The record was written in version {version} of its format.", version=str(first["version"])),
                say("Check it with the Sidelight that wrote it, or a newer one."),
            )
        return Head(int(first["count"]), str(first["head"]))
    except (msgspec.MsgspecError, KeyError, TypeError, ValueError) as error:
        raise RecordFileError(
            say("The file is no record of Sidelight."), say("Export one with sidelight record export.")
        ) from error


def _entry(line: str) -> Entry:
    row = msgspec.json.decode(line)
    return Entry(
        number=row["number"],
        at=datetime.fromisoformat(row["at"]),
        kind=Kind(row["kind"]),
        content=row["content"],
        previous=row["previous"],
        hash=row["hash"],
    )
