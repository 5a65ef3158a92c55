"""One request in the child: its events in order, under watch, until the answer is over."""

from __future__ import annotations

import hashlib
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from desktop_client.inference import failures
from desktop_client.inference.child import Child, Event, Mailbox
from desktop_client.inference.engine import (
    EngineError,
    EngineEvent,
    Finished,
    FinishReason,
    ModelFile,
    ModelInfo,
    Piece,
    PromptProgress,
    Timing,
)
from desktop_client.inference.limits import Limits
from desktop_client.inference.pulse import Pulse
from desktop_client.wording import say

_LOOK_FOR_STOP_S = 0.02


@contextmanager
def talking_sense(child: Child) -> Iterator[None]:
    """Ends the child if what it said can't be made sense of: it is not trusted to send what it should."""
    try:
        yield
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        child.kill(failures.talked_nonsense())
        raise failures.crashed(child.how_it_ended) from error


def refusal(event: Event, file: ModelFile) -> EngineError | None:
    """The error that an event stands for, if it stands for one."""
    if event["event"] != "fault":
        return None
    values = {str(name): value for name, value in event["values"].items() if isinstance(value, str | int)}
    return failures.error_of_fault(str(event["code"]), values, file.path.name)


@dataclass(frozen=True, slots=True)
class Answering:
    """What a request is watched by."""

    child: Child
    info: ModelInfo
    limits: Limits
    clock: Callable[[], float]

    def answer(
        self, payload: bytes, max_tokens: int, stop: threading.Event, *, may_move: bool = False
    ) -> Iterator[EngineEvent]:
        """Hand over the request's bytes and pass on what comes. Given up early, the computation is stopped.

        ``may_move`` is as in :meth:`.model.Model.answer`.

        Raises:
            EngineCrashedError: the process died, was silent too long, or spoke nonsense.
            EngineError: it refused.
        """
        with self.child.command([payload, b"\n"], do="generate", may_move=may_move) as (number, box):
            over = False
            try:
                for event in self._watched(number, box, len(payload), max_tokens, stop):
                    with talking_sense(self.child):
                        refused = refusal(event, self.info.file)
                        passed_on = None if refused else self._translated(event, payload)
                    if refused:
                        over = True
                        raise refused
                    over = isinstance(passed_on, Finished)
                    if passed_on is not None:
                        yield passed_on
                    if over:
                        return
            finally:
                if not over and self.child.alive:
                    self._stop_and_drain(number, box)

    def _watched(
        self, number: int, box: Mailbox, prompt_bytes: int, max_tokens: int, stop: threading.Event
    ) -> Iterator[Event]:
        """Events as they come; the last one is made up if the child would not stop and had to be ended."""
        size = self.info.file.size
        said_at = self.clock()
        pulse = Pulse(said_at, computing=True)
        all_by = self.limits.total(prompt_bytes, size, max_tokens)
        first_by = self.limits.first_token(prompt_bytes, size)
        step_by = self.limits.template(prompt_bytes)
        stop_by = None
        while True:
            if stop.is_set() and stop_by is None:
                stop_by = self.clock() + self.limits.stop_s
                self.child.tell(do="stop", id=number)
            try:
                event = box.get(timeout=_LOOK_FOR_STOP_S)
            except queue.Empty:
                now = self.clock()
                if stop_by is not None and now > stop_by:
                    self.child.kill(say("it did not stop and was ended"))
                    yield _STOPPED_BY_FORCE
                elif pulse.still_for(now) > self.limits.still_s or pulse.spent(now) > min(all_by, first_by, step_by):
                    self.child.kill(failures.fell_silent(now - said_at))
                continue
            if event is None:
                raise failures.crashed(self.child.how_it_ended)
            with talking_sense(self.child):
                only_lives = pulse.hear(event, self.clock())
            if only_lives:
                if pulse.spent(self.clock()) > min(all_by, first_by, step_by):
                    self.child.kill(failures.fell_silent(self.clock() - said_at))
                continue
            yield event
            said_at = self.clock()
            # After "accepted" comes the template, then one step of computing after the other.
            step_s = self.limits.template(prompt_bytes) if event["event"] == "accepted" else self.limits.gap(size)
            step_by = pulse.spent(said_at) + step_s
            first_by = all_by if event["event"] == "piece" else first_by

    def _translated(self, event: Event, payload: bytes) -> EngineEvent | None:
        match event["event"]:
            case "accepted":
                if event["sha256"] != hashlib.sha256(payload).hexdigest():
                    raise ValueError("the child got other bytes than were sent")
                return None
            case "read":
                return PromptProgress(int(event["done"]), int(event["total"]))
            case "piece":
                return Piece(str(event["text"]))
            case "finished":
                return Finished(FinishReason(event["reason"]), self._timing(event))
        raise ValueError(event["event"])

    def _timing(self, event: Event) -> Timing:
        return Timing(
            load_s=self.info.load_s,
            prompt_tokens=int(event["prompt_tokens"]),
            evaluated_tokens=int(event["evaluated_tokens"]),
            first_token_s=float(event["first_token_s"]),
            tokens=int(event["tokens"]),
            tokens_per_s=float(event["tokens_per_s"]),
            moved_tokens=int(event["moved_tokens"]),
        )

    def _stop_and_drain(self, number: int, box: Mailbox) -> None:
        """Leave the child ready for the next request, or dead."""
        self.child.tell(do="stop", id=number)
        stop_by = self.clock() + self.limits.stop_s
        while self.clock() < stop_by:
            with suppress(queue.Empty):
                event = box.get(timeout=_LOOK_FOR_STOP_S)
                if event is None or event.get("event") in ("finished", "fault"):
                    return
        self.child.kill(say("it did not stop and was ended"))


_STOPPED_BY_FORCE: Event = {
    "event": "finished",
    "reason": FinishReason.STOPPED,
    "prompt_tokens": 0,
    "evaluated_tokens": 0,
    "moved_tokens": 0,
    "first_token_s": 0.0,
    "tokens": 0,
    "tokens_per_s": 0.0,
}
