"""What the form for a key does with it: fills up with what is kept, shows no secret, sends nothing that is off."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from standins.keyrings import MemoryKeyring

from desktop_client.app.key_desk import KeyDeskOfProfile
from desktop_client.app.keys import KeysOfProfile
from desktop_client.app.parts import Parts
from desktop_client.commerce.asking.key_test import Outcome, Verdict
from desktop_client.commerce.asking.one_source import Kept, Preview
from desktop_client.commerce.sending.faults import SourceError
from desktop_client.commerce.source import Manifest
from desktop_client.errors import SidelightError
from desktop_client.paths import Profile
from desktop_client.secrets import Secrets
from desktop_client.settings import Settings

TYPED = {"app_key": "1", "app_secret": "CANARY", "adzone_id": "9"}


@pytest.fixture
def keyring() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def parts(profile: Profile, keyring: MemoryKeyring) -> Iterator[Parts]:
    with Parts(profile, Settings(profile.settings)) as made:
        made.keys = KeysOfProfile(made.settings, lambda: Secrets(keyring, "sidelight"))
        yield made


@pytest.fixture
def desk(parts: Parts) -> KeyDeskOfProfile:
    return KeyDeskOfProfile(parts)


@pytest.fixture
def taobao(desk: KeyDeskOfProfile) -> Manifest:
    return desk.manifest("taobao")


def test_only_what_is_no_secret_is_shown_again(desk: KeyDeskOfProfile, taobao: Manifest) -> None:
    state = desk.keep(taobao, TYPED)
    assert (state.lasting, state.kept, state.open_values) == (True, frozenset(TYPED), {"adzone_id": "9"})
    assert "CANARY" not in repr(state)


def test_a_secret_that_is_left_empty_stays(desk: KeyDeskOfProfile, taobao: Manifest, parts: Parts) -> None:
    desk.keep(taobao, TYPED)
    desk.keep(taobao, {"app_key": "", "app_secret": "", "adzone_id": "10"})
    assert dict(parts.keys.of(taobao)) == {**TYPED, "adzone_id": "10"}


def test_a_key_that_the_keyring_lost_can_be_entered_anew(
    desk: KeyDeskOfProfile, taobao: Manifest, keyring: MemoryKeyring, parts: Parts
) -> None:
    desk.keep(taobao, TYPED)
    keyring.kept.clear()
    with pytest.raises(SourceError):
        desk.state(taobao)
    with pytest.raises(SidelightError, match="app_secret"):
        desk.keep(taobao, {"app_key": "2", "adzone_id": "9"})
    desk.keep(taobao, {**TYPED, "app_key": "2"})
    assert parts.keys.of(taobao)["app_key"] == "2"


def test_where_a_key_is_kept(desk: KeyDeskOfProfile, taobao: Manifest, parts: Parts) -> None:
    assert parts.keys.kept("taobao") is Kept.NO
    desk.keep(taobao, TYPED)
    assert parts.keys.kept("taobao") is Kept.KEYRING
    assert desk.forget(taobao).kept == frozenset()
    assert parts.keys.kept("taobao") is Kept.NO
    parts.keys = KeysOfProfile(parts.settings, lambda: Secrets(None, "sidelight"))
    assert not desk.keep(taobao, TYPED).lasting
    assert parts.keys.kept("taobao") is Kept.SESSION


def test_a_test_keeps_nothing_and_sends_nothing_to_what_is_off(
    desk: KeyDeskOfProfile, taobao: Manifest, keyring: MemoryKeyring, parts: Parts, tmp_path: Path
) -> None:
    test = desk.test(taobao, TYPED)
    shown = test.start()
    assert isinstance(shown, Preview)
    assert "CANARY" not in shown.outgoing.shown
    verdict = test.send(shown, threading.Event())
    assert isinstance(verdict, Verdict)
    assert verdict.outcome is Outcome.NOTHING_LEARNT
    assert keyring.kept == {}
    assert not any(b"CANARY" in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
