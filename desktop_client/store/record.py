"""The record on disk: appended to, read, checked, taken out as a file, or deleted whole. No entry is ever changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import sqlite_utils

from desktop_client.commerce.record import BEGINNING, Entry, Event, Head, Kind, Verdict, entry, verify
from desktop_client.commerce.record_file import written
from desktop_client.store.database import Clock, Database
from desktop_client.store.errors import StoreError
from desktop_client.wording import say

PAGE = 500
"""How many entries are read at a time."""

_FIELDS = "number, at, kind, content, previous, hash"


class RecordStore:
    """Implements ``RecordBook``. Every call may come from any thread and blocks until it is done."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(self, event: Event) -> int:
        """Write an event and return its entry's number, once it is on disk.

        Raises:
            StoreError: it can't be written.
        """

        def job(db: sqlite_utils.Database) -> int:
            made = entry(_head(db), self._clock(), event)
            db.execute(
                f"INSERT INTO record ({_FIELDS}) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608 - our own names
                (made.number, made.at.isoformat(), made.kind.value, made.content, made.previous, made.hash),
            )
            db.execute("UPDATE record_head SET count = ?, hash = ?", (made.number, made.hash))
            return made.number

        return self._database.write(job)

    def count(self) -> int:
        """How many entries there are."""
        return self._database.read(_head).count

    def entries(self, before: int | None = None, limit: int = PAGE) -> tuple[Entry, ...]:
        """Entries older than number ``before`` (the newest of all for None), newest first.

        Raises:
            StoreError: an entry can't even be read; checking the chain says which.
        """
        rows = self._database.read(
            lambda db: db.execute(
                f"SELECT {_FIELDS} FROM record WHERE ? IS NULL OR number < ? ORDER BY number DESC LIMIT ?",  # noqa: S608
                (before, before, limit),
            ).fetchall()
        )
        return tuple(_entry(row) for row in rows)

    def verify(self) -> Verdict:
        """Check the whole chain."""
        head = self._database.read(_head)
        try:
            return verify(self._oldest_first(head.count), head)
        except _UnreadableError as error:
            return Verdict(error.number - 1, error.number)

    def export(self, path: Path) -> None:
        """Write the whole record to a file as JSON Lines; an existing file is replaced only when all is written.

        Raises:
            StoreError: the file can't be written.
        """
        head = self._database.read(_head)
        beside = path.with_name(path.name + ".writing")
        try:
            with beside.open("w", encoding="utf-8", newline="\n") as file:
                for line in written(self._oldest_first(head.count), head):
                    file.write(line + "\n")
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        except _UnreadableError as error:
            beside.unlink(missing_ok=True)
            raise StoreError(
                say("Entry {number} of the record is damaged.", number=error.number),
                say("Keep a copy of the profile folder, then delete the record to begin a new one."),
            ) from error
        except OSError as error:
            beside.unlink(missing_ok=True)
            raise StoreError(
                say("{path} can't be written: {why}.", path=str(path), why=error.strerror or str(error)),
                say("Choose another place."),
            ) from error

    def delete(self) -> None:
        """Delete all of it; the next entry begins a new chain.

        Raises:
            StoreError: the disk says no; then all of it is still there.
        """

        def job(db: sqlite_utils.Database) -> None:
            db.execute("DELETE FROM record")
            db.execute("UPDATE record_head SET count = 0, hash = ?", (BEGINNING,))

        self._database.write(job)
        self._database.truncate_log()

    def _oldest_first(self, count: int) -> Iterator[Entry]:
        """The first ``count`` entries, a page at a time: entries may be added meanwhile."""
        after = 0
        while after < count:
            rows = self._database.read(
                lambda db, after=after: db.execute(  # type: ignore[misc]
                    f"SELECT {_FIELDS} FROM record WHERE number > ? AND number <= ? ORDER BY number LIMIT ?",  # noqa: S608
                    (after, count, PAGE),
                ).fetchall()
            )
            if not rows:
                return
            for row in rows:
                yield _entry(row)
            after = rows[-1][0]


class _UnreadableError(StoreError):
    def __init__(self, number: int) -> None:
        super().__init__(
            say("Entry {number} of the record is damaged.", number=number),
            say("Keep a copy of the profile folder, then delete the record to begin a new one."),
        )
        self.number = number


def _head(db: sqlite_utils.Database) -> Head:
    row = db.execute("SELECT count, hash FROM record_head").fetchone()
    return Head(*row) if row else Head(-1, "")


def _entry(row: tuple[int, str, str, str, str, str]) -> Entry:
    number, at, kind, content, previous, own = row
    try:
        return Entry(number, datetime.fromisoformat(at), Kind(kind), content, previous, own)
    except (ValueError, TypeError) as error:
        raise _UnreadableError(number) from error
