"""Pace: no platform is asked more often than it says it may be, however often the user searches.

Platforms count by key or by computer, and close the door for a day on who is in a hurry; what they allow stands in
the source's label. Counted from the start of the program: a limit by the day can be reached earlier than known here,
and then the platform's own refusal says so.
"""

from __future__ import annotations

import math
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.wording import say


@dataclass(frozen=True, slots=True)
class RateLimit:
    """So many ``requests`` within ``per_s`` seconds are allowed to one key or one computer; the gate keeps to it."""

    requests: int
    per_s: int


class Pace:
    """When each source was asked. ``monotonic`` gives seconds. Safe to use from several threads."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._asked: dict[str, deque[float]] = {}

    def take(self, source_id: str, limits: Sequence[RateLimit]) -> None:
        """Count one request of a source that has these limits, all at once.

        Raises:
            SourceError: one of its limits is used up. The request is not counted, and the error says when it may be.
        """
        if not limits:
            return
        with self._lock:
            now = self._monotonic()
            asked = self._asked.setdefault(source_id, deque(maxlen=max(limit.requests for limit in limits)))
            wait_s = max(_wait_s(limit, asked, now) for limit in limits)
            if wait_s > 0:
                cause = say("It may not be asked more often; in {seconds} s it may.", seconds=math.ceil(wait_s))
                raise SourceError(Fault.THROTTLED, cause, retry_after_s=wait_s)
            asked.append(now)


def _wait_s(limit: RateLimit, asked: deque[float], now: float) -> float:
    """How long until the oldest of the last ``limit.requests`` is ``limit.per_s`` old."""
    if len(asked) < limit.requests:
        return 0.0
    return asked[-limit.requests] + limit.per_s - now
