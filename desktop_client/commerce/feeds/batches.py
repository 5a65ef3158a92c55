"""A feed in batches of rows, each ready for the shelf: what :mod:`.intake` writes, wherever it was read."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final, Protocol

from desktop_client.commerce.feeds.feed import FeedError, FeedNote, FeedRow
from desktop_client.commerce.feeds.feed_file import Progress
from desktop_client.commerce.feeds.reading import read_feed
from desktop_client.commerce.offer import Offer

BATCH: Final = 8_000
"""Rows that are written in one transaction: while they are, an answer that is being saved has to wait."""
NOTES_KEPT: Final = 1_000
"""How many notes of a feed are listed: a feed that never names its currency has one for each row."""

Prepare = Callable[[Iterable[Offer], str, Mapping[str, bytes]], Any]
"""Makes offers of a feed of this name, with their raw records, ready to be written."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What is to be read: a file, the name of its feed, when its prices count as seen, how many of its records are on
    the shelf already, and the currency of amounts that name none.
    """

    path: Path
    feed: str
    now: datetime
    done: int = 0
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """Some records of a feed: how many were read, good or bad; the good ones, ready for the shelf; what was left out,
    and what could not be taken over.
    """

    count: int
    prepared: Any
    errors: tuple[FeedError, ...] = ()
    notes: tuple[FeedNote, ...] = ()


class Reader(Protocol):
    """Reads a feed a batch at a time.

    Raises, while it is iterated over:
        FeedRefusedError: the file can't be read, or not any further.
        Cancelled: ``cancel`` was set.
    """

    def __call__(self, errand: Errand, on_progress: Progress | None, cancel: threading.Event) -> Generator[Rows]:
        """Begin; ``on_progress`` is told how far it came."""
        ...


def read_here(prepare: Prepare) -> Reader:
    """Reads in the caller's own thread."""

    def read(errand: Errand, on_progress: Progress | None, cancel: threading.Event) -> Generator[Rows]:
        left = NOTES_KEPT
        with read_feed(
            errand.path,
            now=errand.now,
            on_progress=on_progress,
            cancel=cancel,
            currency=errand.currency,
            feed=errand.feed,
        ) as reading:
            rows = islice(reading, errand.done, None)
            while batch := list(islice(rows, BATCH)):
                good = [row for row in batch if isinstance(row, FeedRow)]
                raw = {row.offer.raw_sha256: row.raw for row in good}
                notes = tuple(islice(_notes(good), left))
                left -= len(notes)
                prepared = prepare([row.offer for row in good], errand.feed, raw)
                yield Rows(len(batch), prepared, tuple([row for row in batch if isinstance(row, FeedError)]), notes)
            yield Rows(0, None, notes=tuple(FeedNote(0, note) for note in reading.notes))

    return read


def _notes(rows: Iterable[FeedRow]) -> Iterator[FeedNote]:
    return (FeedNote(row.line, note) for row in rows if row.notes for note in row.notes)
