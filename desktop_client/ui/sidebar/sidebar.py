"""The column at the left: new chat, search, conversations or what was found, trash and settings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop_client.chat.conversation import Conversation
from desktop_client.chat.search import Hit, Order
from desktop_client.ui.sidebar.chat_list import ChatList
from desktop_client.ui.sidebar.search_results import SearchResults
from desktop_client.ui.widgets.file_drops import FileDrops
from desktop_client.ui.widgets.line_box import LineBox

WIDTH = 232
_AROUND_SEARCH = 48
"""What stands beside the words of the search box: its margins, and the room inside its frame."""


class Sidebar(QWidget):
    """Conversations, newest first. Shows what it is given and says what the user wants."""

    new_requested = Signal()
    temporary_requested = Signal()
    opened = Signal(int)
    trash_opened = Signal()
    settings_requested = Signal()
    search_typed = Signal(str)
    order_chosen = Signal(object)
    hit_chosen = Signal(object)
    files_dropped = Signal(tuple)
    """Files or folders with chats to take in, as paths."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Conversations"))
        FileDrops(self).dropped.connect(self.files_dropped)

        self._new = QPushButton(self.tr("＋ New chat"))
        self._new.setAccessibleName(self.tr("New chat"))
        self._new.setObjectName("boxButton")
        self._new.clicked.connect(self.new_requested)
        self._temporary = QPushButton("◌")
        self._temporary.setObjectName("boxButton")
        self._temporary.setAccessibleName(self.tr("New temporary chat"))
        self._temporary.setToolTip(self.tr("New temporary chat: it is kept nowhere"))
        # As high as the other, whose sign may come from a taller font.
        self._temporary.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._temporary.clicked.connect(self.temporary_requested)
        self._search = LineBox()
        self._search_keys = ""
        self._search.setObjectName("boxField")
        self._search.setAccessibleName(self.tr("Search all chats"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self.search_typed)
        self._order = QPushButton()
        self._order.setObjectName("quietButton")
        self._order.setCheckable(True)
        self._order.toggled.connect(self._reorder)

        self.list = ChatList()
        self.list.opened.connect(self.opened)
        self._results = SearchResults()
        self._results.chosen.connect(self.hit_chosen)
        self._search.returnPressed.connect(self._results.choose_first)
        self._middle = QStackedWidget()
        self._middle.addWidget(self.list)
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
        self._lay_out()
        for keys, act in (("Down", self._results.enter), ("Escape", self._search.clear)):
            QShortcut(QKeySequence(keys), self._search, act).setContext(Qt.ShortcutContext.WidgetShortcut)

    def set_keys(self, *, search: str) -> None:
        """Name the keys that lead to the search; empty where there are none."""
        self._search_keys = search
        self._name_search()

    def _name_search(self) -> None:
        """With its keys, where they fit."""
        plain = self.tr("Search…")
        whole = f"{plain}   {self._search_keys}".rstrip()
        fits = self._search.fontMetrics().horizontalAdvance(whole) < self.width() - _AROUND_SEARCH
        self._search.setPlaceholderText(whole if fits else plain)

    def focus_search(self) -> None:
        """Let the user type what to look for."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def show_conversations(self) -> None:
        """The list of all conversations: nothing is being looked for."""
        self._middle.setCurrentWidget(self.list)
        self._order.hide()

    def show_hits(self, hits: Sequence[Hit], *, more: bool) -> None:
        """What was found, in the place of the list."""
        self._results.show_hits(hits, more=more)
        self._middle.setCurrentWidget(self._results)
        self._order.setVisible(bool(hits))

    def set_conversations(self, conversations: Sequence[Conversation], today: date) -> None:
        """Show these, in the order given; ``today`` is the user's own day."""
        self.list.set_conversations(conversations, today)

    def set_current(self, conversation_id: int | None) -> None:
        """Mark the open conversation; None for a chat that isn't stored yet."""
        self.list.set_current(conversation_id)

    def set_busy(self, conversation_ids: Iterable[int]) -> None:
        """Mark the conversations in which an answer is being written."""
        self.list.set_busy(conversation_ids)

    def set_trash_count(self, count: int) -> None:
        """Say how many conversations and branches lie in the trash."""
        self._trash.setText(self.tr("Trash · {count}").format(count=count))
        self._trash.setVisible(count > 0)

    def _reorder(self, best: bool) -> None:
        self._order.setText(self.tr("Best first") if best else self.tr("Newest first"))
        self._order.setAccessibleName(self.tr("Order of the results"))
        self._order.setAccessibleDescription(self._order.text())
        self._order.setToolTip(self.tr("Ranks the newest 1,000 messages that match") if best else "")
        self.order_chosen.emit(Order.BEST if best else Order.NEWEST)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 8)
        column.setSpacing(0)
        for boxes in ((self._new, self._temporary), (self._search,)):
            row = QHBoxLayout()
            row.setContentsMargins(8, 0, 8, 10)
            row.setSpacing(6)
            for at, box in enumerate(boxes):
                row.addWidget(box, 0 if at else 1)
            column.addLayout(row)
        column.addWidget(self._order, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._middle, 1)
        for quiet in (self._trash, self._settings):
            column.addWidget(quiet, 0, Qt.AlignmentFlag.AlignLeft)
        self._fit()

    def _fit(self) -> None:
        """As wide as ever, or, where text is large, as the two buttons at the top need."""
        buttons = sum(button.sizeHint().width() for button in (self._new, self._temporary))
        self.setFixedWidth(max(WIDTH, buttons + 6 + 16))
        self._name_search()

    def changeEvent(self, event: QEvent) -> None:
        """Fit to another size of text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            # The buttons get the new font after this.
            QTimer.singleShot(0, self, self._fit)
