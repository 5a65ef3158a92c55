"""GrowingDialog: a dialog whose content scrolls above its buttons, and that grows with what there is to read."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop_client.ui.widgets.flow_layout import FlowLayout
from desktop_client.ui.widgets.in_sight import FocusInSight
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.tint import tint

WIDTH_LINES = 32
"""The width of the dialog in line heights, within the screen."""


class GrowingDialog(FocusInSight, QDialog):
    """``rows`` takes the content, under the title; ``buttons`` what stands below it and never scrolls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = QWidget()
        self._title = PlainLabel("", self._text, bold=True, scale=1.2)
        self.rows = QVBoxLayout(self._text)
        self.rows.setContentsMargins(24, 22, 24, 8)
        self.rows.setSpacing(10)
        self.rows.addWidget(self._title)
        self.area = QScrollArea(self)
        self.area.setWidget(self._text)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.viewport().setAutoFillBackground(False)
        self._text.setAutoFillBackground(False)
        self.buttons = FlowLayout(gap=10, line_gap=8)
        self.buttons.setContentsMargins(24, 8, 24, 20)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.area, 1)
        whole.addLayout(self.buttons)
        self.resize(min(WIDTH_LINES * self.fontMetrics().height(), self.screen().availableGeometry().width() - 40), 0)

    def set_title(self, title: str) -> None:
        """Name the dialog, on its frame and in it."""
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._title.setText(title)

    def fit(self) -> None:
        """Grow with what there is to read, within the screen; never shrink under the pointer."""
        layout = self._text.layout()
        words = layout.totalHeightForWidth(self.width()) if layout is not None else 0
        screen = self.screen().availableGeometry()
        foot = self.buttons.heightForWidth(self.width())
        high = max(self.height(), min(words + foot, screen.height() - 80))
        self.resize(self.width(), high)
        below = self.y() + high - screen.bottom()
        if self.isVisible() and below > 0:
            # The buttons stand at the foot: they must not grow off the screen.
            self.move(self.x(), max(screen.top(), self.y() - below - 20))

    def bring_into_view(self, widget: QWidget) -> None:
        """Scroll to a widget once the rows have their places."""
        QTimer.singleShot(0, widget, lambda: self.area.ensureWidgetVisible(widget))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), tint("ground"))
        painter.end()
