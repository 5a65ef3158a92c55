"""A second start of a profile brings the window of the first one forward."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile
from PySide6.QtWidgets import QApplication, QWidget

from desktop_client.app import running
from desktop_client.errors import SidelightError
from desktop_client.paths import Profile
from desktop_client.ui.second_start import SecondStarts, ask_for_window


@pytest.fixture
def minimized(qtbot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.showMinimized()
    return window


def test_the_second_start_ends_and_the_window_comes_forward(
    minimized: QWidget, tmp_path: Path, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    alerted: list[QWidget] = []
    monkeypatch.setattr(QApplication, "alert", lambda window: alerted.append(window))
    profile = Profile(tmp_path / "profile")
    first = running._locked(profile)
    SecondStarts(profile.lock, minimized)
    with pytest.raises(SidelightError, match="already open"):
        running._locked(profile)
    qtbot.waitUntil(lambda: alerted == [minimized])
    assert not minimized.isMinimized()
    assert isinstance(first, QLockFile)
    first.unlock()


def test_without_a_lock_nobody_is_asked(minimized: QWidget, tmp_path: Path) -> None:
    starts = SecondStarts(tmp_path / "window.lock", minimized)
    ask_for_window(tmp_path / "window.lock")
    assert starts._watcher.files() == []
    assert list(tmp_path.iterdir()) == []
