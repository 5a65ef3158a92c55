"""./run and ./test: what is due for which command, what an interruption costs, and what is said when it can't be."""

from __future__ import annotations

import ast
import os
import signal
import stat
import string
import subprocess
from pathlib import Path
from types import ModuleType

import pytest
from standins.set_up import BASH, POSIX_ONLY, ROOT, SETUP, entry, load

pytestmark = POSIX_ONLY


def fake_python(folder: Path, body: str) -> None:
    folder.mkdir(exist_ok=True)
    program = folder / "python3"
    program.write_text(f"#!{BASH}\n{body}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    for tool in ("dirname", "head"):
        (folder / tool).symlink_to(next(p for p in (Path("/usr/bin") / tool, Path("/bin") / tool) if p.exists()))


def checkout(tmp_path: Path) -> Path:
    """The scripts alone, without an environment."""
    folder = tmp_path / "a folder with spaces"
    (folder / "setup").mkdir(parents=True)
    for name in ("run", "test", "setup/python.sh"):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    return folder


@pytest.mark.parametrize("script", ["run", "test"])
def test_an_old_python_is_said_in_one_sentence_with_one_next_step(tmp_path: Path, script: str) -> None:
    fake_python(tmp_path / "bin", 'if [ "$1" = -V ]; then echo "Python 3.9.2"; else exit 1; fi')
    env = {"PATH": str(tmp_path / "bin"), "LANG": "C.UTF-8"}
    done = subprocess.run(
        [BASH, checkout(tmp_path) / script, "ask"], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "needs Python 3.11 or newer, and this machine has: Python 3.9.2. Install it" in done.stderr


def test_no_python_at_all_is_said_in_the_language_of_the_locale(tmp_path: Path) -> None:
    fake_python(tmp_path / "bin", "")
    (tmp_path / "bin" / "python3").unlink()
    env = {"PATH": str(tmp_path / "bin"), "LANG": "zh_CN.UTF-8"}
    done = subprocess.run([BASH, checkout(tmp_path) / "run"], env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "没有 Python" in done.stderr


def test_arguments_reach_the_program_untouched(tmp_path: Path) -> None:
    fake_python(tmp_path / "bin", 'if [ "$2" != -S ]; then printf "%s|" "$@"; fi')
    folder = checkout(tmp_path)
    words = ["ask", "两 words", "", "*", "$HOME", "--json"]
    env = {"PATH": str(tmp_path / "bin")}
    done = subprocess.run([BASH, folder / "run", *words], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split("|") == ["-I", str(folder / "setup"), "run", *words, ""]


def test_the_scripts_can_be_started() -> None:
    for name in ("run", "test", ".ci/run"):
        assert os.access(ROOT / name, os.X_OK), name


@pytest.mark.parametrize(
    ("arguments", "window"),
    [
        ([], True),
        (["--profile", "/p"], True),
        (["--profile=/p"], True),
        (["--help"], False),
        (["ask", "hello", "--json"], False),
        (["--profile", "/p", "ask", "hello"], False),
        (["--json", "doctor"], False),
    ],
)
def test_only_a_window_needs_the_libraries_of_a_window(arguments: list[str], window: bool) -> None:
    assert entry().needs("run", arguments) == ({"run", "window"} if window else {"run"})
    assert entry().needs("test", arguments) == {"run", "window", "test"}


class Started(Exception):  # noqa: N818 - stands for becoming another program
    pass


@pytest.fixture
def main(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The entry point in a folder of its own; starting the program raises :class:`Started` with the command."""
    module = entry()
    (tmp_path / ".venv").mkdir()
    (tmp_path / "setup").mkdir()
    for name in ("uv.lock", "pyproject.toml"):
        (tmp_path / name).write_text(name)
    (tmp_path / "setup" / "__main__.py").touch()
    monkeypatch.setattr(module, "__file__", str(tmp_path / "setup" / "__main__.py"))
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "set-up.json")
    monkeypatch.syspath_prepend(str(SETUP))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QT_QPA_PLATFORM", "given")

    def become(_: str, command: list[str]) -> None:
        raise Started(command)

    monkeypatch.setattr(os, "execv", become)
    return module


def test_once_set_up_nothing_is_called_but_the_program(main: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    main.write_stamp({"run": main.fingerprint()})

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("another program was started")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    monkeypatch.setattr(main, "set_up", refuse)
    with pytest.raises(Started) as started:
        main.main("run", ["ask", "hi"])
    assert started.value.args[0][1:] == ["-P", "-m", "desktop_client", "ask", "hi"]
    with pytest.raises(AssertionError):
        main.main("run", [])
    with pytest.raises(AssertionError):
        main.main("test", [])


def test_once_a_compiler_has_come_the_engine_is_built_after_all(
    main: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load("prebuilt"), "compilers", lambda: "")
    main.write_stamp({"run": "key", "window": "key", "prebuilt": ""})
    assert main.read_stamp()["run"] == "key"
    monkeypatch.setattr(load("prebuilt"), "compilers", lambda: "/usr/bin/c++")
    assert "run" not in main.read_stamp()
    assert main.read_stamp()["window"] == "key"


def test_tests_start_in_the_checkout_without_a_screen_unless_one_is_chosen(
    main: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    key = main.fingerprint()
    main.write_stamp({"run": key, "window": key, "test": key})
    with pytest.raises(Started) as started:
        main.main("test", ["-k", "x"])
    assert started.value.args[0][1:] == ["-m", "pytest", "-k", "x"]
    assert (Path.cwd(), os.environ["QT_QPA_PLATFORM"]) == (tmp_path, "given")
    monkeypatch.delenv("QT_QPA_PLATFORM")
    with pytest.raises(Started):
        main.main("test", [])
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"


def test_a_changed_lock_another_processor_or_a_torn_stamp_make_set_up_due(
    main: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[object] = []
    monkeypatch.setattr(main, "set_up", lambda *given: calls.append(given) or 1)
    key = main.fingerprint()
    main.write_stamp({"run": key})
    (tmp_path / "uv.lock").write_text("changed")
    assert main.main("run", ["ask"]) == 1
    (tmp_path / "uv.lock").write_text("uv.lock")
    assert main.fingerprint() == key
    monkeypatch.setattr(load("engine_wheel"), "_instruction_sets", lambda: "another")
    assert main.main("run", ["ask"]) == 1
    monkeypatch.undo()
    assert len(calls) == 2


@pytest.mark.parametrize("content", [b"", b"{", b"[]"])
def test_a_torn_stamp_counts_as_none(main: ModuleType, content: bytes) -> None:
    main.STAMP.write_bytes(content)
    assert main.read_stamp() == {}


def test_a_folder_that_cannot_be_written_is_said_in_one_sentence(
    main: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "/p/.venv")

    monkeypatch.setattr(load("environment").Environment, "set_up", refuse)
    assert main.set_up({"run"}, "key") == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("Setting up failed: Permission denied: /p/.venv. Check that the disk has space")


def test_an_interrupted_set_up_says_that_it_goes_on(
    main: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(load("environment").Environment, "set_up", interrupt)
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        assert main.set_up({"run"}, "key") == 130
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert capsys.readouterr().err == "Stopped. Start it again and it goes on from here.\n"


def told() -> set[str]:
    """Every sentence that set-up can say."""
    found = set()
    for file in SETUP.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tell":
                assert isinstance(node.args[0], ast.Constant), f"{file}:{node.lineno}"
                found.add(node.args[0].value)
    return found


def test_set_up_speaks_both_languages() -> None:
    def places(template: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(template) if name}

    chinese = load("saying").chinese()
    assert set(chinese) == told()
    assert [en for en, zh in chinese.items() if places(en) != places(zh)] == []


def test_chinese_is_spoken_where_the_locale_is_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    saying = load("saying")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert saying.tell("Getting uv") == "下载 uv"
    assert str(saying.SetUpError("甲。", "乙。")) == "甲。乙。"
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert saying.tell("Getting uv") == "Getting uv"
