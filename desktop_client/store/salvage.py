"""Taking out of a damaged database what can still be read.

Rows are read in ranges; a range that can't be read is halved until single rows are left. SQLite's own ``.recover`` was
measured to give up on databases with word indexes, so this reads tables alone and makes the indexes anew.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlite_utils

from desktop_client.store.check import rebuild_word_indexes
from desktop_client.store.checksums import SUMMED, is_sound
from desktop_client.store.errors import damaged
from desktop_client.store.log_pages import PAGE, committed_pages
from desktop_client.store.migrations import MIGRATIONS, migrate
from desktop_client.store.opening import APPLICATION_ID, Access, connect, transaction
from desktop_client.store.putting_back import check_not_in_use, kept_log, put_in_place
from desktop_client.store.sqlite import sqlite3

RANGE_ROWS = 512
"""Rows are asked for in ranges of this many ids, so that damage costs few of them a second reading."""

MOST_LOST_IN_A_ROW = 1 << 16
"""Where a table can't say what its largest id is, its end is taken to be where so many ids in a row can't be read: what
stands on a damaged page of pages is fewer.
"""

_HEADER = b"SQLite format 3\0" + bytes((0x10, 0, 2, 2, 0, 64, 32, 32))
"""How each file of ours begins: pages of 4,096 bytes, WAL (https://sqlite.org/fileformat.html, section 1.3)."""

_KEYS = {"prices": "offer"}
"""The column to read by where a table has no row ids."""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What came of it: rows saved by table, ranges of ids that could not be read, and where the old file is now."""

    rows: dict[str, int]
    unreadable: int
    set_aside: Path | None


def salvage(path: Path, now: datetime) -> Salvaged:
    """Replace the database at ``path`` by a new one with every row of it that can be read. The old file is set aside.

    Raises:
        StoreError: another program has the database open, or not even its first page can be read.
        OSError: there is no room, or the folder can't be written; the old file is then where it was.
    """
    with kept_log(path) as log, tempfile.TemporaryDirectory(prefix=".salvage-", dir=path.parent) as name:
        folder = Path(name)
        check_not_in_use(path)
        old, behind = _with_its_log(path, log, folder), _with_all_of_its_log(path, log, folder)
        handle, name = tempfile.mkstemp(prefix=".sidelight-", suffix=".new", dir=path.parent)
        os.close(handle)
        new = Path(name)
        try:
            rows, unreadable = _copy_what_is_readable(old, behind, new)
            return Salvaged(rows, unreadable, put_in_place(new, path, now, log))
        except sqlite3.DatabaseError as error:
            raise damaged(path, str(error)) from error
        finally:
            new.unlink(missing_ok=True)


def _with_its_log(path: Path, log: Path | None, folder: Path) -> Path:
    """A copy to read from, with a sound header. What only the log holds is taken in where SQLite can still do that."""
    copy = folder / path.name
    shutil.copyfile(path, copy)
    _mend_header(copy)
    if log is not None:
        joined = folder / "joined.db"
        shutil.copyfile(copy, joined)
        shutil.copyfile(log, Path(f"{joined}-wal"))
        with contextlib.suppress(sqlite3.DatabaseError), contextlib.closing(connect(joined, Access.WRITE)) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            return joined
    return copy


def _with_all_of_its_log(path: Path, log: Path | None, folder: Path) -> Path | None:
    """Another copy, with what stands in the log behind a damaged place, too; None where there is no log.

    Pages that were in the damaged place are older there than the others, so only a row that matches its checksum is to
    be believed, and only where the first copy does not have it.
    """
    pages = committed_pages(log.read_bytes()) if log is not None else {}
    if not pages:
        return None
    copy = folder / "pages.db"
    shutil.copyfile(path, copy)
    with copy.open("rb+") as file:
        for number, content in pages.items():
            file.seek((number - 1) * PAGE)
            file.write(content)
        # How long the file is, it says by itself.
        file.seek(28)
        file.write(bytes(4))
    _mend_header(copy)
    return copy


def _mend_header(copy: Path) -> None:
    with copy.open("rb+") as file:
        file.write(_HEADER)


def _copy_what_is_readable(old: Path, behind: Path | None, new: Path) -> tuple[dict[str, int], int]:
    saved: dict[str, int] = {}
    unreadable = 0
    with contextlib.closing(_readable(old)) as source, contextlib.closing(_empty(new)) as target:
        with transaction(target):
            for table in _tables(target):
                reading = _Reading(source, table, _shared_columns(source, target, table))
                saved[table] = _fill(target, table, reading)
                unreadable += reading.unreadable
            if behind is not None:
                _add_what_stands_behind(behind, target, saved)
            _mend(target)
        target.execute("PRAGMA journal_mode = WAL")
    return saved, unreadable


def _add_what_stands_behind(behind: Path, target: sqlite_utils.Database, saved: dict[str, int]) -> None:
    newest = target.execute("SELECT coalesce(max(id), 0) FROM messages").fetchone()[0]
    with contextlib.closing(_readable(behind)) as source:
        for table in SUMMED:
            columns = _shared_columns(source, target, table)
            try:
                source.execute(f"SELECT checksum FROM {table} LIMIT 0")  # noqa: S608 - our own names
            except sqlite3.DatabaseError:
                # As in a database from before there were any.
                continue
            reading = _Reading(source, table, columns, is_sound(table))
            saved[table] += sum(_put(target, table, reading.columns, row) for row in reading.rows())
    # The conversation's own row is an older one: what was written last is to be in sight.
    target.execute(
        "UPDATE conversations SET head_id = (SELECT max(id) FROM messages WHERE conversation_id = conversations.id) "
        "WHERE id IN (SELECT conversation_id FROM messages WHERE id > ?)",
        (newest,),
    )


def _readable(path: Path) -> sqlite_utils.Database:
    db = connect(path, Access.FROZEN)
    db.conn.text_factory = lambda data: data.decode("utf-8", "replace")
    return db


def _empty(new: Path) -> sqlite_utils.Database:
    db = connect(new, Access.WRITE)
    db.execute("PRAGMA journal_mode = MEMORY")
    # Rows come before or without those that they belong to; that is mended at the end.
    db.execute("PRAGMA foreign_keys = OFF")
    with transaction(db):
        db.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")
        migrate(db, MIGRATIONS)
    return db


def _tables(db: sqlite_utils.Database) -> list[str]:
    """Our tables that hold something of their own: not the parts of word indexes, which are made anew."""
    kinds = {name: kind for _, name, kind, *_ in db.execute("PRAGMA table_list")}
    shown = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")]
    return [name for name in shown if kinds[name] == "table" and not name.startswith("sqlite_")]


def _shared_columns(source: sqlite_utils.Database, target: sqlite_utils.Database, table: str) -> tuple[str, ...]:
    wanted = [row[1] for row in target.execute(f"PRAGMA table_info({table})")]
    try:
        there = {row[1] for row in source.execute(f"PRAGMA table_info({table})")}
    except sqlite3.DatabaseError:
        there = set()
    return tuple(column for column in wanted if column in there and column != "checksum")


class _Reading:
    """Reads one table by ranges, and counts the ids that could not be read at all. ``where`` is a condition in SQL."""

    def __init__(
        self, source: sqlite_utils.Database, table: str, columns: tuple[str, ...], where: str = "TRUE"
    ) -> None:
        self._source, self._table, self.columns, self._where = source, table, columns, where
        self._key = _KEYS.get(table, "rowid")
        self.unreadable = 0

    def rows(self) -> Iterator[Sequence[Any]]:
        if not self.columns:
            return
        try:
            last = self._one_id("max", 0)
        except sqlite3.DatabaseError:
            yield from self._rows_without_an_end()
            return
        for first in range(0, (last or 0) + 1, RANGE_ROWS):
            yield from self._between(first, first + RANGE_ROWS - 1)

    def _rows_without_an_end(self) -> Iterator[Sequence[Any]]:
        """The newest page of the table can't be read, so what its largest id is isn't known."""
        first = lost = unreadable = 0
        while lost < MOST_LOST_IN_A_ROW:
            before = self.unreadable
            found = list(self._between(first, first + RANGE_ROWS - 1))
            yield from found
            first += RANGE_ROWS
            lost = 0 if found else lost + RANGE_ROWS
            if found:
                unreadable = self.unreadable
            elif self.unreadable == before:
                try:
                    after = self._one_id("min", first)
                except sqlite3.DatabaseError:
                    continue
                if after is None:
                    return
                first = after
        # How many of the last ids there were is not known: they count as one range.
        self.unreadable = unreadable + 1

    def _one_id(self, which: str, least: int) -> int | None:
        """The smallest or the largest id from ``least`` on; None where there is none."""
        query = f"SELECT {which}({self._key}) FROM {self._table} WHERE {self._key} >= ?"  # noqa: S608 - our own names
        found: int | None = self._source.execute(query, (least,)).fetchone()[0]
        return found

    def _between(self, first: int, last: int) -> Iterator[Sequence[Any]]:
        columns = ", ".join(self.columns)
        query = f"SELECT {columns} FROM {self._table} WHERE {self._key} BETWEEN ? AND ? AND {self._where}"  # noqa: S608
        try:
            found = self._source.execute(query, (first, last)).fetchall()
        except sqlite3.DatabaseError:
            if first == last:
                self.unreadable += 1
                return
            middle = (first + last) // 2
            yield from self._between(first, middle)
            yield from self._between(middle + 1, last)
            return
        yield from found


def _fill(target: sqlite_utils.Database, table: str, reading: _Reading) -> int:
    saved = 0
    for row in reading.rows():
        if not saved:
            # What a new database begins with, such as the head of an empty record.
            target.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
        saved += _put(target, table, reading.columns, row)
    return saved


def _put(target: sqlite_utils.Database, table: str, columns: Sequence[str], row: Sequence[Any]) -> bool:
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - our own names
    try:
        target.execute(statement, row)
    except sqlite3.IntegrityError:
        return False
    return True


def _mend(db: sqlite_utils.Database) -> None:
    """Give every row that lost what it belonged to a place where it is found."""
    db.execute(
        "INSERT INTO conversations (id, title, created_at, updated_at, used) "
        "SELECT conversation_id, '…', min(created_at), max(created_at), conversation_id FROM messages "
        "WHERE conversation_id NOT IN (SELECT id FROM conversations) GROUP BY conversation_id"
    )
    db.execute(
        "UPDATE messages SET parent_id = NULL WHERE parent_id IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM messages AS parent WHERE parent.id = messages.parent_id "
        "AND parent.conversation_id = messages.conversation_id)"
    )
    db.execute(
        "UPDATE conversations SET head_id = (SELECT max(id) FROM messages WHERE conversation_id = conversations.id) "
        "WHERE NOT EXISTS (SELECT 1 FROM messages WHERE id = head_id AND conversation_id = conversations.id)"
    )
    db.execute("DELETE FROM prices WHERE offer NOT IN (SELECT id FROM offers)")
    for table in ("conversation_options", "drafts"):
        db.execute(f"DELETE FROM {table} WHERE conversation_id NOT IN (SELECT id FROM conversations)")  # noqa: S608
    db.execute("DELETE FROM trashed_messages WHERE message_id NOT IN (SELECT id FROM messages)")
    rebuild_word_indexes(db)
