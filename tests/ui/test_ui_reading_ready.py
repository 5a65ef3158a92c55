"""Reading is made ready after the start, in a thread of its own, and only where commerce is on."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_client import settings as options
from desktop_client.app import Parts, commerce_side
from desktop_client.app import window as wiring
from desktop_client.paths import Profile
from desktop_client.settings import Settings
from desktop_client.ui.translation import Interpreter


@pytest.mark.parametrize("on", [True, False])
def test_reading_is_made_ready_where_commerce_is_on(
    on: bool, qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    threads: list[threading.Thread] = []
    monkeypatch.setattr(commerce_side, "prepare", lambda: threads.append(threading.current_thread()))
    monkeypatch.setattr(commerce_side, "PREPARE_MS", 1)
    profile, font = Profile(tmp_path / "profile"), qapp.font()
    settings = Settings(profile.settings)
    settings.set(options.COMMERCE, value=on)
    with Parts(profile, settings) as parts:
        window = wiring.Window(parts, Interpreter("en"), qapp)
        qtbot.addWidget(window.view)
        window.start()
        qtbot.waitUntil(lambda: "commerce" in vars(window))
        if on:
            qtbot.waitUntil(lambda: bool(threads))
            assert threads != [threading.main_thread()]
        qtbot.wait(50)
        window.close()
    qapp.setFont(font)
    assert len(threads) == on
