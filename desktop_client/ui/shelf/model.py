"""ShelfModel: the rows of the shelf that were read so far; more are asked for as the list is scrolled to its end."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop_client.commerce.offer import Key
from desktop_client.ui.shelf.rows import ShelfRow

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole + 1
PINNED = Qt.ItemDataRole.UserRole + 2
_NAMES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)


class ShelfModel(QAbstractListModel):
    """``more_wanted`` is emitted once, and again only after ``append`` or ``clear`` has answered it."""

    more_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ShelfRow] = []
        self._whole = True
        self._asked = False
        self._pinned: frozenset[Key] = frozenset()

    def row_at(self, index: Index) -> ShelfRow | None:
        """The row at an index."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def index_of(self, key: Key) -> QModelIndex:
        """Where an offer stands; an invalid index where it doesn't."""
        at = next((at for at, row in enumerate(self._rows) if row.key == key), -1)
        return self.index(at) if at >= 0 else QModelIndex()

    def replace(self, rows: Sequence[ShelfRow], *, whole: bool) -> None:
        """Show these rows and no others; ``whole`` if no more follow."""
        self.beginResetModel()
        self._rows = list(rows)
        self._whole, self._asked = whole, False
        self.endResetModel()

    def append(self, rows: Sequence[ShelfRow], *, whole: bool) -> None:
        """Add the rows that come next; ``whole`` if they are the last."""
        if rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()
        self._whole, self._asked = whole, False

    def set_pinned(self, keys: frozenset[Key]) -> None:
        """Mark what is on the shortlist in use."""
        if keys != self._pinned:
            self._pinned = keys
            if self._rows:
                self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1), [PINNED])

    def is_pinned(self, key: Key) -> bool:
        """Whether an offer is on the shortlist in use."""
        return key in self._pinned

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
        if role in _NAMES:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row)
        if role == PINNED:
            return self.is_pinned(row.key)
        return row if role == ROW else None

    def _spoken(self, row: ShelfRow) -> str:
        pinned = QCoreApplication.translate("ShelfModel", "pinned") if self.is_pinned(row.key) else ""
        return " · ".join(filter(None, (f"{row.status_text}: {row.title}", row.price, row.about, pinned)))
