"""A short measurement of how a model runs best here: one thing is changed at a time, and kept if it is a gain.

What counts is the time of a usual turn at some depth of a conversation: some hundred tokens read, as many written.
Other work on the machine comes and goes, so every candidate is measured beside the best so far, in turn, and has to be
better by more than chance.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from time import perf_counter

from desktop_client.errors import SidelightError
from desktop_client.inference.engine import (
    ChatMessage,
    EngineError,
    EngineRequest,
    Finished,
    ModelFile,
    PromptProgress,
    Role,
    Sampling,
)
from desktop_client.inference.local import LocalEngine
from desktop_client.inference.tuning import Tuned, Tuning
from desktop_client.wording import say

READ_TOKENS = 200
WRITTEN_TOKENS = 16
GAIN = 1.05
"""A candidate has to be faster by this factor: two runs of the same thing differ by some percent."""


class CalibrationCancelledError(SidelightError):
    """The user ended it; nothing was kept."""

    def __init__(self) -> None:
        super().__init__(say("The measurement was cancelled; nothing was changed."))


@dataclass(frozen=True, slots=True)
class Measured:
    """Tokens a second of one run."""

    prompt_per_s: float
    generation_per_s: float

    @property
    def turn_s(self) -> float:
        """How long a usual turn would take."""
        return READ_TOKENS / self.prompt_per_s + READ_TOKENS / self.generation_per_s


Measure = Callable[[Tuning], Measured]
"""Loads the model so and measures; raises :class:`.engine.EngineError` where it can't be run so."""


def candidates(best: Tuning, cores: int, usual_threads: int) -> Iterator[Callable[[Tuning], Tuning]]:
    """What is tried, in this order, each on top of the best so far."""
    for threads in sorted({1, max(1, cores // 2), max(1, cores - 1), cores} - {best.threads or usual_threads}):
        yield lambda tuning, threads=threads: replace(tuning, threads=threads)  # type: ignore[misc]
    yield lambda tuning: replace(tuning, flash_attention=True)
    yield lambda tuning: replace(tuning, kv_type="q8_0") if tuning.flash_attention else tuning
    yield lambda tuning: replace(tuning, batch=512)


def calibrate(
    measure: Measure,
    *,
    cores: int,
    usual_threads: int,
    progress: Callable[[int, int], None] | None = None,
    cancel: threading.Event | None = None,
) -> Tuned:
    """The best tuning found. ``progress`` gets steps done and in all.

    Raises:
        CalibrationCancelledError: ``cancel`` was set.
        EngineError: not even the usual runs.
    """
    best = Tuning()
    steps = list(candidates(best, cores, usual_threads))
    tell = progress or (lambda _done, _all: None)
    tell(0, len(steps) + 1)
    figures = measure(best)
    for number, change in enumerate(steps, 1):
        if cancel is not None and cancel.is_set():
            raise CalibrationCancelledError
        tell(number, len(steps) + 1)
        tried = change(best)
        if tried == best:
            continue
        # The best so far is measured anew each time: what else runs may have changed since.
        beside, new = measure(best), _measured(measure, tried)
        if new is not None and new.turn_s * GAIN < min(beside.turn_s, figures.turn_s):
            best, figures = tried, new
    tell(len(steps) + 1, len(steps) + 1)
    best = replace(best, threads=best.threads or usual_threads)
    return Tuned(best, figures.prompt_per_s, figures.generation_per_s, cores)


def _measured(measure: Measure, tuning: Tuning) -> Measured | None:
    try:
        return measure(tuning)
    except EngineError:
        return None


def measure_with(
    make_engine: Callable[[Tuning], LocalEngine], model: ModelFile, cancel: threading.Event | None = None
) -> Measure:
    """Measures as a chat would find it: a process of its own for each run, a prompt read, an answer written.

    ``cancel`` ends a run in the middle, with a :class:`CalibrationCancelledError`.
    """
    cancel = cancel or threading.Event()

    def measure(tuning: Tuning) -> Measured:
        engine = make_engine(tuning)
        try:
            engine.load(model)
            return _one_turn(engine, model, cancel)
        finally:
            engine.close()

    return measure


def _one_turn(engine: LocalEngine, model: ModelFile, cancel: threading.Event) -> Measured:
    words = " ".join(str(number) for number in range(READ_TOKENS // 3))
    sampling = Sampling(temperature=0.0, repeat_penalty=1.0, max_tokens=WRITTEN_TOKENS)
    request = EngineRequest(model.sha256, (ChatMessage(Role.USER, f"Go on: {words}"),), sampling)
    began = read = perf_counter()
    for event in engine.generate(request, cancel):
        if isinstance(event, PromptProgress):
            read = perf_counter()
        elif isinstance(event, Finished):
            timing = event.timing
    if cancel.is_set():
        raise CalibrationCancelledError
    if timing.tokens < WRITTEN_TOKENS // 2 or timing.tokens_per_s <= 0:
        raise EngineError(say("The model ends its answers too soon to be measured."))
    return Measured(timing.evaluated_tokens / (read - began), timing.tokens_per_s)
