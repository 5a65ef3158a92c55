"""The environment: the engine given to it, built here or prebuilt, and the index that it gets its libraries from."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from standins.set_up import BASH, POSIX_ONLY, ROOT, Silent, load

from desktop_client.inference.shared_llama import VERSION

pytestmark = POSIX_ONLY


@pytest.fixture
def environment(tmp_path: Path) -> object:
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    module = load("environment")
    return module.Environment(tmp_path, tmp_path / ".venv", Silent())


def test_a_folder_that_only_looks_like_an_environment_is_not_taken_for_one(environment: object, tmp_path: Path) -> None:
    (tmp_path / ".venv" / "bin" / "python").symlink_to(load("commands").base_python())
    (tmp_path / ".venv" / "pyvenv.cfg").touch()
    assert not environment._is_whole(), "it is the system's Python"  # type: ignore[attr-defined]
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / ".venv")], check=True)
    assert not environment._is_whole(), "it has no pip"  # type: ignore[attr-defined]


class Wheel:
    """An engine's wheel in the cache; keeps whether it was thrown away."""

    def __init__(self) -> None:
        self.discarded = 0

    def cached(self) -> Path:
        return Path("x.whl")

    def discard(self) -> None:
        self.discarded += 1


@pytest.mark.parametrize(
    ("tails", "installed", "discarded", "works"),
    [
        ([""], 0, 0, True),
        (["OSError: libgomp.so.1: cannot open shared object file", ""], 1, 0, True),
        (["Illegal instruction", ""], 0, 1, True),
        (["Illegal instruction", "Illegal instruction"], 0, 2, False),
        (["OSError: libllama.so: cannot open shared object file", ""], 0, 1, True),
    ],
)
def test_a_good_wheel_is_not_thrown_away_for_what_the_system_lacks(
    environment: object, monkeypatch: pytest.MonkeyPatch, tails: list[str], installed: int, discarded: int, works: bool
) -> None:
    commands, packages = load("commands"), load("system_packages")
    outcomes = [commands.Outcome(1 if tail else 0, tail) for tail in tails]
    calls: list[object] = []
    monkeypatch.setattr(commands, "run", lambda *_, **__: outcomes.pop(0))
    monkeypatch.setattr(packages.System, "install", lambda *given: calls.append(given))
    monkeypatch.setattr(load("environment").Environment, "_uv_pip", lambda *_: None)
    wheel = Wheel()
    if works:
        environment._give(wheel)  # type: ignore[attr-defined]
    else:
        with pytest.raises(load("saying").SetUpError, match="Starting the engine failed"):
            environment._give(wheel)  # type: ignore[attr-defined]
    assert (len(calls), wheel.discarded, outcomes) == (installed, discarded, [])


class NoCompiler(Wheel):
    """Not in the cache; building it fails."""

    def cached(self) -> None:  # type: ignore[override]
        return None


def no_compiler(*_: object) -> None:
    raise load("saying").SetUpError("Building the engine needs a C++ compiler.", "Install one.")


def test_where_nothing_can_be_compiled_the_prebuilt_engine_is_taken_and_said(
    environment: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands, packages, prebuilt = load("commands"), load("system_packages"), load("prebuilt")
    monkeypatch.setattr(packages.System, "need_compiler", no_compiler)
    started: list[tuple[str, ...]] = []

    def run(command: tuple[str, ...], *_: object) -> object:
        started.append(command)
        return commands.Outcome(0, "")

    monkeypatch.setattr(commands, "run", run)
    installed: list[tuple[object, ...]] = []
    monkeypatch.setattr(load("environment").Environment, "_uv_pip", lambda _, *given: installed.append(given))
    said: list[str] = []
    monkeypatch.setattr(environment._voice, "say", said.append)  # type: ignore[attr-defined]
    wanted = prebuilt.requirements(ROOT / "uv.lock")
    stamp = environment._give_either(NoCompiler(), wanted)  # type: ignore[attr-defined]
    assert stamp == {"prebuilt": prebuilt.compilers()}
    assert "--require-hashes" in installed[0]
    assert started[0][-2:] == ("--try-out", "xllamacpp")
    assert "needs a C++ compiler" in said[0]
    assert "prebuilt engine" in said[1]
    with pytest.raises(load("saying").SetUpError, match="needs a C"):
        environment._give_either(NoCompiler(), None)  # type: ignore[attr-defined]
    monkeypatch.setattr(commands, "run", lambda *_, **__: commands.Outcome(1, "Illegal instruction"))
    with pytest.raises(load("saying").SetUpError, match="Starting the engine failed"):
        environment._give_either(NoCompiler(), wanted)  # type: ignore[attr-defined]


def test_the_prebuilt_engine_is_the_one_that_was_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    prebuilt = load("prebuilt")
    wanted = prebuilt.requirements(ROOT / "uv.lock")
    assert wanted.startswith(f"xllamacpp=={VERSION} --hash=sha256:")
    monkeypatch.setattr(sys, "platform", "win32")
    assert prebuilt.requirements(ROOT / "uv.lock") is None


@pytest.mark.parametrize(
    ("said", "given", "told", "pip_told"),
    [
        ("global.index-url='https://mirror.invalid/simple'", {}, "https://mirror.invalid/simple", None),
        (":env:.index-url='https://mirror.invalid/simple'", {}, "https://mirror.invalid/simple", None),
        ("", {"UV_INDEX_URL": "https://own.invalid"}, None, "https://own.invalid"),
        (
            "global.index-url='https://mirror.invalid/simple'",
            {"UV_DEFAULT_INDEX": "https://own.invalid"},
            "https://own.invalid",
            None,
        ),
        ("global.extra-index-url='file:///x'", {}, None, None),
    ],
)
def test_a_mirror_that_only_pip_or_uv_knows_is_told_to_both(
    environment: object,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    said: str,
    given: dict[str, str],
    told: str | None,
    pip_told: str | None,
) -> None:
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX", "UV_CONFIG_FILE", "SSL_CERT_FILE", "PIP_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    python = tmp_path / ".venv" / "bin" / "python"
    python.write_text(f'#!{BASH}\necho "{said}"\necho "global.cert=\'/certs.pem\'"\n')
    python.chmod(0o755)
    settings = environment._index_settings()  # type: ignore[attr-defined]
    assert settings.get("UV_DEFAULT_INDEX") == told
    assert settings["SSL_CERT_FILE"] == "/certs.pem"
    assert settings.get("PIP_INDEX_URL") == pip_told
