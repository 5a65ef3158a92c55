from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from inference.tiny_engine import engine_in, model_file
from inference.tiny_gguf import write_model

from desktop_client.inference.local import LocalEngine


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_model(tmp_path_factory.mktemp("models") / "tiny.gguf")


@pytest.fixture(scope="module")
def engine(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalEngine]:
    """One engine with the tiny model for tests that leave it as they found it."""
    with engine_in(tmp_path_factory.mktemp("engine")) as engine:
        engine.load(model_file(tiny))
        yield engine
