from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from inference.tiny_engine import driven_if_here, engine_in, model_file
from inference.tiny_gguf import write_model
from standins.chat_server import ChatServer, serving_chat

from desktop_client.inference.local import LocalEngine
from desktop_client.inference.runtimes import RUNTIMES


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_model(tmp_path_factory.mktemp("models") / "tiny.gguf")


@pytest.fixture(scope="module", params=RUNTIMES)
def runtime(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each build of llama.cpp that is on this machine, in turn; what it makes stands in one process each."""
    with driven_if_here(request.param) as name:
        yield name


@pytest.fixture(scope="module")
def engine(runtime: str, tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalEngine]:
    """One engine with the tiny model for tests that leave it as they found it."""
    with engine_in(tmp_path_factory.mktemp("engine")) as engine:
        engine.load(model_file(tiny))
        yield engine


@pytest.fixture
def chat() -> Iterator[ChatServer]:
    """A server that answers chats as a test has written it."""
    with serving_chat(ChatServer()) as chat:
        yield chat
