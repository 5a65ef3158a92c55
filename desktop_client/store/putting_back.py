"""Putting a copy in the database's place when the file there can't be used. What was there is set aside, never deleted.

The log and the shared memory beside the old file go aside with it: a copy that finds another file's log beside it is
corrupt at once (https://sqlite.org/howtocorrupt.html, section 1.4).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from desktop_client.store.errors import StoreError, damaged
from desktop_client.store.migrations import MIGRATIONS
from desktop_client.store.opening import Access, check_header, connect, sync_folder
from desktop_client.store.sqlite import sqlite3
from desktop_client.wording import say

BESIDE = ("", "-wal", "-shm")
"""What a database in WAL mode consists of, by the end of the file's name."""


def put_back(copy: Path, path: Path, now: datetime) -> Path | None:
    """Put ``copy`` in the place of the database at ``path``; returns where the old file is now, if there was one.

    Raises:
        StoreError: the copy is damaged, not ours or too new; or another program has the database open.
        OSError: the disk says no. The old file is then where it was, or set aside whole.
    """
    check_sound(copy)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with kept_log(path) as log:
        check_not_in_use(path)
        handle, name = tempfile.mkstemp(prefix=".sidelight-", suffix=".new", dir=path.parent)
        os.close(handle)
        new = Path(name)
        try:
            shutil.copyfile(copy, new)
            return put_in_place(new, path, now, log)
        finally:
            new.unlink(missing_ok=True)


@contextlib.contextmanager
def kept_log(path: Path) -> Iterator[Path | None]:
    """A copy of the log beside a database, if there is one, for as long as the database is looked at and replaced.

    Whoever opens a database and closes it again moves the log into it and deletes it, also where a damaged place keeps
    what lies behind from being moved. If the database stays where it is after all, the log gets back to it.
    """
    log = _log_of(path)
    if not log.exists():
        yield None
        return
    with tempfile.TemporaryDirectory(prefix=".log-", dir=path.parent) as folder:
        copy = Path(folder) / "log"
        shutil.copyfile(log, copy)
        try:
            yield copy
        except BaseException:
            if path.exists() and not log.exists():
                shutil.copyfile(copy, log)
            raise


def put_in_place(new: Path, path: Path, now: datetime, log: Path | None) -> Path | None:
    """Give the finished file ``new``, in the same folder, the database's name; returns where the old one is now.

    It has ``log`` beside it, the copy of all that its log had.
    """
    with new.open("rb+") as file:
        os.fsync(file.fileno())
    aside = _set_aside(path, now)
    if log is not None and aside is not None:
        shutil.copyfile(log, _log_of(aside))
    new.rename(path)
    sync_folder(path.parent)
    return aside


def _log_of(path: Path) -> Path:
    return Path(f"{path}-wal")


def check_sound(copy: Path) -> None:
    """Raise StoreError unless the file is a database of ours whose pages hold together."""
    check_header(copy, len(MIGRATIONS))
    try:
        with contextlib.closing(connect(copy, Access.FROZEN)) as db:
            verdict = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise damaged(copy, str(error)) from error
    if verdict != "ok":
        raise damaged(copy, verdict)


def check_not_in_use(path: Path) -> None:
    """Raise StoreError if another connection has the database open. A file too damaged to tell counts as free."""
    if not path.exists() or path.stat().st_size == 0:
        return
    try:
        with contextlib.closing(connect(path, Access.WRITE)) as db:
            db.execute("PRAGMA busy_timeout = 0")
            db.execute("PRAGMA locking_mode = EXCLUSIVE")
            db.execute("BEGIN EXCLUSIVE")
            db.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise StoreError(
                say("The database is in use, so it can't be replaced."),
                say("Close Sidelight's window, then try again."),
            ) from error
    except sqlite3.DatabaseError:
        # Damaged: that is why it is to be replaced.
        return


def _set_aside(path: Path, now: datetime) -> Path | None:
    was_there = path.exists()
    aside = path.with_name(f"{path.stem}-set-aside-{now.astimezone(UTC):%Y%m%d-%H%M%S}{path.suffix}")
    # The log first: a crash in between leaves the old file without its log, never the new one beside a strange log.
    for end in reversed(BESIDE):
        if (part := Path(f"{path}{end}")).exists():
            part.rename(f"{aside}{end}")
    return aside if was_there else None
