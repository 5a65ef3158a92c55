"""How a model is run on this computer: threads, batch, attention, and how keys and values are kept.

The usual choice holds until a measurement finds a better one (:mod:`.calibration`); that is kept per model, in a small
file that may be lost. A measurement counts for the number of cores and for the build of llama.cpp it was made with:
what is fastest with one build is slow with another.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from desktop_client.inference.partial import write_atomically

log = logging.getLogger(__name__)

USUAL_BATCH = 256
"""Tokens evaluated at a time while reading a prompt. As fast as 512 on most CPUs (measured), with half the memory."""
BATCHES = (256, 512)
KV_TYPES = ("f16", "q8_0")


@dataclass(frozen=True, slots=True)
class Tuning:
    """``threads`` 0 is the machine's usual number. ``kv_type`` other than f16 needs ``flash_attention``."""

    threads: int = 0
    batch: int = USUAL_BATCH
    flash_attention: bool = False
    kv_type: str = "f16"

    @property
    def is_sound(self) -> bool:
        """Whether llama.cpp can be started so."""
        return (
            0 <= self.threads <= 1024
            and self.batch in BATCHES
            and self.kv_type in KV_TYPES
            and (self.flash_attention or self.kv_type == "f16")
        )

    @property
    def words(self) -> str:
        """What of it can change a text, in the field's terms; empty for the usual."""
        parts = [f"batch {self.batch}"] * (self.batch != USUAL_BATCH)
        parts += ["flash attention"] * self.flash_attention
        parts += [f"KV {self.kv_type}"] * (self.kv_type != "f16")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Tuned:
    """A tuning with what was measured of it, in tokens a second, by a machine of so many cores."""

    tuning: Tuning
    prompt_per_s: float
    generation_per_s: float
    cores: int


class TuningBook:
    """The measurements in one file. A file that can't be read or written costs them, nothing else."""

    def __init__(self, file: Path, cores: int, build: Callable[[], str]) -> None:
        """``build`` tells builds of llama.cpp apart (:func:`.runtimes.installed`); asked when it is first needed."""
        self._file = file
        self._cores = cores
        self._which_build = build

    def get(self, model_sha256: str) -> Tuned | None:
        """What was found for a model on a machine with as many cores as this one, by the build that it has."""
        tuned = _read_note(self._read().get(self._name(model_sha256)))
        return tuned if tuned and tuned.cores == self._cores and tuned.tuning.is_sound else None

    def keep(self, model_sha256: str, tuned: Tuned) -> None:
        """Use it from the next load on."""
        self._write(self._read() | {self._name(model_sha256): asdict(replace(tuned, cores=self._cores))})

    def forget(self, model_sha256: str) -> None:
        """Back to the usual."""
        notes = self._read()
        if notes.pop(self._name(model_sha256), None) is not None:
            self._write(notes)

    @cached_property
    def _build(self) -> str:
        return self._which_build()

    def _name(self, model_sha256: str) -> str:
        return f"{model_sha256} {self._build}"

    def _read(self) -> dict[str, Any]:
        try:
            notes = json.loads(self._file.read_bytes())
        except (OSError, ValueError):
            return {}
        return notes if isinstance(notes, dict) else {}

    def _write(self, notes: dict[str, Any]) -> None:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self._file, json.dumps(notes, indent=1).encode())
        except OSError as error:
            log.info("measurements of models can't be written: %s", error)


def _read_note(note: Any) -> Tuned | None:
    try:
        return Tuned(**(note | {"tuning": Tuning(**note["tuning"])}))
    except (LookupError, TypeError):
        return None
