"""What every test gets: no profile of the person who runs it, and a failure for every warning in the log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import settings
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop_client.paths import Profile

# No test depends on how fast the machine is: a first example may have to import what the others find there.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


@pytest.fixture(autouse=True)
def _own_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep tests out of the real profile and the real settings of the machine."""
    monkeypatch.setenv("SIDELIGHT_PROFILE", str(tmp_path / "profile"))
    monkeypatch.setenv("LANG", "C.UTF-8")


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile(tmp_path / "profile")


class _Warnings(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def _warnings_fail(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning in the log fails the test, unless it is marked ``logs_warning``."""
    handler = _Warnings()
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    if handler.records and not request.node.get_closest_marker("logs_warning"):
        pytest.fail("logged: " + "; ".join(r.getMessage() for r in handler.records))


PATIENCE_MS = 30_000
"""How long a test waits for what has to come. It ends a hang; how fast anything is, benchmarks say."""


@pytest.fixture
def qtbot(qtbot: QtBot) -> Iterator[QtBot]:
    """pytest-qt's, which gives up after 5 s: a busy disk alone can take as long as that.

    What a test copied is let go of behind it. The offscreen platform keeps its clipboard until Python is gone, and what
    Python put there can't be let go of without it: the process would crash once all tests have passed.
    """
    for name in ("waitUntil", "waitSignal", "waitSignals", "waitCallback", "waitActive", "waitExposed"):
        setattr(qtbot, name, partial(getattr(qtbot, name), timeout=PATIENCE_MS))
    yield qtbot
    QGuiApplication.clipboard().clear()
