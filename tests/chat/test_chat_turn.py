"""One turn: saved before, during and after; what goes to the engine; what happens when it fails."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from standins.clock import FakeClock
from standins.scripted_engine import TIMING, ScriptedEngine, Step

from desktop_client.chat.context import ContextFullError
from desktop_client.chat.conversation import Message, MessageState, branch, places
from desktop_client.chat.turn import (
    SYSTEM_PROMPT,
    AnswerEnded,
    AnswerPiece,
    AnswerProgress,
    AnswerStarted,
    TurnEvent,
    Turns,
)
from desktop_client.errors import SidelightError
from desktop_client.inference.engine import (
    EngineCrashedError,
    EngineError,
    EngineRequest,
    Finished,
    FinishReason,
    Role,
    Sampling,
)
from desktop_client.paths import Profile
from desktop_client.store.conversations import Conversations
from desktop_client.store.errors import disk_full
from desktop_client.store.profile_store import open_store
from desktop_client.wording import say

SAMPLING = Sampling(temperature=0, seed=7)
CRASH = EngineCrashedError(say("The engine stopped."), say("Ask again."))


@pytest.fixture
def archive(profile: Profile) -> Iterator[Conversations]:
    with open_store(profile, FakeClock()) as store:
        yield store.conversations


class Conversation:
    """Turns with a scripted engine, and the events of the last answer."""

    def __init__(self, archive: Conversations, *script: Step, context_tokens: int = 4096) -> None:
        self.archive = archive
        self.engine = ScriptedEngine(*script, context_tokens=context_tokens)
        self.turns = Turns(archive, self.engine, save_every_s=0.01)
        self.events: list[TurnEvent] = []
        self.stop = threading.Event()

    def answer(self, question: Message) -> Message:
        self.events.clear()
        return self.turns.answer(question, SAMPLING, self.events.append, self.stop)

    def tree(self, question: Message) -> tuple[Message, ...]:
        return self.archive.messages(question.conversation_id)


def test_a_question_begins_a_conversation_with_a_title(archive: Conversations) -> None:
    question = Conversation(archive).turns.ask(None, "  敏感肌适合用什么样的面膜？\n谢谢 ")
    assert question.text == "  敏感肌适合用什么样的面膜？\n谢谢 "
    (conversation,) = archive.conversations()
    assert (conversation.title, conversation.head_id) == ("敏感肌适合用什么样的面膜？", question.id)


def test_a_question_follows_the_path_that_is_shown(archive: Conversations) -> None:
    chat = Conversation(archive, "a")
    first = chat.turns.ask(None, "one")
    answer = chat.answer(first)
    second = chat.turns.ask(first.conversation_id, "two")
    assert second.parent_id == answer.id
    archive.select_head(first.conversation_id, first.id)
    assert chat.turns.ask(first.conversation_id, "three").parent_id == first.id


def test_an_edited_question_is_a_sibling_also_of_the_first(archive: Conversations) -> None:
    chat = Conversation(archive, "a")
    first = chat.turns.ask(None, "one")
    chat.answer(first)
    edited = chat.turns.ask(first.conversation_id, "uno", first.parent_id)
    assert places(chat.tree(first))[first.parent_id, first.role] == [first.id, edited.id]


@pytest.mark.parametrize("text", ["", "  \n\t\u3000"])
def test_a_blank_question_is_refused_and_nothing_is_made(archive: Conversations, text: str) -> None:
    with pytest.raises(SidelightError, match="empty"):
        Conversation(archive).turns.ask(None, text)
    assert archive.conversations() == ()


def test_a_million_characters_are_stored_and_then_said_to_be_too_many(archive: Conversations) -> None:
    chat = Conversation(archive)
    question = chat.turns.ask(None, "面" * 1_000_000)
    with pytest.raises(ContextFullError, match="1000"):
        chat.answer(question)
    assert chat.tree(question) == (question,)
    assert len(question.text) == 1_000_000


def test_broken_characters_are_mended_before_they_are_stored(archive: Conversations) -> None:
    assert Conversation(archive).turns.ask(None, "a\ud83d\ude00b\udc80c\ufeff").text == "a😀b\ufffdc\ufeff"


def test_an_answer_is_stored_with_where_it_came_from(archive: Conversations) -> None:
    chat = Conversation(archive, "Hel", "lo.")
    question = chat.turns.ask(None, "Hi")
    answer = chat.answer(question)
    (request,) = chat.engine.requests
    assert (answer.text, answer.state, answer.parent_id) == ("Hello.", MessageState.COMPLETE, question.id)
    assert answer.provenance is not None
    assert answer.provenance.request_sha256 == request.sha256()
    assert answer.provenance.timing == TIMING
    assert answer.provenance.sampling == SAMPLING
    assert chat.tree(question) == (question, answer)
    started, progress, *pieces, ended = chat.events
    assert isinstance(started, AnswerStarted)
    assert (started.message.id, started.request_sha256) == (answer.id, request.sha256())
    assert started.context.messages == request.messages
    assert progress == AnswerProgress(answer.id, 1, 2)
    assert pieces == [AnswerPiece(answer.id, "Hel"), AnswerPiece(answer.id, "lo.")]
    assert ended == AnswerEnded(answer)


def test_the_engine_gets_the_system_prompt_and_the_branch_and_nothing_else(archive: Conversations) -> None:
    chat = Conversation(archive, "a1")
    first = chat.turns.ask(None, "q1")
    chat.answer(first)
    other = chat.turns.ask(first.conversation_id, "another path", None)
    chat.answer(other)
    second = chat.turns.ask(first.conversation_id, "q2", chat.tree(first)[1].id)
    chat.answer(second)
    request = chat.engine.requests[-1]
    assert [(m.role, m.content) for m in request.messages] == [
        (Role.SYSTEM, SYSTEM_PROMPT),
        (Role.USER, "q1"),
        (Role.ASSISTANT, "a1"),
        (Role.USER, "q2"),
    ]
    assert request == EngineRequest("ab" * 32, request.messages, SAMPLING)


def test_asked_again_the_answer_has_a_sibling_and_the_same_request(archive: Conversations) -> None:
    chat = Conversation(archive, "a")
    question = chat.turns.ask(None, "q")
    first, second = chat.answer(question), chat.answer(question)
    tree = chat.tree(question)
    assert places(tree)[first.parent_id, first.role] == [first.id, second.id]
    assert branch(tree, archive.conversation(question.conversation_id).head_id) == (question, second)
    assert chat.engine.requests[0].to_bytes() == chat.engine.requests[1].to_bytes()


def test_a_long_chat_says_what_is_left_out(archive: Conversations) -> None:
    chat = Conversation(archive, "a" * 100, context_tokens=800)
    question = chat.turns.ask(None, "q" * 50)
    for _ in range(5):
        chat.answer(question)
        question = chat.turns.ask(question.conversation_id, "q" * 50)
    chat.answer(question)
    started = chat.events[0]
    assert isinstance(started, AnswerStarted)
    assert started.context.left_out_ids == tuple(m.id for m in chat.tree(question)[: len(started.context.left_out_ids)])
    assert started.context.left_out_ids
    assert started.context.tokens <= 800


@pytest.mark.parametrize(
    ("reason", "state"),
    [(FinishReason.LENGTH, MessageState.LENGTH), (FinishReason.STOPPED, MessageState.STOPPED)],
)
def test_why_an_answer_ended_is_kept(archive: Conversations, reason: FinishReason, state: MessageState) -> None:
    chat = Conversation(archive, "half", Finished(reason, TIMING))
    answer = chat.answer(chat.turns.ask(None, "q"))
    assert (answer.text, answer.state) == ("half", state)


def test_stop_reaches_the_engine_and_keeps_what_came(archive: Conversations) -> None:
    chat = Conversation(archive, "one ", lambda: chat.stop.set(), "two")
    answer = chat.answer(chat.turns.ask(None, "q"))
    assert (answer.text, answer.state) == ("one ", MessageState.STOPPED)


def test_when_the_engine_fails_the_part_is_kept_with_the_reason(archive: Conversations) -> None:
    chat = Conversation(archive, "half ", CRASH)
    chat.turns = Turns(archive, chat.engine, language=lambda: "en")
    question = chat.turns.ask(None, "q")
    answer = chat.answer(question)
    assert (answer.text, answer.state) == ("half ", MessageState.INTERRUPTED)
    assert answer.note == "The engine stopped. Ask again."
    assert chat.events[-1] == AnswerEnded(answer, CRASH)
    assert chat.tree(question)[1] == answer
    chat.engine.script = ("whole",)
    assert chat.answer(question).text == "whole"


def test_an_engine_that_ends_without_a_word_leaves_an_interrupted_answer(archive: Conversations) -> None:
    class Mute(ScriptedEngine):
        def generate(self, request: EngineRequest, stop: threading.Event):  # type: ignore[no-untyped-def]
            return iter(())

    answer = Turns(archive, Mute()).answer(
        Turns(archive, Mute()).ask(None, "q"), SAMPLING, lambda _: None, threading.Event()
    )
    assert (answer.text, answer.state) == ("", MessageState.INTERRUPTED)


def test_without_a_model_nothing_is_added(archive: Conversations) -> None:
    chat = Conversation(archive, "a")
    question = chat.turns.ask(None, "q")
    chat.engine.model = None
    with pytest.raises(EngineError, match="No model"):
        chat.answer(question)
    assert (chat.tree(question), chat.events) == ((question,), [])


def test_a_listener_that_fails_does_not_lose_the_text(archive: Conversations) -> None:
    chat = Conversation(archive, "kept")
    question = chat.turns.ask(None, "q")

    def listen(event: TurnEvent) -> None:
        if isinstance(event, AnswerPiece):
            raise KeyError("the window is gone")

    with pytest.raises(KeyError):
        chat.turns.answer(question, SAMPLING, listen, chat.stop)
    (_, answer) = chat.tree(question)
    assert (answer.text, answer.state) == ("kept", MessageState.INTERRUPTED)


def test_text_is_saved_although_the_engine_falls_silent(archive: Conversations) -> None:
    saved = threading.Event()

    def wait_until_both_are_on_disk() -> None:
        while not saved.wait(0.005):
            (_, answer) = archive.messages(question.conversation_id)
            if answer.text == "one two":
                assert answer.state is MessageState.STREAMING
                saved.set()

    chat = Conversation(archive, "one ", "two", wait_until_both_are_on_disk)
    question = chat.turns.ask(None, "q")
    assert chat.answer(question).text == "one two"
    assert saved.is_set()


class FullDisk:
    """An archive on a disk that is full for a while."""

    def __init__(self, archive: Conversations) -> None:
        self._archive = archive
        self.full = False

    def fill(self, full: bool) -> None:
        self.full = full

    def __getattr__(self, name: str):  # type: ignore[no-untyped-def]
        if self.full and name in {"save_text", "finish"}:
            raise disk_full()
        return getattr(self._archive, name)


@pytest.mark.parametrize("freed", [True, False])
def test_a_disk_that_is_full_for_a_while_does_not_end_the_answer(archive: Conversations, freed: bool) -> None:
    disk = FullDisk(archive)
    script = ("one ", lambda: disk.fill(True), "two ", lambda: disk.fill(not freed), "three")
    chat = Conversation(disk, *script)  # type: ignore[arg-type]
    question = chat.turns.ask(None, "q")
    answer = chat.answer(question)
    assert (answer.text, answer.state) == ("one two three", MessageState.COMPLETE)
    ended = chat.events[-1]
    assert isinstance(ended, AnswerEnded)
    (_, on_disk) = archive.messages(question.conversation_id)
    if freed:
        assert (ended.error, on_disk) == (None, answer)
    else:
        assert "disk is full" in str(ended.error)
        assert answer.text.startswith(on_disk.text)
        assert on_disk.state is MessageState.STREAMING


def test_two_conversations_can_be_answered_at_once(archive: Conversations) -> None:
    both = threading.Barrier(2)
    chats = [Conversation(archive, f"{n}a", both.wait, f"{n}b") for n in range(2)]  # type: ignore[list-item]
    questions = [chat.turns.ask(None, str(n)) for n, chat in enumerate(chats)]
    threads = [
        threading.Thread(target=chat.answer, args=(question,)) for chat, question in zip(chats, questions, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    texts = [[m.text for m in chat.tree(question)] for chat, question in zip(chats, questions, strict=True)]
    assert texts == [["0", "0a0b"], ["1", "1a1b"]]
