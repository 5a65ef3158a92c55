"""GrowingRows: a list of which only the rows are held that were read so far."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Signal

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")


class GrowingRows(QAbstractListModel, Generic[Row]):
    """More rows are asked for as the list is scrolled to its end.

    ``more_wanted`` is emitted once, and again only after ``append`` or ``replace`` has answered it.
    """

    more_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self._whole = True
        self._asked = False

    def row_at(self, index: Index) -> Row | None:
        """The row at an index."""
        return self.rows[index.row()] if index.isValid() and index.row() < len(self.rows) else None

    def replace(self, rows: Sequence[Row], *, whole: bool) -> None:
        """Show these rows and no others; ``whole`` if no more follow."""
        self.beginResetModel()
        self.rows = list(rows)
        self._whole, self._asked = whole, False
        self.endResetModel()

    def append(self, rows: Sequence[Row], *, whole: bool) -> None:
        """Add the rows that come next; ``whole`` if they are the last."""
        if rows:
            self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows) + len(rows) - 1)
            self.rows.extend(rows)
            self.endInsertRows()
        self._whole, self._asked = whole, False

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def canFetchMore(self, parent: Index) -> bool:  # noqa: N802 - Qt's name
        return not parent.isValid() and not self._whole and not self._asked

    def fetchMore(self, parent: Index) -> None:  # noqa: N802 - Qt's name
        if self.canFetchMore(parent):
            self._asked = True
            self.more_wanted.emit()
