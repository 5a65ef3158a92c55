"""UndoBar: says at the foot of a page what was done, and takes it back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_client.ui.widgets.buttons import OUTLINE, TextButton
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.tint import tint


class UndoBar(QWidget):
    """In sight from ``offer`` until the deed was taken back, another takes its place, or ``forget``.

    ``home`` gets the focus when the button that had it goes. Ctrl+Z anywhere on the page (``parent``) presses the
    button; a text box that is being written in keeps that key for itself.
    """

    def __init__(self, home: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._home = home
        self._act: Callable[[], None] | None = None
        self.text = PlainLabel("", self, max_lines=2)
        self.undo = TextButton(self.tr("Undo"), OUTLINE, self)
        self.undo.setToolTip(self.tr("Undo (Ctrl+Z)"))
        self.undo.clicked.connect(self.take_back)
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), parent)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.take_back)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 6, 20, 6)
        row.setSpacing(12)
        row.addWidget(self.text, 1)
        row.addWidget(self.undo)
        self.hide()

    def offer(self, text: str, undo: Callable[[], None]) -> None:
        """Say what was done, with the way back."""
        self._act = undo
        self.text.setText(text)
        self.undo.setAccessibleDescription(text)
        self.show()

    def forget(self) -> None:
        """What was done stays done."""
        self._act = None
        self.hide()

    def take_back(self) -> None:
        """Undo what was done last, as long as the bar offers it."""
        act = self._act
        if act is None:
            return
        self.forget()
        self._home.setFocus(Qt.FocusReason.OtherFocusReason)
        act()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), tint("side"))
        painter.fillRect(0, 0, self.width(), 1, tint("hairline"))
        painter.end()
