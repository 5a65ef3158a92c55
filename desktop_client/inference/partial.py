"""The growing file of a download, and the journal that says how much of it can be trusted after a crash.

Beside ``model.gguf`` stand, while it is being fetched, ``model.gguf.partial`` (the bytes), ``model.gguf.partial.json``
(the journal) and ``model.gguf.lock``. The journal is written only after the bytes that it vouches for have reached the
disk, so whatever interrupts us (a cancel, ``kill -9``, power loss) the next attempt cuts the file back to the journal's
offset and goes on from there. Only the SHA-256 of the whole file makes it a model.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

HASH_BLOCK = 4 * 1024 * 1024


class WrongDigestError(Exception):
    """All bytes are there and they are not the model. The partial file has been removed."""


class Partial:
    """Appends to the partial file, hashes as it goes, and gives the file its name once the digest is right.

    ``notes`` belong to whoever fetches (how many pieces are done, the server's validator); they are kept in the
    journal and are empty when there is nothing to go on from. ``sha256`` None takes whatever comes. The caller holds
    the lock for the target.
    """

    def __init__(self, target: Path, sha256: str | None) -> None:
        self._target, self._sha256 = target, sha256
        self._path = target.with_name(target.name + ".partial")
        self._journal = target.with_name(target.name + ".partial.json")
        self._file = self._path.open("r+b" if self._path.exists() else "w+b")
        self.offset = 0
        self.notes: dict[str, Any] = {}
        self._digest = hashlib.sha256()
        self._sound = (0, self._digest.copy())

    def __enter__(self) -> Partial:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if self._sound[0] == 0:
            self._remove()

    @staticmethod
    def kept(target: Path) -> int:
        """How many bytes of this target an earlier attempt has left, without opening anything for writing."""
        return int(_read_journal(target.with_name(target.name + ".partial.json")).get("offset", 0))

    @staticmethod
    def discard(target: Path) -> None:
        """Remove what an earlier attempt has left of this target."""
        for ending in (".partial.json", ".partial"):
            target.with_name(target.name + ending).unlink(missing_ok=True)

    def resume(self, read: Callable[[int], None]) -> None:
        """Go on from what the journal vouches for; ``read`` is told how many bytes have been read again."""
        journal = _read_journal(self._journal)
        offset = int(journal.get("offset", 0))
        if journal.get("sha256") != self._sha256 or offset > self._size():
            self.start_over()
            return
        self._file.truncate(offset)
        self._file.seek(0)
        while self.offset < offset:
            block = self._file.read(min(HASH_BLOCK, offset - self.offset))
            if not block:
                raise OSError(f"{self._path} became shorter while it was read")
            self._digest.update(block)
            self.offset += len(block)
            read(self.offset)
        self.notes = dict(journal.get("notes", {}))
        self._sound = (self.offset, self._digest.copy())

    def start_over(self) -> None:
        """Throw away what is there."""
        self._journal.unlink(missing_ok=True)
        self._sound = (0, hashlib.sha256())
        self.notes = {}
        self.roll_back()

    def append(self, data: bytes) -> None:
        """Add bytes; they are vouched for only after :meth:`keep`."""
        self._file.write(data)
        self._digest.update(data)
        self.offset += len(data)

    def keep(self, **notes: Any) -> None:
        """Vouch for all bytes so far: on the disk first, then in the journal."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self.notes = notes
        write_atomically(
            self._journal, json.dumps({"sha256": self._sha256, "offset": self.offset, "notes": notes}).encode()
        )
        self._sound = (self.offset, self._digest.copy())

    def roll_back(self) -> None:
        """Return to what was last vouched for."""
        offset, digest = self._sound
        self._file.seek(offset)
        self._file.truncate(offset)
        self.offset, self._digest = offset, digest.copy()

    def finish(self) -> Path:
        """Check the digest and give the file its name.

        Raises:
            WrongDigestError: it is not the model; nothing of it is kept.
        """
        if self._sha256 is not None and self._digest.hexdigest() != self._sha256:
            self._sound = (0, hashlib.sha256())
            raise WrongDigestError(self._digest.hexdigest())
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._path.replace(self._target)
        _sync_folder(self._target.parent)
        self._journal.unlink(missing_ok=True)
        return self._target

    def _size(self) -> int:
        return os.fstat(self._file.fileno()).st_size

    def _remove(self) -> None:
        for path in (self._journal, self._path):
            path.unlink(missing_ok=True)


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a small file so that a reader, or a crash, finds the old content or the new, never a mixture."""
    scratch = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with scratch.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)
    except OSError:
        with suppress(OSError):
            scratch.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    # A folder can't be opened for this on Windows, where the rename is durable by itself.
    with suppress(OSError):
        fd = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)


def _read_journal(path: Path) -> dict[str, Any]:
    try:
        journal = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    offset = journal.get("offset") if isinstance(journal, dict) else None
    return journal if isinstance(offset, int) and offset >= 0 and isinstance(journal.get("notes"), dict) else {}
