"""RecordModel: the rows of the record that were read so far. More are asked for as the list is scrolled to its end."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop_client.ui.record.rows import EntryRow

ABOUT = Qt.ItemDataRole.UserRole + 1
FAILED = Qt.ItemDataRole.UserRole + 2
Index = QModelIndex | QPersistentModelIndex


class RecordModel(QAbstractListModel):
    """``more_wanted`` is emitted once, and again only after ``append`` or ``clear`` has answered it."""

    more_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[EntryRow] = []
        self._whole = True
        self._asked = False

    def row_at(self, index: Index) -> EntryRow | None:
        """The row at an index."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def clear(self, *, whole: bool) -> None:
        """Begin anew; ``whole`` where there is nothing to be read."""
        self.beginResetModel()
        self._rows.clear()
        self._whole, self._asked = whole, False
        self.endResetModel()

    def append(self, rows: Sequence[EntryRow], *, whole: bool) -> None:
        """Add the rows that come next; ``whole`` if they are the last."""
        if rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()
        self._whole, self._asked = whole, False

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def canFetchMore(self, parent: Index) -> bool:  # noqa: N802 - Qt's name
        return not parent.isValid() and not self._whole and not self._asked

    def fetchMore(self, parent: Index) -> None:  # noqa: N802 - Qt's name
        if self.canFetchMore(parent):
            self._asked = True
            self.more_wanted.emit()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index)
        if row is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.title}, {row.about}"
        return {ABOUT: row.about, FAILED: row.failed}.get(role)
