"""The list of conversations: pinned ones, folders, then by age. Several can be chosen and handled at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QMenu, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_client.chat.conversation import Conversation
from desktop_client.ui import theme
from desktop_client.ui.widgets.line_box import Composition

ID = Qt.ItemDataRole.UserRole + 1
BUSY = Qt.ItemDataRole.UserRole + 2
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

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chatList")
        self.setAccessibleName(self.tr("Chats"))
        self._conversations: tuple[Conversation, ...] = ()
        self._busy: frozenset[int] = frozenset()
        self._open_id: int | None = None
        self._filling = self._has_waited = False
        self._today = date.min
        self._rows = QStandardItemModel(self)
        self._row_of: dict[int | None, int] = {}
        self._rows.itemChanged.connect(self._edited)
        self.setModel(self._rows)
        self.setItemDelegate(_Rows(self))
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
        trash = self.tr("Move to trash") if len(ids) == 1 else self.tr("Move {count} to trash").format(count=len(ids))
        menu.addAction(trash, partial(self.trash_requested.emit, ids))
        return menu

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
        chosen, current = set(self.chosen()), self.currentIndex().data(ID)
        self._filling = True
        self._rows.clear()
        self._row_of.clear()
        for title, group in self._groups():
            heading = QStandardItem(title)
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            self._rows.appendRow(heading)
            for conversation in group:
                item = QStandardItem(conversation.title)
                item.setData(conversation.id, ID)
                item.setData(conversation.id in self._busy, BUSY)
                item.setToolTip("")
                self._row_of[conversation.id] = self._rows.rowCount()
                self._rows.appendRow(item)
        self._filling = False
        self.setCurrentIndex(self._index_of(current))
        if len(chosen) > 1:
            for number in chosen:
                self.selectionModel().select(self._index_of(number), self.selectionModel().SelectionFlag.Select)

    def _groups(self) -> Iterator[tuple[str, list[Conversation]]]:
        """Groups that hold something: pinned, each folder, then today, the six days before, and what is older."""
        pinned = [c for c in self._conversations if c.pinned]
        if pinned:
            yield self.tr("At the top"), pinned
        rest = [c for c in self._conversations if not c.pinned]
        for name in sorted({c.folder for c in rest if c.folder}, key=str.casefold):
            yield "▸ " + name, [c for c in rest if c.folder == name]
        loose = [c for c in rest if not c.folder]
        day, week = _begins(self._today), _begins(self._today - timedelta(days=6))
        ages: dict[str, list[Conversation]] = {self.tr("Today"): [], self.tr("This week"): [], self.tr("Earlier"): []}
        today, this_week, earlier = ages
        for conversation in loose:
            at = conversation.updated_at
            ages[today if at >= day else this_week if at >= week else earlier].append(conversation)
        yield from ((name, group) for name, group in ages.items() if group)

    def _index_of(self, conversation_id: int | None) -> QModelIndex:
        row = self._row_of.get(conversation_id)
        return self._rows.index(row, 0) if row is not None else QModelIndex()

    def _clicked(self, index: QModelIndex) -> None:
        if not QGuiApplication.keyboardModifiers() & _CHOOSING:
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
        if ids:
            menu = self.menu_for(ids)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.aboutToHide.connect(self._mark_open)
            menu.popup(self.viewport().mapToGlobal(at))


class _Rows(QStyledItemDelegate):
    """Paints a heading small and soft, a chat as a rounded row."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        c = theme.current()
        painter.save()
        rect: QRect = option.rect.adjusted(8, 1, -8, -1)
        state = option.state
        heading = index.data(ID) is None
        font = option.font
        if heading:
            font.setPointSizeF(font.pointSizeF() * 0.88)
        elif state & QStyle.StateFlag.State_Selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.accent_ground))
            painter.drawRoundedRect(rect, 7, 7)
        if not heading and state & QStyle.StateFlag.State_HasFocus:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(c.accent))
            painter.drawRoundedRect(rect, 7, 7)
        painter.setFont(font)
        painter.setPen(QColor(c.ink_soft if heading else c.ink))
        inner = rect.adjusted(10, 6 if heading else 0, -10, 0)
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        if index.data(BUSY):
            text = "● " + text
        elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        line = option.fontMetrics.height()
        return QSize(120, line + (12 if index.data(ID) is None else 16))

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:  # noqa: N802
        super().setEditorData(editor, index)
        editor.setAccessibleName(self.tr("New title"))
        # Here, since what is installed last is asked first: the delegate's own filter would take the Return that
        # confirms Chinese for the end of editing.
        if editor.findChild(Composition) is None:
            Composition(editor)


def _begins(day: date) -> datetime:
    """When a day begins here. One midnight is found sooner than the days of a thousand chats."""
    return datetime.combine(day, time()).astimezone()
