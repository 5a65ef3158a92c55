"""The window opens where it was closed; what can't be restored gives its usual size, never more than the screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_client import settings as options
from desktop_client.settings import Settings
from desktop_client.ui.placement import USUAL_SIZE, Placement


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


@pytest.fixture
def settings(file: Path) -> Settings:
    return Settings(file)


class Window(QWidget):
    panel_width = 372


def opened(qtbot: QtBot, settings: Settings) -> tuple[Window, Placement]:
    window = Window()
    qtbot.addWidget(window)
    window.setMinimumSize(300, 200)
    placement = Placement(window, settings)
    placement.restore()
    window.show()
    return window, placement


def test_it_opens_where_it_was_closed(qtbot: QtBot, settings: Settings, file: Path) -> None:
    first, placement = opened(qtbot, settings)
    first.setGeometry(QRect(40, 60, 512, 384))
    first.panel_width = 420
    placement.keep()
    first.close()
    again, _ = opened(qtbot, Settings(file))
    assert again.geometry() == QRect(40, 60, 512, 384)
    assert again.panel_width == 420


def test_a_window_that_filled_the_screen_fills_it_again(qtbot: QtBot, settings: Settings) -> None:
    first, placement = opened(qtbot, settings)
    first.showMaximized()
    placement.keep()
    again, _ = opened(qtbot, settings)
    assert again.isMaximized()


@pytest.mark.parametrize("kept", ["", "no place at all", "5L2N572u", "ÿÿÿÿ"])
def test_without_a_place_it_has_its_usual_size_and_fits_the_screen(qtbot: QtBot, settings: Settings, kept: str) -> None:
    settings.set(options.PLACEMENT, kept)
    window, _ = opened(qtbot, settings)
    assert window.size() == USUAL_SIZE.boundedTo(window.screen().availableSize())


def test_a_place_that_no_screen_has_any_more_is_brought_back(qtbot: QtBot, settings: Settings) -> None:
    first, placement = opened(qtbot, settings)
    first.setGeometry(QRect(30_000, 30_000, 400, 300))
    placement.keep()
    again, _ = opened(qtbot, settings)
    assert again.screen().availableGeometry().intersects(again.frameGeometry())


def test_where_it_cannot_be_kept_closing_goes_on(
    qtbot: QtBot, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, placement = opened(qtbot, settings)
    window.setGeometry(QRect(40, 60, 512, 384))

    def full(_: Settings) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Settings, "_write", full)
    placement.keep()
    assert settings.get(options.PLACEMENT) == ""
