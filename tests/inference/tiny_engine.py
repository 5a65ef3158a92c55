"""A real engine with the tiny model: what tests say to it and what they read from it."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from desktop_client.inference.engine import (
    ChatMessage,
    EngineEvent,
    EngineRequest,
    Finished,
    ModelFile,
    Piece,
    Role,
    Sampling,
)
from desktop_client.inference.local import LocalEngine
from desktop_client.inference.runtimes import AUTO, LLAMA_CPP_PYTHON, XLLAMACPP


def model_file(path: Path) -> ModelFile:
    data = path.read_bytes() if path.is_file() else b""
    return ModelFile(path, path.stem, hashlib.sha256(data).hexdigest(), len(data))


_runtime = AUTO


@contextmanager
def driven_by(runtime: str) -> Iterator[str]:
    """Within, :func:`engine_in` makes engines with this runtime."""
    global _runtime
    before, _runtime = _runtime, runtime
    try:
        yield runtime
    finally:
        _runtime = before


@contextmanager
def driven_if_here(runtime: str) -> Iterator[str]:
    """As :func:`driven_by`; skips where the runtime is not installed."""
    package = {LLAMA_CPP_PYTHON: "llama_cpp", XLLAMACPP: "xllamacpp"}[runtime]
    if importlib.util.find_spec(package) is None:
        pytest.skip(f"{runtime} is not installed")
    with driven_by(runtime) as name:
        yield name


@contextmanager
def engine_in(folder: Path, **settings: Any) -> Iterator[LocalEngine]:
    engine = LocalEngine(folder / "crash-notes.json", **{"threads": 1, "runtime": _runtime} | settings)
    try:
        yield engine
    finally:
        engine.close()


def messages(*texts: str) -> tuple[ChatMessage, ...]:
    """Texts by turns, the user's first."""
    return tuple(ChatMessage(Role.ASSISTANT if n % 2 else Role.USER, text) for n, text in enumerate(texts))


def request(engine: LocalEngine, *texts: str, **sampling: Any) -> EngineRequest:
    assert engine.model is not None
    settings: dict[str, Any] = {"temperature": 0.0, "max_tokens": 20, "repeat_penalty": 1.0} | sampling
    return EngineRequest(engine.model.file.sha256, messages(*texts), Sampling(**settings))


def ask(engine: LocalEngine, *texts: str, **sampling: Any) -> tuple[str, Finished]:
    """The whole answer and how it ended."""
    return read(engine.generate(request(engine, *texts, **sampling), threading.Event()))


def freeze(process_id: int | None) -> None:
    """Stop a process, and wait until it has stopped: its threads do so one after the other."""
    assert process_id is not None
    os.kill(process_id, signal.SIGSTOP)
    os.waitid(os.P_PID, process_id, os.WSTOPPED | os.WNOWAIT)


def read(events: Iterable[EngineEvent]) -> tuple[str, Finished]:
    seen = list(events)
    last = seen[-1]
    assert isinstance(last, Finished)
    return "".join(event.text for event in seen if isinstance(event, Piece)), last
