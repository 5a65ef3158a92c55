"""LocalEngine: llama.cpp in a child process, from the parent's side.

The child is replaced with every model, so it may read that one file only, and all its memory comes back. If it dies
or falls silent the request fails in plain words, and the next one starts it again.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_client.inference import failures
from desktop_client.inference.answering import Answering, refusal, talking_sense
from desktop_client.inference.child import Child, program
from desktop_client.inference.crash_notes import CrashNotes
from desktop_client.inference.engine import (
    ChatMessage,
    EngineCrashedError,
    EngineError,
    EngineEvent,
    EngineRequest,
    Finished,
    FinishReason,
    ModelFile,
    ModelInfo,
    NoModelError,
    NoTemplateError,
    Piece,
    Timing,
)
from desktop_client.inference.gguf_check import GgufReport, check
from desktop_client.inference.limits import Limits
from desktop_client.inference.loading import Watch, Wish
from desktop_client.inference.memory import available_bytes
from desktop_client.inference.recollection import WORTH_S, Recollection
from desktop_client.inference.runtimes import AUTO
from desktop_client.inference.saved_states import StateFolder
from desktop_client.inference.tuning import Tuning, TuningBook
from desktop_client.inference.wire import MAX_COMMAND
from desktop_client.wording import say

RESTARTS = 3
RESTARTS_WITHIN_S = 300.0
_LOOK_FOR_STOP_S = 0.02


@dataclass(frozen=True, slots=True)
class _Running:
    """A child with its model loaded, and what its messages are about. ``template`` is the chosen one it was given."""

    child: Child
    info: ModelInfo
    template: str | None
    recollection: Recollection


class LocalEngine:
    """The :class:`.engine.Engine` on this machine. Calls may come from any thread; requests wait in line.

    ``count_tokens`` does not wait for an answer that is being made.
    """

    def __init__(
        self,
        crash_notes: Path,
        *,
        threads: int | None = None,
        context_tokens: int | None = None,
        command: Sequence[str] | None = None,
        runtime: str = AUTO,
        limits: Limits | None = None,
        tuning: Tuning | None = None,
        tunings: TuningBook | None = None,
        template_of: Callable[[str], str | None] = lambda _: None,
        states: StateFolder | None = None,
        worth_s: float = WORTH_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Nothing is started yet.

        ``crash_notes`` is a small file that remembers models which crashed; ``threads`` defaults to one less than
        there are cores, ``tuning`` to what ``tunings`` has of a model, ``context_tokens`` to what
        :func:`.gguf_check.check` finds usable; ``command`` is the child's program without the model's path,
        ``runtime`` the build of llama.cpp in it (:mod:`.runtimes`). ``template_of`` has the chat template that somebody
        chose for a model, by its SHA-256, where the file carries none. ``states`` keeps what was read of conversations
        that are left, where reading it again would take more than ``worth_s`` seconds.
        """
        self._notes = CrashNotes(crash_notes)
        self._threads = threads
        self._tuning = tuning
        self._tunings = tunings
        self._template_of = template_of
        self.context_tokens = context_tokens
        """Tokens of context for the next load; None for the usual."""
        self._command = list(command or program("worker"))
        self._runtime = runtime
        self._limits = limits or Limits()
        self._states = states
        self._worth_s = worth_s
        self._clock = clock
        self._watch = Watch(self._limits, clock, self._refuse_if_closed)
        self._turn = threading.Lock()
        self._running: _Running | None = None
        self._child: Child | None = None
        self._closed = False
        self._report: GgufReport | None = None
        self.locks: tuple[str, ...] = ()
        self._restarts: deque[float] = deque(maxlen=RESTARTS)

    @property
    def model(self) -> ModelInfo | None:
        """The loaded model, also while a crashed child waits to be started again; None if there is none."""
        running = self._running
        return running.info if running else None

    @property
    def process_id(self) -> int | None:
        """The number of the engine's process, while there is one."""
        running = self._running
        return running.child.pid if running and running.child.alive else None

    def load(self, model: ModelFile, progress: Callable[[float], None] | None = None) -> ModelInfo:
        """See :class:`.engine.Engine`. A model that crashed while loading is refused until :meth:`forget_crash`."""
        with self._turn:
            running, template = self._running, self._template_of(model.sha256)
            if running and running.child.alive and (running.info.file, running.template) == (model, template):
                return running.info
            self._refuse_crashed(model)
            report = self._checked(model, self.context_tokens)
            if report.problem is not None and report.needs_template:
                raise NoTemplateError(model, report.problem, report.next_step)
            if report.problem is not None:
                raise EngineError(report.problem, report.next_step)
            self._restarts.clear()
            return self._replace(model, report, progress)

    def raise_context(self, tokens: int) -> ModelInfo:
        """Load the model again so that it can read so many tokens at once; later loads try the same.

        Raises:
            EngineError: memory does not give so many; the model stays as it is loaded.
        """
        with self._turn:
            running = self._running_child()
            report = self._checked(running.info.file, tokens)
            if report.problem is not None or (report.usable_context_tokens or 0) < tokens:
                raise EngineError(
                    say("There is not enough memory to read {tokens} tokens at once.", tokens=tokens),
                    say("Close other programs, or shorten the message."),
                )
            self.context_tokens = tokens
            return self._replace(running.info.file, report, None)

    def eject(self) -> None:
        """See :class:`.engine.Engine`: the process ends, so that all of its memory comes back."""
        with self._turn:
            if self._running is not None:
                self._keep_what_is_read()
                self._running.child.kill()
            self._running = self._report = self._child = None

    def generate(self, request: EngineRequest, stop: threading.Event) -> Iterator[EngineEvent]:
        """See :class:`.engine.Engine`. Giving the iterator up early stops the computation, too."""
        payload = _bytes_of(request)
        while not self._turn.acquire(timeout=_LOOK_FOR_STOP_S):
            if stop.is_set():
                yield Finished(FinishReason.STOPPED, Timing(0.0, 0, 0, 0.0, 0, 0.0))
                return
        try:
            running = self._running_child()
            yield from self._answer(running, request, payload, stop)
        except EngineCrashedError:
            self._refuse_if_closed()
            raise
        finally:
            self._turn.release()

    def _answer(
        self, running: _Running, request: EngineRequest, payload: bytes, stop: threading.Event
    ) -> Iterator[EngineEvent]:
        may_move = running.recollection.prepare(request.messages)
        answering = Answering(running.child, running.info, self._limits, self._clock)
        text: list[str] = []
        timing = None
        try:
            for event in answering.answer(payload, request.sampling.max_tokens, stop, may_move=may_move):
                if isinstance(event, Piece):
                    text.append(event.text)
                elif isinstance(event, Finished):
                    timing = event.timing
                yield event
        finally:
            running.recollection.asked(request.messages, "".join(text), timing, private=request.private)

    def count_tokens(self, messages: Sequence[ChatMessage]) -> int:
        """See :class:`.engine.Engine`: as many tokens as a request with these messages has to read."""
        running = self._running
        if running is None or not running.child.alive:
            running = self._started_again()
        turns = [{"role": message.role, "content": message.content} for message in messages]
        limit = self._limits.template(sum(len(message.content) * 4 for message in messages))
        with running.child.command(do="count", messages=turns) as (_, box):
            event = self._watch.next(running.child, box, limit)
        with talking_sense(running.child):
            refused = refusal(event, running.info.file)
            tokens = 0 if refused else int(event["tokens"])
        if refused:
            raise refused
        return tokens

    def forget_crash(self, model: ModelFile) -> None:
        """The user wants a model to be tried again that crashed while loading."""
        self._notes.forget(model)

    def has_crashed(self, model: ModelFile) -> bool:
        """Whether this model crashed when it was last loaded, and so is refused."""
        return self._notes.has_crashed(model)

    def forget_read(self) -> None:
        """See :class:`.engine.Remembering`. Waits for an answer that is being made."""
        if self._states:
            self._states.forget_all()
        with self._turn:
            if self._running:
                self._running.recollection.keep_nothing()

    def close(self) -> None:
        """See :class:`.engine.Engine`. Ends a load or an answer that is going on."""
        # What an idle engine has read is kept; a busy one is not waited for.
        if self._running and self._turn.acquire(blocking=False):
            try:
                self._keep_what_is_read()
            finally:
                self._turn.release()
        self._closed = True
        if self._child:
            self._child.kill(say("it was closed"))
        self._running = None

    def _checked(self, model: ModelFile, context_tokens: int | None) -> GgufReport:
        return check(
            model.path,
            context_tokens=context_tokens,
            available=self._free_without_current(),
            template_chosen=self._template_of(model.sha256) is not None,
        )

    def _refuse_crashed(self, model: ModelFile) -> None:
        if self._notes.has_crashed(model):
            raise EngineError(
                say("{name} made the engine crash when it was last loaded.", name=model.name),
                say("Load it on purpose to try again, or choose another model."),
            )

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise EngineError(say("The engine is closed."), say("Start Sidelight again."))

    def _free_without_current(self) -> int | None:
        """Memory that is free once the model that is loaded has gone."""
        free = available_bytes()
        if free is None or self._report is None or self._running is None or not self._running.child.alive:
            return free
        return free + (self._report.memory_bytes or 0)

    def _started_again(self) -> _Running:
        """For a count: the child, unless something else keeps it busy for long."""
        if not self._turn.acquire(timeout=self._limits.stop_s):
            raise EngineError(say("The engine is busy loading a model."), say("Try again in a moment."))
        try:
            return self._running_child()
        finally:
            self._turn.release()

    def _running_child(self) -> _Running:
        """The child, started again if it has died. Called by whoever has the turn.

        Raises:
            EngineError: there is no model, or it died too often.
        """
        self._refuse_if_closed()
        running = self._running
        if running is None or self._report is None:
            raise NoModelError
        if running.child.alive:
            return running
        now = self._clock()
        recent = [then for then in self._restarts if now - then < RESTARTS_WITHIN_S]
        if len(recent) >= RESTARTS:
            raise EngineError(
                say("The engine stopped again and again, so it is not started by itself any more."),
                say("Load the model again, or choose another one."),
            )
        self._restarts.append(now)
        self._replace(running.info.file, self._report, None)
        return self._running_child()

    def _replace(self, model: ModelFile, report: GgufReport, progress: Callable[[float], None] | None) -> ModelInfo:
        """End the child there is and load a model in a new one."""
        self._refuse_if_closed()
        if self._running:
            self._keep_what_is_read()
            self._running.child.kill()
        self._running = None
        began = self._clock()
        self._notes.loading(model)
        try:
            child = self._child = Child([*self._command, str(model.path.absolute())])
        except OSError as error:
            self._notes.forget(model)
            raise failures.error_of_fault("no_runtime", {}, model.path.name) from error
        try:
            # Closed in the meantime, nobody else would end this child.
            self._refuse_if_closed()
            hello = self._watch.first_word(child, model)
            with talking_sense(child):
                self.locks = tuple(map(str, hello["locks"]))
            template = self._template_of(model.sha256)
            wish = Wish(model, template, report.usable_context_tokens, self._runtime, self._tuning_of(model))
            info = self._watch.load(child, wish, progress, began)
        except EngineCrashedError:
            self._notes.crashed(model)
            raise
        except BaseException:
            self._notes.forget(model)
            child.kill()
            raise
        self._notes.forget(model)
        self._running, self._report = _Running(child, info, template, self._recollection(child, info)), report
        return info

    def _keep_what_is_read(self) -> None:
        running = self._running
        if running and running.child.alive:
            running.recollection.keep()

    def _tuning_of(self, model: ModelFile) -> Tuning:
        tuned = self._tunings.get(model.sha256) if self._tunings else None
        tuning = self._tuning or (tuned.tuning if tuned else Tuning())
        return replace(tuning, threads=self._threads or tuning.threads or default_threads())

    def _recollection(self, child: Child, info: ModelInfo) -> Recollection:
        if self._states:
            self._states.forget_old()
        depends_on = f"{info.file.sha256} {info.build}"
        name = hashlib.sha256(depends_on.encode()).hexdigest()
        return Recollection(child, name, self._states, self._clock, self._worth_s)


def default_threads() -> int:
    """One core is left to the rest of the machine, since compute threads that wait for a busy core slow each other
    down several times. Of two cores both are used: half of the speed would be too high a price.
    """
    return 2 if cores() == 2 else max(1, cores() - 1)


def cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _bytes_of(request: EngineRequest) -> bytes:
    try:
        payload = request.to_bytes()
    except UnicodeEncodeError as error:
        raise EngineError(
            say("The message holds half characters that are no text."), say("Delete them, or type it anew.")
        ) from error
    if len(payload) >= MAX_COMMAND:
        raise EngineError(say("The message is too long to be handed to a model."), say("Shorten it."))
    return payload
