"""A small file system, for tests of what happens when it is full or can't be written."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


class SmallDisk:
    """A file system of its own: it can be filled to the last byte, freed, and made read-only."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._filling = root / "filling"

    def fill(self) -> None:
        with self._filling.open("ab", buffering=0) as file:
            for size in (65536, 4096, 1):
                try:
                    while file.write(b"x" * size):
                        pass
                except OSError:
                    continue

    def free(self, size: int | None = None) -> None:
        """Make room for ``size`` bytes, or for as many as there are."""
        if size is None:
            self._filling.unlink()
        else:
            os.truncate(self._filling, self._filling.stat().st_size - size)

    def set_read_only(self, read_only: bool = True) -> None:
        how = "ro" if read_only else "rw"
        subprocess.run(["mount", "-o", f"remount,{how}", self.root], check=True, capture_output=True)
