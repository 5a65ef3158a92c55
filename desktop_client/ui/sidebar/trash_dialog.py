"""Conversations and branches in the trash: the way back for each, and the way out for good."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_client.chat.branches import TrashedBranch
from desktop_client.chat.conversation import Conversation
from desktop_client.ui.widgets.box_button import box_button
from desktop_client.ui.widgets.tips import tip
from desktop_client.wording.short import in_short

TITLE_COLUMNS = 24
"""Columns of text that a chat's title gets before the branch's own words."""


class TrashDialog(QDialog):
    """Lists what was thrown away; *Restore* takes the chosen one back, *Delete for good* asks once before it does."""

    restore_requested = Signal(int)
    branch_restore_requested = Signal(object)
    erase_requested = Signal(object, object)
    """Ids of conversations, and branches, that are to go for good: the user was asked."""

    def __init__(
        self, conversations: Sequence[Conversation], branches: Sequence[TrashedBranch], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Trash"))
        about = QLabel(self.tr("Chats and branches stay here for 30 days and are then deleted for good."))
        about.setTextFormat(Qt.TextFormat.PlainText)
        about.setWordWrap(True)
        self._list = QListWidget()
        self._list.setObjectName("boxList")
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName(self.tr("Chats in the trash"))
        for conversation in conversations:
            item = QListWidgetItem(conversation.title)
            item.setToolTip(tip(conversation.title))
            item.setData(Qt.ItemDataRole.UserRole, conversation.id)
            self._list.addItem(item)
        for branch in branches:
            text = " ".join(branch.text.split()) or "…"
            words = self.tr("Branch of “{title}”: {text}")
            item = QListWidgetItem(words.format(title=in_short(branch.title, TITLE_COLUMNS), text=text))
            item.setToolTip(tip(item.text()))
            item.setData(Qt.ItemDataRole.UserRole, branch)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._list.itemActivated.connect(self._restore)
        self.erase_button = self._button(self.tr("Delete for good…"), "plainButton", self._ask_for_one)
        self.empty_button = self._button(self.tr("Empty the trash…"), "plainButton", self._ask_for_all)
        close = self._button(self.tr("Close"), "plainButton", self.close)
        self.restore_button = self._button(self.tr("Restore"), "mainButton", self._restore)
        self.restore_button.setDefault(True)
        # There is a way out of an empty trash, too.
        close.setEnabled(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.erase_button, self.empty_button):
            row.addWidget(button)
        row.addStretch(1)
        for button in (close, self.restore_button):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(about)
        column.addWidget(self._list, 1)
        column.addLayout(row)
        self.resize(560, 400)

    def _button(self, text: str, name: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setEnabled(self._list.count() > 0)
        button.clicked.connect(act)
        return button

    def _ask_for_one(self) -> None:
        if self._list.currentRow() >= 0:
            item = self._list.currentItem()
            self._ask(self.tr("Delete “{title}” for good?").format(title=item.text()[:80]), (item,))

    def _ask_for_all(self) -> None:
        items = tuple(self._list.item(at) for at in range(self._list.count()))
        self._ask(self.tr("Delete all {count} for good?").format(count=len(items)), items)

    def _ask(self, question: str, items: Sequence[QListWidgetItem]) -> None:
        """Asked once; the way out is the default."""
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle(self.tr("Delete for good?"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(question)
        box.setInformativeText(self.tr("This can't be undone. Backups that were made before still have it."))
        delete = box_button(box, self.tr("Delete for good"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box_button(box, self.tr("Keep it"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        delete.clicked.connect(lambda: self._erase(items))
        box.open()

    def _erase(self, items: Sequence[QListWidgetItem]) -> None:
        what: list[object] = [item.data(Qt.ItemDataRole.UserRole) for item in items]
        branches = tuple(one for one in what if isinstance(one, TrashedBranch))
        self.erase_requested.emit(tuple(one for one in what if isinstance(one, int)), branches)
        self.close()

    def _restore(self) -> None:
        if self._list.currentRow() < 0:
            return
        what: object = self._list.currentItem().data(Qt.ItemDataRole.UserRole)
        if isinstance(what, TrashedBranch):
            self.branch_restore_requested.emit(what)
        else:
            self.restore_requested.emit(what)
        self.close()
