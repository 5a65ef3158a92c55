"""Menus in the program's own dress."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QListWidget, QMenu, QWidget

from desktop_client.ui.stylesheet import stylesheet
from desktop_client.ui.theme import DARK, LIGHT, Colours
from desktop_client.ui.widgets.menu_keys import open_menus_by_keys


@pytest.fixture
def home(qtbot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def menu(home: QWidget) -> QMenu:
    return QMenu(home)


def painted(menu: QMenu, colours: Colours) -> QImage:
    parent = menu.parentWidget()
    assert parent is not None
    parent.setStyleSheet(stylesheet(colours))
    menu.adjustSize()
    return menu.grab().toImage()


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_the_row_that_would_be_chosen_has_the_ground_of_rows_elsewhere(menu: QMenu, colours: Colours) -> None:
    menu.addAction("Rename")
    chosen = menu.addAction("Export…")
    menu.setActiveAction(chosen)
    image = painted(menu, colours)
    row = menu.actionGeometry(chosen)
    assert image.pixelColor(row.right() - 6, row.center().y()).name() == colours.accent_ground
    assert image.pixelColor(0, row.center().y()).name() == colours.hairline


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_a_tick_is_seen_and_does_not_lie_on_the_words(menu: QMenu, colours: Colours) -> None:
    entry = menu.addAction("Grouped")
    entry.setCheckable(True)
    without = painted(menu, colours)
    entry.setChecked(True)
    with_tick = painted(menu, colours)
    row = menu.actionGeometry(entry)
    differing = [
        x
        for x in range(row.left(), row.right())
        if any(without.pixel(x, y) != with_tick.pixel(x, y) for y in range(row.top(), row.bottom()))
    ]
    assert differing
    words = next(
        x
        for x in range(row.left() + 4, row.right())
        if any(without.pixelColor(x, y).name() != colours.raised for y in range(row.top() + 4, row.bottom() - 4))
    )
    assert max(differing) < words


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does it itself")
def test_shift_f10_opens_the_menu_of_the_row_that_has_the_focus(qtbot, home: QWidget) -> None:
    rows = QListWidget(home)
    rows.addItems(["one", "two"])
    rows.setCurrentRow(1)
    rows.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    open_menus_by_keys(home)
    home.show()
    rows.setFocus()
    qtbot.waitUntil(rows.hasFocus)
    with qtbot.waitSignal(rows.customContextMenuRequested) as asked:
        qtbot.keyClick(rows, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    assert rows.itemAt(asked.args[0]).text() == "two"
