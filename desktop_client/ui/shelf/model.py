"""ShelfModel: the rows of the shelf that were read so far; more are asked for as the list is scrolled to its end."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QModelIndex, QObject, Qt

from desktop_client.commerce.offer import Key
from desktop_client.ui.shelf.rows import ShelfRow
from desktop_client.ui.widgets.growing_rows import GrowingRows, Index

ROW = Qt.ItemDataRole.UserRole + 1
PINNED = Qt.ItemDataRole.UserRole + 2
_NAMES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)


class ShelfModel(GrowingRows[ShelfRow]):
    """Knows besides which of its offers are pinned."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pinned: frozenset[Key] = frozenset()

    def index_of(self, key: Key) -> QModelIndex:
        """Where an offer stands; an invalid index where it doesn't."""
        at = next((at for at, row in enumerate(self.rows) if row.key == key), -1)
        return self.index(at) if at >= 0 else QModelIndex()

    def set_pinned(self, keys: frozenset[Key]) -> None:
        """Mark what is on the shortlist in use."""
        if keys != self._pinned:
            self._pinned = keys
            if self.rows:
                self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1), [PINNED])

    def is_pinned(self, key: Key) -> bool:
        """Whether an offer is on the shortlist in use."""
        return key in self._pinned

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
