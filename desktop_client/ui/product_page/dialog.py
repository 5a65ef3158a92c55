"""PageDialog: paste a product page's address, see the exact request, send it, see what the page says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_client.commerce.offer import Offer, Status
from desktop_client.ui.panel.view_model import PreviewView
from desktop_client.ui.sources.request_box import RequestBox
from desktop_client.ui.sources.request_dialog import RequestDialog
from desktop_client.ui.widgets.buttons import PRIMARY, LinkButton, TextButton
from desktop_client.ui.widgets.flow_layout import FlowLayout
from desktop_client.ui.widgets.line_box import LineBox
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.status_chip import StatusChip
from desktop_client.ui.widgets.tint import SMALL

MOST_ROWS = 8
"""Offers that are listed; of a page with more the rest is counted."""


@dataclass(frozen=True, slots=True)
class FoundView:
    """One offer that the page describes, in words."""

    offer: Offer
    title: str
    price: str
    status: Status
    status_text: str


class PageRequestBox(RequestBox):
    """The request for a page: it holds the address that was pasted, and none of the user's words."""

    def words(self, view: PreviewView) -> tuple[str, str]:
        return (
            self.tr("Will be sent to {recipient}, once:").format(recipient=view.recipient),
            self.tr("The address that you pasted. No cookies, no account, nothing from the chat."),
        )


class _Row(QWidget):
    """One offer with what can be done with it."""

    pin_requested = Signal(object)
    search_requested = Signal(object)

    def __init__(self, view: FoundView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self.pin = LinkButton(self.tr("Pin for comparing"), self)
        self.search = LinkButton(self.tr("Find it in the list"), self)
        self.pin.clicked.connect(self._pin)
        self.search.clicked.connect(lambda: self.search_requested.emit(view.offer))
        for button in (self.pin, self.search):
            button.setAccessibleName(f"{button.text()}: {view.title}")
        flow = FlowLayout(gap=10, line_gap=4)
        for widget in (StatusChip(view.status, view.status_text, self), self.pin, self.search):
            flow.addWidget(widget)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 4, 0, 4)
        rows.setSpacing(3)
        rows.addWidget(PlainLabel(f"{view.title} · {view.price}", self, max_lines=3))
        rows.addLayout(flow)

    def _pin(self) -> None:
        self.pin.setEnabled(False)
        self.pin.setText(self.tr("Pinned"))
        self.pin_requested.emit(self.view.offer)


class ProductPageDialog(RequestDialog):
    """Says what the user wants; a controller does it. Whatever fails, the address stays."""

    show_requested = Signal(str)
    pin_requested = Signal(object)
    search_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_title(self.tr("Read a product page"))
        self.address = LineBox(parent=self)
        self.address.setObjectName("boxField")
        self.address.setAccessibleName(self.tr("Address of the page"))
        self.address.setPlaceholderText("https://")
        self.ask = TextButton(self.tr("Show the request…"), PRIMARY, self)
        self.end_with(PageRequestBox(self))
        self.found = QWidget(self)
        self._found_rows = QVBoxLayout(self.found)
        self._found_rows.setContentsMargins(0, 0, 0, 0)
        self.found.hide()
        self.offers: tuple[_Row, ...] = ()
        self.ask.clicked.connect(self._ask)
        self.address.returnPressed.connect(self._ask)
        self._lay_out()
        self.fit()
        self.address.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        about = self.tr(
            "Paste the address of a product. Sidelight asks for that one page and reads the name and the price that it "
            "states for programs; it follows no link in it and fetches no picture. What it finds comes onto the shelf."
        )
        told = PlainLabel(about, self, ink="ink_soft", scale=SMALL)
        for widget in (told, self.address, self.told, self.box, self.found):
            self.rows.addWidget(widget)
        self.rows.addStretch(1)
        self.stand_at_the_foot(self.ask)

    def show_busy(self) -> None:
        """Something is being done: no button works but *Close*."""
        self.address.setReadOnly(True)
        self.ask.setEnabled(False)

    def show_ready(self) -> None:
        """Another address can be asked for."""
        self.address.setReadOnly(False)
        self.ask.setEnabled(True)

    def show_found(self, views: Sequence[FoundView]) -> None:
        """Show what the page describes; it is on the shelf by now."""
        self.forget_found()
        self.box.hide()
        self.offers = tuple(_Row(view, self.found) for view in views[:MOST_ROWS])
        for row in self.offers:
            row.pin_requested.connect(self.pin_requested)
            row.search_requested.connect(self.search_requested)
            self._found_rows.addWidget(row)
        self.found.show()
        left = len(views) - len(self.offers)
        words = self.tr("On the shelf now:")
        self.tell(words if left <= 0 else self.tr("On the shelf now, with {count} more:").format(count=left))
        QTimer.singleShot(0, self.offers[0].pin, lambda: self.offers[0].pin.setFocus(Qt.FocusReason.OtherFocusReason))

    def forget_found(self) -> None:
        """Take off what an earlier page gave."""
        for row in self.offers:
            self._found_rows.removeWidget(row)
            row.deleteLater()
        self.offers = ()
        self.found.hide()

    def _ask(self) -> None:
        if self.ask.isEnabled():
            self.show_requested.emit(self.address.text())
