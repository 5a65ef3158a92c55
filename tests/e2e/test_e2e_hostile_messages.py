"""No message makes the window open a file or a socket: a program that shows them all, its system calls traced."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from e2e.driving import ROOT
from standins.hostile_messages import HOSTILE
from standins.hostile_viewer import BEGIN, END

CALLS = "openat,open,socket,connect,sendto,execve,write,readlink,stat,newfstatat,access"
_PATH = re.compile(r'"([^"]*)"')
OURS = re.compile(
    r"/proc/|/sys/|/dev/shm/|\.(py|pyc|so|ttf|otf|ttc|pfb|pcf\.gz|conf|cache-\d+)$|/__pycache__$|font|/locale/"
)
"""What a program opens by itself at any time: modules, fonts and what the system says of the process."""


def traced_calls(folder: Path) -> list[str]:
    """The system calls between the two marks, in their order."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    log = folder / "trace"
    words = ["strace", "-f", "-qq", "-s", "300", "-e", f"trace={CALLS}", "-o", str(log)]
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]),
    }
    done = subprocess.run(
        [*words, sys.executable, "-m", "standins.hostile_viewer"],
        env=environment,
        capture_output=True,
        text=True,
        cwd=folder,
    )
    if "PTRACE" in done.stderr:
        pytest.skip(f"no process can be traced here: {done.stderr.splitlines()[0]}")
    assert done.returncode == 0, done.stderr[-2000:]
    lines = log.read_text(errors="replace").splitlines()
    begin = next(at for at, line in enumerate(lines) if BEGIN in line)
    end = next(at for at, line in enumerate(lines) if END in line)
    return lines[begin + 1 : end]


@pytest.mark.timeout(600)
def test_no_message_opens_a_file_or_a_socket(tmp_path: Path) -> None:
    assert len(HOSTILE) >= 31
    calls = traced_calls(tmp_path)
    assert [call for call in calls if re.search(r"\b(socket|connect|sendto|execve)\(", call)] == []
    opened = [call for call in calls if not re.search(r"\bwrite\(", call) and (path := _PATH.search(call)) and path[1]]
    assert [call for call in opened if not OURS.search(_PATH.search(call)[1])] == []  # type: ignore[index]
    assert [call for call in calls if "192.0.2." in call or "/etc/" in call] == []


def test_the_trace_would_have_shown_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser of Qt's that is handed the same pictures as HTML opens them."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    script = (
        "from PySide6.QtWidgets import QApplication, QTextBrowser\n"
        "app = QApplication([])\n"
        "view = QTextBrowser()\n"
        "view.setHtml('<img src=\"file:///etc/hostname\">')\n"
        "view.show()\nview.grab()\n"
    )
    log = tmp_path / "trace"
    done = subprocess.run(
        ["strace", "-f", "-qq", "-e", "trace=openat", "-o", str(log), sys.executable, "-c", script],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True,
    )  # fmt: skip
    if "PTRACE" in done.stderr:
        pytest.skip(f"no process can be traced here: {done.stderr.splitlines()[0]}")
    assert done.returncode == 0, done.stderr
    assert "/etc/hostname" in log.read_text(errors="replace")
