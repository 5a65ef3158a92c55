"""Copies of the database, made while it is in use and checked before they count."""

from __future__ import annotations

import contextlib
import os
from datetime import datetime
from pathlib import Path

import sqlite_utils

from desktop_client.store.errors import damaged
from desktop_client.store.opening import sync_folder
from desktop_client.store.sqlite import sqlite3


def keep_copy(db: sqlite_utils.Database, folder: Path, schema_version: int, now: datetime) -> Path:
    """Copy the whole database to ``folder`` through SQLite's backup interface; returns the copy's path.

    The copy has its name only once it is complete, sound and on the disk, so good copies are never replaced by bad.

    Raises:
        StoreError: the database is damaged; no copy is kept.
        sqlite3.Error, OSError: the disk says no.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    copy = folder / f"sidelight-v{schema_version}-{now:%Y%m%d-%H%M%S}.db"
    partial = copy.with_suffix(".partial")
    try:
        with contextlib.closing(sqlite3.connect(partial)) as target:
            db.conn.backup(target)
            verdict = target.execute("PRAGMA quick_check(1)").fetchone()[0]
        if verdict != "ok":
            raise damaged(Path(db.execute("PRAGMA database_list").fetchone()[2]), verdict)
        with partial.open("rb+") as file:
            os.fsync(file.fileno())
        partial.replace(copy)
    finally:
        for leftover in (partial, Path(f"{partial}-wal"), Path(f"{partial}-shm")):
            leftover.unlink(missing_ok=True)
    sync_folder(folder)
    return copy
