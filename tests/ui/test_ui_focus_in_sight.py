"""Buttons dressed by the style sheet: which one has the focus can be seen, and which one can't be pressed."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_client.ui.stylesheet import stylesheet
from desktop_client.ui.theme import DARK, LIGHT
from desktop_client.ui.toast import Toast

NAMES = ("boxButton", "plainButton", "mainButton", "quietButton", "signButton", "awayButton")


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def page(qtbot, request) -> QWidget:
    page = QWidget()
    qtbot.addWidget(page)
    page.setStyleSheet(stylesheet(request.param))
    page.box = QVBoxLayout(page)
    page.other = QLineEdit()
    page.box.addWidget(page.other)
    return page


def shown(qtbot, page: QWidget) -> None:
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)


@pytest.mark.parametrize("name", NAMES)
def test_a_button_with_the_focus_looks_different(qtbot, page, name: str) -> None:
    button = QPushButton("Import", objectName=name)
    page.box.addWidget(button)
    shown(qtbot, page)
    page.other.setFocus()
    without, size = button.grab().toImage(), button.sizeHint()
    button.setFocus()
    assert button.grab().toImage() != without
    assert button.sizeHint() == size, "nothing jumps when the focus comes"


def test_the_way_back_in_the_line_above_the_composer_does_too(qtbot, page) -> None:
    toast = Toast(page)
    page.resize(600, 300)
    shown(qtbot, page)
    toast.show_message("Deleted.", "Undo", lambda: None)
    (button,) = toast.findChildren(QPushButton)
    page.other.setFocus()
    without = button.grab().toImage()
    button.setFocus()
    assert button.grab().toImage() != without


@pytest.mark.parametrize("name", ["plainButton", "mainButton"])
def test_a_button_that_cannot_be_pressed_looks_so(qtbot, page, name: str) -> None:
    button = QPushButton("Import", objectName=name)
    page.box.addWidget(button)
    shown(qtbot, page)
    page.other.setFocus()
    ready = button.grab().toImage()
    button.setEnabled(False)
    assert button.grab().toImage() != ready
