"""Every platform's key is planted at once, then looked for wherever it must not be. It goes out on the wire, so what is
looked through is not empty.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from standins.doors import MemoryRecord, OpenDoor
from standins.hostile_server import Act, Conversation, HostileServer, says
from standins.mall import CASES, Mall, MallKeys
from standins.offers import NOW
from standins.sources import ScriptedSource, Switchboard

from desktop_client.app import Parts
from desktop_client.commerce.asking.key_test import KeyTest, Outcome, Verdict
from desktop_client.commerce.asking.one_source import Preview
from desktop_client.commerce.lists.codec import panel_to_json
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.sending.request import Request
from desktop_client.commerce.source import CredentialField, Manifest, Query, Search
from desktop_client.commerce.suggestions import Outside, Suggestions
from desktop_client.paths import Profile
from desktop_client.settings import Settings

ACCOUNT = {"adzone_id", "site_id", "pid"}
"""Names of an account, not secrets: they may be shown."""
CANARIES = [
    line
    for case in CASES.values()
    for part, value in case.credentials.items()
    if part not in ACCOUNT
    for line in value.splitlines()
    if not line.startswith("-----")
]


def _echoes(talk: Conversation) -> None:
    """An error that repeats all that it was sent."""
    says(talk.request, status="401 Unauthorized")(talk)


@pytest.mark.parametrize("act", [None, _echoes], ids=["all well", "the key repeated"])
def test_no_key_is_kept_shown_logged_or_handed_on(
    tmp_path: Path, profile: Profile, caplog: pytest.LogCaptureFixture, act: Act | None
) -> None:
    caplog.set_level(logging.DEBUG)
    with Mall(tmp_path, lambda: NOW) as mall, Parts(profile, Settings(profile.settings)) as parts:
        switches, record = Switchboard(*mall.ids), parts.store.record
        switches.at_once = set(mall.ids)
        outside = Outside(mall.gate(switches, record), MallKeys(), record)
        suggestions = Suggestions(mall.sources, switches, lambda: NOW, outside=outside)
        if act is None:
            listed = suggestions.suggest(ShoppingNeed("face mask"))
            sent = b"".join(
                repr((received.query, received.headers)).encode() + received.body
                for platform in mall.platforms.values()
                for received in platform.received
            )
        else:
            with HostileServer(act, tls=mall.certificate) as server:
                for name in CASES:
                    mall.lead(name, server.port)
                listed = suggestions.suggest(ShoppingNeed("face mask"))
                sent = b"".join(server.requests)
        record.export(tmp_path / "record.export")
        child = "import os, sys; sys.stdout.write(repr((dict(os.environ), sys.argv)))"
        handed_on = subprocess.run([sys.executable, "-c", child], capture_output=True, check=True).stdout
    assert b"canary" in sent
    kept = b"".join(path.read_bytes() for path in sorted(profile.root.rglob("*")) if path.is_file())
    assert b"api.jd.com" in kept
    places = {
        "profile": kept,
        "export": (tmp_path / "record.export").read_bytes(),
        "log": caplog.text.encode(),
        "panel": repr(panel_to_json(listed)).encode(),
        "words": repr([(str(c.error), c.error and c.error.in_language("zh")) for c in listed.coverage]).encode(),
        "list": repr(listed.coverage).encode(),
        "child": handed_on,
        "this process": repr((dict(os.environ), sys.argv)).encode(),
    }
    found = [(place, canary) for place, text in places.items() for canary in CANARIES if canary.encode() in text]
    assert found == []


class Careless(ScriptedSource):
    """Somebody else's connector, which trips over its key, before it asks or once it is answered."""

    def __init__(self, *, asks: bool) -> None:
        super().__init__("careless")
        fields = (
            CredentialField("token", {"en": "Token", "zh": "令牌"}),
            CredentialField("id", {"en": "Id", "zh": "编号"}),
        )
        self.manifest = replace(self.manifest, credential_fields=fields, hosts=("careless.example",))
        self._asks = asks

    def search(self, query: Query) -> Search:
        if self._asks:
            yield Request.get("https://careless.example/", secrets=(query.credentials["token"],))
        raise KeyError(f"no account for {query.credentials['token']}\nor {query.credentials['id']}")


class CanaryKeys:
    def has(self, source_id: str) -> bool:
        return True

    def of(self, manifest: Manifest) -> dict[str, str]:
        return {"token": "canary-token", "id": "7"}


@pytest.mark.parametrize("asks", [False, True])
def test_a_connector_that_trips_over_its_key_does_not_tell_it(asks: bool) -> None:
    source, switches, record = Careless(asks=asks), Switchboard("careless"), MemoryRecord()
    switches.at_once = {"careless"}
    outside = Outside(OpenDoor(), CanaryKeys(), record)
    listed = Suggestions([source], switches, lambda: NOW, outside=outside).suggest(ShoppingNeed("mug"))
    (coverage,) = listed.coverage
    assert str(coverage.error) == "It broke: KeyError"
    assert "canary" not in repr(listed) + repr(record.events) + repr(panel_to_json(listed))

    test = KeyTest(source, CanaryKeys().of(source.manifest), OpenDoor(), lambda: NOW)
    came = test.start()
    if isinstance(came, Preview):
        came = test.send(came, threading.Event())
    assert isinstance(came, Verdict)
    assert came.outcome is Outcome.NOTHING_LEARNT
    assert "It broke: KeyError" in str(came.words)
    assert "canary" not in str(came.words)


def test_what_a_connector_trips_over_is_told_where_no_part_of_a_key_is_in_it() -> None:
    source = ScriptedSource("broken", error=ValueError("no such\n  field " + "and so on " * 99))
    listed = Suggestions([source], Switchboard("broken"), lambda: NOW).suggest(ShoppingNeed("mug"))
    told = str(listed.coverage[0].error)
    assert told.startswith("It broke: ValueError: no such field and so on")
    assert len(told) < 250
