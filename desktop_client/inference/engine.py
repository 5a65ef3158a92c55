"""Engine: the interface that chat uses to make text, and what passes through it.

An engine serves one request at a time; others wait in line. Whoever owns the engine calls it from a worker thread:
every call here may block. Implementations: :mod:`.local` (llama.cpp in a child process), later a remote server.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol, runtime_checkable

from desktop_client.errors import SidelightError
from desktop_client.wording import Sentence, say

REASONING = ("<think>", "</think>")
"""Between these a model thinks before it answers."""


class Role(StrEnum):
    """Who speaks."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message as the model's template gets it."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Sampling:
    """How the next token is drawn. ``temperature`` 0 is greedy; ``seed`` is always stated, to repeat an answer."""

    temperature: float = 0.7
    top_p: float = 0.8
    top_k: int = 20
    min_p: float = 0.05
    repeat_penalty: float = 1.05
    seed: int = 0
    max_tokens: int = 1024


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model on disk; ``sha256`` is lower-case hex over the whole file. Or a server's model: then ``server`` is the
    host that answers, there is no digest and no size, and ``path`` is only how the settings name that server.
    """

    path: Path
    name: str
    sha256: str
    size: int
    server: str = ""

    @property
    def choice(self) -> str:
        """How the settings name it once it is chosen."""
        return f"{self.path}/{self.name}" if self.server else str(self.path)


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """What the engine says of a loaded model. ``template_sha256`` is over the chat template's UTF-8 bytes; ``build``
    names the program that computes: where it or the model differs, so may the answers.
    """

    file: ModelFile
    architecture: str
    context_tokens: int
    trained_context_tokens: int
    template_sha256: str
    load_s: float
    build: str = ""


@dataclass(frozen=True, slots=True)
class EngineRequest:
    """All that goes to the model for one turn, and nothing else. Its bytes are what promise P1 compares."""

    model_sha256: str
    messages: tuple[ChatMessage, ...]
    sampling: Sampling
    private: bool = False
    """Nothing of it may be kept on the disk. The model does not hear of it: it is not among the bytes."""

    def to_bytes(self) -> bytes:
        """Canonical JSON (sorted keys, UTF-8): the very bytes that are handed to the engine's process."""
        told = {name: value for name, value in asdict(self).items() if name != "private"}
        return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    def sha256(self) -> str:
        """Lower-case hex digest of :meth:`to_bytes`."""
        return hashlib.sha256(self.to_bytes()).hexdigest()


class FinishReason(StrEnum):
    """Why an answer ended."""

    END = "end"
    LENGTH = "length"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Timing:
    """Measured times in seconds and counts in tokens. ``evaluated_tokens`` leaves out what the cache already held.

    ``moved_tokens`` of what it held had been read when older turns, which no longer fit, still stood before them.
    """

    load_s: float
    prompt_tokens: int
    evaluated_tokens: int
    first_token_s: float
    tokens: int
    tokens_per_s: float
    moved_tokens: int = 0


@dataclass(frozen=True, slots=True)
class PromptProgress:
    """How far the prompt has been read, in tokens."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Some more of the answer: always whole characters."""

    text: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The answer is over; the last event of every request that did not raise."""

    reason: FinishReason
    timing: Timing


EngineEvent = PromptProgress | Piece | Finished


class EngineError(SidelightError):
    """The engine could not do it: bad model, no memory, crash, silence. The engine itself stays usable."""


class NoModelError(EngineError):
    """There is no model to answer."""

    def __init__(self) -> None:
        super().__init__(say("No model is loaded."), say("Choose a model first."))


class NoTemplateError(EngineError):
    """The file of ``model`` carries no chat template, and nobody has chosen one for it."""

    def __init__(self, model: ModelFile, problem: Sentence, next_step: Sentence | None) -> None:
        super().__init__(problem, next_step)
        self.model = model


class EngineCrashedError(EngineError):
    """The engine's process ended or fell silent in mid-request. It has been, or will be, started again."""


class Engine(Protocol):
    """What chat needs of an engine."""

    @property
    def model(self) -> ModelInfo | None:
        """The loaded model, or None."""
        ...

    def load(self, model: ModelFile, progress: Callable[[float], None] | None = None) -> ModelInfo:
        """Load a model, replacing the one that is loaded. ``progress`` gets 0..1.

        Raises:
            EngineError: the file can't be used; the sentence says why.
        """
        ...

    def eject(self) -> None:
        """Let the loaded model go and give its memory back; an answer that is being made is finished first. The next
        :meth:`load` works as the first.
        """
        ...

    def forget_crash(self, model: ModelFile) -> None:
        """Load this model again although it crashed when it was last loaded: the user wants to try."""
        ...

    def generate(self, request: EngineRequest, stop: threading.Event) -> Iterator[EngineEvent]:
        """Answer. Setting ``stop`` ends the computation; the last event is then ``Finished(STOPPED, …)``.

        Raises:
            EngineCrashedError: the process died or fell silent; what was yielded so far stands.
            EngineError: the request can't be served (too long, no model).
        """
        ...

    def count_tokens(self, messages: Sequence[ChatMessage]) -> int:
        """Tokens of these messages as the model's own template renders them."""
        ...

    def close(self) -> None:
        """End the process and give back its memory. Safe to call twice."""
        ...


@runtime_checkable
class Remembering(Protocol):
    """An engine that keeps on the disk what it has read."""

    def forget_read(self) -> None:
        """Delete what is kept, and keep nothing of what is held now: a conversation was deleted for good."""
        ...


@runtime_checkable
class LongerContext(Protocol):
    """An engine whose context can be raised; a server's can't be from here."""

    def raise_context(self, tokens: int) -> ModelInfo:
        """Load the model again so that it can read so many tokens at once.

        Raises:
            EngineError: there is no room for it.
        """
        ...
