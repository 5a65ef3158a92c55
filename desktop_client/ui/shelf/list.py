"""ShelfList: the offers on the shelf as a list that keys alone can work."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QListView, QWidget

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
