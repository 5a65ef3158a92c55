"""Opening the file: is it ours, may it be written, and how a new one comes to be.

Nothing here writes to a file before it is known to be a database of Sidelight that this version understands.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path

import sqlite_utils

from desktop_client.store import checksums, shelf_words, words
from desktop_client.store.errors import ForeignFileError, NewerFileError, damaged, os_in_words, primary_code
from desktop_client.store.migrations import Migration, migrate, version
from desktop_client.store.sqlite import sqlite3
from desktop_client.wording import say

APPLICATION_ID = 0x53444C54
"""``SDLT``, at offset 68 of the file (https://sqlite.org/fileformat.html, section 1.3.17)."""

BUSY_TIMEOUT_MS = 5000


class Access(StrEnum):
    """How a connection is opened, from the most to the least that it asks of the disk."""

    WRITE = "mode=rw"
    READ = "mode=ro"
    # No lock, no shared memory, and the write-ahead log is not looked at: for a folder where nothing can be made.
    FROZEN = "mode=ro&immutable=1"


def check_header(path: Path, newest: int) -> None:
    """Look at what the file says of itself, without a lock and without making files beside it.

    Through SQLite all the same: on POSIX, opening and closing the file by other means would let go of the locks that
    another connection in this process holds on it (https://sqlite.org/howtocorrupt.html, section 2.2).

    Raises:
        ForeignFileError: not a database of Sidelight, or empty.
        NewerFileError: its schema version is above ``newest``.
        sqlite3.Error, OSError: it can't be read.
    """
    if path.stat().st_size == 0:
        raise ForeignFileError(
            say("{path} is empty: it is not a database any more.", path=str(path)),
            say("Put back a backup with `sidelight data restore --replace`, or move the file away to start anew."),
        )
    try:
        application, found = _header(path)
    except sqlite3.DatabaseError as error:
        code = primary_code(error)
        if code in {"SQLITE_CORRUPT", "SQLITE_ERROR"}:
            # A header that contradicts itself is an "unsupported file format".
            raise damaged(path, str(error)) from error
        if code != "SQLITE_NOTADB":
            raise
        application, found = None, 0
    if application != APPLICATION_ID:
        raise ForeignFileError(
            say("{path} was not made by Sidelight, so it was left untouched.", path=str(path)),
            say("Move the file away, or name another folder with --profile."),
        )
    check_version(path, found, newest)


def _header(path: Path) -> tuple[int, int]:
    """The application's id and the schema's version."""

    def read(access: Access) -> tuple[int, int]:
        with contextlib.closing(connect(path, access)) as db:
            return db.execute("PRAGMA application_id").fetchone()[0], version(db)

    try:
        return read(Access.FROZEN)
    except sqlite3.DatabaseError as error:
        log = path.with_name(f"{path.name}-wal")
        if primary_code(error) != "SQLITE_CORRUPT" or not log.exists() or log.stat().st_size == 0:
            raise
        # Whoever moved the log into the file was ended halfway: the file is whole only together with its log.
        return read(Access.READ)


def check_version(path: Path, version: int, newest: int) -> None:
    """Raise NewerFileError if ``version`` is above ``newest``, the last one that this Sidelight knows."""
    if version > newest:
        raise NewerFileError(
            say(
                "{path} was written by a newer Sidelight (version {version} of its format; this one knows {newest}).",
                path=str(path),
                version=version,
                newest=newest,
            ),
            say("Update Sidelight, or name another folder with --profile."),
        )


def create(path: Path, migrations: Sequence[Migration]) -> None:
    """Make a new database where there is none; it appears under its name whole or not at all.

    If another process makes it at the same moment, that one stands.

    Raises:
        StoreError: the folder can't be made or written, or the disk is full.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".sidelight-", suffix=".new", dir=path.parent)
    except OSError as error:
        raise os_in_words(error, path) from error
    os.close(handle)
    new = Path(name)
    try:
        _fill(new, migrations)
        _put_in_place(new, path)
    except OSError as error:
        raise os_in_words(error, path) from error
    finally:
        new.unlink(missing_ok=True)


def _fill(new: Path, migrations: Sequence[Migration]) -> None:
    with contextlib.closing(connect(new, Access.WRITE)) as db:
        # The file is thrown away if this is interrupted, so no journal has to outlive the process.
        db.execute("PRAGMA journal_mode = MEMORY")
        with transaction(db):
            db.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")
            migrate(db, migrations)
        db.execute("PRAGMA journal_mode = WAL")


def _put_in_place(new: Path, path: Path) -> None:
    with new.open("rb+") as file:
        os.fsync(file.fileno())
    try:
        os.link(new, path)
    except FileExistsError:
        return
    except OSError:
        # No hard links here (FAT, some network drives).
        if not path.exists():
            new.rename(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make a new name in ``folder`` survive a power cut, where the system lets a folder be synced."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def connect(path: Path, access: Access) -> sqlite_utils.Database:
    """A connection with the settings that every connection of ours has. It may pass from thread to thread."""
    conn = sqlite3.connect(
        f"{path.absolute().as_uri()}?{access}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_TIMEOUT_MS / 1000,
    )
    try:
        db = sqlite_utils.Database(conn, execute_plugins=False)
        # FULL: with NORMAL a power cut loses commits that were reported as done. fullfsync is macOS's real one.
        for pragma in ("synchronous = FULL", "fullfsync = ON", "foreign_keys = ON", "secure_delete = ON"):
            db.execute(f"PRAGMA {pragma}")
        words.register(db)
        shelf_words.register(db)
        checksums.register(db)
    except BaseException:
        conn.close()
        raise
    return db


@contextlib.contextmanager
def transaction(db: sqlite_utils.Database) -> Iterator[None]:
    """One write transaction. It takes the write lock first: a deferred one fails at once when a reader turns writer
    while another process commits, and the busy time-out is not honoured then.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        with db.atomic():
            yield
        db.execute("COMMIT")
    except BaseException:
        if db.conn.in_transaction:
            db.execute("ROLLBACK")
        raise
