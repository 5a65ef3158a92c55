"""Bad headers, a rough user, models that come and go: some of each; ``benchmarks/run robustness`` does it at length."""

from __future__ import annotations

import gc
import io
import os
import random
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from inference.rough_handling import RoughUser, load_mutants, resident_bytes
from inference.tiny_engine import ask, engine_in, model_file
from inference.tiny_gguf import write_model
from standins.clock import FakeClock

from desktop_client.chat.turn import Turns
from desktop_client.inference import wire
from desktop_client.inference.model import Over, ReadSoFar
from desktop_client.inference.saved_states import StateFolder
from desktop_client.inference.serving import Server
from desktop_client.paths import Profile
from desktop_client.store.profile_store import open_store

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="kills with POSIX signals"),
    pytest.mark.timeout(300),
]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_model(tmp_path_factory.mktemp("models") / "tiny.gguf")


def test_every_mutant_loads_or_has_its_sentence(tiny: Path, tmp_path: Path) -> None:
    with engine_in(tmp_path) as engine:
        told = load_mutants(engine, tmp_path, tiny.read_bytes(), random.Random(1), 20)
        assert told.total() == 20
        engine.load(model_file(tiny))
        assert ask(engine, "Hi")[1].timing.tokens == 20


def test_whatever_a_user_does_everything_said_is_kept_to_the_letter(tmp_path: Path, profile: Profile) -> None:
    model = write_model(tmp_path / "bytes.gguf", says=range(256))
    dice = random.Random(2)
    with (
        open_store(profile, FakeClock()) as store,
        engine_in(tmp_path, states=StateFolder(tmp_path / "states"), worth_s=0.0) as engine,
    ):
        engine.load(model_file(model))
        turns = Turns(store.conversations, engine, save_every_s=0.01)
        user = RoughUser(turns, store.conversations, engine, dice)
        for _ in range(60):
            user.step()
        assert {"send", "edit", "regenerate", "go on", "stop"} <= user.did.keys()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_models_that_come_and_go_leave_nothing_behind(tiny: Path, tmp_path: Path) -> None:
    with engine_in(tmp_path) as engine:
        sizes = []
        for _ in range(8):
            engine.load(model_file(tiny))
            ask(engine, "Hi")
            engine.eject()
            assert engine.process_id is None
            gc.collect()
            sizes.append((resident_bytes(), threading.active_count(), len(list(Path("/proc/self/fd").iterdir()))))
    settled, last = sizes[2], sizes[-1]
    assert last[0] <= settled[0] * 1.1
    assert last[1] <= settled[1], "threads"
    assert last[2] <= settled[2], "open files"


TEXT = "敏感肌👩‍👩‍👧‍👦🧑🏽‍🚀e\u0301é ﷽🇨🇳"


class Parrot:
    """A model that says one text, cut into tokens wherever it is told to."""

    def __init__(self, tokens: list[bytes]) -> None:
        self._tokens = tokens

    def answer(self, _prompt: list[int], _sampling: dict[str, float], *, may_move: bool) -> Iterator[object]:
        yield ReadSoFar(1, 0)
        yield from self._tokens
        yield Over("end")


def pieces_of(tokens: list[bytes]) -> list[str]:
    """What the engine's process would send for these tokens."""
    read, write = os.pipe()
    with os.fdopen(read, "rb") as events:
        server = Server(io.BytesIO(), write, lambda *_: None)  # type: ignore[arg-type, return-value]
        steps = Parrot(tokens).answer([], {}, may_move=False)
        server._answer(1, steps, 1, 0.0, "")  # type: ignore[arg-type]
        os.close(write)
        return [event["text"] for line in events if (event := wire.parse(line))["event"] == "piece"]


def test_every_letter_comes_through_at_every_split() -> None:
    data = TEXT.encode()
    for at in range(1, len(data)):
        for tokens in ([data[:at], data[at:]], [data[:at], data[at : at + 1], data[at + 1 :]]):
            pieces = pieces_of(tokens)
            assert "".join(pieces) == TEXT
            assert not any("\ufffd" in piece for piece in pieces)
    assert "".join(pieces_of([bytes([byte]) for byte in data])) == TEXT
