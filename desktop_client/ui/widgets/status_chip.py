"""StatusChip: an offer's commercial status in words, at body size, never shortened (promise P10)."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop_client.commerce.offer import Status
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.tint import ColourName, tint


def ink_of(status: Status) -> ColourName:
    """*No payment* is written in the accent colour, all that is or may be paid in the panel's own ink."""
    return "accent" if status is Status.NO_PAYMENT else "panel_ink"


class StatusChip(PlainLabel):
    """The words in a frame. It wraps where it must and is never elided, faded or hidden."""

    pad_x = 6
    pad_y = 2

    def __init__(self, status: Status, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent, ink=ink_of(status))

    def set_status(self, status: Status, words: str) -> None:
        """Show another status."""
        self.set_ink(ink_of(status))
        self.setText(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tint(self._ink), 1))
        painter.setBrush(tint("panel_raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()
        super().paintEvent(event)
