"""Searching, sending, declining and ordering follow each other on one list; none of it runs in the window's thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QCoreApplication
from standins.doors import MemoryRecord, NoKeys, OpenDoor, Talkative
from standins.offers import NOW, make_offer
from standins.sources import ScriptedSource, Switchboard

from desktop_client.commerce.asking.suggestion_list import State, SuggestionList
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.ranking import Order
from desktop_client.commerce.suggestions import Outside, Suggestions
from desktop_client.errors import SidelightError
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.panel import presenter
from desktop_client.ui.panel.current_list import CurrentList, Presented
from desktop_client.ui.panel.view_model import PanelView
from desktop_client.wording import say

NEED = ShoppingNeed("face mask")
SHELF = [make_offer(str(number), "Face mask", price=None) for number in range(3)]


class Watched(Suggestions):
    """Notes in which thread it is asked for something."""

    def __init__(self, *args, **fields) -> None:
        super().__init__(*args, **fields)
        self.threads: set[threading.Thread] = set()

    def __getattribute__(self, name: str):
        if name in ("suggest", "send", "decline", "reorder"):
            self.threads.add(threading.current_thread())
        return super().__getattribute__(name)


@dataclass
class Desk:
    """A list, what lies beyond it, and what it has said."""

    list: CurrentList
    suggestions: Watched
    door: OpenDoor
    switches: Switchboard
    shown: list[Presented] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    now: list = field(default_factory=lambda: [NOW])

    @property
    def states(self) -> dict[str, State]:
        return (
            {coverage.source_id: coverage.state for coverage in self.list.listed.coverage} if self.list.listed else {}
        )

    @property
    def hosts(self) -> list[str]:
        return [outgoing.host.removesuffix(".example") for outgoing in self.door.sent]


OpenDesk = Callable[..., Desk]


@pytest.fixture
def desk(qtbot) -> Iterator[OpenDesk]:
    bridges: list[Bridge] = []
    doors: list[OpenDoor] = []

    def open_desk(*sources: Talkative, keep: Callable[[str, bool], None] | None = None) -> Desk:
        bridge, door = Bridge(), OpenDoor()
        bridges.append(bridge)
        doors.append(door)
        every = [ScriptedSource("shelf", SHELF), *sources]
        switches = Switchboard(*(source.manifest.id for source in every))
        now = [NOW]
        suggestions = Watched(every, switches, lambda: now[0], outside=Outside(door, NoKeys(), MemoryRecord()))

        def at_once(source_id: str, on: bool) -> None:
            (switches.at_once.add if on else switches.at_once.discard)(source_id)

        def view_of(listed: SuggestionList, renewed: frozenset[str]) -> PanelView:
            return presenter.panel_view(listed, now[0], "en", renewed=renewed)

        made = CurrentList(suggestions, keep or at_once, bridge, view_of)
        desk = Desk(made, suggestions, door, switches, now=now)
        made.changed.connect(desk.shown.append)
        made.failed.connect(desk.failures.append)
        return desk

    yield open_desk
    for door in doors:
        door.open.set()
    for bridge in bridges:
        bridge.close()


def searched(qtbot, desk: Desk, need: ShoppingNeed = NEED) -> None:
    with qtbot.waitSignal(desk.list.settled):
        desk.list.search(need)


def test_what_is_sent_is_what_was_shown_and_what_comes_is_listed(qtbot, desk):
    one = desk(Talkative("shop", 1))
    searched(qtbot, one)
    shown = one.list.listed.previews[0].outgoing
    assert (one.states["shop"], one.door.sent) == (State.WAITING, [])
    with qtbot.waitSignal(one.list.settled):
        one.list.send(["shop"])
    assert one.door.sent == [shown]
    assert one.states["shop"] is State.OK
    assert "shop" in {card.offer.source_id for card in one.shown[-1].view.cards}


def test_no_work_is_done_in_the_window_s_thread(qtbot, desk):
    one = desk(Talkative("shop", 1), Talkative("other", 1))
    searched(qtbot, one)
    for act in (
        lambda: one.list.send(["shop"]),
        lambda: one.list.decline(["other"]),
    ):
        with qtbot.waitSignal(one.list.settled):
            act()
    with qtbot.waitSignal(one.list.changed):
        one.list.reorder(Order.NEWEST)
    assert threading.main_thread() not in one.suggestions.threads
    assert QCoreApplication.instance().thread() is one.list.thread()


def test_a_second_send_waits_for_the_first_and_loses_nothing(qtbot, desk):
    one = desk(Talkative("a", 1), Talkative("b", 1), Talkative("c", 1))
    searched(qtbot, one)
    one.door.open.clear()
    one.list.send(["a"])
    qtbot.waitUntil(lambda: one.hosts == ["a"])
    one.list.send(["b"])
    one.list.send(["b", "a"])
    one.list.decline(["c"])
    assert (one.list.sending, one.list.following, one.list.declined) == ({"a"}, {"b"}, {"c"})
    one.door.open.set()
    qtbot.waitUntil(lambda: one.states["b"] is State.OK)
    assert one.hosts == ["a", "b"]
    assert one.states["a"] is State.OK
    assert one.states["c"] is State.NOT_SENT
    # What came of the last is told before the job that told it has ended.
    qtbot.waitUntil(lambda: (one.list.sending, one.list.following, one.list.declined) == (set(), set(), set()))


def test_what_was_declined_while_another_was_sent_is_never_sent(qtbot, desk):
    one = desk(Talkative("a", 1), Talkative("b", 1))
    searched(qtbot, one)
    one.door.open.clear()
    one.list.send(["a"])
    one.list.decline(["b"])
    one.list.send(["b"])
    one.door.open.set()
    qtbot.waitUntil(lambda: one.states["b"] is State.NOT_SENT)
    assert one.hosts == ["a"]


def test_another_need_drops_what_waited_for_the_old_one(qtbot, desk):
    one = desk(Talkative("shop", 1))
    searched(qtbot, one)
    searched(qtbot, one, replace(NEED, text="tea"))
    with qtbot.waitSignal(one.list.settled):
        one.list.send(["shop"])
    assert [b"tea" in outgoing.wire for outgoing in one.door.sent] == [True]
    one.list.drop()
    one.list.send(["shop"])
    assert one.list.listed is None
    assert len(one.door.sent) == 1


def test_what_comes_for_an_old_need_is_dropped(qtbot, desk):
    one = desk(Talkative("shop", 1))
    searched(qtbot, one)
    one.door.open.clear()
    one.list.send(["shop"])
    qtbot.waitUntil(lambda: len(one.door.sent) == 1)
    searched(qtbot, one, replace(NEED, text="tea"))
    before = len(one.shown)
    one.door.open.set()
    with qtbot.waitSignal(one.list.settled):
        one.list.decline(["shop"])
    assert {presented.listed.need.text for presented in one.shown[before:]} == {"tea"}


def test_cancelling_stops_what_is_asked_and_what_would_follow(qtbot, desk):
    one = desk(Talkative("a", 1), Talkative("b", 1))
    searched(qtbot, one)
    one.door.open.clear()
    one.list.send(["a"])
    one.list.send(["b"])
    with qtbot.waitSignal(one.list.settled):
        one.list.cancel()
    assert one.states["a"] is State.CANCELLED
    assert one.states["b"] is State.WAITING
    assert (one.list.sending, one.list.following) == (set(), set())
    assert one.hosts == ["a"]
    one.door.open.set()
    with qtbot.waitSignal(one.list.settled):
        one.list.send(["b"])
    assert one.states["b"] is State.OK, "what was cancelled before must not cancel this"


def test_at_once_holds_from_this_send_on(qtbot, desk):
    one = desk(Talkative("shop", 3))
    searched(qtbot, one)
    with qtbot.waitSignal(one.list.settled):
        one.list.send(["shop"], ["shop"])
    assert (one.states["shop"], len(one.door.sent)) == (State.OK, 3)
    searched(qtbot, one)
    assert one.states["shop"] is State.OK


def test_nothing_is_sent_where_the_choice_cannot_be_kept(qtbot, desk):
    def full(source_id: str, on: bool) -> None:
        raise SidelightError(say("It broke: {why}", why="the disk is full"))

    one = desk(Talkative("shop", 1), keep=full)
    searched(qtbot, one)
    with qtbot.waitSignal(one.list.failed):
        one.list.send(["shop"], ["shop"])
    assert one.door.sent == []
    assert one.list.sending == set()
    with qtbot.waitSignal(one.list.settled):
        one.list.send(["shop"])
    assert one.hosts == ["shop"]


def test_a_request_that_grew_old_is_shown_anew_and_says_so(qtbot, desk):
    one = desk(Talkative("shop", 1))
    searched(qtbot, one)
    one.now[0] = NOW + timedelta(minutes=6)
    with qtbot.waitSignal(one.list.settled):
        one.list.send(["shop"])
    assert (one.states["shop"], one.door.sent) == (State.WAITING, [])
    assert "made anew" in one.shown[-1].view.previews[0].note
    with qtbot.waitSignal(one.list.settled):
        one.list.send(["shop"])
    assert one.states["shop"] is State.OK


def test_the_next_request_of_a_search_is_shown_as_such(qtbot, desk):
    one = desk(Talkative("shop", 2))
    searched(qtbot, one)
    with qtbot.waitSignal(one.list.settled):
        one.list.send(["shop"])
    assert one.shown[-1].view.previews[0].note.startswith("Request 2 of this search")


def test_another_order_holds_for_what_comes_later(qtbot, desk):
    one = desk(Talkative("shop", 1))
    searched(qtbot, one)
    one.door.open.clear()
    one.list.send(["shop"])
    with qtbot.waitSignal(one.list.changed):
        one.list.reorder(Order.TOTAL_PRICE)
    assert one.list.listed.common.order is Order.TOTAL_PRICE
    one.shown.clear()
    one.door.open.set()
    qtbot.waitUntil(lambda: one.states["shop"] is State.OK)
    assert one.list.listed.common.order is Order.TOTAL_PRICE
    assert {presented.view.order for presented in one.shown} == {"total_price"}, "it never jumps back"
    assert one.list.listed.rows[0].offer.source_id == "shop", "the only one with a price"


def test_a_list_that_is_ordered_while_sources_are_asked_is_not_called_done(qtbot, desk):
    slow, slower = (
        ScriptedSource(name, [make_offer("9", "Face mask", source_id=name)], hold=True) for name in ("slow", "slower")
    )
    one = desk(slow, slower)
    with qtbot.waitSignal(one.list.changed):
        one.list.search(NEED)
    with qtbot.waitSignal(one.list.changed):
        one.list.reorder(Order.NEWEST)
    assert one.shown[-1].view.order == "newest"
    assert not one.list.listed.done
    assert one.shown[-1].view.asking
    with qtbot.waitSignal(one.list.changed):
        slow.release.set()
    assert one.states["slow"] is State.OK
    assert not one.list.listed.done
    with qtbot.waitSignal(one.list.settled):
        slower.release.set()
    assert one.list.listed.done


def test_rows_of_a_source_that_goes_off_leave(qtbot, desk):
    one = desk(Talkative("shop", 1))
    searched(qtbot, one)
    one.switches.on.discard("shop")
    with qtbot.waitSignal(one.list.changed):
        one.list.refresh()
    assert one.states["shop"] is State.OFF
    assert one.shown[-1].view.previews == ()
