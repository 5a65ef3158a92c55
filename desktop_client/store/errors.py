"""What went wrong on disk, in words that a person can act on."""

from __future__ import annotations

import errno
from pathlib import Path

from desktop_client.errors import SidelightError
from desktop_client.store.sqlite import sqlite3
from desktop_client.wording import say


class StoreError(SidelightError):
    """The disk, or the file on it, did not allow what was asked. What was committed before stands."""


class ForeignFileError(StoreError):
    """The file in the database's place was not made by Sidelight, or is empty. It has not been touched."""


class NewerFileError(StoreError):
    """The database was written by a newer Sidelight. It has not been touched."""


class DamagedError(StoreError):
    """Pages of the file do not hold together any more. It has not been touched."""


def disk_full() -> StoreError:
    """There is no room for the write; it was rolled back whole."""
    return StoreError(say("The disk is full, so this was not saved."), say("Free some space and try again."))


def no_room() -> StoreError:
    """The disk was full already when the store was opened."""
    return StoreError(
        say("The disk is full: you can read, but nothing new can be saved."),
        say("Free some space, then start Sidelight again."),
    )


def not_writable(folder: Path) -> StoreError:
    """The folder, its disk or the file may be read but not written."""
    return StoreError(
        say("{folder} can't be written, so nothing can be saved there.", folder=str(folder)),
        say("Make the folder writable, or name another one with --profile."),
    )


def newest_unread(folder: Path) -> StoreError:
    """A crash left a log that can only be read after files have been made beside it, and none can be made."""
    return StoreError(
        say("{folder} can't be written, so what was saved there last can't be shown.", folder=str(folder)),
        say("Make the folder writable, or copy it whole to where it is and name that with --profile."),
    )


def _busy(path: Path) -> StoreError:
    return StoreError(
        say("Another program is holding {path}.", path=str(path)), say("Wait until it is done, or close it.")
    )


def damaged(path: Path, detail: str) -> DamagedError:
    """What SQLite, or a check, says of a file whose pages do not hold together."""
    return DamagedError(
        say("{path} is damaged ({detail}).", path=str(path), detail=detail),
        say("Put back a backup (`sidelight data restore --replace`) or take out the rest (`sidelight data salvage`)."),
    )


def _unreachable(path: Path, detail: str) -> StoreError:
    return StoreError(
        say("{path} can't be read or written ({detail}).", path=str(path), detail=detail),
        say("Check that the disk is connected and sound, and try again."),
    )


_FAULTS = frozenset({"SQLITE_ERROR", "SQLITE_CONSTRAINT", "SQLITE_MISUSE", "SQLITE_RANGE", "SQLITE_MISMATCH"})


def primary_code(error: sqlite3.Error) -> str:
    """SQLite's primary result code by name, such as ``SQLITE_FULL``; empty where the error carries none."""
    name = str(getattr(error, "sqlite_errorname", ""))
    return "_".join(name.split("_")[:2])


def in_words(error: sqlite3.Error, path: Path) -> StoreError | None:
    """The sentence for an error of SQLite, or None where the error is a fault of the program and no one else's."""
    code = primary_code(error)
    if code == "SQLITE_FULL":
        return disk_full()
    if code in {"SQLITE_READONLY", "SQLITE_PERM"}:
        return not_writable(path.parent)
    if code in {"SQLITE_BUSY", "SQLITE_LOCKED"}:
        return _busy(path)
    if code in {"SQLITE_CORRUPT", "SQLITE_NOTADB"}:
        return damaged(path, str(error))
    if code in _FAULTS or not code:
        return None
    return _unreachable(path, str(error))


def os_in_words(error: OSError, path: Path) -> StoreError:
    """The sentence for an error of the file system while the database's own files are made or read."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return disk_full()
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST}:
        return not_writable(path.parent)
    return _unreachable(path, error.strerror or type(error).__name__)
