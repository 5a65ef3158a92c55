"""Whether the engine's process still lives and works: it says so once a second while it has something to do.

A process that is stopped, or in which nothing can run any more, says nothing at all. One whose threads wait for each
other for ever does say that it lives, but its processor time stands still. Both are over after seconds; only one that
computes may take the time that :class:`.limits.Limits` allows for a step. That time is not the clock's where others
have taken the processor: a model that is starved is not hung.
"""

from __future__ import annotations

from typing import Any

BEAT_S = 1.0
"""How often a process that has something to do says so."""
ALIVE = "alive"
_WORKED_S = 0.005
"""So much processor time between two beats is work; saying that one lives takes a fiftieth of it."""
_FAIR_SHARE = 0.25
"""Of one core: a process that gets less than this is waited for in proportion."""


class Pulse:
    """Of one command. Times are readings of the parent's clock, in seconds; ``computing`` if it has to be at work."""

    def __init__(self, now: float, *, computing: bool) -> None:
        self._heard = self._worked = now
        self._computing = computing
        self._processor_s = 0.0
        self._spent = 0.0

    def hear(self, event: dict[str, Any], now: float) -> bool:
        """Take notice of an event; whether it was nothing but a sign of life.

        Raises:
            LookupError, TypeError, ValueError: it makes no sense.
        """
        passed, self._heard = now - self._heard, now
        if event["event"] != ALIVE:
            self._worked = now
            self._spent += passed
            return False
        worked = float(event["processor_s"]) - self._processor_s
        if worked >= _WORKED_S:
            self._worked = now
        self._processor_s += worked
        self._spent += min(passed, max(0.0, worked) / _FAIR_SHARE)
        return True

    def spent(self, now: float) -> float:
        """Seconds so far, without those in which others had the processor."""
        return self._spent + now - self._heard

    def still_for(self, now: float) -> float:
        """How long it has not been seen to live or, where it should, to work."""
        return now - (min(self._heard, self._worked) if self._computing else self._heard)
