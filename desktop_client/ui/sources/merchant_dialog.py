"""MerchantDialog: add a shop by its address: who would be asked what, a look at it, and what was found, in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop_client.commerce.sources.shared.ucp.merchants import KINDS
from desktop_client.ui.sources.request_box import RequestBox
from desktop_client.ui.sources.request_dialog import RequestDialog
from desktop_client.ui.widgets.buttons import OUTLINE, PRIMARY, TextButton
from desktop_client.ui.widgets.choice_button import ChoiceButton
from desktop_client.ui.widgets.line_box import LineBox
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.tint import SMALL


class MerchantDialog(RequestDialog):
    """Says what the user wants; a controller does it. Whatever fails, what was typed stays.

    ``typed`` is sent whenever the kind, the address or the name changes, ``look_requested`` and ``add_requested`` when
    a button is pressed.
    """

    typed = Signal()
    look_requested = Signal()
    add_requested = Signal()

    def __init__(self, *, may_ask: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_title(self.tr("Add a merchant"))
        self._may_ask = may_ask
        kinds = (self.tr("Any shop that speaks UCP"), self.tr("A store at Shopify"))
        self.choice = ChoiceButton(dict(zip(KINDS, kinds, strict=True)), OUTLINE, self, name=self.tr("Kind"))
        self.kind = KINDS[0]
        self.choice.show_choice(self.kind)
        self.address = self._field(self.tr("Address"), "shop.example")
        self.name = self._field(self.tr("What to call it (optional)"), "")
        self.asked = PlainLabel("", self, ink="ink_soft", scale=SMALL)
        self.warning = PlainLabel("", self, ink="warning")
        self.found = QWidget(self)
        self._found = QVBoxLayout(self.found)
        self.look = TextButton(self.tr("Look it up…"), OUTLINE, self)
        self.add = TextButton(self.tr("Add"), PRIMARY, self)
        self.end_with(RequestBox(self))
        self._lay_out()
        self._connect()
        self.show_read("", "")
        self.fit()
        self.address.setFocus(Qt.FocusReason.OtherFocusReason)

    def _field(self, name: str, hint: str) -> QLineEdit:
        field = LineBox(parent=self)
        field.setObjectName("boxField")
        field.setAccessibleName(name)
        field.setPlaceholderText(hint)
        return field

    def _lay_out(self) -> None:
        about = self.tr(
            "A shop that speaks the open protocol UCP, or a store at Shopify. Adding it contacts nobody: it stays off "
            "until you switch it on. Before that you can look it up, one request at a time, each shown before it is "
            "sent."
        )
        self.rows.addWidget(PlainLabel(about, self, ink="ink_soft", scale=SMALL))
        self.rows.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignLeft)
        for field in (self.address, self.name):
            self.rows.addWidget(PlainLabel(field.accessibleName(), self))
            self.rows.addWidget(field)
        self._found.setContentsMargins(0, 0, 0, 0)
        self._found.setSpacing(4)
        for widget in (self.warning, self.asked, self.found, self.told, self.box):
            self.rows.addWidget(widget)
        self.rows.addStretch(1)
        self.stand_at_the_foot(self.add, self.look)
        if not self._may_ask:
            self.look.setToolTip(self.tr("Suggestions are off, so nothing is asked."))
        self.found.hide()

    def _connect(self) -> None:
        self.choice.chosen.connect(self._choose)
        self.address.textChanged.connect(self.typed)
        self.name.textChanged.connect(self.typed)
        self.address.returnPressed.connect(self._returned)
        self.name.returnPressed.connect(self._returned)
        self.look.clicked.connect(self.look_requested)
        self.add.clicked.connect(self.add_requested)

    @property
    def entered(self) -> tuple[str, str, str]:
        """Kind, address and name as they stand there."""
        return self.kind, self.address.text(), self.name.text()

    def enter(self, kind: str, address: str, name: str) -> None:
        """Begin with what was typed before."""
        self._choose(kind)
        self.name.setText(name)
        self.address.setText(address)
        self.address.selectAll()

    def _choose(self, kind: str) -> None:
        self.kind = kind
        self.choice.show_choice(kind)
        self.typed.emit()

    def _returned(self) -> None:
        """Return does the harmless thing: it shows a request where one can be made, and sends nothing."""
        if self.look.isEnabled():
            self.look_requested.emit()
        elif self.add.isEnabled():
            self.add_requested.emit()

    def show_read(self, asked: str, warning: str) -> None:
        """Show who would be asked what, and what to beware of. Both are empty while no address was read."""
        self.asked.setText(asked)
        self.asked.setVisible(bool(asked))
        self.warning.setText(warning)
        self.warning.setVisible(bool(warning))
        self.address.setAccessibleDescription(" ".join(filter(None, (warning, asked))))
        self.show_ready()
        self.fit()

    def show_busy(self) -> None:
        """Something is being asked: no button works but *Close*."""
        for field in (self.address, self.name):
            field.setReadOnly(True)
        for button in (self.choice, self.look, self.add):
            button.setEnabled(False)

    def show_ready(self) -> None:
        """The buttons can be pressed again."""
        for field in (self.address, self.name):
            field.setReadOnly(False)
        self.choice.setEnabled(True)
        typed = bool(self.address.text().strip())
        self.add.setEnabled(typed)
        self.look.setEnabled(typed and self._may_ask)

    def show_found(self, lines: Sequence[str], said: Sequence[str]) -> None:
        """Show what is known by now. ``said`` are words of the merchant's own, which are marked as such."""
        self.forget_found()
        for line in lines:
            self._found.addWidget(PlainLabel(line, self.found))
        if said:
            self._found.addWidget(PlainLabel(self.tr("It wants this said with its offers:"), self.found))
        for text in said:
            self._found.addWidget(PlainLabel(f"“{text}”", self.found, ink="ink_soft"))
        self.found.setAccessibleName(" ".join((*lines, *said)))
        self.found.show()
        self.fit()

    def forget_found(self) -> None:
        """Take off what is known of another address."""
        while (item := self._found.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.found.hide()
