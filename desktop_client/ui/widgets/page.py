"""Page: what stands in the chat's place for a while, and the ground that it and what scrolls in it are painted on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_client.ui.widgets.tint import ColourName, tint


class Ground(QWidget):
    """Paints itself in a colour of the theme."""

    def __init__(self, parent: QWidget | None = None, *, ground: ColourName = "ground") -> None:
        super().__init__(parent)
        self._colour = ground

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), tint(self._colour))
        painter.end()


class Page(Ground):
    """Escape leads back to the chat, as the button in its header does."""

    closed = Signal()

    def leave(self) -> None:
        """Lead back to the chat."""
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)
