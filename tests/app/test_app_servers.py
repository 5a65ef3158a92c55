"""Servers of a profile: nobody is contacted by adding one, keys stay in the keyring, an engine follows the choice."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from standins.chat_server import ChatServer, says, serving_chat
from standins.keyrings import MemoryKeyring
from standins.scripted_engine import ScriptedEngine

from desktop_client import settings as options
from desktop_client.app import both_sides
from desktop_client.app.parts import Parts
from desktop_client.app.servers import ServersOfProfile
from desktop_client.errors import SidelightError
from desktop_client.inference.engine import EngineError, Sampling
from desktop_client.paths import Profile
from desktop_client.secrets import Secrets
from desktop_client.settings import Settings

KEY = "sk-very-secret"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.toml")


@pytest.fixture
def keyring() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def servers(settings: Settings, keyring: MemoryKeyring) -> ServersOfProfile:
    secrets = Secrets(keyring, "sidelight test")
    return ServersOfProfile(settings, lambda: secrets)


def test_a_key_is_kept_in_the_keyring_and_nowhere_else(
    servers: ServersOfProfile, keyring: MemoryKeyring, tmp_path: Path
) -> None:
    server = servers.add("http://127.0.0.1:8080", "Box", f" {KEY} ")
    assert servers.has_key(server)
    assert servers.key_of(server) == KEY
    assert KEY not in (tmp_path / "settings.toml").read_text()
    assert any(KEY in text for text in keyring.kept.values())
    servers.remove(server.id)
    assert keyring.kept == {}
    assert servers.all() == ()


def test_a_server_without_a_key_asks_no_keyring(settings: Settings) -> None:
    servers = ServersOfProfile(settings, lambda: pytest.fail("the keyring was looked for"))
    server = servers.add("127.0.0.1:8080")
    assert servers.key_of(server) is None
    servers.remove(server.id)


def test_adding_contacts_nobody_and_happens_once(servers: ServersOfProfile) -> None:
    with serving_chat(ChatServer()) as chat:
        servers.add(f"127.0.0.1:{chat.port}")
        with pytest.raises(SidelightError, match="in the list already"):
            servers.add(f"http://127.0.0.1:{chat.port}/v1")
        assert chat.requests == []


def test_a_lost_key_is_said(servers: ServersOfProfile, keyring: MemoryKeyring) -> None:
    server = servers.add("127.0.0.1:8080", key=KEY)
    keyring.kept.clear()
    with pytest.raises(EngineError, match="does not give out the key"):
        servers.key_of(server)


def test_removing_a_server_chooses_its_model_no_more(servers: ServersOfProfile, settings: Settings) -> None:
    box, other = servers.add("127.0.0.1:8080", "box"), servers.add("127.0.0.1:8081", "box-2")
    settings.set(options.MODEL, f"server:{other.id}/m")
    servers.remove(box.id)
    assert settings.get(options.MODEL) == f"server:{other.id}/m"
    servers.remove(other.id)
    assert settings.get(options.MODEL) == ""
    with pytest.raises(SidelightError, match="no server called box"):
        servers.remove("box")


def test_answers_come_from_where_the_model_is_and_say_so(tmp_path: Path) -> None:
    profile = Profile(tmp_path / "profile")
    local = ScriptedEngine("From here.")
    with (
        serving_chat(ChatServer(script=says("From ", "there."))) as chat,
        Parts(profile, Settings(profile.settings), make_engine=lambda: local) as parts,
    ):
        server = parts.servers.add(f"127.0.0.1:{chat.port}")
        assert chat.requests == []
        there = parts.model(f"server:{server.id}/small", lambda _: tmp_path)
        answered = both_sides.ask(parts, "q", Sampling(), there, shop=False, on_piece=str, stop=threading.Event())
        assert answered.answer.text == "From there."
        assert answered.answer.provenance is not None
        assert answered.answer.provenance.model_name == f"small @ {chat.server.host}"
        assert local.model is None, "the local one was let go"
        asked = len(chat.requests)
        chosen = parts.engine.model
        assert chosen is not None
        assert chosen.file.server == chat.server.host
        parts.engine.eject()
        assert parts.engine.model is None
        assert len(chat.requests) == asked


def test_a_server_that_cannot_be_reached_leaves_the_model_that_was_there(tmp_path: Path) -> None:
    profile = Profile(tmp_path / "profile")
    local = ScriptedEngine("From here.")
    with serving_chat(ChatServer()) as gone:
        port = gone.port
    with Parts(profile, Settings(profile.settings), make_engine=lambda: local) as parts:
        server = parts.servers.add(f"127.0.0.1:{port}")
        with pytest.raises(EngineError, match="can't be reached"):
            parts.engine.load(server.model("small"))
        assert parts.engine.model is local.model is not None
