"""Reading a product page in the window: nothing is sent unseen, what goes wrong is said, what is found can be used."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from standins.doors import OpenDoor
from standins.offers import NOW, make_offer

from desktop_client.commerce.asking.one_source import Preview, begin
from desktop_client.commerce.feeds.product_page import PageRead, PageShown, ProductPage, read_page_address
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.sending.faults import Cancelled, Fault, SourceError
from desktop_client.commerce.source import Query
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.panel.header import PanelHeader
from desktop_client.ui.product_page.controller import ProductPageController
from desktop_client.ui.product_page.dialog import MOST_ROWS, ProductPageDialog
from desktop_client.ui.translation import Interpreter

ADDRESS = "https://shop.example/mug"


class Desk:
    """Shows as the real one does, and reads what a test says."""

    def __init__(self) -> None:
        self.offers: tuple[Offer, ...] = (make_offer("shop.example/1", "Blue <b>mug</b>"),)
        self.error: Exception | None = None
        self.read_: list[PageShown] = []
        self.threads: set[int] = set()
        self.cancel = threading.Event()
        self.release = threading.Event()
        self.release.set()

    def show(self, address: str) -> PageShown:
        page = ProductPage(read_page_address(address), lambda: NOW)
        preview = begin(page, Query(ShoppingNeed(""), 50), OpenDoor(), NOW)
        assert isinstance(preview, Preview)
        return PageShown(page, preview)

    def read(self, shown: PageShown, cancel: threading.Event) -> PageRead:
        self.threads.add(threading.get_ident())
        self.read_.append(shown)
        self.cancel = cancel
        assert self.release.wait(30)
        if self.error is not None:
            raise self.error
        return PageRead(self.offers, len(self.offers), 0)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def pages(qtbot, desk: Desk) -> Iterator[ProductPageController]:
    bridge, window = Bridge(), QWidget()
    qtbot.addWidget(window)
    window.show()
    yield ProductPageController(desk, bridge, Interpreter("en"), window)
    assert threading.get_ident() not in desk.threads, "the network was waited for on the window's thread"
    desk.release.set()
    bridge.close()


def shown(qtbot, pages: ProductPageController, address: str = ADDRESS) -> ProductPageDialog:
    """The dialog once it shows the request for an address."""
    pages.open()
    dialog = pages.dialog
    assert dialog is not None
    qtbot.keyClicks(dialog.address, address)
    qtbot.keyClick(dialog.address, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.box.isVisible)
    dialog.box.settling.stop()
    return dialog


def test_an_address_that_was_not_read_is_there_again(qtbot, pages, desk) -> None:
    dialog = shown(qtbot, pages)
    qtbot.keyClick(dialog.address, Qt.Key.Key_Escape)
    pages.open()
    assert pages.dialog is not None
    assert pages.dialog.address.text() == pages.dialog.address.selectedText() == ADDRESS
    pages.dialog.ask.click()
    qtbot.waitUntil(pages.dialog.box.isVisible)
    pages.dialog.box.settling.stop()
    pages.dialog.box.send.click()
    qtbot.waitUntil(lambda: bool(pages.dialog.offers))
    pages.dialog.reject()
    pages.open()
    assert pages.dialog.address.text() == ""


def test_the_header_of_the_panel_has_it(qtbot) -> None:
    header = PanelHeader()
    qtbot.addWidget(header)
    with qtbot.waitSignal(header.page_requested):
        header.read_page.click()


def test_the_exact_request_is_shown_and_nothing_is_sent_until_send(qtbot, pages, desk) -> None:
    dialog = shown(qtbot, pages)
    assert dialog.box.exact is not None
    assert dialog.box.exact.text.toPlainText().startswith("GET /mug HTTP/1.1\nHost: shop.example\n")
    assert "shop.example" in dialog.box.recipient.text()
    assert "your key" not in dialog.box.recipient.text()
    assert dialog.box.send.hasFocus()
    assert desk.read_ == []
    dialog.box.dont.click()
    assert dialog.told.text() == "Not sent."
    assert (desk.read_, dialog.box.isVisible(), dialog.address.text()) == ([], False, ADDRESS)


def test_what_it_says_can_be_pinned_and_looked_for(qtbot, pages, desk) -> None:
    dialog = shown(qtbot, pages)
    dialog.box.send.click()
    qtbot.waitUntil(lambda: bool(dialog.offers))
    (row,) = dialog.offers
    assert dialog.told.text() == "On the shelf now:"
    assert (row.view.title, row.view.status_text) == ("Blue <b>mug</b>", "No payment")
    assert "69.00" in row.view.price
    with qtbot.waitSignal(pages.pin_requested) as pinned:
        row.pin.click()
    assert pinned.args == [desk.offers[0]]
    assert not row.pin.isEnabled()
    with qtbot.waitSignal(pages.search_requested) as wanted:
        row.search.click()
    assert wanted.args[0].text == "Blue <b>mug</b>"
    assert pages.dialog is None


def test_a_page_with_many_offers_counts_the_rest(qtbot, pages, desk) -> None:
    desk.offers = tuple(make_offer(str(number)) for number in range(MOST_ROWS + 3))
    dialog = shown(qtbot, pages)
    dialog.box.send.click()
    qtbot.waitUntil(lambda: bool(dialog.offers))
    assert (len(dialog.offers), dialog.told.text()) == (MOST_ROWS, "On the shelf now, with 3 more:")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://shop.example/", "not https"),
        ("https://192.168.1.1/", "by their name only"),
        ("mug", "no web address"),
    ],
)
def test_what_is_no_address_is_told_and_stays(qtbot, pages, address: str, words: str) -> None:
    pages.open()
    dialog = pages.dialog
    assert dialog is not None
    dialog.address.setText(address)
    dialog.ask.click()
    qtbot.waitUntil(lambda: words in dialog.told.text())
    assert (dialog.address.text(), dialog.ask.isEnabled(), dialog.box.isVisible()) == (address, True, False)


@pytest.mark.parametrize(
    ("error", "words"),
    [(SourceError(Fault.TIMED_OUT), "did not answer in time"), (Cancelled(), "Suggestions were switched off")],
)
def test_what_goes_wrong_is_told_and_can_be_tried_again(qtbot, pages, desk, error: Exception, words: str) -> None:
    desk.error = error
    dialog = shown(qtbot, pages)
    dialog.box.send.click()
    qtbot.waitUntil(lambda: words in dialog.told.text())
    assert (dialog.address.text(), dialog.ask.isEnabled()) == (ADDRESS, True)
    assert dialog.address.hasFocus()
    desk.error = None
    dialog.ask.click()
    qtbot.waitUntil(dialog.box.isVisible)
    assert not dialog.told.isVisible()


def test_closing_calls_it_off(qtbot, pages, desk) -> None:
    desk.release.clear()
    dialog = shown(qtbot, pages)
    dialog.box.send.click()
    qtbot.waitUntil(lambda: bool(desk.read_))
    dialog.shut.click()
    assert desk.cancel.is_set()
    desk.release.set()
