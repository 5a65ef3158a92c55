"""CompareView: the page with pinned offers side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_client.commerce import label
from desktop_client.commerce.comparing.arranging import LaidOut
from desktop_client.commerce.comparing.compared import RowKind
from desktop_client.commerce.offer import Key, Offer
from desktop_client.ui.compare.column_menu import ColumnMenu
from desktop_client.ui.compare.filters import FilterBar
from desktop_client.ui.compare.grid import CompareGrid
from desktop_client.ui.compare.model import CompareModel
from desktop_client.ui.compare.order import OrderButton
from desktop_client.ui.compare.painting import WHOLE_TITLE
from desktop_client.ui.compare.presenter import compare_table
from desktop_client.ui.compare.table import CompareTable
from desktop_client.ui.panel.lists import ListsButton
from desktop_client.ui.widgets.buttons import OUTLINE, TextButton
from desktop_client.ui.widgets.line_box import LineBox
from desktop_client.ui.widgets.page import Page
from desktop_client.ui.widgets.page_header import LOW_LINES, PageHeader
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.spoken import language, spoken
from desktop_client.ui.widgets.undo_bar import UndoBar
from desktop_client.wording.short import in_short

TABLE_LINES = 36
"""Line heights of the page below which everything but the table makes do with less: it had room for two rows."""


class CompareView(Page):
    """Shows a shortlist side by side, and says what the user wants done with it.

    Signals carry an ``Offer``, with the text that was written into one of its cells, or with the key of another offer
    that is no such product; ``row_hidden`` and ``ordered`` the id of a row. What is done is done at once; the bar at
    the foot takes it back until the next thing is done or the page is closed.
    """

    remove_requested = Signal(object)
    restore_requested = Signal(object)
    renew_requested = Signal(object)
    history_requested = Signal(object)
    written = Signal(object, str, str)
    told_apart = Signal(object, object)
    told_alike = Signal(object, object)
    offer_hidden = Signal(object)
    offer_moved = Signal(object, int)
    row_hidden = Signal(str)
    frozen = Signal(bool)
    ordered = Signal(str, bool)
    weights_requested = Signal()
    export_requested = Signal()
    print_requested = Signal()
    ask_requested = Signal()
    shelf_requested = Signal()
    copied = Signal()
    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Compare offers"))
        self.model = CompareModel(self)
        self.header = PageHeader(self.tr("Compare"), "", self)
        self.lists = ListsButton(self)
        self.order = OrderButton(self)
        self.only_differences = TextButton(self.tr("Only differences"), OUTLINE, self)
        self.only_differences.setCheckable(True)
        self.copy_button = TextButton(self.tr("Copy as text"), OUTLINE, self)
        self.export_button = TextButton(self.tr("Export…"), OUTLINE, self)
        self.export_button.setAccessibleName(self.tr("Export this comparison"))
        self.print_button = TextButton(self.tr("Print…"), OUTLINE, self)
        self.print_button.setAccessibleName(self.tr("Print this comparison"))
        self.ask_button = TextButton(self.tr("Ask the model…"), OUTLINE, self)
        self.ask_button.setAccessibleName(self.tr("Ask the model about this shortlist"))
        self._needs_offers = (
            self.order, self.only_differences, self.copy_button, self.export_button, self.print_button, self.ask_button
        )  # fmt: skip
        self.shelf_button = TextButton(self.tr("Browse the shelf"), OUTLINE, self)
        self.shelf_button.clicked.connect(self.shelf_requested)
        self.header.add_button(self.lists)
        for button in (*self._needs_offers, self.shelf_button):
            self.header.add_button(button, folds=True)
        self.filters = FilterBar(self)
        self.grid = CompareGrid(self.model, self)
        self.footnote = PlainLabel("", self, ink="ink_soft")
        self.weights = TextButton(self.tr("Weights…"), OUTLINE, self)
        self.weights.setAccessibleName(self.tr("Weights of the best match"))
        self.weights.hide()
        self.empty = PlainLabel("", self, ink="ink_soft")
        self.undo_bar = UndoBar(self.grid, self)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.grid)
        self.show_table(CompareTable())

    def _connect(self) -> None:
        self.header.back_requested.connect(self.leave)
        self.order.chosen.connect(self.ordered)
        self.only_differences.toggled.connect(self._filter)
        self.copy_button.clicked.connect(self.copy)
        self.export_button.clicked.connect(self.export_requested)
        self.print_button.clicked.connect(self.print_requested)
        self.ask_button.clicked.connect(self.ask_requested)
        self.weights.clicked.connect(self.weights_requested)
        self.model.written.connect(self._written)
        grid = self.grid
        grid.remove_requested.connect(self._remove)
        grid.menu_requested.connect(self._open_menu)
        grid.note_requested.connect(lambda column: self.edit(RowKind.NOTE, column))
        grid.order_requested.connect(self._order_by)
        grid.move_requested.connect(lambda column, steps: self.offer_moved.emit(self._offer(column), steps))
        grid.renew_requested.connect(lambda column: self.renew_requested.emit(self._offer(column)))
        grid.hide_row_requested.connect(lambda row: self.row_hidden.emit(self.model.row(row).id))
        grid.hide_offer_requested.connect(lambda column: self.offer_hidden.emit(self._offer(column)))
        grid.history_requested.connect(lambda column: self.history_requested.emit(self._offer(column)))
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self)
        copy.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy.activated.connect(self.copy)

    def set_laid_out(
        self,
        laid_out: LaidOut,
        names: Mapping[str, str] | None = None,
        shortlist: str = "",
        notices: Mapping[str, str] | None = None,
    ) -> None:
        """Show a shortlist. ``names`` are the sources' names by id, in the interface's language; ``notices`` what
        their terms want to stand with their offers.
        """
        self.header.title.setText(
            self.tr("Compare: {name}").format(name=shortlist) if shortlist else self.tr("Compare")
        )
        self.weights.setVisible(laid_out.fit is not None)
        self.show_table(compare_table(laid_out, names or {}, language(), notices or {}))

    def show_table(self, table: CompareTable) -> None:
        """Show a table; the cell that had the focus keeps it where it still exists."""
        at = self.grid.currentIndex()
        row, column = at.row(), at.column()
        row_id = self.model.row(row).id if at.isValid() else ""
        self.model.set_table(table)
        row = self.model.number_of(row_id, row)
        self.grid.freeze(on=table.frozen)
        self.header.about.setText(table.about)
        self.order.show_ordering(table.ordering)
        self.filters.show_chips(table.chips)
        at_the_foot = "\n".join(filter(None, (table.footnote, *table.notices)))
        self.footnote.setText(at_the_foot)
        self.footnote.setVisible(bool(at_the_foot))
        anything = bool(table.columns)
        self.grid.setVisible(anything)
        self.empty.setText(
            self.tr(
                "Nothing pinned yet. Pin offers in the suggestions or on the shelf, and they stand here side by side."
            )
        )
        self.empty.setVisible(not anything and not table.hidden_offers)
        for button in self._needs_offers:
            button.setEnabled(anything)
        if anything:
            last = self.model.index(max(0, min(row, self.model.rowCount() - 1)), 0)
            self.grid.setCurrentIndex(last.siblingAtColumn(max(0, min(column, len(table.columns) - 1))))
            followed = self.grid.followed()
            if followed is not None:
                self.focus_offer(followed)
        self._say_hidden()

    def show_reading(self) -> None:
        """Say that the list is being read; nobody should take it for empty."""
        self.empty.setText(self.tr("Reading the list…"))
        self.empty.show()

    def focus_offer(self, key: Key) -> None:
        """Put the focus on an offer's column, in the row that has it."""
        column = next((at for at, each in enumerate(self.model.table.columns) if each.offer.key == key), None)
        if column is not None:
            self.grid.setCurrentIndex(self.model.index(max(0, self.grid.currentIndex().row()), column))

    def offer_undo(self, text: str, undo: Callable[[], None]) -> None:
        """Say what was done, with the way back."""
        self.undo_bar.offer(text, undo)

    def copy(self) -> None:
        """Put the table on the clipboard as plain text: the panel's label, the titles, the statuses, the rest."""
        if self.model.table.columns:
            QGuiApplication.clipboard().setText(self.model.as_text(spoken(label.HEADER), self.filters.hidden.text()))
            self.copied.emit()

    def menu(self, column: int, row: int = -1) -> ColumnMenu:
        """What can be done with one offer, and with the row that it was asked in."""
        shown = None if row < 0 else self.model.row(row)
        return ColumnMenu(self, column, self.model.table.columns[column], row, shown)

    def edit(self, kind: RowKind, column: int) -> None:
        """Write into an offer's cell of that kind."""
        row = self.model.row_of(kind)
        if row is not None:
            self.grid.setCurrentIndex(self.model.index(row, column))
            self.grid.edit(self.grid.currentIndex())

    def edit_again(self, kind: RowKind, key: Key, text: str) -> None:
        """Let something that was refused be mended where it was written."""
        column = next((at for at, c in enumerate(self.model.table.columns) if c.offer.key == key), None)
        if column is not None:
            # Later: the box that it was written into is being closed.
            QTimer.singleShot(0, self, lambda: self._open_with(kind, column, text))

    def _open_with(self, kind: RowKind, column: int, text: str) -> None:
        self.edit(kind, column)
        for box in self.grid.findChildren(LineBox)[-1:]:
            box.setText(text)
            box.selectAll()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addWidget(self.footnote, 1)
        foot.addWidget(self.weights, 0, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight)
        body = self._body = QVBoxLayout()
        body.addWidget(self.filters)
        body.addWidget(self.empty)
        body.addWidget(self.grid, 1)
        body.addLayout(foot)
        body.addStretch(0)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.header)
        rows.addLayout(body, 1)
        rows.addWidget(self.undo_bar)

    def _offer(self, column: int) -> Offer:
        return self.model.table.columns[column].offer

    def _filter(self, only: bool) -> None:
        self.model.set_only_differences(only=only)
        self.only_differences.setText(self.tr("✓ Only differences") if only else self.tr("Only differences"))
        self.only_differences.setAccessibleName(self.tr("Only differences"))
        self._say_hidden()

    def _say_hidden(self) -> None:
        table, said = self.model.table, []
        same = self.model.hidden_rows
        if same:
            said.append(self.tr("Rows left out because all offers say the same: {count}").format(count=same))
        if table.hidden_rows:
            said.append(self.tr("Hidden rows: {names}").format(names=", ".join(table.hidden_rows)))
        if table.hidden_offers:
            said.append(self.tr("Hidden offers: {count}").format(count=table.hidden_offers))
        self.filters.show_hidden(" · ".join(said), can_show=bool(table.hidden_rows or table.hidden_offers))

    def _order_by(self, row: int, backwards: bool) -> None:
        shown = self.model.row(row)
        if shown.orders:
            self.ordered.emit(shown.id, backwards)

    def _remove(self, column: int) -> None:
        gone = self.model.table.columns[column]
        self.offer_undo(
            self.tr("Taken off the shortlist: {title}").format(title=in_short(gone.title)),
            lambda: self.restore_requested.emit(gone.offer),
        )
        self.remove_requested.emit(gone.offer)

    def _written(self, column: int, kind: str, text: str) -> None:
        self.written.emit(self._offer(column), kind, text)

    def _open_menu(self, column: int, row: int, at: QPoint) -> None:
        self.menu(column, row).popup(at)

    def leave(self) -> None:
        self.undo_bar.forget()
        super().leave()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        lines = self.height() / self.fontMetrics().height()
        low = lines < TABLE_LINES
        self.header.fold(low=low)
        self.grid.titles.make_do(1 if lines < LOW_LINES else 2 if low else WHOLE_TITLE)
        self.grid.settle()
        self.footnote.set_max_lines(1 if low else None)
        self._body.setContentsMargins(20, 4 if low else 12, 20, 4 if low else 12)
        self._body.setSpacing(4 if low else 8)
