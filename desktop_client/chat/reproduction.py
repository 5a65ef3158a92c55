"""*Reproduce this answer*: the same request once more, and whether the same text comes of it.

The seed is part of every request, so the same program with the same model gives the same text, as long as it has read
the conversation in the same way. Where something differs it is said what; where too much differs nothing is asked.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from desktop_client.chat.archive import Archive
from desktop_client.chat.context import prompt_for
from desktop_client.chat.conversation import Message, MessageState, Provenance, branch, is_temporary
from desktop_client.errors import SidelightError
from desktop_client.inference.engine import (
    Engine,
    EngineRequest,
    Finished,
    FinishReason,
    ModelInfo,
    NoModelError,
    Piece,
)
from desktop_client.inference.kv_memory import same_beginning
from desktop_client.wording import Sentence, say


@dataclass(frozen=True, slots=True)
class Reproduced:
    """What came of it. ``text`` is None where it was not asked for again, because the request can't be the same.

    ``same`` counts the characters from the start that are the same; ``differs`` says what differs, if anything does.
    """

    text: str | None
    same: int
    is_same: bool
    differs: tuple[Sentence, ...]


class Reproducer:
    """For the answers of one profile. Calls block."""

    def __init__(self, archive: Archive, engine: Engine, system_prompt: Callable[[], str]) -> None:
        self._archive, self._engine, self._system_prompt = archive, engine, system_prompt

    def reproduce(self, answer: Message, stop: threading.Event) -> Reproduced | None:
        """Ask once more for what came to this answer; nothing is stored. None if it was stopped.

        Raises:
            SidelightError: where the answer came from is not known, or the engine fails.
        """
        made = answer.provenance
        if made is None:
            raise SidelightError(
                say("It is not known where this answer came from."), say("Ask for another answer instead.")
            )
        if made.by_hand:
            raise SidelightError(say("You edited this answer by hand."), say("Ask for another answer instead."))
        model = self._engine.model
        if model is None:
            raise NoModelError
        if (other := _other_model(made, model)) is not None:
            return Reproduced(None, 0, is_same=False, differs=(other,))
        *path, _ = branch(self._archive.messages(answer.conversation_id), answer.id)
        opening = answer.text[: made.continued_from]
        own = self._archive.conversation(answer.conversation_id).settings
        system = own.prompt(self._system_prompt())
        prompt = prompt_for(path, opening, system, model, made.sampling, self._engine.count_tokens)
        request = EngineRequest(model.file.sha256, prompt.messages, made.sampling, is_temporary(answer.id))
        if request.sha256() != made.request_sha256:
            return Reproduced(None, 0, is_same=False, differs=(_other_request(),))
        return self._compared(answer, made, model, request, stop)

    def _compared(
        self, answer: Message, made: Provenance, model: ModelInfo, request: EngineRequest, stop: threading.Event
    ) -> Reproduced | None:
        wanted = answer.text[made.continued_from :].rstrip("\ufffd")
        # An answer that was cut short is compared as far as it goes.
        whole = answer.state in (MessageState.COMPLETE, MessageState.LENGTH)
        text = ""
        for piece in self._pieces(request, stop):
            text += piece
            if not whole and len(text) >= len(wanted):
                break
        if stop.is_set():
            return None
        same = same_beginning(text, wanted)
        is_same = same == len(wanted) and (not whole or len(text) == len(wanted))
        return Reproduced(text, same, is_same, tuple(_reasons(made, model, is_same=is_same)))

    def _pieces(self, request: EngineRequest, stop: threading.Event) -> Iterator[str]:
        for event in self._engine.generate(request, stop):
            if isinstance(event, Piece):
                yield event.text
            elif isinstance(event, Finished) and event.reason is FinishReason.STOPPED:
                return


def _other_model(made: Provenance, model: ModelInfo) -> Sentence | None:
    if made.model_sha256 != model.file.sha256:
        return say(
            "The answer was made by {made}; {loaded} is loaded now. Load the other one first.",
            made=made.model_name,
            loaded=model.file.name,
        )
    if made.template_sha256 != model.template_sha256:
        return say("The model's chat template is another one now.")
    return None


def _other_request() -> Sentence:
    return say(
        "The request would not be the same: the instructions for the model, or how much of the conversation fits it, "
        "have changed since."
    )


def _reasons(made: Provenance, model: ModelInfo, *, is_same: bool) -> Iterator[Sentence]:
    if made.build != model.build:
        yield say(
            "The engine is another one: {now}, then it was {then}.",
            now=model.build or say("unknown"),
            then=made.build or say("unknown"),
        )
    if is_same:
        return
    timing = made.timing
    if timing is not None and timing.moved_tokens:
        yield say(
            "The answer was made right after older turns had been left out, with what was read while they were there."
        )
    elif timing is not None and timing.evaluated_tokens < timing.prompt_tokens - 1:
        yield say(
            "The conversation had been read turn by turn then; figures that are rounded otherwise can tip a word."
        )
    elif made.build == model.build:
        yield say("Nothing else is known to differ: the computer, or the engine's settings, may.")
