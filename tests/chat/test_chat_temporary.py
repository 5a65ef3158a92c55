"""Temporary chats: as good as any while they are there, and nowhere else."""

from __future__ import annotations

import threading

import pytest
from standins.clock import FakeClock
from standins.scripted_engine import ScriptedEngine

from desktop_client.chat.archive import Archive
from desktop_client.chat.conversation import MessageState, branch, is_temporary, newest_leaf, places
from desktop_client.chat.temporary import WithTemporary
from desktop_client.chat.turn import Turns
from desktop_client.errors import SidelightError
from desktop_client.inference.engine import Role, Sampling
from desktop_client.paths import Profile
from desktop_client.store.profile_store import open_store


@pytest.fixture
def both(profile: Profile) -> WithTemporary:
    store = open_store(profile)
    return WithTemporary(store.conversations, FakeClock())


def test_it_is_an_archive(both: WithTemporary) -> None:
    seam: Archive = both
    assert seam.conversations() == ()


def test_a_turn_runs_in_memory_and_is_private(both: WithTemporary) -> None:
    engine = ScriptedEngine("an answer")
    turns = Turns(both, engine)
    chat = both.begin_temporary("Temporary")
    assert is_temporary(chat.id)
    question = turns.ask(chat.id, "a secret")
    first = turns.answer(question, Sampling(), lambda _: None, threading.Event())
    second = turns.answer(question, Sampling(), lambda _: None, threading.Event())
    assert [request.private for request in engine.requests] == [True, True]
    messages = both.messages(chat.id)
    assert [m.text for m in messages] == ["a secret", "an answer", "an answer"]
    assert places(messages)[first.parent_id, first.role] == [first.id, second.id]
    assert newest_leaf(messages, question.id) == second.id
    assert both.conversation(chat.id).head_id == second.id
    both.select_head(chat.id, first.id)
    assert branch(messages, both.conversation(chat.id).head_id)[-1] == first
    assert first.state is MessageState.COMPLETE
    assert both.conversations() == ()


def test_a_chat_that_is_kept_is_not_private(both: WithTemporary) -> None:
    engine = ScriptedEngine("an answer")
    question = Turns(both, engine).ask(None, "no secret")
    Turns(both, engine).answer(question, Sampling(), lambda _: None, threading.Event())
    assert [request.private for request in engine.requests] == [False]
    assert len(both.conversations()) == 1


def test_the_model_is_told_the_same_either_way(both: WithTemporary) -> None:
    engine = ScriptedEngine("an answer")
    turns = Turns(both, engine)
    for conversation in (None, both.begin_temporary("t").id):
        turns.answer(turns.ask(conversation, "same"), Sampling(seed=1), lambda _: None, threading.Event())
    kept, private = engine.requests
    assert kept.to_bytes() == private.to_bytes()


def test_what_is_forgotten_is_gone(both: WithTemporary) -> None:
    chat = both.begin_temporary("t")
    message = both.add(chat.id, None, Role.USER, "x", MessageState.COMPLETE)
    both.forget(chat.id)
    assert both.messages(chat.id) == ()
    for call in (lambda: both.conversation(chat.id), lambda: both.save_text(message.id, "y")):
        with pytest.raises(SidelightError, match="over"):
            call()
