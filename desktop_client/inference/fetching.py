"""What every way of fetching a model shares: how far it is, how it fails, and how it is called off."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from desktop_client.errors import SidelightError
from desktop_client.wording import Sentence, say

RATE_WINDOW_S = 5.0
REPORT_EVERY_S = 0.1


class DownloadError(SidelightError):
    """A model could not be fetched; the sentence says why. What arrived and is sound is kept for the next attempt."""


class DownloadCancelledError(DownloadError):
    """The user called it off. What arrived is kept, the next attempt goes on from there."""


@dataclass(frozen=True, slots=True)
class DownloadProgress:
    """How far a download is. ``done`` and ``total`` in bytes of the finished file, ``rate`` in bytes per second.
    ``total`` is 0 while nobody has said how long the file is.
    """

    step: Sentence
    done: int
    total: int
    rate: float


class Meter:
    """Turns byte counts into reports: at most ten a second, never backwards, with the rate of the last seconds."""

    def __init__(
        self,
        total: int | None,
        report: Callable[[DownloadProgress], None],
        cancel: threading.Event,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._total = total or 0
        self._report, self._cancel, self._clock = report, cancel, clock
        self._seen: deque[tuple[float, int]] = deque()
        self._done = 0
        self._step: Sentence | None = None
        self._reported_at = float("-inf")

    def moved(self, step: Sentence, done: int) -> None:
        """Say that ``done`` bytes of the finished file are there.

        Raises:
            DownloadCancelledError: the user has called it off.
        """
        self.check()
        now = self._clock()
        if step != self._step:
            self._step, self._reported_at = step, float("-inf")
        self._done = max(self._done, done)
        if self._total:
            self._done = min(self._done, self._total)
        self._seen.append((now, self._done))
        while len(self._seen) > 2 and now - self._seen[1][0] >= RATE_WINDOW_S:
            self._seen.popleft()
        if now - self._reported_at >= REPORT_EVERY_S or self._done == self._total:
            self._reported_at = now
            self._report(DownloadProgress(step, self._done, self._total, self._rate()))

    def set_total(self, total: int | None) -> None:
        """Say how long the file is, where that was not known from the start."""
        self._total = total or 0

    def start_over(self, done: int = 0) -> None:
        """Count from here again: the bytes before were not fetched now, or have been thrown away."""
        self._done = done
        self._seen.clear()

    def check(self) -> None:
        """Raise :class:`DownloadCancelledError` once the user has called it off."""
        if self._cancel.is_set():
            raise cancelled()

    def wait(self, seconds: float) -> None:
        """Sleep, unless it is called off meanwhile."""
        self._cancel.wait(seconds)
        self.check()

    def _rate(self) -> float:
        (t0, b0), (t1, b1) = self._seen[0], self._seen[-1]
        return (b1 - b0) / (t1 - t0) if t1 > t0 else 0.0


def cancelled() -> DownloadCancelledError:
    """The error for a download that the user called off."""
    return DownloadCancelledError(
        say("Cancelled; what has arrived is kept."), say("Start it again to go on from there.")
    )
