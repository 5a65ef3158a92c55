"""Asks for one name."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from desktop_client.ui.widgets.line_box import LineBox


class NameDialog(QDialog):
    """A line for a name, at first ``name``; it can be accepted once something is written there."""

    def __init__(self, title: str, about: str, accept: str, parent: QWidget | None = None, name: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        label = QLabel(about)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        self.box = LineBox()
        self.box.setObjectName("boxField")
        self.box.setAccessibleName(about)
        label.setBuddy(self.box)
        buttons = QDialogButtonBox()
        buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole).setObjectName("plainButton")
        self._accept = buttons.addButton(accept, QDialogButtonBox.ButtonRole.AcceptRole)
        self._accept.setObjectName("mainButton")
        self._accept.setEnabled(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.box.textChanged.connect(lambda text: self._accept.setEnabled(bool(text.strip())))
        self.box.setText(name)
        self.box.selectAll()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(label)
        column.addWidget(self.box)
        column.addWidget(buttons)
        # Only now: a button that is not in a dialog yet can't be its default.
        self._accept.setDefault(True)
        self.setMinimumWidth(360)
