"""Suggestions in the window as a whole: the switches, the panel, merchants, links, the shelf."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QLabel,
    QPushButton,
)
from standins.desk import MASK, Desk, OpenDesk, accept_first_time
from standins.offers import make_offer

from desktop_client import settings as options
from desktop_client.commerce.gate import Gate
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.sending.request import Outgoing, Response
from desktop_client.commerce.source import Manifest
from desktop_client.secrets import Secrets
from desktop_client.ui.link_dialog import LinkDialog
from desktop_client.ui.panel.view_model import PanelState


def test_commerce_is_off_until_it_was_explained_and_accepted(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    one = desk()
    accept_first_time(monkeypatch, yes=False)
    one.window.view.header.commerce_toggled.emit(True)
    assert one.parts.settings.get(options.COMMERCE) is False
    assert not one.window.view.panel_is_open
    accept_first_time(monkeypatch)
    one.window.view.header.commerce_toggled.emit(True)
    assert one.parts.settings.get(options.COMMERCE) is True
    assert one.window.view.panel_is_open


def test_the_panel_shows_offers_and_off_takes_them_away(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    accept_first_time(monkeypatch)
    one = desk()
    one.ask(MASK)
    assert not one.window.view.panel.view.cards, "commerce is off"
    one.window.view.header.commerce_toggled.emit(True)
    one.wait(lambda: len(one.window.view.panel.view.cards) >= 3)
    one.window.view.header.commerce_toggled.emit(False)
    assert not one.window.view.panel_is_open
    assert not one.window.view.panel.view.cards


def test_the_panel_opens_only_when_asked_and_stays_closed(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    accept_first_time(monkeypatch)
    one = desk()
    one.window.view.header.commerce_toggled.emit(True)
    one.window.view.panel.close_requested.emit()
    assert not one.window.view.panel_is_open
    one.ask(MASK)
    assert not one.window.view.panel_is_open
    one.window.close()
    one.parts.close()
    assert not desk().window.view.panel_is_open


def test_pins_are_there_after_a_restart(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    accept_first_time(monkeypatch)
    one = desk()
    one.window.view.header.commerce_toggled.emit(True)
    one.ask(MASK)
    one.wait(lambda: len(one.window.view.panel.view.cards) >= 3)
    titles = [card.offer.title for card in one.window.view.panel.view.cards[:2]]
    for card in one.window.view.panel.view.cards[:2]:
        one.window.view.panel.pin_toggled.emit(card.offer, True)
    one.wait(lambda: len(one.parts.store.shortlists.pins()) == 2)
    one.window.close()
    one.parts.close()
    again = desk()
    again.window.view.show_compare()
    again.wait(lambda: len(again.window.view.compare.model.table.columns) == 2)
    assert {column.title for column in again.window.view.compare.model.table.columns} == set(titles)
    again.window.view.compare.copy_button.click()
    assert again.window.view.toast.accessibleName() == "Copied."


@pytest.mark.parametrize(("typed", "on"), [("/commerce on", True), ("/commerce off", False)])
def test_the_switch_can_be_typed(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch, typed: str, *, on: bool) -> None:
    accept_first_time(monkeypatch)
    one = desk()
    one.parts.settings.set(options.COMMERCE, value=not on)
    one.type_and_send(typed)
    one.wait(lambda: one.parts.settings.get(options.COMMERCE) is on)
    assert one.parts.store.conversations.conversations() == (), "a command is no message"
    assert one.window.view.composer.text() == ""


def test_all_off_switches_every_source_off(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    accept_first_time(monkeypatch)
    one = desk()
    one.window.view.header.commerce_toggled.emit(True)
    assert one.parts.switches().is_on("shelf")
    one.window.view.all_off_requested.emit()
    assert not any(one.parts.switches().is_on(m.id) for m in one.parts.registry.manifests)
    toast_button(one).click()
    assert one.parts.switches().is_on("shelf"), "one press takes it back"


def tick(one: Desk, words: str) -> None:
    """Press an entry of the menu for this chat."""
    here = one.window.view.panel.header.here
    here.click()
    next(action for action in here.menu_of_sources.actions() if action.text() == words).trigger()
    here.menu_of_sources.hide()


def test_a_chat_can_have_suggestions_off_and_keeps_that(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    accept_first_time(monkeypatch)
    one = desk("One.", "Two.")
    view = one.window.view
    view.header.commerce_toggled.emit(True)
    one.ask(MASK)
    one.wait(lambda: bool(view.panel.list.cards))
    quiet = one.window.chat.open_id
    tick(one, "Suggestions in this chat")
    assert view.panel.view.state is PanelState.OFF_HERE
    assert view.panel.header.here.text() == "This chat: off"
    assert "no suggestions in this chat" in view.header._network.text()
    assert one.parts.settings.get(options.COMMERCE), "elsewhere they stay on"
    assert view.sources.rows["shelf"].row.on, "and so they do on the page of sources"
    one.wait(lambda: one.parts.store.switches_here.of(quiet).everything)
    view.sidebar.new_requested.emit()
    one.wait(lambda: view.panel.header.here.text() == "This chat…")
    one.ask(MASK)
    one.wait(lambda: bool(view.panel.list.cards))
    one.window.chat.open(quiet)
    one.wait(lambda: view.panel.header.here.text() == "This chat: off")
    one.wait(lambda: view.panel.view.state is PanelState.OFF_HERE)
    assert not view.panel.list.cards
    tick(one, "Suggestions in this chat")
    one.wait(lambda: bool(view.panel.list.cards))
    assert not one.window.commerce.here.off


def test_a_source_that_is_on_in_a_chat_again_is_asked_for_what_the_chips_say(
    desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept_first_time(monkeypatch)
    one = desk("One.")
    view = one.window.view
    view.header.commerce_toggled.emit(True)
    one.ask(MASK)
    one.wait(lambda: bool(view.panel.list.cards))
    assert view.panel.view.need is not None
    changed = replace(view.panel.view.need, must_have=("cotton",))
    view.panel.need_edited.emit(changed)
    one.wait(lambda: view.panel.view.need == changed and bool(view.panel.list.cards))
    tick(one, "This computer")
    one.wait(lambda: not view.panel.list.cards)
    tick(one, "This computer")
    one.wait(lambda: bool(view.panel.list.cards))
    assert view.panel.view.need == changed, "the question is not read anew"


def test_a_new_chat_takes_what_is_off_along_when_it_is_stored(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    accept_first_time(monkeypatch)
    one = desk()
    one.window.view.header.commerce_toggled.emit(True)
    tick(one, "This computer")
    assert one.window.view.panel.header.here.text() == "This chat: 1 off"
    assert one.window.view.header._network.text() == "1 off here"
    one.ask(MASK)
    number = one.window.chat.open_id
    one.wait(lambda: one.parts.store.switches_here.of(number).sources == {"shelf"})
    assert not one.window.view.panel.list.cards


def toast_button(one: Desk) -> QPushButton:
    button = one.window.view.toast.findChild(QPushButton)
    assert button is not None
    return button


def test_a_merchant_is_added_taken_out_and_put_back(desk: OpenDesk) -> None:
    one = desk()
    view = one.window.view
    one.window.commerce.sources.open()
    view.sources.add.click()
    dialog = one.window.commerce.sources.merchants.dialog
    assert dialog is not None
    dialog.address.setText("shop.example")
    dialog.add.click()
    row = view.sources.rows["ucp-shop-example"]
    assert (row.row.on, row.row.removable) == (False, True)
    assert view.toast.isVisibleTo(view)
    view.sources.rows["shelf"].switch.click()
    assert view.toast.isVisibleTo(view), "it is about another one"
    row.switch.click()
    assert not view.toast.isVisibleTo(view), "it said that the shop is off"
    assert one.parts.switches().is_on("ucp-shop-example")
    assert view.sources.rows["ucp-shop-example"].row.on
    view.sources.rows["ucp-shop-example"].remove.click()
    assert "ucp-shop-example" not in view.sources.rows
    assert not one.parts.switches().is_on("ucp-shop-example")
    toast_button(one).click()
    assert view.sources.rows["ucp-shop-example"].row.on


def test_a_link_of_an_offer_is_opened_through_the_dialog_which_says_what_it_carries(desk: OpenDesk) -> None:
    one = desk(language="zh")
    one.window.view.panel.link_requested.emit("https://shop.example.com/?aff_id=1")
    dialog = one.window.view.findChild(LinkDialog)
    assert dialog is not None
    said = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    assert "这个网站属于 example.com。" in said
    assert "aff_id" in said
    dialog.reject()


def test_an_empty_chat_does_not_say_that_nothing_leaves_while_a_platform_is_on(
    desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept_first_time(monkeypatch)
    one = desk()
    view = one.window.view
    assert "Nothing that you type leaves it." in view.transcript.empty_text[1]
    view.header.commerce_toggled.emit(True)
    assert "Nothing that you type leaves it." in view.transcript.empty_text[1]
    view.sources.toggled.emit("shopify", True)
    assert "only the search goes to platforms that are on" in view.transcript.empty_text[1]
    view.sources.toggled.emit("shopify", False)
    assert "Nothing that you type leaves it." in view.transcript.empty_text[1]


def test_looking_at_an_old_chat_sends_nothing_before_send(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also to a platform that may be asked at once: to look is not to ask."""
    accept_first_time(monkeypatch)
    sent: list[str] = []

    def send(gate: Gate, manifest: Manifest, outgoing: Outgoing, cancel: threading.Event) -> Response:
        sent.append(manifest.id)
        raise SourceError(Fault.OFFLINE)

    monkeypatch.setattr(Gate, "send", send)
    one = desk("One.", "Two.")
    panel = one.window.view.panel
    one.parts.switchboard.switch_source("shopify", on=True)
    one.parts.switchboard.send_at_once("shopify", True)
    one.window.view.header.commerce_toggled.emit(True)
    one.ask(MASK)
    one.wait(lambda: sent == ["shopify"] and panel.view.state is PanelState.LIST and not panel.view.asking)
    first = one.window.chat.open_id
    one.window.view.sidebar.new_requested.emit()
    one.wait(lambda: panel.view.state is PanelState.EMPTY)
    one.window.chat.open(first)
    one.wait(lambda: "shopify" in panel.preview.boxes)
    assert sent == ["shopify"]


def test_a_link_is_asked_for_in_the_window_and_not_of_a_source_that_is_off(desk: OpenDesk) -> None:
    one = desk()
    one.parts.keys._open = lambda: Secrets(None, "test")
    key = {"client_id": "1", "client_secret": "2", "pid": "3"}
    one.parts.keys.keep(one.parts.registry.manifest("pinduoduo"), key)
    links = one.window.commerce.offer_links
    one.window.view.panel.link_wanted.emit(make_offer("c9r2", source_id="pinduoduo"))
    dialog = links.dialog
    assert dialog is not None
    one.qtbot.waitUntil(dialog.box.isVisible)
    assert "gw-api.pinduoduo.com" in dialog.box.recipient.text()
    dialog.box.settling.stop()
    dialog.box.send.click()
    one.qtbot.waitUntil(lambda: bool(dialog.told.text()))
    assert dialog.told.text() == "The source is off, so it was not asked."
    dialog.reject()
    links.made.emit("https://mobile.yangkeduo.com/1")
    opened = one.window.view.findChild(LinkDialog)
    assert opened is not None
    opened.reject()


def test_what_is_imported_in_the_window_meets_a_price_alert_there_and_then(desk: OpenDesk) -> None:
    one = desk()
    one.parts.settings.set(options.COMMERCE, value=True)
    offer = next(o for o in one.parts.shelf.candidates(ShoppingNeed("面膜", "zh"), 9, threading.Event()) if o.price)
    assert offer.price is not None
    one.parts.store.alerts.watch(offer, offer.price)
    said: list[str] = []
    one.window.commerce.shortlists.said.connect(said.append)
    one.window.commerce.shelf.feeds.changed.emit()
    one.wait(lambda: bool(said))
    assert said[0].startswith(f"“{offer.title}” costs")
    assert one.parts.store.alerts.alerts()[0].met is not None


def test_the_shelf_is_reached_searched_and_pinned_from_by_keys_alone(desk: OpenDesk) -> None:
    one = desk()
    view = one.window.view
    QTest.keyClick(view, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    page = view.shelf
    one.wait(lambda: page.isVisible() and page.model.rowCount() > 0)
    assert not one.parts.settings.get(options.COMMERCE), "looking through one's own shelf switches nothing on"
    words = page.filters.words
    one.wait(words.hasFocus)
    QTest.keyClicks(words, "cleansing face mask")
    one.wait(lambda: page.told.text().startswith(("Found", "The ")))
    QTest.keyClick(words, Qt.Key.Key_Down)
    chosen = page.current
    assert chosen is not None
    QTest.keyClick(page.list, Qt.Key.Key_Space)
    one.wait(lambda: page.compare.text() == "Compare 1")
    (pin,) = one.parts.store.shortlists.pins()
    assert pin.offer.key == chosen.key
    page.undo_bar.undo.click()
    one.wait(lambda: page.compare.text() == "Compare")
    assert one.parts.store.shortlists.pins() == ()
    QTest.keyClick(page.list, Qt.Key.Key_Space)
    one.wait(lambda: page.compare.text() == "Compare 1")
    QTest.keyClick(view, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    one.wait(lambda: len(view.compare.model.table.columns) == 1)
    assert one.parts.store.record.entries(None, 9) == ()


def test_the_ways_to_the_shelf(desk: OpenDesk) -> None:
    one = desk()
    view = one.window.view
    for way in (view.panel.footer.shelf, view.sources.shelf, view.compare.shelf_button):
        view.show_home()
        way.click()
        assert view.pages.currentWidget() is view.shelf
    view.show_home()
    one.type_and_send("/shelf")
    assert view.pages.currentWidget() is view.shelf
