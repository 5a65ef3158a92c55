"""Boxes for numbers and for one of several words: they show all that they say, in the program's own dress."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetrics, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QDoubleSpinBox,
    QKeySequenceEdit,
    QLineEdit,
    QSpinBox,
)

from desktop_client.ui.stylesheet import stylesheet
from desktop_client.ui.theme import DARK, LIGHT
from desktop_client.ui.widgets.choice_button import ARROW
from desktop_client.ui.widgets.drop_down import DropDown
from desktop_client.ui.widgets.number_box import dress


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_a_drop_down_has_room_for_its_longest_words_and_the_sign(qtbot, colours) -> None:
    box = DropDown()
    qtbot.addWidget(box)
    box.setStyleSheet(stylesheet(colours))
    box.addItems(["as they are", "Return (Shift+Return: new line)"])
    words = QFontMetrics(box.font()).horizontalAdvance("Return (Shift+Return: new line)" + ARROW)
    assert box.sizeHint().width() > words


@pytest.mark.parametrize("words", ["some words", "more words than there is room for"])
def test_the_sign_is_painted(qtbot, monkeypatch, words: str) -> None:
    box = DropDown()
    qtbot.addWidget(box)
    box.setStyleSheet(stylesheet(LIGHT))
    box.addItem(words)
    box.resize(120, 40)
    with_sign = box.grab().toImage()
    monkeypatch.setattr("desktop_client.ui.widgets.drop_down.ARROW", "")
    assert box.grab().toImage() != with_sign


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_what_can_be_chosen_opens_below_the_box_with_the_chosen_row_on_its_own_ground(qtbot, colours) -> None:
    box = DropDown()
    qtbot.addWidget(box)
    box.setStyleSheet(stylesheet(colours))
    box.addItems(["one", "two", "three"])
    box.setCurrentIndex(1)
    box.resize(200, 32)
    box.show()
    box.showPopup()
    rows = box.view()
    assert rows.mapToGlobal(rows.rect().topLeft()).y() >= box.mapToGlobal(box.rect().bottomLeft()).y()
    painted = rows.viewport().grab().toImage()
    edge = rows.visualRect(rows.currentIndex())
    assert painted.pixelColor(edge.right() - 8, edge.center().y()).name() == colours.accent_ground
    box.hidePopup()


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_a_box_for_keys_looks_like_one_for_words(qtbot, colours) -> None:
    keys, words = QKeySequenceEdit(), QLineEdit()
    words.setObjectName("boxField")
    painted = []
    for box in (keys, words):
        qtbot.addWidget(box)
        box.setStyleSheet(stylesheet(colours))
        box.resize(160, 32)
        painted.append(box.grab().toImage())
    edge = range(8, 24)
    assert [painted[0].pixel(0, y) for y in edge] == [painted[1].pixel(0, y) for y in edge]
    assert painted[0].pixel(150, 16) == painted[1].pixel(150, 16)


@pytest.mark.parametrize("kind", [QSpinBox, QDoubleSpinBox])
def test_a_number_does_not_touch_its_frame_and_is_named(qtbot, kind) -> None:
    box = kind()
    qtbot.addWidget(box)
    dress(box, "Temperature")
    assert box.accessibleName() == "Temperature"
    assert box.lineEdit().textMargins().left() >= 8


@pytest.mark.parametrize("make", [QSpinBox, DropDown])
def test_who_scrolls_a_page_changes_nothing_that_comes_under_the_pointer(qtbot, make) -> None:
    box = make()
    qtbot.addWidget(box)
    if isinstance(box, DropDown):
        box.addItems(["one", "two", "three"])
        box.setCurrentIndex(1)
    else:
        dress(box, "Number")
        box.setValue(50)
    box.show()
    before = box.currentIndex() if isinstance(box, DropDown) else box.value()
    spot = QPointF(box.rect().center())
    wheel = QWheelEvent(
        spot, box.mapToGlobal(spot), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(box, wheel)
    assert (box.currentIndex() if isinstance(box, DropDown) else box.value()) == before
    assert not wheel.isAccepted(), "it is the page's"
    assert not box.focusPolicy() & Qt.FocusPolicy.WheelFocus & ~Qt.FocusPolicy.StrongFocus
