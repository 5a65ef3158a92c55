"""A platform is asked no more often than its label says that it may be."""

from __future__ import annotations

from dataclasses import replace

import pytest
from standins.gates import Asker
from standins.hostile_server import HostileServer, says
from standins.sources import manifest

from desktop_client.commerce.record import Asked
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.sending.pace import Pace, RateLimit
from desktop_client.commerce.sending.request import Purpose, Request

LIMITS = (RateLimit(2, 1), RateLimit(3, 60))


class Hand:
    """A clock that is turned by hand, in seconds."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def refused(pace: Pace) -> SourceError:
    with pytest.raises(SourceError) as refusal:
        pace.take("shop", LIMITS)
    assert refusal.value.fault is Fault.THROTTLED
    return refusal.value


def test_every_limit_is_kept_at_once() -> None:
    clock = Hand()
    pace = Pace(clock)
    pace.take("shop", LIMITS)
    clock.now += 0.5
    pace.take("shop", LIMITS)
    assert refused(pace).retry_after_s == pytest.approx(0.5)
    clock.now += 0.5
    pace.take("shop", LIMITS)
    clock.now += 10
    assert refused(pace).retry_after_s == pytest.approx(49)
    clock.now += 49
    pace.take("shop", LIMITS)


def test_what_was_refused_does_not_count() -> None:
    clock = Hand()
    pace = Pace(clock)
    pace.take("shop", LIMITS)
    pace.take("shop", LIMITS)
    for _ in range(5):
        clock.now += 0.1
        refused(pace)
    clock.now += 0.5
    pace.take("shop", LIMITS)


def test_each_source_has_its_own_and_who_names_no_limit_has_none() -> None:
    pace = Pace(Hand())
    pace.take("shop", LIMITS)
    pace.take("shop", LIMITS)
    refused(pace)
    pace.take("other", LIMITS)
    for _ in range(100):
        pace.take("free", ())


def test_a_host_that_wants_to_be_left_alone_is_for_as_long_and_no_other() -> None:
    clock = Hand()
    pace = Pace(clock)
    pace.hold("page", "busy.example", 60)
    pace.hold("page", "busy.example", 5)
    clock.now += 59
    with pytest.raises(SourceError) as refusal:
        pace.look("page", "busy.example")
    assert (refusal.value.fault, refusal.value.retry_after_s) == (Fault.THROTTLED, pytest.approx(1))
    pace.look("page", "other.example")
    clock.now += 1
    pace.look("page", "busy.example")


@pytest.mark.parametrize("purpose", [Purpose.TOKEN, Purpose.SEARCH, Purpose.LINK])
def test_the_gate_leaves_alone_whoever_asked_for_it(purpose: Purpose) -> None:
    clock = Hand()
    with HostileServer(says(b"{}", "Retry-After: 7", status="429 Too Many Requests")) as server:
        asker = Asker(monotonic=clock)
        assert asker.ask(server).status == 429
        clock.now += 6
        with pytest.raises(SourceError, match="in 1 s it may"):
            asker.ask(Request.get(server.url, purpose=purpose))
        assert server.accepted == 1
        clock.now += 1
        assert asker.ask(server).status == 429


def test_the_wait_is_said_in_whole_seconds() -> None:
    pace = Pace(Hand())
    one = (RateLimit(1, 90),)
    pace.take("shop", one)
    with pytest.raises(SourceError) as refusal:
        pace.take("shop", one)
    assert str(refusal.value).startswith("It may not be asked more often; in 90 s it may.")


def test_the_gate_asks_nobody_more_often_and_the_record_has_only_what_was_sent() -> None:
    shop = replace(manifest("shop"), hosts=("shop.example",), rate_limit=(RateLimit(1, 60),))
    asker = Asker(shop, resolve=lambda *_: ())
    with pytest.raises(SourceError) as first:
        asker.ask(Request.get("https://shop.example/search"))
    assert first.value.fault is Fault.OFFLINE
    with pytest.raises(SourceError) as second:
        asker.ask(Request.get("https://shop.example/search"))
    assert second.value.fault is Fault.THROTTLED
    assert sum(isinstance(event, Asked) for event in asker.record.events) == 1


def test_a_token_is_not_counted_and_the_search_that_needs_it_goes_out_at_once() -> None:
    shop = replace(manifest("shop"), hosts=("shop.example",), rate_limit=(RateLimit(1, 60),))
    asker = Asker(shop, resolve=lambda *_: ())
    for purpose in (Purpose.TOKEN, Purpose.SEARCH, Purpose.TOKEN):
        with pytest.raises(SourceError) as failed:
            asker.ask(Request.get("https://shop.example/search", purpose=purpose))
        assert failed.value.fault is Fault.OFFLINE
