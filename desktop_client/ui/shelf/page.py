"""ShelfPage: what lies on the shelf, looked through by hand: a list to search and filter, and the card of one offer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QMenu, QScrollArea, QVBoxLayout, QWidget

from desktop_client.commerce import label
from desktop_client.commerce.comparing.shortlist import Shortlist
from desktop_client.commerce.offer import Key, Offer
from desktop_client.ui.panel.band import Band
from desktop_client.ui.panel.card import OfferCard
from desktop_client.ui.panel.lists import menu_to_pin
from desktop_client.ui.panel.view_model import CardView
from desktop_client.ui.shelf.details import Details
from desktop_client.ui.shelf.filters import ShelfFilters
from desktop_client.ui.shelf.list import ShelfList
from desktop_client.ui.shelf.model import ShelfModel
from desktop_client.ui.shelf.rows import ShelfRow
from desktop_client.ui.widgets.buttons import OUTLINE, PRIMARY, TextButton
from desktop_client.ui.widgets.file_drops import FileDrops
from desktop_client.ui.widgets.page import Ground, Page
from desktop_client.ui.widgets.page_header import LOW_LINES, PageHeader
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.spoken import spoken
from desktop_client.ui.widgets.tips import tip
from desktop_client.ui.widgets.undo_bar import UndoBar

BESIDE_LINES = 46
"""Line heights of page width from which the card stands beside the list."""
MARGIN = 20


class _Label(Band):
    """Says what this is; it never scrolls away (P10)."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        row = QVBoxLayout(self)
        row.setContentsMargins(MARGIN, 6, MARGIN, 6)
        row.addWidget(PlainLabel(spoken(label.HEADER), self, ink="panel_ink", bold=True))


class ShelfPage(Page):
    """Shows what it is given and says what the user wants; it reads, pins and removes nothing by itself."""

    shown = Signal()
    offer_chosen = Signal(object)
    pin_toggled = Signal(object, bool)
    pin_elsewhere_requested = Signal(object)
    link_requested = Signal(str)
    feeds_requested = Signal()
    files_dropped = Signal(tuple)
    compare_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, ground="panel_ground")
        self.setAccessibleName(self.tr("The shelf"))
        self.header = PageHeader(self.tr("The shelf"), "", self)
        self.feeds = TextButton(self.tr("Import a feed…"), OUTLINE, self)
        self.feeds.setAccessibleName(self.tr("Feeds on this computer: import, update, remove"))
        self.compare = TextButton(self.tr("Compare"), OUTLINE, self)
        self.details_button = TextButton(self.tr("Details"), OUTLINE, self)
        self.details_button.setCheckable(True)
        self.details_button.hide()
        self.header.add_button(self.feeds, folds=True)
        self.header.add_button(self.compare)
        self.header.add_button(self.details_button)
        self.label = _Label(self)
        self.filters = ShelfFilters(self)
        self.told = PlainLabel("", self, ink="ink_soft")
        self.hint = PlainLabel("", self)
        self.step = TextButton("", PRIMARY, self)
        self.step.hide()
        self.model = ShelfModel(self)
        self.list = ShelfList(self.model, self)
        self.card = OfferCard(None, self)
        self.card.hide()
        self.details = Details(self)
        self.details.hide()
        self.undo_bar = UndoBar(self.list, self)
        self._step: Callable[[], None] = lambda: None
        self._down = False
        self._lay_out()
        self._connect()
        self.show_pinned(frozenset(), "")

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(MARGIN, 12, MARGIN, 8)
        head.setSpacing(8)
        head.addWidget(self.filters)
        head.addWidget(self.told)
        next_step = QHBoxLayout()
        next_step.setSpacing(12)
        next_step.addWidget(self.hint, 1)
        next_step.addWidget(self.step, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head.addLayout(next_step)
        ground = Ground(ground="panel_ground")
        beside = QVBoxLayout(ground)
        beside.setContentsMargins(8, 8, MARGIN, 16)
        beside.setSpacing(10)
        beside.addWidget(self.card)
        beside.addWidget(self.details)
        beside.addStretch(1)
        self._side = QScrollArea(self)
        self._side.setWidget(ground)
        self._side.setWidgetResizable(True)
        self._side.setFrameShape(QFrame.Shape.NoFrame)
        self._side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setContentsMargins(6, 0, 0, 0)
        self._body.setSpacing(4)
        self._body.addWidget(self.list, 5)
        self._body.addWidget(self._side, 4)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.header)
        rows.addWidget(self.label)
        rows.addLayout(head)
        rows.addLayout(self._body, 1)
        rows.addWidget(self.undo_bar)
        rows.addStretch(0)

    def _connect(self) -> None:
        self.header.back_requested.connect(self.leave)
        self.feeds.clicked.connect(self.feeds_requested)
        self.details_button.toggled.connect(lambda _: self._share_room())
        self.compare.clicked.connect(self.compare_requested)
        self.step.clicked.connect(lambda: self._step())
        FileDrops(self).dropped.connect(self.files_dropped)
        self.filters.words.installEventFilter(self)
        self.list.row_chosen.connect(self._chosen)
        self.list.pin_pressed.connect(self._toggle)
        self.list.opened.connect(self._open)
        self.list.copy_pressed.connect(self._copy)
        self.list.menu_requested.connect(self._menu)
        self.card.pin_toggled.connect(self.pin_toggled)
        self.card.pin_elsewhere_requested.connect(self.pin_elsewhere_requested)
        self.card.link_requested.connect(self.link_requested)

    def focus_search(self) -> None:
        """Let the user type what to look for."""
        self.filters.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.words.selectAll()

    # What is shown

    def show_rows(self, rows: Sequence[ShelfRow], *, whole: bool, anew: bool) -> None:
        """Show these rows and no others: ``anew`` from the top, since something else is looked for, or else the offer
        that was chosen stays so where it is among them, and the list stays scrolled to where it was.
        """
        before, in_sight = (None, ()) if anew else (self.current, self.list.in_sight())
        self.model.replace(rows, whole=whole)
        self._share_room()
        if rows:
            again = self.model.index_of(before.key) if before is not None else QModelIndex()
            self.list.setCurrentIndex(again if again.isValid() else self.model.index(0))
            self.list.bring_back(in_sight)
            if self._down and self.filters.words.hasFocus():
                self.list.setFocus(Qt.FocusReason.TabFocusReason)
            self._down = False
        else:
            self._chosen(None)

    def append(self, rows: Sequence[ShelfRow], *, whole: bool) -> None:
        """Add the rows that come next."""
        self.model.append(rows, whole=whole)

    def tell(
        self, about: str, told: str, hint: str = "", step: str = "", act: Callable[[], None] | None = None
    ) -> None:
        """Say how much lies on the shelf, how much of it was found and, where there is one, the next step to take."""
        self.header.about.setText(about)
        for part, words in ((self.told, told), (self.hint, hint), (self.step, step)):
            part.setText(words)
            part.setVisible(bool(words))
        if act is not None:
            self._step = act

    def show_card(self, view: CardView, details: Sequence[str]) -> None:
        """Show one offer as a whole, if it is still the one that is chosen."""
        if self.current is None or self.current.key != view.key:
            return
        self.card.show_another(view)
        self.card.set_pinned(pinned=self.model.is_pinned(view.key))
        self.card.show()
        self.details.show_lines(details)
        self._side.verticalScrollBar().setValue(0)

    def show_pinned(self, keys: frozenset[Key], shortlist: str) -> None:
        """Mark what is on the shortlist in use, and say how much that is."""
        self.model.set_pinned(keys)
        if not self.card.isHidden():
            self.card.set_pinned(pinned=self.model.is_pinned(self.card.view.key))
        self.compare.setText(self.tr("Compare {count}").format(count=len(keys)) if keys else self.tr("Compare"))
        in_use = self.tr("List: {name}").format(name=shortlist) if shortlist else ""
        self.compare.setToolTip(tip(in_use))
        self.compare.setAccessibleDescription(in_use)

    @property
    def current(self) -> ShelfRow | None:
        """The row that is chosen."""
        return self.model.row_at(self.list.currentIndex())

    def open_lists(self, lists: Sequence[Shortlist], pin_to: Callable[[str], None]) -> None:
        """Let the user choose a list for the offer that is chosen, or begin one."""
        menu_to_pin(self, lists, pin_to).popup(self.list.place_of_current())

    # What is done

    def _chosen(self, row: ShelfRow | None) -> None:
        if row is None:
            self.card.hide()
            self.details.hide()
        else:
            self.offer_chosen.emit(row.offer)

    def _toggle(self, row: ShelfRow) -> None:
        self.pin_toggled.emit(row.offer, not self.model.is_pinned(row.key))

    def _open(self, row: ShelfRow) -> None:
        if row.link is not None:
            self.link_requested.emit(row.link)

    def _copy(self) -> None:
        if not self.card.isHidden():
            self.card.copy()

    def menu(self, row: ShelfRow) -> QMenu:
        """What can be done with one offer."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        offer: Offer = row.offer
        pinned = self.model.is_pinned(row.key)
        pin = menu.addAction(self.tr("Take off the shortlist") if pinned else self.tr("Pin for comparing"))
        pin.triggered.connect(lambda: self._toggle(row))
        elsewhere = menu.addAction(self.tr("Pin to another list…"))
        elsewhere.triggered.connect(lambda: self.pin_elsewhere_requested.emit(offer))
        link = menu.addAction(self.tr("Plain link…"))
        link.setEnabled(row.link is not None)
        link.triggered.connect(lambda: self._open(row))
        menu.addAction(self.tr("Copy offer")).triggered.connect(self._copy)
        return menu

    def _menu(self, row: ShelfRow, at: QPoint) -> None:
        self.menu(row).popup(at)

    def leave(self) -> None:
        self.undo_bar.forget()
        super().leave()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search box down into the list; Escape there first takes back what was typed."""
        if watched is self.filters.words and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            # A list that is still being read is gone down into when it is there.
            self._down = event.key() == Qt.Key.Key_Down and not self.model.rowCount()
            if event.key() == Qt.Key.Key_Down and self.model.rowCount():
                self.list.setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if event.key() == Qt.Key.Key_Escape and self.filters.words.text():
                self.filters.words.clear()
                return True
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """List and card beside each other, or one above the other, or, where it is low, one of them at a time."""
        line = self.fontMetrics().height()
        beside = self.width() >= BESIDE_LINES * line
        low = self.height() < (LOW_LINES if beside else 2 * LOW_LINES) * line
        one_at_a_time = low and not beside
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._body.direction() is not way:
            self._body.setDirection(way)
        self.header.fold(low=self.height() < LOW_LINES * line)
        anything = self.model.rowCount() > 0
        details = self.details_button.isChecked()
        self.details_button.setVisible(one_at_a_time and anything)
        self.list.setVisible(anything and not (one_at_a_time and details))
        self._side.setVisible(anything and not (one_at_a_time and not details))
