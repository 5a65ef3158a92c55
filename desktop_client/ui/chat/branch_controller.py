"""Throwing away, bringing back and forking branches; and the way back from every edit and every other answer."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from desktop_client.chat.branches import Branches, TrashedBranch
from desktop_client.chat.conversation import Conversation, Message
from desktop_client.inference.engine import Role
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.chat.controller import ChatController
from desktop_client.ui.sidebar.controller import ChatListController
from desktop_client.ui.transcript.view import TranscriptView
from desktop_client.ui.translation import Interpreter
from desktop_client.ui.widgets.toast import Toast


class BranchController(QObject):
    """Acts on branches of the open conversation, and offers to undo each act."""

    def __init__(
        self,
        branches: Branches,
        chat: ChatController,
        chat_list: ChatListController,
        transcript: TranscriptView,
        toast: Toast,
        bridge: Bridge,
        interpreter: Interpreter,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._branches, self._chat, self._list = branches, chat, chat_list
        self._toast, self._bridge, self._interpreter = toast, bridge, interpreter
        transcript.delete_requested.connect(self._trash)
        transcript.fork_requested.connect(self._fork)
        chat.version_added.connect(self._offer_undo)
        chat_list.branch_restore_requested.connect(self.restore)

    def restore(self, branch: TrashedBranch) -> None:
        """Bring a branch back and show it, unless another chat was asked for meanwhile."""
        before = self._chat.wanted_id

        def done(_: None) -> None:
            if self._chat.wanted_id == before:
                self._chat.open(branch.conversation_id)
            self._list.refresh()

        self._bridge.run(partial(self._branches.restore, branch), done, self._failed)

    def _trash(self, message_id: int) -> None:
        def done(branch: TrashedBranch) -> None:
            self._show_again(branch)
            text = self.tr("The branch is in the trash for 30 days.")
            self._toast.show_message(text, self.tr("Undo"), partial(self.restore, branch))

        self._bridge.run(partial(self._branches.trash, message_id), done, self._failed)

    def _fork(self, message_id: int) -> None:
        before = self._chat.wanted_id

        def undo(fork: int) -> None:
            if before is not None and self._chat.wanted_id == fork:
                self._chat.open(before)
            self._list.trash(fork)

        def done(fork: Conversation) -> None:
            self._list.refresh()
            if self._chat.wanted_id == before:
                self._chat.open(fork.id)
            text = self.tr("This is a new chat; the one before is as it was.")
            self._toast.show_message(text, self.tr("Undo"), partial(undo, fork.id))

        self._bridge.run(partial(self._branches.fork, message_id), done, self._failed)

    def _offer_undo(self, version: Message, before: int | None) -> None:
        question = version.role is Role.USER
        text = self.tr("The question before is kept.") if question else self.tr("The answer before is kept.")
        self._toast.show_message(text, self.tr("Undo"), partial(self._take_back, version, before))

    def _take_back(self, version: Message, before: int | None) -> None:
        """Throw the newer version away, once what is being written on it has been stopped and saved, and show the path
        that ended in ``before`` again.
        """
        settle = self._chat.settle(version.conversation_id)

        def work() -> TrashedBranch:
            settle()
            return self._branches.trash(version.id, before)

        self._bridge.run(work, self._show_again, self._failed)

    def _show_again(self, branch: TrashedBranch) -> None:
        if self._chat.wanted_id == branch.conversation_id:
            self._chat.open(branch.conversation_id)
        self._list.refresh()

    def _failed(self, error: Exception) -> None:
        self._toast.show_message(self._interpreter.say_error(error))
