"""Keys of a profile: entered once, read for their own source alone, noted in the settings by name only."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from standins.keyrings import MemoryKeyring
from standins.sources import manifest

from desktop_client import settings as options
from desktop_client.app.keys import KeysOfProfile
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.source import CredentialField, Manifest
from desktop_client.errors import SidelightError
from desktop_client.secrets import Secrets
from desktop_client.settings import Settings

FIELDS = (
    CredentialField("app_key", {"en": "App key", "zh": "应用标识"}),
    CredentialField("app_secret", {"en": "App secret", "zh": "应用密钥"}),
    CredentialField("position", {"en": "Position", "zh": "推广位"}, secret=False, optional=True),
)


@pytest.fixture
def keyring() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.toml")


@pytest.fixture
def keys(settings: Settings, keyring: MemoryKeyring) -> KeysOfProfile:
    return KeysOfProfile(settings, lambda: Secrets(keyring, "sidelight"))


def with_fields(source_id: str = "jd") -> Manifest:
    made = manifest(source_id)
    object.__setattr__(made, "credential_fields", FIELDS)
    return made


def test_a_key_is_kept_in_the_keyring_and_only_its_source_is_noted(
    keys: KeysOfProfile, settings: Settings, tmp_path: Path
) -> None:
    keys.keep(with_fields(), {"app_key": "1", "app_secret": " CANARY ", "position": ""})
    assert dict(keys.of(with_fields())) == {"app_key": "1", "app_secret": "CANARY"}
    assert settings.get(options.KEYS) == ["jd"]
    assert "CANARY" not in (tmp_path / "settings.toml").read_text()


def test_a_list_of_sources_asks_no_keyring(keys: KeysOfProfile, keyring: MemoryKeyring) -> None:
    assert not keys.has("jd")
    assert dict(keys.of(with_fields())) == {}
    assert keyring.asked == 0


def test_a_part_that_is_missing_is_named(keys: KeysOfProfile) -> None:
    with pytest.raises(SidelightError, match="app_secret"):
        keys.keep(with_fields(), {"app_key": "1"})


def test_an_empty_form_is_no_key(keys: KeysOfProfile) -> None:
    optional = with_fields("smzdm")
    object.__setattr__(optional, "credential_fields", FIELDS[2:])
    with pytest.raises(SidelightError, match="No part"):
        keys.keep(optional, {"position": " "})
    assert not keys.has("smzdm")


def test_a_key_is_forgotten(keys: KeysOfProfile, settings: Settings) -> None:
    keys.keep(with_fields(), {"app_key": "1", "app_secret": "2"})
    keys.forget(with_fields())
    assert not keys.has("jd")
    assert settings.get(options.KEYS) == []


def test_a_key_that_the_keyring_lost_is_said(keys: KeysOfProfile, keyring: MemoryKeyring) -> None:
    keys.keep(with_fields(), {"app_key": "1", "app_secret": "2"})
    keyring.kept.clear()
    with pytest.raises(SourceError) as caught:
        keys.of(with_fields())
    assert caught.value.fault is Fault.AUTH


def test_the_keyring_is_looked_for_once_whoever_asks_first(settings: Settings) -> None:
    """Without one a key is held by what was found: a second would not know it."""
    found: list[Secrets] = []
    at_once = threading.Barrier(4)

    def look() -> Secrets:
        found.append(Secrets(None, "test"))
        return found[-1]

    def ask() -> None:
        at_once.wait(20)
        assert keys.secrets is found[0]

    keys = KeysOfProfile(settings, look)
    askers = [threading.Thread(target=ask, daemon=True) for _ in range(4)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join(20)
    assert len(found) == 1


def test_without_a_keyring_the_key_lasts_for_the_session_and_no_file_says_otherwise(settings: Settings) -> None:
    keys = KeysOfProfile(settings, lambda: Secrets(None, "sidelight"))
    keys.keep(with_fields(), {"app_key": "1", "app_secret": "2"})
    assert keys.has("jd")
    assert settings.get(options.KEYS) == []
    assert not keys.lasting
