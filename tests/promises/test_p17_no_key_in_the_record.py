"""P17, what is in the record: the bytes that went out, less the user's keys, however a request writes them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
from standins.clock import FakeClock
from standins.gates import MemoryRecord, gate
from standins.offers import NOW
from standins.sources import ScriptedSource, Switchboard

from desktop_client.commerce.asking.one_source import Preview, begin
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.record import Asked, event_of
from desktop_client.commerce.sending.request import HIDDEN, Request, complete
from desktop_client.commerce.source import CredentialField, Page, Query, Search
from desktop_client.errors import SidelightError
from desktop_client.paths import Profile
from desktop_client.store.profile_store import open_store
from desktop_client.wording import say


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def test_a_key_is_nowhere_in_it(profile: Profile, clock: FakeClock, tmp_path: Path) -> None:
    canary = "canary+key/with=signs"
    request = Request.get(
        "https://shop.example/search",
        [("q", "面膜"), ("app_key", canary)],
        headers=[("X-Sign", canary)],
        secrets=[canary],
    )
    outgoing = complete(request, "test")
    assert b"canary" in outgoing.wire
    with open_store(profile, clock) as store:
        store.record.add(Asked("shop", outgoing.host, request.purpose.value, outgoing.shown, outgoing.sha256))
        store.record.export(tmp_path / "record.jsonl")
        (kept,) = store.record.entries()
    asked = event_of(kept)
    assert isinstance(asked, Asked)
    assert HIDDEN in asked.request
    assert asked.request_sha256 == outgoing.sha256
    for file in (*profile.root.iterdir(), tmp_path / "record.jsonl"):
        assert not file.is_file() or b"canary" not in file.read_bytes(), file


@pytest.mark.parametrize(
    "key", ['canary"with\\quotes', "canary/slash+plus =signs", "canary-schlüssel-密钥", "canary\ttab"]
)
@pytest.mark.parametrize("declared", [True, False])
def test_a_key_is_hidden_however_it_is_written_and_whoever_forgot_to_say_so(key: str, *, declared: bool) -> None:
    """A source that another package brought may forget which parts of its request are the user's key."""
    secrets = [key] if declared else []
    requests = [
        Request.post_json("https://shop.example/s", {"q": "mask", "key": key}, secrets=secrets),
        Request("POST", "https://shop.example/s", (), json.dumps({"q": "mask", "key": key}).encode(), tuple(secrets)),
        Request.get("https://shop.example/s", [("q", "mask"), ("key", key)], secrets=secrets),
        Request("POST", "https://shop.example/s", (), urlencode({"q": "mask", "key": key}).encode(), tuple(secrets)),
    ]
    for request in requests:
        source = ScriptedSource("shop")
        source.manifest = replace(
            source.manifest,
            hosts=("shop.example",),
            credential_fields=(CredentialField("key", {"en": "Key", "zh": "密钥"}),),
        )

        def search(query: Query, request: Request = request) -> Search:
            yield request
            return Page(())

        source.search = search  # type: ignore[method-assign]
        door = gate(Switchboard("shop"), MemoryRecord())
        preview = begin(source, Query(ShoppingNeed("mask"), 9, {"key": key}), door, NOW)
        assert isinstance(preview, Preview)
        assert "canary" not in preview.outgoing.shown
        assert HIDDEN in preview.outgoing.shown
        assert "mask" in preview.outgoing.shown
        assert b"canary" in preview.outgoing.wire


def test_a_key_is_not_told_by_a_source_that_says_why_it_failed() -> None:
    source = ScriptedSource("shop", error=SidelightError(say("The key canary-key-1 was refused.")))
    with pytest.raises(SidelightError) as caught:
        begin(source, Query(ShoppingNeed("mask"), 9, {"key": "canary-key-1"}), None, NOW)
    assert "canary" not in str(caught.value)
    assert caught.value.__context__ is None
    with pytest.raises(SidelightError, match="was refused"):
        begin(source, Query(ShoppingNeed("mask"), 9, {"key": "another-key"}), None, NOW)
