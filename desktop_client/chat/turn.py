"""One turn: the question is committed, the engine answers from what fits, and the answer is saved while it grows."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from functools import partial
from typing import Final

from desktop_client.chat.archive import Archive
from desktop_client.chat.attachment import spoken
from desktop_client.chat.chat_settings import USUAL, ChatSettings
from desktop_client.chat.context import ContextFullError, Fitted, prompt_for, reserved
from desktop_client.chat.conversation import Message, MessageState, Provenance, branch, is_temporary, title_from
from desktop_client.chat.growing_answer import GrowingAnswer
from desktop_client.chat.passages import Words, excerpt
from desktop_client.chat.shortening import shorten
from desktop_client.errors import SidelightError
from desktop_client.inference.engine import (
    ChatMessage,
    Engine,
    EngineRequest,
    Finished,
    FinishReason,
    ModelInfo,
    NoModelError,
    Piece,
    PromptProgress,
    Role,
    Sampling,
)
from desktop_client.wording import Language, say

SYSTEM_PROMPT = (
    "You are a helpful assistant. Answer in the language of the question, in plain words, as fully as it needs."
)
"""What a model is told where the user has not written something else. It is the same whatever commerce does (P1)."""

SAVE_EVERY_S = 0.25
"""How long an answer's new text may wait before it is committed; promise P18 allows 1 s, the commit included."""

_STATES = {
    FinishReason.END: MessageState.COMPLETE,
    FinishReason.LENGTH: MessageState.LENGTH,
    FinishReason.STOPPED: MessageState.STOPPED,
}


class Place(Enum):
    """A place in the tree that is not named by a message's id."""

    HEAD = "head"


HEAD: Final = Place.HEAD
"""Below the end of the path that is shown."""


@dataclass(frozen=True, slots=True)
class AnswerStarted:
    """The answer has its place in the tree, still empty; ``context`` says what the model gets to read."""

    message: Message
    request_sha256: str
    context: Fitted


@dataclass(frozen=True, slots=True)
class AnswerProgress:
    """How far the engine has read the prompt, in tokens."""

    message_id: int
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class AnswerPiece:
    """Some more of the answer."""

    message_id: int
    text: str


@dataclass(frozen=True, slots=True)
class AnswerEnded:
    """The answer is over; ``message`` is its last state. ``error`` says what went wrong: the engine failed (then the
    message is *interrupted* and carries the reason), or the text could not be saved.
    """

    message: Message
    error: SidelightError | None = None


@dataclass(frozen=True, slots=True)
class Weight:
    """What a question comes to, in tokens: by itself, with all that would be sent, and how many fit."""

    question: int
    total: int
    room: int
    fits: bool = True


TurnEvent = AnswerStarted | AnswerProgress | AnswerPiece | AnswerEnded


class Turns:
    """Questions and answers of one profile. Calls block and may come from several worker threads; the engine serves
    one answer at a time.

    ``system_prompt`` is asked at every turn. ``language`` is the one in which an interrupted answer's note is written.
    ``save_every_s`` is in seconds.
    """

    def __init__(
        self,
        archive: Archive,
        engine: Engine,
        *,
        system_prompt: Callable[[], str] = lambda: SYSTEM_PROMPT,
        language: Callable[[], Language] = lambda: "en",
        save_every_s: float = SAVE_EVERY_S,
    ) -> None:
        self._archive = archive
        self._engine = engine
        self._system_prompt = system_prompt
        self._language = language
        self._save_every_s = save_every_s

    def ask(
        self,
        conversation_id: int | None,
        text: str,
        parent_id: int | Place | None = HEAD,
        settings: ChatSettings = USUAL,
    ) -> Message:
        """Commit the user's question and return it; it is on disk then.

        Without a conversation a new one is begun, with a title from the question and these settings. ``parent_id`` is
        the message that the question follows: by default the end of the path that is shown. To edit a question, pass
        *its* ``parent_id`` (None for a first question): the new one becomes its sibling.

        Raises:
            SidelightError: the question is blank, or the archive can't take it.
        """
        text = _whole_characters(text)
        if not text.strip():
            raise SidelightError(say("The question is empty."), say("Type something to ask."))
        if conversation_id is None:
            return self._archive.begin(title_from(spoken(text)), text, settings)
        if isinstance(parent_id, Place):
            parent_id = self._archive.conversation(conversation_id).head_id
        return self._archive.add(conversation_id, parent_id, Role.USER, text, MessageState.COMPLETE)

    def weigh(self, path: Sequence[Message], text: str, sampling: Sampling) -> Weight | None:
        """What a question would come to after these messages, if it were sent now; None while no model is loaded.

        Raises:
            EngineError: the engine can't count.
        """
        model = self._engine.model
        if model is None:
            return None
        alone = self._engine.count_tokens([ChatMessage(Role.USER, text)])
        around = self._engine.count_tokens([ChatMessage(Role.USER, "")])
        question = Message(0, 0, None, Role.USER, text, MessageState.COMPLETE, datetime.now(UTC))
        own = self._own(path[0].conversation_id) if path else USUAL
        system, sampling = own.prompt(self._system_prompt()), own.sampling(sampling)
        try:
            prompt = prompt_for((*path, question), "", system, model, sampling, self._engine.count_tokens)
        except ContextFullError as full:
            return Weight(max(0, alone - around), full.tokens, full.room, fits=False)
        return Weight(max(0, alone - around), prompt.fitted.tokens, model.context_tokens)

    def tokens_of(self, text: str) -> int | None:
        """What a text costs of the context; None while no model is loaded.

        Raises:
            EngineError: the engine can't count.
        """
        if self._engine.model is None:
            return None
        around = self._engine.count_tokens([ChatMessage(Role.USER, "")])
        return max(0, self._engine.count_tokens([ChatMessage(Role.USER, text)]) - around)

    def shorten(self, question: Message, sampling: Sampling) -> Message:
        """Commit a version of a question that fits, with its middle left out and saying so; the whole one stays beside
        it as another version.

        Raises:
            EngineError: no model is loaded, or the engine can't count.
            SidelightError: the archive can't take it, or not even a part fits.
        """
        text = shorten(question.text, self._gap, self._fits(question, sampling))
        return self.ask(question.conversation_id, text, question.parent_id)

    def excerpt(self, question: Message, sampling: Sampling) -> Message:
        """Commit a version of a question that fits: what is asked, and of the rest, as an attachment, the passages that
        have most to do with it; the whole one stays beside it as another version.

        Raises:
            EngineError: no model is loaded, or the engine can't count.
            SidelightError: the archive can't take it, or not even one passage fits.
        """
        words = Words(self._gap, self._name_of_excerpt, say("Text").in_language(self._language()))
        text = excerpt(question.text, words, self._fits(question, sampling))
        if not text:
            raise SidelightError(
                say("Not even one passage fits beside the question."),
                say("Shorten the question, or raise the context."),
            )
        return self.ask(question.conversation_id, text, question.parent_id)

    def rewrite(self, answer: Message, text: str) -> Message:
        """Commit what the user made of an answer: another version of it, said to be the user's own.

        Raises:
            SidelightError: nothing is left of it, or the archive can't take it.
        """
        text = _whole_characters(text)
        if not text.strip():
            raise SidelightError(say("The answer is empty."), say("Leave something of it, or delete it."))
        made = answer.provenance or Provenance("", "", "", "", Sampling(), None)
        by_hand = replace(made, timing=None, by_hand=True)
        place = answer.conversation_id, answer.parent_id
        return self._archive.add(*place, Role.ASSISTANT, text, MessageState.COMPLETE, by_hand)

    def _fits(self, question: Message, sampling: Sampling) -> Callable[[str], bool]:
        """Whether a text could stand in the place of a question, by itself."""
        model = self._loaded()
        own = self._own(question.conversation_id)
        sampling = own.sampling(sampling)
        room = model.context_tokens - reserved(model.context_tokens, sampling.max_tokens)
        system = [ChatMessage(Role.SYSTEM, prompt)] if (prompt := own.prompt(self._system_prompt())) else []
        return lambda text: self._engine.count_tokens([*system, ChatMessage(Role.USER, text)]) <= room

    def _gap(self, characters: int) -> str:
        return say("[… {count} characters left out here …]", count=characters).in_language(self._language())

    def _name_of_excerpt(self, name: str, shown: int, every: int) -> str:
        words = say("{name}: {shown} of {all} passages", name=name, shown=shown, all=every)
        return words.in_language(self._language())

    def answer(
        self,
        question: Message,
        sampling: Sampling,
        on_event: Callable[[TurnEvent], None],
        stop: threading.Event,
    ) -> Message:
        """Let the engine answer; returns the answer in its last state. Asked again, it adds a sibling.

        What goes wrong before ``AnswerStarted`` is raised, and nothing was added to the tree. After it there is always
        exactly one ``AnswerEnded``: it carries what went wrong, which is not raised, and what had come of the
        answer is kept.

        Raises:
            ContextFullError: the question alone is longer than the model can read.
            EngineError: no model is loaded, or the engine can't count.
            SidelightError: the archive can't take an answer.
        """
        path = branch(self._archive.messages(question.conversation_id), question.id)
        return self._write(path, "", sampling, on_event, stop)

    def go_on(
        self, answer: Message, sampling: Sampling, on_event: Callable[[TurnEvent], None], stop: threading.Event
    ) -> Message:
        """Let the engine go on where an answer ended before its time. What comes of it stands beside the answer, as
        another version that begins with the same words; events and the rest are as for :meth:`answer`.

        Raises:
            SidelightError: as for :meth:`answer`, or there is no room left for more.
        """
        *path, _ = branch(self._archive.messages(answer.conversation_id), answer.id)
        # A character that the end of the answer cut in two can't be completed.
        opening = answer.text.rstrip("\ufffd")
        try:
            return self._write(path, opening, sampling, on_event, stop)
        except ContextFullError as full:
            raise SidelightError(
                say("The answer can't go on: question and answer fill all that the model can read."),
                say("Ask for what is missing in a new question."),
            ) from full

    def _write(
        self,
        path: Sequence[Message],
        opening: str,
        sampling: Sampling,
        on_event: Callable[[TurnEvent], None],
        stop: threading.Event,
    ) -> Message:
        model, question = self._loaded(), path[-1]
        own = self._own(question.conversation_id)
        system, sampling = own.prompt(self._system_prompt()), own.sampling(sampling)
        prompt = prompt_for(path, opening, system, model, sampling, self._engine.count_tokens)
        private = is_temporary(question.conversation_id)
        request = EngineRequest(model.file.sha256, prompt.messages, sampling, private)
        add = partial(self._archive.add, question.conversation_id, question.id, Role.ASSISTANT)
        message = add(opening, MessageState.STREAMING)
        provenance = _provenance(model, request, continued_from=len(opening))
        answer = GrowingAnswer(self._archive, message, provenance, self._save_every_s)
        error = None
        with answer:
            on_event(AnswerStarted(message, provenance.request_sha256, prompt.fitted))
            try:
                self._stream(request, answer, on_event, stop)
            except SidelightError as failure:
                error = failure
                answer.interrupt(failure.in_language(self._language()))
        on_event(AnswerEnded(answer.message, error or answer.not_saved))
        return answer.message

    def _own(self, conversation_id: int) -> ChatSettings:
        return self._archive.conversation(conversation_id).settings

    def _loaded(self) -> ModelInfo:
        model = self._engine.model
        if model is None:
            raise NoModelError
        return model

    def _stream(
        self,
        request: EngineRequest,
        answer: GrowingAnswer,
        on_event: Callable[[TurnEvent], None],
        stop: threading.Event,
    ) -> None:
        number = answer.message.id
        for event in self._engine.generate(request, stop):
            match event:
                case PromptProgress(done, total):
                    on_event(AnswerProgress(number, done, total))
                case Piece(text):
                    answer.append(text)
                    on_event(AnswerPiece(number, text))
                case Finished(reason, timing):
                    answer.end(_STATES[reason], timing)


def _provenance(model: ModelInfo, request: EngineRequest, continued_from: int) -> Provenance:
    return Provenance(
        model_name=f"{model.file.name} @ {model.file.server}" if model.file.server else model.file.name,
        model_sha256=model.file.sha256,
        template_sha256=model.template_sha256,
        request_sha256=request.sha256(),
        sampling=request.sampling,
        timing=None,
        build=model.build,
        continued_from=continued_from,
    )


def _whole_characters(text: str) -> str:
    """Halves of surrogate pairs, which come from odd clipboards and arguments, joined where they fit, else U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
