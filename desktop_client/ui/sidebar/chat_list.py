"""The list of conversations: pinned ones, folders, then by age. Several can be chosen and handled at once; folders
fold up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QListView,
    QMenu,
    QStyledItemDelegate,
    QWidget,
)

from desktop_client.chat.conversation import Conversation
from desktop_client.ui.sidebar.chat_rows import BUSY, FOLDER, ID, ChatRows
from desktop_client.ui.widgets import counted

_FOLDING = {
    Qt.Key.Key_Left: True, Qt.Key.Key_Right: False, Qt.Key.Key_Return: None, Qt.Key.Key_Enter: None,
    Qt.Key.Key_Space: None,
}  # fmt: skip
"""What keys do to a folder: fold it up, open it, or (None) the one or the other."""
_CHOOSING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class ChatList(QListView):
    """Shows what it is given and says what the user wants; a plain click opens, Ctrl and Shift choose several."""

    opened = Signal(int)
    renamed = Signal(int, str)
    trash_requested = Signal(object)
    """The ids of conversations to throw away, as a tuple."""
    pin_requested = Signal(object, bool)
    stop_requested = Signal(int)
    """A conversation in which an answer is being written, that is to end."""
    export_requested = Signal(int, str)
    """A conversation, and its title."""
    exports_requested = Signal(object, str)
    """Several: their titles by their ids, and the ending of the files to write (md, html or json)."""
    move_requested = Signal(object, object)
    """Ids, and the folder to move them to: empty for none, None where the user shall be asked for a name."""
    folder_rename_requested = Signal(object, str)
    """The ids of all chats in a folder, and its name."""
    folder_dissolved = Signal(object, str)
    """The same, where its chats are to stand in no folder."""
    folds_changed = Signal(object)
    """The names of the folders that are folded up, sorted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chatList")
        self.setAccessibleName(self.tr("Chats"))
        self._conversations: tuple[Conversation, ...] = ()
        self._busy: frozenset[int] = frozenset()
        self._open_id: int | None = None
        self._folded: set[str] = set()
        self._filling = self._has_waited = False
        self._today = date.min
        self._rows = QStandardItemModel(self)
        self._row_of: dict[int | None, int] = {}
        self._rows.itemChanged.connect(self._edited)
        self.setModel(self._rows)
        self.setItemDelegate(ChatRows(self))
        self.setEditTriggers(QListView.EditTrigger.EditKeyPressed)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self.clicked.connect(self._clicked)
        self.activated.connect(self._open)

    def set_conversations(self, conversations: Sequence[Conversation], today: date) -> None:
        """Show these, in the order given within each group; ``today`` is the user's own day."""
        self._conversations, self._today = tuple(conversations), today
        self._fill()

    def set_folded(self, names: Iterable[str]) -> None:
        """Fold these folders up."""
        self._folded = set(names)
        if self._conversations:
            self._fill()

    def set_current(self, conversation_id: int | None) -> None:
        """Mark the open conversation; None for one that isn't stored yet. Told again, it leaves chosen ones alone."""
        if conversation_id == self._open_id and len(self.chosen()) > 1:
            return
        self._open_id = conversation_id
        self.clearSelection()
        self.setCurrentIndex(self._index_of(conversation_id))

    def set_busy(self, conversation_ids: Iterable[int]) -> None:
        """Mark the conversations in which an answer is being written."""
        busy = frozenset(conversation_ids)
        if busy != self._busy:
            self._busy = busy
            self._fill()

    def chosen(self) -> tuple[int, ...]:
        """The conversations that are chosen, from top to bottom."""
        indexes = sorted(self.selectedIndexes(), key=lambda index: index.row())
        return tuple(index.data(ID) for index in indexes if index.data(ID) is not None)

    def menu_for(self, ids: tuple[int, ...]) -> QMenu:
        """The menu for one conversation or several."""
        menu = QMenu(self)
        menu.setAccessibleName(self.tr("Chat menu"))
        if len(ids) == 1:
            menu.addAction(self.tr("Rename"), lambda: self.edit(self._index_of(ids[0])))
        for number in self._busy.intersection(ids):
            menu.addAction(self.tr("Stop the answer"), partial(self.stop_requested.emit, number))
        chosen = [c for c in self._conversations if c.id in ids]
        titles = {c.id: c.title for c in chosen}
        if len(ids) == 1:
            menu.addAction(self.tr("Export…"), partial(self.export_requested.emit, ids[0], titles[ids[0]]))
        else:
            exports = menu.addMenu(self.tr("Export {count}").format(count=len(ids)))
            for words, ending in (
                (self.tr("With all branches, to import again…"), "json"),
                (self.tr("As pages to print…"), "html"),
                (self.tr("As Markdown…"), "md"),
            ):
                exports.addAction(words, partial(self.exports_requested.emit, titles, ending))
        pinned = all(c.pinned for c in chosen)
        pin = self.tr("No longer at the top") if pinned else self.tr("Keep at the top")
        menu.addAction(pin, partial(self.pin_requested.emit, ids, not pinned))
        folders = menu.addMenu(self.tr("Move to folder"))
        for name in sorted({c.folder for c in self._conversations if c.folder}, key=str.casefold):
            folders.addAction(name.replace("&", "&&"), partial(self.move_requested.emit, ids, name))
        if any(c.folder for c in chosen):
            folders.addAction(self.tr("Out of its folder"), partial(self.move_requested.emit, ids, ""))
        folders.addAction(self.tr("New folder…"), partial(self.move_requested.emit, ids, None))
        menu.addSeparator()
        menu.addAction(self._words_for_trash(len(ids)), partial(self.trash_requested.emit, ids))
        return menu

    def folder_menu(self, name: str) -> QMenu:
        """The menu for a folder."""
        menu = QMenu(self)
        menu.setAccessibleName(self.tr("Folder menu"))
        ids = tuple(c.id for c in self._conversations if c.folder == name)
        fold = self.tr("Open") if name in self._folded else self.tr("Fold up")
        menu.addAction(fold, partial(self._fold, name))
        menu.addAction(self.tr("Rename…"), partial(self.folder_rename_requested.emit, ids, name))
        menu.addAction(self.tr("Take all chats out"), partial(self.folder_dissolved.emit, ids, name))
        menu.addSeparator()
        menu.addAction(self._words_for_trash(len(ids)), partial(self.trash_requested.emit, ids))
        return menu

    def rename_fold(self, old: str, new: str) -> None:
        """A folder gets another name: it stays as it is."""
        if old in self._folded:
            self._folded.add(new)
            self.folds_changed.emit(sorted(self._folded - {old}))

    def _words_for_trash(self, count: int) -> str:
        return self.tr("Move to trash") if count == 1 else self.tr("Move {count} to trash").format(count=count)

    def _fold(self, name: str, folded: bool | None = None) -> None:
        """Fold a folder up, or open it; None changes what it is."""
        if folded is None:
            folded = name not in self._folded
        if folded != (name in self._folded):
            self._folded.symmetric_difference_update({name})
            self._fill()
            # One that is gone is forgotten.
            self.folds_changed.emit(sorted(self._folded.intersection(c.folder for c in self._conversations)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right, Return and Space fold the folder that the focus is on."""
        name = self.currentIndex().data(FOLDER)
        if name is not None and event.key() in _FOLDING and not event.modifiers():
            self._fold(name, _FOLDING[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On a folder it is no more than the click that it began with."""
        if self.indexAt(event.position().toPoint()).data(FOLDER) is None:
            super().mouseDoubleClickEvent(event)

    def rename(self) -> None:
        """Let the user write another title: of the chat that has the list's focus or, from elsewhere, the open one.
        Behind another page nobody would see what is written.
        """
        if not self.isVisible():
            return
        index = self.currentIndex() if self.hasFocus() else self._index_of(self._open_id)
        if index.isValid() and self.state() != QListView.State.EditingState:
            self.edit(index)

    def closeEditor(self, editor: QWidget, hint: QStyledItemDelegate.EndEditHint) -> None:  # noqa: N802 - Qt's name
        """The title is written: now the rows may change."""
        super().closeEditor(editor, hint)
        if self._has_waited:
            self._fill()

    def _fill(self) -> None:
        self._has_waited = self.state() == QListView.State.EditingState
        if self._has_waited:
            # Other rows would take the box away, with what is being typed in it.
            return
        chosen, current, folder = set(self.chosen()), self.currentIndex().data(ID), self.currentIndex().data(FOLDER)
        self._filling = True
        self._rows.clear()
        self._row_of.clear()
        for group in self._groups():
            self._rows.appendRow(self._heading(group))
            for conversation in group.shown:
                item = QStandardItem(conversation.title)
                item.setData(conversation.id, ID)
                item.setData(conversation.id in self._busy, BUSY)
                self._row_of[conversation.id] = self._rows.rowCount()
                self._rows.appendRow(item)
        self._filling = False
        self.setCurrentIndex(self._index_of(current))
        if folder is not None:
            self._stay_on(folder)
        if len(chosen) > 1:
            for number in chosen:
                self.selectionModel().select(self._index_of(number), self.selectionModel().SelectionFlag.Select)

    def _stay_on(self, folder: str) -> None:
        """Leave the focus on a folder, while the open chat is marked."""
        flags = self.selectionModel().SelectionFlag
        heading = self._rows.match(self._rows.index(0, 0), FOLDER, folder, 1, Qt.MatchFlag.MatchExactly)
        if heading:
            self.selectionModel().setCurrentIndex(heading[0], flags.NoUpdate)
        self.selectionModel().select(self._index_of(self._open_id), flags.ClearAndSelect)

    def _heading(self, group: _Group) -> QStandardItem:
        name, count = group.folder, counted.chats(len(group.conversations))
        if name is None:
            heading = QStandardItem(group.title)
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            return heading
        heading = QStandardItem(f"▸ {name} · {len(group.conversations)}" if group.folded else f"▾ {name}")
        heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
        heading.setData(name, FOLDER)
        spoken = self.tr("Folder {name}, {chats}, folded up") if group.folded else self.tr("Folder {name}, {chats}")
        heading.setData(spoken.format(name=name, chats=count), Qt.ItemDataRole.AccessibleTextRole)
        return heading

    def _groups(self) -> Iterator[_Group]:
        """Groups that hold something: pinned, each folder, then today, the six days before, and what is older."""
        pinned = [c for c in self._conversations if c.pinned]
        if pinned:
            yield _Group(self.tr("At the top"), pinned)
        rest = [c for c in self._conversations if not c.pinned]
        for name in sorted({c.folder for c in rest if c.folder}, key=str.casefold):
            yield _Group(name, [c for c in rest if c.folder == name], folder=name, folded=name in self._folded)
        loose = [c for c in rest if not c.folder]
        day, week = _begins(self._today), _begins(self._today - timedelta(days=6))
        ages: dict[str, list[Conversation]] = {self.tr("Today"): [], self.tr("This week"): [], self.tr("Earlier"): []}
        today, this_week, earlier = ages
        for conversation in loose:
            at = conversation.updated_at
            ages[today if at >= day else this_week if at >= week else earlier].append(conversation)
        yield from (_Group(name, group) for name, group in ages.items() if group)

    def _index_of(self, conversation_id: int | None) -> QModelIndex:
        row = self._row_of.get(conversation_id)
        return self._rows.index(row, 0) if row is not None else QModelIndex()

    def _clicked(self, index: QModelIndex) -> None:
        if QGuiApplication.keyboardModifiers() & _CHOOSING:
            return
        folder = index.data(FOLDER)
        if folder is not None:
            self._fold(folder)
        else:
            self._open(index)

    def _open(self, index: QModelIndex) -> None:
        if index.data(ID) is not None:
            self.opened.emit(index.data(ID))

    def _edited(self, item: QStandardItem) -> None:
        if self._filling or item.data(ID) is None:
            return
        title = " ".join(item.text().split())
        if title:
            self.renamed.emit(item.data(ID), title)
        else:
            self._fill()

    def _mark_open(self) -> None:
        """The right button has marked the chat that it was pressed on, though another one is on screen."""
        if len(self.chosen()) <= 1 and self.state() != QListView.State.EditingState:
            self.setCurrentIndex(self._index_of(self._open_id))

    def _open_menu(self, at: QPoint) -> None:
        index = self.indexAt(at)
        under = index.data(ID)
        ids = self.chosen()
        if under is not None and under not in ids:
            ids = (under,)
        folder = index.data(FOLDER)
        if folder is not None or ids:
            menu = self.menu_for(ids) if folder is None else self.folder_menu(folder)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.aboutToHide.connect(self._mark_open)
            menu.popup(self.viewport().mapToGlobal(at))


@dataclass(frozen=True, slots=True)
class _Group:
    """Chats below one heading; ``folder`` is the folder's name where they are in one."""

    title: str
    conversations: Sequence[Conversation]
    folder: str | None = None
    folded: bool = False

    @property
    def shown(self) -> Sequence[Conversation]:
        """Those in sight."""
        return () if self.folded else self.conversations


def _begins(day: date) -> datetime:
    """When a day begins here. One midnight is found sooner than the days of a thousand chats."""
    return datetime.combine(day, time()).astimezone()
