"""What the page of the record asks before it writes a file or deletes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from desktop_client.ui.files.suggested_file import suggested_file
from desktop_client.ui.widgets import counted
from desktop_client.ui.widgets.box_button import box_button

translate = QCoreApplication.translate


class RecordDialogs:
    """Stock dialogs of the system, over one window."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def where_to(self) -> Path | None:
        """The file to export to; None if the user thought better of it."""
        title = translate("RecordDialogs", "Export the record")
        kind = translate("RecordDialogs", "Record (*.jsonl)")
        path, _ = QFileDialog.getSaveFileName(self._parent, title, suggested_file("sidelight-record.jsonl"), kind)
        return Path(path) if path else None

    def may_delete(self, count: int) -> bool:
        """Whether the user wants the whole record gone. Asked once; the way out is the default."""
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle(translate("RecordDialogs", "Delete the record?"))
        box.setText(translate("RecordDialogs", "Delete all of it, {entries}?").format(entries=counted.entries(count)))
        box.setInformativeText(
            translate("RecordDialogs", "What was sent and shown can't be looked up any more. This can't be undone.")
        )
        delete = box_button(
            box, translate("RecordDialogs", "Delete everything"), QMessageBox.ButtonRole.DestructiveRole
        )
        keep = box_button(box, translate("RecordDialogs", "Keep it"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        box.exec()
        return box.clickedButton() is delete
