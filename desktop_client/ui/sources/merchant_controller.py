"""MerchantController: joins the dialog for adding a merchant with what reads, looks up and keeps it."""

from __future__ import annotations

import threading
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop_client.commerce.asking.one_source import Preview
from desktop_client.commerce.offer import note_words
from desktop_client.commerce.sending.faults import Cancelled
from desktop_client.commerce.sources.shared.ucp.merchant_look import Looked, MerchantLook, capabilities, words
from desktop_client.commerce.sources.shared.ucp.merchants import Merchant
from desktop_client.errors import SidelightError
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.panel.previews import preview_view
from desktop_client.ui.sources.merchant_dialog import MerchantDialog
from desktop_client.ui.translation import Interpreter


class MerchantDesk(Protocol):
    """What the controller needs of commerce and of the settings. All but ``send`` is quick and touches no network."""

    @property
    def may_ask(self) -> bool:
        """Whether suggestions are on, so that a merchant can be asked anything at all."""
        ...

    def read(self, kind: str, address: str, name: str) -> Merchant:
        """The merchant that the user means; raises SidelightError where there is none, or it was added already."""
        ...

    def look(self, merchant: Merchant) -> MerchantLook:
        """A look at it, not yet begun; raises SidelightError where it can't become a source."""
        ...

    def send(self, look: MerchantLook, shown: Preview, cancel: threading.Event) -> Looked:
        """Send what was shown. Blocks; raises as ``MerchantLook.send``."""
        ...

    def add(self, merchant: Merchant) -> None:
        """Keep it, switched off; raises SidelightError where the settings can't be kept."""
        ...


class MerchantController(QObject):
    """Opens the dialog and does what it says. ``added`` carries a ``Merchant``."""

    added = Signal(object)

    def __init__(self, desk: MerchantDesk, bridge: Bridge, interpreter: Interpreter, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._bridge, self._interpreter, self._window = desk, bridge, interpreter, window
        self.dialog: MerchantDialog | None = None
        self._look: MerchantLook | None = None
        self._shown: Preview | None = None
        self._cancel = threading.Event()
        self._not_added: tuple[str, str, str] | None = None

    def open(self) -> None:
        """Show the dialog, with what stood there when it was closed and not added."""
        dialog = self.dialog = MerchantDialog(may_ask=self._desk.may_ask, parent=self._window)
        self._cancel = threading.Event()
        dialog.typed.connect(self._typed)
        dialog.look_requested.connect(self._begin)
        dialog.add_requested.connect(self._add)
        dialog.box.sent.connect(self._send)
        dialog.box.declined.connect(self._decline)
        dialog.finished.connect(self._closed)
        if self._not_added is not None:
            dialog.enter(*self._not_added)
        dialog.open()

    def _closed(self) -> None:
        """What still comes back is not shown; a request that is on its way is called off."""
        self._cancel.set()
        self._drop()
        if self.dialog is not None:
            self._not_added = None if self.dialog.result() else self.dialog.entered
            self.dialog.deleteLater()
            self.dialog = None

    # --- what is typed -----------------------------------------------------------------------------------------

    def _typed(self) -> None:
        """Another address: what is known of the one before is gone."""
        dialog = self.dialog
        if dialog is None:
            return
        self._drop()
        dialog.forget_found()
        dialog.tell("")
        try:
            merchant = self._desk.read(dialog.kind, dialog.address.text(), dialog.name.text())
            label = self._desk.look(merchant).manifest
        except SidelightError:
            # Half an address is no mistake; a button says what is wrong with it.
            dialog.show_read("", "")
            return
        leaves = label.leaves_this_computer[self._interpreter.language]
        asked = self.tr("Once it is switched on, this leaves your computer: {what}").format(what=leaves)
        dialog.show_read(asked, self._warning(merchant))

    def _warning(self, merchant: Merchant) -> str:
        if not merchant.loopback:
            return ""
        words = self.tr("{place} is a server on this very computer: whoever runs it may pass on what it is asked.")
        if merchant.origin.startswith("http:"):
            words = self.tr(
                "{place} is a server on this very computer, asked without encryption: whoever runs it may pass on what "
                "it is asked."
            )
        return words.format(place=merchant.place)

    def _merchant(self, dialog: MerchantDialog) -> Merchant | None:
        try:
            return self._desk.read(dialog.kind, dialog.address.text(), dialog.name.text())
        except SidelightError as error:
            self._refuse(dialog, error)
            return None

    # --- looking it up -----------------------------------------------------------------------------------------

    def _begin(self) -> None:
        dialog = self.dialog
        if dialog is None or (merchant := self._merchant(dialog)) is None:
            return
        self._drop()
        dialog.forget_found()
        dialog.tell("")
        try:
            look = self._desk.look(merchant)
            looked = look.start()
        except SidelightError as error:
            self._refuse(dialog, error)
            return
        self._look = look
        self._show(dialog, looked)

    def _send(self) -> None:
        dialog, look, shown = self.dialog, self._look, self._shown
        if dialog is None or look is None or shown is None:
            return
        self._shown = None
        dialog.show_busy()
        dialog.box.show_sending()
        self._bridge.run(
            partial(self._desk.send, look, shown, self._cancel),
            partial(self._came, dialog),
            partial(self._failed, dialog),
        )

    def _came(self, dialog: MerchantDialog, looked: Looked) -> None:
        if dialog is self.dialog:
            dialog.box.hide()
            dialog.show_ready()
            self._show(dialog, looked)

    def _show(self, dialog: MerchantDialog, looked: Looked) -> None:
        look, language = self._look, self._interpreter.language
        assert look is not None
        lines = [self._interpreter.say(line) for line in words(look.merchant, looked)]
        if looked.profile is not None:
            lines += self._capabilities(looked)
        if lines:
            dialog.show_found(lines, [note_words(said, language) for said in looked.disclosures])
        if looked.preview is None:
            dialog.tell(self.tr("It can be added."))
            dialog.add.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._shown = looked.preview
        if lines:
            dialog.tell(self.tr("It can be added. To see how it answers, send it a first search:"))
        dialog.show_request(preview_view(looked.preview, look.need, look.merchant.name, language))

    def _capabilities(self, looked: Looked) -> list[str]:
        assert looked.profile is not None
        between = "、" if self._interpreter.language == "zh" else ", "
        used, unused = (
            between.join(name if isinstance(name, str) else self._interpreter.say(name) for name in names)
            for names in capabilities(looked.profile)
        )
        lines = [self.tr("Sidelight uses: {what}.").format(what=used)]
        if unused:
            lines.append(self.tr("It offers besides, and Sidelight never uses: {what}.").format(what=unused))
        return lines

    def _failed(self, dialog: MerchantDialog, error: Exception) -> None:
        if dialog is not self.dialog:
            return
        dialog.box.hide()
        dialog.show_ready()
        off = self.tr("Suggestions were switched off, so nothing was asked.")
        dialog.tell(off if isinstance(error, Cancelled) else self._interpreter.say_error(error), warning=True)
        dialog.address.setFocus(Qt.FocusReason.OtherFocusReason)

    def _decline(self) -> None:
        self._drop()
        if self.dialog is not None:
            self.dialog.tell(self.tr("Not sent."))
            self.dialog.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop(self) -> None:
        if self._shown is not None:
            self._shown.search.close()
            self._shown = None
        if self.dialog is not None:
            self.dialog.box.hide()

    # --- keeping it --------------------------------------------------------------------------------------------

    def _add(self) -> None:
        dialog = self.dialog
        if dialog is None or (merchant := self._merchant(dialog)) is None:
            return
        try:
            self._desk.add(merchant)
        except SidelightError as error:
            self._refuse(dialog, error)
            return
        dialog.accept()
        self.added.emit(merchant)

    def _refuse(self, dialog: MerchantDialog, error: Exception) -> None:
        dialog.tell(self._interpreter.say_error(error), warning=True)
        dialog.address.setFocus(Qt.FocusReason.OtherFocusReason)
