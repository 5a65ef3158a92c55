"""OfferLinkController: joins the dialog that asks for an offer's link with what asks; what blocks runs elsewhere."""

from __future__ import annotations

import threading
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop_client.commerce.asking.link_asking import LinkAsking
from desktop_client.commerce.asking.one_source import Preview
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.sending.faults import Cancelled
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.panel.previews import preview_view
from desktop_client.ui.sources.offer_link_dialog import OfferLinkDialog
from desktop_client.ui.translation import Interpreter
from desktop_client.ui.widgets.text_lines import plain


class LinkDesk(Protocol):
    """What the controller needs of commerce."""

    def ask(self, offer: Offer) -> LinkAsking:
        """Asking for the link of an offer. Blocks, as the keyring does; touches no network.

        Raises:
            SidelightError: its source makes no links, or the keyring does not answer.
        """
        ...


class OfferLinkController(QObject):
    """Opens the dialog and does what it says. ``made`` carries the address that the platform made."""

    made = Signal(str)

    def __init__(self, desk: LinkDesk, bridge: Bridge, interpreter: Interpreter, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._bridge, self._interpreter, self._window = desk, bridge, interpreter, window
        self.dialog: OfferLinkDialog | None = None
        self._cancel = threading.Event()
        self._asking: LinkAsking | None = None
        self._shown: Preview | None = None

    def open(self, offer: Offer) -> None:
        """Show the dialog for an offer."""
        dialog = self.dialog = OfferLinkDialog(plain(offer.title), self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._cancel = threading.Event()
        dialog.box.sent.connect(self._send)
        dialog.box.declined.connect(dialog.reject)
        dialog.finished.connect(self._closed)
        dialog.open()

        def begin() -> tuple[LinkAsking, Preview]:
            asking = self._desk.ask(offer)
            return asking, asking.start()

        self._bridge.run(begin, partial(self._begun, dialog), partial(self._failed, dialog))

    def _closed(self) -> None:
        """What still comes back is not shown; a request that is on its way is called off."""
        self._cancel.set()
        if self._shown is not None:
            self._shown.search.close()
        self._shown = self._asking = self.dialog = None

    def _begun(self, dialog: OfferLinkDialog, begun: tuple[LinkAsking, Preview]) -> None:
        asking, shown = begun
        if dialog is not self.dialog:
            shown.search.close()
            return
        self._asking = asking
        self._show(dialog, shown)

    def _show(self, dialog: OfferLinkDialog, shown: Preview, *, renewed: bool = False) -> None:
        assert self._asking is not None
        self._shown = shown
        language = self._interpreter.language
        name = self._asking.manifest.name[language]
        dialog.show_request(preview_view(shown, ShoppingNeed(""), name, language, renewed=renewed))

    def _send(self) -> None:
        dialog, asking, shown = self.dialog, self._asking, self._shown
        if dialog is None or asking is None or shown is None:
            return
        self._shown = None
        dialog.box.show_sending()
        work = partial(asking.send, shown, self._cancel)
        self._bridge.run(work, partial(self._came, dialog, shown.number), partial(self._failed, dialog))

    def _came(self, dialog: OfferLinkDialog, before: int, came: Preview | str) -> None:
        if dialog is not self.dialog:
            return
        if isinstance(came, Preview):
            self._show(dialog, came, renewed=came.number <= before)
            return
        dialog.accept()
        self.made.emit(came)

    def _failed(self, dialog: OfferLinkDialog, error: Exception) -> None:
        if dialog is not self.dialog:
            return
        dialog.box.hide()
        off = self.tr("The source is off, so it was not asked.")
        dialog.tell(off if isinstance(error, Cancelled) else self._interpreter.say_error(error), warning=True)
        dialog.shut.setFocus()
