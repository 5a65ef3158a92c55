"""FrozenOffer: the first offer stays in sight beside the names of the rows while the others scroll beneath."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop_client.ui.widgets.tint import tint

if TYPE_CHECKING:
    from desktop_client.ui.compare.grid import CompareGrid

EDGE = 2


class FrozenOffer(QWidget):
    """Paints the first column over its own place. What is pressed on it is done to that column."""

    def __init__(self, grid: CompareGrid) -> None:
        super().__init__(grid)
        self._grid = grid
        self.on = False
        self.hide()
        for bar in (grid.verticalScrollBar(), grid.horizontalScrollBar()):
            bar.valueChanged.connect(self.place)

    @property
    def covered(self) -> int:
        """How many pixels of the viewport are behind it."""
        return 0 if self.isHidden() else self.width()

    def place(self) -> None:
        """Stand where the first column was, while that is scrolled away and there is room for another beside it."""
        grid = self._grid
        port = grid.viewport().geometry()
        wide = grid.columnWidth(0)
        away = grid.source.columnCount() > 1 and grid.horizontalScrollBar().value() > 0
        if not (self.on and away and port.width() >= 2 * wide):
            self.hide()
            return
        self.setGeometry(port.x(), 0, wide, port.bottom() + 1)
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        grid, wide = self._grid, self.width()
        top, first = grid.viewport().y(), max(0, grid.rowAt(0))
        last = grid.rowAt(grid.viewport().height() - 1)
        painter = QPainter(self)
        painter.fillRect(self.rect(), tint("ground"))
        for row in (*range(first, (grid.source.rowCount() - 1 if last < 0 else last) + 1), 0):
            # The row of statuses last: it stands over the others, here as in the table.
            shown = grid.source.row(row)
            y = top if row == 0 else top + grid.rowViewportPosition(row)
            at = grid.currentIndex()
            focused = (at.row(), at.column()) == (row, 0) and grid.hasFocus()
            rect = QRect(0, y, wide, grid.rowHeight(row))
            grid.cells.paint_cell(painter, rect, shown.cells[0], shown, focused=focused)
        self._paint_title(painter, top)
        painter.fillRect(wide - EDGE, 0, EDGE, self.height(), tint("hairline"))
        painter.end()

    def _paint_title(self, painter: QPainter, tall: int) -> None:
        at = self._grid.titles.sectionViewportPosition(0)
        painter.save()
        painter.translate(-at, 0)
        self._grid.titles.paintSection(painter, QRect(at, 0, self.width(), tall), 0)
        painter.restore()

    def _row(self, at: QPoint) -> int:
        """The row under a point; -1 for the title."""
        y = at.y() - self._grid.viewport().y()
        return -1 if y < 0 else 0 if y < self._grid.rowHeight(0) else self._grid.rowAt(y)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        grid, at = self._grid, event.position().toPoint()
        row = self._row(at)
        if row >= 0:
            grid.setFocus(Qt.FocusReason.MouseFocusReason)
            grid.setCurrentIndex(grid.source.index(row, 0))
        elif grid.titles.cross(0).contains(at + QPoint(grid.titles.sectionViewportPosition(0), 0)):
            grid.remove_requested.emit(0)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)
        self._grid.horizontalScrollBar().setValue(0)
        self._grid.write()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._grid.menu_requested.emit(0, self._row(event.pos()), event.globalPos())
