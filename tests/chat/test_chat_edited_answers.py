"""Answers that the user changed by hand: another version, said to be the user's, for the model to go on from."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from standins.scripted_engine import ScriptedEngine

from desktop_client.chat.conversation import Message, MessageState
from desktop_client.chat.transfer import Form, from_json, portable, to_json, written
from desktop_client.chat.turn import Turns
from desktop_client.errors import SidelightError
from desktop_client.inference.engine import Role, Sampling
from desktop_client.paths import Profile
from desktop_client.store.profile_store import Store, open_store


@pytest.fixture
def store(profile: Profile) -> Iterator[Store]:
    with open_store(profile) as store:
        yield store


def answered(turns: Turns) -> Message:
    question = turns.ask(None, "How many?")
    return turns.answer(question, Sampling(), lambda _: None, threading.Event())


def test_an_edited_answer_stands_beside_the_one_before_and_is_said_to_be_the_users(store: Store) -> None:
    archive = store.conversations
    turns = Turns(archive, ScriptedEngine("Three."))
    answer = answered(turns)
    edited = turns.rewrite(answer, "Four.\ud800")
    assert (edited.text, edited.role, edited.state) == ("Four.\ufffd", Role.ASSISTANT, MessageState.COMPLETE)
    assert edited.parent_id == answer.parent_id
    assert edited.is_by_hand
    assert not answer.is_by_hand
    assert edited.provenance is not None
    assert answer.provenance is not None
    assert edited.provenance.model_name == answer.provenance.model_name, "where it came from is still known"
    assert edited.provenance.timing is None
    assert archive.messages(answer.conversation_id)[-1] == edited
    assert archive.conversation(answer.conversation_id).head_id == edited.id
    assert answer in archive.messages(answer.conversation_id)
    with pytest.raises(SidelightError):
        turns.rewrite(answer, " \n")


def test_the_model_goes_on_from_what_the_user_wrote(store: Store) -> None:
    engine = ScriptedEngine("Three.")
    turns = Turns(store.conversations, engine)
    answer = answered(turns)
    turns.rewrite(answer, "Four.")
    follow_up = turns.ask(answer.conversation_id, "Sure?")
    turns.answer(follow_up, Sampling(), lambda _: None, threading.Event())
    assert [m.content for m in engine.requests[-1].messages][-3:] == ["How many?", "Four.", "Sure?"]


def test_files_say_who_wrote_it_and_json_brings_it_back(store: Store) -> None:
    archive = store.conversations
    turns = Turns(archive, ScriptedEngine("Three."))
    edited = turns.rewrite(answered(turns), "Four.")
    conversation, messages = archive.conversation(1), archive.messages(1)
    exported = to_json(portable(conversation, messages))
    assert exported.count(b'"by_hand": true') == 1
    number = store.intake.take(from_json(exported)).id
    again = archive.messages(number)
    assert [m.is_by_hand for m in again] == [False, False, True]
    assert to_json(portable(archive.conversation(number), again)) == exported
    for form, words in ((Form.MARKDOWN, b"Four."), (Form.HTML, b"Four.")):
        file = written(conversation, messages, form, "en")
        assert words in file
        assert b"Edited by the user" in file
        assert (edited.provenance is not None and edited.provenance.model_name.encode() in file) is False
    assert edited.text == "Four."
