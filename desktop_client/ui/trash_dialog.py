"""Conversations in the trash, and the way back for each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop_client.chat.branches import TrashedBranch
from desktop_client.chat.conversation import Conversation


class TrashDialog(QDialog):
    """Lists what was thrown away; *Restore* takes the chosen one back."""

    restore_requested = Signal(int)
    branch_restore_requested = Signal(object)

    def __init__(
        self, conversations: Sequence[Conversation], branches: Sequence[TrashedBranch], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Trash"))
        about = QLabel(self.tr("Chats and branches stay here for 30 days and are then deleted for good."))
        about.setTextFormat(Qt.TextFormat.PlainText)
        about.setWordWrap(True)
        self._list = QListWidget()
        self._list.setAccessibleName(self.tr("Chats in the trash"))
        for conversation in conversations:
            item = QListWidgetItem(conversation.title)
            item.setData(Qt.ItemDataRole.UserRole, conversation.id)
            self._list.addItem(item)
        for branch in branches:
            text = " ".join(branch.text.split()) or "…"
            item = QListWidgetItem(self.tr("{text} (a branch of “{title}”)").format(text=text, title=branch.title))
            item.setData(Qt.ItemDataRole.UserRole, branch)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._list.itemActivated.connect(self._restore)
        buttons = QDialogButtonBox()
        buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole).setObjectName("plainButton")
        self.restore_button = buttons.addButton(self.tr("Restore"), QDialogButtonBox.ButtonRole.ActionRole)
        self.restore_button.setObjectName("mainButton")
        self.restore_button.setEnabled(bool(conversations or branches))
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
        if self._list.currentRow() < 0:
            return
        what: object = self._list.currentItem().data(Qt.ItemDataRole.UserRole)
        if isinstance(what, TrashedBranch):
            self.branch_restore_requested.emit(what)
        else:
            self.restore_requested.emit(what)
        self.close()
