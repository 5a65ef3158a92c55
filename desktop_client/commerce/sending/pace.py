"""Pace: no platform is asked more often than it says it may be, however often the user searches.

Platforms count by key or by computer, and close the door for a day on who is in a hurry; what they allow stands in
the source's label. Counted from the start of the program: a limit by the day can be reached earlier than known here,
and then the platform's own refusal says so.
"""

from __future__ import annotations

import math
import threading
from collections import deque
from collections.abc import Callable

from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.source import Manifest, RateLimit
from desktop_client.wording import say


class Pace:
    """When each source was asked. ``monotonic`` gives seconds. Safe to use from several threads."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._asked: dict[str, deque[float]] = {}

    def take(self, manifest: Manifest) -> None:
        """Count one request of this source.

        Raises:
            SourceError: one of its limits is used up. The request is not counted, and the error says when it may be.
        """
        if not manifest.rate_limit:
            return
        with self._lock:
            now = self._monotonic()
            asked = self._asked.setdefault(
                manifest.id, deque(maxlen=max(limit.requests for limit in manifest.rate_limit))
            )
            wait_s = max(_wait_s(limit, asked, now) for limit in manifest.rate_limit)
            if wait_s > 0:
                cause = say("It may not be asked more often; in {seconds} s it may.", seconds=math.ceil(wait_s))
                raise SourceError(Fault.THROTTLED, cause, retry_after_s=wait_s)
            asked.append(now)


def _wait_s(limit: RateLimit, asked: deque[float], now: float) -> float:
    """How long until the oldest of the last ``limit.requests`` is ``limit.per_s`` old."""
    if len(asked) < limit.requests:
        return 0.0
    return asked[-limit.requests] + limit.per_s - now
