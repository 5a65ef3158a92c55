"""Band: a strip of the panel on the panel's own ground, with a hairline beneath or above."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_client.ui.widgets.tint import tint


class Band(QWidget):
    """Paints the panel's ground itself, so that it looks the same wherever it is put.

    ``laid_out`` says that what is in it was laid out anew, so that it may be higher or lower than before.
    """

    laid_out = Signal()

    def __init__(self, parent: QWidget | None = None, *, line_above: bool = False) -> None:
        super().__init__(parent)
        self._line_above = line_above
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def rearrange(self) -> None:
        """Choose what stands in sight at this width, with these words; most strips show everything."""

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.laid_out.emit()
            self.rearrange()
        return done

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rearrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), tint("panel_ground"))
        at = 0 if self._line_above else self.height() - 1
        painter.fillRect(0, at, self.width(), 1, tint("panel_hairline"))
        painter.end()
