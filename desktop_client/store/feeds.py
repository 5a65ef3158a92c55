"""Feeds on disk: what was imported, how far, and taking a feed off the shelf so that it can be put back."""

from __future__ import annotations

from datetime import datetime

import sqlite_utils

from desktop_client.commerce.shelf.catalogue import Feed
from desktop_client.store.database import Clock, Database
from desktop_client.store.errors import StoreError
from desktop_client.store.purging import purge_feeds
from desktop_client.wording import say

_NOTE = (
    "INSERT INTO feeds (name, path, format, size, modified, rows, complete, imported_at, currency) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (name) DO UPDATE SET path = excluded.path, format = excluded.format, size = excluded.size, "
    "modified = excluded.modified, rows = excluded.rows, complete = excluded.complete, "
    "imported_at = excluded.imported_at, currency = excluded.currency, removed_at = NULL"
)
_ALL = (
    "SELECT name, path, format, size, modified, rows, complete, imported_at, currency, "
    "(SELECT count(*) FROM offers WHERE origin = feeds.name) AS held "
    "FROM feeds WHERE removed_at IS NULL AND (held OR NOT complete) "
    "ORDER BY imported_at DESC, name"
)
PAGES = "page"
"""The format that a row has which stands for pages of one host that were taken off. They are no feed: nothing notes
how far they were read, so the row is there only as long as they can be put back.
"""
_MARK = "UPDATE feeds SET removed_at = ? WHERE name = ? AND removed_at IS NULL"
_MARK_PAGES = (
    "INSERT INTO feeds (name, path, format, size, modified, complete, imported_at, removed_at) "
    "SELECT origin, '', ?, 0, 0, 1, max(fetched_at), ? FROM offers WHERE origin = ? AND NOT sample "
    "GROUP BY origin ON CONFLICT (name) DO NOTHING"
)


class FeedStore:
    """Implements ``Feeds``. Every call may come from any thread."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def feeds(self) -> tuple[Feed, ...]:
        """All that were imported, the last first, without those that were removed."""
        rows = self._database.read(lambda db: db.execute(_ALL).fetchall())
        return tuple(
            Feed(name, path, kind, size, modified, done, bool(complete), datetime.fromisoformat(at), offers, currency)
            for name, path, kind, size, modified, done, complete, at, currency, offers in rows
        )

    def note(self, feed: Feed) -> None:
        """Keep how far an import has come. A feed that was removed is back with it."""
        row = (feed.name, feed.path, feed.format, feed.size, feed.modified, feed.rows, int(feed.complete))
        self._database.write(lambda db: db.execute(_NOTE, (*row, feed.imported_at.isoformat(), feed.currency)))

    def remove(self, name: str) -> int:
        """Take a feed off the shelf, or the pages of a host; returns how many offers that were. They can be put back
        until ``purge``.

        Raises:
            StoreError: there is nothing of that name, or the disk says no.
        """

        def job(db: sqlite_utils.Database) -> int:
            at = self._clock().isoformat()
            marked = db.execute(_MARK, (at, name)).rowcount or db.execute(_MARK_PAGES, (PAGES, at, name)).rowcount
            if marked != 1:
                raise StoreError(
                    say("There is no feed called “{name}”.", name=name), say("See sidelight catalog feeds.")
                )
            return int(db.execute("SELECT count(*) FROM offers WHERE origin = ?", (name,)).fetchone()[0])

        return self._database.write(job)

    def put_back(self, name: str) -> None:
        """Undo ``remove``."""

        def job(db: sqlite_utils.Database) -> None:
            db.execute("DELETE FROM feeds WHERE name = ? AND format = ?", (name, PAGES))
            db.execute("UPDATE feeds SET removed_at = NULL WHERE name = ?", (name,))

        self._database.write(job)

    def purge(self, only: str | None = None) -> None:
        """Delete what was removed for good, a few thousand offers at a time; all, or ``only`` what has this name."""
        purge_feeds(self._database, only)
