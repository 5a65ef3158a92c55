"""Tick: a choice to be made on the way, drawn as a small box before words that wrap."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from desktop_client.ui.widgets.buttons import Look, TextButton
from desktop_client.ui.widgets.tint import SMALL, tint

TICK = Look("ink", scale=SMALL, pad_y=4)


class Tick(TextButton):
    """A check box to keyboard and assistive technology."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, TICK, parent)
        self.setCheckable(True)
        self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._make_room()

    @property
    def _side(self) -> int:
        return round(0.75 * self.fontMetrics().height())

    def _make_room(self) -> None:
        self.look = replace(TICK, pad_x=self._side + 8)
        self._laid.clear()
        self.updateGeometry()

    def _paint_box(self, painter: QPainter) -> None:
        side = self._side
        line = self.lines(self.width()).line_height
        box = QRectF(0.5, self.look.pad_y + (line - side) / 2 + 0.5, side - 1, side - 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        checked = self.isChecked()
        painter.setPen(QPen(tint("accent" if checked else "ink_soft"), 1))
        painter.setBrush(tint("accent") if checked else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 3, 3)
        if checked:
            painter.setPen(QPen(tint("accent_ink"), max(1.5, side / 8)))
            hook = ((0.22, 0.52), (0.42, 0.72), (0.78, 0.30))
            painter.drawPolyline([QPointF(box.x() + x * side, box.y() + y * side) for x, y in hook])
