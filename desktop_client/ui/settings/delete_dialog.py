"""Asks before everything is deleted, and wants a word typed, since that can't be undone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from desktop_client.ui.widgets.dressing import dress_now
from desktop_client.ui.widgets.line_box import LineBox

WIDTH_LINES = 28
"""The width of the dialog in line heights, within the screen."""


class DeleteEverythingDialog(QDialog):
    """Says what goes and what stays; the button works once the word is typed."""

    def __init__(self, folder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Delete everything"))
        self.word = self.tr("delete everything")
        about = QLabel(
            self.tr(
                "Every chat, draft and branch, the trash, all backups, the shelf and its prices, your lists, the "
                "record, the settings and the keys of platforms and servers are deleted from {folder} and from the "
                "keyring. This can't be undone. Models stay. Sidelight closes afterwards."
            ).format(folder=folder)
        )
        ask = QLabel(self.tr("Type “{word}” to confirm.").format(word=self.word))
        for label in (about, ask):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.box = LineBox()
        self.box.setObjectName("boxField")
        self.box.setAccessibleName(ask.text())
        buttons = QDialogButtonBox()
        cancel = buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setObjectName("plainButton")
        self.delete = buttons.addButton(self.tr("Delete everything"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.delete.setObjectName("mainButton")
        self.delete.setAutoDefault(False)
        self.delete.setEnabled(False)
        self.box.textChanged.connect(lambda text: self.delete.setEnabled(_same(text, self.word)))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        for widget in (about, ask, self.box, buttons):
            column.addWidget(widget)
        cancel.setDefault(True)
        dress_now(self)
        # As wide as lines are read well, and as high as all of them are then: nothing of this may be cut.
        width = min(WIDTH_LINES * self.fontMetrics().height(), self.screen().availableSize().width() - 40)
        self.setFixedSize(width, column.totalHeightForWidth(width))


def _same(typed: str, word: str) -> bool:
    return " ".join(typed.split()).casefold() == word.casefold()
