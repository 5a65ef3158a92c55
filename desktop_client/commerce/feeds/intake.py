"""Taking a feed in: looked at first, then put on the shelf a few thousand rows at a time; stopped, it can go on later.

While one batch is being written, the next is read: reading needs Python, writing mostly does not.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final, Protocol

from desktop_client.commerce.feeds.feed import FeedError, FeedRow
from desktop_client.commerce.feeds.feed_file import Progress
from desktop_client.commerce.feeds.identity import feed_name
from desktop_client.commerce.feeds.reading import read_feed
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.sending.faults import Cancelled
from desktop_client.commerce.shelf.catalogue import Feed, Feeds
from desktop_client.wording import Sentence

BATCH: Final = 8_000
"""Rows that are written in one transaction: while they are, an answer that is being saved has to wait."""
LOOKED_AT: Final = 200
"""Rows that are looked at before anything is put on the shelf."""
ERRORS_KEPT: Final = 1_000
"""How many unreadable rows of a feed are listed; the rest are counted."""


class Shelf(Protocol):
    """What taking a feed in needs of the shelf."""

    def prepare(self, offers: Iterable[Offer], origin: str, raw: Mapping[str, bytes]) -> Any:
        """Make offers ready to be written."""
        ...

    def write(self, prepared: Any) -> tuple[int, int]:
        """Write what was made ready; returns how many offers were new and how many were there."""
        ...

    def unnamed(self, origin: str, offer_ids: Iterable[str]) -> frozenset[str]:
        """Those ids that lie on the shelf from before feeds had names."""
        ...


@dataclass(frozen=True, slots=True)
class Preview:
    """A feed as it is before it is imported: what it was taken for, what it will be called, and its first rows.

    ``known`` is the feed of that name on the shelf, which would be brought up to date; ``done`` are the rows of this
    very file that are there already, where its import was stopped.
    """

    path: Path
    format: Sentence
    name: str
    size: int
    offers: tuple[Offer, ...]
    errors: tuple[FeedError, ...]
    known: Feed | None = None
    done: int = 0


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a feed: rows that are new, rows that replaced older ones, and those left out with the reason.

    ``complete`` is false if it was stopped on the way: what had been put on the shelf by then is there.
    """

    format: Sentence
    imported: int
    updated: int
    errors: tuple[FeedError, ...]
    rejected: int
    name: str = ""
    complete: bool = True


class FeedIntake:
    """Takes feeds in, for the window and the command line alike."""

    def __init__(
        self,
        shelf: Shelf,
        feeds: Feeds,
        clock: Callable[[], datetime],
        undisturbed: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        """``undisturbed`` is entered while a feed is taken in: whatever makes long work faster."""
        self._shelf = shelf
        self._feeds = feeds
        self._clock = clock
        self._undisturbed = undisturbed

    def look_at(self, path: Path) -> Preview:
        """See what a file is, without putting anything on the shelf.

        Raises:
            FeedRefusedError: it can't be read, or is no feed.
            StoreError: the shelf can't be read.
        """
        with read_feed(path, now=self._clock()) as reading:
            rows = list(islice(reading, LOOKED_AT))
            offers = tuple(row.offer for row in rows if isinstance(row, FeedRow))
            errors = tuple(row for row in rows if isinstance(row, FeedError))
            name = feed_name(path, offers)
            known = next((feed for feed in self._feeds.feeds() if feed.name == name), None)
            file = path.stat()
            stopped = known is not None and not known.complete
            same = known is not None and (known.size, known.modified) == (file.st_size, file.st_mtime)
            done = known.rows if known is not None and stopped and same else 0
            return Preview(path, reading.format.name, name, file.st_size, offers, errors, known, done)

    def take(self, seen: Preview, on_progress: Progress | None, cancel: threading.Event) -> Imported:
        """Put a feed on the shelf, or go on where it was stopped. Setting ``cancel`` ends it after the batch at hand.

        Raises:
            FeedRefusedError: the file can't be read any further; rows that were put are there.
            StoreError: the disk says no.
        """
        with self._undisturbed(), ThreadPoolExecutor(1, "feed") as writer:
            errand = _Errand(self._shelf, self._feeds, writer, self._feed(seen))
            complete = True
            try:
                with read_feed(
                    seen.path, now=self._clock(), on_progress=on_progress, cancel=cancel, feed=seen.name
                ) as reading:
                    rows = islice(reading, seen.done, None)
                    while batch := list(islice(rows, BATCH)):
                        errand.put(batch)
            except Cancelled:
                complete = False
            errand.finish(complete=complete)
            return Imported(
                seen.format, errand.new, errand.updated, tuple(errand.errors), errand.rejected, seen.name, complete
            )

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
        )


class _Errand:
    """One feed on its way to the shelf; at most one batch is being written."""

    def __init__(self, shelf: Shelf, feeds: Feeds, writer: ThreadPoolExecutor, feed: Feed) -> None:
        self._shelf, self._feeds, self._writer, self._feed = shelf, feeds, writer, feed
        self._file = Path(feed.path).name
        self._writing: Future[None] | None = None
        self._has_unnamed = True
        self.new = self.updated = self.rejected = 0
        self.errors: list[FeedError] = []

    def put(self, batch: list[FeedRow | FeedError]) -> None:
        """Make a batch ready, and write it once the one before is written."""
        good = [row for row in batch if isinstance(row, FeedRow)]
        bad = [row for row in batch if isinstance(row, FeedError)]
        self.rejected += len(bad)
        self.errors.extend(bad[: max(0, ERRORS_KEPT - len(self.errors))])
        raw = {row.offer.raw_sha256: row.raw for row in good}
        prepared = self._shelf.prepare(self._with_old_keys([row.offer for row in good]), self._feed.name, raw)
        self._wait()
        self._feed = feed = replace(self._feed, rows=self._feed.rows + len(batch))
        self._writing = self._writer.submit(self._write, prepared, feed)

    def finish(self, *, complete: bool) -> None:
        """Wait for the last batch, and note how far it came."""
        self._wait()
        self._feeds.note(replace(self._feed, complete=complete))

    def _with_old_keys(self, offers: list[Offer]) -> list[Offer]:
        """Offers of a file that was imported before feeds had names keep the keys that they had."""
        if not self._has_unnamed:
            return offers
        ids = [offer.offer_id for offer in offers]
        old = self._shelf.unnamed(self._file, ids) | self._shelf.unnamed(self._feed.name, ids)
        self._has_unnamed = bool(old)
        return [replace(offer, feed="") if offer.offer_id in old else offer for offer in offers]

    def _write(self, prepared: Any, feed: Feed) -> None:
        new, updated = self._shelf.write(prepared)
        self.new += new
        self.updated += updated
        self._feeds.note(feed)

    def _wait(self) -> None:
        if self._writing is not None:
            self._writing.result()
            self._writing = None
