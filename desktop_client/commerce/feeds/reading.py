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

from desktop_client.commerce.feeds.detect import Detected, detected
from desktop_client.commerce.feeds.feed import FeedError, FeedFormat, FeedRow, Record
from desktop_client.commerce.feeds.goods import Goods
from desktop_client.commerce.feeds.opened import Opened, Progress
from desktop_client.wording import Sentence, say


def read_feed(
    path: Path,
    *,
    now: datetime,
    on_progress: Progress | None = None,
    cancel: threading.Event | None = None,
    currency: str | None = None,
    feed: str = "",
) -> FeedReading:
    """Begin to read a product feed: iterate over the result for its rows and errors.

    ``now`` (aware, UTC) is when the prices count as seen; ``on_progress`` is called with bytes read and in all;
    ``currency`` (ISO 4217) is for exports that name none; ``feed`` is what the offers' feed is called. Memory stays
    bounded whatever the file's length, but for 16 to 32 bytes a row by which ids that come twice are noticed.

    Raises:
        FeedRefusedError: the file can't be read, or is no feed; also while iterating, where it turns out later.
        Cancelled: while iterating, once ``cancel`` is set.
    """
    opened = Opened(path, on_progress, cancel)
    try:
        goods = Goods(now, currency.upper() if currency else None, feed)
        return FeedReading(opened, detected(opened), goods, now, feed)
    except BaseException:
        opened.close()
        raise


class FeedReading:
    """A feed that is being read. Iterate once; the file is closed at the end, or by ``with``."""

    def __init__(self, opened: Opened, found: Detected, goods: Goods, now: datetime, feed: str = "") -> None:
        self._opened = opened
        self._found = found
        self._goods = goods
        self._now = now
        self._feed = feed

    @property
    def format(self) -> FeedFormat:
        """What the file was taken for."""
        return self._found.format

    @property
    def notes(self) -> tuple[Sentence, ...]:
        """What had to be assumed about the file as a whole, such as its encoding; complete after the last row."""
        return self._opened.notes

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opened.close()

    def __iter__(self) -> Iterator[FeedRow | FeedError]:
        seen = _Seen()
        with self._opened as opened:
            for found in self._found.reader(opened, self._now):
                row = self._goods.row(found) if isinstance(found, Record) else self._named(found)
                if isinstance(row, FeedRow) and not seen.add(row.offer.offer_id):
                    row = FeedError(
                        row.line, say("The id {id} stood in an earlier row already.", id=row.offer.offer_id)
                    )
                yield row
            opened.check()

    def _named(self, found: FeedRow | FeedError) -> FeedRow | FeedError:
        """A row that came as an offer already, as one of this feed."""
        if isinstance(found, FeedError):
            return found
        return replace(found, offer=replace(found.offer, feed=self._feed))


_EMPTY: Final = 0


class _Seen:
    """A set of ids in little memory: 64-bit hashes with open addressing, 16 to 32 bytes an id.

    Two different ids have the same hash with a chance of 3 in 100 million among a million rows.
    """

    def __init__(self) -> None:
        self._size = 1 << 12
        self._table = array("q", bytes(8 * self._size))
        self._used = 0

    def add(self, key: str) -> bool:
        """Remember an id. False if it was there."""
        code = hash(key) or 1
        at = self._place(code)
        if self._table[at] == code:
            return False
        self._table[at] = code
        self._used += 1
        if 2 * self._used > self._size:
            self._grow()
        return True

    def _place(self, code: int) -> int:
        mask = self._size - 1
        at = code & mask
        table = self._table
        while table[at] not in (_EMPTY, code):
            at = (at + 1) & mask
        return at

    def _grow(self) -> None:
        before = self._table
        self._size *= 2
        self._table = array("q", bytes(8 * self._size))
        for code in before:
            if code != _EMPTY:
                self._table[self._place(code)] = code
