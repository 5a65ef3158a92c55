"""Conversations in the trash, and the way back for each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop_client.chat.conversation import Conversation


class TrashDialog(QDialog):
    """Lists what was thrown away; *Restore* takes the chosen one back."""

    restore_requested = Signal(int)

    def __init__(self, conversations: Sequence[Conversation], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Trash"))
        about = QLabel(self.tr("Chats stay here for 30 days and are then deleted for good."))
        about.setTextFormat(Qt.TextFormat.PlainText)
        about.setWordWrap(True)
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Chats in the trash"))
        for conversation in conversations:
            item = QListWidgetItem(conversation.title)
            item.setData(Qt.ItemDataRole.UserRole, conversation.id)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._list.itemActivated.connect(self._restore)
        buttons = QDialogButtonBox()
        buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole).setObjectName("plainButton")
        self.restore_button = buttons.addButton(self.tr("Restore"), QDialogButtonBox.ButtonRole.ActionRole)
        self.restore_button.setObjectName("mainButton")
        self.restore_button.setEnabled(bool(conversations))
        self.restore_button.clicked.connect(self._restore)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(about)
        column.addWidget(self._list, 1)
        column.addWidget(buttons)
        self.resize(440, 400)

    def _restore(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            self.restore_requested.emit(item.data(Qt.ItemDataRole.UserRole))
            self.close()
