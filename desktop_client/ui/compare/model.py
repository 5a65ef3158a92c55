"""The table of pinned offers as a Qt model: headers, cells and what assistive technology reads of them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop_client.ui.compare.table import Cell, CompareTable, Row
from desktop_client.ui.widgets.tips import tip

ROW = Qt.ItemDataRole.UserRole + 1
"""Role of the whole ``Row``, for the editor."""
Index = QModelIndex | QPersistentModelIndex


class CompareModel(QAbstractTableModel):
    """Shows a ``CompareTable``, all rows or those in which the offers differ.

    What is typed into a cell isn't kept here: ``written`` carries the column, the row's kind and the text.
    """

    written = Signal(int, str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table = CompareTable()
        self._only_differences = False
        self._rows: tuple[Row, ...] = ()

    def set_table(self, table: CompareTable) -> None:
        """Show another table."""
        self.beginResetModel()
        self.table = table
        self._choose()
        self.endResetModel()

    def set_only_differences(self, *, only: bool) -> None:
        """Leave out rows in which all offers say the same; status and money stay."""
        self.beginResetModel()
        self._only_differences = only
        self._choose()
        self.endResetModel()

    @property
    def hidden_rows(self) -> int:
        """How many rows are left out."""
        return len(self.table.rows) - len(self._rows)

    def as_text(self, label: str, left_out: str = "") -> str:
        """What is shown as text, with a line of what is not."""
        return replace(self.table, rows=self._rows).as_text(label, left_out)

    def row(self, number: int) -> Row:
        """A row that is shown."""
        return self._rows[number]

    def number_of(self, row_id: str, otherwise: int) -> int:
        """The number of the row with that id; another one where it is not shown, or rows have no ids."""
        return next((number for number, row in enumerate(self._rows) if row_id and row.id == row_id), otherwise)

    def row_of(self, kind: str) -> int | None:
        """The number of the first row of a kind that is shown."""
        return next((number for number, row in enumerate(self._rows) if row.kind == kind), None)

    def _choose(self) -> None:
        every = self.table.rows
        self._rows = tuple(r for r in every if r.differs or r.constant) if self._only_differences else every

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.table.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        cell: Cell = row.cells[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell.whole or cell.hint
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            # Not every screen reader asks for the headers of a cell.
            return f"{row.name} · {self.table.columns[index.column()].title}"
        if role == Qt.ItemDataRole.EditRole:
            return cell.entry
        return row if role == ROW else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        if index.isValid() and self._rows[index.row()].editable:
            found |= Qt.ItemFlag.ItemIsEditable
        return found

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802
        row = self._rows[index.row()]
        if role != Qt.ItemDataRole.EditRole or not row.editable or not isinstance(value, str):
            return False
        if value.strip() != row.cells[index.column()].entry:
            self.written.emit(index.column(), row.kind, value.strip())
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical:
            shown = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            return self._rows[section].name if shown and section < len(self._rows) else None
        if section >= len(self.table.columns):
            return None
        column = self.table.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            # Where the table is low, the head of a column is cut.
            return tip(" · ".join(filter(None, (column.title, column.about))))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            # The status goes wherever the title goes, also to the ear.
            status = self._rows[0].cells[section].text if self._rows else ""
            return " · ".join(filter(None, (status, column.title, column.about)))
        return None
