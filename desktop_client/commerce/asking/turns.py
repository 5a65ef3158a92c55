"""Turns: of the threads that wait for platforms, one at a time works through what came.

Python runs one thread at a time anyway. Where a dozen want to go on at once, each asks for the interpreter every moment
and is woken for nothing, and the window stands in that queue with them for every word that it paints.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE_S = 0.25
"""How long one waits for its turn, in seconds; then it goes on all the same, since a source's code may never end."""


class Turns:
    """Hands out turns. A thread that has its turn may ask for it again."""

    def __init__(self, patience_s: float = PATIENCE_S) -> None:
        self._patience_s = patience_s
        self._lock = threading.RLock()

    @contextmanager
    def mine(self) -> Iterator[None]:
        """Work in here, and wait for nobody in here."""
        got = self._lock.acquire(timeout=self._patience_s)
        try:
            yield
        finally:
            if got:
                self._lock.release()
