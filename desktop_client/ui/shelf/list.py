"""ShelfList: the offers on the shelf as a list that keys alone can work."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QListView, QWidget

from desktop_client.commerce.offer import Key
from desktop_client.ui.shelf.model import ShelfModel
from desktop_client.ui.shelf.row_painter import PAD_X, ShelfRowPainter

RETURNS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ShelfList(QListView):
    """Space pins, Return opens the link, Ctrl+C copies, the menu key has all of it. Signals carry a ``ShelfRow``."""

    row_chosen = Signal(object)
    pin_pressed = Signal(object)
    opened = Signal(object)
    copy_pressed = Signal()
    menu_requested = Signal(object, QPoint)

    def __init__(self, model: ShelfModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shelf = model
        self.setModel(model)
        self.setItemDelegate(ShelfRowPainter(self))
        self.setUniformItemSizes(True)
        self.setObjectName("shelfList")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(self.tr("Offers on the shelf"))
        self.setAccessibleDescription(self.tr("Space pins an offer, Return opens its plain link"))
        self.selectionModel().currentChanged.connect(lambda now, _: self.row_chosen.emit(model.row_at(now)))
        self.doubleClicked.connect(lambda index: self.opened.emit(model.row_at(index)))

    def place_of_current(self) -> QPoint:
        """Where on the screen a menu for the row that is chosen opens."""
        rect = self.visualRect(self.currentIndex())
        return self.viewport().mapToGlobal(QPoint(rect.x() + PAD_X, rect.bottom()))

    def in_sight(self) -> tuple[tuple[Key, int], ...]:
        """The offers in the viewport, from above, each with where it stands there, in pixels; none where the list is
        not scrolled: what is new is to be seen there.
        """
        first = self.indexAt(QPoint(0, 0))
        if not self.verticalScrollBar().value() or not first.isValid():
            return ()
        last = self.indexAt(QPoint(0, self.viewport().height() - 1))
        rows = range(first.row(), (last.row() if last.isValid() else self._shelf.rowCount() - 1) + 1)
        return tuple((self._shelf.rows[at].key, self.visualRect(self._shelf.index(at)).top()) for at in rows)

    def bring_back(self, before: Sequence[tuple[Key, int]]) -> None:
        """Scroll so that the first of these that is still there stands where it stood."""
        for key, top in before:
            index = self._shelf.index_of(key)
            if index.isValid():
                self.scrollTo(index, QListView.ScrollHint.PositionAtTop)
                bar = self.verticalScrollBar()
                bar.setValue(bar.value() - top)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self._shelf.row_at(self.currentIndex())
        if row is not None and event.key() == Qt.Key.Key_Space:
            self.pin_pressed.emit(row)
        elif row is not None and event.key() in RETURNS:
            self.opened.emit(row)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_pressed.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        row = self._shelf.row_at(index if by_mouse else self.currentIndex())
        if row is not None:
            self.menu_requested.emit(row, event.globalPos() if by_mouse else self.place_of_current())
