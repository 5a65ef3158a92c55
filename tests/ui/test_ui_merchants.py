"""Adding a merchant in the window: nothing is sent unseen, what goes wrong is said, everything by keyboard."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from standins.doors import OpenDoor
from standins.offers import NOW
from standins.sources import MemoryShelf

from desktop_client.commerce.asking.one_source import Preview
from desktop_client.commerce.sending.faults import Cancelled, Fault, SourceError
from desktop_client.commerce.sources.context import SourceContext
from desktop_client.commerce.sources.shared.ucp.discovery import Profile, Transport
from desktop_client.commerce.sources.shared.ucp.merchant_look import Looked, MerchantLook
from desktop_client.commerce.sources.shared.ucp.merchants import Merchant, read_merchant
from desktop_client.commerce.sources.shopify import sources as shopify
from desktop_client.commerce.sources.ucp import merchants
from desktop_client.errors import SidelightError
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.sources.merchant_controller import MerchantController
from desktop_client.ui.sources.merchant_dialog import MerchantDialog
from desktop_client.ui.translation import Interpreter
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.wording import say

PROFILE = Profile("2026-04-08", Transport.REST, ("dev.ucp.shopping.catalog.search", "dev.ucp.shopping.checkout"))


class Desk:
    """Reads and looks as the real one does, and answers what a test says."""

    def __init__(self) -> None:
        self.may_ask = True
        self.known: list[Merchant] = []
        self.sent: list[Preview] = []
        self.threads: set[int] = set()
        self.error: Exception | None = None
        self.cancel = threading.Event()
        self.release = threading.Event()
        self.release.set()

    def read(self, kind: str, address: str, name: str) -> Merchant:
        merchant = read_merchant(kind, address, name)
        if merchant in self.known:
            raise SidelightError(say("{place} was added already.", place=merchant.place))
        return merchant

    def look(self, merchant: Merchant) -> MerchantLook:
        context = SourceContext(MemoryShelf(()), lambda: NOW, (merchant,))
        made = {source.manifest.id: source for source in (*merchants(context), *shopify(context))}
        return MerchantLook(merchant, made[merchant.source_id], OpenDoor(), lambda: NOW)

    def send(self, look: MerchantLook, shown: Preview, cancel: threading.Event) -> Looked:
        self.threads.add(threading.get_ident())
        self.sent.append(shown)
        self.cancel = cancel
        assert self.release.wait(30)
        if self.error is not None:
            raise self.error
        if len(self.sent) == 1:
            return Looked(PROFILE, preview=shown)
        return Looked(PROFILE, 2, ("A fee <b>is</b> added.",))

    def add(self, merchant: Merchant) -> None:
        if self.error is not None:
            raise self.error
        self.known.append(merchant)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def controller(qtbot, desk: Desk) -> Iterator[MerchantController]:
    bridge, window = Bridge(), QWidget()
    qtbot.addWidget(window)
    window.show()
    yield MerchantController(desk, bridge, Interpreter("en"), window)
    assert threading.get_ident() not in desk.threads, "the network was waited for on the window's thread"
    desk.release.set()
    bridge.close()


def opened(qtbot, controller: MerchantController, address: str = "shop.example") -> MerchantDialog:
    controller.open()
    dialog = controller.dialog
    assert dialog is not None
    qtbot.keyClicks(dialog.address, address)
    return dialog


def found(dialog: MerchantDialog) -> list[str]:
    return [label.text() for label in dialog.found.findChildren(PlainLabel) if not label.isHidden()]


def test_what_was_typed_is_there_again_until_it_is_added(qtbot, controller, desk) -> None:
    dialog = opened(qtbot, controller, "oats.myshopify.com")
    dialog.choice.chosen.emit("shopify")
    qtbot.keyClicks(dialog.name, "Oats")
    qtbot.keyClick(dialog.address, Qt.Key.Key_Escape)
    assert controller.dialog is None
    controller.open()
    assert controller.dialog is not None
    assert controller.dialog.entered == ("shopify", "oats.myshopify.com", "Oats")
    assert "oats.myshopify.com" in controller.dialog.asked.text(), "it is said again who would be asked what"
    assert controller.dialog.address.selectedText() == "oats.myshopify.com"
    controller.dialog.add.click()
    assert [merchant.name for merchant in desk.known] == ["Oats"]
    controller.open()
    assert controller.dialog.entered == ("ucp", "", "")


def test_it_says_who_would_be_asked_what_while_an_address_is_typed(qtbot, controller, desk) -> None:
    dialog = opened(qtbot, controller, "shop")
    assert not dialog.told.isVisible(), "half an address is no mistake"
    qtbot.keyClicks(dialog.address, ".example")
    assert "To shop.example: first a question for its profile" in dialog.asked.text()
    assert not dialog.warning.isVisible()
    assert desk.sent == []


@pytest.mark.parametrize(
    ("address", "words"),
    [("http://localhost:8765", "without encryption"), ("https://127.0.0.1", "on this very computer: whoever")],
)
def test_a_server_on_this_computer_is_warned_of_before_anything_can_be_pressed(qtbot, controller, address, words):
    dialog = opened(qtbot, controller, address)
    assert dialog.warning.isVisible()
    assert words in dialog.warning.text()
    assert words in dialog.address.accessibleDescription()
    dialog.address.setText("shop.example")
    assert not dialog.warning.isVisible()


def test_the_exact_request_is_shown_and_nothing_is_sent_until_send(qtbot, controller, desk) -> None:
    dialog = opened(qtbot, controller)
    qtbot.keyClick(dialog.address, Qt.Key.Key_Return)
    assert dialog.box.isVisible()
    assert dialog.box.exact is not None
    assert dialog.box.exact.text.toPlainText().startswith("GET /.well-known/ucp HTTP/1.1\nHost: shop.example\n")
    assert dialog.box.told.text() == "Search words: none of your words"
    qtbot.waitUntil(dialog.box.send.hasFocus)
    assert desk.sent == []
    dialog.box.dont.click()
    assert (desk.sent, dialog.told.text(), dialog.address.text()) == ([], "Not sent.", "shop.example")
    qtbot.waitUntil(dialog.add.hasFocus)


def test_what_is_found_is_said_in_words_step_by_step(qtbot, controller, desk) -> None:
    dialog = opened(qtbot, controller)
    dialog.look.click()
    dialog.box.settling.stop()
    dialog.box.send.click()
    qtbot.waitUntil(dialog.found.isVisible)
    assert found(dialog) == [
        "shop.example speaks UCP, version 2026-04-08, over REST.",
        "Sidelight uses: searching its catalogue.",
        "It offers besides, and Sidelight never uses: checkout.",
    ]
    assert dialog.box.isVisible(), "a first search may be sent, or not"
    dialog.box.settling.stop()
    dialog.box.send.click()
    qtbot.waitUntil(dialog.add.hasFocus)
    assert found(dialog)[1] == "It answered a search with 2 offers."
    assert found(dialog)[-2:] == ["It wants this said with its offers:", "“A fee <b>is</b> added.”"]
    with qtbot.waitSignal(controller.added) as added:
        qtbot.keyClick(dialog.add, Qt.Key.Key_Return)
    assert added.args == [read_merchant("ucp", "shop.example")]
    assert controller.dialog is None


def test_it_is_added_without_being_asked_and_under_the_name_that_it_was_given(qtbot, controller, desk) -> None:
    desk.may_ask = False
    dialog = opened(qtbot, controller)
    assert not dialog.look.isEnabled()
    qtbot.keyClicks(dialog.name, "Corner shop")
    dialog.choice.menu_of_choices.actions()[1].trigger()
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    assert desk.known == [Merchant("shopify", "https://shop.example", "Corner shop")]
    assert desk.sent == []


def test_what_can_not_be_an_address_is_refused_with_one_next_step_and_stays(qtbot, controller, desk) -> None:
    dialog = opened(qtbot, controller, "http://shop.example")
    for button in (dialog.look, dialog.add):
        dialog.tell("")
        button.click()
        assert "Give a domain such as shop.example." in dialog.told.text()
        assert dialog.address.text() == "http://shop.example"
    assert (desk.sent, desk.known) == ([], [])


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (SourceError(Fault.OFFLINE), "could not be reached"),
        (Cancelled(), "Suggestions were switched off, so nothing was asked."),
    ],
)
def test_what_went_wrong_is_said_and_it_can_be_tried_again(qtbot, controller, desk, error, words) -> None:
    desk.error = error
    dialog = opened(qtbot, controller)
    dialog.look.click()
    dialog.box.settling.stop()
    dialog.box.send.click()
    qtbot.waitUntil(dialog.told.isVisible)
    assert words in dialog.told.text()
    assert dialog.look.isEnabled()
    assert not dialog.box.isVisible()


def test_another_address_drops_what_was_shown_for_the_one_before(qtbot, controller, desk) -> None:
    dialog = opened(qtbot, controller)
    dialog.look.click()
    dialog.address.setText("other.example")
    assert not dialog.box.isVisible()
    dialog.box.sent.emit()
    assert desk.sent == [], "a request for another address must not go out"


def test_closing_calls_off_what_is_on_its_way(qtbot, controller, desk) -> None:
    desk.release.clear()
    dialog = opened(qtbot, controller)
    dialog.look.click()
    dialog.box.settling.stop()
    dialog.box.send.click()
    qtbot.waitUntil(lambda: bool(desk.sent))
    assert not dialog.add.isEnabled()
    dialog.reject()
    assert desk.cancel.is_set()
    assert controller.dialog is None


def test_everything_that_takes_the_focus_has_a_name(qtbot, controller) -> None:
    dialog = opened(qtbot, controller)
    dialog.look.click()
    takers = [w for w in dialog.findChildren(QWidget) if w.focusPolicy() != Qt.FocusPolicy.NoFocus and w.isVisible()]
    assert len(takers) > 6
    assert [w for w in takers if not w.accessibleName()] == []


def test_tab_goes_down_the_dialog_as_it_is_read(qtbot, controller) -> None:
    dialog = opened(qtbot, controller)
    dialog.look.click()
    at, way = dialog.choice, []
    while not way or at is not dialog.choice:
        if at.focusPolicy() & Qt.FocusPolicy.TabFocus and at.isVisible():
            way.append(at)
        at = at.nextInFocusChain()
    places = [w.mapTo(dialog, w.rect().center()) for w in way]
    assert way[-1] is dialog.shut
    # What stands on one line need not share its middle to the pixel.
    assert places == sorted(places, key=lambda place: (place.y() // 12, place.x()))
