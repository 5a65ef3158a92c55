"""How the end-to-end tests start the real command and wait for what another process does."""

from __future__ import annotations

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
