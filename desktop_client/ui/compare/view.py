"""CompareView: the page with pinned offers side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop_client.commerce import label
from desktop_client.commerce.compared import Comparison, RowKind
from desktop_client.ui.compare.grid import CompareGrid
from desktop_client.ui.compare.lists import ListsButton
from desktop_client.ui.compare.model import CompareModel
from desktop_client.ui.compare.presenter import compare_table
from desktop_client.ui.compare.table import CompareTable
from desktop_client.ui.widgets.buttons import OUTLINE, TextButton
from desktop_client.ui.widgets.page_header import PageHeader
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.spoken import language, spoken
from desktop_client.ui.widgets.tint import SMALL, tint


class UndoBar(QWidget):
    """Says what was taken off the table, and brings it back."""

    undo_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = PlainLabel("", self, max_lines=2)
        self.undo = TextButton(self.tr("Undo"), OUTLINE, self)
        self.undo.clicked.connect(self.undo_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 6, 20, 6)
        row.setSpacing(12)
        row.addWidget(self.text, 1)
        row.addWidget(self.undo)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), tint("side"))
        painter.fillRect(0, 0, self.width(), 1, tint("hairline"))
        painter.end()


class CompareView(QWidget):
    """Shows a comparison. ``remove_requested``, ``restore_requested`` and ``renew_requested`` carry an ``Offer``,
    ``note_written`` and
    ``pack_written`` an ``Offer`` and the text.

    What is done is done at once; the bar at the foot takes it back until the next thing is done or the page is closed.
    """

    remove_requested = Signal(object)
    restore_requested = Signal(object)
    renew_requested = Signal(object)
    note_written = Signal(object, str)
    pack_written = Signal(object, str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Compare offers"))
        self._undo_act: Callable[[], None] | None = None
        self.model = CompareModel(self)
        self.model.written.connect(self._written)
        self.header = PageHeader(self.tr("Compare"), "", self)
        self.lists = ListsButton(self)
        self.header.add_button(self.lists)
        self.only_differences = TextButton(self.tr("Only differences"), OUTLINE, self)
        self.only_differences.setCheckable(True)
        self.copy_button = TextButton(self.tr("Copy as text"), OUTLINE, self)
        self.header.add_button(self.only_differences)
        self.header.add_button(self.copy_button)
        self.hidden = PlainLabel("", self, ink="ink_soft", scale=SMALL)
        self.grid = CompareGrid(self.model, self)
        self.footnote = PlainLabel("", self, ink="ink_soft")
        self.empty = PlainLabel(
            self.tr("Nothing pinned yet. Pin offers with ☆ in the suggestions, and they stand here side by side."),
            self,
            ink="ink_soft",
        )
        self.undo_bar = UndoBar(self)
        self.undo_bar.hide()
        self._lay_out()
        self.header.back_requested.connect(self._close)
        self.only_differences.toggled.connect(self._filter)
        self.copy_button.clicked.connect(self.copy)
        self.grid.remove_requested.connect(self._remove)
        self.grid.menu_requested.connect(self._open_menu)
        self.undo_bar.undo_requested.connect(self._undo)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self)
        copy.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy.activated.connect(self.copy)
        self.renew = QShortcut(QKeySequence("Ctrl+R"), self)
        self.renew.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.renew.activated.connect(self._renew)
        self.setFocusProxy(self.grid)
        self.show_table(CompareTable())

    def set_comparison(
        self,
        comparison: Comparison,
        names: Mapping[str, str] | None = None,
        shortlist: str = "",
        notices: Mapping[str, str] | None = None,
    ) -> None:
        """Show a comparison. ``names`` are the sources' names by id, in the interface's language; ``notices`` what
        their terms want to stand with their offers.
        """
        self.header.title.setText(
            self.tr("Compare: {name}").format(name=shortlist) if shortlist else self.tr("Compare")
        )
        self.show_table(compare_table(comparison, names or {}, language(), notices or {}))

    def show_table(self, table: CompareTable) -> None:
        """Show a table; the cell that had the focus keeps it where it still exists."""
        at = self.grid.currentIndex()
        row, column = at.row(), at.column()
        self.model.set_table(table)
        self.header.about.setText(table.about)
        at_the_foot = "\n".join(filter(None, (table.footnote, *table.notices)))
        self.footnote.setText(at_the_foot)
        self.footnote.setVisible(bool(at_the_foot))
        anything = bool(table.columns)
        self.grid.setVisible(anything)
        self.empty.setVisible(not anything)
        self.only_differences.setEnabled(anything)
        self.copy_button.setEnabled(anything)
        if anything:
            last = self.model.index(max(0, min(row, self.model.rowCount() - 1)), 0)
            self.grid.setCurrentIndex(last.siblingAtColumn(max(0, min(column, len(table.columns) - 1))))
        self._say_hidden()

    def offer_undo(self, text: str, undo: Callable[[], None]) -> None:
        """Say what was done, with the way back."""
        self._undo_act = undo
        self.undo_bar.text.setText(text)
        self.undo_bar.show()

    def copy(self) -> None:
        """Put the table on the clipboard as plain text: the panel's label, the titles, the statuses, the rest."""
        if self.model.table.columns:
            QGuiApplication.clipboard().setText(self.model.table.as_text(spoken(label.HEADER)))

    def _lay_out(self) -> None:
        body = QVBoxLayout()
        body.setContentsMargins(20, 12, 20, 12)
        body.setSpacing(8)
        body.addWidget(self.hidden)
        body.addWidget(self.empty)
        body.addWidget(self.grid, 1)
        body.addWidget(self.footnote)
        body.addStretch(0)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.header)
        rows.addLayout(body, 1)
        rows.addWidget(self.undo_bar)

    def _filter(self, only: bool) -> None:
        self.model.set_only_differences(only=only)
        self.only_differences.setText(self.tr("✓ Only differences") if only else self.tr("Only differences"))
        self.only_differences.setAccessibleName(self.tr("Only differences"))
        self._say_hidden()

    def _say_hidden(self) -> None:
        count = self.model.hidden_rows
        self.hidden.setText(self.tr("Rows left out because all offers say the same: {count}").format(count=count))
        self.hidden.setVisible(count > 0)

    def _remove(self, column: int) -> None:
        gone = self.model.table.columns[column]
        self.offer_undo(
            self.tr("Taken off the shortlist: {title}").format(title=gone.title),
            lambda: self.restore_requested.emit(gone.offer),
        )
        self.remove_requested.emit(gone.offer)

    def _written(self, column: int, kind: str, text: str) -> None:
        written = self.pack_written if kind == RowKind.UNIT_PRICE else self.note_written
        written.emit(self.model.table.columns[column].offer, text)

    def menu(self, column: int) -> QMenu:
        """What can be done with one offer."""
        offer, menu = self.model.table.columns[column], QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        note = menu.addAction(self.tr("Write a note") + "\tF2")
        note.triggered.connect(lambda: self._edit(RowKind.NOTE, column))
        pack = menu.addAction(self.tr("Correct the pack size"))
        pack.triggered.connect(lambda: self._edit(RowKind.UNIT_PRICE, column))
        renew = menu.addAction(self.tr("Take a new snapshot") + "\tCtrl+R")
        renew.setEnabled(offer.newer)
        renew.triggered.connect(lambda: self.renew_requested.emit(offer.offer))
        menu.addSeparator()
        menu.addAction(self.tr("Take off the list") + "\tDel").triggered.connect(lambda: self._remove(column))
        return menu

    def _open_menu(self, column: int, row: int, at: QPoint) -> None:
        del row  # every row of a column has the same menu
        self.menu(column).popup(at)

    def _edit(self, kind: RowKind, column: int) -> None:
        row = self.model.row_of(kind)
        if row is not None:
            self.grid.setCurrentIndex(self.model.index(row, column))
            self.grid.edit(self.grid.currentIndex())

    def _renew(self) -> None:
        at = self.grid.currentIndex()
        if at.isValid():
            self.renew_requested.emit(self.model.table.columns[at.column()].offer)

    def _undo(self) -> None:
        act, self._undo_act = self._undo_act, None
        self.undo_bar.hide()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        if act is not None:
            act()

    def _close(self) -> None:
        self._undo_act = None
        self.undo_bar.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), tint("ground"))
        painter.end()
