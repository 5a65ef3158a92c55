"""The list of conversations at the left: new chat, search, chats by age, trash and settings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QKeySequence, QPainter, QShortcut, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QListView,
    QMenu,
    QPushButton,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop_client.chat.conversation import Conversation
from desktop_client.chat.search import Hit, Order
from desktop_client.ui import theme
from desktop_client.ui.search_results import SearchResults
from desktop_client.ui.widgets.line_box import Composition, LineBox

ID = Qt.ItemDataRole.UserRole + 1
BUSY = Qt.ItemDataRole.UserRole + 2
WIDTH = 232


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
        return QSize(WIDTH, line + (12 if index.data(ID) is None else 16))

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:  # noqa: N802
        super().setEditorData(editor, index)
        editor.setAccessibleName(self.tr("New title"))
        # Here, since what is installed last is asked first: the delegate's own filter would take the Return that
        # confirms Chinese for the end of editing.
        if editor.findChild(Composition) is None:
            Composition(editor)


class Sidebar(QWidget):
    """Conversations, newest first. Shows what it is given and says what the user wants."""

    new_requested = Signal()
    opened = Signal(int)
    renamed = Signal(int, str)
    trash_requested = Signal(int)
    export_requested = Signal(int, str)
    trash_opened = Signal()
    settings_requested = Signal()
    search_typed = Signal(str)
    order_chosen = Signal(object)
    hit_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Conversations"))
        self._conversations: tuple[Conversation, ...] = ()
        self._busy: frozenset[int] = frozenset()
        self._filling = False
        self._today = date.min

        self._new = QPushButton(self.tr("＋ New chat"))
        self._new.setAccessibleName(self.tr("New chat"))
        self._new.setObjectName("boxButton")
        self._new.clicked.connect(self.new_requested)
        self._search = LineBox()
        self._search.setObjectName("boxField")
        self._search.setPlaceholderText(self.tr("Search…   Ctrl K"))
        self._search.setAccessibleName(self.tr("Search all chats"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self.search_typed)
        self._order = QPushButton()
        self._order.setObjectName("quietButton")
        self._order.setCheckable(True)
        self._order.toggled.connect(self._reorder)

        self._rows = QStandardItemModel(self)
        self._rows.itemChanged.connect(self._renamed)
        self._list = QListView()
        self._list.setObjectName("chatList")
        self._list.setAccessibleName(self.tr("Chats"))
        self._list.setModel(self._rows)
        self._list.setItemDelegate(_Rows(self._list))
        self._list.setEditTriggers(QListView.EditTrigger.EditKeyPressed)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._list.customContextMenuRequested.connect(self._menu)
        self._list.clicked.connect(self._open)
        self._list.activated.connect(self._open)

        self._results = SearchResults()
        self._results.chosen.connect(self.hit_chosen)
        self._search.returnPressed.connect(self._results.choose_first)
        self._middle = QStackedWidget()
        self._middle.addWidget(self._list)
        self._middle.addWidget(self._results)

        self._trash = QPushButton()
        self._trash.setObjectName("quietButton")
        self._trash.clicked.connect(self.trash_opened)
        self._settings = QPushButton(self.tr("Settings"))
        self._settings.setObjectName("quietButton")
        self._settings.clicked.connect(self.settings_requested)
        self.set_trash_count(0)
        self._reorder(False)
        self.show_conversations()

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 8)
        column.setSpacing(0)
        for box in (self._new, self._search):
            row = QVBoxLayout()
            row.setContentsMargins(8, 0, 8, 10)
            row.addWidget(box)
            column.addLayout(row)
        column.addWidget(self._order, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._middle, 1)
        for quiet in (self._trash, self._settings):
            column.addWidget(quiet, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFixedWidth(WIDTH)
        QShortcut(QKeySequence("Ctrl+K"), self, self.focus_search)
        for keys, act in (("Down", self._results.enter), ("Escape", self._search.clear)):
            QShortcut(QKeySequence(keys), self._search, act).setContext(Qt.ShortcutContext.WidgetShortcut)

    def focus_search(self) -> None:
        """Let the user type what to look for."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def show_conversations(self) -> None:
        """The list of all conversations: nothing is being looked for."""
        self._middle.setCurrentWidget(self._list)
        self._order.hide()

    def show_hits(self, hits: Sequence[Hit], *, more: bool) -> None:
        """What was found, in the place of the list."""
        self._results.show_hits(hits, more=more)
        self._middle.setCurrentWidget(self._results)
        self._order.setVisible(bool(hits))

    def _reorder(self, best: bool) -> None:
        self._order.setText(self.tr("Best first") if best else self.tr("Newest first"))
        self._order.setAccessibleName(self.tr("Order of the results"))
        self._order.setAccessibleDescription(self._order.text())
        self.order_chosen.emit(Order.BEST if best else Order.NEWEST)

    def set_conversations(self, conversations: Sequence[Conversation], today: date) -> None:
        """Show these, in the order given; ``today`` is the user's own day."""
        self._conversations, self._today = tuple(conversations), today
        self._fill()

    def set_current(self, conversation_id: int | None) -> None:
        """Mark the open conversation; None for a chat that isn't stored yet."""
        for row in range(self._rows.rowCount()):
            index = self._rows.index(row, 0)
            if index.data(ID) is not None and index.data(ID) == conversation_id:
                self._list.setCurrentIndex(index)
                return
        self._list.setCurrentIndex(QModelIndex())

    def set_busy(self, conversation_ids: Iterable[int]) -> None:
        """Mark the conversations in which an answer is being written."""
        self._busy = frozenset(conversation_ids)
        self._fill()

    def set_trash_count(self, count: int) -> None:
        """Say how many conversations lie in the trash."""
        self._trash.setText(self.tr("Trash · {count}").format(count=count))
        self._trash.setVisible(count > 0)

    def _fill(self) -> None:
        current = self._list.currentIndex().data(ID)
        self._filling = True
        self._rows.clear()
        for title, group in _by_age(
            self._conversations, self._today, (self.tr("Today"), self.tr("This week"), self.tr("Earlier"))
        ):
            heading = QStandardItem(title)
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            self._rows.appendRow(heading)
            for conversation in group:
                item = QStandardItem(conversation.title)
                item.setData(conversation.id, ID)
                item.setData(conversation.id in self._busy, BUSY)
                item.setToolTip("")
                self._rows.appendRow(item)
        self._filling = False
        self.set_current(current)

    def _open(self, index: QModelIndex) -> None:
        if index.data(ID) is not None:
            self.opened.emit(index.data(ID))

    def _renamed(self, item: QStandardItem) -> None:
        if self._filling or item.data(ID) is None:
            return
        title = " ".join(item.text().split())
        if title:
            self.renamed.emit(item.data(ID), title)
        else:
            self._fill()

    def _menu(self, at: QPoint) -> None:
        index = self._list.indexAt(at)
        if index.data(ID) is None:
            return
        menu = QMenu(self)
        rename = QAction(self.tr("Rename\tF2"), menu)
        rename.triggered.connect(lambda: self._list.edit(index))
        trash = QAction(self.tr("Move to trash"), menu)
        trash.triggered.connect(lambda: self.trash_requested.emit(index.data(ID)))
        export = QAction(self.tr("Export…"), menu)
        export.triggered.connect(
            lambda: self.export_requested.emit(index.data(ID), index.data(Qt.ItemDataRole.DisplayRole))
        )
        menu.addActions([rename, export, trash])
        menu.exec(self._list.viewport().mapToGlobal(at))


def _by_age(
    conversations: Sequence[Conversation], today: date, names: tuple[str, str, str]
) -> list[tuple[str, list[Conversation]]]:
    """Groups that hold something: today, the six days before, and what is older."""
    groups: dict[str, list[Conversation]] = {name: [] for name in names}
    for conversation in conversations:
        day = _local_day(conversation.updated_at)
        which = 0 if day >= today else 1 if day > today - timedelta(days=7) else 2
        groups[names[which]].append(conversation)
    return [(name, group) for name, group in groups.items() if group]


def _local_day(moment: datetime) -> date:
    return moment.astimezone().date()
