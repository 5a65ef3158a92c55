"""What a conversation has its own way in reaches the model, is kept, and travels."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standins.clock import FakeClock
from standins.scripted_engine import ScriptedEngine

from desktop_client.chat.chat_settings import USUAL, ChatSettings
from desktop_client.chat.temporary import WithTemporary
from desktop_client.chat.transfer import from_json, portable, to_json
from desktop_client.chat.turn import Turns
from desktop_client.inference.engine import Role, Sampling
from desktop_client.paths import Profile
from desktop_client.store.profile_store import Store, open_store

OWN = ChatSettings(system_prompt="只用中文。", temperature=0.0, top_k=5, max_tokens=64)
ANY = st.builds(
    ChatSettings,
    system_prompt=st.none() | st.text(max_size=9),
    temperature=st.none() | st.floats(0, 2),
    top_p=st.none() | st.floats(0, 1),
    top_k=st.none() | st.integers(0, 1000),
    max_tokens=st.none() | st.integers(16, 9999),
)


@pytest.fixture
def store(profile: Profile, clock: FakeClock) -> Store:
    return open_store(profile, clock)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def turns(store: Store, clock: FakeClock) -> tuple[Turns, ScriptedEngine]:
    engine = ScriptedEngine("an answer")
    return Turns(WithTemporary(store.conversations, clock), engine, system_prompt=lambda: "Usual."), engine


def answer(turns: Turns, question_of: int | None, settings: ChatSettings = USUAL) -> int:
    question = turns.ask(question_of, "hello", settings=settings)
    turns.answer(question, Sampling(temperature=0.7, seed=3), lambda _: None, threading.Event())
    return question.conversation_id


def test_the_model_is_told_what_the_chat_wants(turns: tuple[Turns, ScriptedEngine]) -> None:
    talk, engine = turns
    answer(talk, None, OWN)
    request = engine.requests[0]
    assert request.messages[0].content == "只用中文。"
    assert request.sampling == Sampling(temperature=0.0, top_k=5, max_tokens=64, seed=3)


def test_other_chats_are_as_usual_and_an_empty_prompt_is_none(
    turns: tuple[Turns, ScriptedEngine], store: Store
) -> None:
    talk, engine = turns
    number = answer(talk, None)
    assert engine.requests[0].messages[0].content == "Usual."
    store.conversations.set_settings(number, ChatSettings(system_prompt=""))
    answer(talk, number)
    assert all(m.role is not Role.SYSTEM for m in engine.requests[1].messages)
    assert engine.requests[1].sampling == Sampling(temperature=0.7, seed=3)


def test_they_are_kept_and_taken_back(store: Store, profile: Profile) -> None:
    number = store.conversations.begin("t", "q", OWN).conversation_id
    with open_store(profile) as again:
        assert again.conversations.conversation(number).settings == OWN
    store.conversations.set_settings(number, USUAL)
    assert store.conversations.conversation(number).settings == USUAL


def test_a_temporary_chat_has_its_own_too(turns: tuple[Turns, ScriptedEngine]) -> None:
    talk, engine = turns
    archive = talk._archive
    assert isinstance(archive, WithTemporary)
    chat = archive.begin_temporary("t")
    archive.set_settings(chat.id, OWN)
    answer(talk, chat.id)
    assert engine.requests[0].sampling.top_k == 5


@given(ANY)
def test_only_what_is_its_own_differs(own: ChatSettings) -> None:
    usual = Sampling(seed=9)
    drawn = own.sampling(usual)
    for name in ("temperature", "top_p", "top_k", "max_tokens"):
        value = getattr(own, name)
        assert getattr(drawn, name) == (getattr(usual, name) if value is None else value)
    assert drawn.seed == 9


def test_settings_folder_and_pin_travel_and_the_bytes_come_back(store: Store, profile: Profile) -> None:
    number = store.conversations.begin("t", "q", OWN).conversation_id
    store.desk.move((number,), "护肤")
    store.desk.pin((number,), pinned=True)
    chats = store.conversations
    content = to_json(portable(chats.conversation(number), chats.messages(number)))
    with open_store(Profile(profile.root.with_name("other"))) as other:
        taken = other.intake.take(from_json(content))
        assert (taken.settings, taken.folder, taken.pinned) == (OWN, "护肤", True)
        assert to_json(portable(taken, other.conversations.messages(taken.id))) == content


def test_a_chat_without_any_is_written_as_before(store: Store) -> None:
    number = store.conversations.begin("t", "q").conversation_id
    content = to_json(portable(store.conversations.conversation(number), store.conversations.messages(number)))
    assert b'"settings"' not in content
    assert b'"folder"' not in content
