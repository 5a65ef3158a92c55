"""What a window makes after it can be used.

Whoever starts a chat client wants to type. So the window that is shown first has no more than that takes, and the rest
follows at once: its modules are imported in another thread, where keys don't wait for it, and its widgets are made one
part a turn of the event loop. What is asked for before that is made on the spot.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_client.ui.bridge import Bridge

AFTER_MS = 50
"""How long after it is asked to it begins: what is on its way to the screen gets there first."""


class Later(QObject):
    """Makes the rest of one window: calls ``prepare`` in another thread, then each of ``parts``, which make one each.
    ``failed`` is told what went wrong.
    """

    done = Signal()
    """All of it is there."""

    def __init__(
        self,
        prepare: Callable[[], None],
        parts: Sequence[Callable[[], object]],
        bridge: Bridge,
        failed: Callable[[Exception], None],
        window: QObject,
    ) -> None:
        super().__init__(window)
        self._prepare, self._parts, self._bridge, self._failed = prepare, list(parts), bridge, failed
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._make_one)

    def start(self) -> None:
        """Begin."""
        QTimer.singleShot(AFTER_MS, self, self._begin)

    def stop(self) -> None:
        """Make nothing more."""
        self._timer.stop()
        self._parts.clear()

    def _begin(self) -> None:
        self._bridge.run(self._prepare, lambda _: self._timer.start(0), self._not_prepared)

    def _not_prepared(self, error: Exception) -> None:
        """Say what went wrong. Each part then takes what it needs by itself, or fails by itself."""
        self._failed(error)
        self._timer.start(0)

    def _make_one(self) -> None:
        if self._parts:
            self._parts.pop(0)()
        else:
            self._timer.stop()
            self.done.emit()
