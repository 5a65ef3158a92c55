"""What files' SHA-256 are, computed once: a second or more per gigabyte."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from desktop_client.inference.file_notes import FileNotes, identity
from desktop_client.inference.partial import HASH_BLOCK

Report = Callable[[int, int], None]
"""Called with bytes done and bytes in all while a file is read or copied."""


class Digests:
    """SHA-256 of whole files, remembered in ``file``."""

    def __init__(self, file: Path) -> None:
        self._notes = FileNotes(file)

    def known(self, path: Path) -> str | None:
        """The digest, if the file has not changed since it was computed."""
        note = self._notes.known(path)
        return note if isinstance(note, str) else None

    def digest(self, path: Path, report: Report | None = None) -> str:
        """The digest, computed now if need be."""
        known = self.known(path)
        return self.computed(path, report) if known is None else known

    def computed(self, path: Path, report: Report | None = None) -> str:
        """The digest, from the bytes as they are now, whatever is remembered."""
        before = identity(path)
        sha256 = _sha256(path, report)
        if identity(path) == before:
            self._notes.keep(path, before, sha256)
        return sha256

    def keep(self, path: Path, sha256: str) -> None:
        """Remember what was computed while the file was written."""
        self._notes.keep(path, identity(path), sha256)


def _sha256(path: Path, report: Report | None) -> str:
    digest, done, size = hashlib.sha256(), 0, path.stat().st_size
    with path.open("rb") as file:
        while block := file.read(HASH_BLOCK):
            digest.update(block)
            done += len(block)
            if report:
                report(done, size)
    return digest.hexdigest()
