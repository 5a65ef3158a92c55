"""The cards, scrolling under everything that stands still. The list never jumps under the pointer or the keyboard."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop_client.ui.panel.card import OfferCard
from desktop_client.ui.panel.card_column import END, SIDE, CardColumn
from desktop_client.ui.panel.view_model import CardView
from desktop_client.ui.widgets.buttons import PRIMARY, TextButton
from desktop_client.ui.widgets.tint import tint

Key = tuple[str, str]
SLICE_S = 0.001
"""How long cards are built at a stretch before the window gets its turn again, in seconds."""
TURN_MS = 2
"""How long that turn is while cards in sight are missing: what was built is painted meanwhile."""
READY = 12
"""Cards that are made ahead: as many as a list shows."""
LEISURE_MS = 15
"""How long the window has its turn between two cards that can't be seen yet."""
MOST_SPARE = 24
"""Cards that are kept for other offers, hidden, when theirs have left the list."""
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class _Ground(QWidget):
    """What the cards lie on; up and down go from card to card instead of scrolling."""

    stepped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        # It grows with each card that comes: that must not paint those again which stand there.
        self.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), tint("panel_ground"))
        painter.end()


class CardList(QWidget):
    """Shows cards in order. Later rows of the same search wait while the pointer or the focus is in the list."""

    pin_toggled = Signal(object, bool)
    pin_elsewhere_requested = Signal(object)
    link_requested = Signal(str)
    link_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: dict[Key, OfferCard] = {}
        self._target: tuple[CardView, ...] = ()
        self._unmade: deque[CardView] = deque()
        self._unpainted: OfferCard | None = None
        self._waiting: tuple[CardView, ...] | None = None
        self._pinned: frozenset[Key] = frozenset()
        self._spare: list[OfferCard] = []
        self._pointer_inside = False
        self._awaited: frozenset[str] = frozenset()
        self._asked_at = QPoint()
        self._begins_in_sight = False
        self._late = QWidget(self)
        self._late.hide()
        self.more = TextButton("", PRIMARY, self._late)
        self.more.clicked.connect(self.show_waiting)
        self.area = QScrollArea(self)
        # Who asks for it first waits until the toolkit has loaded all its kinds of widgets: not in the first list.
        self._sight = self.area.viewport()
        self.ground = _Ground()
        self.column = CardColumn(self.area, self.ground)
        self.ground.stepped.connect(self._step)
        self._lead, self._trail = QVBoxLayout(), QVBoxLayout()
        self._above: tuple[QWidget, ...] = ()
        self._below: tuple[QWidget, ...] = ()
        self._everything = QVBoxLayout(self.ground)
        self._everything.setContentsMargins(0, 0, 0, 0)
        self._everything.setSpacing(0)
        self._everything.addLayout(self._lead)
        self._everything.addWidget(self.column)
        self._everything.addStretch(1)
        self._everything.addLayout(self._trail)
        self.area.setWidget(self.ground)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setAccessibleName(self.tr("Offers"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        late = QVBoxLayout(self._late)
        late.setContentsMargins(SIDE, END, SIDE, 0)
        late.addWidget(self.more)
        whole.addWidget(self._late)
        whole.addWidget(self.area, 1)
        self._builder = QTimer(self)
        self._builder.setSingleShot(True)
        self._builder.timeout.connect(self._build)
        self._preparer = QTimer(self)
        self._preparer.setSingleShot(True)
        self._preparer.setInterval(LEISURE_MS)
        self._preparer.timeout.connect(self._prepare_one)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def show_cards(self, views: tuple[CardView, ...], *, same_search: bool) -> None:
        """Show offers in this order; rows that come late for the same search may have to wait."""
        self._begins_in_sight |= self._rests_where_it_asked()
        shown = {view.key for view in self._target}
        moved = tuple(view.key for view in views) != tuple(view.key for view in self._target)
        if not (same_search and shown and moved and self._in_use()):
            self._apply(views)
            return
        self._waiting = views
        for view in views:
            card = self.cards.get(view.key)
            if card is not None and card.view != view:
                card.set_view(view)
        late = sum(view.key not in shown for view in views)
        self.more.setText(self.tr("{count} more").format(count=late) if late else self.tr("Show the new order"))
        self._late.show()

    def await_answers(self, source_ids: frozenset[str]) -> None:
        """The user has asked these sources. What they answer is let in as long as the pointer rests where it asked."""
        if source_ids - self._awaited:
            self._asked_at = QCursor.pos()
        self._awaited = source_ids

    def show_waiting(self) -> None:
        """Let the rows in that have waited."""
        if self._waiting is not None:
            self._apply(self._waiting)

    def prepare(self) -> None:
        """Make cards ahead, one now and then, while answers are awaited: making one takes longer than a frame may."""
        if len(self.cards) + len(self._spare) < READY:
            self._preparer.start()

    def set_pinned(self, keys: frozenset[Key]) -> None:
        """Mark the offers that are on the shortlist."""
        self._pinned = keys
        for key, card in self.cards.items():
            card.set_pinned(pinned=key in keys)

    def stand_in(self, page: QWidget) -> None:
        """Keep the page that is shown in the place of cards when there are none."""
        self._everything.insertWidget(1, page)

    def carry(self, above: Sequence[QWidget], below: Sequence[QWidget]) -> None:
        """Have these widgets scroll with the cards (where there is no height for them to stand still)."""
        for layout, before, now in ((self._lead, self._above, above), (self._trail, self._below, below)):
            # By widget: an item that is taken lives on, and the layout then goes by its old height for ever.
            for widget in before:
                layout.removeWidget(widget)
            for widget in now:
                layout.addWidget(widget)
        self._above, self._below = tuple(above), tuple(below)

    # --- building ----------------------------------------------------------------------------------------------

    def _apply(self, views: tuple[CardView, ...]) -> None:
        self._waiting = None
        self._late.hide()
        self._take_unpainted()
        wanted = {view.key for view in views}
        for key in [key for key in self.cards if key not in wanted]:
            self._put_aside(self.cards.pop(key))
        self._target = views
        self._unmade = deque(view for view in views if (card := self.cards.get(view.key)) is None or card.view != view)
        self.column.show_cards([card for card in self.column.cards if card.view.key in wanted])
        self._builder.start(TURN_MS if self._unmade else 0)

    def _put_aside(self, card: OfferCard) -> None:
        """Take a card off at once, and keep it for another offer."""
        card.hide()
        if len(self._spare) < MOST_SPARE:
            self._spare.append(card)
        else:
            card.deleteLater()

    def _build(self) -> None:
        """Bring cards up to date and make missing ones from the top, a slice of time at a stretch.

        As long as new ones come below those in sight they are shown at once; where they would push others down, all
        are shown together, so that the list moves only once. What can't be seen yet is made at leisure.
        """
        until = time.perf_counter() + SLICE_S
        while self._unpainted is not None or self._unmade:
            self._build_half()
            if time.perf_counter() > until and (self._unpainted is not None or self._unmade):
                self._builder.start(self._turn_ms())
                return
        self._shown_in_order()
        self._order_tabs()
        if self._begins_in_sight:
            # Where requests scroll with the cards, those that went leave the list further down than it was.
            self._begins_in_sight = False
            self._everything.activate()
            bar = self.area.verticalScrollBar()
            bar.setValue(min(bar.value(), self.column.y()))

    def _build_half(self) -> None:
        """Fill a card, or paint the one that was filled: both in one go take longer than the window should wait."""
        if self._unpainted is not None:
            self._unpainted.make_ready(self.column.card_width())
            self._take_unpainted()
            return
        view = self._unmade.popleft()
        card = self.cards.get(view.key)
        if card is None:
            self._unpainted = self._spare.pop() if self._spare else self._blank()
            self._unpainted.show_another(view)
        else:
            card.set_view(view)

    def _take_unpainted(self) -> None:
        card, self._unpainted = self._unpainted, None
        if card is not None:
            card.set_pinned(pinned=card.view.key in self._pinned)
            self.cards[card.view.key] = card

    def _turn_ms(self) -> int:
        """How long the window has its turn now. Whole cards are shown meanwhile, if they only add to the list."""
        if not self._only_adds():
            return TURN_MS
        self._shown_in_order()
        return LEISURE_MS if self._fills_what_is_seen() else TURN_MS

    def _fills_what_is_seen(self) -> bool:
        return self.column.height() > self.area.verticalScrollBar().value() + self._sight.height()

    def _shown_in_order(self) -> None:
        self.column.show_cards([self.cards[view.key] for view in self._target if view.key in self.cards])

    def _only_adds(self) -> bool:
        ahead = [self.cards.get(view.key) for view in self._target[: len(self.column.cards)]]
        return ahead == list(self.column.cards)

    def _order_tabs(self) -> None:
        before: QWidget = self.more
        for view in self._target:
            for stop in self.cards[view.key].tab_stops():
                QWidget.setTabOrder(before, stop)
                before = stop

    def _blank(self) -> OfferCard:
        card = OfferCard(None, self.column)
        card.hide()
        card.resize(self.column.card_width(), card.height())
        card.height_changed.connect(self.column.card_resized)
        card.pin_toggled.connect(self.pin_toggled)
        card.pin_elsewhere_requested.connect(self.pin_elsewhere_requested)
        card.link_requested.connect(self.link_requested)
        card.link_wanted.connect(self.link_wanted)
        return card

    def _prepare_one(self) -> None:
        card = self._blank()
        # The style sheet is looked through for each of its parts once; else that would happen when it is shown.
        for part in (card, *card.findChildren(QWidget)):
            part.ensurePolished()
        self._spare.append(card)
        self.prepare()

    # --- pointer and keyboard ----------------------------------------------------------------------------------

    def _in_use(self) -> bool:
        focus = QApplication.focusWidget()
        held = (self._late, self.column)
        pointed_at = self._pointer_inside and not self._rests_where_it_asked()
        return pointed_at or (focus is not None and any(part.isAncestorOf(focus) for part in held))

    def _rests_where_it_asked(self) -> bool:
        moved = (QCursor.pos() - self._asked_at).manhattanLength()
        return bool(self._awaited) and moved < QApplication.startDragDistance()

    def _focus_moved(self) -> None:
        if self._waiting is not None and not self._in_use():
            self.show_waiting()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._pointer_inside = True
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer_inside = False
        self._focus_moved()
        super().leaveEvent(event)

    def _step(self, step: int) -> None:
        """Put the focus on the next or the previous card."""
        focus = QApplication.focusWidget()
        keys = [view.key for view in self._target if view.key in self.cards]
        if not keys:
            return
        here = next((n for n, key in enumerate(keys) if self._holds(key, focus)), None)
        goal = 0 if here is None else max(0, min(len(keys) - 1, here + step))
        card = self.cards[keys[goal]]
        card.setFocus(Qt.FocusReason.TabFocusReason)
        self.area.ensureWidgetVisible(card, 0, 10)

    def _holds(self, key: Key, focus: QWidget | None) -> bool:
        card = self.cards[key]
        return focus is not None and (card is focus or card.isAncestorOf(focus))
