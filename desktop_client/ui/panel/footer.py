"""The panel's foot: how the list is ordered, and the way to the table of pinned offers."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_client.commerce.ranking import DEFAULT_WEIGHTS, Order, Weights
from desktop_client.commerce.reasons import ORDERS
from desktop_client.ui.panel.band import Band
from desktop_client.ui.widgets.buttons import PANEL_LINK, PANEL_OUTLINE, LinkButton, Look, TextButton
from desktop_client.ui.widgets.choice_button import ChoiceButton
from desktop_client.ui.widgets.flow_layout import FlowLayout
from desktop_client.ui.widgets.more_button import MoreButton
from desktop_client.ui.widgets.spoken import spoken
from desktop_client.ui.widgets.tips import tip

ORDER = Look("panel_ink", None, None, "panel_picture", 6, 5, 7)
RESET = replace(PANEL_LINK, pad_x=ORDER.pad_x)
ENOUGH = 2
"""Pinned offers that it takes to compare."""


class PanelFooter(Band):
    """Order selector, the weights behind the first order, *Export…*, *Print…*, *Shelf* and *Compare*.

    Where that would take more lines than the order and *Compare* need, what is between them stands in a menu, and the
    order without its name: in a small window the list needs the room.
    """

    order_changed = Signal(str)
    weights_requested = Signal()
    reset_requested = Signal()
    export_requested = Signal()
    print_requested = Signal()
    shelf_requested = Signal()
    compare_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, line_above=True)
        words = {order.value: spoken(words) for order, words in ORDERS.items()}
        self.order = ChoiceButton(words, ORDER, self, name=self.tr("Order"), shows_name=True)
        self.order.chosen.connect(self.order_changed)
        self.more = MoreButton(ORDER, self)
        self.weights = TextButton(self.tr("Weights…"), ORDER, self)
        self.weights.setAccessibleName(self.tr("Weights"))
        self.weights.clicked.connect(self.weights_requested)
        self.reset = LinkButton(self.tr("Reset weights"), self, RESET)
        self.reset.clicked.connect(self.reset_requested)
        self.export = TextButton(self.tr("Export…"), ORDER, self)
        self.export.setAccessibleName(self.tr("Export this list"))
        self.export.setToolTip(self.tr("Export this list"))
        self.export.clicked.connect(self.export_requested)
        self.print = TextButton(self.tr("Print…"), ORDER, self)
        self.print.setAccessibleName(self.tr("Print this list"))
        self.print.setToolTip(self.tr("Print this list"))
        self.print.clicked.connect(self.print_requested)
        self.shelf = TextButton(self.tr("Shelf"), ORDER, self)
        self.shelf.setAccessibleName(self.tr("Browse the shelf"))
        self.shelf.setToolTip(self.tr("Browse the shelf"))
        self.shelf.clicked.connect(self.shelf_requested)
        self.compare = TextButton("", PANEL_OUTLINE, self)
        self.compare.clicked.connect(self.compare_requested)
        self.more.folding += (self.weights, self.export, self.print, self.shelf)
        self._row = FlowLayout(self, gap=4, line_gap=6, push_last=True)
        self._row.setContentsMargins(8, 8, 12, 8)
        for widget in (self.order, *self.more.folding, self.more, self.reset, self.compare):
            self._row.addWidget(widget)
        self.show_order(Order.RELEVANCE, DEFAULT_WEIGHTS)
        self.disable()
        self.show_count(0)

    def weights_at(self) -> QWidget:
        """What stands for the weights: their button, or the menu that it is in."""
        return self.weights if self.more.isHidden() else self.more

    def show_order(self, order: str, weights: Weights) -> None:
        """Name the order that the list stands in: with other weights than Sidelight's it is the user's own."""
        by_weights = order == Order.RELEVANCE
        moved = by_weights and weights != DEFAULT_WEIGHTS
        self.order.show_choice(order, self.tr("your weights") if moved else "")
        self.order.setEnabled(True)
        self.export.setEnabled(True)
        self.print.setEnabled(True)
        self.weights.setEnabled(by_weights)
        best = spoken(ORDERS[Order.RELEVANCE])
        self.weights.setToolTip(
            "" if by_weights else tip(self.tr("Weights count in the order “{order}”").format(order=best))
        )
        self.reset.setVisible(moved)

    def disable(self) -> None:
        """There is no list that could be ordered, exported or printed; what it was ordered by stays in sight."""
        self.order.setEnabled(False)
        self.export.setEnabled(False)
        self.print.setEnabled(False)
        self.weights.setEnabled(False)

    def show_count(self, pinned: int, shortlist: str = "", *, more: bool = False) -> None:
        """How many offers the list in use holds; from two on they can be compared, or with ``more`` on other lists."""
        enough = pinned >= ENOUGH or more
        self.compare.setText(self.tr("Compare {count}").format(count=pinned) if pinned else self.tr("Compare"))
        self.compare.setEnabled(enough)
        in_use = self.tr("List: {name}").format(name=shortlist) if shortlist else ""
        self.compare.setToolTip(tip(in_use) if enough else self.tr("Pin two offers to compare them"))
        self.compare.setAccessibleDescription(in_use)

    def rearrange(self) -> None:
        last = [widget for widget in (self.reset, self.compare) if not widget.isHidden()]

        def lines(arrangement: tuple[bool, bool]) -> int:
            named, folded = arrangement
            others = (*self.more.standing(folded=folded), *last)
            widths = (self.order.width_where(named=named), *(widget.sizeHint().width() for widget in others))
            return self._row.lines_of(widths, self.width())

        # Of those that take as few lines, the first.
        named, folded = min(((True, False), (True, True), (False, True)), key=lines)
        self.order.show_name(shown=named)
        self.more.fold(folded=folded)
