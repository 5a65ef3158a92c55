"""An engine that says what the test wrote down, and counts a token for every character."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from desktop_client.inference.engine import (
    ChatMessage,
    EngineEvent,
    EngineRequest,
    Finished,
    FinishReason,
    ModelFile,
    ModelInfo,
    Piece,
    PromptProgress,
    Timing,
)

TIMING = Timing(load_s=0.5, prompt_tokens=12, evaluated_tokens=10, first_token_s=0.25, tokens=3, tokens_per_s=13.0)

Step = str | EngineEvent | Exception | Callable[[], None]
"""A piece of text, an event, something to raise, or something to do before going on."""


def model(context_tokens: int = 4096) -> ModelInfo:
    file = ModelFile(Path("scripted.gguf"), "scripted", "ab" * 32, 1)
    return ModelInfo(file, "llama", context_tokens, context_tokens, "cd" * 32, 0.5)


class ScriptedEngine:
    def __init__(self, *script: Step, context_tokens: int = 4096) -> None:
        self.script: Iterable[Step] = script
        self.model: ModelInfo | None = model(context_tokens)
        self.requests: list[EngineRequest] = []
        self.counted = 0

    def load(self, file: ModelFile, progress: Callable[[float], None] | None = None) -> ModelInfo:
        raise AssertionError("chat never loads a model")

    def generate(self, request: EngineRequest, stop: threading.Event) -> Iterator[EngineEvent]:
        self.requests.append(request)
        yield PromptProgress(1, 2)
        for step in self.script:
            if stop.is_set():
                yield Finished(FinishReason.STOPPED, TIMING)
                return
            if isinstance(step, Exception):
                raise step
            if isinstance(step, str):
                yield Piece(step)
            elif isinstance(step, (PromptProgress, Piece, Finished)):
                yield step
                if isinstance(step, Finished):
                    return
            else:
                step()
        yield Finished(FinishReason.END, TIMING)

    def eject(self) -> None:
        self.model = None

    def forget_crash(self, file: ModelFile) -> None:
        return None

    def count_tokens(self, messages: Sequence[ChatMessage]) -> int:
        self.counted += 1
        return sum(len(m.content) for m in messages)

    def close(self) -> None:
        return None
