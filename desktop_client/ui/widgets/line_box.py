"""A text box of one line in which the Return of an input method means nothing but what the input method makes of it."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

CONFIRM_S = 0.1
"""A Return so soon after an input method has committed text is the one that confirmed it."""
RETURNS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Composition(QObject):
    """Watches the input method of one text box: whether it composes, and whether a Return still belongs to it.

    As an event filter of the box it swallows such a Return, whatever listens for it: the box, a delegate, a dialog.
    """

    def __init__(self, box: QWidget, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(box)
        self._clock = clock
        self._committed_at: float | None = None
        self.is_running = False
        box.installEventFilter(self)

    def owns(self, event: QKeyEvent) -> bool:
        """Whether a key is the input method's: pressed while it composes, or the Return that confirmed its text."""
        if event.key() not in RETURNS:
            if event.text():
                self._committed_at = None
            return False
        committed_at, self._committed_at = self._committed_at, None
        return self.is_running or (committed_at is not None and self._clock() - committed_at < CONFIRM_S)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take notice of compositions, and swallow their Return."""
        if isinstance(event, QInputMethodEvent):
            was_running, self.is_running = self.is_running, bool(event.preeditString())
            if event.commitString() or (was_running and not self.is_running):
                self._committed_at = self._clock()
        elif event.type() == QEvent.Type.FocusIn and watched is not self:
            # The filter that was installed last is asked first: a delegate's own would end the editing.
            watched.removeEventFilter(self)
            watched.installEventFilter(self)
        elif event.type() == QEvent.Type.FocusOut:
            self.is_running = False
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.owns(event):
            event.accept()
            return True
        return super().eventFilter(watched, event)


class LineBox(QLineEdit):
    """A line of text. A Return while an input method composes, or just after it has committed, accepts nothing."""

    def __init__(
        self, text: str = "", parent: QWidget | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(text, parent)
        self.composition = Composition(self, clock)


def mind_input_methods(box: QWidget) -> None:
    """Give a box of Qt's own, such as one for numbers or for several lines, the same manners."""
    for part in (box, *box.findChildren(QLineEdit)):
        Composition(part)
