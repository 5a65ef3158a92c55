"""The keyboard in the transcript: one message at a time has the focus, and Tab goes through its actions.

Ctrl+Up and Ctrl+Down go from message to message. Tab leaves the transcript after a message's last action, so that a
conversation of thousands of messages is one stop on the way through the window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent, QKeySequence

from desktop_client.ui.transcript.entry import Spot

if TYPE_CHECKING:
    from desktop_client.ui.transcript.view import TranscriptView

_LINES = 3
_KEPT_LINES = 2


class Roving:
    """Which message has the focus (``row``), and which of its actions (``number``; -1 for the message itself)."""

    def __init__(self, view: TranscriptView) -> None:
        self._view = view
        self.row: int | None = None
        self.number = -1

    @property
    def spot(self) -> Spot | None:
        """The action that has the focus."""
        if self.row is None or self.number < 0:
            return None
        spots = self._view.flow.row(self.row).spots()
        return spots[self.number] if self.number < len(spots) else None

    def forget(self) -> None:
        """No message has the focus."""
        self._go(None)

    def enter(self) -> None:
        """The keyboard brought the focus: to the last message in sight."""
        visible = [row for row, _ in self._view.flow.visible()]
        if visible and self.row not in visible:
            self._go(visible[-1])

    def step_action(self, *, forward: bool) -> bool:
        """Go to the next action of the message that has the focus; False where there is none any more."""
        if self.row is None:
            return False
        spots = self._view.flow.row(self.row).spots()
        step = 1 if forward else -1
        number = self.number + step
        while 0 <= number < len(spots) and not self._view.is_enabled(spots[number]):
            number += step
        if not -1 <= number < len(spots):
            return False
        self._go(self.row, number)
        self._show_spot()
        return True

    def step_message(self, step: int) -> None:
        """Go to the next or previous message and bring it into sight."""
        view = self._view
        if not len(view.flow):
            return
        if self.row is None:
            self.enter()
            return
        row = max(0, min(self.row + step, len(view.flow) - 1))
        self._go(row)
        top, height = view.flow.top_of(row), view.flow.row(row).height
        if top < 0 or top + height > view.viewport().height():
            view.scroll_to_message(view.flow.entries[row].message.id)

    def key(self, event: QKeyEvent) -> bool:
        """Handle a key; False if it means nothing here."""
        view, key = self._view, event.key()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.matches(QKeySequence.StandardKey.Copy):
            view.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            view.select_all()
        elif control and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step_message(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            return self.step_action(forward=key == Qt.Key.Key_Right)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            return self._press()
        elif key == Qt.Key.Key_Escape:
            return self._escape()
        else:
            return self._scroll(key)
        return True

    def _press(self) -> bool:
        spot = self.spot
        if self.row is None or spot is None:
            return False
        self._view.press(self.row, spot)
        return True

    def _escape(self) -> bool:
        if not self._view.selection and self.row is None:
            return False
        self._view.clear_selection()
        self.forget()
        return True

    def _scroll(self, key: int) -> bool:
        view, bar = self._view, self._view.verticalScrollBar()
        line = view.sheet.styles.line
        page = max(view.viewport().height() - _KEPT_LINES * line, line)
        steps = {
            Qt.Key.Key_Up: -_LINES * line,
            Qt.Key.Key_Down: _LINES * line,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_PageDown: page,
        }
        if key == Qt.Key.Key_End:
            view.scroll_to_end()
        elif key == Qt.Key.Key_Home:
            bar.setValue(0)
        elif key in steps:
            bar.setValue(bar.value() + steps[Qt.Key(key)])
        else:
            return False
        return True

    def _go(self, row: int | None, number: int = -1) -> None:
        changed = {self.row, row} - {None}
        self.row, self.number = row, number
        for each in changed:
            assert each is not None
            self._view.repaint_rows(each, each)
        if row is not None:
            event = QAccessibleEvent(self._view, QAccessible.Event.Focus)
            event.setChild(row)
            QAccessible.updateAccessibility(event)

    def _show_spot(self) -> None:
        spot, view = self.spot, self._view
        if spot is None or self.row is None:
            return
        rect = spot.rect.translated(0, view.flow.top_of(self.row))
        bar = view.verticalScrollBar()
        if rect.top() < 0:
            bar.setValue(bar.value() + rect.top() - view.sheet.styles.line)
        elif rect.bottom() >= view.viewport().height():
            bar.setValue(bar.value() + rect.bottom() - view.viewport().height() + view.sheet.styles.line)
