"""Packages of the system: installed aloud where that is allowed, named exactly where not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from standins.set_up import BASH, POSIX_ONLY, Silent, load

pytestmark = POSIX_ONLY


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
