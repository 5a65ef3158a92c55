"""How the end-to-end tests start the real command and wait for what another process does."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
QUIET_S = 0.4
"""Less than what a blinking cursor sleeps between two turns."""


def command(*arguments: str) -> list[str]:
    """The words that start ``sidelight``."""
    return [sys.executable, "-m", "desktop_client", *arguments]


def wait_for(what: Callable[[], bool], seconds: float, why: str) -> None:
    """Poll another process's doings; fails with ``why`` when they don't come."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return
        time.sleep(0.1)
    pytest.fail(why)


def wait_for_window(process: subprocess.Popen[bytes], stderr: Path, xdotool: Callable[..., str]) -> str:
    """The number of Sidelight's window once it is on the screen; fails with what the process said if none comes."""
    found: list[str] = []

    def came() -> bool:
        found[:] = xdotool("search", "--onlyvisible", "--name", "^Sidelight$").splitlines()
        return bool(found) or process.poll() is not None

    end = time.monotonic() + 60
    while not came() and time.monotonic() < end:
        time.sleep(0.1)
    if not found:
        said = stderr.read_text(errors="replace")[-2000:]
        pytest.fail(f"no window came; the process {_standing_of(process)} and said: {said or 'nothing'}")
    return found[0]


def _standing_of(process: subprocess.Popen[bytes]) -> str:
    return "goes on" if process.poll() is None else f"ended with {process.returncode}"


def wait_until_idle(process: int, seconds: float = 60) -> None:
    """Wait until none of another process's threads wants the processor for a while: it has done what it was asked.

    A machine with other work to do takes its time for a key that was pressed; a fixed pause would press the next one
    too early.
    """
    end = time.monotonic() + seconds
    quiet_since = time.monotonic()
    while time.monotonic() < end:
        if any(state in "RD" for state in thread_states(process)):
            quiet_since = time.monotonic()
        elif time.monotonic() - quiet_since > QUIET_S:
            return
        time.sleep(0.02)
    pytest.fail("it found no rest")


def thread_states(process: int) -> list[str]:
    """One letter a thread, as proc(5) has them: R running or waiting for a processor, D for a disk, S asleep."""
    states = []
    for thread in Path(f"/proc/{process}/task").iterdir():
        try:
            line = (thread / "stat").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue  # it ended between being listed and being read
        states.append(line.rpartition(")")[2].split()[0])
    return states
