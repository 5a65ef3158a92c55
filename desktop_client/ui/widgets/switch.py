"""Switch: on or off, drawn as a sliding knob; a check box to the keyboard and to assistive technology."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from desktop_client.ui.widgets.focus import Ring
from desktop_client.ui.widgets.tint import tint

RING = 3


class Switch(QCheckBox):
    """A check box in the shape of a switch. ``name`` is its accessible name; it paints no text."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ring = Ring()
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        tall = max(18, round(self.fontMetrics().height() * 0.95))
        return QSize(round(tall * 1.75) + 2 * RING, tall + 2 * RING)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:  # noqa: N802 - Qt's name
        return self.rect().contains(pos)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring.entered(event)
        super().focusInEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        size = self.sizeHint()
        top = (self.height() - size.height()) / 2 + RING
        box = QRectF(RING, top, size.width() - 2 * RING, size.height() - 2 * RING)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = tint("accent" if self.isChecked() else "ink_soft")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(track)
        painter.setOpacity(1.0 if self.isEnabled() else 0.4)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        knob = box.height() - 4
        left = box.right() - knob - 2 if self.isChecked() else box.left() + 2
        painter.setBrush(tint("raised" if not self.isChecked() else "accent_ink"))
        painter.drawEllipse(QRectF(left, box.top() + 2, knob, knob))
        self._ring.paint(painter, self, (box.height() + 2 * RING) / 2)
        painter.setPen(QPen())
        painter.end()
