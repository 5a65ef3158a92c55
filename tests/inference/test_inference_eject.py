"""Ejecting gives back all of a model's memory, since its process is gone, and the next load works as the first."""

from __future__ import annotations

from pathlib import Path

import pytest
from inference.tiny_engine import engine_in, model_file

from desktop_client.inference.engine import ChatMessage, EngineError, Role

pytestmark = pytest.mark.usefixtures("runtime")


def test_a_model_is_ejected_and_loaded_again(tiny: Path, tmp_path: Path) -> None:
    with engine_in(tmp_path) as engine:
        engine.eject()
        engine.load(model_file(tiny))
        process = engine.process_id
        assert process is not None
        engine.eject()
        assert engine.model is None
        assert engine.process_id is None
        assert not Path(f"/proc/{process}").exists() or _is_zombie(process)
        with pytest.raises(EngineError, match="No model is loaded"):
            engine.count_tokens([ChatMessage(Role.USER, "hello")])
        engine.load(model_file(tiny))
        assert engine.process_id not in (None, process)
        assert engine.count_tokens([ChatMessage(Role.USER, "hello")]) > 5


def _is_zombie(process: int) -> bool:
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
