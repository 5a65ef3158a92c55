"""A real server as engine: llama-cpp-python's own, on loopback, with a real small model and a key."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from socket import create_connection, create_server

import pytest
from e2e.driving import ROOT, command

from desktop_client.inference.engine import (
    ChatMessage,
    EngineError,
    EngineRequest,
    Finished,
    FinishReason,
    Piece,
    Role,
    Sampling,
)
from desktop_client.inference.remote import RemoteEngine, served_models
from desktop_client.inference.server import Server, read_server

KEY = "sk-for-the-test"
REQUEST = EngineRequest(
    "",
    (ChatMessage(Role.USER, "Write a very long story about a cat."),),
    Sampling(temperature=0, max_tokens=24),
)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    pytest.importorskip("starlette_context")
    done = subprocess.run(
        command("models", "download", "smollm2"), cwd=ROOT, capture_output=True, text=True, timeout=1800
    )
    if done.returncode != 0:
        pytest.skip(f"the small model can't be had here: {done.stderr.strip().splitlines()[-1:]}")
    model = done.stdout.strip().rpartition(": ")[2]
    port = _free_port()
    words = [sys.executable, "-m", "llama_cpp.server", "--model", model, "--host", "127.0.0.1", "--port", str(port)]
    options = ["--n_ctx", "1024", "--n_threads", "2", "--api_key", KEY, "--verbose", "false"]
    log = tmp_path_factory.mktemp("server") / "log"
    with log.open("wb") as said:
        server = subprocess.Popen([*words, *options], stdout=said, stderr=said, env={**os.environ})
    try:
        _wait(server, port, log)
        yield read_server(f"127.0.0.1:{port}", "Real")
    finally:
        server.terminate()
        server.wait(30)


def _free_port() -> int:
    with create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and server.poll() is None:
        try:
            create_connection(("127.0.0.1", port), timeout=2).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"the server did not start: {log.read_text(errors='replace')[-2000:]}")


def engine_of(server: Server, key: str | None = KEY) -> RemoteEngine:
    return RemoteEngine(lambda _: server, lambda _: key)


def test_it_lists_its_model_and_answers(real: Server) -> None:
    (listed,) = served_models(real, KEY)
    engine = engine_of(real)
    info = engine.load(real.model(listed.name))
    assert info.file.server == real.host
    events = list(engine.generate(REQUEST, threading.Event()))
    end = events[-1]
    assert isinstance(end, Finished)
    assert end.reason is FinishReason.LENGTH
    assert len("".join(event.text for event in events if isinstance(event, Piece))) > 20
    assert 20 <= end.timing.tokens <= 26


def test_a_wrong_key_is_said(real: Server) -> None:
    with pytest.raises(EngineError, match="does not accept the key"):
        served_models(real, "wrong")


def test_the_next_question_works_at_once_after_a_stop(real: Server) -> None:
    (listed,) = served_models(real, KEY)
    engine = engine_of(real)
    engine.load(real.model(listed.name))
    stop = threading.Event()
    long = EngineRequest("", REQUEST.messages, Sampling(temperature=0, max_tokens=800))
    pieces = 0
    for event in engine.generate(long, stop):
        pieces += isinstance(event, Piece)
        if pieces == 3:
            stop.set()
    assert isinstance(event, Finished)
    assert event.reason is FinishReason.STOPPED
    assert isinstance(list(engine.generate(REQUEST, threading.Event()))[-1], Finished)
