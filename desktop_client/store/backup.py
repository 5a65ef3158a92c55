"""Copies of the database: made while it is in use, checked before they count, and thinned as they age.

How often and how many follows Anki's scheme (its collection/backup.rs): only what has changed is copied, and a copy of
each day, week and month is kept. An old copy goes only after a newer one was found to be sound.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlite_utils

from desktop_client.chat.upkeep import Copy
from desktop_client.store.errors import StoreError, damaged
from desktop_client.store.opening import sync_folder
from desktop_client.store.sqlite import sqlite3
from desktop_client.wording import say

EVERY = timedelta(hours=6)
"""A profile in use is copied this often, if anything has changed."""

DAYS, WEEKS, MONTHS = 7, 5, 12
"""Of so many days, weeks and months that have copies, the newest copy is kept."""

ALWAYS_KEPT = 2
"""The newest copies, however large and however close together."""

LARGEST_TOTAL = 4 << 30
"""Bytes that all copies may take together, the newest two aside."""

ROOM_LEFT = 64 << 20
"""Bytes that a copy must leave free on the disk: a backup must not be what fills it."""

_NAME = re.compile(r"sidelight-v(\d+)-(\d{8}-\d{6})(?:-(\d+))?\.db")
_TIME = "%Y%m%d-%H%M%S"


def copies(folder: Path) -> tuple[Copy, ...]:
    """The copies in a folder, newest first. Other files there are none of ours and are left alone."""
    found = []
    for path in folder.glob("sidelight-v*.db"):
        if named := _NAME.fullmatch(path.name):
            made_at = datetime.strptime(named[2], _TIME).replace(tzinfo=UTC)
            found.append((made_at, int(named[3] or 1), Copy(path, int(named[1]), made_at, path.stat().st_size)))
    return tuple(copy for _, _, copy in sorted(found, key=lambda entry: entry[:2], reverse=True))


def keep_copy(db: sqlite_utils.Database, folder: Path, schema_version: int, now: datetime) -> Path:
    """Copy the whole database to ``folder`` through SQLite's backup interface; returns the copy's path.

    The copy has its name only once it is complete, sound and on the disk, so good copies are never replaced by bad.

    Raises:
        StoreError: the database is damaged; no copy is kept.
        sqlite3.Error, OSError: the disk says no.
    """
    with _partial_copy(db, folder) as partial:
        return _finish(partial, folder, schema_version, now)


def keep_copy_if_changed(db: sqlite_utils.Database, folder: Path, schema_version: int, now: datetime) -> Path | None:
    """As :func:`keep_copy`, but None, and no further copy, if the newest one holds the same bytes.

    Raises:
        StoreError: besides, there is no room for a copy.
    """
    _check_room(db, folder)
    with _partial_copy(db, folder) as partial:
        newest = next(iter(copies(folder)), None)
        if newest and newest.size == partial.stat().st_size and _digest(newest.path) == _digest(partial):
            return None
        return _finish(partial, folder, schema_version, now)


def thin(folder: Path) -> tuple[Path, ...]:
    """Delete the copies that no day, week or month needs any more; returns which. Called after a sound one was made."""
    gone = tuple(copy.path for copy in superfluous(copies(folder)))
    for path in gone:
        path.unlink()
    return gone


def superfluous(newest_first: Sequence[Copy], largest_total: int = LARGEST_TOTAL) -> tuple[Copy, ...]:
    """The copies to delete, oldest last.

    Kept are the newest of each of the last days, weeks and months that have any, and the newest of each schema, since
    an older Sidelight may want it; then the oldest go until the rest fits in ``largest_total`` bytes.
    """
    periods: Sequence[tuple[Callable[[Copy], Hashable], int]] = (
        (lambda copy: copy.made_at.date(), DAYS),
        (lambda copy: copy.made_at.isocalendar()[:2], WEEKS),
        (lambda copy: (copy.made_at.year, copy.made_at.month), MONTHS),
        (lambda copy: copy.schema_version, len(newest_first)),
    )
    kept = set(newest_first[:ALWAYS_KEPT])
    for period, count in periods:
        kept.update(_newest_of_each(newest_first, period, count))
    total = 0
    for at, copy in enumerate(newest_first):
        if copy in kept:
            total += copy.size
            if total > largest_total and at >= ALWAYS_KEPT:
                kept.discard(copy)
    return tuple(copy for copy in newest_first if copy not in kept)


def _newest_of_each(newest_first: Iterable[Copy], period: Callable[[Copy], Hashable], count: int) -> list[Copy]:
    found: dict[Hashable, Copy] = {}
    for copy in newest_first:
        if len(found) < count:
            found.setdefault(period(copy), copy)
    return list(found.values())


@contextlib.contextmanager
def _partial_copy(db: sqlite_utils.Database, folder: Path) -> Iterator[Path]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = folder / ".copying.partial"
    partial.unlink(missing_ok=True)
    try:
        with contextlib.closing(sqlite3.connect(partial)) as target:
            db.conn.backup(target)
            verdict = target.execute("PRAGMA quick_check(1)").fetchone()[0]
        if verdict != "ok":
            raise damaged(Path(db.execute("PRAGMA database_list").fetchone()[2]), verdict)
        yield partial
    finally:
        for leftover in (partial, Path(f"{partial}-wal"), Path(f"{partial}-shm")):
            leftover.unlink(missing_ok=True)


def _check_room(db: sqlite_utils.Database, folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    size = db.execute("PRAGMA page_count").fetchone()[0] * db.execute("PRAGMA page_size").fetchone()[0]
    if shutil.disk_usage(folder).free < size + ROOM_LEFT:
        raise StoreError(
            say("There is no room on the disk for a backup of {mb} MB.", mb=size // 1_000_000 + 1),
            say("Free some space; the next backup is tried by itself."),
        )


def _finish(partial: Path, folder: Path, schema_version: int, now: datetime) -> Path:
    with partial.open("rb+") as file:
        os.fsync(file.fileno())
    copy = _free_name(folder / f"sidelight-v{schema_version}-{now.astimezone(UTC):{_TIME}}.db")
    partial.replace(copy)
    sync_folder(folder)
    return copy


def _free_name(wanted: Path) -> Path:
    name, number = wanted, 2
    while name.exists():
        name, number = wanted.with_stem(f"{wanted.stem}-{number}"), number + 1
    return name


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
