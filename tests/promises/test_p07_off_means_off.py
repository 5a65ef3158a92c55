"""P7, off means off: a source that is off is not asked; one switched off in mid-request leaves at once, for good.

The first half is about the list, the second about the network: real sockets, counted at the servers' end.
"""

from __future__ import annotations

import threading
from contextlib import ExitStack
from dataclasses import replace
from itertools import chain, combinations, product
from pathlib import Path

import pytest
from standins.gates import CountingResolver, MemoryRecord, NoKeys, WiredSource, gate, shows
from standins.hostile_server import HostileServer, head, then_silence
from standins.mall import Mall, MallKeys
from standins.offers import NOW, make_offer, mask
from standins.sources import MemoryShelf, ScriptedSource, Switchboard

from desktop_client import settings as options
from desktop_client.app import Parts
from desktop_client.commerce.asking.suggestion_list import State, SuggestionList
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.sending.faults import Cancelled, Fault, SourceError
from desktop_client.commerce.sending.request import Request
from desktop_client.commerce.source import Mode
from desktop_client.commerce.sources.context import SourceContext
from desktop_client.commerce.sources.shelf import ShelfSource
from desktop_client.commerce.suggestions import Limits, Outside, Suggestions
from desktop_client.commerce.switches import OffHere, SwitchesHere
from desktop_client.paths import Profile
from desktop_client.settings import Settings
from desktop_client.ui.panel.presenter import panel_view

NEED = ShoppingNeed("mask")
NAMES = ("shelf", "jd", "shopify", "ebay")
STATES = list(chain.from_iterable(combinations(NAMES, n) for n in range(len(NAMES) + 1)))


def _source(name: str, **options) -> ScriptedSource:
    return ScriptedSource(name, [make_offer(f"{name}-1", source_id=name)], **options)


@pytest.mark.parametrize("on", STATES)
def test_only_what_is_on_is_asked(on: tuple[str, ...]) -> None:
    sources = [_source(name) for name in NAMES]
    listed = Suggestions(sources, Switchboard(*on), lambda: NOW).suggest(NEED)
    assert [len(source.asked) for source in sources] == [int(name in on) for name in NAMES]
    assert {row.offer.source_id for row in listed.rows} == set(on)
    assert [c.state for c in listed.coverage] == [State.OK if name in on else State.OFF for name in NAMES]


def test_with_commerce_off_nobody_is_asked() -> None:
    sources = [_source(name) for name in NAMES]
    listed = Suggestions(sources, Switchboard(), lambda: NOW).suggest(NEED)
    assert not any(source.asked for source in sources)
    assert listed.done
    assert listed.rows == ()


@pytest.mark.parametrize("on_again", [False, True])
def test_switched_off_in_mid_request_it_leaves_and_what_comes_late_is_dropped(on_again: bool) -> None:
    switches = Switchboard("jd", "shopify")
    late, other = _source("jd", hold=True, heeds_cancel=False), _source("shopify", hold=True)
    left = threading.Event()
    lists: list[SuggestionList] = []

    def on_update(listed: SuggestionList) -> None:
        lists.append(listed)
        if listed.coverage[0].state is State.OFF:
            left.set()

    suggestions = Suggestions([late, other], switches, lambda: NOW)
    asking = threading.Thread(target=lambda: lists.append(suggestions.suggest(NEED, on_update)))
    asking.start()
    assert late.started.wait(30)
    assert other.started.wait(30)
    switches.on.discard("jd")
    assert left.wait(30), "it stayed in the list while its answer was awaited"
    assert late.cancel is not None
    assert late.cancel.is_set(), "it was not told to stop"
    if on_again:
        switches.on.add("jd")
    # It answers all the same, before the others have.
    late.release.set()
    assert late.answered.wait(30)
    other.release.set()
    asking.join(30)
    assert [c.state for c in lists[-1].coverage] == [State.OFF, State.OK]
    assert all(row.offer.source_id != "jd" for listed in lists for row in listed.rows)


def test_the_switch_is_looked_at_often_enough_to_leave_within_200_ms() -> None:
    assert Limits().look_every_s <= 0.1


class _OffBeforeRowsAreTaken(ScriptedSource):
    """Its own search ends with its switch thrown: on when asked, off when its rows come."""

    def __init__(self, switches: Switchboard) -> None:
        super().__init__("jd", [make_offer("jd-1", source_id="jd")])
        self._switches = switches

    def search(self, query):
        page = yield from super().search(query)
        self._switches.on.discard("jd")
        return page


def test_the_switch_is_asked_again_before_rows_are_taken() -> None:
    switches = Switchboard("jd")
    listed = Suggestions([_OffBeforeRowsAreTaken(switches)], switches, lambda: NOW).suggest(NEED)
    assert listed.rows == ()
    assert listed.coverage[0].state is State.OFF


def test_rows_that_were_taken_leave_when_their_source_is_switched_off() -> None:
    switches = Switchboard("jd", "shopify")
    first, second = _source("jd"), _source("shopify", hold=True)
    lists: list[SuggestionList] = []

    def on_update(listed: SuggestionList) -> None:
        lists.append(listed)
        if listed.coverage[0].state is State.OK:
            switches.on.discard("jd")
            second.release.set()

    suggestions = Suggestions([first, second], switches, lambda: NOW)
    listed = suggestions.suggest(NEED, on_update)
    assert {row.offer.source_id for row in lists[0].rows} == {"jd"}
    assert {row.offer.source_id for row in listed.rows} == {"shopify"}
    switches.on.discard("shopify")
    assert suggestions.reorder(listed).rows == ()


def test_a_source_that_failed_and_was_switched_off_since_is_off_and_with_none_on_the_panel_says_so() -> None:
    switches = Switchboard("broken", "slow")
    late = SourceError(Fault.TIMED_OUT)
    sources = [ScriptedSource("broken", error=ZeroDivisionError("x")), ScriptedSource("slow", error=late)]
    suggestions = Suggestions(sources, switches, lambda: NOW)
    listed = suggestions.suggest(NEED)
    assert [coverage.state for coverage in listed.coverage] == [State.FAILED, State.TIMED_OUT]
    switches.on.clear()
    after = suggestions.reorder(listed)
    assert [(coverage.state, coverage.error) for coverage in after.coverage] == [(State.OFF, None)] * 2
    view = panel_view(after, NOW, "en")
    assert (view.coverage, view.reason) == (("2 sources off",), "No source is switched on.")


def test_a_saved_row_of_a_platform_that_is_off_stays_on_the_shelf() -> None:
    saved = [make_offer("jd-1", source_id="jd"), mask("own", "Face mask", category="Face masks")]
    context = SourceContext(MemoryShelf(saved), lambda: NOW)
    shelf = ShelfSource(context)
    for platforms in ([_source("jd")], []):
        suggestions = Suggestions([shelf, *platforms], Switchboard("shelf"), lambda: NOW, platforms=["jd"])
        assert {row.offer.offer_id for row in suggestions.suggest(NEED).rows} == {"own"}
    both = Suggestions([shelf], Switchboard("shelf", "jd"), lambda: NOW, platforms=["jd"])
    assert {row.offer.offer_id for row in both.suggest(NEED).rows} == {"own", "jd-1"}


def test_a_network_source_cannot_bring_rows_under_another_name() -> None:
    source = ScriptedSource("jd", [make_offer("x", source_id="shelf"), make_offer("y", source_id="jd")], mode=Mode.API)
    listed = Suggestions([source], Switchboard("jd", "shelf"), lambda: NOW).suggest(NEED)
    assert [row.offer.offer_id for row in listed.rows] == ["y"]


# --- the network -------------------------------------------------------------------------------------------------

SHOPS = [f"shop{number}" for number in range(8)]
SHOP_STATES = list(chain.from_iterable(combinations(SHOPS, n) for n in range(len(SHOPS) + 1)))


def test_over_all_switch_states_nobody_else_is_looked_up_or_connected_to() -> None:
    """Eight platforms, 256 states, one process: look-ups counted by name, connections where they arrive."""
    look_up = CountingResolver(**{f"{name}_example": ["127.0.0.1"] for name in SHOPS})
    switches, record = Switchboard(), MemoryRecord()
    switches.at_once = set(SHOPS)
    with ExitStack() as listening:
        servers = {name: listening.enter_context(HostileServer(shows("Face mask"))) for name in SHOPS}
        sources = [WiredSource(name, f"http://{name}.example:{servers[name].port}/search") for name in SHOPS]
        door = gate(switches, record, resolve=look_up)
        suggestions = Suggestions(sources, switches, lambda: NOW, outside=Outside(door, NoKeys(), record))
        for on in SHOP_STATES:
            switches.on = set(on)
            before = {name: server.accepted for name, server in servers.items()}
            look_up.asked.clear()
            listed = suggestions.suggest(NEED)
            assert {name: server.accepted - before[name] for name, server in servers.items()} == {
                name: int(name in on) for name in SHOPS
            }
            assert sorted(look_up.asked) == [f"{name}.example" for name in on]
            assert {row.offer.source_id for row in listed.rows} == set(on)
    assert len(SHOP_STATES) == 256
    assert len(record.asked) == len(record.came) == sum(map(len, SHOP_STATES))


def test_what_a_chat_has_off_is_off_there_and_it_can_switch_nothing_on() -> None:
    """Three states for each of five platforms, off, on, on but off in this chat, and the chat's own switch: 2 · 3^5."""
    names = SHOPS[:5]
    look_up = CountingResolver(**{f"{name}_example": ["127.0.0.1"] for name in names})
    everywhere, record = Switchboard(), MemoryRecord()
    everywhere.at_once = set(names)
    here = SwitchesHere(everywhere)
    states = list(product((False, True), product(("off", "on", "off here"), repeat=len(names))))
    with ExitStack() as listening:
        servers = {name: listening.enter_context(HostileServer(shows("Face mask"))) for name in names}
        sources = [WiredSource(name, f"http://{name}.example:{servers[name].port}/search") for name in names]
        outside = Outside(gate(here, record, resolve=look_up), NoKeys(), record)
        suggestions = Suggestions(sources, here, lambda: NOW, outside=outside)
        for everything_off, chosen in states:
            stands = dict(zip(names, chosen, strict=True))
            everywhere.on = {name for name, state in stands.items() if state != "off"}
            # A chat that names a platform which is off everywhere changes nothing.
            off_here = frozenset(name for name, state in stands.items() if state == "off here")
            here.off = OffHere(everything_off, off_here)
            wanted = [] if everything_off else [name for name, state in stands.items() if state == "on"]
            before = {name: server.accepted for name, server in servers.items()}
            look_up.asked.clear()
            listed = suggestions.suggest(NEED)
            assert sorted(look_up.asked) == [f"{name}.example" for name in wanted]
            assert [name for name in names if servers[name].accepted != before[name]] == wanted
            assert {row.offer.source_id for row in listed.rows} == set(wanted)
    assert len(states) == 486


def test_a_request_that_waited_is_not_sent_once_its_platform_is_off_in_this_chat() -> None:
    everywhere, record = Switchboard("shop0"), MemoryRecord()
    here = SwitchesHere(everywhere)
    with HostileServer(shows("Face mask")) as server:
        door = gate(here, record)
        suggestions = Suggestions(
            [WiredSource("shop0", server.url)], here, lambda: NOW, outside=Outside(door, NoKeys(), record)
        )
        waiting = suggestions.suggest(NEED)
        here.off = OffHere(sources=frozenset({"shop0"}))
        listed = suggestions.send(waiting, ["shop0"])
        with pytest.raises(Cancelled):
            # The gate by itself, whatever stands above it.
            door.send(WiredSource("shop0", server.url).manifest, waiting.previews[0].outgoing, threading.Event())
        assert server.accepted == 0
    assert [coverage.state for coverage in listed.coverage] == [State.OFF]
    assert record.asked == []


def test_over_all_switch_states_of_real_connectors_only_those_on_are_looked_up(tmp_path: Path) -> None:
    """The platforms' own connectors with their keys, and a network that knows no name: whom they want shows in it."""
    mall = Mall(tmp_path, lambda: NOW)
    host_of = {source.manifest.id: set(source.manifest.hosts) for source in mall.sources}
    names = [source.manifest.id for source in mall.sources][-8:]
    asked: list[str] = []

    def nowhere(host: str, port: int) -> list[str]:
        asked.append(host)
        raise OSError

    states = list(chain.from_iterable(combinations(names, n) for n in range(len(names) + 1)))
    switches, record = Switchboard(), MemoryRecord()
    switches.at_once = set(names)
    # With a barcode, since one of them is asked for nothing else.
    need = replace(NEED, text=f"{NEED.text} 3017620422003")
    for on in states:
        switches.on = set(on)
        asked.clear()
        # Anew each time: one that failed three times in a row, or was asked as often as it allows, would be left alone.
        outside = Outside(mall.gate(switches, record, resolve=nowhere), MallKeys(), record)
        listed = Suggestions(mall.sources, switches, lambda: NOW, outside=outside).suggest(need)
        assert len(asked) == len(on)
        assert all(sum(host in host_of[name] for host in asked) == 1 for name in on)
        assert {c.source_id for c in listed.coverage if c.state is not State.OFF} == set(on)
    assert len(states) == 256


def test_switched_off_in_mid_request_the_connection_is_closed_and_the_rest_never_taken() -> None:
    """The server has sent half and keeps the other half; it sees the client go before it could send the rest."""
    body = b'{"titles": ["Face mask"]}'
    switches, record = Switchboard("shop0"), MemoryRecord()
    switches.at_once = {"shop0"}
    with HostileServer(then_silence(head("200 OK", f"Content-Length: {len(body)}") + body[:-1])) as server:
        outside = Outside(gate(switches, record), NoKeys(), record)
        suggestions = Suggestions([WiredSource("shop0", server.url)], switches, lambda: NOW, outside=outside)
        lists: list[SuggestionList] = []
        asking = threading.Thread(target=lambda: lists.append(suggestions.suggest(NEED)))
        asking.start()
        assert server.heard.wait(30)
        switches.on.clear()
        assert server.client_gone.wait(30), "the connection stayed open"
        assert not server.released.is_set()
        asking.join(30)
    assert [coverage.state for coverage in lists[0].coverage] == [State.OFF]
    assert lists[0].rows == ()
    assert [came.outcome for came in record.came] == ["cancelled"]


def test_a_request_that_waited_while_its_source_was_switched_off_is_not_sent() -> None:
    switches, record = Switchboard("shop0"), MemoryRecord()
    with HostileServer(shows("Face mask")) as server:
        outside = Outside(gate(switches, record), NoKeys(), record)
        suggestions = Suggestions([WiredSource("shop0", server.url)], switches, lambda: NOW, outside=outside)
        waiting = suggestions.suggest(NEED)
        switches.on.clear()
        listed = suggestions.send(waiting, ["shop0"])
        assert server.accepted == 0
    assert [coverage.state for coverage in listed.coverage] == [State.OFF]
    assert record.asked == []


def test_a_fresh_profile_has_everything_off(profile: Profile) -> None:
    """Suggestions, and once they are on, every platform: the first to be offered is this computer's own shelf."""
    with Parts(profile, Settings(profile.settings)) as parts:
        labels = parts.registry.manifests
        assert sum(label.networked for label in labels) > 10
        assert [label.id for label in labels if parts.switches().is_on(label.id)] == []
        assert [label.id for label in labels if parts.switches(for_once=True).is_on(label.id)] == ["shelf"]
        parts.settings.set(options.COMMERCE, value=True)
        assert [label.id for label in labels if parts.switches().is_on(label.id)] == ["shelf"]
        assert all(parts.switches().asks_first(label.id) for label in labels)


def test_the_gate_of_a_profile_is_as_open_as_the_profile_says(profile: Profile) -> None:
    cancel = threading.Event()
    with HostileServer(shows("Face mask")) as server, Parts(profile, Settings(profile.settings)) as parts:
        label = WiredSource("shop0", server.url).manifest
        switched, for_once = (parts.outside(parts.switches(for_once=once)).door for once in (False, True))
        outgoing = switched.prepare(label, Request.get(server.url))
        for door, commerce, source in product((switched, for_once), (False, True), (False, True)):
            parts.settings.set(options.COMMERCE, commerce)
            parts.settings.set(options.SOURCES, {"shop0": source})
            before = server.accepted
            if source and (commerce or door is for_once):
                assert door.send(label, outgoing, cancel).status == 200
            else:
                with pytest.raises(Cancelled):
                    door.send(label, outgoing, cancel)
                assert server.accepted == before
