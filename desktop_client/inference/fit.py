"""What this machine can run well: the memory a model needs, and how fast it will answer.

Making a token means reading every weight once, so on a processor the speed of a model times its size is the same from
model to model, within a fifth or so (measured over 0.1 to 1.1 GB on two cores: 12 to 14 GB/s). One measured answer
therefore tells about all models; without one nothing is claimed. Models that read only a part of their weights for
each token (mixtures of experts) are faster than that.
"""

from __future__ import annotations

import json
import statistics
import threading
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop_client.inference.memory import available_bytes, total_bytes
from desktop_client.inference.partial import write_atomically

LEAST_TOKENS = 32
"""An answer shorter than this says little about speed."""
KEPT_RATES = 9
SHARE_FOR_MODELS = 0.9
"""Of all memory, what a model may take before the system around it starves."""


class Verdict(StrEnum):
    """Whether a model has room."""

    FITS = "fits"
    TIGHT = "tight"
    TOO_LARGE = "too_large"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Machine:
    """Memory of this computer, in bytes; None where the system does not say."""

    free: int | None
    total: int | None

    @classmethod
    def here(cls) -> Machine:
        """As it is now."""
        return cls(available_bytes(), total_bytes())

    def verdict(self, needed: int) -> Verdict:
        """Whether so many bytes have room: now, once other programs are closed, or never."""
        if self.total is not None and needed > self.total * SHARE_FOR_MODELS:
            return Verdict.TOO_LARGE
        if self.free is None:
            return Verdict.UNKNOWN
        return Verdict.FITS if needed <= self.free else Verdict.TIGHT


@dataclass(frozen=True, slots=True)
class Speed:
    """Tokens a second, and whether this very model was measured here or another one was."""

    tokens_per_s: float
    measured: bool


@dataclass(frozen=True, slots=True)
class Fit:
    """How a model would do on this machine with so many tokens of context."""

    context_tokens: int
    memory_bytes: int
    verdict: Verdict
    speed: Speed | None


class Speeds:
    """How fast models answered on this machine, remembered in one small JSON file by their SHA-256."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()

    def note(self, sha256: str, size: int, tokens: int, tokens_per_s: float) -> None:
        """An answer of so many tokens was made by a model of ``size`` bytes; short ones are not counted."""
        if tokens < LEAST_TOKENS or tokens_per_s <= 0 or size <= 0:
            return
        with self._lock:
            known = self._read()
            rates = [*(known[sha256][1] if sha256 in known else []), tokens_per_s][-KEPT_RATES:]
            known[sha256] = (size, rates)
            content = {name: {"size": size, "rates": rates} for name, (size, rates) in known.items()}
            # A cache that can't be written costs an estimate, not the answer.
            with suppress(OSError):
                self._file.parent.mkdir(parents=True, exist_ok=True)
                write_atomically(self._file, json.dumps(content).encode())

    def of(self, sha256: str | None, size: int) -> Speed | None:
        """Measured for this model, else reckoned from the models that were; None before the first answer."""
        known = self._read()
        if sha256 in known:
            return Speed(statistics.median(known[sha256][1]), measured=True)
        bandwidths = [size * statistics.median(rates) for size, rates in known.values()]
        return Speed(statistics.median(bandwidths) / size, measured=False) if bandwidths and size else None

    def _read(self) -> dict[str, tuple[int, list[float]]]:
        try:
            content = json.loads(self._file.read_bytes())
            return {name: (int(e["size"]), [float(r) for r in e["rates"]]) for name, e in content.items() if e["rates"]}
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return {}
