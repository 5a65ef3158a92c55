"""Pace: no platform is asked more often than it says it may be, however often the user searches, and by whichever gate.

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
        self._until: dict[tuple[str, str], float] = {}

    def hold(self, source_id: str, host: str, seconds: float) -> None:
        """A host wants to be left alone for so long (``Retry-After``); the longest wish counts."""
        with self._lock:
            until = self._monotonic() + seconds
            self._until[source_id, host] = max(until, self._until.get((source_id, host), until))

    def look(self, source_id: str, host: str) -> None:
        """Whether a host may be asked by now.

        Raises:
            SourceError: it wanted to be left alone for longer; the error says for how long.
        """
        with self._lock:
            until = self._until.get((source_id, host))
        if until is not None and (wait_s := until - self._monotonic()) > 0:
            raise _too_often(wait_s)

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
                raise _too_often(wait_s)
            asked.append(now)


def _too_often(wait_s: float) -> SourceError:
    cause = say("It may not be asked more often; in {seconds} s it may.", seconds=math.ceil(wait_s))
    return SourceError(Fault.THROTTLED, cause, retry_after_s=wait_s)


def _wait_s(limit: RateLimit, asked: deque[float], now: float) -> float:
    """How long until the oldest of the last ``limit.requests`` is ``limit.per_s`` old."""
    if len(asked) < limit.requests:
        return 0.0
    return asked[-limit.requests] + limit.per_s - now
