"""The small form behind a chip: a phrase that must or must not be there, or bounds of price."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.prices.typed import amount_typed
from desktop_client.commerce.reading.country import country_named
from desktop_client.commerce.reading.currencies import currency_named
from desktop_client.ui.panel.need_editing import changed, with_condition, with_price, without
from desktop_client.ui.panel.popover import Popover
from desktop_client.ui.panel.view_model import ChipView, NeedPart
from desktop_client.ui.widgets.buttons import PANEL_OUTLINE, PRIMARY, TextButton
from desktop_client.ui.widgets.flow_layout import FlowLayout
from desktop_client.ui.widgets.line_box import LineBox
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.tint import SMALL

LONGEST_PHRASE = 80
WIDEST_LINES = 18
"""A phrase makes its box wider, up to so many line heights, so that it is read whole while it is changed."""


class ConditionPopover(Popover):
    """Edits one chip of a need, or makes a new one where ``chip`` is None. Return applies, Escape leaves."""

    need_edited = Signal(object)

    def __init__(self, need: ShoppingNeed, chip: ChipView | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Condition"))
        self._need = need
        self._chip = chip
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(14, 12, 14, 12)
        self._rows.setSpacing(8)
        self._kinds: dict[NeedPart, TextButton] = {}
        self.phrase = self._field(self.tr("Words"))
        self.low = self._field(self.tr("From"))
        self.high = self._field(self.tr("To"))
        self.currency = self._field(self.tr("Currency"))
        self.problem = PlainLabel("", self, ink="danger", scale=SMALL)
        self.problem.hide()
        self._add_kinds()
        self._rows.addWidget(self.phrase)
        self._price = QWidget(self)
        bounds = QHBoxLayout(self._price)
        bounds.setContentsMargins(0, 0, 0, 0)
        for field in (self.low, self.high):
            bounds.addWidget(field)
        self._rows.addWidget(self._price)
        self._rows.addWidget(self.currency)
        self._rows.addWidget(self.problem)
        self._add_buttons()
        self._fill()
        self._show_fields()

    def open_under(self, anchor: QWidget) -> None:
        """Show the form below the chip that asked for it, within the screen, ready to type."""
        self.adjustSize()
        at = anchor.mapToGlobal(QPoint(0, anchor.height() + 4))
        self.move_within_screen(at, anchor)
        self.show()
        field = self.low if self.kind is NeedPart.PRICE else self.phrase
        field.setFocus(Qt.FocusReason.PopupFocusReason)
        field.selectAll()

    @property
    def kind(self) -> NeedPart:
        """What kind of condition is being edited."""
        for kind, button in self._kinds.items():
            if button.isChecked():
                return kind
        return self._chip.kind if self._chip else NeedPart.MUST_HAVE

    def apply(self) -> None:
        """Give out the need as edited and close; stay open, and say why, where a bound isn't an amount."""
        kind = self.kind
        if kind is NeedPart.PRICE:
            self._apply_price()
        elif kind is NeedPart.COUNTRY:
            code = country_named(self.phrase.text())
            if code is None:
                self._say(self.tr("Write the name of a country, or its two letters."))
                return
            self._finish(with_condition(self._need, kind, code))
        elif self._chip is None:
            self._finish(with_condition(self._need, kind, self.phrase.text()))
        else:
            old = (self._chip.kind, self._chip.value)
            self._finish(changed(self._need, old, (kind, self.phrase.text())))

    def _apply_price(self) -> None:
        currency = currency_named(self.currency.text())
        if self.currency.text().strip() and currency is None:
            self._say(self.tr("Write a currency, such as EUR or CNY."))
            return
        try:
            price = PriceRange(amount_typed(self.low.text()), amount_typed(self.high.text()), currency)
        except ValueError:
            self._say(self.tr("Write an amount in digits, such as 120 or 99.50."))
            return
        self._finish(with_price(self._need, price))

    def _say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.show()
        self.adjustSize()

    def remove(self) -> None:
        """Give out the need without the chip and close."""
        if self._chip is not None:
            self._finish(without(self._need, self._chip.kind, self._chip.value))

    def _finish(self, need: ShoppingNeed) -> None:
        self.close()
        if need != self._need:
            self.need_edited.emit(need)

    def _field(self, name: str) -> QLineEdit:
        field = LineBox(parent=self)
        field.setObjectName("boxField")
        field.setAccessibleName(name)
        field.setPlaceholderText(name)
        field.setMaxLength(LONGEST_PHRASE)
        field.setMinimumWidth(7 * self.fontMetrics().height())
        field.returnPressed.connect(self.apply)
        return field

    def _add_kinds(self) -> None:
        """Which kinds may be chosen: all for a new condition, must or must not for a phrase, none for the rest."""
        words = {
            NeedPart.MUST_HAVE: self.tr("Must have"),
            NeedPart.MUST_NOT: self.tr("Must not have"),
            NeedPart.PRICE: self.tr("Price"),
            NeedPart.COUNTRY: self.tr("Country"),
        }
        if self._chip is not None and self._chip.kind not in (NeedPart.MUST_HAVE, NeedPart.MUST_NOT):
            return
        flow = FlowLayout(gap=6)
        for kind, text in words.items():
            if self._chip is not None and kind in (NeedPart.PRICE, NeedPart.COUNTRY):
                continue
            button = TextButton(text, PANEL_OUTLINE, self)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.toggled.connect(self._show_fields)
            self._kinds[kind] = button
            flow.addWidget(button)
        self._rows.addLayout(flow)

    def _add_buttons(self) -> None:
        row = FlowLayout(gap=8)
        apply = TextButton(self.tr("Apply"), PRIMARY, self)
        apply.clicked.connect(self.apply)
        row.addWidget(apply)
        if self._chip is not None and self._removable(self._chip):
            remove = TextButton(self.tr("Remove"), PANEL_OUTLINE, self)
            remove.clicked.connect(self.remove)
            row.addWidget(remove)
        self._rows.addLayout(row)

    def _removable(self, chip: ChipView) -> bool:
        """The search words stay, and a price without bounds or currency has nothing to take away."""
        price = self._need.price
        bounded = bool(price) or price.currency is not None
        return chip.kind is not NeedPart.WORDS and (chip.kind is not NeedPart.PRICE or bounded)

    def _fill(self) -> None:
        kind = self._chip.kind if self._chip else NeedPart.MUST_HAVE
        if kind in self._kinds:
            self._kinds[kind].setChecked(True)
        if self._chip is not None and kind is not NeedPart.PRICE:
            self.phrase.setMaxLength(max(LONGEST_PHRASE, len(self._chip.value)))
            self.phrase.setText(self._chip.value)
            self._make_room()
        price = self._need.price
        for field, amount in ((self.low, price.low), (self.high, price.high)):
            field.setText("" if amount is None else format(amount, "f"))
        self.currency.setText(price.currency or "")

    def _make_room(self) -> None:
        """Show the phrase whole where that is possible; a box has room for 17 letters by itself."""
        self.phrase.ensurePolished()
        metrics = self.phrase.fontMetrics()
        spare = self.phrase.sizeHint().width() - 17 * metrics.horizontalAdvance("x")
        needed = metrics.horizontalAdvance(self.phrase.text()) + max(spare, metrics.height())
        most = WIDEST_LINES * metrics.height()
        self.phrase.setMinimumWidth(max(self.phrase.minimumWidth(), min(needed, most)))

    def _show_fields(self) -> None:
        priced = self.kind is NeedPart.PRICE
        self.phrase.setVisible(not priced)
        self._price.setVisible(priced)
        self.currency.setVisible(priced)
        self.adjustSize()
