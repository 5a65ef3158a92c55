"""ProductPageController: joins the dialog for a page's address with what reads it; what blocks runs elsewhere."""

from __future__ import annotations

import threading
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop_client.commerce.feeds.product_page import PageRead, PageShown
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.prices.totals import total
from desktop_client.commerce.sending.faults import Cancelled
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.panel.cards import price_words, status_words
from desktop_client.ui.panel.previews import preview_view
from desktop_client.ui.product_page.dialog import FoundView, ProductPageDialog
from desktop_client.ui.translation import Interpreter
from desktop_client.ui.widgets.text_lines import plain


class PageDesk(Protocol):
    """What the controller needs of commerce and of the shelf."""

    def show(self, address: str) -> PageShown:
        """The request that would be sent. Quick, and touches no network.

        Raises:
            SidelightError: it is no address of a page on the internet.
        """
        ...

    def read(self, shown: PageShown, cancel: threading.Event) -> PageRead:
        """Send what was shown and keep what the page describes. Blocks.

        Raises:
            Cancelled: ``cancel`` was set, or suggestions are off.
            SidelightError: the page can't be had, or describes no product.
        """
        ...


class ProductPageController(QObject):
    """Opens the dialog and does what it says. ``pin_requested`` carries an ``Offer``, ``search_requested`` a need."""

    pin_requested = Signal(object)
    search_requested = Signal(object)

    def __init__(self, desk: PageDesk, bridge: Bridge, interpreter: Interpreter, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._bridge, self._interpreter, self._window = desk, bridge, interpreter, window
        self.dialog: ProductPageDialog | None = None
        self._cancel = threading.Event()
        self._shown: PageShown | None = None
        self._unread = ""

    def open(self) -> None:
        """Show the dialog, with the address that stood there when it was closed and not read yet."""
        dialog = self.dialog = ProductPageDialog(self._window)
        dialog.address.setText(self._unread)
        dialog.address.selectAll()
        self._cancel = threading.Event()
        dialog.show_requested.connect(self._show)
        dialog.box.sent.connect(self._send)
        dialog.box.declined.connect(self._decline)
        dialog.pin_requested.connect(self.pin_requested)
        dialog.search_requested.connect(self._search)
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        """What still comes back is not shown; a request that is on its way is called off."""
        self._cancel.set()
        self._drop()
        if self.dialog is not None:
            self._unread = "" if self.dialog.offers else self.dialog.address.text()
            self.dialog.deleteLater()
            self.dialog = None

    def _show(self, address: str) -> None:
        assert self.dialog is not None
        self._drop()
        self.dialog.forget_found()
        self.dialog.show_busy()
        dialog = self.dialog
        self._bridge.run(partial(self._desk.show, address), partial(self._was_shown, dialog), self._failer(dialog))

    def _was_shown(self, dialog: ProductPageDialog, shown: PageShown) -> None:
        if dialog is not self.dialog:
            return
        self._shown = shown
        dialog.show_ready()
        name, language = shown.page.manifest.name, self._interpreter.language
        dialog.show_request(preview_view(shown.preview, ShoppingNeed(""), name[language], language))

    def _send(self) -> None:
        dialog, shown = self.dialog, self._shown
        if dialog is None or shown is None:
            return
        self._shown = None
        dialog.show_busy()
        dialog.box.show_sending()
        work = partial(self._desk.read, shown, self._cancel)
        self._bridge.run(work, partial(self._was_read, dialog), self._failer(dialog))

    def _was_read(self, dialog: ProductPageDialog, read: PageRead) -> None:
        if dialog is not self.dialog:
            return
        dialog.show_ready()
        language = self._interpreter.language
        dialog.show_found(
            [
                FoundView(
                    offer,
                    plain(offer.title),
                    price_words(offer, total(offer), language),
                    offer.commercial.status,
                    status_words(offer.commercial, language),
                )
                for offer in read.offers
            ]
        )

    def _failer(self, dialog: ProductPageDialog) -> partial[None]:
        return partial(self._failed, dialog)

    def _failed(self, dialog: ProductPageDialog, error: Exception) -> None:
        if dialog is not self.dialog:
            return
        dialog.box.hide()
        dialog.show_ready()
        off = self.tr("Suggestions were switched off, so the page was not read.")
        words = off if isinstance(error, Cancelled) else self._interpreter.say_error(error)
        dialog.tell(words, warning=True)
        dialog.address.setFocus(Qt.FocusReason.OtherFocusReason)

    def _decline(self) -> None:
        self._drop()
        if self.dialog is not None:
            self.dialog.tell(self.tr("Not sent."))

    def _drop(self) -> None:
        if self._shown is not None:
            self._shown.preview.search.close()
            self._shown = None
        if self.dialog is not None:
            self.dialog.box.hide()

    def _search(self, offer: Offer) -> None:
        self.search_requested.emit(ShoppingNeed(plain(offer.title), offer.language or self._interpreter.language))
        if self.dialog is not None:
            self.dialog.accept()
