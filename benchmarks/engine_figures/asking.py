"""An engine asked as the window asks it, timed where the window is: a token counts when it came through the pipe."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from desktop_client.inference.engine import (
    ChatMessage,
    EngineRequest,
    Finished,
    FinishReason,
    ModelFile,
    Piece,
    PromptProgress,
    Role,
    Sampling,
    Timing,
)
from desktop_client.inference.local import LocalEngine
from desktop_client.inference.saved_states import StateFolder

STORY = "Write a long story about a lighthouse keeper and the sea, with much detail."
"""Asked for where an answer has to go on for as long as it is measured."""


@dataclass(frozen=True)
class Answer:
    """One answer; times are in seconds."""

    text: str
    read_s: float
    written_s: float
    timing: Timing
    ended: bool
    """Whether the model ended it by itself."""


class Chat:
    """An engine with a model loaded."""

    def __init__(self, engine: LocalEngine, file: ModelFile) -> None:
        self._engine = engine
        self.info = engine.load(file)

    def ask(self, texts: Sequence[str], max_tokens: int, seed: int = 1) -> Answer:
        """The answer to a branch of texts, the user's and the model's by turns."""
        read, pieces, text = [], [], []
        finished: Finished | None = None
        for event in self._engine.generate(self._request(texts, max_tokens, seed), threading.Event()):
            if isinstance(event, PromptProgress):
                read.append(perf_counter())
            elif isinstance(event, Piece):
                pieces.append(perf_counter())
                text.append(event.text)
            elif isinstance(event, Finished):
                finished = event
        if finished is None:
            raise RuntimeError("an answer came to no end")
        written_s = pieces[-1] - pieces[0] if pieces else 0.0
        ended = finished.reason is FinishReason.END
        return Answer("".join(text), read[-1] - read[0], written_s, finished.timing, ended)

    def count(self, messages: Sequence[ChatMessage]) -> int:
        """How many tokens they are."""
        return self._engine.count_tokens(messages)

    def stopped(self, after: int) -> float:
        """Seconds from asking to stop, some pieces into an answer, until it is over. Short answers are asked anew."""
        for seed in range(after, after + 100):
            stop, asked, seen = threading.Event(), 0.0, 0
            for event in self._engine.generate(self._request([STORY], 400, seed), stop):
                seen += isinstance(event, Piece)
                if seen == after and not stop.is_set():
                    asked = perf_counter()
                    stop.set()
            if asked:
                return perf_counter() - asked
        raise RuntimeError(f"no answer went on to piece {after}")

    def processor_s(self) -> float:
        """What the engine's process has used so far; NaN where the system does not say it so exactly."""
        tasks = Path(f"/proc/{self._engine.process_id}/task")
        used = [int((task / "schedstat").read_text().split()[0]) for task in tasks.iterdir()] if tasks.exists() else []
        return sum(used) / 1e9 if used else float("nan")

    def beside_model_mb(self) -> float:
        """Memory of the engine's process beyond the model's file, in megabytes; NaN where the system does not say."""
        status = Path(f"/proc/{self._engine.process_id}/status")
        lines = status.read_text().splitlines() if status.exists() else []
        held_kib = next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), None)
        return float("nan") if held_kib is None else (held_kib * 1024 - self.info.file.size) / 1e6

    def _request(self, texts: Sequence[str], max_tokens: int, seed: int) -> EngineRequest:
        turns = (ChatMessage(Role.ASSISTANT if n % 2 else Role.USER, text) for n, text in enumerate(texts))
        return EngineRequest(self.info.file.sha256, tuple(turns), Sampling(max_tokens=max_tokens, seed=seed))


@contextmanager
def started_engine(
    runtime: str, threads: int, room: int | None = None, *, keeps: bool = False
) -> Iterator[LocalEngine]:
    """``room`` is how many tokens it has room for, if not as many as usual.

    ``keeps`` what was read of conversations that are left; a prompt that is to be read again must not be kept.
    """
    with tempfile.TemporaryDirectory() as folder:
        states = StateFolder(Path(folder) / "states") if keeps else None
        notes = Path(folder) / "crash-notes.json"
        engine = LocalEngine(notes, threads=threads, context_tokens=room, runtime=runtime, states=states)
        try:
            yield engine
        finally:
            engine.close()
