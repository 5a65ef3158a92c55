"""ColumnMenu: what can be done with one offer of the table, and with the row that the menu was opened in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from desktop_client.commerce.comparing.compared import RowKind
from desktop_client.ui.compare.table import Column, Row
from desktop_client.wording.short import in_short

if TYPE_CHECKING:
    from desktop_client.ui.compare.view import CompareView


class ColumnMenu(QMenu):
    """Every entry says its key, so that the menu teaches the keyboard."""

    def __init__(self, view: CompareView, at: int, column: Column, row_at: int, row: Row | None) -> None:
        super().__init__(view)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._view, self._at, self._column = view, at, column
        self._add_offer()
        if row is not None:
            self._add_row(row_at, row)
        self.addSeparator()
        self._add(self.tr("Take off the list"), "Del", lambda: view.grid.remove_requested.emit(at))

    def _add(self, words: str, key: str, act: Callable[[], None], *, enabled: bool = True) -> None:
        entry = self.addAction(f"{words}\t{key}" if key else words)
        entry.setEnabled(enabled)
        entry.triggered.connect(lambda: act())

    def _add_offer(self) -> None:
        view, at, offer = self._view, self._at, self._column.offer
        self._add(self.tr("Write a note"), "F2", lambda: view.edit(RowKind.NOTE, at))
        self._add(self.tr("Set a price alert"), "", lambda: view.edit(RowKind.ALERT, at))
        self._add(self.tr("Correct the pack size"), "", lambda: view.edit(RowKind.UNIT_PRICE, at))
        self._add(self.tr("Prices over time…"), "Ctrl+G", lambda: view.history_requested.emit(offer))
        renew = self.tr("Take a new snapshot")
        self._add(renew, "Ctrl+R", lambda: view.renew_requested.emit(offer), enabled=self._column.newer)
        self.addSeparator()
        last = len(view.model.table.columns) - 1
        self._add(self.tr("Move left"), "Alt+Left", lambda: view.offer_moved.emit(offer, -1), enabled=at > 0)
        self._add(self.tr("Move right"), "Alt+Right", lambda: view.offer_moved.emit(offer, 1), enabled=at < last)
        self._add(self.tr("Hide this offer"), "Ctrl+Shift+H", lambda: view.offer_hidden.emit(offer))
        keep = self.addAction(self.tr("Keep the first offer in sight"))
        keep.setCheckable(True)
        keep.setChecked(view.model.table.frozen)
        keep.triggered.connect(view.frozen)
        for key, title in self._column.same:
            words = self.tr("Not the same product as “{title}”").format(title=in_short(title).replace("&", "&&"))
            self._add(words, "", partial(view.told_apart.emit, offer, key))
        for key, title in self._column.apart:
            words = self.tr("The same product as “{title}” after all").format(title=in_short(title).replace("&", "&&"))
            self._add(words, "", partial(view.told_alike.emit, offer, key))

    def _add_row(self, at: int, row: Row) -> None:
        view = self._view
        self.addSeparator()
        by_row = self.tr("Order by this row")
        self._add(by_row, "Alt+Down", lambda: view.ordered.emit(row.id, False), enabled=row.orders)
        back = self.tr("Order by this row, largest first")
        self._add(back, "Alt+Up", lambda: view.ordered.emit(row.id, True), enabled=row.orders)
        hide = self.tr("Hide this row")
        self._add(hide, "Ctrl+H", lambda: view.row_hidden.emit(row.id), enabled=row.kind != RowKind.STATUS)
