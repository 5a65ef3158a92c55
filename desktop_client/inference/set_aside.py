"""Files that were removed and can still be brought back.

They lie beside the models, in ``.removed/SECOND/NAME``, so that removing and restoring are a rename whatever their
size. What is older than a day goes for good when it is looked at next, or at once where the user wants the space.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

FOLDER = ".removed"
KEPT_S = 24 * 3600


@dataclass(frozen=True, slots=True)
class SetAside:
    """A removed file and the place it came from; ``since`` in seconds of the Unix epoch."""

    path: Path
    home: Path
    size: int
    since: int


def set_aside(file: Path, clock: Callable[[], float] = time.time) -> SetAside:
    """Take a file away so that it can be brought back.

    Raises:
        OSError: the folder can't be written.
    """
    second = int(clock())
    while (room := file.parent / FOLDER / str(second)).exists():
        second += 1
    room.mkdir(parents=True)
    size = file.lstat().st_size
    file.rename(room / file.name)
    return SetAside(room / file.name, file, size, second)


def all_set_aside(folder: Path) -> tuple[SetAside, ...]:
    """What was removed from a folder and can be brought back, the newest first."""
    found = []
    with suppress(OSError):
        for room in (folder / FOLDER).iterdir():
            if room.name.isdigit():
                found += [SetAside(p, folder / p.name, p.lstat().st_size, int(room.name)) for p in room.iterdir()]
    return tuple(sorted(found, key=lambda one: one.since, reverse=True))


def bring_back(one: SetAside) -> Path:
    """Put a removed file where it was.

    Raises:
        FileExistsError: another file has its place by now.
        OSError: the folder can't be written.
    """
    if one.home.exists():
        raise FileExistsError(str(one.home))
    one.path.rename(one.home)
    _tidy(one)
    return one.home


def give_up(one: SetAside) -> None:
    """Delete a removed file for good.

    Raises:
        OSError: it can't be deleted.
    """
    one.path.unlink(missing_ok=True)
    _tidy(one)


def give_up_old(folder: Path, clock: Callable[[], float] = time.time) -> None:
    """Delete for good what was removed more than a day ago."""
    for one in all_set_aside(folder):
        if clock() - one.since > KEPT_S:
            # What can't be deleted now is tried again the next time.
            with suppress(OSError):
                give_up(one)


def _tidy(one: SetAside) -> None:
    for room in (one.path.parent, one.path.parent.parent):
        with suppress(OSError):  # not empty
            room.rmdir()
