"""The panel's foot: how the list is ordered, and the way to the table of pinned offers."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_client.commerce.reasons import ORDERS
from desktop_client.ui.panel.band import Band
from desktop_client.ui.widgets.buttons import PANEL_OUTLINE, Look, TextButton
from desktop_client.ui.widgets.choice_button import ChoiceButton
from desktop_client.ui.widgets.flow_layout import FlowLayout
from desktop_client.ui.widgets.spoken import spoken

ORDER = Look("panel_ink", None, None, "panel_picture", 6, 5, 7)
ENOUGH = 2
"""Pinned offers that it takes to compare."""


class PanelFooter(Band):
    """Order selector and *Compare*."""

    order_changed = Signal(str)
    compare_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, line_above=True)
        words = {order.value: spoken(words) for order, words in ORDERS.items()}
        self.order = ChoiceButton(words, ORDER, self, name=self.tr("Order"), shows_name=True)
        self.order.chosen.connect(self.order_changed)
        self.compare = TextButton("", PANEL_OUTLINE, self)
        self.compare.clicked.connect(self.compare_requested)
        row = FlowLayout(self, gap=8, line_gap=6, push_last=True)
        row.setContentsMargins(8, 8, 12, 8)
        row.addWidget(self.order)
        row.addWidget(self.compare)
        self.show_order("relevance", enabled=False)
        self.show_count(0)

    def show_order(self, order: str, *, enabled: bool) -> None:
        """Name the order that the list stands in."""
        self.order.show_choice(order)
        self.order.setEnabled(enabled)

    def show_count(self, pinned: int) -> None:
        """How many offers are pinned; from two on they can be compared."""
        self.compare.setText(self.tr("Compare {count}").format(count=pinned) if pinned else self.tr("Compare"))
        self.compare.setEnabled(pinned >= ENOUGH)
        self.compare.setToolTip("" if pinned >= ENOUGH else self.tr("Pin two offers to compare them"))
