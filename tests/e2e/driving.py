"""How the end-to-end tests start the real command and wait for what another process does."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


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
