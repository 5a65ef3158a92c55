"""SuggestionPanel: suggestions apart from the answer, on their own ground, saying what they are (P10, P16)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop_client.commerce import label
from desktop_client.commerce.comparing.shortlist import Shortlist
from desktop_client.commerce.ranking import DEFAULT_WEIGHTS
from desktop_client.ui.panel.band import Band
from desktop_client.ui.panel.card import PAD
from desktop_client.ui.panel.card_list import CardList, Key
from desktop_client.ui.panel.coverage import CoverageBand
from desktop_client.ui.panel.footer import PanelFooter
from desktop_client.ui.panel.header import PanelHeader
from desktop_client.ui.panel.lists import menu_to_pin
from desktop_client.ui.panel.need_chips import NeedBand
from desktop_client.ui.panel.preview_band import PreviewBand
from desktop_client.ui.panel.states import StatePage
from desktop_client.ui.panel.view_model import PanelState, PanelView
from desktop_client.ui.panel.weights_popover import WeightsPopover
from desktop_client.ui.widgets.spoken import spoken
from desktop_client.ui.widgets.tint import tint

EDGE = 4
"""How thick the left edge is, in device-independent pixels."""
NARROWEST = 260
CARD_LINES = 12
"""Lines of text that the cards get at least, before what stands above them begins to scroll with them."""
LEAST_LINES = 6
"""Lines of text that are left for the cards at least, before the footer scrolls with them too."""
SLACK = 24
"""How much more height it takes to let them stand still again, so that resizing doesn't flicker."""


class SuggestionPanel(QWidget):
    """Shows one ``PanelView`` at a time and says what the user wants; it opens and closes nothing by itself."""

    close_requested = Signal()
    pin_toggled = Signal(object, bool)
    pin_elsewhere_requested = Signal(object)
    compare_requested = Signal()
    export_requested = Signal()
    print_requested = Signal()
    need_edited = Signal(object)
    order_changed = Signal(str)
    weights_changed = Signal(object)
    suggest_anyway_requested = Signal()
    cancel_requested = Signal()
    send_requested = Signal(object, object)
    decline_requested = Signal(object)
    how_ordered_requested = Signal()
    what_was_sent_requested = Signal()
    promises_requested = Signal()
    page_requested = Signal()
    sources_requested = Signal()
    shelf_requested = Signal()
    link_requested = Signal(str)
    link_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(spoken(label.HEADER))
        self.setMinimumWidth(NARROWEST)
        self.view = PanelView(PanelState.EMPTY)
        self.header = PanelHeader(self)
        self.need = NeedBand(self)
        self.preview = PreviewBand(self)
        self.coverage = CoverageBand(self)
        self.list = CardList(self)
        self.page = StatePage(self)
        self.list.stand_in(self.page)
        self.footer = PanelFooter(self)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(EDGE, 0, 0, 0)
        self._rows.setSpacing(0)
        self._rows.addWidget(self.header)
        for band in self._bands:
            self._rows.addWidget(band)
        self._rows.addWidget(self.list, 1)
        self._rows.addWidget(self.footer)
        self._low = self._lowest = False
        self.weights: WeightsPopover | None = None
        self._connect()
        self.show_state(self.view)

    def show_state(self, view: PanelView) -> None:
        """Show a view. Rows that come late for the same need wait while the list is in use."""
        same = (view.need, view.order) == (self.view.need, self.view.order) and self.view.state is PanelState.LIST
        self.view = view
        self.need.show_need(view.need, view.chips)
        self.preview.show_previews(view.previews)
        self._order_tabs()
        self.coverage.show_coverage(view)
        listed = view.state is PanelState.LIST
        if listed:
            self.footer.show_order(view.order, view.weights)
        else:
            self.footer.disable()
            self.page.show_view(view)
        if self.weights is not None:
            self.weights.show_first(next(iter(view.cards), None))
        if view.state is PanelState.SEARCHING:
            self.list.prepare()
        self.page.setVisible(not listed)
        self.list.show_cards(view.cards if listed else (), same_search=same and listed)
        self._settle()

    def show_answers(self, sending: Collection[str], following: Collection[str], declined: Collection[str]) -> None:
        """Show which requests are on their way, which follow, and which the user declined."""
        self.preview.show_answers(sending, following, declined)
        self.list.await_answers(frozenset((*sending, *following)))
        self._settle()

    def set_pinned(self, keys: Iterable[Key], shortlist: str = "", *, more: bool = False) -> None:
        """Mark what is on the shortlist in use and say how many can be compared; ``more``: other lists hold some."""
        pinned = frozenset(keys)
        self.list.set_pinned(pinned)
        self.footer.show_count(len(pinned), shortlist, more=more)

    def open_lists(self, lists: Sequence[Shortlist], pin_to: Callable[[str], None]) -> None:
        """Let the user choose a list for the card that has the focus, or begin one."""
        focus = QApplication.focusWidget()
        card = focus if focus is not None and self.isAncestorOf(focus) else self
        menu_to_pin(self, lists, pin_to).popup(card.mapToGlobal(QPoint(PAD, card.height() // 2)))

    def _connect(self) -> None:
        self.header.close_requested.connect(self.close_requested)
        self.header.how_ordered_requested.connect(self.how_ordered_requested)
        self.header.what_was_sent_requested.connect(self.what_was_sent_requested)
        self.header.promises_requested.connect(self.promises_requested)
        self.header.page_requested.connect(self.page_requested)
        self.footer.shelf_requested.connect(self.shelf_requested)
        self.need.need_edited.connect(self.need_edited)
        self.preview.send_requested.connect(self.send_requested)
        self.preview.decline_requested.connect(self.decline_requested)
        self.preview.resized.connect(self._order_tabs)
        self.preview.focus_left.connect(lambda: self.need.add.setFocus(Qt.FocusReason.OtherFocusReason))
        for band in self._bands:
            band.laid_out.connect(self._settle)
        self.coverage.cancel_requested.connect(self.cancel_requested)
        self.list.pin_toggled.connect(self.pin_toggled)
        self.list.pin_elsewhere_requested.connect(self.pin_elsewhere_requested)
        self.list.link_requested.connect(self.link_requested)
        self.list.link_wanted.connect(self.link_wanted)
        self.page.suggest_anyway_requested.connect(self.suggest_anyway_requested)
        self.page.cancel_requested.connect(self.cancel_requested)
        self.page.sources_requested.connect(self.sources_requested)
        self.page.need_edited.connect(self.need_edited)
        self.footer.order_changed.connect(self.order_changed)
        self.footer.weights_requested.connect(self._open_weights)
        self.footer.reset_requested.connect(lambda: self.weights_changed.emit(DEFAULT_WEIGHTS))
        self.footer.export_requested.connect(self.export_requested)
        self.footer.print_requested.connect(self.print_requested)
        self.footer.compare_requested.connect(self.compare_requested)

    def _open_weights(self) -> None:
        self.weights = WeightsPopover(self.view.weights, self)
        self.weights.show_first(next(iter(self.view.cards), None))
        self.weights.weights_changed.connect(self.weights_changed)
        self.weights.closed.connect(self._weights_closed)
        self.weights.open_over(self.footer.weights_at(), self.width() - 2 * EDGE)

    def _weights_closed(self) -> None:
        self.weights = None

    def _order_tabs(self) -> None:
        before: QWidget = self.header.here
        for stop in (*self.need.tab_stops(), *self.preview.tab_stops(), self.coverage.cancel):
            QWidget.setTabOrder(before, stop)
            before = stop

    @property
    def _bands(self) -> tuple[Band, ...]:
        """What stands still between header and cards where there is height for it."""
        return (self.need, self.preview, self.coverage)

    def _settle(self) -> None:
        """Let the bands scroll with the cards where the panel is too low for them to stand still, and where it is lower
        yet the footer too. The header never does.
        """
        width, line = self.width() - EDGE, self.fontMetrics().height()
        standing = sum(band.heightForWidth(width) for band in self._bands if _wanted(band))
        without_footer = self.height() - self.header.heightForWidth(width)
        beside_footer = without_footer - self.footer.heightForWidth(width)
        low = beside_footer - standing - CARD_LINES * line < (SLACK if self._low else 0)
        lowest = beside_footer - LEAST_LINES * line < (SLACK if self._lowest else 0)
        if (low, lowest) == (self._low, self._lowest):
            return
        self._low, self._lowest = low, lowest
        focus = QApplication.focusWidget()
        moved = (*self._bands, self.footer)
        held = focus if focus is not None and any(band.isAncestorOf(focus) for band in moved) else None
        if held is not None:
            # Hidden on its way, it would pass the focus on to a card, and the list would scroll there.
            held.clearFocus()
        for band in moved:
            self._rows.removeWidget(band)
        self.list.carry(self._bands if low else (), (self.footer,) if lowest else ())
        if not low:
            for at, band in enumerate(self._bands):
                self._rows.insertWidget(1 + at, band)
        if not lowest:
            self._rows.addWidget(self.footer)
        if held is not None:
            held.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_requested.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), tint("panel_ground"))
        painter.fillRect(0, 0, EDGE, self.height(), tint("panel_edge"))
        painter.end()


def _wanted(band: QWidget) -> bool:
    """Whether a band is to be seen: one that is being moved from place to place is hidden only until it arrives."""
    return not (band.isHidden() and band.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide))
