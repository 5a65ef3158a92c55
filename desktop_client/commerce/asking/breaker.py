"""Breaker: leaves a source alone for as long as it asked for, or for a while after it failed again and again.

Each source has its own, so a platform that is down costs the others nothing. A key that was refused is no reason to
wait: the user may have put it right.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from desktop_client.commerce.sending.faults import Fault
from desktop_client.commerce.sending.request import LONGEST_WISH_S

FAILURES = 3
"""In a row, before a source is left alone."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 30.0, 900.0
"""A pause, in seconds; each one that follows another is twice as long."""

_FAILURES_OF_THE_SOURCE = frozenset({Fault.UPSTREAM, Fault.OFFLINE, Fault.TIMED_OUT, Fault.TOO_BIG, Fault.SCHEMA})


@dataclass(slots=True)
class _Standing:
    failures: int = 0
    pauses: int = 0
    until: float = 0.0


class Breaker:
    """How each source stands. ``monotonic`` gives seconds. Safe to use from several threads."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._standing: dict[str, _Standing] = {}

    def wait_s(self, source_id: str) -> float:
        """How many seconds a source has to be left alone yet; 0 if it may be asked."""
        with self._lock:
            standing = self._standing.get(source_id)
            return max(0.0, standing.until - self._monotonic()) if standing else 0.0

    def answered(self, source_id: str) -> None:
        """It answered: all is forgotten."""
        with self._lock:
            self._standing.pop(source_id, None)

    def failed(self, source_id: str, fault: Fault, retry_after_s: float | None = None) -> None:
        """It failed: it is left alone at once if it asked for that, else after the third time in a row."""
        with self._lock:
            standing = self._standing.setdefault(source_id, _Standing())
            if fault is Fault.THROTTLED and retry_after_s is not None:
                standing.until = self._monotonic() + min(max(0.0, retry_after_s), LONGEST_WISH_S)
                return
            standing.failures += fault in _FAILURES_OF_THE_SOURCE
            if standing.failures >= FAILURES or fault is Fault.THROTTLED:
                pause = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2**standing.pauses)
                standing.until = self._monotonic() + pause
                standing.pauses, standing.failures = standing.pauses + 1, 0
