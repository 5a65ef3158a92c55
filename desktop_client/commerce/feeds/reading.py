"""The one way in: a file of any known format as a stream of offers and errors."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from desktop_client.commerce.feeds.detect import Found, Reader, found_in, in_part
from desktop_client.commerce.feeds.feed import FeedError, FeedFormat, FeedRow, Record
from desktop_client.commerce.feeds.feed_file import LIMITS, FeedFile, Limits, Part, Progress
from desktop_client.commerce.feeds.goods import Goods
from desktop_client.commerce.feeds.opened import Opened
from desktop_client.wording import Sentence, say


def read_feed(
    path: Path,
    *,
    now: datetime,
    on_progress: Progress | None = None,
    cancel: threading.Event | None = None,
    currency: str | None = None,
    feed: str = "",
    limits: Limits = LIMITS,
) -> FeedReading:
    """Begin to read a product feed: iterate over the result for its rows and errors.

    ``now`` (aware, UTC) is when the prices count as seen; ``on_progress`` is called with bytes read and in all;
    ``currency`` (ISO 4217) is for exports that name none; ``feed`` is what the offers' feed is called. The files of a
    ZIP archive are one feed, one after another; ``limits`` say how far archives are unpacked. Memory stays bounded
    whatever the file's length, but for 16 to 32 bytes a row by which ids that come twice are noticed.

    Raises:
        FeedRefusedError: the file can't be read, or is no feed; also while iterating, where it turns out later.
        Cancelled: while iterating, once ``cancel`` is set.
    """
    file = FeedFile(path, on_progress, cancel, limits)
    try:
        goods = Goods(now, currency.upper() if currency else None, feed)
        return FeedReading(file, found_in(file), goods, now, feed)
    except BaseException:
        file.close()
        raise


class FeedReading:
    """A feed that is being read. Iterate once; the file is closed at the end, or by ``with``."""

    def __init__(self, file: FeedFile, found: Found, goods: Goods, now: datetime, feed: str = "") -> None:
        self._file = file
        self._found = found
        self._goods = goods
        self._now = now
        self._feed = feed
        self._notes: dict[str, Sentence] = {}

    @property
    def format(self) -> FeedFormat:
        """What the file was taken for."""
        return self._found.format

    @property
    def notes(self) -> tuple[Sentence, ...]:
        """What had to be assumed about the file as a whole, such as its encoding; complete after the last row."""
        return tuple(self._notes.values())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def __iter__(self) -> Iterator[FeedRow | FeedError]:
        seen = _Seen()
        several = len(self._found.feeds) + len(self._found.others) > 1
        with self._file as file:
            yield from self._found.others
            for part, found in self._found.feeds:
                with Opened(file, part) as opened:
                    rows = self._rows(opened, found.reader, seen)
                    yield from _of_part(part, rows) if several else rows
                    self._note(part, opened, several=several)
                    file.count()
            file.check()

    def _rows(self, opened: Opened, reader: Reader, seen: _Seen) -> Iterator[FeedRow | FeedError]:
        row_of, is_new = self._goods.row, seen.add
        for found in reader(opened, self._now):
            row = row_of(found) if isinstance(found, Record) else self._named(found)
            if isinstance(row, FeedRow) and not is_new(row.offer.offer_id):
                row = FeedError(row.line, say("The id {id} stood in an earlier row already.", id=row.offer.offer_id))
            yield row

    def _note(self, part: Part, opened: Opened, *, several: bool) -> None:
        for note in opened.notes:
            self._notes[f"{part.name} {note.template}"] = in_part(part, note) if several else note

    def _named(self, found: FeedRow | FeedError) -> FeedRow | FeedError:
        """A row that came as an offer already, as one of this feed."""
        if isinstance(found, FeedError):
            return found
        return replace(found, offer=replace(found.offer, feed=self._feed))


def _of_part(part: Part, rows: Iterator[FeedRow | FeedError]) -> Iterator[FeedRow | FeedError]:
    """Rows of one file of several: what is said of them names it."""
    for row in rows:
        if isinstance(row, FeedError):
            yield FeedError(row.line, in_part(part, row.why))
        else:
            notes = tuple([in_part(part, note) for note in row.notes])
            yield replace(row, notes=notes) if notes else row


_EMPTY: Final = 0


class _Seen:
    """A set of ids in little memory: 64-bit hashes with open addressing, 16 to 32 bytes an id.

    Two different ids have the same hash with a chance of 3 in 100 million among a million rows.
    """

    def __init__(self) -> None:
        self._table = array("q", bytes(8 << 12))
        self._used = 0

    def add(self, key: str) -> bool:
        """Remember an id. False if it was there."""
        table, code = self._table, hash(key) or 1
        mask = len(table) - 1
        at = code & mask
        while (there := table[at]) != _EMPTY:
            if there == code:
                return False
            at = (at + 1) & mask
        table[at] = code
        self._used += 1
        if 2 * self._used > len(self._table):
            self._grow()
        return True

    def _grow(self) -> None:
        before = self._table
        self._table = table = array("q", bytes(16 * len(before)))
        mask = len(table) - 1
        for code in before:
            if code != _EMPTY:
                at = code & mask
                while table[at] != _EMPTY:
                    at = (at + 1) & mask
                table[at] = code
