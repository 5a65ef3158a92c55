"""The engine's wheel: built once for this processor from pinned sources, kept, and never half."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from standins.set_up import POSIX_ONLY, ROOT, Silent, load

pytestmark = POSIX_ONLY

FAKE_BUILD = """
import os, pathlib, sys, zipfile
arguments = dict(zip(sys.argv, sys.argv[1:]))
assert pathlib.Path(arguments["--requirement"]).read_text() == "llama-cpp-python==1.2 --hash=sha256:abc\\n"
assert "--require-hashes" in sys.argv and "-DLLAVA_BUILD=OFF" in os.environ["CMAKE_ARGS"]
assert os.environ["CFLAGS"] == os.environ["CXXFLAGS"] == os.environ.get("EXPECTED_FLAGS", os.environ["CFLAGS"])
count = pathlib.Path(os.environ["COUNT"])
count.write_text(count.read_text() + "x")
if "FAIL" in os.environ:
    print("error: no such processor")
    sys.exit(1)
out = pathlib.Path(arguments["--wheel-dir"])
out.mkdir()
with zipfile.ZipFile(out / "llama_cpp_python-1.2-py3-none-any.whl", "w") as wheel:
    wheel.writestr("x", "machine code")
"""


@pytest.fixture
def wheel(tmp_path: Path, log: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    engine_wheel = load("engine_wheel")
    builder = tmp_path / "builder"
    builder.write_text(f"#!{sys.executable}\n{FAKE_BUILD}")
    builder.chmod(0o755)
    (tmp_path / "count").write_text("")
    monkeypatch.setenv("COUNT", str(tmp_path / "count"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(engine_wheel, "cache_folder", lambda: tmp_path / "cache" / "sidelight")
    return engine_wheel.EngineWheel(builder, engine_wheel.Sources("1.2", "abc"), Silent(), log, os.environ)


def test_the_engine_is_built_once_and_kept(wheel: object, tmp_path: Path) -> None:
    assert wheel.cached() is None  # type: ignore[attr-defined]
    built = wheel.get()  # type: ignore[attr-defined]
    assert wheel.get() == built == wheel.cached()  # type: ignore[attr-defined]
    assert (tmp_path / "count").read_text() == "x"
    assert not list(built.parent.parent.glob("*.building-*"))


@pytest.mark.parametrize(
    "damage",
    [lambda data: data[:20], lambda data: data.replace(b"machine code", b"machine ?ode")],
    ids=["cut", "flipped"],
)
def test_a_damaged_wheel_is_built_again(wheel: object, tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    built = wheel.get()  # type: ignore[attr-defined]
    built.write_bytes(damage(built.read_bytes()))
    assert wheel.cached() is None  # type: ignore[attr-defined]
    wheel.get()  # type: ignore[attr-defined]
    assert (tmp_path / "count").read_text() == "xx"


def test_a_failed_build_leaves_nothing_and_the_next_one_clears_up_after_a_killed_one(
    wheel: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saying, engine_wheel = load("saying"), load("engine_wheel")
    leftover = tmp_path / "cache" / "sidelight" / "wheels" / f"{engine_wheel.processor_key()}.building-1"
    leftover.mkdir(parents=True)
    (leftover / "half").write_text("an object file")
    monkeypatch.setenv("FAIL", "1")
    with pytest.raises(saying.SetUpError, match=r"Building the engine failed .*no such processor"):
        wheel.get()  # type: ignore[attr-defined]
    assert not list(leftover.parent.glob("*.building-*"))
    monkeypatch.delenv("FAIL")
    assert wheel.get().exists()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("sets", "flags"), [("amx_tile avx2", "-mno-amx-tile -mno-amx-int8 -mno-amx-bf16"), ("avx2", "")]
)
def test_the_engine_is_built_without_amx(wheel: object, monkeypatch: pytest.MonkeyPatch, sets: str, flags: str) -> None:
    monkeypatch.setattr(load("engine_wheel"), "_instruction_sets", lambda: sets)
    monkeypatch.setenv("EXPECTED_FLAGS", flags)
    assert wheel.get().exists()  # type: ignore[attr-defined]


def test_too_little_space_is_said_before_building(wheel: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load("engine_wheel"), "NEEDED_BYTES", 1 << 60)
    with pytest.raises(load("saying").SetUpError, match="Free some space"):
        wheel.get()  # type: ignore[attr-defined]


def test_wheels_are_not_shared_between_kinds_of_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    engine_wheel = load("engine_wheel")
    here = engine_wheel.processor_key()
    assert engine_wheel.processor_key() == here
    monkeypatch.setattr(engine_wheel, "_instruction_sets", lambda: "sse2")
    other = engine_wheel.processor_key()
    monkeypatch.setenv("CMAKE_ARGS", "-DGGML_CUDA=on")
    assert len({here, other, engine_wheel.processor_key()}) == 3


def test_the_sources_are_the_ones_of_the_lock() -> None:
    sources = load("engine_wheel").locked_sources(ROOT / "uv.lock")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert f"llama-cpp-python=={sources.version}" in project["project"]["dependencies"]
    assert len(sources.sha256) == 64


def test_compiling_says_how_far_it_is(tmp_path: Path) -> None:
    voice = Silent()
    progress = load("engine_wheel")._Progress(tmp_path, voice)
    progress.tick()
    build = tmp_path / "tmpabc" / "build"
    build.mkdir(parents=True)
    (build / "build.ninja").write_text("build a/x.o: CXX\nbuild a/y.o: C\nbuild all: phony\n")
    (build / "x.o").touch()
    progress.tick()
    (build / "x.o").unlink()
    progress.tick()
    half = "compiling: 50 % (1 of 2 files), 0 s"
    assert voice.lines == ["getting the sources ready, 0 s", half, half]
