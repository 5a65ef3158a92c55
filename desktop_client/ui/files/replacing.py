"""Whether a file that is there may be replaced, where the dialog for files could not ask."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop_client.ui.widgets.box_button import box_button

translate = QCoreApplication.translate


def may_write(path: Path, chosen: Path, parent: QWidget) -> bool:
    """Whether ``path`` may be written, where ``chosen`` is what the dialog asked about: that it replaces nothing which
    is called otherwise, by the ending that its kind gave it, the dialog did not ask. The way out is the default.
    """
    if path == chosen or not path.exists():
        return True
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle(translate("Replacing", "Replace the file?"))
    box.setText(translate("Replacing", "{file} is there already.").format(file=path.name))
    box.setInformativeText(translate("Replacing", "What stands in it would be gone."))
    replace = box_button(box, translate("Replacing", "Replace it"), QMessageBox.ButtonRole.DestructiveRole)
    keep = box_button(box, translate("Replacing", "Keep it"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    box.exec()
    return box.clickedButton() is replace
