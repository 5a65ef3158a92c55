"""Buttons dressed by the style sheet: which one has the focus can be seen, and which one can't be pressed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_client.addresses import read_address
from desktop_client.ui import theme
from desktop_client.ui.link_dialog import LinkDialog
from desktop_client.ui.models.dialogs import ask_taking
from desktop_client.ui.record.dialogs import RecordDialogs
from desktop_client.ui.sources.page import SourcesPage
from desktop_client.ui.sources.rows import LabelView, SourceRow
from desktop_client.ui.stylesheet import stylesheet
from desktop_client.ui.theme import DARK, LIGHT
from desktop_client.ui.widgets.buttons import (
    CHIP,
    LINK,
    OUTLINE,
    PANEL_LINK,
    PANEL_OUTLINE,
    PLAIN,
    PRIMARY,
    Look,
    TextButton,
)
from desktop_client.ui.widgets.in_sight import FocusInSight
from desktop_client.ui.widgets.toast import Toast

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
def test_a_button_that_tab_came_to_has_no_box_around_its_words(qtbot, page, name: str) -> None:
    button = QPushButton("Import", objectName=name)
    page.box.addWidget(button)
    shown(qtbot, page)
    button.setFocus()
    clicked = button.grab().toImage()
    page.other.setFocus()
    QTest.keyClick(page.other, Qt.Key.Key_Tab)
    assert button.hasFocus()
    assert button.grab().toImage() == clicked


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


@pytest.fixture(params=["light", "dark"])
def scheme(request, qapp) -> Iterator[None]:
    before = theme.current()
    theme.apply(qapp, theme.scheme_of(request.param))
    yield
    theme.apply(qapp, theme.scheme_of("dark" if before == DARK else "light"))


@pytest.mark.parametrize("look", [LINK, PANEL_LINK, PLAIN, OUTLINE, PANEL_OUTLINE, PRIMARY, CHIP])
@pytest.mark.usefixtures("scheme")
def test_a_painted_button_with_the_focus_looks_different(qtbot, look: Look) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.setLayout(QVBoxLayout())
    other, button = QLineEdit(), TextButton("Save", look)
    for each in (other, button):
        page.layout().addWidget(each)
    shown(qtbot, page)
    other.setFocus()
    without = button.grab().toImage()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    ringed = button.grab().toImage()
    middle = ringed.height() // 2
    pairs = ((ringed.pixelColor(x, middle), without.pixelColor(x, middle)) for x in range(ringed.width()))
    assert max(abs(one.lightness() - two.lightness()) for one, two in pairs) > 60


def test_the_way_back_in_the_line_above_the_composer_does_too(qtbot, page) -> None:
    toast = Toast(page)
    page.resize(600, 300)
    shown(qtbot, page)
    toast.show_message("Deleted.", "Undo", lambda: None)
    (button,) = (each for each in toast.findChildren(QPushButton) if each.text() == "Undo")
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


def dressed(widget: QWidget) -> bool:
    return all(button.objectName() in NAMES for button in widget.findChildren(QPushButton))


def test_the_dialog_before_an_address_is_opened_is_dressed_as_all_others(qtbot) -> None:
    address = read_address("https://example.com/a")
    assert address is not None
    dialog = LinkDialog(address)
    qtbot.addWidget(dialog)
    assert dialog.findChildren(QPushButton)
    assert dressed(dialog)


@pytest.mark.parametrize("ask", [
    lambda home: RecordDialogs(home).may_delete(4),
    lambda home: ask_taking(Path("a.gguf"), home),
])  # fmt: skip
def test_the_buttons_of_a_question_are_dressed_too(qtbot, page, ask) -> None:
    like = QPushButton("x", objectName="plainButton")
    page.box.addWidget(like)
    shown(qtbot, page)
    seen: list[bool] = []

    def look() -> None:
        box = QApplication.activeModalWidget()
        for button in box.findChildren(QPushButton):
            if not button.isDefault():
                middle = button.rect().center().y()
                painted = button.grab().toImage().pixelColor(5, middle)
                seen.append(painted == like.grab().toImage().pixelColor(5, like.rect().center().y()))
        box.reject()

    QTimer.singleShot(0, look)
    assert not ask(page)
    assert seen
    assert all(seen)


def test_the_line_above_the_composer_is_no_taller_than_its_words_need(qtbot, page) -> None:
    toast = Toast(page)
    page.resize(900, 500)
    shown(qtbot, page)
    toast.show_message("Exported to /tmp/a/comparison.html.")
    assert toast.height() < 4 * toast.fontMetrics().height()
    one_line = toast.height()
    toast.show_message("Exported to /tmp/a/comparison.html. " * 8)
    assert toast.height() > one_line


class Long(FocusInSight, QWidget):
    """A button above a list of buttons that is longer than there is room."""

    def __init__(self) -> None:
        super().__init__()
        self.above, self.area, self.ground = QPushButton("above"), QScrollArea(), QWidget()
        self.buttons = [QPushButton(str(number)) for number in range(60)]
        rows = QVBoxLayout(self.ground)
        for button in self.buttons:
            rows.addWidget(button)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self.ground)
        whole = QVBoxLayout(self)
        whole.addWidget(self.above)
        whole.addWidget(self.area)
        self.resize(300, 200)


def test_tab_into_a_list_that_is_scrolled_away_brings_what_gets_the_focus_into_sight(qtbot) -> None:
    page = Long()
    qtbot.addWidget(page)
    shown(qtbot, page)
    page.area.verticalScrollBar().setValue(page.area.verticalScrollBar().maximum())
    page.above.setFocus()
    QTest.keyClick(page.above, Qt.Key.Key_Tab)
    assert page.buttons[0].hasFocus()
    assert not page.buttons[0].visibleRegion().isEmpty()
    QTest.keyClick(page.buttons[0], Qt.Key.Key_Backtab)
    QTest.keyClick(page.above, Qt.Key.Key_Backtab)
    assert page.buttons[-1].hasFocus()
    assert not page.buttons[-1].visibleRegion().isEmpty()


@pytest.mark.parametrize("width", [600, 1200], ids=["under its row", "beside the rows"])
def test_a_label_follows_its_row_is_read_out_and_scrolled_by_keys(qtbot, width: int) -> None:
    page = SourcesPage()
    qtbot.addWidget(page)
    page.resize(width, 300)
    parts = tuple((f"Heading {at}", "Words of the label. " * 20) for at in range(9))
    page.set_sources(
        [SourceRow(name, name, True, "–", "The shelf.", LabelView(f"Label: {name}", parts)) for name in ("one", "two")]
    )
    shown(qtbot, page)
    row = page.rows["one"]
    row.label.setFocus()
    QTest.keyClick(row.label, Qt.Key.Key_Space)
    QTest.keyClick(row.label, Qt.Key.Key_Tab)
    assert page.label is not None
    assert page.label.hasFocus()
    assert page.label.accessibleName() == "Label: one"
    assert "Heading 8: Words of the label." in page.label.accessibleDescription()
    bars = [area.verticalScrollBar() for area in page.findChildren(QScrollArea) if area.isAncestorOf(page.label)]
    before = bars[0].value()
    QTest.keyClick(page.label, Qt.Key.Key_PageDown)
    assert bars[0].value() > before
