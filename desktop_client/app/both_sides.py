"""The one place that hands a sentence to both sides: to chat for the answer, to commerce for the panel, if it is on.

The two never meet again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from desktop_client import settings as options
from desktop_client.app.parts import Parts
from desktop_client.chat.attachment import typed
from desktop_client.chat.conversation import Message
from desktop_client.chat.turn import AnswerEnded, AnswerPiece, TurnEvent
from desktop_client.commerce.asking.suggestion_list import SuggestionList
from desktop_client.commerce.need import Reading
from desktop_client.commerce.reading import read
from desktop_client.errors import SidelightError
from desktop_client.inference.engine import ModelFile, Sampling


@dataclass(frozen=True, slots=True)
class Considered:
    """What commerce made of a sentence: what it read and, where that is a need, the list."""

    reading: Reading
    listed: SuggestionList | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """What one question brought: the answer and, where commerce is on, what the panel shows."""

    answer: Message
    model: ModelFile
    panel: Considered | None


def consider(parts: Parts, sentence: str, *, for_once: bool = False) -> Considered:
    """Commerce's side of a sentence: read it, and where it is a need, ask the sources that are on. What is attached
    to it is the model's alone.
    """
    reading = read(typed(sentence))
    if reading.need is None:
        return Considered(reading)
    return Considered(reading, parts.suggestions(for_once=for_once).suggest(reading.need))


def ask(
    parts: Parts,
    sentence: str,
    sampling: Sampling,
    model: ModelFile,
    *,
    shop: bool,
    on_piece: Callable[[str], None],
    stop: threading.Event,
) -> Answered:
    """Both sides of one question: the answer, and beside it the panel where commerce is on or ``shop`` is set.

    Raises:
        SidelightError: the question can't be stored or answered; what had come of the answer is kept.
    """
    failures: list[SidelightError] = []

    def heard(event: TurnEvent) -> None:
        if isinstance(event, AnswerPiece):
            on_piece(event.text)
        elif isinstance(event, AnswerEnded) and event.error is not None:
            failures.append(event.error)

    question = parts.turns.ask(None, sentence)
    with ThreadPoolExecutor(1, "commerce") as beside:
        panel: Future[Considered] | None = None
        if shop or parts.settings.get(options.COMMERCE):
            panel = beside.submit(consider, parts, sentence, for_once=shop)
        parts.engine.load(model)
        answer = parts.turns.answer(question, sampling, heard, stop)
        parts.note_speed(answer)
        if failures:
            raise failures[0]
        return Answered(answer, model, panel.result() if panel else None)
