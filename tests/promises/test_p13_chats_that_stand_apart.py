"""P13, and P1: a chat about a shortlist stands apart, also as a file, as a copy, or brought back from anywhere.

Such a chat has words of offers in it, put there by the user's own hand. Nothing of it may become a need or a card, and
nothing of it may reach the model in another chat.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from standins.clock import FakeClock
from standins.offers import NOW, make_offer
from standins.scripted_engine import ScriptedEngine, model

from desktop_client import settings as options
from desktop_client.app import window as wiring
from desktop_client.app.parts import Parts
from desktop_client.app.transfer_desk import TransferDeskOfProfile
from desktop_client.chat.conversation import MessageState
from desktop_client.chat.transfer import Form, from_json, portable, to_json
from desktop_client.chat.turn import Turns
from desktop_client.inference.engine import ModelFile, ModelInfo, Role, Sampling
from desktop_client.paths import Profile
from desktop_client.settings import Settings
from desktop_client.store.profile_store import Store, open_store
from desktop_client.store.salvage import salvage
from desktop_client.ui.translation import Interpreter

ABOUT = "Which of these? 1. Canary mask, 49.00 CNY 2. Oat mask, 59.00 CNY"
QUESTION = "敏感肌适合用什么样的面膜"
TITLE = "Shortlist: Masks"


@dataclass
class Profiles:
    """Two profiles; the first has one chat that stands apart, and an ordinary one."""

    folder: Path
    clock: FakeClock

    def open(self, name: str = "one") -> Store:
        return open_store(Profile(self.folder / name), self.clock)

    def begin(self, store: Store) -> int:
        store.conversations.begin("An ordinary chat", "Hello")
        question = store.conversations.begin(TITLE, ABOUT)
        store.apart.set_apart(question.conversation_id)
        return question.conversation_id


@pytest.fixture
def profiles(tmp_path: Path) -> Profiles:
    return Profiles(tmp_path, FakeClock())


def exported(store: Store, conversation_id: int) -> bytes:
    conversation = store.conversations.conversation(conversation_id)
    return to_json(portable(conversation, store.conversations.messages(conversation_id)))


def apart(store: Store) -> list[tuple[str, bool]]:
    """Every conversation with what the file says of it and what whoever asks the store is told: they must agree."""
    found = store.conversations.conversations()
    assert [c.apart for c in found] == [store.apart.is_apart(c.id) for c in found]
    return [(c.title, c.apart) for c in found]


def test_a_file_says_so_and_whoever_takes_it_in_has_it_so(profiles: Profiles) -> None:
    with profiles.open() as one, profiles.open("two") as two:
        content = exported(one, profiles.begin(one))
        two.conversations.begin("Something else", "before it")
        taken = two.intake.take(from_json(content))
        assert two.apart.is_apart(taken.id)
        assert exported(two, taken.id) == content
        assert apart(two) == [(TITLE, True), ("Something else", False)]
        twin = one.intake.twin(from_json(content))
        assert twin is not None
        assert twin.apart


def test_of_an_ordinary_chat_the_file_says_nothing_new(profiles: Profiles) -> None:
    with profiles.open() as one:
        profiles.begin(one)
        ordinary = one.conversations.conversations()[1]
        content = exported(one, ordinary.id)
        assert b"apart" not in content
        assert not one.apart.is_apart(one.intake.take(from_json(content)).id)


def test_the_window_s_own_file_says_so(profiles: Profiles) -> None:
    profile = Profile(profiles.folder / "one")
    with Parts(profile, Settings(profile.settings)) as parts:
        number = profiles.begin(parts.store)
        desk = TransferDeskOfProfile(parts, "en")
        content = desk.content(number, Form.JSON)
        path = profiles.folder / "chat.json"
        path.write_bytes(content.replace(b"49.00", b"39.00"))
        (incoming,) = desk.look(path).incoming
        desk.take(incoming.conversation)
        assert apart(parts.store)[0] == (TITLE, True)


Way = Callable[[Store, int, FakeClock], None]


def _from_trash(store: Store, number: int, _: FakeClock) -> None:
    store.conversations.trash(number)
    store.conversations.restore(number)


def _forked(store: Store, number: int, _: FakeClock) -> None:
    store.branches.fork(store.conversations.messages(number)[-1].id)


def _from_backup(store: Store, number: int, clock: FakeClock) -> None:
    copy = store.upkeep.back_up()
    assert copy is not None
    store.conversations.trash(number)
    clock.pass_(days=31)
    store.conversations.purge(clock.now)
    assert store.upkeep.restore(copy.path).conversations == 1


def _merged_into_an_ordinary_one(store: Store, number: int, _: FakeClock) -> None:
    """What comes back with an offer's words makes the chat it comes back into one that stands apart."""
    incoming = from_json(exported(store, number))
    store._database.write(lambda db: db.execute("DELETE FROM conversations_apart"))
    assert not store.apart.is_apart(number)
    assert not store.intake.merge(incoming).conversation


@pytest.mark.parametrize("way", [_from_trash, _forked, _from_backup, _merged_into_an_ordinary_one])
def test_it_stands_apart_by_whatever_way_it_comes(profiles: Profiles, way: Way) -> None:
    with profiles.open() as store:
        number = profiles.begin(store)
        way(store, number, profiles.clock)
        about = [each for each in apart(store) if each[0] != "An ordinary chat"]
        assert about
        assert all(is_apart for _, is_apart in about)
        assert ("An ordinary chat", False) in apart(store)


def test_what_is_salvaged_stands_apart(profiles: Profiles) -> None:
    with profiles.open() as store:
        profiles.begin(store)
    salvage(Profile(profiles.folder / "one").database, NOW + timedelta(days=1))
    with profiles.open() as store:
        assert apart(store) == [(TITLE, True), ("An ordinary chat", False)]


def test_the_model_gets_the_same_in_every_other_chat(profiles: Profiles) -> None:
    """P1: byte by byte, with such a chat in the profile and without."""
    sent: dict[str, list[bytes]] = {}
    for name in ("without", "with"):
        with profiles.open(name) as store:
            if name == "with":
                number = store.intake.take(from_json(_about_file(profiles))).id
                store.conversations.add(
                    number, store.conversations.messages(number)[-1].id, Role.USER, "Canary?", MessageState.COMPLETE
                )
            engine = ScriptedEngine("A gentle one.")
            turns = Turns(store.conversations, engine)
            for question in (QUESTION, "Hello", "What did I pin?"):
                turns.answer(turns.ask(None, question), Sampling(seed=1), lambda _: None, threading.Event())
            sent[name] = [request.to_bytes() for request in engine.requests]
    assert len(sent["with"]) == 3
    assert sent["with"] == sent["without"]
    assert not any(b"Canary" in request for request in sent["with"])


class _Engine(ScriptedEngine):
    def load(self, file: ModelFile, progress: Callable[[float], None] | None = None) -> ModelInfo:
        assert self.model is not None
        return self.model


class _Library:
    def preferred(self) -> ModelFile:
        return model().file


@pytest.fixture
def window(
    qtbot: QtBot, qapp: QApplication, profiles: Profiles, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[wiring.Window, list[str]]]:
    """A window with suggestions on, over a profile into which the chat was imported; what commerce is handed."""
    profile, font = Profile(profiles.folder / "two"), qapp.font()
    settings = Settings(profile.settings)
    for option in (options.COMMERCE, options.COMMERCE_EXPLAINED, options.PANEL_OPEN):
        settings.set(option, value=True)
    parts = Parts(profile, settings, make_engine=lambda: _Engine("The first."))
    parts.__dict__["library"] = _Library()
    parts.store.shelf.put([make_offer("1", "Canary mask")], "feed")
    parts.store.intake.take(from_json(_about_file(profiles)))
    made = wiring.Window(parts, Interpreter("en"), qapp)
    qtbot.addWidget(made.view)
    handed: list[str] = []
    monkeypatch.setattr(made.commerce.suggestions, "consider", lambda sentence, **_: handed.append(sentence))
    made.start()
    qtbot.waitUntil(made.engine_ready.is_set)
    yield made, handed
    made.close()
    parts.close()
    qapp.setFont(font)


def test_nothing_of_an_imported_one_reaches_the_panel(qtbot: QtBot, window: tuple[wiring.Window, list[str]]) -> None:
    one, handed = window
    (about,) = one._parts.store.conversations.conversations()
    one.chat.open(about.id)
    qtbot.waitUntil(lambda: one.chat.open_id == about.id)
    one._submitted(QUESTION)
    qtbot.waitUntil(lambda: len(one._parts.store.conversations.messages(about.id)) == 3 and not one.chat.busy)
    said: list[str] = []
    one.view.toast.show_message = lambda text, *_, **__: said.append(text)  # type: ignore[method-assign]
    one._suggest_for(one._parts.store.conversations.messages(about.id)[0].id)
    qtbot.waitUntil(lambda: bool(said))
    assert "about your shortlist" in said[0]
    assert handed == []
    one.chat.new_chat()
    one._submitted(QUESTION)
    qtbot.waitUntil(lambda: handed == [QUESTION])
    qtbot.waitUntil(lambda: not one.chat.busy)


def _about_file(profiles: Profiles) -> bytes:
    with profiles.open("source") as store:
        return exported(store, profiles.begin(store))
