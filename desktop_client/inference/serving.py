"""The child's side of the conversation with the engine: what is asked, in which thread, and what goes back.

Four threads: one reads commands, so that *stop* is heard at any time; one counts tokens while somebody types, without
waiting for an answer that is being made; one says every second that the process lives; the main one loads the model
and makes answers, one at a time. The model itself is behind :class:`.model.Model`, so that another runtime can take
llama.cpp's place.
"""

from __future__ import annotations

import hashlib
import math
import os
import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from desktop_client.inference import wire
from desktop_client.inference.engine import REASONING
from desktop_client.inference.model import Loader, Model, Over, ReadSoFar
from desktop_client.inference.pieces import Pieces
from desktop_client.inference.prompt import PromptMaker
from desktop_client.inference.pulse import ALIVE, BEAT_S
from desktop_client.inference.template import ChatTemplate, TemplateError, Turn
from desktop_client.inference.tuning import Tuning

_NUMBERS = ("temperature", "top_p", "top_k", "min_p", "repeat_penalty", "seed", "max_tokens")
PIECE_EVERY_S = 1 / 30
"""At most one piece for every other picture of a usual screen: each one wakes the parent, on the cores that compute."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    model: Model
    prompts: PromptMaker
    sha256: str


class Server:
    """Serves one parent until it goes away."""

    def __init__(self, commands: IO[bytes], events: int, load: Loader) -> None:
        """Read commands from a stream, write events to a file descriptor."""
        self._commands = commands
        self._events = events
        self._load_model = load
        self._loaded: _Loaded | None = None
        self._answering = 0
        self._busy_with: int | None = None
        self._writing = threading.Lock()
        self._work: queue.SimpleQueue[tuple[dict[str, Any], bytes]] = queue.SimpleQueue()
        self._counts: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()

    def serve(self) -> None:
        """Never returns: the process ends when the parent closes its end."""
        threading.Thread(target=self._hear, daemon=True).start()
        threading.Thread(target=self._count_all, daemon=True).start()
        threading.Thread(target=self._beat, daemon=True).start()
        while True:
            command, payload = self._work.get()
            self._busy_with = command["id"]
            self._guarded(command, lambda: self._do(command, payload))  # noqa: B023 - called at once
            self._busy_with = None

    def _beat(self) -> None:
        while True:
            time.sleep(BEAT_S)
            if (number := self._busy_with) is not None:
                self.say(id=number, event=ALIVE, processor_s=time.process_time())

    def say(self, raw: memoryview | bytes = b"", **event: Any) -> None:
        """Send one event, with ``raw`` behind its line."""
        self._write(wire.frame(event) + raw)

    def _write(self, line: bytes) -> None:
        with self._writing:
            written = os.write(self._events, line)
            while written < len(line):
                written += os.write(self._events, memoryview(line)[written:])

    def _do(self, command: dict[str, Any], payload: bytes) -> None:
        match command["do"]:
            case "load":
                self._load(command)
            case "save":
                self._save(command["id"])
            case "restore":
                self._restore(command["id"], payload)
            case "generate":
                self._generate(command, payload)

    def _guarded(self, command: dict[str, Any], work: Callable[[], None]) -> None:
        try:
            work()
        except wire.FaultError as fault:
            self.say(id=command["id"], event="fault", code=fault.code, values=fault.values)
        except TemplateError as error:
            self.say(id=command["id"], event="fault", code="template", values={"why": str(error)})
        except MemoryError:
            self.say(id=command["id"], event="fault", code="no_memory", values={})

    def _hear(self) -> None:
        try:
            while (line := wire.read_line(self._commands, wire.MAX_COMMAND)) is not None:
                self._sort(wire.parse(line))
        finally:
            # The parent is gone or talks nonsense. The main thread may be deep in the model, so no clean way out.
            os._exit(0)

    def _sort(self, command: dict[str, Any]) -> None:
        match command["do"]:
            case "stop":
                if self._loaded and command["id"] == self._answering:
                    self._loaded.model.stop()
            case "count":
                self._counts.put(command)
            case "generate":
                payload = wire.read_line(self._commands, wire.MAX_COMMAND)
                if payload is None:
                    raise wire.WireError("a request without its bytes")
                self._answering = command["id"]
                if self._loaded:
                    self._loaded.model.go()
                self._work.put((command, payload))
            case "restore":
                self._work.put((command, wire.read_raw(self._commands, command["bytes"], wire.MAX_STATE)))
            case _:
                self._work.put((command, b""))

    def _count_all(self) -> None:
        while True:
            command = self._counts.get()
            self._guarded(command, lambda: self._count(command))  # noqa: B023 - called at once

    def _count(self, command: dict[str, Any]) -> None:
        if self._loaded is None:
            raise wire.FaultError("no_model")
        self.say(id=command["id"], event="counted", tokens=len(self._loaded.prompts.tokens(command["messages"])))

    def _load(self, command: dict[str, Any]) -> None:
        told = 0.0

        def progress(share: float) -> None:
            nonlocal told
            if share - told >= 0.01:
                told = share
                self.say(id=command["id"], event="loading", share=share)

        tuning = Tuning(**command["tuning"])
        model = self._load_model(command["runtime"], Path(command["path"]), command["context_tokens"], tuning, progress)
        facts = model.facts
        template = facts.template or command["template"]
        if not template:
            raise wire.FaultError("no_template")
        # A stranger's program begins to run: from here on the parent waits for seconds, not as long as for the weights.
        self.say(id=command["id"], event="template", bytes=len(template.encode()))
        try:
            prompts = PromptMaker(ChatTemplate(template, facts.bos, facts.eos), model.vocabulary)
        except TemplateError as error:
            if facts.template:
                raise
            raise wire.FaultError("chosen_template", why=str(error)) from error
        self._loaded = _Loaded(model, prompts, command["sha256"])
        self.say(
            id=command["id"],
            event="loaded",
            architecture=facts.architecture,
            context_tokens=facts.context_tokens,
            trained_context_tokens=facts.trained_context_tokens,
            template_sha256=hashlib.sha256(template.encode()).hexdigest(),
            build=facts.build,
        )

    def _save(self, number: int) -> None:
        state = memoryview(self._loaded.model.save() if self._loaded else b"")
        for at in range(0, len(state), wire.MAX_PART):
            part = state[at : at + wire.MAX_PART]
            self.say(part, id=number, event="state", bytes=len(part))
        self.say(id=number, event="saved")

    def _restore(self, number: int, state: bytes) -> None:
        tokens = self._loaded.model.restore(state) if self._loaded else 0
        self.say(id=number, event="restored", tokens=tokens)

    def _generate(self, command: dict[str, Any], payload: bytes) -> None:
        start = time.perf_counter()
        number = command["id"]
        self.say(id=number, event="accepted", sha256=hashlib.sha256(payload).hexdigest())
        loaded = self._loaded
        if loaded is None:
            raise wire.FaultError("no_model")
        turns, sampling = _read_request(payload, loaded.sha256)
        prompt = loaded.prompts.tokens(turns)
        room = loaded.model.facts.context_tokens
        if len(prompt) >= room:
            raise wire.FaultError("prompt_too_long", tokens=len(prompt), room=room)
        steps = loaded.model.answer(prompt, sampling, may_move=bool(command.get("may_move")))
        # What the prompt has already opened belongs to the answer, which could not be told from its reasoning else.
        opens = loaded.prompts.opens_reasoning and turns[-1]["role"] != "assistant"
        opened = f"{REASONING[0]}\n" if opens else ""
        self._answer(number, steps, len(prompt), start, opened)

    def _answer(
        self, number: int, steps: Iterator[ReadSoFar | bytes | Over], prompt_tokens: int, start: float, opened: str
    ) -> None:
        pieces = Pieces(PIECE_EVERY_S, opened)
        tokens = evaluated = moved = 0
        first = last = start
        reason = ""
        for step in steps:
            if isinstance(step, bytes):
                last = time.perf_counter()
                tokens += 1
                if tokens == 1:
                    first = last
                if piece := pieces.add(step, last):
                    self._write(wire.piece_frame(number, piece))
            elif isinstance(step, ReadSoFar):
                evaluated, moved = step.done - step.reused, step.moved
                self.say(id=number, event="read", done=step.done, total=prompt_tokens)
            else:
                reason = step.reason
        if rest := pieces.end(cut_off=reason != "end"):
            self._write(wire.piece_frame(number, rest))
        self.say(
            id=number,
            event="finished",
            reason=reason,
            prompt_tokens=prompt_tokens,
            evaluated_tokens=evaluated,
            moved_tokens=moved,
            first_token_s=first - start,
            tokens=tokens,
            tokens_per_s=(tokens - 1) / (last - first) if last > first else 0.0,
        )


def _read_request(payload: bytes, model_sha256: str) -> tuple[list[Turn], dict[str, float]]:
    """The messages and the sampling of a request for the model that is loaded."""
    try:
        request = wire.parse(payload)
        turns = [Turn(role=str(m["role"]), content=str(m["content"])) for m in request["messages"]]
        sampling = {name: request["sampling"][name] for name in _NUMBERS}
        sound = all(isinstance(n, int | float) and math.isfinite(n) for n in sampling.values())
    except (wire.WireError, LookupError, TypeError) as error:
        raise wire.FaultError("bad_request") from error
    if not sound or not turns or sampling["repeat_penalty"] <= 0 or sampling["temperature"] < 0:
        raise wire.FaultError("bad_request")
    if request["model_sha256"] != model_sha256:
        raise wire.FaultError("other_model")
    return turns, sampling
