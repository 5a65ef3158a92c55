"""What was found out about files, remembered for as long as they do not change.

One small JSON file, keyed by path; a note holds only while size, modification time and inode are as they were. Losing
the file costs the time to find out again, nothing else.
"""

from __future__ import annotations

import json
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from desktop_client.inference.partial import write_atomically


class FileNotes:
    """Notes of one kind, any JSON value each. May be used from several threads."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._read_at: list[int] | None = None
        self._notes: dict[str, dict[str, Any]] = {}

    def known(self, path: Path) -> Any | None:
        """The note on a file that has not changed since; None where there is none."""
        with self._lock:
            found = self._read().get(str(path.resolve()))
        return found["note"] if found and found["file"] == identity(path) else None

    def keep(self, path: Path, file: list[int], note: Any) -> None:
        """Remember ``note``, found out while the file's :func:`identity` was ``file``."""
        with self._lock:
            kept = {name: entry for name, entry in self._read().items() if Path(name).exists()}
            kept[str(path.resolve())] = {"file": file, "note": note}
            # A cache folder that can't be written makes the next start slower; it is no reason to fail this one.
            with suppress(OSError):
                self._file.parent.mkdir(parents=True, exist_ok=True)
                write_atomically(self._file, json.dumps(kept, indent=1).encode())

    def _read(self) -> dict[str, dict[str, Any]]:
        try:
            now = identity(self._file)
            if now != self._read_at:
                self._notes = _sound(json.loads(self._file.read_bytes()))
                self._read_at = now
        except (OSError, ValueError):
            self._notes, self._read_at = {}, None
        return self._notes


def identity(path: Path) -> list[int]:
    """What changes when a file does: its size, its modification time in ns, its inode."""
    status = path.stat()
    return [status.st_size, status.st_mtime_ns, status.st_ino]


def _sound(notes: Any) -> dict[str, dict[str, Any]]:
    if not isinstance(notes, dict):
        return {}
    return {name: e for name, e in notes.items() if isinstance(e, dict) and e.keys() >= {"file", "note"}}
