"""Joins the list of conversations with the archive: what is done to them there, and the way back from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from desktop_client.chat.archive import Archive
from desktop_client.chat.branches import Branches, TrashedBranch
from desktop_client.chat.conversation import Conversation
from desktop_client.chat.desk import Desk
from desktop_client.ui.bridge import Bridge, Newest
from desktop_client.ui.sidebar.sidebar import Sidebar
from desktop_client.ui.sidebar.trash_dialog import TrashDialog
from desktop_client.ui.translation import Interpreter
from desktop_client.ui.widgets.name_dialog import NameDialog
from desktop_client.ui.widgets.toast import Toast


class ChatListController(QObject):
    """Fills the sidebar and does what it asks for. Which conversation is open it only hears (``open_id``)."""

    refreshed = Signal()
    """The list was read again, or it was said why it can't be."""
    renamed = Signal(int, str)
    leaving = Signal(int)
    """A conversation is about to be thrown away."""
    left = Signal(int)
    """A conversation is in the trash."""
    restored = Signal(int)
    """A conversation is back from the trash, to be shown."""
    branch_restore_requested = Signal(object)
    erased = Signal()
    """Something is gone for good."""

    def __init__(
        self,
        archive: Archive,
        branches: Branches,
        desk: Desk,
        sidebar: Sidebar,
        toast: Toast,
        bridge: Bridge,
        interpreter: Interpreter,
        today: Callable[[], date],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._archive, self._branches, self._desk, self._sidebar, self._toast = archive, branches, desk, sidebar, toast
        self._bridge, self._interpreter, self._today = bridge, interpreter, today
        self._lists, self._counts = Newest(bridge), Newest(bridge)
        self.open_id: int | None = None
        self._known: Mapping[int, Conversation] = {}
        self._offered = ""
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), sidebar.list)
        keys.setContext(Qt.ShortcutContext.WidgetShortcut)
        keys.activated.connect(lambda: toast.press(self._offered))
        sidebar.list.renamed.connect(self._rename)
        sidebar.list.trash_requested.connect(self._trash)
        sidebar.list.pin_requested.connect(self._pin)
        sidebar.list.move_requested.connect(self._move)
        sidebar.list.folder_rename_requested.connect(self._rename_folder)
        sidebar.list.folder_dissolved.connect(self._dissolve)
        sidebar.trash_opened.connect(self._show_trash)

    def set_open(self, conversation_id: int | None) -> None:
        """Mark the conversation that is on screen; None for one that isn't stored yet."""
        self.open_id = conversation_id
        self._sidebar.set_current(conversation_id)

    def refresh(self) -> None:
        """Read the list of conversations again."""
        self._lists.run(self._archive.conversations, self._listed, self._not_listed)
        self._counts.run(self._count_trash, self._sidebar.set_trash_count, self._failed)

    def _count_trash(self) -> int:
        return len(self._archive.trashed()) + len(self._branches.trashed())

    def _listed(self, conversations: Sequence[Conversation]) -> None:
        self._known = {conversation.id: conversation for conversation in conversations}
        self._sidebar.set_conversations(conversations, self._today())
        self._sidebar.set_current(self.open_id)
        self.refreshed.emit()

    def _not_listed(self, error: Exception) -> None:
        self._failed(error)
        self.refreshed.emit()

    def _do(self, work: Callable[[], None], after: Callable[[], None] = lambda: None) -> None:
        """Change what is stored, read the list again, and go on with ``after``."""

        def done(_: None) -> None:
            self.refresh()
            after()

        self._bridge.run(work, done, self._failed)

    def _offer_undo(self, text: str, undo: Callable[[], None]) -> None:
        self._offered = text
        self._toast.show_message(text, self.tr("Undo"), undo)

    def _rename(self, conversation_id: int, title: str) -> None:
        def give(title: str, after: Callable[[], None] = lambda: None) -> None:
            def told() -> None:
                self.renamed.emit(conversation_id, title)
                after()

            self._do(partial(self._archive.rename, conversation_id, title), told)

        known = self._known.get(conversation_id)
        if known is None:
            give(title)
        elif known.title != title:
            back = partial(give, known.title)
            give(title, lambda: self._offer_undo(self.tr("The chat has another title now."), back))

    def trash(self, conversation_id: int) -> None:
        """Put a conversation in the trash and offer the way back."""
        self._trash((conversation_id,))

    def _trash(self, ids: tuple[int, ...]) -> None:
        def done(_: None) -> None:
            for number in ids:
                self.left.emit(number)
            self.refresh()
            one = len(ids) == 1
            text = self.tr("The chat is in the trash for 30 days.")
            many = self.tr("{count} chats are in the trash for 30 days.").format(count=len(ids))
            self._offer_undo(text if one else many, partial(self._bring_back, ids, shown))

        # Who reads another chat meanwhile goes on reading it.
        shown = self.open_id if self.open_id in ids else None
        for number in ids:
            self.leaving.emit(number)
        self._bridge.run(partial(self._desk.trash, ids), done, self._failed)

    def _bring_back(self, ids: tuple[int, ...], shown: int | None) -> None:
        def done(_: None) -> None:
            self.refresh()
            if shown is not None:
                self.restored.emit(shown)

        self._bridge.run(partial(self._desk.restore, ids), done, self._failed)

    def _pin(self, ids: tuple[int, ...], pinned: bool) -> None:
        changed = tuple(number for number in ids if number in self._known and self._known[number].pinned != pinned)
        if not changed:
            return
        pin, back = (partial(self._desk.pin, changed, pinned=way) for way in (pinned, not pinned))
        if pinned:
            one, many = self.tr("The chat stays at the top."), self.tr("{count} chats stay at the top.")
        else:
            one = self.tr("The chat is no longer at the top.")
            many = self.tr("{count} chats are no longer at the top.")
        text = one if len(changed) == 1 else many.format(count=len(changed))
        self._do(pin, lambda: self._offer_undo(text, partial(self._do, back)))

    def _move(self, ids: tuple[int, ...], folder: str | None) -> None:
        if folder is not None:
            self._move_to(ids, folder)
            return
        dialog = NameDialog(
            self.tr("New folder"), self.tr("Name of the folder"), self.tr("Move"), self._sidebar.window()
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._move_to(ids, dialog.box.text()))
        dialog.open()

    def _move_to(self, ids: tuple[int, ...], folder: str) -> None:
        folder = " ".join(folder.split())
        moved = {number: before for number, before in self._folders_of(ids).items() if before != folder}
        if not moved:
            return
        if folder:
            one, many = self.tr("The chat is in “{name}” now."), self.tr("{count} chats are in “{name}” now.")
        else:
            one, many = self.tr("The chat is in no folder now."), self.tr("{count} chats are in no folder now.")
        text = (one if len(moved) == 1 else many).format(count=len(moved), name=folder)
        self._put_in(folder, moved, text)

    def _folders_of(self, ids: Iterable[int]) -> dict[int, str]:
        return {number: self._known[number].folder for number in ids if number in self._known}

    def _put_in(
        self, folder: str, before: Mapping[int, str], text: str, also_undo: Callable[[], None] = lambda: None
    ) -> None:
        """Move the chats whose folders were ``before``, and offer the way back."""

        def undo() -> None:
            also_undo()
            self._do(partial(self._desk.move_each, before))

        self._do(partial(self._desk.move, tuple(before), folder), lambda: self._offer_undo(text, undo))

    def _rename_folder(self, ids: tuple[int, ...], name: str) -> None:
        dialog = NameDialog(
            self.tr("Rename folder"), self.tr("Name of the folder"), self.tr("Rename"), self._sidebar.window(), name
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def rename() -> None:
            wanted = " ".join(dialog.box.text().split())
            if wanted != name:
                folds = self._sidebar.list
                folds.rename_fold(name, wanted)
                text = self.tr("The folder is called “{name}” now.").format(name=wanted)
                self._put_in(wanted, self._folders_of(ids), text, lambda: folds.rename_fold(wanted, name))

        dialog.accepted.connect(rename)
        dialog.open()

    def _dissolve(self, ids: tuple[int, ...], name: str) -> None:
        text = self.tr("The folder “{name}” is gone; its chats are kept.").format(name=name)
        self._put_in("", self._folders_of(ids), text)

    def _show_trash(self) -> None:
        def read() -> tuple[Sequence[Conversation], Sequence[TrashedBranch]]:
            return self._archive.trashed(), self._branches.trashed()

        def show(what: tuple[Sequence[Conversation], Sequence[TrashedBranch]]) -> None:
            dialog = TrashDialog(*what, self._sidebar.window())
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.restore_requested.connect(lambda number: self._bring_back((number,), number))
            dialog.branch_restore_requested.connect(self.branch_restore_requested)
            dialog.erase_requested.connect(self._erase)
            dialog.open()

        self._bridge.run(read, show, self._failed)

    def _erase(self, ids: tuple[int, ...], branches: tuple[TrashedBranch, ...]) -> None:
        def done(_: None) -> None:
            self.refresh()
            self.erased.emit()
            count = len(ids) + len(branches)
            one, many = self.tr("Deleted for good."), self.tr("{count} were deleted for good.").format(count=count)
            self._toast.show_message(one if count == 1 else many)

        self._bridge.run(partial(self._desk.erase, ids, branches), done, self._failed)

    def _failed(self, error: Exception) -> None:
        self._toast.show_message(self._interpreter.say_error(error))
