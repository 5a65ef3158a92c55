"""Taking a feed in: looked at first, then put on the shelf a few thousand rows at a time; stopped, it can go on later.

While one batch is being written, the next is read. Both need Python, and of two threads only one has it: so a large
feed is read by another process.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final, Protocol

from desktop_client.commerce.feeds.batches import Errand, Reader, Rows, read_here
from desktop_client.commerce.feeds.feed import FeedError, FeedNote, FeedRow
from desktop_client.commerce.feeds.feed_file import Progress
from desktop_client.commerce.feeds.identity import feed_name
from desktop_client.commerce.feeds.reading import read_feed
from desktop_client.commerce.meaning.values import check_currency, wants_currency
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.sending.faults import Cancelled
from desktop_client.commerce.shelf.catalogue import Feed, Feeds
from desktop_client.errors import SidelightError
from desktop_client.wording import Sentence, say

LOOKED_AT: Final = 200
"""Rows that are looked at before anything is put on the shelf."""
ERRORS_KEPT: Final = 1_000
"""How many unreadable rows of a feed are listed; the rest are counted."""
APART_FROM: Final = 8 * 1024 * 1024
"""From this size on, in bytes, a feed is read by another process, which takes half a second to start."""


class Shelf(Protocol):
    """What taking a feed in needs of the shelf."""

    def prepare(self, offers: Iterable[Offer], origin: str, raw: Mapping[str, bytes]) -> Any:
        """Make offers ready to be written."""
        ...

    def write(self, prepared: Any) -> tuple[int, int]:
        """Write what was made ready; returns how many offers were new and how many were there."""
        ...

    def under_old_keys(self, prepared: Any, files: tuple[str, ...]) -> Any:
        """What was made ready, with the keys that offers of these files had before feeds had names; None if none has
        such a key.
        """
        ...


@dataclass(frozen=True, slots=True)
class Preview:
    """A feed as it is before it is imported: what it was taken for, what it will be called, and its first rows.

    ``known`` is the feed of that name on the shelf, which would be brought up to date; ``done`` are the rows of this
    very file that are there already, where its import was stopped. ``currency`` is what amounts that name none are in,
    as the user says or said of this feed before.
    """

    path: Path
    format: Sentence
    name: str
    size: int
    offers: tuple[Offer, ...]
    errors: tuple[FeedError, ...]
    notes: tuple[FeedNote, ...] = ()
    known: Feed | None = None
    done: int = 0
    currency: str | None = None

    @property
    def wants_currency(self) -> bool:
        """Whether prices are unknown, or would be, unless the user says in which currency they are."""
        return self.currency is not None or any(wants_currency(note.what) for note in self.notes)


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a feed: rows that are new, rows that replaced older ones, and those left out with the reason;
    ``notes`` are of rows that were kept without something.

    ``complete`` is false if it was stopped on the way: what had been put on the shelf by then is there. ``currency`` is
    what amounts that name none were taken to be in, if anybody said.
    """

    format: Sentence
    imported: int
    updated: int
    errors: tuple[FeedError, ...]
    rejected: int
    name: str = ""
    complete: bool = True
    notes: tuple[FeedNote, ...] = ()
    currency: str | None = None


class FeedBusyError(SidelightError):
    """Something is being done with this feed already."""


class FeedIntake:
    """Takes feeds in, for the window and the command line alike."""

    def __init__(
        self,
        shelf: Shelf,
        feeds: Feeds,
        clock: Callable[[], datetime],
        undisturbed: Callable[[], AbstractContextManager[None]] = nullcontext,
        apart: Reader | None = None,
    ) -> None:
        """``undisturbed`` is entered while a feed is taken in: whatever makes long work faster. ``apart`` reads large
        feeds.
        """
        self._shelf = shelf
        self._feeds = feeds
        self._clock = clock
        self._undisturbed = undisturbed
        self._apart = apart
        self._busy: set[str] = set()
        self._lock = threading.Lock()

    @contextmanager
    def alone(self, name: str) -> Iterator[None]:
        """While a feed is taken in, or taken off the shelf, nothing else is done with it.

        Raises:
            FeedBusyError: something is being done with it.
        """
        with self._lock:
            if name in self._busy:
                raise FeedBusyError(
                    say("“{name}” is being imported at the moment.", name=name),
                    say("Wait until that is done, or stop it first."),
                )
            self._busy.add(name)
        try:
            yield
        finally:
            with self._lock:
                self._busy.discard(name)

    def look_at(self, path: Path, currency: str | None = None) -> Preview:
        """See what a file is, without putting anything on the shelf. ``currency`` (ISO 4217) is for amounts that name
        none: None is what was said of this feed the last time, "" that it isn't known.

        Raises:
            NoCurrencyError: there is no such currency.
            FeedRefusedError: it can't be read, or is no feed.
            StoreError: the shelf can't be read.
        """
        if currency:
            check_currency(currency)
        with read_feed(path, now=self._clock(), currency=currency or None) as reading:
            rows = list(islice(reading, LOOKED_AT))
            offers = tuple(row.offer for row in rows if isinstance(row, FeedRow))
            errors = tuple(row for row in rows if isinstance(row, FeedError))
            notes = tuple(FeedNote(row.line, note) for row in rows if isinstance(row, FeedRow) for note in row.notes)
            name = feed_name(path, offers)
            known = next((feed for feed in self._feeds.feeds() if feed.name == name), None)
            file = path.stat()
            stopped = known is not None and not known.complete
            same = known is not None and (known.size, known.modified) == (file.st_size, file.st_mtime)
            done = known.rows if known is not None and stopped and same else 0
            seen = Preview(path, reading.format.name, name, file.st_size, offers, errors, notes, known, done, currency)
        if currency is None and known is not None and known.currency:
            return self.look_at(path, known.currency)
        return seen

    def take(self, seen: Preview, on_progress: Progress | None, cancel: threading.Event) -> Imported:
        """Put a feed on the shelf, or go on where it was stopped. Setting ``cancel`` ends it after the batch at hand.

        Raises:
            FeedBusyError: it is being imported already.
            FeedRefusedError: the file can't be read any further; rows that were put are there.
            StoreError: the disk says no.
        """
        with self.alone(seen.name), self._undisturbed(), ThreadPoolExecutor(1, "feed") as writer:
            taking = _Taking(self._shelf, self._feeds, writer, self._feed(seen))
            complete = True
            errand = Errand(seen.path, seen.name, self._clock(), seen.done, seen.currency or None)
            try:
                with closing(self._reader(seen)(errand, on_progress, cancel)) as batches:
                    for rows in batches:
                        taking.put(rows)
            except Cancelled:
                complete = False
            taking.finish(complete=complete)
            return taking.outcome(seen, complete=complete)

    def _reader(self, seen: Preview) -> Reader:
        large = seen.size >= APART_FROM
        return self._apart if large and self._apart is not None else read_here(self._shelf.prepare)

    def _feed(self, seen: Preview) -> Feed:
        file = seen.path.stat()
        return Feed(
            name=seen.name,
            path=str(seen.path.resolve()),
            format=str(seen.format.in_language("en")),
            size=file.st_size,
            modified=file.st_mtime,
            rows=seen.done,
            complete=False,
            imported_at=self._clock(),
            currency=seen.currency or "",
        )


class _Taking:
    """One feed on its way to the shelf; at most one batch is being written."""

    def __init__(self, shelf: Shelf, feeds: Feeds, writer: ThreadPoolExecutor, feed: Feed) -> None:
        self._shelf, self._feeds, self._writer, self._feed = shelf, feeds, writer, feed
        self._files = (Path(feed.path).name, feed.name)
        self._writing: Future[None] | None = None
        self._has_old_keys = True
        self._new = self._updated = self._rejected = 0
        self._errors: list[FeedError] = []
        self._notes: list[FeedNote] = []

    def put(self, rows: Rows) -> None:
        """Write a batch, once the one before is written."""
        self._rejected += len(rows.errors)
        self._errors.extend(rows.errors[: max(0, ERRORS_KEPT - len(self._errors))])
        self._notes.extend(rows.notes)
        if not rows.count:
            return
        prepared = self._under_old_keys(rows.prepared)
        self._wait()
        self._feed = feed = replace(self._feed, rows=self._feed.rows + rows.count)
        self._writing = self._writer.submit(self._write, prepared, feed)

    def finish(self, *, complete: bool) -> None:
        """Wait for the last batch, and note how far it came."""
        self._wait()
        self._feeds.note(replace(self._feed, complete=complete))

    def outcome(self, seen: Preview, *, complete: bool) -> Imported:
        """What came of it."""
        return Imported(
            seen.format,
            self._new,
            self._updated,
            tuple(self._errors),
            self._rejected,
            seen.name,
            complete,
            tuple(sorted(self._notes, key=lambda note: note.line)),
            seen.currency or None,
        )

    def _under_old_keys(self, prepared: Any) -> Any:
        """Offers of a file that was imported before feeds had names keep the keys that they had."""
        if not self._has_old_keys:
            return prepared
        kept = self._shelf.under_old_keys(prepared, self._files)
        self._has_old_keys = kept is not None
        return prepared if kept is None else kept

    def _write(self, prepared: Any, feed: Feed) -> None:
        new, updated = self._shelf.write(prepared)
        self._new += new
        self._updated += updated
        self._feeds.note(feed)

    def _wait(self) -> None:
        if self._writing is not None:
            self._writing.result()
            self._writing = None
