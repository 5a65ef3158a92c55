"""A lock on a file that the operating system gives back when its holder dies."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType

if sys.platform == "win32":
    import msvcrt

    def _lock(fd: int) -> None:
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)


class FileLock:
    """Held inside a ``with`` block; the file is gone afterwards.

    Raises:
        BlockingIOError: on entering, when someone else holds it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fd = -1

    def __enter__(self) -> FileLock:
        while True:
            fd = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
            try:
                _lock(fd)
            except OSError as error:
                os.close(fd)
                raise BlockingIOError(f"{self._path} is locked") from error
            if self._is_current(fd):
                self._fd = fd
                return self
            # The last holder removed the file between our open and our lock: what we hold is nobody's file any more.
            os.close(fd)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Windows refuses to remove an open file; the empty file that then stays behind is harmless.
        with suppress(OSError):
            self._path.unlink()
        os.close(self._fd)

    def _is_current(self, fd: int) -> bool:
        with suppress(FileNotFoundError):
            return os.path.samestat(os.fstat(fd), self._path.stat())
        return False
