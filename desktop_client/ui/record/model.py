"""RecordModel: the rows of the record that were read so far. More are asked for as the list is scrolled to its end."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop_client.ui.record.rows import EntryRow
from desktop_client.ui.widgets.growing_rows import GrowingRows, Index

ABOUT = Qt.ItemDataRole.UserRole + 1
FAILED = Qt.ItemDataRole.UserRole + 2


class RecordModel(GrowingRows[EntryRow]):
    """Each row as the list paints and speaks it."""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row_at(index)
        if row is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.title}, {row.about}"
        return {ABOUT: row.about, FAILED: row.failed}.get(role)
