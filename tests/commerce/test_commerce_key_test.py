"""The test of a key: shown first, sent as it was shown, and said in words."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from standins.clock import FakeClock
from standins.doors import OpenDoor, Talkative
from standins.gates import MemoryRecord, gate
from standins.offers import NOW
from standins.shop_cases import CASES
from standins.sources import ScriptedSource, Switchboard

from desktop_client.commerce.asking.key_test import KeyTest, Outcome, Verdict
from desktop_client.commerce.asking.one_source import FRESH_FOR, Preview
from desktop_client.commerce.sending.faults import Cancelled, Fault, SourceError
from desktop_client.commerce.sending.request import Outgoing, Purpose, Response
from desktop_client.commerce.source import Manifest
from desktop_client.wording import say

ETSY, EBAY = CASES["etsy"], CASES["ebay"]


def ended(test: KeyTest) -> tuple[list[Preview], Verdict]:
    """Send all that is shown, until there is a verdict."""
    shown: list[Preview] = []
    came = test.start()
    while isinstance(came, Preview):
        shown.append(came)
        came = test.send(came, threading.Event())
    return shown, came


class FailingDoor(OpenDoor):
    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def send(self, manifest: Manifest, outgoing: Outgoing, cancel: threading.Event) -> Response:
        raise self.error


def test_a_key_that_is_taken() -> None:
    with ETSY.served() as (door, _):
        test = KeyTest(ETSY.source, ETSY.credentials, door, lambda: NOW)
        first = test.start()
        assert isinstance(first, Preview)
        assert door.sent == [], "shown, and not yet sent"
        assert first.outgoing.request.purpose is Purpose.KEY_TEST
        assert ETSY.credentials["shared_secret"] not in first.outgoing.shown
        verdict = test.send(first, threading.Event())
    assert isinstance(verdict, Verdict)
    assert verdict.outcome is Outcome.ACCEPTED
    assert [sent.wire for sent in door.sent] == [first.outgoing.wire]


def test_a_key_that_is_refused_is_said_in_the_platforms_words() -> None:
    with ETSY.served() as (door, shop):
        shop.granted = False
        _, verdict = ended(KeyTest(ETSY.source, ETSY.credentials, door, lambda: NOW))
    assert verdict.outcome is Outcome.REFUSED
    assert "pending approval" in str(verdict.words)


def test_a_platform_that_repeats_the_key_is_not_quoted() -> None:
    with ETSY.served() as (door, _):
        wrong = {**ETSY.credentials, "keystring": "canarywrongkeystring"}
        _, verdict = ended(KeyTest(ETSY.source, wrong, door, lambda: NOW))
    assert verdict.outcome is Outcome.REFUSED
    assert "canarywrong" not in str(verdict.words)


def test_each_request_of_a_test_is_shown_by_itself() -> None:
    with EBAY.served() as (door, _):
        shown, verdict = ended(KeyTest(EBAY.source, EBAY.credentials, door, lambda: NOW))
    assert [preview.outgoing.request.purpose for preview in shown] == [Purpose.TOKEN, Purpose.KEY_TEST]
    assert verdict.outcome is Outcome.ACCEPTED


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (SourceError(Fault.AUTH), Outcome.REFUSED),
        (SourceError(Fault.PERMISSION), Outcome.REFUSED),
        (SourceError(Fault.OFFLINE), Outcome.NO_ANSWER),
        (SourceError(Fault.TIMED_OUT), Outcome.NO_ANSWER),
        (SourceError(Fault.THROTTLED), Outcome.NOTHING_LEARNT),
        (SourceError(Fault.UPSTREAM), Outcome.NOTHING_LEARNT),
        (SourceError(Fault.REFUSED, say("Not like this.")), Outcome.NOTHING_LEARNT),
        (Cancelled(), Outcome.NOTHING_LEARNT),
    ],
)
def test_only_a_platform_that_says_no_refuses_a_key(error: Exception, outcome: Outcome) -> None:
    _, verdict = ended(KeyTest(Talkative(), {}, FailingDoor(error), lambda: NOW))
    assert verdict.outcome is outcome


def test_a_source_that_is_off_is_not_asked_for_a_test_either() -> None:
    record = MemoryRecord()
    door = gate(Switchboard(), record)
    _, verdict = ended(KeyTest(ETSY.source, ETSY.credentials, door, lambda: NOW))
    assert verdict.outcome is Outcome.NOTHING_LEARNT
    assert record.events == []


def test_a_request_that_waited_too_long_is_made_anew_and_not_sent() -> None:
    clock, door = FakeClock(NOW), OpenDoor()
    test = KeyTest(Talkative(requests=1), {}, door, clock)
    old = test.start()
    assert isinstance(old, Preview)
    again = test.send(replace(old, at=NOW - FRESH_FOR - timedelta(seconds=1)), threading.Event())
    assert isinstance(again, Preview)
    assert (again.number, door.sent) == (1, [])


def test_where_nothing_can_be_sent_nobody_is_said_to_have_refused() -> None:
    broken = ScriptedSource("shop", error=SourceError(Fault.AUTH, say("No key.")))
    shown, verdict = ended(KeyTest(broken, {}, OpenDoor(), lambda: NOW))
    assert (shown, verdict.outcome) == ([], Outcome.NOTHING_LEARNT)
    assert "Nothing was sent" in str(verdict.words)
