"""From a sentence to the panel and the page of sources, with sources that want to send something."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from standins.doors import MemoryRecord, NoKeys, OpenDoor, Talkative
from standins.history import NoHistory
from standins.offers import NOW, make_offer
from standins.sources import ScriptedSource, Switchboard

from desktop_client.commerce.need import Reading, ShoppingNeed
from desktop_client.commerce.source import CredentialField, Mode
from desktop_client.commerce.sources.registry import Broken, Registry
from desktop_client.commerce.suggestions import Outside, Suggestions
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.panel.panel import SuggestionPanel
from desktop_client.ui.panel.view_model import PanelState
from desktop_client.ui.sources.page import SourcesPage
from desktop_client.ui.suggestion_controller import Commerce, CommerceParts, SuggestionController
from desktop_client.wording import say


class ToldHistory(NoHistory):
    """Says when it was asked: a list is looked up in it when it is made."""

    def __init__(self) -> None:
        self.looked_up = threading.Event()

    def prices_of(self, keys):
        self.looked_up.set()
        return super().prices_of(keys)


class SomeKeys(NoKeys):
    def __init__(self) -> None:
        self.held: set[str] = set()

    def has(self, source_id: str) -> bool:
        return source_id in self.held


@dataclass
class Desk:
    controller: SuggestionController
    panel: SuggestionPanel
    sources: SourcesPage
    door: OpenDoor
    switches: Switchboard
    shop: Talkative
    keys: SomeKeys
    history: ToldHistory


@pytest.fixture
def desk(qtbot) -> Iterator[Desk]:
    bridge, door = Bridge(), OpenDoor()
    masks = [make_offer(str(n), "Face mask") for n in range(4)]
    shop, keys, history = Talkative("shop", 1), SomeKeys(), ToldHistory()
    every = [ScriptedSource("shelf", masks, mode=Mode.OFFLINE), shop]
    switches = Switchboard("shelf", "shop")
    panel, sources = SuggestionPanel(), SourcesPage()
    for widget in (panel, sources):
        qtbot.addWidget(widget)
    panel.resize(372, 1000)
    sources.resize(1280, 800)

    def at_once(source_id: str, on: bool) -> None:
        (switches.at_once.add if on else switches.at_once.discard)(source_id)

    def read(sentence: str, *, force: bool = False) -> Reading:
        return Reading(is_shopping=True, need=ShoppingNeed(sentence))

    commerce = Commerce(
        read,
        Suggestions(every, switches, lambda: NOW, outside=Outside(door, keys, MemoryRecord())),
        Registry(tuple(every), (), (Broken("corner", "sidelight-corner", say("It is lost.")),)),
        switches,
        at_once,
        lambda: NOW,
        history,
    )
    controller = SuggestionController(commerce, CommerceParts(panel, sources), bridge, "en")
    controller.start()
    panel.show()
    yield Desk(controller, panel, sources, door, switches, shop, keys, history)
    controller.forget()
    bridge.close()


def ask(qtbot, desk: Desk, sentence: str = "face mask") -> None:
    desk.controller.consider(sentence)
    qtbot.waitUntil(lambda: desk.panel.view.need == ShoppingNeed(sentence) and bool(desk.panel.preview.boxes))
    for box in desk.panel.preview.boxes.values():
        box.settling.stop()


def test_send_sends_and_the_rows_come(qtbot, desk):
    ask(qtbot, desk)
    assert desk.door.sent == []
    desk.panel.preview.boxes["shop"].send.click()
    qtbot.waitUntil(lambda: any(card.offer.source_id == "shop" for card in desk.panel.view.cards))
    assert len(desk.door.sent) == 1
    assert desk.panel.preview.boxes == {}
    assert not desk.panel.preview.isVisible()


def test_dont_send_sends_nothing(qtbot, desk):
    ask(qtbot, desk)
    desk.panel.preview.boxes["shop"].dont.click()
    qtbot.waitUntil(lambda: "shop: not sent" in desk.panel.view.coverage)
    assert desk.door.sent == []


def test_the_tick_holds_from_send_on_and_the_page_of_sources_undoes_it(qtbot, desk):
    ask(qtbot, desk)
    box = desk.panel.preview.boxes["shop"]
    box.at_once.click()
    assert desk.switches.at_once == set(), "ticked, and not yet sent"
    box.send.click()
    qtbot.waitUntil(lambda: desk.sources.rows["shop"].send.text() == "at once\u00a0▾")
    assert desk.switches.at_once == {"shop"}
    desk.controller.consider("tea")
    qtbot.waitUntil(lambda: len(desk.door.sent) == 2)


def test_the_page_of_sources_says_which_were_left_out(desk):
    assert desk.sources.left_out.whys == ("It is lost.",)


def test_another_chat_drops_what_waits(qtbot, desk):
    ask(qtbot, desk)
    desk.controller.forget()
    assert desk.panel.preview.boxes == {}
    assert desk.panel.view.state is PanelState.EMPTY
    assert desk.controller.need is None
    desk.panel.send_requested.emit(("shop",), ())
    ask(qtbot, desk, "tea")
    assert desk.door.sent == []


def test_an_old_question_waits_for_send_also_where_it_may_go_at_once(qtbot, desk):
    desk.switches.at_once = {"shop"}
    desk.controller.consider("face mask", unasked=True)
    qtbot.waitUntil(lambda: "shop" in desk.panel.preview.boxes)
    assert desk.door.sent == []
    desk.controller.consider("face mask")
    qtbot.waitUntil(lambda: len(desk.door.sent) == 1)


def test_another_need_drops_what_waits_at_once(qtbot, desk):
    ask(qtbot, desk)
    desk.panel.need_edited.emit(ShoppingNeed("tea"))
    assert desk.panel.preview.boxes == {}
    qtbot.waitUntil(lambda: "shop" in desk.panel.preview.boxes)
    assert desk.panel.preview.boxes["shop"].told.text() == "tea"


def test_the_page_of_sources_says_what_each_answered_last(qtbot, desk):
    ask(qtbot, desk)
    desk.controller.list.settled.emit()
    assert desk.sources.rows["shop"].last.text() == "waits for your Send"
    assert desk.sources.rows["shelf"].last.text().startswith("4 offers in ")
    desk.controller.forget()
    desk.controller.show_sources()
    assert desk.sources.rows["shelf"].last.text().startswith("4 offers in "), "kept for the session"


def test_the_header_is_told_what_is_on_the_network_and_how_much_waits(qtbot, desk):
    said: list[str] = []
    waiting: list[int] = []
    desk.controller.network_changed.connect(said.append)
    desk.controller.waiting_changed.connect(waiting.append)
    desk.controller.show_sources()
    ask(qtbot, desk)
    assert waiting[-1] == 1
    desk.switches.on = {"shelf"}
    desk.controller.refresh_sources()
    qtbot.waitUntil(lambda: waiting[-1] == 0)
    assert (said[0], said[-1]) == ("network: shop (your search only)", "")


def test_the_header_names_no_platform_that_lacks_its_key_and_names_it_with_the_key(qtbot, desk, monkeypatch):
    said: list[str] = []
    desk.controller.network_changed.connect(said.append)
    key = (CredentialField("key", {"en": "Key", "zh": "密钥"}),)
    shop = desk.shop
    monkeypatch.setattr(
        shop, "manifest", replace(shop.manifest, credential_fields=key, link_out="https://shop.example")
    )
    desk.controller.show_sources()
    assert said[-1] == ""
    desk.controller.look_for(ShoppingNeed("face mask"))
    assert (desk.panel.view.state, desk.panel.view.asked) == (PanelState.SEARCHING, 1), "the shelf"
    qtbot.waitUntil(lambda: "shop not asked: no key" in desk.panel.view.coverage)
    desk.keys.held.add("shop")
    desk.controller.show_sources()
    assert said[-1] == "network: shop (your search only)"


def nobody_on(desk: Desk) -> bool:
    return desk.panel.view.state is PanelState.NOTHING_FOUND and "No source is switched on." in desk.panel.view.reason


def switch(desk: Desk, *on: str) -> None:
    desk.switches.on = set(on)
    desk.controller.refresh_sources()


def test_a_source_that_is_switched_on_is_asked_for_what_nobody_was_asked_and_sends_nothing(qtbot, desk):
    desk.switches.at_once = {"shop"}
    switch(desk)
    desk.controller.consider("face mask")
    qtbot.waitUntil(lambda: nobody_on(desk))
    switch(desk, "shelf", "shop")
    qtbot.waitUntil(lambda: len(desk.panel.view.cards) == 4 and "shop" in desk.panel.preview.boxes)
    assert desk.panel.view.need == ShoppingNeed("face mask")
    assert desk.door.sent == []


def test_all_off_that_is_undone_brings_back_what_there_was(qtbot, desk):
    ask(qtbot, desk)
    switch(desk)
    qtbot.waitUntil(lambda: nobody_on(desk))
    switch(desk, "shelf", "shop")
    qtbot.waitUntil(lambda: len(desk.panel.view.cards) == 4 and "shop" in desk.panel.preview.boxes)


def test_all_off_that_is_undone_before_the_rows_are_gone_leaves_no_empty_panel(qtbot, desk):
    ask(qtbot, desk)
    states: list[PanelState] = []
    desk.controller.list.changed.connect(lambda what: states.append(what.view.state))
    desk.history.looked_up.clear()
    switch(desk)
    assert desk.history.looked_up.wait(30), "the list without rows is made, and not yet shown"
    switch(desk, "shelf", "shop")
    qtbot.waitUntil(lambda: PanelState.NOTHING_FOUND in states and states[-1] is PanelState.LIST)
    assert "shop" in desk.panel.preview.boxes


def test_a_switch_asks_nobody_for_what_another_chat_wanted(qtbot, desk):
    switch(desk)
    desk.controller.consider("face mask")
    qtbot.waitUntil(lambda: nobody_on(desk))
    desk.controller.forget()
    switch(desk, "shelf", "shop")
    assert desk.panel.view.state is PanelState.EMPTY
    assert desk.controller.list.listed is None


def test_a_second_source_that_is_switched_on_is_asked_too_and_nothing_else_again(qtbot, desk):
    desk.switches.at_once = {"shop"}
    switch(desk, "shelf")
    desk.controller.consider("face mask")
    qtbot.waitUntil(lambda: len(desk.panel.view.cards) == 4)
    narrowed = ShoppingNeed("face mask", must_have=("cotton",))
    desk.panel.need_edited.emit(narrowed)
    qtbot.waitUntil(lambda: desk.panel.view.need == narrowed and bool(desk.panel.view.cards))
    switch(desk, "shelf", "shop")
    qtbot.waitUntil(lambda: "shop" in desk.panel.preview.boxes)
    assert desk.panel.view.need == narrowed, "what was changed by hand stays"
    assert len(desk.panel.view.cards) == 4
    assert desk.door.sent == []
    desk.panel.preview.boxes["shop"].settling.stop()
    desk.panel.preview.boxes["shop"].send.click()
    qtbot.waitUntil(lambda: any(card.offer.source_id == "shop" for card in desk.panel.view.cards))
    switch(desk, "shelf")
    qtbot.waitUntil(lambda: not any(card.offer.source_id == "shop" for card in desk.panel.view.cards))
    switch(desk, "shelf", "shop")
    qtbot.waitUntil(lambda: "shop" in desk.panel.preview.boxes)
    assert len(desk.door.sent) == 1
