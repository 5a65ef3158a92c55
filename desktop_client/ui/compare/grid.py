"""The table itself: first column and titles frozen, the row of commercial statuses always in sight."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from desktop_client.commerce.offer import Key
from desktop_client.ui.compare.frozen import FrozenOffer
from desktop_client.ui.compare.measure import Measure
from desktop_client.ui.compare.model import CompareModel
from desktop_client.ui.compare.painting import PAD_Y, CellPainter, RowNames, Titles
from desktop_client.ui.widgets.tint import tint

NARROWEST_LINES = 10
WIDEST_LINES = 17
"""A column's width between these many line heights."""


class StatusStrip(QWidget):
    """Paints the row of statuses over its own place and stays there while the other rows scroll beneath."""

    def __init__(self, grid: CompareGrid) -> None:
        super().__init__(grid)
        self._grid = grid
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        grid, model = self._grid, self._grid.source
        names = grid.verticalHeader().width()
        row, at = model.row(0), grid.currentIndex()
        for column in grid.columns_in_sight():
            rect = QRect(names + grid.columnViewportPosition(column), 0, grid.columnWidth(column), self.height())
            focused = (at.row(), at.column()) == (0, column) and grid.hasFocus()
            grid.cells.paint_cell(painter, rect, row.cells[column], row, focused=focused)
        painter.setClipping(False)
        grid.names.paintSection(painter, QRect(0, 0, names, self.height()), 0)
        painter.end()


class Corner(QWidget):
    """Covers the button that Qt puts where the headers meet."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), tint("ground"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, tint("hairline"))
        painter.end()


class CompareGrid(QTableView):
    """A table for the eye, the keyboard and the screen reader.

    Arrows go from cell to cell, Return or F2 writes into one where that can be done, Delete takes a column off.
    """

    remove_requested = Signal(int)
    renew_requested = Signal(int)
    history_requested = Signal(int)
    hide_offer_requested = Signal(int)
    hide_row_requested = Signal(int)
    move_requested = Signal(int, int)
    """A column, and by how many places to the right."""
    order_requested = Signal(int, bool)
    """A row, and whether the largest stands first."""
    note_requested = Signal(int)
    menu_requested = Signal(int, int, QPoint)
    """A column, a row (-1 for the title), and where on the screen."""

    def __init__(self, model: CompareModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source = model
        self._followed: Key | None = None
        self.measure = Measure(self.font())
        self.cells = CellPainter(model, self.measure, self)
        self.names = RowNames(model, self.measure, self)
        self.titles = Titles(model, self.measure, self)
        self._strip = StatusStrip(self)
        self._corner = Corner(self)
        self.frozen = FrozenOffer(self)
        ctrl, shift, alt = (
            Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
        )  # fmt: skip
        self._keys: Mapping[int, Callable[[int, int], None]] = {
            int(Qt.Key.Key_F2): self._write_or_note,
            int(Qt.Key.Key_Delete): lambda _, column: self.remove_requested.emit(column),
            (ctrl | Qt.Key.Key_R).toCombined(): lambda _, column: self.renew_requested.emit(column),
            (ctrl | Qt.Key.Key_G).toCombined(): lambda _, column: self.history_requested.emit(column),
            (ctrl | Qt.Key.Key_H).toCombined(): lambda row, _: self.hide_row_requested.emit(row),
            (ctrl | shift | Qt.Key.Key_H).toCombined(): lambda _, column: self.hide_offer_requested.emit(column),
            (alt | Qt.Key.Key_Left).toCombined(): lambda _, column: self.move_requested.emit(column, -1),
            (alt | Qt.Key.Key_Right).toCombined(): lambda _, column: self.move_requested.emit(column, 1),
            (alt | Qt.Key.Key_Down).toCombined(): lambda row, _: self.order_requested.emit(row, False),
            (alt | Qt.Key.Key_Up).toCombined(): lambda row, _: self.order_requested.emit(row, True),
        }
        self.setAccessibleName(self.tr("Offers side by side"))
        self.setModel(model)
        self.setItemDelegate(self.cells)
        self.setVerticalHeader(self.names)
        self.setHorizontalHeader(self.titles)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.AnyKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked)
        self.setWordWrap(True)
        self.titles.remove_clicked.connect(self.remove_requested)
        self.titles.moved.connect(self.move_requested)
        self.names.sectionClicked.connect(self._order_by_name)
        self.titles.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.titles.customContextMenuRequested.connect(self._menu_on_title)
        self.horizontalScrollBar().valueChanged.connect(self._strip.update)
        model.modelReset.connect(self.settle)

    def follow(self, key: Key) -> None:
        """Let the focus go with an offer when the columns come in another order next."""
        self._followed = key

    def followed(self) -> Key | None:
        """The offer that the focus goes with, once."""
        key, self._followed = self._followed, None
        return key

    def settle(self) -> None:
        """Give columns and rows the room that their words need."""
        count, rows = self.source.columnCount(), self.source.rowCount()
        self._strip.setVisible(bool(count and rows))
        if not count:
            return
        line = self.fontMetrics().height()
        spare = self.width() - self.names.sizeHint().width() - self.verticalScrollBar().sizeHint().width()
        width = max(NARROWEST_LINES * line, min(WIDEST_LINES * line, spare // count))
        # One by one each would have the table arranged anew.
        self.titles.setDefaultSectionSize(width)
        self.names.blockSignals(True)
        for row in range(rows):
            tall = max(self.cells.height(cell, width) for cell in self.source.row(row).cells)
            self.names.resizeSection(row, max(tall, self.names.name_lines(row).height + 2 * PAD_Y + 1))
        self.names.blockSignals(False)
        self.updateGeometries()
        tall = self.titles.height() + self.names.length() + self.horizontalScrollBar().sizeHint().height() + 2
        self.setMaximumHeight(max(1, tall))
        self._place_covers()

    def _place_covers(self) -> None:
        wide = self.viewport().geometry().right() + 1
        self._corner.setGeometry(0, 0, self.viewport().x(), self.viewport().y())
        self._corner.raise_()
        if self.source.rowCount():
            self._strip.setGeometry(0, self.viewport().y(), wide, self.rowHeight(0))
        self._strip.raise_()
        self._strip.update()
        self.frozen.place()

    def freeze(self, *, on: bool) -> None:
        """Keep the first offer in sight while the others scroll, or don't."""
        self.frozen.on = on
        self.frozen.place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.settle()
        # The bar with the way back takes some height, and what it is for may have been written into the lowest row.
        at = self.visualRect(self.currentIndex())
        if 0 <= at.top() < event.oldSize().height() and at.bottom() >= self.viewport().height():
            self.scrollTo(self.currentIndex())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "measure"):
            self.measure.dress()
        if event.type() == QEvent.Type.FontChange and hasattr(self, "measure"):
            self.measure.use(self.font())
            self.settle()

    def columns_in_sight(self) -> range:
        """The columns of which anything is in the viewport."""
        first, last = self.columnAt(0), self.columnAt(self.viewport().width() - 1)
        return range(max(0, first), (last if last >= 0 else self.source.columnCount() - 1) + 1)

    def scrollTo(  # noqa: N802 - Qt's name
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        super().scrollTo(index, hint)
        hidden = self.rowHeight(0) - self.visualRect(index).top()
        if index.row() > 0 and hidden > 0:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() - hidden)
        behind = self.frozen.covered - self.visualRect(index).left()
        if index.column() > 0 and behind > 0:
            sideways = self.horizontalScrollBar()
            sideways.setValue(sideways.value() - behind)

    def currentChanged(  # noqa: N802 - Qt's name
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        self._strip.update()
        self.frozen.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if index.isValid():
            at = event.globalPos() if by_mouse else self.viewport().mapToGlobal(self.visualRect(index).center())
            self.menu_requested.emit(index.column(), index.row(), at)

    def _order_by_name(self, row: int) -> None:
        """A click on a row's name: in order by it, on the next click the other way round."""
        ordering = self.source.table.ordering
        again = self.source.row(row).id == ordering.by and not ordering.own
        self.order_requested.emit(row, again and not ordering.backwards)

    def _menu_on_title(self, at: QPoint) -> None:
        column = self.titles.logicalIndexAt(at)
        if column >= 0:
            self.menu_requested.emit(column, -1, self.titles.viewport().mapToGlobal(at))

    def write(self) -> None:
        """Write into the cell that has the focus, where that can be done."""
        if self._can_write():
            self.edit(self.currentIndex())

    def _write_or_note(self, _row: int, column: int) -> None:
        """Write into the cell that has the focus or, where nobody can, a note on its offer."""
        if self._can_write():
            self.write()
        else:
            self.note_requested.emit(column)

    def _can_write(self) -> bool:
        writing = self.state() is QAbstractItemView.State.EditingState
        return not writing and bool(self.source.flags(self.currentIndex()) & Qt.ItemFlag.ItemIsEditable)

    def _done(self, event: QKeyEvent) -> bool:
        """Do what a key stands for, with the column or the row of the cell that has the focus."""
        row, column = self.currentIndex().row(), self.currentIndex().column()
        found = self._keys.get(event.keyCombination().toCombined())
        if found is None:
            return False
        found(row, column)
        return True

    def event(self, event: QEvent) -> bool:
        """While the table has the focus its keys are its own, whatever they stand for elsewhere in the window."""
        own = isinstance(event, QKeyEvent) and event.keyCombination().toCombined() in self._keys
        if own and event.type() == QEvent.Type.ShortcutOverride and self.currentIndex().isValid():
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.currentIndex().isValid() and self._done(event):
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._can_write():
            self.write()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)
