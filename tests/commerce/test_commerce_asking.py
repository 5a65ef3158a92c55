"""A search is driven request by request; nothing is sent that was not shown, where the user wants to see it first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from standins.doors import MemoryRecord, NoKeys, OpenDoor, Talkative
from standins.offers import NOW
from standins.sources import Switchboard

from desktop_client.commerce.asking.one_source import MOST_REQUESTS
from desktop_client.commerce.asking.suggestion_list import State, SuggestionList
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.source import CredentialField
from desktop_client.commerce.suggestions import Outside, Suggestions

NEED = ShoppingNeed("face mask")


class Times:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def door() -> OpenDoor:
    return OpenDoor()


@pytest.fixture
def times() -> Times:
    return Times()


def suggestions(door: OpenDoor, times: Times, *sources: Talkative, at_once: tuple[str, ...] = ()) -> Suggestions:
    switches = Switchboard(*(source.manifest.id for source in sources))
    switches.at_once = set(at_once)
    return Suggestions(sources, switches, times, outside=Outside(door, NoKeys(), MemoryRecord()))


def state(listed: SuggestionList) -> State:
    return listed.coverage[0].state


def test_nothing_is_sent_before_it_was_shown_and_then_byte_for_byte(door: OpenDoor, times: Times) -> None:
    asking = suggestions(door, times, Talkative())
    first = asking.suggest(NEED)
    assert (state(first), door.sent, first.rows) == (State.WAITING, [], ())
    second = asking.send(first, ["shop"])
    assert door.sent == [first.previews[0].outgoing]
    assert state(second) is State.WAITING, "the second request was not shown before it was sent"
    assert second.previews[0].number == 2
    third = asking.send(second, ["shop"])
    assert door.sent == [first.previews[0].outgoing, second.previews[0].outgoing]
    assert (state(third), len(third.rows), third.previews) == (State.OK, 1, ())


def test_at_once_sends_without_waiting(door: OpenDoor, times: Times) -> None:
    listed = suggestions(door, times, Talkative(), at_once=("shop",)).suggest(NEED)
    assert (state(listed), len(door.sent)) == (State.OK, 2)


def test_what_is_declined_is_never_sent(door: OpenDoor, times: Times) -> None:
    asking = suggestions(door, times, Talkative())
    declined = asking.decline(asking.suggest(NEED), ["shop"])
    assert (state(declined), declined.previews) == (State.NOT_SENT, ())
    assert state(asking.send(declined, ["shop"])) is State.NOT_SENT
    assert door.sent == []


def test_only_the_sources_named_are_sent(door: OpenDoor, times: Times) -> None:
    asking = suggestions(door, times, Talkative("one", 1), Talkative("two", 1))
    listed = asking.send(asking.suggest(NEED), ["two"])
    assert [outgoing.host for outgoing in door.sent] == ["two.example"]
    assert [coverage.state for coverage in listed.coverage] == [State.WAITING, State.OK]


def test_a_preview_that_has_grown_old_is_shown_anew(door: OpenDoor, times: Times) -> None:
    asking = suggestions(door, times, Talkative(requests=1))
    old = asking.suggest(NEED)
    times.now = NOW + timedelta(minutes=5, seconds=1)
    anew = asking.send(old, ["shop"])
    assert (state(anew), door.sent) == (State.WAITING, [])
    assert anew.previews[0].at == times.now
    assert state(asking.send(anew, ["shop"])) is State.OK


def test_a_request_that_its_platform_takes_for_a_while_only_waits_no_longer(door: OpenDoor, times: Times) -> None:
    source = Talkative(requests=1)
    source.manifest = replace(source.manifest, requests_hold_s=180)
    asking = suggestions(door, times, source)
    shown = asking.suggest(NEED)
    times.now = NOW + timedelta(seconds=181)
    anew = asking.send(shown, ["shop"])
    assert (state(anew), door.sent) == (State.WAITING, [])
    times.now += timedelta(seconds=180)
    assert state(asking.send(anew, ["shop"])) is State.OK


def test_none_may_wait_longer_than_any_other(door: OpenDoor, times: Times) -> None:
    source = Talkative(requests=1)
    source.manifest = replace(source.manifest, requests_hold_s=3_600)
    asking = suggestions(door, times, source)
    shown = asking.suggest(NEED)
    times.now = NOW + timedelta(minutes=5, seconds=1)
    assert (state(asking.send(shown, ["shop"])), door.sent) == (State.WAITING, [])


def test_a_waiting_source_that_is_switched_off_loses_its_preview(door: OpenDoor, times: Times) -> None:
    switches = Switchboard("shop")
    asking = Suggestions([Talkative()], switches, times, outside=Outside(door, NoKeys(), MemoryRecord()))
    listed = asking.suggest(NEED)
    switches.on.clear()
    after = asking.reorder(listed)
    assert (state(after), after.previews) == (State.OFF, ())


def test_a_search_that_never_ends_is_ended(door: OpenDoor, times: Times) -> None:
    listed = suggestions(door, times, Talkative(requests=99), at_once=("shop",)).suggest(NEED)
    assert state(listed) is State.FAILED
    assert len(door.sent) == MOST_REQUESTS


def test_a_connector_without_its_key_is_not_asked_and_has_its_search_page(door: OpenDoor, times: Times) -> None:
    source = Talkative()
    for name, value in (
        ("link_out", "https://shop.example/?q={words}"),
        ("credential_fields", (CredentialField("key", {"en": "Key", "zh": "密钥"}),)),
    ):
        object.__setattr__(source.manifest, name, value)
    listed = suggestions(door, times, source).suggest(NEED)
    assert (state(listed), listed.previews, door.sent) == (State.LINK_OUT, (), [])


def test_without_an_outside_nothing_can_be_sent(times: Times) -> None:
    listed = Suggestions([Talkative()], Switchboard("shop"), times).suggest(NEED)
    assert state(listed) is State.FAILED
    assert "did not send" in str(listed.coverage[0].error)
