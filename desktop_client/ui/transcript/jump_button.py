"""The button over the transcript's lower edge that leads back to the latest message."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_client.ui import theme

_ABOVE_EDGE = 12


class JumpButton(QPushButton):
    """In sight only while the end of the conversation isn't."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.say()
        self._dress()
        self.hide()

    def say(self) -> None:
        """Take the words of the interface's language."""
        self.setText("↓ " + self.tr("Jump to latest"))
        self.setAccessibleName(self.tr("Jump to latest"))

    def place(self, viewport: QWidget) -> None:
        """Stand in the middle above the lower edge."""
        size = self.sizeHint().boundedTo(QSize(viewport.width(), viewport.height()))
        corner = viewport.geometry().bottomLeft()
        self.setGeometry(
            corner.x() + (viewport.width() - size.width()) // 2,
            corner.y() - size.height() - _ABOVE_EDGE,
            size.width(),
            size.height(),
        )

    def changeEvent(self, event: QEvent) -> None:
        """Follow theme and language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
        elif event.type() == QEvent.Type.LanguageChange:
            self.say()

    def _dress(self) -> None:
        c = theme.current()
        sheet = (
            f"QPushButton {{ background: {c.raised}; color: {c.ink}; border: 1px solid {c.hairline};"
            f" border-radius: 14px; padding: 5px 14px; }}"
            f"QPushButton:hover, QPushButton:focus {{ border-color: {c.accent}; }}"
        )
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)
