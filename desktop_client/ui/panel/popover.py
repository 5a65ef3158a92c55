"""Popover: a small form of the panel over the window. Escape, or a press beside it, closes it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget

from desktop_client.ui.widgets.tint import tint


class Popover(QFrame):
    """Paints its ground and its edge, and is gone once it is closed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def move_within_screen(self, at: QPoint, anchor: QWidget) -> None:
        """Stand there (global pixels), or as near as the screen of what asked for it allows."""
        screen = anchor.screen().availableGeometry()
        self.move(
            max(screen.left(), min(at.x(), screen.right() - self.width())),
            max(screen.top(), min(at.y(), screen.bottom() - self.height())),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), tint("panel_raised"))
        painter.setPen(QPen(tint("panel_ink"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
