"""Asking for the link of an offer: nothing is sent unseen, what came is shown before it is opened, what failed is said.

The platforms are the stand-ins of the two that make links, behind the real connectors.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from importlib.metadata import EntryPoint

import pytest
from PySide6.QtWidgets import QWidget
from standins import panel_views, union_cases
from standins.clock import FakeClock
from standins.offers import NOW, make_offer
from standins.sources import MemoryShelf

from desktop_client.commerce.asking.link_asking import LinkAsking
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.sending.faults import Cancelled
from desktop_client.commerce.sending.request import Outgoing, Response
from desktop_client.commerce.source import Manifest
from desktop_client.commerce.sources.context import SourceContext
from desktop_client.commerce.sources.registry import GROUP, find_sources
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.sources.offer_link_controller import OfferLinkController
from desktop_client.ui.translation import Interpreter

SOURCES = {"taobao": "TaobaoSource", "jd": "JdSource", "pinduoduo": "PinduoduoSource"}
OFFERS = {
    "pinduoduo": make_offer("c9r2omogKFF_1", "夏季女装 <b>连衣裙</b>", source_id="pinduoduo"),
    "jd": replace(make_offer("item-1", "冠能猫粮", source_id="jd"), url_clean="https://item.jd.com/5475198.html"),
}


class Desk:
    """Asks the stand-in with the key that a test gives."""

    def __init__(self, name: str, stack: ExitStack) -> None:
        self.case = union_cases.CASES[name]
        door, self.platform = stack.enter_context(self.case.served())
        self.door = door
        self.keys = dict(self.case.credentials)
        self.clock = FakeClock(NOW)
        self.source = self.case.make(SourceContext(MemoryShelf(()), self.clock))
        self.off = False
        self.threads: set[int] = set()

    def ask(self, offer: Offer) -> LinkAsking:
        self.threads.add(threading.get_ident())
        return LinkAsking(self.source, offer, self.keys, self, self.clock)

    def prepare(self, manifest: Manifest, request) -> Outgoing:
        return self.door.prepare(manifest, request)

    def send(self, manifest: Manifest, outgoing: Outgoing, cancel: threading.Event) -> Response:
        self.threads.add(threading.get_ident())
        if self.off or cancel.is_set():
            raise Cancelled
        return self.door.send(manifest, outgoing, cancel)


@pytest.fixture(params=["pinduoduo", "jd"])
def desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    with ExitStack() as stack:
        yield Desk(request.param, stack)


@pytest.fixture
def made() -> list[str]:
    return []


@pytest.fixture
def opened(qtbot, desk: Desk, made: list[str]) -> Iterator[OfferLinkController]:
    window, bridge = QWidget(), Bridge()
    qtbot.addWidget(window)
    window.show()
    controller = OfferLinkController(desk, bridge, Interpreter("en"), window)
    controller.made.connect(made.append)
    controller.open(OFFERS[desk.source.manifest.id])
    yield controller
    if controller.dialog is not None:
        controller.dialog.reject()
    bridge.close()


def test_a_card_whose_platform_makes_links_has_a_button_for_it(qtbot) -> None:
    panel = panel_views.opened(qtbot)
    views = panel_views.listed(1, 2)
    panel_views.show(qtbot, panel, replace(views, cards=(replace(views.cards[0], link_on_asking=True), views.cards[1])))
    first, second = (panel.list.cards[view.key] for view in views.cards)
    assert first.ask_link is not None
    assert (first.ask_link.isVisible(), second.ask_link) == (True, None)
    assert first.ask_link.accessibleName() == "Ask for its link…: Mask 1"
    assert first.ask_link in first.tab_stops()
    with qtbot.waitSignal(panel.link_wanted) as wanted:
        first.ask_link.click()
    assert wanted.args == [views.cards[0].offer]
    first.show_another(views.cards[1])
    assert not first.ask_link.isVisible()


def test_the_sources_that_make_links_are_known() -> None:
    entries = [EntryPoint(n, f"desktop_client.commerce.sources.{n}:{made}", GROUP) for n, made in SOURCES.items()]
    assert find_sources(union_cases.CONTEXT, entries).makes_links == {"jd", "pinduoduo"}


def shown(qtbot, controller: OfferLinkController):
    dialog = controller.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.box.isVisible() and dialog.box.send.isVisible())
    dialog.box.settling.stop()
    return dialog


def test_the_request_is_shown_in_full_and_not_sent(qtbot, desk: Desk, opened: OfferLinkController) -> None:
    dialog = shown(qtbot, opened)
    host = desk.source.manifest.hosts[0]
    assert host in dialog.box.recipient.text()
    assert dialog.box.purpose.text() == "For: the address of an offer that you open"
    assert "None of your words" in dialog.box.told.text()
    assert dialog.offer.text() == OFFERS[desk.source.manifest.id].title
    exact = dialog.box.exact.text.toPlainText()
    for name, value in desk.keys.items():
        assert (value in exact) == (name in {"pid", "site_id"}), name
    assert desk.platform.received == []
    assert threading.get_ident() not in desk.threads


def test_on_the_users_word_it_is_sent_and_the_link_is_handed_on(
    qtbot, desk: Desk, opened: OfferLinkController, made: list[str]
) -> None:
    dialog = shown(qtbot, opened)
    exact = dialog.box.exact.text.toPlainText()
    dialog.box.send.click()
    qtbot.waitUntil(lambda: made != [])
    assert made == [desk.platform.landing]
    assert opened.dialog is None
    (got,) = desk.platform.received
    assert desk.door.sent[-1].shown == exact
    assert got.method == "POST"


def test_not_sending_closes_it(qtbot, desk: Desk, opened: OfferLinkController, made: list[str]) -> None:
    shown(qtbot, opened).box.dont.click()
    assert opened.dialog is None
    assert (desk.platform.received, made) == ([], [])


def test_a_source_that_was_switched_off_is_not_asked(qtbot, desk: Desk, opened: OfferLinkController) -> None:
    dialog = shown(qtbot, opened)
    desk.off = True
    dialog.box.send.click()
    qtbot.waitUntil(lambda: bool(dialog.told.text()))
    assert dialog.told.text() == "The source is off, so it was not asked."
    assert desk.platform.received == []


def test_a_link_to_elsewhere_is_refused_in_words(
    qtbot, desk: Desk, opened: OfferLinkController, made: list[str]
) -> None:
    desk.platform.landing = "https://evil.example/x"
    dialog = shown(qtbot, opened)
    dialog.box.send.click()
    qtbot.waitUntil(lambda: bool(dialog.told.text()))
    assert "made no link to itself" in dialog.told.text()
    assert made == []


def test_one_that_waited_too_long_is_made_anew_and_shown_again(
    qtbot, desk: Desk, opened: OfferLinkController, made: list[str]
) -> None:
    dialog = shown(qtbot, opened)
    before = dialog.box.exact.text.toPlainText()
    desk.clock.pass_(minutes=6)
    dialog.box.send.click()
    qtbot.waitUntil(lambda: "made anew" in dialog.box.note.text())
    assert dialog.box.exact.text.toPlainText() != before
    assert (desk.platform.received, made) == ([], [])


def test_without_the_accounts_number_it_is_said_what_to_do(qtbot, desk: Desk, opened: OfferLinkController) -> None:
    shown(qtbot, opened).reject()
    desk.keys.pop("pid", None)
    desk.keys.pop("site_id", None)
    opened.open(OFFERS[desk.source.manifest.id])
    dialog = opened.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: bool(dialog.told.text()))
    assert "Without a" in dialog.told.text()
    assert not dialog.box.isVisible()
