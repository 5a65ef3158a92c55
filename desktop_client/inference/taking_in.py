"""Bringing a file into the models folder: as a second name for the same bytes where the disk allows, else as a copy."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from pathlib import Path

from desktop_client.errors import SidelightError
from desktop_client.inference.digests import Report
from desktop_client.inference.partial import HASH_BLOCK
from desktop_client.wording import Sentence, say
from desktop_client.wording.system import fault_words

GGUF_MAGIC = b"GGUF"


def require_gguf(path: Path, *, any_name: bool = False) -> None:
    """Look at the name and the first bytes of a file; with ``any_name``, at these alone.

    Raises:
        SidelightError: it can't be read, or is no GGUF file.
    """
    try:
        # What is no file, such as a pipe that nobody writes to, might never end being opened.
        whole = stat.S_ISREG(path.stat().st_mode)
        magic = _beginning(path) if whole else b""
    except OSError as error:
        raise cannot_read(path, error) from error
    if magic != GGUF_MAGIC or not (any_name or path.suffix.lower() == ".gguf"):
        raise SidelightError(
            say("{file} is not a GGUF file.", file=path.name),
            say("Choose a file that ends in .gguf and begins with GGUF."),
        )


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(GGUF_MAGIC))


def link_or_copy(source: Path, target: Path, report: Report | None) -> None:
    """Give the bytes of ``source`` the name ``target``, which nothing has yet.

    Raises:
        OSError: the disk refuses, or has no room.
    """
    try:
        # Resolved, since a second name for a symbolic link would still depend on where that points.
        os.link(source.resolve(), target)
    except FileExistsError:
        raise
    except OSError:
        _copy(source, target, report)


def _copy(source: Path, target: Path, report: Report | None) -> None:
    size = source.stat().st_size
    if shutil.disk_usage(target.parent).free < size:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    scratch = target.with_name(f"{target.name}.{os.getpid()}.new")
    try:
        with source.open("rb") as old, scratch.open("wb") as new:
            while block := old.read(HASH_BLOCK):
                new.write(block)
                if report:
                    report(new.tell(), size)
            new.flush()
            os.fsync(new.fileno())
        scratch.replace(target)
    finally:
        scratch.unlink(missing_ok=True)


def cannot_read(path: Path, error: OSError) -> SidelightError:
    """The error for a file that can't be read."""
    return SidelightError(
        say("{file} can't be read: {why}.", file=str(path), why=fault_words(error)),
        say("Check the path, and that you may read the file."),
    )


def disk_refused(error: OSError, folder: Path) -> SidelightError:
    """The error for a folder that can't be written."""
    why: Sentence = say("{folder} can't be written: {why}.", folder=str(folder), why=fault_words(error))
    return SidelightError(why, say("Free some space, or check that you may write there."))
