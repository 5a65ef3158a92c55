"""What a model remembered of conversations, kept in a folder: coming back to one need not read it all again.

A file is one conversation: a line of JSON that says of which messages (as digests), then what the engine's process
gave, then a CRC-32 of that. The folder is bounded, forgets what was not used for longest, and holds nothing that is
missed when it is lost.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import shutil
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_client.inference.engine import ChatMessage, Role
from desktop_client.inference.kv_memory import same_beginning
from desktop_client.inference.wire import MAX_PART

log = logging.getLogger(__name__)

MOST_BYTES = 1 << 30
KEPT_S = 14 * 86400.0
"""What was not used for so long is forgotten: half the time that a chat stays in the trash."""
_SUFFIX = ".state"
_CRC = 4
_LONGEST_LINE = 1 << 20


def spoken(messages: Sequence[ChatMessage]) -> tuple[str, ...]:
    """A digest for each message; the first letter is its role's."""
    return tuple(
        m.role.value[0] + hashlib.blake2b(m.content.encode(errors="replace"), digest_size=12).hexdigest()
        for m in messages
    )


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many messages, the system's aside, two conversations share; ``moved`` if turns before them were dropped."""

    messages: int
    moved: bool = False


def overlap(old: Sequence[str], new: Sequence[str]) -> Overlap:
    """What of ``old`` can be used for ``new``: its beginning, or what is left of it after the oldest turns."""
    shared = same_beginning(old, new)
    begins = 1 if shared and new[0].startswith(Role.SYSTEM.value[0]) else 0
    if shared > begins:
        return Overlap(shared - begins)
    for cut in range(begins + 1, len(old)):
        kept = same_beginning(old[cut:], new[begins:])
        # A question alone may just have been asked twice; with its answer it is the same conversation.
        if kept >= 2:
            return Overlap(kept, moved=True)
    return Overlap(0)


@dataclass(frozen=True, slots=True)
class SavedState:
    """One file of the folder. ``size`` counts the state's bytes."""

    path: Path
    spoken: tuple[str, ...]
    tokens: int
    begins: int
    size: int

    def is_whole(self) -> bool:
        """Whether the bytes are those that were written."""
        crc = 0
        try:
            for part in self.parts():
                crc = zlib.crc32(part, crc)
            with self.path.open("rb") as file:
                file.seek(self.begins + self.size)
                return file.read() == crc.to_bytes(_CRC, "big")
        except OSError:
            return False

    def parts(self) -> Iterator[bytes]:
        """The state's bytes, always ``size`` of them: if the file should shrink meanwhile, zeros take their place."""
        left = self.size
        with self.path.open("rb") as file:
            file.seek(self.begins)
            while left:
                part = file.read(min(MAX_PART, left)) or bytes(min(MAX_PART, left))
                left -= len(part)
                yield part


class StateFolder:
    """The folder. No method raises for what the disk does: a state that can't be kept is read again by the model."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES, now: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._most_bytes = most_bytes
        self._now = now

    def best(self, model: str, wanted: Sequence[str]) -> tuple[SavedState, Overlap] | None:
        """The state of this model that shares most with a conversation; None if none shares anything."""
        found = [(state, overlap(state.spoken, wanted)) for state in self._states(model)]
        return (
            max(found, key=lambda each: each[1].messages, default=None) if any(o.messages for _, o in found) else None
        )

    def save(self, model: str, said: Sequence[str], tokens: int, parts: Iterator[bytes]) -> int:
        """Keep a state; what an earlier one of the same conversation held is forgotten. Returns its bytes, 0 if none.

        ``parts`` is always used up.
        """
        try:
            return self._save(model, said, tokens, parts)
        except OSError as error:
            log.info("a conversation's state is not kept: %s", error)
        for _unwanted in parts:
            continue
        return 0

    def _save(self, model: str, said: Sequence[str], tokens: int, parts: Iterator[bytes]) -> int:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._folder)
        half_written = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(json.dumps({"spoken": list(said), "tokens": tokens}).encode() + b"\n")
                written = crc = 0
                for part in parts:
                    self._make_room(len(part), written)
                    file.write(part)
                    written += len(part)
                    crc = zlib.crc32(part, crc)
                file.write(crc.to_bytes(_CRC, "big"))
            if written:
                self._drop_outgrown(model, said)
                half_written.replace(self._folder / f"{model[:16]}-{half_written.name}{_SUFFIX}")
            return written
        finally:
            half_written.unlink(missing_ok=True)

    def used(self, state: SavedState) -> None:
        """It is the last that will be forgotten."""
        with contextlib.suppress(OSError):
            os.utime(state.path, (self._now(), self._now()))

    def forget(self, state: SavedState) -> None:
        """Delete one."""
        with contextlib.suppress(OSError):
            state.path.unlink()

    def forget_all(self) -> None:
        """Delete all: a conversation was deleted for good, and which state has a part of it is not told apart."""
        with contextlib.suppress(OSError):
            shutil.rmtree(self._folder)

    def forget_old(self) -> None:
        """Delete what was not used for long, and what a crash left half written."""
        for path, _size, at in self._files():
            if path.suffix != _SUFFIX or self._now() - at > KEPT_S:
                with contextlib.suppress(OSError):
                    path.unlink()

    def _files(self) -> list[tuple[Path, int, float]]:
        """Path, size and time of last use, the oldest first."""
        try:
            found = [(path, path.stat()) for path in self._folder.iterdir()]
        except OSError:
            return []
        return sorted(((path, s.st_size, s.st_mtime) for path, s in found), key=lambda each: each[2])

    def _states(self, model: str) -> Iterator[SavedState]:
        for path, size, _at in reversed(self._files()):
            if path.name.startswith(f"{model[:16]}-") and path.suffix == _SUFFIX:
                state = _read(path, size)
                if state is not None:
                    yield state

    def _make_room(self, more: int, written: int) -> None:
        """Forget the oldest until so many more bytes may be written.

        Raises:
            OSError: there would still not be room.
        """
        if shutil.disk_usage(self._folder).free < 10 * more + self._most_bytes // 10:
            raise OSError("the disk is nearly full")
        files = [each for each in self._files() if each[0].suffix == _SUFFIX]
        held = sum(size for _path, size, _at in files) + written
        while held + more > self._most_bytes:
            if not files:
                raise OSError("larger than all that is kept")
            path, size, _at = files.pop(0)
            path.unlink()
            held -= size

    def _drop_outgrown(self, model: str, said: Sequence[str]) -> None:
        for state in list(self._states(model)):
            if list(state.spoken) == list(said)[: len(state.spoken)]:
                self.forget(state)


def _read(path: Path, size: int) -> SavedState | None:
    try:
        with path.open("rb") as file:
            head = json.loads(file.readline(_LONGEST_LINE))
            begins = file.tell()
        return SavedState(path, tuple(map(str, head["spoken"])), int(head["tokens"]), begins, size - begins - _CRC)
    except (OSError, ValueError, LookupError, TypeError):
        return None
