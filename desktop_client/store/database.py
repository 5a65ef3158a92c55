"""Database: one connection that writes, in a thread of its own with a queue before it, and readers beside it."""

from __future__ import annotations

import contextlib
import queue
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import sqlite_utils

from desktop_client.errors import SidelightError
from desktop_client.store.backup import keep_copy
from desktop_client.store.errors import (
    StoreError,
    in_words,
    newest_unread,
    no_room,
    not_writable,
    os_in_words,
    primary_code,
)
from desktop_client.store.migrations import MIGRATIONS, Migration, migrate, version
from desktop_client.store.opening import (
    BUSY_TIMEOUT_MS,
    Access,
    check_header,
    check_version,
    connect,
    create,
    transaction,
)
from desktop_client.store.sqlite import sqlite3
from desktop_client.wording import say

T = TypeVar("T")
Clock = Callable[[], datetime]
"""Tells the time as an aware datetime in UTC."""

_PROGRESS_STEPS = 20_000
"""Steps of SQLite's virtual machine between two looks at whether a reader should stop: a few milliseconds."""

WRITER_CACHE_KIB = 32 * 1024
"""A batch of an import changes some 14 MB; in SQLite's usual 2 MB, much was written and read again within the batch."""

_FULL_BELOW_BYTES = 1 << 20
"""With less room than this the user is told that the disk is full; the write-ahead log alone wants more."""

_CANT_WRITE = frozenset({"SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_IOERR", "SQLITE_FULL"})
"""What opening for writing answers where reading may still work."""


class Interrupted(Exception):  # noqa: N818 - not a fault
    """A reader was stopped because its ``stop`` was set."""


@dataclass(frozen=True, slots=True)
class _Task:
    job: Callable[[sqlite_utils.Database], Any]
    done: Future[Any]
    in_transaction: bool = True


class Database:
    """The SQLite file of a profile. Every call may come from any thread and blocks until it is done.

    Opening creates the file where there is none, and brings an older one up to date after copying it to ``backups``.
    Where the disk won't let it be written, it is opened for reading: ``writable`` is false, and ``notice`` says why.

    Raises:
        StoreError: the file is not ours, is from a newer version, is damaged, or can't even be read.
    """

    def __init__(
        self,
        path: Path,
        clock: Clock,
        *,
        backups: Path | None = None,
        migrations: Sequence[Migration] = MIGRATIONS,
    ) -> None:
        self._path = path
        self._clock = clock
        self._backups = backups or path.parent / "backups"
        self._migrations = migrations
        self._notice: StoreError | None = None
        self._access = Access.WRITE
        self._readers: list[sqlite_utils.Database] = []
        self._lock = threading.Lock()
        self._closed = False
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._writer: threading.Thread | None = None
        with self._in_words():
            self._open()

    @property
    def writable(self) -> bool:
        """Whether anything can be saved at all. A full disk may still refuse a single write."""
        return self._access is Access.WRITE

    @property
    def notice(self) -> StoreError | None:
        """What the user should be told about the disk and may do about it, or None if all is well."""
        return self._notice

    def read(
        self, job: Callable[[sqlite_utils.Database], T], stop: threading.Event | None = None, *, fresh: bool = False
    ) -> T:
        """Run ``job`` on a connection that can't write; all that it reads is of one moment.

        ``fresh`` is for checks: a connection that was used before may answer from its memory instead of the disk.

        Raises:
            Interrupted: ``stop`` was set in the meantime; a running statement ends within milliseconds.
            StoreError: the disk says no, or the store is closed.
        """
        with self._in_words():
            db = self._take_reader(fresh=fresh)
            try:
                return _read_on(db, job, stop)
            finally:
                self._give_back(db)

    def write(self, job: Callable[[sqlite_utils.Database], T]) -> T:
        """Run ``job`` in the writer's thread, in one transaction, and return after its commit.

        If anything is raised, nothing of the job remains. ``job`` must not call :meth:`write` itself, and should be
        short: an answer that is being saved waits behind it.

        Raises:
            StoreError: the disk says no, or the store is closed.
        """
        done: Future[T] = Future()
        return self._submit(_Task(job, done), done)

    def truncate_log(self) -> None:
        """Move the write-ahead log into the file and cut it to nothing, so that what was deleted is gone.

        A reader that is in the middle of something makes this wait, at most for the busy time-out; then the log stays
        for the next time.
        """
        done: Future[object] = Future()
        # Fetched, since a statement that still has rows to give would keep the next transaction from beginning.
        task = _Task(lambda db: db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall(), done, in_transaction=False)
        self._submit(task, done)

    def close(self) -> None:
        """Finish what is queued and close every connection. Safe to call twice."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._tasks.put(None)
            idle, self._readers = self._readers, []
        for db in idle:
            db.close()
        if self._writer:
            self._writer.join()

    # Opening

    def _open(self) -> None:
        newest = len(self._migrations)
        if not self._path.exists():
            create(self._path, self._migrations)
        check_header(self._path, newest)
        try:
            db = self._connect_writer()
        except sqlite3.Error as error:
            if primary_code(error) not in _CANT_WRITE:
                raise
            self._open_for_reading(error)
            return
        try:
            check_version(self._path, version(db), newest)
            self._bring_up_to_date(db)
        except BaseException:
            db.close()
            raise
        if shutil.disk_usage(self._path.parent).free < _FULL_BELOW_BYTES:
            self._notice = no_room()
        self._writer = threading.Thread(target=self._work, args=(db,), name="store writer", daemon=True)
        self._writer.start()

    def _connect_writer(self) -> sqlite_utils.Database:
        """A connection that could write just now; opening one alone does not tell."""
        db = connect(self._path, Access.WRITE)
        try:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute(f"PRAGMA cache_size = -{WRITER_CACHE_KIB:d}")
            _try_to_write(db)
        except BaseException:
            db.close()
            raise
        return db

    def _bring_up_to_date(self, db: sqlite_utils.Database) -> None:
        old = version(db)
        if old == len(self._migrations):
            return
        try:
            keep_copy(db, self._backups, old, self._clock())
            with transaction(db):
                migrate(db, self._migrations)
        except (SidelightError, OSError):
            raise
        except Exception as error:
            raise StoreError(
                say(
                    "{path} could not be brought up to date, so it was left as it was ({detail}).",
                    path=str(self._path),
                    detail=str(error),
                ),
                say("Go back to the Sidelight that you had before, and report this."),
            ) from error
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _open_for_reading(self, cause: sqlite3.Error) -> None:
        self._access = next((a for a in (Access.READ, Access.FROZEN) if self._can_read(a)), Access.FROZEN)
        found = self.read(version)
        check_version(self._path, found, len(self._migrations))
        if found < len(self._migrations):
            raise StoreError(
                say(
                    "{path} is from an older Sidelight and can't be brought up to date: its folder can't be written.",
                    path=str(self._path),
                ),
                say("Make the folder writable, or free some space, and try again."),
            )
        full = primary_code(cause) == "SQLITE_FULL" or shutil.disk_usage(self._path.parent).free < _FULL_BELOW_BYTES
        if full:
            self._notice = no_room()
        elif self._access is Access.FROZEN and self._has_log():
            self._notice = newest_unread(self._path.parent)
        else:
            self._notice = not_writable(self._path.parent)

    def _has_log(self) -> bool:
        log = self._path.with_name(f"{self._path.name}-wal")
        return log.exists() and log.stat().st_size > 0

    def _can_read(self, access: Access) -> bool:
        try:
            with contextlib.closing(connect(self._path, access)) as db:
                version(db)
        except sqlite3.Error:
            return False
        return True

    # The writer's thread

    def _submit(self, task: _Task, done: Future[T]) -> T:
        with self._lock:
            self._check_open()
            if not self.writable:
                why = self._notice or not_writable(self._path.parent)
                raise StoreError(why.cause, why.next_step)
            self._tasks.put(task)
        with self._in_words():
            return done.result()

    def _work(self, db: sqlite_utils.Database) -> None:
        while (task := self._tasks.get()) is not None:
            try:
                with transaction(db) if task.in_transaction else contextlib.nullcontext():
                    result = task.job(db)
            except BaseException as error:  # noqa: BLE001 - whoever waits for the task gets it
                task.done.set_exception(error)
            else:
                task.done.set_result(result)
        db.close()

    # Readers

    def _take_reader(self, *, fresh: bool) -> sqlite_utils.Database:
        with self._lock:
            self._check_open()
            if self._readers and not fresh:
                return self._readers.pop()
        db = connect(self._path, self._access)
        db.execute("PRAGMA query_only = ON")
        return db

    def _give_back(self, db: sqlite_utils.Database) -> None:
        with self._lock:
            if not self._closed:
                self._readers.append(db)
                return
        db.close()

    def _check_open(self) -> None:
        if self._closed:
            raise StoreError(say("The store is closed."), say("Start Sidelight again."))

    @contextlib.contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            told = in_words(error, self._path)
            if told is None:
                raise
            raise told from error
        except OSError as error:
            raise os_in_words(error, self._path) from error
        except UnicodeEncodeError as error:
            raise StoreError(
                say("The text holds broken characters that can't be saved."), say("Remove them and try again.")
            ) from error


def _try_to_write(db: sqlite_utils.Database) -> None:
    """Raise what a write would raise, without writing: nothing is committed, and no one is waited for."""
    db.execute("PRAGMA busy_timeout = 0")
    try:
        # The lock alone does not tell: where the file can only be read, SQLite grants it and writes nothing.
        db.execute("BEGIN IMMEDIATE")
        db.execute(f"PRAGMA user_version = {version(db):d}")
    except sqlite3.Error as error:
        # Another process is writing just now: then it can be written.
        if primary_code(error) != "SQLITE_BUSY":
            raise
    finally:
        if db.conn.in_transaction:
            db.execute("ROLLBACK")
        db.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS:d}")


def _read_on(db: sqlite_utils.Database, job: Callable[[sqlite_utils.Database], T], stop: threading.Event | None) -> T:
    if stop is not None:
        if stop.is_set():
            raise Interrupted
        db.conn.set_progress_handler(stop.is_set, _PROGRESS_STEPS)
    db.execute("BEGIN")
    try:
        return job(db)
    except sqlite3.OperationalError as error:
        if stop is not None and primary_code(error) == "SQLITE_INTERRUPT":
            raise Interrupted from error
        raise
    finally:
        if db.conn.in_transaction:
            db.execute("ROLLBACK")
        if stop is not None:
            db.conn.set_progress_handler(None, 0)
