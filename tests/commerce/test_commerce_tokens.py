"""Tokens that are fetched for a key: kept for the session, for that key alone, and never shown."""

from __future__ import annotations

import contextlib
import json

import pytest
from standins.clock import FakeClock
from standins.offers import NOW
from standins.shop_cases import CASES, Case
from standins.sources import MemoryShelf

from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.sending.request import Purpose
from desktop_client.commerce.sources.context import SourceContext

WITH_TOKENS = {name: case for name, case in CASES.items() if case.tokens}
EVERY = pytest.mark.parametrize("case", WITH_TOKENS.values(), ids=WITH_TOKENS.keys())


@EVERY
def test_one_lasts_for_the_session_until_shortly_before_it_ends(case: Case) -> None:
    clock = FakeClock(NOW)
    source = case.make(SourceContext(MemoryShelf(()), clock))
    with case.served() as (door, shop):
        shop.clock = clock
        lasts = shop.lasts_s  # type: ignore[attr-defined]
        for seconds, tokens in ((0, 1), (lasts - 361, 1), (1, 2), (1, 2)):
            clock.pass_(seconds=seconds)
            assert door.asked(source, case.query("suitcase")).offers
            assert [sent.request.purpose for sent in door.sent].count(Purpose.TOKEN) == tokens


@EVERY
def test_another_key_gets_another(case: Case) -> None:
    source = case.source
    with case.served() as (door, _):
        door.asked(source, case.query("suitcase"))
        with pytest.raises(SourceError) as caught:
            door.asked(source, case.query("suitcase", client_secret="another"))
    assert caught.value.fault is Fault.AUTH
    assert door.sent[-1].request.purpose is Purpose.TOKEN


@EVERY
def test_one_that_is_no_longer_taken_is_forgotten(case: Case) -> None:
    source = case.source
    with case.served() as (door, shop):
        door.asked(source, case.query("suitcase"))
        shop.tokens.clear()
        with pytest.raises(SourceError, match="Ask again") as caught:
            door.asked(source, case.query("suitcase"))
        assert caught.value.fault is Fault.AUTH
        assert door.asked(source, case.query("suitcase")).offers


@EVERY
@pytest.mark.parametrize(
    ("status", "body", "fault"),
    [
        (401, b'{"error": "invalid_client"}', Fault.AUTH),
        (400, b'{"error": "unauthorized_client", "error_description": "m"}', Fault.PERMISSION),
        (400, b'{"error": "invalid_scope"}', Fault.PERMISSION),
        (400, b'{"error": "invalid_request"}', Fault.BAD_REQUEST),
        (429, b"", Fault.THROTTLED),
        (500, b"<html>", Fault.UPSTREAM),
        (200, b"{}", Fault.SCHEMA),
        (200, b'{"access_token": ""}', Fault.SCHEMA),
        (200, b'{"access_token": 7}', Fault.SCHEMA),
        (200, b'{"access_token": "a\\r\\nX-Evil: 1"}', Fault.SCHEMA),
        (200, b"[]", Fault.SCHEMA),
    ],
)
def test_where_none_is_given(case: Case, status: int, body: bytes, fault: Fault) -> None:
    with case.served() as (door, shop):
        shop.canned = (status, body)
        with pytest.raises(SourceError) as caught:
            door.asked(case.source, case.query("suitcase"))
    assert caught.value.fault is fault
    assert len(door.sent) == 1


@EVERY
@pytest.mark.parametrize("lasts", [None, 0, -5, "x", 10**14, [1]])
def test_however_long_it_says_that_it_lasts(case: Case, lasts: object) -> None:
    source = case.source
    with case.served() as (door, shop):
        shop.canned = (200, json.dumps({"access_token": "t", "expires_in": lasts}).encode())
        for _ in range(2):
            with contextlib.suppress(SourceError):
                door.asked(source, case.query("suitcase"))
    assert [s.request.purpose for s in door.sent].count(Purpose.TOKEN) == (1 if lasts == 10**14 else 2)
