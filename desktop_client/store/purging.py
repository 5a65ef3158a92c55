"""What was removed of commerce's and is deleted for good, at each start: without a word of commerce, which a start that
is for chatting does not load.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlite_utils

from desktop_client.store.database import Database
from desktop_client.store.shelf_words import shelf_place

TRASH_IS_KEPT = timedelta(days=30)
"""So long a list that was deleted can be put back."""

PURGED_AT_ONCE = 2_000
"""Offers that are deleted in one transaction: an answer that is being saved waits no longer than for these."""

REMOVED = "SELECT name FROM feeds WHERE removed_at IS NOT NULL"
"""The names of feeds that no search may find any more."""
_SOME_OF = "SELECT id, title FROM offers WHERE origin = ? LIMIT ?"


def purge_shortlists(database: Database, as_of: datetime) -> None:
    """Delete for good what was put into the trash more than 30 days before."""
    before = (as_of - TRASH_IS_KEPT).isoformat()
    database.write(lambda db: db.execute("DELETE FROM shortlists WHERE deleted_at < ?", (before,)))


def purge_feeds(database: Database, only: str | None = None) -> None:
    """Delete what was removed for good, a few thousand offers at a time; all, or ``only`` what has this name."""
    for (name,) in database.read(lambda db: db.execute(REMOVED).fetchall()):
        while only in (None, name) and database.write(lambda db, name=name: _purge_some(db, name)):  # type: ignore[misc]
            pass


def _purge_some(db: sqlite_utils.Database, name: str) -> bool:
    """Delete some offers of a feed, in the order of the word index; the feed itself after the last of them."""
    if db.execute("SELECT removed_at FROM feeds WHERE name = ?", (name,)).fetchone() in (None, (None,)):
        return False
    rows = sorted(
        (shelf_place(number, title), number) for number, title in db.execute(_SOME_OF, (name, PURGED_AT_ONCE))
    )
    if not rows:
        db.execute("DELETE FROM feeds WHERE name = ?", (name,))
        return False
    db.conn.executemany("DELETE FROM offers WHERE id = ?", [(number,) for _, number in rows])
    return True
