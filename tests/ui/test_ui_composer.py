"""The composer: input methods, sending, long pastes. Nothing typed is lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from standins.composers import Clock, box, button, compose, paste, press
from standins.composers import clock as clock
from standins.composers import composer as composer
from standins.composers import sent as sent

from desktop_client.ui import theme
from desktop_client.ui.chat.composer import Composer
from desktop_client.ui.chat.message_box import CONFIRM_S, MOST_LINES

# -- input methods (A4) ---------------------------------------------------------------------------------------


def test_return_while_composing_sends_nothing(composer: Composer, sent: list[str]) -> None:
    composer.set_text("Zhang San: ")
    compose(composer, "ni hao")
    press(composer)
    assert not sent
    assert composer.text() == "Zhang San: "
    assert box(composer).is_composing


def test_the_return_that_confirms_a_composition_sends_nothing(composer: Composer, sent: list[str]) -> None:
    compose(composer, "nihao")
    compose(composer, "", "你好")
    press(composer)
    assert not sent
    assert composer.text() == "你好"


def test_the_next_return_sends_at_once(composer: Composer, sent: list[str]) -> None:
    compose(composer, "nihao")
    compose(composer, "", "你好")
    press(composer)
    press(composer)
    assert sent == ["你好"]


def test_a_later_return_sends(composer: Composer, sent: list[str], clock: Clock) -> None:
    compose(composer, "nihao")
    compose(composer, "", "你好")
    clock.now += CONFIRM_S * 2
    press(composer)
    assert sent == ["你好"]


def test_return_after_a_composition_was_given_up_sends_nothing(composer: Composer, sent: list[str]) -> None:
    composer.set_text("hello")
    compose(composer, "x")
    compose(composer, "")
    press(composer)
    assert not sent


def test_another_key_after_the_commit_ends_the_wait(composer: Composer, sent: list[str]) -> None:
    compose(composer, "", "你好")
    QTest.keyClicks(box(composer), "a")
    press(composer)
    assert sent == ["你好a"]


def test_shift_return_right_after_a_commit_makes_no_line(composer: Composer) -> None:
    compose(composer, "ni")
    compose(composer, "", "你")
    press(composer, modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert composer.text() == "你"


def test_committed_text_counts_at_once(composer: Composer) -> None:
    texts: list[str] = []
    composer.text_changed.connect(texts.append)
    compose(composer, "mianmo")
    compose(composer, "", "面膜")
    assert texts[-1] == "面膜"


def test_the_button_never_sends_what_is_half_written(composer: Composer, sent: list[str]) -> None:
    composer.set_text("敏感肌")
    compose(composer, "mianmo")
    button(composer).click()
    assert sent in ([], ["敏感肌"])
    assert "mianmo" not in "".join(sent)


# -- keys -----------------------------------------------------------------------------------------------------


def test_return_sends_and_leaves_the_text(composer: Composer, sent: list[str]) -> None:
    composer.set_text("hello")
    press(composer)
    assert sent == ["hello"]
    assert composer.text() == "hello"
    composer.accept()
    assert composer.text() == ""


def test_enter_on_the_keypad_sends(composer: Composer, sent: list[str]) -> None:
    composer.set_text("hello")
    press(composer, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert sent == ["hello"]


def test_shift_return_breaks_the_line(composer: Composer, sent: list[str]) -> None:
    composer.set_text("one")
    press(composer, modifiers=Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(box(composer), "two")
    assert composer.text() == "one\ntwo"
    assert not sent


def test_a_held_return_sends_once(composer: Composer, sent: list[str]) -> None:
    composer.set_text("hello")
    press(composer)
    composer.accept()
    composer.set_text("next")
    held = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
    QApplication.sendEvent(box(composer), held)
    assert sent == ["hello"]


def test_return_pressed_twice_sends_once_but_a_failed_send_can_be_repeated(
    composer: Composer, sent: list[str], clock: Clock
) -> None:
    composer.set_text("hello")
    press(composer)
    press(composer)
    assert sent == ["hello"]
    clock.now += 2
    press(composer)
    assert sent == ["hello", "hello"]


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_nothing_is_not_sent(composer: Composer, sent: list[str], text: str) -> None:
    composer.set_text(text)
    press(composer)
    button(composer).click()
    assert not sent


def test_up_in_an_empty_box_recalls_what_was_sent(composer: Composer) -> None:
    for text in ("first", "second\nline"):
        composer.set_text(text)
        press(composer)
        composer.accept()
    press(composer, Qt.Key.Key_Up)
    assert composer.text() == "second\nline"
    press(composer, Qt.Key.Key_Up)
    assert composer.text() == "first"
    press(composer, Qt.Key.Key_Down)
    press(composer, Qt.Key.Key_Down)
    assert composer.text() == ""


def test_up_in_a_text_moves_the_cursor_only(composer: Composer) -> None:
    composer.set_text("sent")
    press(composer)
    composer.accept()
    composer.set_text("one\ntwo")
    press(composer, Qt.Key.Key_Up)
    assert composer.text() == "one\ntwo"


# -- busy and disabled ----------------------------------------------------------------------------------------


def test_the_button_stops_while_busy(composer: Composer, sent: list[str], qtbot) -> None:
    composer.set_text("hello")
    assert button(composer).text() == "Send"
    composer.set_busy(True)
    assert (button(composer).text(), button(composer).accessibleName()) == ("Stop", "Stop the answer")
    press(composer)
    assert not sent
    with qtbot.waitSignal(composer.stop_requested):
        button(composer).click()
    with qtbot.waitSignal(composer.stop_requested):
        press(composer, Qt.Key.Key_Escape)
    composer.set_busy(False)
    with qtbot.assertNotEmitted(composer.stop_requested):
        press(composer, Qt.Key.Key_Escape)
    button(composer).click()
    assert sent == ["hello"]


def test_a_reason_keeps_from_sending_but_not_from_writing(composer: Composer, sent: list[str]) -> None:
    composer.set_enabled_reason("No model is loaded.")
    QTest.keyClicks(box(composer), "hello")
    press(composer)
    assert not sent
    assert composer.text() == "hello"
    assert not button(composer).isEnabled()
    assert "No model is loaded." in [label.text() for label in composer.findChildren(QLabel)]
    composer.set_enabled_reason(None)
    press(composer)
    assert sent == ["hello"]


# -- looks and names ------------------------------------------------------------------------------------------


def test_the_box_grows_to_eight_lines(composer: Composer) -> None:
    heights = []
    for lines in (1, 2, 5, MOST_LINES, MOST_LINES + 1, 40):
        composer.set_text("\n".join("字" for _ in range(lines)))
        QApplication.processEvents()
        heights.append(box(composer).height())
    assert heights[0] < heights[1] < heights[2] < heights[3]
    assert abs(heights[4] - heights[3]) <= 2
    assert abs(heights[5] - heights[3]) <= 2


def test_wrapped_lines_count_too(composer: Composer) -> None:
    composer.set_text("short")
    low = box(composer).height()
    composer.set_text("word " * 60)
    QApplication.processEvents()
    assert box(composer).height() > low


def test_everything_has_a_name(composer: Composer) -> None:
    composer.set_note("12 tokens")
    paste(composer, "x" * 9_000)
    assert composer.accessibleName()
    assert box(composer).accessibleName() == "Message"
    for each in composer.findChildren(QPushButton):
        assert each.accessibleName()


def test_tab_leaves_the_box(composer: Composer) -> None:
    press(composer, Qt.Key.Key_Tab)
    assert QGuiApplication.focusObject() is button(composer)


def test_everything_grows_with_the_font_of_the_application(composer: Composer) -> None:
    app = QApplication.instance()
    usual = app.font()
    small, height = button(composer).fontMetrics().height(), box(composer).height()
    large = app.font()
    large.setPointSizeF(usual.pointSizeF() * 2)
    app.setFont(large)
    try:
        QApplication.processEvents()
        assert button(composer).fontMetrics().height() > 1.7 * small
        assert composer._note.fontMetrics().height() > 1.7 * small
        assert box(composer).height() > 1.5 * height
    finally:
        app.setFont(usual)


def test_both_themes(composer: Composer) -> None:
    for scheme, colours in (("dark", theme.DARK), ("light", theme.LIGHT)):
        theme.apply(QApplication.instance(), scheme)
        QApplication.processEvents()
        assert composer.grab().toImage().pixelColor(6, composer.height() // 2).name() == colours.raised


def test_the_placeholder_names_the_keys_only_where_they_fit_on_the_line(composer: Composer) -> None:
    composer.resize(900, 120)
    assert box(composer).placeholderText() == "Message, Enter to send, Shift+Enter for a new line"
    composer.resize(260, 120)
    assert box(composer).placeholderText() == "Message"


def test_a_long_count_of_tokens_makes_the_chat_no_wider(qtbot):
    composer = Composer()
    qtbot.addWidget(composer)
    composer.resize(302, 120)
    composer.show()
    before = composer.minimumSizeHint().width()
    assert composer._note.width() > composer.width() / 3, "no room is kept for a reason that isn't there"
    composer.set_note("12,006 tokens · with the chat 12,101 of 8,192, of which 7,168 fit")
    assert composer.minimumSizeHint().width() == before
    cut = composer._note.grab().toImage()
    composer.set_note("12,006 tokens · with the chat 12,101 of 8,192, of which 9,999 fit")
    assert composer._note.grab().toImage() == cut, "what has no room is cut, with an ellipsis before it"
    assert composer._note.toolTip().endswith("9,999 fit")


def test_the_frame_that_shows_the_focus_on_attaching_is_whole(composer: Composer) -> None:
    (attach,) = (each for each in composer.findChildren(QPushButton) if "Attach" in each.text())
    attach.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    image = attach.grab().toImage()
    middle = attach.height() // 2
    assert image.pixelColor(0, middle).name() == theme.LIGHT.accent
    assert image.pixelColor(attach.width() - 1, middle).name() == theme.LIGHT.accent
    letters = attach.geometry().left() + 7
    assert abs(letters - composer.box.geometry().left()) <= 2
