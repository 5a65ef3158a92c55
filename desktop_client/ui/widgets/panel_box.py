"""PanelBox: a rounded box in the panel's colours, for what is about commerce, wherever it stands."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_client.ui.theme import RADIUS
from desktop_client.ui.widgets.tint import ColourName, tint


class PanelBox(QWidget):
    """Paints its ground and its edge, and is as high as the words in it need."""

    def __init__(self, parent: QWidget | None = None, *, ground: ColourName = "panel_ground") -> None:
        super().__init__(parent)
        self._ground = ground
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tint("accent"), 2) if self.hasFocus() else QPen(tint("panel_hairline"), 1))
        painter.setBrush(tint(self._ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.end()
