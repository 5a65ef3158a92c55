"""Text in the composer that was not typed: long pastes stand beside the box, and nothing of them is lost."""

from __future__ import annotations

from time import process_time

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton
from standins.composers import box, paste, press
from standins.composers import clock as clock
from standins.composers import composer as composer
from standins.composers import sent as sent

from desktop_client.ui.chat.composer import Composer
from desktop_client.ui.chat.message_box import LONG_TEXT
from desktop_client.ui.chat.pasted_text import PastedText


def test_pastes_are_plain_text(composer: Composer) -> None:
    paste(composer, "a <b>b</b>\tc")
    assert composer.text() == "a <b>b</b>\tc"
    assert not box(composer).document().allFormats()[-1].isImageFormat()


def test_no_break_spaces_stay(composer: Composer) -> None:
    composer.set_text("10\u00a0000 m²\u3000全角")
    assert composer.text() == "10\u00a0000 m²\u3000全角"


def test_a_million_characters_stand_beside_the_box(composer: Composer, sent: list[str]) -> None:
    text = "x" * 1_000_000
    QTest.keyClicks(box(composer), "What is this?")
    started = process_time()
    paste(composer, text)
    QApplication.processEvents()
    pasting = process_time() - started
    assert box(composer).document().characterCount() < 100
    started = process_time()
    ordinary = QPlainTextEdit("y" * LONG_TEXT)
    ordinary.document().size()
    assert pasting < 100 * max(process_time() - started, 0.01)
    press(composer)
    assert sent == [f"What is this?\n\n{text}"]
    composer.accept()
    assert composer.text() == ""
    assert not any(paste.isVisible() for paste in composer.findChildren(PastedText))


def test_a_pasted_text_says_what_it_is_and_can_be_taken_away_and_back(composer: Composer) -> None:
    paste(composer, "Line one of a report\n" * 1_000)
    chip = composer.findChild(PastedText)
    assert "21" in chip.accessibleName()
    assert "Line one of a report" in chip.accessibleName()
    remove = chip.findChild(QPushButton)
    remove.click()
    assert composer.text() == ""
    assert remove.text() == "Undo"
    remove.click()
    assert composer.text().startswith("Line one")


def test_many_pastes_keep_their_order(composer: Composer) -> None:
    paste(composer, "short ")
    paste(composer, "a" * 9_000)
    paste(composer, "b" * 9_000)
    assert composer.text() == "short \n\n" + "a" * 9_000 + "\n\n" + "b" * 9_000


def test_a_long_text_put_there_comes_out_the_same(composer: Composer) -> None:
    text = "Long draft.\n\n" * 2_000
    composer.set_text(text)
    assert composer.text() == text
    composer.set_text("short")
    assert composer.text() == "short"


def test_what_is_typed_while_sending_stays(composer: Composer) -> None:
    composer.set_text("first")
    press(composer)
    QTest.keyClicks(box(composer), " and more")
    composer.accept()
    assert composer.text() == " and more"


def test_a_text_changed_while_sending_stays_whole(composer: Composer) -> None:
    composer.set_text("first")
    press(composer)
    composer.set_text("another")
    composer.accept()
    assert composer.text() == "another"


def test_every_change_is_reported(composer: Composer) -> None:
    texts: list[str] = []
    composer.text_changed.connect(texts.append)
    QTest.keyClicks(box(composer), "ab")
    assert texts == ["a", "ab"]
