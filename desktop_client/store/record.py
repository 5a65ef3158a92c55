"""The record on disk: appended to, read, checked, taken out as a file, or deleted whole. No entry is ever changed."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import sqlite_utils

from desktop_client.commerce.record import (
    BEGINNING,
    Entry,
    Event,
    Head,
    NotAnEntryError,
    Tally,
    Verdict,
    entry,
    entry_as_read,
    verify,
)
from desktop_client.commerce.record_file import written
from desktop_client.store.database import Clock, Database
from desktop_client.store.errors import StoreError
from desktop_client.store.sqlite import sqlite3
from desktop_client.wording import say
from desktop_client.wording.system import fault_words

PAGE = 50
"""How many entries are read at a time, unless another number is asked for."""

_FIELDS = ("at", "kind", "content", "previous", "hash")
# Text is fetched as bytes: what is no UTF-8 any more is a broken entry, and not the end of reading.
_TEXTS = ", ".join(f"iif(typeof({name}) = 'text', CAST({name} AS BLOB), NULL)" for name in _FIELDS)
_ALL = f"SELECT number, {_TEXTS} FROM record ORDER BY number"  # noqa: S608 - our own names
_PAGE = f"SELECT number, {_TEXTS} FROM record WHERE number < ? ORDER BY number DESC LIMIT ?"  # noqa: S608
_ADD = "INSERT INTO record (number, at, kind, content, previous, hash) VALUES (?, ?, ?, ?, ?, ?)"
_HEAD = """
    SELECT iif(typeof(count) = 'integer', count, -1), iif(typeof(hash) = 'text', CAST(hash AS BLOB), x'')
    FROM record_head
"""
_SET_HEAD = "UPDATE record_head SET count = ?, hash = ?"
_SIZE = "SELECT coalesce(sum(length(CAST(content AS BLOB)) + length(at || kind || previous || hash)), 0) FROM record"
_TALLIES = """
    WITH asked AS (
        SELECT json_extract(content, '$.source_id') AS source, count(*) AS requests, max(number) AS last
        FROM record WHERE kind = 'asked' AND json_valid(content) GROUP BY source
    ), came AS (
        SELECT json_extract(content, '$.asked') AS number, json_extract(content, '$.outcome') AS outcome
        FROM record WHERE kind = 'came' AND json_valid(content)
    )
    SELECT asked.source, asked.requests, record.at, came.outcome
    FROM asked JOIN record ON record.number = asked.last LEFT JOIN came ON came.number = asked.last
    WHERE typeof(asked.source) = 'text'
"""
_HIGHEST = 2**63 - 1


class RecordStore:
    """Implements ``RecordBook``. Every call may come from any thread and blocks until it is done."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(self, event: Event) -> int:
        """Write an event and return its entry's number, once it is on disk.

        Raises:
            StoreError: it can't be written, or does not fit the entries that are there.
        """

        def job(db: sqlite_utils.Database) -> int:
            head = _head(db)
            if head.count < 0:
                raise _damaged(1)
            made = entry(head, self._clock(), event)
            values = (made.number, made.at.isoformat(), made.kind.value, made.content, made.previous, made.hash)
            try:
                db.execute(_ADD, values)
            except sqlite3.IntegrityError as error:
                raise _damaged(made.number) from error
            db.execute(_SET_HEAD, (made.number, made.hash))
            return made.number

        return self._database.write(job)

    def count(self) -> int:
        """How many entries there are."""
        return self._database.read(_head).count

    def size(self) -> int:
        """How much is kept, in bytes of text."""
        return int(self._database.read(lambda db: db.execute(_SIZE).fetchone()[0]))

    def entries(self, before: int | None = None, limit: int = PAGE) -> tuple[Entry, ...]:
        """Entries older than number ``before`` (the newest of all for None), newest first.

        Raises:
            StoreError: an entry can't even be read.
        """
        page = (_HIGHEST if before is None else before, limit)
        rows = self._database.read(lambda db: db.execute(_PAGE, page).fetchall())
        return tuple(_readable(row) for row in rows)

    def tallies(self) -> dict[str, Tally]:
        """How often each source was asked, by its id. An entry that can't be read is passed over."""

        def job(db: sqlite_utils.Database) -> dict[str, Tally]:
            return {name: tally for name, *rest in db.execute(_TALLIES) if (tally := _tally(*rest)) is not None}

        return self._database.read(job)

    def verify(self) -> Verdict:
        """Check the whole chain, as it stands at one moment."""
        return self._database.read(lambda db: verify(map(_entry, db.execute(_ALL)), _head(db)))

    def export(self, path: Path) -> Head:
        """Write the whole record to a file, which appears whole or not at all; returns where the chain ended then.

        What is no file (a device, a pipe) is written into as it stands: nothing may be put in its place. A link stays,
        too, and the file that it leads to is written.

        Raises:
            StoreError: the file can't be written, or an entry can't even be read.
        """
        try:
            path = path.resolve()
            if path.exists() and not path.is_file():
                with path.open("wb") as place:
                    return self._database.read(lambda db: _write(db, place, path, lasting=False))
        except (OSError, RuntimeError) as error:
            raise _not_written(path, error) from error
        beside = path.with_name(f"{path.name}.writing")
        try:
            with beside.open("wb") as file:
                head = self._database.read(lambda db: _write(db, file, path))
            beside.replace(path)
        except OSError as error:
            raise _not_written(path, error) from error
        finally:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
        return head

    def delete(self) -> int:
        """Delete all of it and cut its words from the disk; returns how many entries that were. The next entry begins
        a new chain.

        Raises:
            StoreError: the disk says no; then all of it is still there.
        """

        def job(db: sqlite_utils.Database) -> int:
            # The head goes first: an entry that it knows of can't be deleted.
            db.execute("DELETE FROM record_head")
            gone = db.execute("DELETE FROM record").rowcount
            db.execute("INSERT INTO record_head (count, hash) VALUES (0, ?)", (BEGINNING,))
            return int(gone)

        gone = self._database.write(job)
        self._database.truncate_log()
        return gone


def _head(db: sqlite_utils.Database) -> Head:
    """The head as it is kept; where somebody took it away or put another beside it, one that no chain has."""
    rows = db.execute(_HEAD).fetchmany(2)
    if len(rows) != 1:
        return Head(-1, "")
    count, digest = rows[0]
    return Head(count, bytes(digest).decode("utf-8", "replace"))


def _write(db: sqlite_utils.Database, file: BinaryIO, path: Path, *, lasting: bool = True) -> Head:
    head = _head(db)
    try:
        file.writelines(written((_readable(row) for row in db.execute(_ALL)), head))
        file.flush()
        if lasting:
            os.fsync(file.fileno())
    except OSError as error:
        # Here, since the database would take it for a fault of its own file.
        raise _not_written(path, error) from error
    return head


def _tally(requests: int, at: object, outcome: object) -> Tally | None:
    try:
        last = datetime.fromisoformat(str(at))
    except ValueError:
        return None
    return Tally(requests, last, outcome if isinstance(outcome, str) else None)


def _readable(row: Sequence[Any]) -> Entry:
    try:
        return _entry(row)
    except NotAnEntryError as error:
        raise _damaged(row[0]) from error


def _entry(row: Sequence[Any]) -> Entry:
    number, *texts = row
    try:
        at, kind, content, previous, hash_ = (bytes(text).decode() for text in texts)
    except (TypeError, UnicodeDecodeError) as error:
        raise NotAnEntryError(str(error)) from error
    return entry_as_read(number, at, kind, content, previous, hash_)


def _damaged(number: int) -> StoreError:
    return StoreError(
        say("Entry {number} of the record is damaged.", number=number),
        say("Keep a copy of the profile folder, then delete the record to begin a new one."),
    )


def _not_written(path: Path, error: OSError | RuntimeError) -> StoreError:
    return StoreError(
        say("{path} can't be written: {why}.", path=str(path), why=fault_words(error)),
        say("Choose another place."),
    )
