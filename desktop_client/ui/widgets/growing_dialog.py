"""GrowingDialog: a dialog whose content scrolls above its buttons, and that grows with what there is to read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
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
        self._text.installEventFilter(self)
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
        screen = self.screen().availableGeometry()
        high = max(self.height(), min(self._needed(), screen.height() - 80))
        self.resize(self.width(), high)
        self._show_bar_if_needed()
        below = self.y() + high - screen.bottom()
        if self.isVisible() and below > 0:
            # The buttons stand at the foot: they must not grow off the screen.
            self.move(self.x(), max(screen.top(), self.y() - below - 20))

    def _needed(self) -> int:
        """The height in which everything can be read without scrolling."""
        return self.rows.totalHeightForWidth(self.width()) + self.buttons.heightForWidth(self.width())

    def _show_bar_if_needed(self) -> None:
        """Qt shows the bar while the dialog is laid out for the first time. It takes width, so words may need a line
        more, and then the bar stays, over words that had room without it.
        """
        scrolls = self._needed() > self.height()
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.area.setVerticalScrollBarPolicy(policy)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear of rows that come, go or grow without ``fit``."""
        if watched is self._text and event.type() == QEvent.Type.LayoutRequest:
            self._show_bar_if_needed()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_bar_if_needed()

    def bring_into_view(self, widget: QWidget) -> None:
        """Scroll to a widget once the rows have their places."""
        QTimer.singleShot(0, widget, lambda: self.area.ensureWidgetVisible(widget))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), tint("ground"))
        painter.end()
