"""A loaded model as the child's loop sees it, whatever runtime is behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from desktop_client.inference.tuning import Tuning


class Vocabulary(Protocol):
    """What is needed of a model's vocabulary. Must be usable from two threads at a time."""

    @property
    def control_strings(self) -> Sequence[str]:
        """How the control tokens are written."""
        ...

    @property
    def first_token(self) -> int | None:
        """The token that every prompt has to begin with, if there is one."""
        ...

    def tokens(self, text: str, *, special: bool) -> list[int]:
        """Tokens of a text; with ``special``, control tokens are recognised in it."""
        ...

    def is_control(self, token: int) -> bool:
        """Whether this is a control token."""
        ...


@dataclass(frozen=True, slots=True)
class ReadSoFar:
    """So many tokens of the prompt are in the model's memory; ``reused`` of them were there before.

    ``moved`` of those were read while others stood before them that have been dropped since.
    """

    done: int
    reused: int
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Over:
    """The answer ended; ``reason`` is a value of :class:`.engine.FinishReason`."""

    reason: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a loaded model; ``bos`` and ``eos`` are how the tokens of beginning and end are written, and
    ``build`` is the runtime with its version.
    """

    architecture: str
    context_tokens: int
    trained_context_tokens: int
    template: str | None
    bos: str
    eos: str
    build: str


class Model(Protocol):
    """A loaded model. :meth:`stop` and the vocabulary may be used from any thread, the rest from one."""

    @property
    def facts(self) -> Facts:
        """What is known of it."""
        ...

    @property
    def vocabulary(self) -> Vocabulary:
        """Its tokens."""
        ...

    def answer(
        self, prompt: list[int], sampling: dict[str, float], *, may_move: bool
    ) -> Iterator[ReadSoFar | bytes | Over]:
        """Read the prompt, then make the answer token by token (their bytes). The last thing is ``Over``.

        With ``may_move`` the oldest turns have been dropped since the last prompt: what follows them may be used as
        it was read.
        """
        ...

    def save(self) -> bytes:
        """All that it remembers of what it has read; empty if it is nothing, or if that can't be had."""
        ...

    def restore(self, data: bytes) -> int:
        """Remember what :meth:`save` gave, and nothing else; returns how many tokens, 0 if it can't be used."""
        ...

    def stop(self) -> None:
        """End the answer that is being made."""
        ...

    def go(self) -> None:
        """Forget an earlier :meth:`stop`."""
        ...


Loader = Callable[[str, Path, int, Tuning, Callable[[float], None]], Model]
"""Loads (runtime, path, context tokens, tuning with its threads, progress 0..1); raises :class:`.wire.FaultError`."""
