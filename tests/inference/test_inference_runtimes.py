"""Two builds of llama.cpp behind one worker: which is taken, and what is refused before it is driven."""

from __future__ import annotations

import ctypes
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from inference.tiny_engine import ask, driven_by, engine_in, model_file

from desktop_client.inference import shared_llama, worker
from desktop_client.inference.engine import EngineError
from desktop_client.inference.runtime_probe import Tried, in_use, try_out
from desktop_client.inference.runtimes import AUTO, LLAMA_CPP_PYTHON, RUNTIMES, XLLAMACPP, Runtime
from desktop_client.inference.wire import FaultError

BUILT, MADE = Tried(LLAMA_CPP_PYTHON, "a"), Tried(XLLAMACPP, "b")
NOT_BUILT, NOT_MADE = Tried(LLAMA_CPP_PYTHON, None), Tried(XLLAMACPP, None)


@pytest.mark.parametrize(
    ("wanted", "tried", "used"),
    [
        (AUTO, (BUILT, MADE), BUILT),
        (AUTO, (NOT_BUILT, MADE), MADE),
        (AUTO, (NOT_BUILT, NOT_MADE), None),
        (XLLAMACPP, (BUILT, MADE), MADE),
        (XLLAMACPP, (BUILT, NOT_MADE), None),
    ],
)
def test_the_one_that_is_asked_for_or_the_first_that_works(
    wanted: str, tried: tuple[Tried, ...], used: Tried | None
) -> None:
    assert in_use(wanted, tried) == used


def refuse() -> Runtime:
    raise ImportError("it is not here")


def test_the_child_takes_what_the_probe_says(monkeypatch: pytest.MonkeyPatch) -> None:
    built, made = Runtime(LLAMA_CPP_PYTHON, "1", None), Runtime(XLLAMACPP, "2", None)
    monkeypatch.setattr(worker, "_OPENERS", {LLAMA_CPP_PYTHON: lambda: built, XLLAMACPP: lambda: made})
    assert worker.open_runtime(AUTO) is built
    assert worker.open_runtime(XLLAMACPP) is made
    monkeypatch.setattr(worker, "_OPENERS", {LLAMA_CPP_PYTHON: refuse, XLLAMACPP: lambda: made})
    assert worker.open_runtime(AUTO) is made
    with pytest.raises(FaultError) as fault:
        worker.open_runtime(LLAMA_CPP_PYTHON)
    assert (fault.value.code, fault.value.values["why"]) == ("other_runtime", "it is not here")
    monkeypatch.setattr(worker, "_OPENERS", {LLAMA_CPP_PYTHON: refuse, XLLAMACPP: refuse})
    with pytest.raises(FaultError, match="no_runtime"):
        worker.open_runtime(AUTO)


def test_what_is_tried_is_what_answers(runtime: str, tiny: Path, tmp_path: Path) -> None:
    with engine_in(tmp_path) as engine:
        info = engine.load(model_file(tiny))
        assert info.build == try_out(runtime).build
        assert info.build.startswith(runtime)


def test_a_runtime_that_is_named_and_is_not_there_is_said_so(tiny: Path, tmp_path: Path) -> None:
    missing = [name for name in RUNTIMES if try_out(name).build is None]
    if not missing:
        pytest.skip("every runtime is installed")
    with engine_in(tmp_path, runtime=missing[0]) as engine, pytest.raises(EngineError, match="not installed"):
        engine.load(model_file(tiny))


WITHOUT = """
import runpy, sys
class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "llama_cpp":
            raise ModuleNotFoundError(f"No module named {name!r}")
sys.meta_path.insert(0, Hidden())
runpy.run_module("desktop_client.inference.worker", run_name="__main__", alter_sys=True)
"""
"""A child that drives what it finds where llama-cpp-python is not installed."""


def test_where_nothing_was_compiled_the_child_answers_with_the_build_that_comes_made(
    tiny: Path, tmp_path: Path
) -> None:
    made = try_out(XLLAMACPP)
    if made.build is None:
        pytest.skip("xllamacpp is not installed")
    child = [sys.executable, "-P", "-c", WITHOUT]
    with engine_in(tmp_path, runtime=AUTO, command=child) as engine:
        assert engine.load(model_file(tiny)).build == made.build
        assert ask(engine, "Hi", max_tokens=4)[1].timing.tokens == 4
    with engine_in(tmp_path, runtime=LLAMA_CPP_PYTHON, command=child) as engine, pytest.raises(EngineError):
        engine.load(model_file(tiny))


def test_both_say_the_same_with_weights_whose_sums_do_not_depend_on_the_processor(tiny: Path, tmp_path: Path) -> None:
    if any(try_out(name).build is None for name in RUNTIMES):
        pytest.skip("only one runtime is installed")
    said = []
    for name in RUNTIMES:
        with driven_by(name), engine_in(tmp_path / name) as engine:
            engine.load(model_file(tiny))
            said.append([ask(engine, "Hi", temperature=t, seed=5, repeat_penalty=1.3)[0] for t in (0.0, 0.8)])
    assert said[0] == said[1]


def test_the_values_are_those_that_the_other_binding_has() -> None:
    theirs = pytest.importorskip("llama_cpp.llama_cpp", reason="llama-cpp-python is not installed")
    ours = {name: value for name, value in vars(shared_llama.SharedLlama).items() if name.isupper()}
    assert len(ours) == 7
    assert ours == {name: int(getattr(theirs, name)) for name in ours}


def parameters(context_tokens: int, batch: int) -> ctypes.Structure:
    found = shared_llama._ContextParameters()
    for name, value in shared_llama._CONTEXT_DEFAULTS.items():
        setattr(found, name, value)
    found.n_ctx, found.n_batch = context_tokens, batch
    return found


def test_another_layout_is_refused(tmp_path: Path) -> None:
    check, defaults = shared_llama._require, shared_llama._CONTEXT_DEFAULTS
    check(tmp_path, parameters(512, 2048), defaults)
    with pytest.raises(OSError, match="another layout: n_ctx is 2048"):
        check(tmp_path, parameters(2048, 512), defaults)


def test_a_library_without_the_functions_is_refused(tmp_path: Path) -> None:
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler makes the library")
    library = tmp_path / "xllamacpp.so"
    subprocess.run([compiler, "-shared", "-x", "c", "/dev/null", "-o", library], check=True)
    with pytest.raises(OSError, match="has no llama_backend_init"):
        shared_llama.SharedLlama(library)


def test_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    if importlib.util.find_spec("xllamacpp") is None:
        pytest.skip("xllamacpp is not installed")
    monkeypatch.setattr(worker, "version", lambda _: "2027.1.1")
    with pytest.raises(FaultError) as fault:
        worker.open_runtime(XLLAMACPP)
    assert "not the one that was tried" in str(fault.value.values["why"])
