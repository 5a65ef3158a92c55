"""*Continue* goes on where an answer ended; *Reproduce* gets the same text or says what differs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from inference.tiny_engine import engine_in, model_file
from inference.tiny_gguf import write_model
from standins.clock import FakeClock
from standins.scripted_engine import TIMING, ScriptedEngine

from desktop_client.chat.conversation import Message, MessageState
from desktop_client.chat.reproduction import Reproducer
from desktop_client.chat.turn import Turns
from desktop_client.errors import SidelightError
from desktop_client.inference.engine import EngineCrashedError, Finished, FinishReason, ModelFile, Role, Sampling
from desktop_client.inference.local import LocalEngine
from desktop_client.paths import Profile
from desktop_client.store.conversations import Conversations
from desktop_client.store.profile_store import open_store
from desktop_client.wording import say

SAMPLING = Sampling(seed=7, max_tokens=100)
SYSTEM = "be kind"


@pytest.fixture
def archive(profile: Profile) -> Iterator[Conversations]:
    with open_store(profile, FakeClock()) as store:
        yield store.conversations


def written(turns: Turns, question: Message, sampling: Sampling = SAMPLING) -> Message:
    return turns.answer(question, sampling, lambda _: None, threading.Event())


def test_an_answer_goes_on_from_its_own_words_beside_the_one_that_ended(archive: Conversations) -> None:
    engine = ScriptedEngine("one two", Finished(FinishReason.STOPPED, TIMING))
    turns = Turns(archive, engine, system_prompt=lambda: SYSTEM)
    question = turns.ask(None, "count")
    first = written(turns, question)
    engine.script = (" three",)
    seen: list[object] = []
    longer = turns.go_on(first, SAMPLING, seen.append, threading.Event())
    assert [(m.role, m.content) for m in engine.requests[-1].messages][1:] == [
        (Role.USER, "count"),
        (Role.ASSISTANT, "one two"),
    ]
    assert (longer.text, longer.state, longer.parent_id) == ("one two three", MessageState.COMPLETE, question.id)
    assert longer.provenance is not None
    assert longer.provenance.continued_from == len("one two")
    assert archive.messages(question.conversation_id) == (question, first, longer)
    assert archive.conversation(question.conversation_id).head_id == longer.id
    assert seen[0].message.text == "one two"  # type: ignore[attr-defined]


def test_half_a_character_at_the_end_is_not_gone_on_from(archive: Conversations) -> None:
    engine = ScriptedEngine("面\ufffd", Finished(FinishReason.STOPPED, TIMING))
    turns = Turns(archive, engine)
    first = written(turns, turns.ask(None, "q"))
    engine.script = ("膜",)
    assert turns.go_on(first, SAMPLING, lambda _: None, threading.Event()).text == "面膜"


def test_what_came_before_a_crash_in_going_on_is_kept(archive: Conversations) -> None:
    engine = ScriptedEngine("one", Finished(FinishReason.LENGTH, TIMING))
    turns = Turns(archive, engine)
    first = written(turns, turns.ask(None, "q"))

    engine.script = (" two", EngineCrashedError(say("The engine stopped.")))
    longer = turns.go_on(first, SAMPLING, lambda _: None, threading.Event())
    assert (longer.text, longer.state) == ("one two", MessageState.INTERRUPTED)


def test_where_the_context_is_full_it_is_said_and_nothing_is_added(archive: Conversations) -> None:
    engine = ScriptedEngine("x" * 350, Finished(FinishReason.LENGTH, TIMING), context_tokens=400)
    turns = Turns(archive, engine, system_prompt=lambda: SYSTEM)
    question = turns.ask(None, "q")
    first = written(turns, question)
    with pytest.raises(SidelightError, match="can't go on"):
        turns.go_on(first, SAMPLING, lambda _: None, threading.Event())
    assert archive.messages(question.conversation_id) == (question, first)


@pytest.fixture(scope="module")
def tiny_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalEngine]:
    folder = tmp_path_factory.mktemp("engine")
    with engine_in(folder) as engine:
        engine.load(model_file(write_model(folder / "tiny.gguf")))
        yield engine


HOT = Sampling(temperature=1.0, seed=11, max_tokens=40)


def test_a_real_engine_goes_on_as_if_it_had_never_stopped(archive: Conversations, tiny_engine: LocalEngine) -> None:
    turns = Turns(archive, tiny_engine, system_prompt=lambda: SYSTEM)
    question = turns.ask(None, "Tell me")
    greedy = replace(HOT, temperature=0.0, repeat_penalty=1.0)
    whole = written(turns, question, replace(greedy, max_tokens=60))
    part = written(turns, question, replace(greedy, max_tokens=25))
    rest = turns.go_on(part, replace(greedy, max_tokens=35), lambda _: None, threading.Event())
    assert rest.text == whole.text
    timing = rest.provenance.timing if rest.provenance else None
    assert timing is not None
    assert timing.evaluated_tokens <= 2, "what was written needs not be read again"


def test_the_same_text_comes_again_after_any_turn(archive: Conversations, tiny_engine: LocalEngine) -> None:
    turns = Turns(archive, tiny_engine, system_prompt=lambda: SYSTEM)
    reproducer = Reproducer(archive, tiny_engine, lambda: SYSTEM)
    conversation, answers = None, []
    for question in ("one", "敏感肌", "three"):
        asked = turns.ask(conversation, question)
        conversation = asked.conversation_id
        answers.append(written(turns, asked, HOT))
    answers.append(turns.go_on(answers[-1], replace(HOT, seed=12), lambda _: None, threading.Event()))
    before = archive.messages(answers[0].conversation_id)
    for answer in answers:
        got = reproducer.reproduce(answer, threading.Event())
        assert got is not None
        assert got.is_same, got
        assert got.differs == ()
    assert archive.messages(answers[0].conversation_id) == before


def test_an_answer_that_was_stopped_is_compared_as_far_as_it_goes(
    archive: Conversations, tiny_engine: LocalEngine
) -> None:
    turns = Turns(archive, tiny_engine)
    stop = threading.Event()

    def listen(event: object) -> None:
        if hasattr(event, "text"):
            stop.set()

    asked = turns.ask(None, "go")
    long = replace(HOT, max_tokens=1500)
    stopped = turns.answer(asked, long, listen, stop)
    assert stopped.state is MessageState.STOPPED
    got = Reproducer(archive, tiny_engine, lambda: turns._system_prompt()).reproduce(stopped, threading.Event())
    assert got is not None
    assert got.is_same


class Made:
    """An answer of a scripted engine, and another attempt at it."""

    def __init__(self, archive: Conversations) -> None:
        self.engine = ScriptedEngine("the same text")
        self.turns = Turns(archive, self.engine, system_prompt=lambda: SYSTEM)
        self.answer = written(self.turns, self.turns.ask(None, "q"))
        self.system = SYSTEM
        self.reproducer = Reproducer(archive, self.engine, lambda: self.system)

    def again(self) -> tuple[bool, str, int]:
        asked = len(self.engine.requests)
        got = self.reproducer.reproduce(self.answer, threading.Event())
        assert got is not None
        return got.is_same, " ".join(map(str, got.differs)), len(self.engine.requests) - asked


@pytest.fixture
def made(archive: Conversations) -> Made:
    return Made(archive)


def test_another_text_is_told_with_where_it_parts(made: Made) -> None:
    made.engine.script = ("the same word",)
    got = made.reproducer.reproduce(made.answer, threading.Event())
    assert got is not None
    assert (got.is_same, got.same, got.text) == (False, len("the same "), "the same word")


def test_a_longer_or_shorter_text_is_not_the_same(made: Made) -> None:
    for script in ("the same text, and more", "the same"):
        made.engine.script = (script,)
        assert not made.again()[0]


def test_another_model_is_named_and_not_asked(made: Made) -> None:
    assert made.engine.model is not None
    made.engine.model = replace(made.engine.model, file=ModelFile(Path("b"), "other", "ff" * 32, 1))
    same, differs, asked = made.again()
    assert (same, asked) == (False, 0)
    assert "made by scripted; other is loaded now" in differs


def test_another_template_is_told_and_not_asked(made: Made) -> None:
    assert made.engine.model is not None
    made.engine.model = replace(made.engine.model, template_sha256="00" * 32)
    assert made.again() == (False, "The model's chat template is another one now.", 0)


def test_other_instructions_are_told_and_not_asked(made: Made) -> None:
    made.system = "be rude"
    same, differs, asked = made.again()
    assert (same, asked) == (False, 0)
    assert "instructions for the model" in differs


def test_another_build_is_told_even_if_the_text_is_the_same(made: Made) -> None:
    assert made.engine.model is not None
    made.engine.model = replace(made.engine.model, build="llama-cpp-python 99")
    same, differs, asked = made.again()
    assert (same, asked) == (True, 1)
    assert "now" not in differs.split(":")[0]
    assert "llama-cpp-python 99" in differs


def test_stopped_it_says_nothing(made: Made) -> None:
    stop = threading.Event()
    stop.set()
    assert made.reproducer.reproduce(made.answer, stop) is None


def test_an_answer_from_elsewhere_cannot_be_reproduced(made: Made) -> None:
    with pytest.raises(SidelightError, match="not known"):
        made.reproducer.reproduce(replace(made.answer, provenance=None), threading.Event())
