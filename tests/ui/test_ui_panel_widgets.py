"""Small shared widgets: foreign text stays text, words wrap instead of clipping, everything answers to the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QFont, QFontMetricsF
from PySide6.QtWidgets import QWidget

from desktop_client.commerce.offer import Status
from desktop_client.ui.widgets.buttons import LINK, OUTLINE, ChipButton, LinkButton, TextButton
from desktop_client.ui.widgets.flow_layout import FlowLayout
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.status_chip import StatusChip
from desktop_client.ui.widgets.switch import Switch
from desktop_client.ui.widgets.text_lines import LONGEST, lay_out, plain


def test_plain_takes_out_what_could_deceive():
    assert plain("a\u202eb\x00c\u200bd\ue000e\ud800f") == "abcdef"
    assert plain("  two\nlines\u2028three\t") == "two lines three"
    assert plain("5.5\u00a0%") == "5.5\u00a0%"
    assert len(plain("x" * 1_000_000)) == LONGEST


def test_label_never_reads_markup(qtbot):
    label = PlainLabel("<b>bold</b> <img src='http://x.test/a.png'> &amp; [a](b)")
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == "<b>bold</b> <img src='http://x.test/a.png'> &amp; [a](b)"
    assert QAccessible.queryAccessibleInterface(label).text(QAccessible.Text.Name) == label.text()


@pytest.mark.parametrize("text", ["a" * 300, "补水保湿面膜" * 40, "word " * 60, "😀" * 90])
def test_lines_hold_the_whole_text_at_any_width(qapp, text):
    for width in (30, 120, 333):
        laid = lay_out(text, QFont(), width)
        assert "".join(laid.lines).replace(" ", "") == text.replace(" ", "")
        assert all(QFontMetricsF(QFont()).horizontalAdvance(line) <= width + 1 for line in laid.lines)
        assert not laid.elided


def test_past_its_lines_a_label_says_the_rest_in_its_tool_tip(qtbot):
    label = PlainLabel("敏感肌专用舒缓补水保湿面膜" * 20, max_lines=3)
    qtbot.addWidget(label)
    label.setFixedSize(120, label.heightForWidth(120))
    label.show()
    label.grab()
    laid = label.lines(120)
    assert len(laid.lines) == 3
    assert laid.lines[-1].endswith("…")
    assert label.toolTip() == label.text()
    label.setText("short")
    label.grab()
    assert label.toolTip() == ""


def test_chip_wraps_and_is_never_elided(qtbot):
    chip = StatusChip(Status.PAID_LINK, "Paid link · commission not disclosed by the platform")
    qtbot.addWidget(chip)
    for width in (60, 90, 400):
        laid = chip.lines(width)
        assert not laid.elided
        assert chip.heightForWidth(width) >= laid.height
    assert chip.heightForWidth(60) > chip.heightForWidth(400)


def test_switch_is_a_check_box_to_assistive_technology(qtbot):
    switch = Switch("Suggestions")
    qtbot.addWidget(switch)
    switch.show()
    face = QAccessible.queryAccessibleInterface(switch)
    assert face.role() == QAccessible.Role.CheckBox
    assert face.text(QAccessible.Text.Name) == "Suggestions"
    switch.setFocus()
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert switch.isChecked()
    assert face.state().checked
    qtbot.keyClick(switch, Qt.Key.Key_Return)
    assert not switch.isChecked()
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton, pos=switch.rect().topRight() / 2)
    assert switch.isChecked()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_links_answer_to_the_keyboard(qtbot, key):
    link = LinkButton("Why here?")
    qtbot.addWidget(link)
    with qtbot.waitSignal(link.clicked):
        qtbot.keyClick(link, key)


def test_a_button_shows_an_ampersand_and_takes_no_shortcut_from_it(qtbot):
    button = TextButton("Salt && pepper &more", OUTLINE)
    qtbot.addWidget(button)
    assert button.text() == "Salt && pepper &more"
    assert button.accessibleName() == button.text()
    assert button.shortcut().isEmpty()


def test_long_words_on_a_button_wrap_instead_of_clipping(qtbot):
    button = TextButton("How this list is ordered", LINK)
    qtbot.addWidget(button)
    narrow = button.minimumSizeHint().width()
    assert button.heightForWidth(narrow) > button.heightForWidth(1000)


def test_flow_breaks_lines_and_loses_nothing(qtbot):
    box = QWidget()
    qtbot.addWidget(box)
    flow = FlowLayout(box, gap=8, line_gap=6)
    chips = [ChipButton(f"condition {n}", f"−{n}") for n in range(7)]
    for chip in chips:
        flow.addWidget(chip)
    box.resize(200, box.heightForWidth(200))
    box.show()
    places = [chip.geometry() for chip in chips]
    assert all(box.rect().contains(at) for at in places)
    assert not any(a.intersects(b) for n, a in enumerate(places) for b in places[n + 1 :])
    assert box.heightForWidth(200) > box.heightForWidth(2000)


def test_flow_can_push_its_last_item_to_the_edge(qtbot):
    box = QWidget()
    qtbot.addWidget(box)
    flow = FlowLayout(box, push_last=True)
    for text in ("Order", "Compare"):
        flow.addWidget(TextButton(text, OUTLINE))
    box.resize(400, 40)
    box.show()
    assert flow.itemAt(0).geometry().left() == 0
    assert flow.itemAt(1).geometry().right() == 399
