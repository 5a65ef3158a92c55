"""A message that is longer than the model can read: counted before it is sent, shortened or given more room after."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import replace

import hypothesis.strategies as st
import pytest
from hypothesis import given
from standins.clock import FakeClock
from standins.scripted_engine import ScriptedEngine, model

from desktop_client.chat.attachment import parted
from desktop_client.chat.context import ContextFullError, context_for
from desktop_client.chat.conversation import Message, branch
from desktop_client.chat.shortening import shorten
from desktop_client.chat.turn import Turns, Weight
from desktop_client.errors import SidelightError
from desktop_client.inference.engine import EngineError, Sampling
from desktop_client.paths import Profile
from desktop_client.store.conversations import Conversations
from desktop_client.store.profile_store import open_store

SAMPLING = Sampling(max_tokens=100)
# The scripted engine counts a token a character.
ROOM = 400 - 100


@pytest.fixture
def archive(profile: Profile) -> Iterator[Conversations]:
    with open_store(profile, FakeClock()) as store:
        yield store.conversations


@pytest.fixture
def turns(archive: Conversations) -> Turns:
    return Turns(archive, ScriptedEngine("yes", context_tokens=400), system_prompt=lambda: "be kind")


def mark(count: int) -> str:
    return f"[{count} gone]"


@given(st.text(max_size=300), st.integers(0, 200))
def test_what_is_shortened_fits_and_says_how_much_is_gone(text: str, most: int) -> None:
    got = shorten(text, mark, lambda t: len(t) <= most)
    assert len(got) <= most or (got, text) == ("", "")
    if len(text) <= most:
        assert got == text
    elif got:
        head, _, rest = got.partition("\n\n[")
        gone, _, tail = rest.partition(" gone]\n\n")
        assert text.startswith(head)
        assert text.endswith(tail)
        assert len(head) + int(gone) + len(tail) == len(text)


def test_it_is_not_shorter_than_it_must_be_and_keeps_both_ends() -> None:
    text = "Summarize this. " + "word " * 1000 + "What is the main point?"
    got = shorten(text, mark, lambda t: len(t) <= 600)
    assert 500 < len(got) <= 600
    assert got.startswith("Summarize this. word")
    assert got.endswith("word What is the main point?")


def test_a_question_is_weighed_alone_and_with_its_chat(archive: Conversations, turns: Turns) -> None:
    question = turns.ask(None, "x" * 50)
    path = branch(archive.messages(question.conversation_id), question.id)
    assert turns.weigh((), "hello", SAMPLING) == Weight(5, 5 + len("be kind"), 400)
    answer = Message(2, 1, 1, question.role.ASSISTANT, "y" * 20, question.state, question.created_at)
    assert turns.weigh((*path, answer), "hello", SAMPLING) == Weight(5, 50 + 20 + 5 + len("be kind"), 400)
    assert turns.weigh(path, "z" * 900, SAMPLING) == Weight(900, 907, ROOM, fits=False)
    assert archive.messages(question.conversation_id) == (question,), "weighing stores nothing"


def test_nothing_is_weighed_without_a_model(archive: Conversations) -> None:
    engine = ScriptedEngine()
    engine.model = None
    assert Turns(archive, engine).weigh((), "hello", SAMPLING) is None


def test_a_shortened_question_is_another_version_and_can_be_answered(archive: Conversations, turns: Turns) -> None:
    question = turns.ask(None, "begin " + "word " * 200 + "end?")
    with pytest.raises(ContextFullError) as full:
        turns.answer(question, SAMPLING, lambda _: None, threading.Event())
    assert (full.value.tokens, full.value.room) == (1010 + len("be kind"), ROOM)
    shorter = turns.shorten(question, SAMPLING)
    assert shorter.parent_id == question.parent_id
    assert shorter.text.startswith("begin word")
    assert shorter.text.endswith("word end?")
    assert "characters left out here" in shorter.text
    assert turns.answer(shorter, SAMPLING, lambda _: None, threading.Event()).text == "yes"
    assert question in archive.messages(question.conversation_id)


def test_a_note_in_a_shortened_question_is_in_the_language_of_the_window(archive: Conversations) -> None:
    turns = Turns(archive, ScriptedEngine(context_tokens=400), language=lambda: "zh")
    assert "此处略去" in turns.shorten(turns.ask(None, "面" * 999), SAMPLING).text


def test_an_excerpt_is_another_version_that_fits_and_says_what_it_is(archive: Conversations) -> None:
    turns = Turns(archive, ScriptedEngine("yes", context_tokens=3000), language=lambda: "zh")
    question = turns.ask(None, "Who?\n\n" + "word " * 2000 + "\n\n" + "It was Who that came. " * 20)
    shorter = turns.excerpt(question, SAMPLING)
    assert shorter.parent_id == question.parent_id
    asked, (one,) = parted(shorter.text)
    assert asked == "Who?"
    assert "Who that came" in one.text
    assert re.fullmatch(r"文本：\d+ 段中的 \d+ 段", one.name)
    assert "此处略去" in one.text
    assert turns.answer(shorter, SAMPLING, lambda _: None, threading.Event()).text == "yes"
    assert question.text in {one.text for one in archive.messages(question.conversation_id)}


def test_a_question_beside_which_nothing_fits_is_said_so(archive: Conversations, turns: Turns) -> None:
    with pytest.raises(SidelightError, match="Not even one passage"):
        turns.excerpt(turns.ask(None, "x" * 700 + "\n\n" + "word " * 400), SAMPLING)


def test_without_a_model_nothing_is_shortened(archive: Conversations) -> None:
    engine = ScriptedEngine()
    engine.model = None
    turns = Turns(archive, engine)
    question = turns.ask(None, "x")
    with pytest.raises(EngineError, match="No model"):
        turns.shorten(question, SAMPLING)
    assert archive.messages(question.conversation_id) == (question,)


@pytest.mark.parametrize(
    ("tokens", "trained", "want"),
    [(500, 4096, 800), (3000, 4096, 3200), (3200, 4096, 4096), (4000, 4096, None), (500, 400, None), (500, 700, 700)],
)
def test_the_next_context_that_a_prompt_fits(tokens: int, trained: int, want: int | None) -> None:
    info = replace(model(400), trained_context_tokens=trained)
    assert context_for(tokens, info, 100) == want
