"""Putting a copy in the database's place when the file there can't be used. What was there is set aside, never deleted.

The log and the shared memory beside the old file go aside with it: a copy that finds another file's log beside it is
corrupt at once (https://sqlite.org/howtocorrupt.html, section 1.4).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
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
    check_not_in_use(path)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".sidelight-", suffix=".new", dir=path.parent)
    os.close(handle)
    new = Path(name)
    try:
        shutil.copyfile(copy, new)
        return put_in_place(new, path, now)
    finally:
        new.unlink(missing_ok=True)


def put_in_place(new: Path, path: Path, now: datetime) -> Path | None:
    """Give the finished file ``new``, in the same folder, the database's name; returns where the old one is now."""
    with new.open("rb+") as file:
        os.fsync(file.fileno())
    aside = _set_aside(path, now)
    new.rename(path)
    sync_folder(path.parent)
    return aside


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
    if not path.exists():
        for end in BESIDE[1:]:
            Path(f"{path}{end}").unlink(missing_ok=True)
        return None
    aside = path.with_name(f"{path.stem}-set-aside-{now.astimezone(UTC):%Y%m%d-%H%M%S}{path.suffix}")
    # The log first: a crash in between leaves the old file without its log, never the new one beside a strange log.
    for end in reversed(BESIDE):
        if (part := Path(f"{path}{end}")).exists():
            part.rename(f"{aside}{end}")
    return aside
