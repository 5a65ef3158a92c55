"""Notices when a price on the screen goes past its term, so that it is greyed there and then (promise P12)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_client.commerce.offer import Offer
from desktop_client.commerce.prices.freshness import next_change, past_term

LONGEST_WAIT = timedelta(minutes=1)
"""A timer does not see the clock being set, and some stand still while the machine sleeps: look again after this."""


class TermWatch(QObject):
    """Watches the terms of offers; ``passed`` says that another of them can no longer be called fresh."""

    passed = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._offers: tuple[Offer, ...] = ()
        self._stale: frozenset[tuple[str, str]] = frozenset()
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.look)

    def watch(self, offers: Iterable[Offer]) -> None:
        """Watch these offers, as they are shown now, and no others."""
        self._offers = tuple(offer for offer in offers if offer.expires_at is not None)
        self._stale = self._past_their_term()
        self._wait()

    def look(self) -> None:
        """Compare with what is shown. Called by the timer."""
        stale, self._stale = self._stale, self._past_their_term()
        self._wait()
        if stale != self._stale:
            self.passed.emit()

    def _past_their_term(self) -> frozenset[tuple[str, str]]:
        now = self._now()
        return frozenset(offer.key for offer in self._offers if past_term(offer, now))

    def _wait(self) -> None:
        now = self._now()
        change = next_change(self._offers, now)
        if change is None:
            self.timer.stop()
        else:
            self.timer.start(min(change - now, LONGEST_WAIT) // timedelta(milliseconds=1) + 1)
