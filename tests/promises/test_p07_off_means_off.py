"""P7, off means off: a source that is off is not asked; one switched off in mid-request leaves at once, for good."""

from __future__ import annotations

import threading
from itertools import chain, combinations

import pytest
from standins.offers import NOW, make_offer, mask
from standins.sources import MemoryShelf, ScriptedSource, Switchboard

from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.sources.context import SourceContext
from desktop_client.commerce.sources.shelf import ShelfSource
from desktop_client.commerce.sources.source import Mode
from desktop_client.commerce.suggestion_list import State, SuggestionList
from desktop_client.commerce.suggestions import Limits, Suggestions

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
