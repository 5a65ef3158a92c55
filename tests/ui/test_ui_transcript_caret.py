"""Reading and selecting in the transcript letter by letter, with the keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QGuiApplication
from PySide6.QtTest import QTest
from standins.desk import OpenDesk
from standins.transcripts import message
from standins.transcripts import view as view

from desktop_client.chat.markup.pieces import Rule
from desktop_client.inference.engine import Role
from desktop_client.ui.transcript.view import Entry, TranscriptView

Key = Qt.Key
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
ANSWER = "One **bold** word and 面膜.\n\n- first\n- second\n\n---\n\n```\nx = 1\ny = 2\n```\n\n|a|b|\n|-|-|\n|c|d|"


@pytest.fixture
def chat(view: TranscriptView) -> TranscriptView:
    texts = ("Which mask?", ANSWER, "And then?", "That one.")
    view.set_entries(
        [Entry(message(n, Role.USER if n % 2 else Role.ASSISTANT, text)) for n, text in enumerate(texts, 1)]
    )
    view.activateWindow()
    QTest.qWaitForWindowActive(view)
    view.caret.toggle()
    return view


def press(chat: TranscriptView, key: Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(chat, key, modifiers)


def walked(chat: TranscriptView, key: Key) -> list[tuple[int, int, int]]:
    """The places that a key leads to, until it leads nowhere any more."""
    places = [chat.selection.head]
    while True:
        press(chat, key)
        if chat.selection.head == places[-1]:
            return places
        places.append(chat.selection.head)
        assert len(places) < 1_000


def copied(chat: TranscriptView) -> str:
    QGuiApplication.clipboard().clear()
    press(chat, Key.Key_C, CONTROL)
    return QGuiApplication.clipboard().text()


def test_it_goes_through_every_letter_of_every_message_and_back(chat: TranscriptView) -> None:
    there = walked(chat, Key.Key_Right)
    assert there[0] == (0, 0, 0)
    assert {place[:2] for place in there} == {
        (row, at)
        for row in range(4)
        for at, cell in enumerate(chat.flow.row(row).cells)
        if not isinstance(cell.piece, Rule)
    }
    assert there == sorted(set(there))
    assert walked(chat, Key.Key_Left) == there[::-1]


def test_up_and_down_go_through_every_line(chat: TranscriptView) -> None:
    down = walked(chat, Key.Key_Down)
    rows = len({(row, at, chat.flow.row(row).cells[at].place_of(position).top()) for row, at, position in down})
    # A question, a line, two items, two lines of code, two rows of a table, a question, an answer.
    assert rows == 10
    assert walked(chat, Key.Key_Up)[-1][:2] == (0, 0)


def test_a_short_line_does_not_draw_it_to_the_left(chat: TranscriptView) -> None:
    for _ in range(9):
        press(chat, Key.Key_Right)
    across = chat.flow.row(0).cells[0].place_of(9).left()
    press(chat, Key.Key_Down)
    press(chat, Key.Key_Down)
    press(chat, Key.Key_Up)
    row, at, position = chat.selection.head
    assert (row, at) == (1, 0)
    assert abs(chat.flow.row(1).cells[0].place_of(position).left() - across) < 8


def test_shift_selects_letters_words_and_lines_across_messages(chat: TranscriptView) -> None:
    press(chat, Key.Key_Right, SHIFT)
    press(chat, Key.Key_Right, SHIFT | CONTROL)
    assert copied(chat) == "Which "
    press(chat, Key.Key_End, SHIFT)
    assert copied(chat) == "Which mask?"
    press(chat, Key.Key_Left)
    assert not chat.selection, "without Shift nothing is selected any more"
    press(chat, Key.Key_Home)
    press(chat, Key.Key_End, SHIFT | CONTROL)
    assert copied(chat).startswith("Which mask?\n\nOne bold word")
    assert copied(chat).endswith("That one.")


def test_shift_begins_where_the_mouse_was_pressed(chat: TranscriptView) -> None:
    press(chat, Key.Key_Escape)
    assert not chat.caret.on
    row = chat.flow.row(1)
    corner = row.origin(0) + row.cells[0].place_of(4).center()
    QTest.mouseClick(
        chat.viewport(),
        Qt.MouseButton.LeftButton,
        pos=corner.__class__(corner.x() + 1, corner.y() + chat.flow.top_of(1)),
    )
    press(chat, Key.Key_Right)
    assert not chat.caret.on, "without Shift or F7 the arrows are for the messages"
    for _ in range(4):
        press(chat, Key.Key_Right, SHIFT)
    assert copied(chat) == "bold"


def test_it_stays_in_sight(chat: TranscriptView) -> None:
    chat.resize(500, 160)
    press(chat, Key.Key_End, CONTROL)
    bottom = chat.caret._place()
    assert bottom is not None
    assert chat.viewport().rect().contains(bottom)
    for _ in range(40):
        press(chat, Key.Key_Up)
        place = chat.caret._place()
        assert place is not None
        assert chat.viewport().rect().contains(place)


def test_it_is_drawn_while_it_is_on(chat: TranscriptView) -> None:
    def ink() -> QColor:
        place = chat.caret._place()
        assert place is not None
        return chat.viewport().grab().toImage().pixelColor(place.center())

    accent = QColor(chat.sheet.styles.colours.accent)
    assert ink() == accent
    press(chat, Key.Key_Escape)
    assert ink() != accent


def test_a_screen_reader_is_told_what_it_went_over(chat: TranscriptView, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def heard(event: object) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            told.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", heard)
    press(chat, Key.Key_Right)
    press(chat, Key.Key_Right, CONTROL)
    press(chat, Key.Key_Down)
    assert told == ["h", "mask", "One bold word and 面膜."]


def test_f7_leads_there_from_the_composer(desk: OpenDesk) -> None:
    one = desk("An answer.")
    one.ask("q")
    window = one.window.view
    window.activateWindow()
    one.wait(window.isActiveWindow)
    QTest.keyClick(window.composer.box, Key.Key_F7)
    assert window.transcript.hasFocus()
    assert window.transcript.caret.on
    one.window.chat.new_chat()
    window.transcript.setFocus()
    QTest.keyClick(window.transcript, Key.Key_Right)
    assert not window.transcript.selection, "there is nothing to go through"
