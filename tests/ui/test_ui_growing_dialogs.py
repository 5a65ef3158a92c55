"""Dialogs that grow with what there is to read: reached from top to bottom by Tab, and no higher than they need."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_client.commerce.sources.taobao import MANIFEST
from desktop_client.ui.product_page.dialog import ProductPageDialog
from desktop_client.ui.sources.key_dialog import KeyDialog, KeyState
from desktop_client.ui.widgets.growing_dialog import GrowingDialog


def keys() -> GrowingDialog:
    dialog = KeyDialog(MANIFEST, "en", on=True)
    dialog.show_state(KeyState(lasting=True, kept=frozenset(), open_values={}))
    return dialog


@pytest.mark.parametrize("make", [keys, ProductPageDialog])
def test_tab_goes_from_the_first_field_to_the_last_button(qtbot: QtBot, make: Callable[[], GrowingDialog]) -> None:
    dialog = make()
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    first = dialog.focusWidget()
    reached = []
    while not reached or dialog.focusWidget() is not first:
        reached.append(dialog.focusWidget().mapTo(dialog, QPoint()).y())
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    assert len(reached) > 2
    assert reached == sorted(reached)


@pytest.mark.parametrize("make", [keys, ProductPageDialog])
def test_the_buttons_stand_right_below_the_words(qtbot: QtBot, make: Callable[[], GrowingDialog]) -> None:
    dialog = make()
    qtbot.addWidget(dialog)
    dialog.show()
    QApplication.processEvents()
    content = dialog.area.widget()
    assert content.height() == content.layout().totalHeightForWidth(content.width())


@pytest.mark.parametrize("size", [9.0, 9.5, 10.0, 10.5, 11.0, 11.5, 12.0, 13.0])
@pytest.mark.parametrize("make", [keys, ProductPageDialog])
def test_what_has_room_is_not_scrolled_in_any_size_of_type(
    qtbot: QtBot, make: Callable[[], GrowingDialog], size: float
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    usual = app.font()
    try:
        font = QFont(usual)
        font.setPointSizeF(size)
        app.setFont(font)
        dialog = make()
        qtbot.addWidget(dialog)
        dialog.show()
        QApplication.processEvents()
        assert not dialog.area.verticalScrollBar().isVisible()
        assert dialog.area.viewport().height() >= dialog.area.widget().height()
    finally:
        app.setFont(usual)


def test_rows_that_come_later_can_be_scrolled_to(qtbot: QtBot) -> None:
    dialog = ProductPageDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    late = QWidget()
    late.setMinimumHeight(2000)
    dialog.rows.addWidget(late)
    qtbot.waitUntil(dialog.area.verticalScrollBar().isVisible)
