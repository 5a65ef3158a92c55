"""How the table is painted: cells, the frozen first column, the titles on top."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_client.commerce.comparing.shortlist import LONGEST_NOTE
from desktop_client.commerce.offer import Status
from desktop_client.ui.compare.measure import Face, Measure
from desktop_client.ui.compare.model import ROW, CompareModel, Index
from desktop_client.ui.compare.table import Cell, Row
from desktop_client.ui.widgets.line_box import LineBox
from desktop_client.ui.widgets.status_chip import StatusChip, ink_of
from desktop_client.ui.widgets.text_lines import TextLines, paint_lines
from desktop_client.ui.widgets.tint import ColourName

PAD_X = 12
PAD_Y = 7
WHOLE_TITLE = 3
"""Lines of a title, and of what stands below it, where there is room."""
LEFT = Qt.AlignmentFlag.AlignLeft


def paint_ground(painter: QPainter, rect: QRect, row: Row, colours: Mapping[ColourName, QColor]) -> None:
    """The ground of a row and the hairline under it."""
    painter.fillRect(rect, colours["panel_ground" if row.money else "ground"])
    painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, colours["hairline"])


def _ink(cell: Cell) -> ColourName:
    if cell.best:
        return "accent"
    return "ink_soft" if cell.missing or cell.stale or not cell.text else "ink"


def _face(cell: Cell) -> Face:
    return Face.BOLD if cell.best else Face.BODY


class CellPainter(QStyledItemDelegate):
    """Paints a cell: the status as a chip, the best figure bold, the detail small beneath."""

    def __init__(self, model: CompareModel, measure: Measure, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source = model
        self.measure = measure

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._source.row(index.row())
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        self.paint_cell(painter, option.rect, row.cells[index.column()], row, focused=focused)

    def paint_cell(self, painter: QPainter, rect: QRect, cell: Cell, row: Row, *, focused: bool) -> None:
        """Paint one cell into ``rect``."""
        painter.save()
        painter.setClipRect(rect)
        colours = self.measure.colours
        paint_ground(painter, rect, row, colours)
        inner = rect.adjusted(PAD_X, PAD_Y, -PAD_X, -PAD_Y - 1)
        head, tail, below = self._lines(cell, inner.width())
        if cell.status is not None:
            self._paint_chip(painter, inner, head, cell.status)
        else:
            painter.setFont(self.measure.fonts[_face(cell)])
            painter.setPen(self.measure.colours[_ink(cell)])
            paint_lines(painter, inner, head, LEFT)
        if tail is not None:
            painter.setFont(self.measure.fonts[Face.NOTE])
            painter.setPen(self.measure.colours["ink_soft"])
            paint_lines(painter, inner.translated(0, below), tail, LEFT)
        if focused:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.measure.colours["accent"], 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(2, 2, -2, -3), 4, 4)
        painter.restore()

    def _paint_chip(self, painter: QPainter, inner: QRect, words: TextLines, status: Status) -> None:
        box = QRect(inner.topLeft(), QSize(words.width + 2 * StatusChip.pad_x + 1, words.height + 2 * StatusChip.pad_y))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.measure.colours[ink_of(status)], 1))
        painter.setBrush(self.measure.colours["raised"])
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setFont(self.measure.fonts[Face.BODY])
        paint_lines(painter, box.adjusted(StatusChip.pad_x, StatusChip.pad_y, 0, 0), words, LEFT)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: N802
        line = LineBox(parent=parent)
        line.setObjectName("boxField")
        line.setMaxLength(LONGEST_NOTE)
        row = index.data(ROW)
        line.setAccessibleName(row.name)
        return line

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802
        tall = min(option.rect.height(), editor.sizeHint().height())
        editor.setGeometry(option.rect.x() + 2, option.rect.y() + 1, option.rect.width() - 4, tall)

    def height(self, cell: Cell, width: int) -> int:
        """What a cell needs in a column of ``width``."""
        _, tail, below = self._lines(cell, width - 2 * PAD_X)
        return below + (tail.height if tail else 0) + 2 * PAD_Y + 1

    def _lines(self, cell: Cell, width: int) -> tuple[TextLines, TextLines | None, int]:
        """The words, the detail if there is one, and how far below the words it begins."""
        tail = self.measure.lines(cell.noted, Face.NOTE, width) if cell.noted else None
        if cell.status is not None:
            head = self.measure.lines(cell.shown, Face.BODY, width - 2 * StatusChip.pad_x)
            return head, tail, head.height + 2 * StatusChip.pad_y
        head = self.measure.lines(cell.shown, _face(cell), width)
        return head, tail, head.height


class RowNames(QHeaderView):
    """The frozen first column: what each row is about, and an arrow where it puts the columns in order."""

    def __init__(self, model: CompareModel, measure: Measure, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._source = model
        self._measure = measure
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(1)

    def name_lines(self, row: int) -> TextLines:
        """How the name of a row breaks."""
        shown, ordering = self._source.row(row), self._source.table.ordering
        arrow = (
            ("" if ordering.own or shown.id != ordering.by else " ▾" if ordering.backwards else " ▴")
            if shown.id
            else ""
        )
        return self._measure.lines(shown.name + arrow, Face.BODY, self.sizeHint().width() - PAD_X - PAD_X)

    def sizeHint(self) -> QSize:
        return QSize(11 * self.fontMetrics().height(), super().sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:  # noqa: N802 - Qt's name
        if not rect.isValid() or logical >= self._source.rowCount():
            return
        painter.save()
        colours = self._measure.colours
        paint_ground(painter, rect, self._source.row(logical), colours)
        painter.setFont(self.font())
        painter.setPen(self._measure.colours["ink_soft"])
        paint_lines(painter, rect.adjusted(PAD_X, PAD_Y, -PAD_X, 0), self.name_lines(logical), LEFT)
        painter.restore()


class Titles(QHeaderView):
    """The frozen first row: each offer's title, a line about it, and a cross that takes it off the table."""

    remove_clicked = Signal(int)
    moved = Signal(int, int)
    """A column that was dragged, and by how many places to the right."""

    def __init__(self, model: CompareModel, measure: Measure, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._source = model
        self._measure = measure
        self._most = WHOLE_TITLE
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionsMovable(True)
        self.setMinimumSectionSize(1)
        self.setMouseTracking(True)
        self.sectionMoved.connect(self._dragged)

    def _lines(self, logical: int, width: int) -> tuple[TextLines, TextLines]:
        column = self._source.table.columns[logical]
        inner = width - 2 * PAD_X - self._cross_side()
        return (
            self._measure.lines(column.title, Face.BOLD, inner, self._most),
            self._measure.lines(column.about, Face.NOTE, inner, WHOLE_TITLE if self._most == WHOLE_TITLE else 1),
        )

    def make_do(self, lines: int) -> None:
        """Take so many lines at most for each title: where the table is low the rows need the room."""
        if lines != self._most:
            self._most = lines
            self.headerDataChanged(Qt.Orientation.Horizontal, 0, max(0, self.count() - 1))
            self.updateGeometry()

    def _cross_side(self) -> int:
        return self.fontMetrics().height() + 6

    def cross(self, logical: int) -> QRect:
        """Where the cross of a column is, in the header's coordinates."""
        side = self._cross_side()
        right = self.sectionViewportPosition(logical) + self.sectionSize(logical)
        return QRect(right - side - 4, PAD_Y - 3, side, side)

    def sizeHint(self) -> QSize:
        tall = self.fontMetrics().height()
        for logical in range(self._source.columnCount()):
            head, tail = self._lines(logical, self.sectionSize(logical))
            tall = max(tall, head.height + tail.height)
        return QSize(super().sizeHint().width(), tall + 2 * PAD_Y)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:  # noqa: N802 - Qt's name
        if not rect.isValid() or logical >= self._source.columnCount():
            return
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, self._measure.colours["ground"])
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, self._measure.colours["hairline"])
        head, tail = self._lines(logical, rect.width())
        painter.setFont(self._measure.fonts[Face.BOLD])
        painter.setPen(self._measure.colours["ink"])
        inner = rect.adjusted(PAD_X, PAD_Y, -PAD_X, 0)
        paint_lines(painter, inner, head, LEFT)
        painter.setFont(self._measure.fonts[Face.NOTE])
        painter.setPen(self._measure.colours["ink_soft"])
        paint_lines(painter, inner.translated(0, head.height), tail, LEFT)
        painter.setFont(self._measure.fonts[Face.BODY])
        painter.drawText(self.cross(logical), Qt.AlignmentFlag.AlignCenter, "✕")
        painter.restore()

    def _dragged(self, logical: int, was: int, now: int) -> None:
        """The order is kept with the list, not in the header: what was dragged goes back and is asked for."""
        self.blockSignals(True)
        self.moveSection(now, was)
        self.blockSignals(False)
        QTimer.singleShot(0, self, lambda: self.moved.emit(logical, now - was))

    def _crossed(self, at: QPoint) -> int | None:
        logical = self.logicalIndexAt(at)
        return logical if logical >= 0 and self.cross(logical).contains(at) else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._crossed(event.position().toPoint()) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        logical = self._crossed(event.position().toPoint())
        if logical is not None:
            self.remove_clicked.emit(logical)
