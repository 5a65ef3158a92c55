"""The parts of set-up: other programs on a leash, the engine's wheel, packages of the system, the environment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from standins.set_up import BASH, ROOT, SETUP, Silent, load

from desktop_client.inference.shared_llama import VERSION

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the shell scripts are for POSIX systems")


@pytest.fixture(autouse=True)
def _plain_language(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


def test_what_a_program_says_goes_to_the_log_and_never_to_stdout(log: Path, capfd: pytest.CaptureFixture[str]) -> None:
    commands = load("commands")
    code = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"
    lines: list[str] = []
    outcome = commands.run([sys.executable, "-c", code], log, dict(os.environ), on_line=lines.append)
    assert outcome.status == 3
    assert sorted(lines) == ["err", "out"]
    assert "out" in log.read_text()
    assert capfd.readouterr() == ("", "")


TREE = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import os, time; os.setpgid(0, 0); time.sleep(100)"])
open(sys.argv[1], "w").write(f"{os.getpid()} {child.pid}")
print("ready", flush=True)
time.sleep(100)
"""


def ended(pids: Path) -> bool:
    """Whether all of these are gone, or are zombies that nobody has reaped."""
    for pid in pids.read_text().split():
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
                return False
        except FileNotFoundError:
            continue
    return True


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_interrupting_ends_everything_that_was_started(tmp_path: Path, log: Path) -> None:
    commands = load("commands")
    ready = threading.Event()

    def interrupt() -> None:
        if ready.is_set():
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        commands.run(
            [sys.executable, "-c", TREE, str(tmp_path / "pids")],
            log,
            dict(os.environ),
            on_line=lambda _: ready.set(),
            on_tick=interrupt,
        )
    assert ended(tmp_path / "pids")


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_killing_set_up_ends_everything_before_its_lock_is_given_back(tmp_path: Path, log: Path) -> None:
    lock = tmp_path / "lock"
    lock.touch()
    code = f"""
import os, sys
sys.path.insert(0, {str(SETUP)!r})
import commands, locking
from pathlib import Path
with locking.locked(Path({str(lock)!r}), lambda: None):
    commands.run([sys.executable, "-c", {TREE!r}, {str(tmp_path / "pids")!r}], Path({str(log)!r}), dict(os.environ),
                 on_line=lambda line: print(line, flush=True))
"""
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert child.stdout is not None
    with child.stdout:
        assert child.stdout.readline() == b"ready\n"
        child.send_signal(signal.SIGKILL)
        child.wait()
    with load("locking").locked(lock, lambda: None):
        assert ended(tmp_path / "pids")


def test_a_lock_is_waited_for_and_that_is_said_once(tmp_path: Path) -> None:
    locking = load("locking")
    file = tmp_path / "file"
    file.touch()
    said: list[int] = []
    with locking.locked(file, lambda: None):
        waiting = threading.Event()

        def second() -> None:
            with locking.locked(file, lambda: (said.append(1), waiting.set())):
                said.append(2)

        thread = threading.Thread(target=second)
        thread.start()
        assert waiting.wait(10)
        assert said == [1]
    thread.join()
    assert said == [1, 2]


@pytest.mark.parametrize(
    ("tail", "told"),
    [
        ("error: Failed to fetch\n  cause: dns error", "the package index can't be reached. Check the network"),
        ("NewConnectionError('refused')", "the package index can't be reached"),
        ("OSError: [Errno 28] No space left on device", "the disk is full. Free some space"),
        ("cause: invalid peer certificate: UnknownIssuer", "is not trusted here. Set SSL_CERT_FILE"),
        ("warning: x\nerror: the moon is in the way\nmore", "(status 2): error: the moon is in the way The whole log"),
        ("", "failed (status 2)"),
    ],
)
def test_why_a_step_failed_is_said_in_plain_words(log: Path, tail: str, told: str) -> None:
    commands = load("commands")
    error = commands.failure("Getting the libraries", commands.Outcome(2, tail), log)
    assert told in str(error)
    assert "\n" not in str(error)


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


def test_without_the_right_to_install_the_exact_line_is_said(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packages = load("system_packages")
    monkeypatch.setattr(packages, "_may_install", lambda: False)
    monkeypatch.setattr(packages, "_compiles", lambda: False)
    monkeypatch.setattr(packages.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    with pytest.raises(load("saying").SetUpError) as failure:
        packages.System(Silent(), log).need_compiler()
    assert str(failure.value) == (
        "Building the engine needs a C++ compiler. Install it and start this again: "
        "sudo apt-get update && sudo apt-get install -y build-essential"
    )


def test_missing_test_tools_are_mentioned_and_are_no_failure(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packages = load("system_packages")
    monkeypatch.setattr(packages, "_may_install", lambda: False)
    monkeypatch.setattr(packages.shutil, "which", lambda name: None if name == "Xvfb" else f"/usr/bin/{name}")
    voice = Silent()
    packages.System(voice, log).want_test_tools()
    assert len(voice.lines) == 1
    assert voice.lines[0].endswith("apt-get install -y xvfb")


def test_packages_are_installed_aloud_where_that_is_allowed(
    log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = load("system_packages")
    calls = tmp_path / "calls"
    apt = tmp_path / "bin" / "apt-get"
    apt.parent.mkdir()
    apt.write_text(f'#!{BASH}\necho "$*" >> "{calls}"\necho "Unpacking"\n')
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", f"{apt.parent}:{os.environ['PATH']}")
    monkeypatch.setattr(packages, "_may_install", lambda: True)
    voice = Silent()
    system = packages.System(voice, log)
    system.install(("strace",), "It is needed.")
    system.install(("xvfb",), "It too.")
    asked = [line.split("Timeout=120 ")[1] for line in calls.read_text().splitlines()]
    assert asked == [
        "update",
        "install -y --no-install-recommends strace",
        "install -y --no-install-recommends xvfb",
    ]
    assert voice.lines[0] == "It is needed. Installing with apt-get: strace"


def test_libraries_that_qt_lacks_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packages = load("system_packages")
    (tmp_path / "PySide6").mkdir()
    (tmp_path / "PySide6" / "QtWidgets.abi3.so").touch()
    ldd = tmp_path / "ldd"
    ldd.write_text(f'#!{BASH}\nprintf "\\tlibEGL.so.1 => not found\\n\\tlibc.so.6 => /lib/libc.so.6 (0x0)\\n"\n')
    ldd.chmod(0o755)
    monkeypatch.setattr(packages.shutil, "which", lambda _: str(ldd))
    assert packages.missing_libraries(tmp_path) == ["libEGL.so.1"]


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
