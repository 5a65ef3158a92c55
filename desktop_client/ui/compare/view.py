"""CompareView: the page with pinned offers side by side."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_client.commerce import label
from desktop_client.commerce.comparison import Comparison
from desktop_client.commerce.offer import Offer
from desktop_client.ui.compare.grid import CompareGrid
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
    """Shows a comparison. ``remove_requested`` and ``restore_requested`` carry an ``Offer``.

    A column is taken off the shortlist at once; the bar at the foot brings it back until the next one goes or the
    page is closed.
    """

    remove_requested = Signal(object)
    restore_requested = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Compare offers"))
        self._removed: Offer | None = None
        self.model = CompareModel(self)
        self.header = PageHeader(self.tr("Compare"), "", self)
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
        self.undo_bar.undo_requested.connect(self._undo)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self)
        copy.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy.activated.connect(self.copy)
        self.setFocusProxy(self.grid)
        self.show_table(CompareTable())

    def set_comparison(self, comparison: Comparison, names: Mapping[str, str] | None = None) -> None:
        """Show a comparison. ``names`` are the sources' names by id, in the interface's language."""
        self.show_table(compare_table(comparison, names or {}, language()))

    def show_table(self, table: CompareTable) -> None:
        """Show a table; the cell that had the focus keeps it where it still exists."""
        at = self.grid.currentIndex()
        row, column = at.row(), at.column()
        self.model.set_table(table)
        self.header.about.setText(table.about)
        self.footnote.setText(table.footnote)
        self.footnote.setVisible(bool(table.footnote))
        anything = bool(table.columns)
        self.grid.setVisible(anything)
        self.empty.setVisible(not anything)
        self.only_differences.setEnabled(anything)
        self.copy_button.setEnabled(anything)
        if anything:
            last = self.model.index(max(0, min(row, self.model.rowCount() - 1)), 0)
            self.grid.setCurrentIndex(last.siblingAtColumn(max(0, min(column, len(table.columns) - 1))))
        self._say_hidden()

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
        self._removed = gone.offer
        self.undo_bar.text.setText(self.tr("Taken off the shortlist: {title}").format(title=gone.title))
        self.undo_bar.show()
        self.remove_requested.emit(gone.offer)

    def _undo(self) -> None:
        back, self._removed = self._removed, None
        self.undo_bar.hide()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        if back is not None:
            self.restore_requested.emit(back)

    def _close(self) -> None:
        self._removed = None
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
