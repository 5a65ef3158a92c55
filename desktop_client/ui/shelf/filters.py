"""What is looked for on the shelf: words, where it is from, and what it may cost."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_client.commerce.need import PriceRange
from desktop_client.commerce.prices.typed import amount_typed
from desktop_client.commerce.shelf.browsing import Look, StockKind
from desktop_client.ui.shelf.rows import StockView
from desktop_client.ui.widgets.buttons import OUTLINE, TextButton
from desktop_client.ui.widgets.choice_button import ChoiceButton
from desktop_client.ui.widgets.flow_layout import FlowLayout
from desktop_client.ui.widgets.line_box import LineBox
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.tint import SMALL

PAUSE_MS = 120
"""After the last key, before the shelf is searched: every key by itself would be a search that nobody waits for."""
PRICE_CHARACTERS = 11
"""Room for an amount, in widths of a digit."""


class ShelfFilters(QWidget):
    """Says what is to be looked for whenever it has changed, a moment after the last key."""

    changed = Signal()
    remove_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, pause_ms: int = PAUSE_MS) -> None:
        super().__init__(parent)
        self._stock: dict[str, StockView] = {}
        self._origin = self._currency = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(pause_ms)
        self._pause.timeout.connect(self.changed)
        self.words = self._box(self.tr("Search the shelf…"), self.tr("Search the shelf"))
        self.words.setClearButtonEnabled(True)
        self.where = ChoiceButton({}, OUTLINE, self, name=self.tr("From"), shows_name=True)
        self.low = self._box(self.tr("from"), self.tr("Lowest price"))
        self.high = self._box(self.tr("up to"), self.tr("Highest price"))
        self.currency = ChoiceButton({}, OUTLINE, self, name=self.tr("Currency"))
        self.remove = TextButton("", OUTLINE, self)
        self.problem = PlainLabel("", self, ink="warning", scale=SMALL)
        self.where.chosen.connect(self._choose_origin)
        self.currency.chosen.connect(self._choose_currency)
        self.remove.clicked.connect(lambda: self.remove_requested.emit(self._origin))
        self.set_stock((StockView("", ""),))
        self.set_currencies(())
        flow = FlowLayout(gap=8, line_gap=6)
        for part in (self.where, self.low, self.high, self.currency, self.remove):
            flow.addWidget(part)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addWidget(self.words)
        rows.addLayout(flow)
        rows.addWidget(self.problem)
        self.problem.hide()
        self._make_room()

    def _box(self, shown: str, name: str) -> LineBox:
        box = LineBox("", self)
        box.setObjectName("boxField")
        box.setPlaceholderText(shown)
        box.setAccessibleName(name)
        box.textChanged.connect(lambda _: self._pause.start())
        box.returnPressed.connect(self._at_once)
        return box

    def _at_once(self) -> None:
        self._pause.stop()
        self.changed.emit()

    def look(self) -> Look:
        """What is looked for now. An amount that can't be read is none, and is said."""
        low, high = self._amount(self.low), self._amount(self.high)
        bad = [
            box.text().strip()
            for box, amount in ((self.low, low), (self.high, high))
            if box.text().strip() and amount is None
        ]
        self.problem.setText(self.tr("“{text}” is no amount. Write it like 19.99.").format(text=bad[0]) if bad else "")
        self.problem.setVisible(bool(bad))
        price = PriceRange(low, high, self._currency or None)
        return Look(self.words.text(), self._origin or None, price)

    @property
    def narrows(self) -> bool:
        """Whether anything but the words is asked for."""
        return bool(self._origin or self.low.text().strip() or self.high.text().strip())

    def show_all(self) -> None:
        """Ask for everything again, at once."""
        self._origin = ""
        for box in (self.words, self.low, self.high):
            box.clear()
        self._show_origin()
        self._at_once()

    def set_stock(self, stock: Sequence[StockView]) -> None:
        """Offer these places; the one that is chosen stays as long as it is there."""
        self._stock = {each.origin: each for each in stock}
        self.where.set_choices({each.origin: each.words for each in stock})
        if self._origin not in self._stock:
            self._origin = ""
        self._show_origin()

    def set_currencies(self, currencies: Sequence[str]) -> None:
        """Offer these currencies for the price, besides each offer's own."""
        self.currency.set_choices({"": self.tr("in its own currency"), **{code: code for code in currencies}})
        if self._currency not in currencies:
            self._currency = ""
        self.currency.show_choice(self._currency)

    def _amount(self, box: LineBox) -> Decimal | None:
        try:
            return amount_typed(box.text())
        except ValueError:
            return None

    def _choose_origin(self, origin: str) -> None:
        self._origin = origin
        self._show_origin()
        self._at_once()

    def _show_origin(self) -> None:
        self.where.show_choice(self._origin)
        kind = self._stock[self._origin].kind
        pages = self.tr("Take these pages off the shelf")
        self.remove.setText(pages if kind is StockKind.PAGE else self.tr("Take this feed off the shelf"))
        self.remove.setVisible(kind in (StockKind.FEED, StockKind.PAGE))

    def _choose_currency(self, currency: str) -> None:
        self._currency = currency
        self.currency.show_choice(currency)
        if self.low.text().strip() or self.high.text().strip():
            self._at_once()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._make_room()

    def _make_room(self) -> None:
        for box in (self.low, self.high):
            box.setFixedWidth(PRICE_CHARACTERS * self.fontMetrics().horizontalAdvance("0") + 24)
