from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest
from inference.tiny_engine import driven_by, engine_in, model_file
from inference.tiny_gguf import write_model

from desktop_client.inference.local import LocalEngine
from desktop_client.inference.runtimes import LLAMA_CPP_PYTHON, RUNTIMES, XLLAMACPP


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_model(tmp_path_factory.mktemp("models") / "tiny.gguf")


@pytest.fixture(scope="module", params=RUNTIMES)
def runtime(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each build of llama.cpp that is on this machine, in turn; what it makes stands in one process each."""
    package = {LLAMA_CPP_PYTHON: "llama_cpp", XLLAMACPP: "xllamacpp"}[request.param]
    if importlib.util.find_spec(package) is None:
        pytest.skip(f"{request.param} is not installed")
    with driven_by(request.param) as name:
        yield name


@pytest.fixture(scope="module")
def engine(runtime: str, tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalEngine]:
    """One engine with the tiny model for tests that leave it as they found it."""
    with engine_in(tmp_path_factory.mktemp("engine")) as engine:
        engine.load(model_file(tiny))
        yield engine
