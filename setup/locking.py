"""A lock that waits, on a file that exists anyway, given back by the operating system when its holder dies."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    # Beyond the end of the file, since a locked region can't be read by others.
    FAR = 1 << 30

    def _take(fd: int) -> None:
        os.lseek(fd, FAR, os.SEEK_SET)
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError from error
else:
    import fcntl

    def _take(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)


_held: list[int] = []


def held() -> tuple[int, ...]:
    """The descriptors of all locks that this process holds; a child that inherits them holds the locks too."""
    return tuple(_held)


@contextmanager
def locked(file: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock inside the block; ``waiting`` is called once if somebody else has it."""
    fd = os.open(file, os.O_RDONLY)
    try:
        told = False
        while True:
            try:
                _take(fd)
                break
            except BlockingIOError:
                if not told:
                    waiting()
                    told = True
                time.sleep(0.2)
        _held.append(fd)
        try:
            yield
        finally:
            _held.remove(fd)
    finally:
        os.close(fd)
