"""Which models made the engine crash while they were loaded: a few lines on disk.

The note is written before a model is loaded and crossed out afterwards, so it also stands if loading took the whole
machine down. A program that loads the same model at the same time is no crash; nor is a program that somebody ended
while it was loading, until that has happened three times in a row.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from pathlib import Path
from typing import Any

from desktop_client.inference.engine import ModelFile
from desktop_client.inference.partial import write_atomically

log = logging.getLogger(__name__)

UNSEEN_ENDS = 3
"""After this many loads in a row whose end nobody lived to see, the model is taken to be the cause."""


class CrashNotes:
    """The notes in one file. A file that can't be read or written costs the notes, nothing else."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def loading(self, model: ModelFile) -> None:
        """This process begins to load a model."""
        notes = self._read()
        before = notes.get(model.sha256, {})
        begun = _count(before) + (0 if _runs(before.get("process")) else 1)
        self._write(notes | {model.sha256: {"name": model.name, "process": os.getpid(), "begun": begun}})

    def crashed(self, model: ModelFile) -> None:
        """The engine's process ended while it loaded the model."""
        self._write(self._read() | {model.sha256: {"name": model.name, "process": 0}})

    def forget(self, model: ModelFile) -> None:
        """Loading went well, ended in an ordinary refusal, or the user wants to try again."""
        notes = self._read()
        if notes.pop(model.sha256, None) is not None:
            self._write(notes)

    def has_crashed(self, model: ModelFile) -> bool:
        """Whether the last attempt to load the model ended in a crash, or the last few in silence."""
        note = self._read().get(model.sha256)
        if note is None or note.get("process") == os.getpid() or _runs(note.get("process")):
            return False
        return note.get("process") == 0 or _count(note) >= UNSEEN_ENDS

    def _read(self) -> dict[str, dict[str, Any]]:
        try:
            notes = json.loads(self._file.read_bytes())
        except (OSError, ValueError):
            return {}
        sound = isinstance(notes, dict) and all(isinstance(note, dict) for note in notes.values())
        return notes if sound else {}

    def _write(self, notes: dict[str, dict[str, Any]]) -> None:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self._file, json.dumps(notes, indent=1).encode())
        except OSError as error:
            log.info("crash notes can't be written: %s", error)


def _count(note: dict[str, Any]) -> int:
    begun = note.get("begun")
    return begun if isinstance(begun, int) else 0


def _runs(process: object) -> bool:
    if not isinstance(process, int) or process <= 0:
        return False
    if sys.platform == "win32":
        # There is no harmless way to ask; a note that a loading machine left is then not heeded.
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
