"""P19: a broken model can't take the window down. The engine is another process."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from inference.damaged_models import NESTED_LOOPS, damaged
from inference.odd_children import child
from inference.tiny_engine import ask, engine_in, model_file, request
from inference.tiny_gguf import TEMPLATE, write_model

from desktop_client.errors import SidelightError
from desktop_client.inference import gguf_header
from desktop_client.inference.engine import EngineCrashedError, EngineError, FinishReason, Piece
from desktop_client.inference.gguf_check import check
from desktop_client.inference.library import ModelLibrary
from desktop_client.inference.limits import Limits
from desktop_client.inference.local import LocalEngine
from desktop_client.inference.wire import FaultError


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_model(tmp_path_factory.mktemp("models") / "tiny.gguf")


def works(engine: LocalEngine, tiny: Path) -> bool:
    engine.load(model_file(tiny))
    return ask(engine, "Hi")[1].reason is FinishReason.LENGTH


def test_the_window_s_process_never_imports_the_library() -> None:
    code = "import sys, desktop_client.inference.local; print([m for m in sys.modules if 'llama_cpp' in m])"
    root = str(Path(__file__).parents[2])
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_damaged_file_has_its_sentence_and_a_good_one_loads_next(tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    said, count = {}, 0
    with engine_in(tmp_path) as engine:
        engine.load(model_file(tiny))
        for path, words in damaged(tmp_path / "models"):
            count += 1
            with pytest.raises(EngineError) as failure:
                engine.load(model_file(path))
            if words not in str(failure.value) or failure.value.next_step is None:
                said[path.name] = str(failure.value)
        assert said == {}
        assert count >= 40
        assert works(engine, tiny)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such files here")
@pytest.mark.timeout(60)
def test_what_is_no_file_holds_nobody_up(tmp_path: Path) -> None:
    """A pipe that nobody writes to is opened by nobody, whatever it is called."""
    models, pipe = tmp_path / "models", tmp_path / "pipe.gguf"
    models.mkdir()
    for path in (pipe, models / "inside.gguf"):
        os.mkfifo(path)
    library = ModelLibrary([models], tmp_path / "digests.json")
    done: list[object] = []

    def look() -> None:
        done.append(library.installed())
        done.append(library.preferred())
        for take in (library.add, library.find):
            with pytest.raises(SidelightError):
                take(pipe)
        assert not check(pipe, limit_s=5).ok
        done.append("looked")

    # It would wait for ever: left behind, it holds up this test alone.
    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    looking.join(30)
    assert done == [(), None, "looked"], "it waits for somebody to write"


@pytest.mark.parametrize("seed", range(4))
def test_damage_that_the_check_can_t_see_stays_in_the_engine_s_process(tiny: Path, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    good = tiny.read_bytes()
    weights = good.index(b"output.weight") + 60
    path = tmp_path / "mutant.gguf"
    while True:
        data = bytearray(good)
        for _ in range(3):
            data[dice.randrange(24, weights)] = dice.randrange(256)
        path.write_bytes(data)
        with contextlib.suppress(FaultError):
            gguf_header.read(path)
            break
    with engine_in(tmp_path) as engine:
        # Whether it loads, answers or fails: nothing but the engine's own error may come out.
        with contextlib.suppress(EngineError):
            engine.load(model_file(path))
            ask(engine, "Hi")
        engine.forget_crash(model_file(path))
        assert works(engine, tiny)


def test_weights_that_are_not_numbers_give_an_answer_or_an_end_but_no_crash(tiny: Path, tmp_path: Path) -> None:
    data = bytearray(tiny.read_bytes())
    data[len(data) // 2 :] = b"\xff" * (len(data) - len(data) // 2)
    path = tmp_path / "nan.gguf"
    path.write_bytes(data)
    with engine_in(tmp_path) as engine:
        engine.load(model_file(path))
        with contextlib.suppress(EngineError):
            ask(engine, "Hi")
        assert works(engine, tiny)


def test_a_template_that_never_ends_does_not_load(tiny: Path, tmp_path: Path) -> None:
    model = model_file(write_model(tmp_path / "loop.gguf", template=NESTED_LOOPS))
    # It computes, so it may take a minute to read the weights; the template may not.
    with engine_in(tmp_path, limits=Limits(load_s=60.0, template_s=0.5)) as engine:
        with pytest.raises(EngineCrashedError, match=r"said nothing for [0-4]\.\d seconds"):
            engine.load(model)
        assert engine.has_crashed(model)
        assert works(engine, tiny)


def test_a_template_that_never_ends_later_on_is_ended_then(tiny: Path, tmp_path: Path) -> None:
    template = (
        "{% if messages|length > 1 and messages[1].role == 'assistant' %}" + NESTED_LOOPS + "{% endif %}" + TEMPLATE
    )
    model = model_file(write_model(tmp_path / "loop.gguf", template=template))
    with engine_in(tmp_path, limits=Limits(template_s=1.0)) as engine:
        engine.load(model)
        with pytest.raises(EngineCrashedError, match="said nothing"):
            ask(engine, "Hi", "Ho", "He")
        assert ask(engine, "Hi")[1].reason is FinishReason.LENGTH
        assert works(engine, tiny)


def test_an_abort_while_loading_is_told_and_over(tiny: Path, tmp_path: Path) -> None:
    aborting = child("heard(); os.abort()")
    with engine_in(tmp_path, command=aborting) as engine, pytest.raises(EngineCrashedError, match="while loading"):
        engine.load(model_file(tiny))


@pytest.mark.skipif(sys.platform == "win32", reason="uses POSIX signals")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_killing_the_engine_in_mid_answer_keeps_what_was_said_and_the_next_question_works(
    tiny: Path, tmp_path: Path, number: signal.Signals
) -> None:
    with engine_in(tmp_path) as engine:
        engine.load(model_file(tiny))
        want = ask(engine, "Hi", max_tokens=200)[0]
        said = ""
        events = engine.generate(request(engine, "Hi", max_tokens=1500), threading.Event())
        while len(said) < 20:
            event = next(events)
            said += event.text if isinstance(event, Piece) else ""
        assert engine.process_id is not None
        os.kill(engine.process_id, number)
        with pytest.raises(EngineCrashedError):
            list(events)
        assert said[:20] == want[:20]
        assert ask(engine, "Hi", max_tokens=200)[0] == want


def test_a_file_that_shrinks_under_the_engine_does_not_matter(tmp_path: Path) -> None:
    path = write_model(tmp_path / "shrinking.gguf")
    with engine_in(tmp_path) as engine:
        engine.load(model_file(path))
        want = ask(engine, "Hi")[0]
        with path.open("r+b") as file:
            file.truncate(100)
        ask(engine, "Something else")
        assert ask(engine, "Hi")[0] == want
