"""What a model thinks before it answers is kept apart: folded away, a press from sight, and never copied unasked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from standins.transcripts import message, settle, streaming
from standins.transcripts import view as view

from desktop_client.chat.conversation import MessageState
from desktop_client.chat.reasoning import Parted, part
from desktop_client.inference.engine import Role
from desktop_client.ui.transcript.entry import Action, Spot
from desktop_client.ui.transcript.view import Entry, TranscriptView

THOUGHT = "<think>\nThe user wants\n\n- a mask\n</think>\n\nTake **this** one."


@pytest.mark.parametrize(
    ("text", "want"),
    [
        (THOUGHT, Parted("The user wants\n\n- a mask", "Take **this** one.")),
        ("<think>\nHm", Parted("Hm", "", thinking=True)),
        ("\n<think></think>Yes.", Parted("", "Yes.")),
        ("No thought.", Parted(None, "No thought.")),
        ("In HTML, <think>is no tag</think>.", Parted(None, "In HTML, <think>is no tag</think>.")),
        ("<think>a</think>b</think>c", Parted("a", "b</think>c")),
    ],
)
def test_only_what_stands_at_the_beginning_is_reasoning(text: str, want: Parted) -> None:
    assert part(text) == want


@given(st.text(alphabet="a <>/think\n", max_size=60))
def test_whatever_is_written_no_word_of_the_answer_is_lost(text: str) -> None:
    parted = part(text)
    assert text.endswith(parted.answer)
    if parted.reasoning is None:
        assert parted.answer == text


def spot(view: TranscriptView, row: int, action: Action) -> Spot | None:
    return next((s for s in view.flow.row(row).spots() if s.action is action), None)


def shown(view: TranscriptView, row: int) -> str:
    return view.flow.row(row).text


def fold(view: TranscriptView, row: int) -> None:
    pressed = spot(view, row, Action.FOLD)
    assert pressed is not None
    view.press(row, pressed)


def show(view: TranscriptView, text: str = THOUGHT) -> None:
    view.set_entries([Entry(message(1, Role.USER, "q")), Entry(message(2, Role.ASSISTANT, text))])
    settle(view)


def test_reasoning_is_folded_away_and_unfolds_above_the_answer(view: TranscriptView) -> None:
    show(view)
    before = view.flow.row(1).height
    assert shown(view, 1) == "Take **this** one."
    pressed = spot(view, 1, Action.FOLD)
    assert pressed is not None
    assert pressed.name == "Show the reasoning, 24 characters"
    fold(view, 1)
    settle(view)
    assert shown(view, 1) == "> The user wants\n>\n> - a mask\n\nTake **this** one."
    assert view.flow.row(1).height > before
    fold(view, 1)
    settle(view)
    assert (shown(view, 1), view.flow.row(1).height) == ("Take **this** one.", before)


def test_an_answer_without_reasoning_and_a_question_have_nothing_to_unfold(view: TranscriptView) -> None:
    view.set_entries([Entry(message(1, Role.USER, THOUGHT)), Entry(message(2, Role.ASSISTANT, "Plain."))])
    settle(view)
    assert shown(view, 0) == THOUGHT, "what a user types is text"
    assert spot(view, 0, Action.FOLD) is None
    assert spot(view, 1, Action.FOLD) is None


def test_while_it_thinks_that_is_said_and_the_answer_streams_after_it(view: TranscriptView) -> None:
    view.set_entries([Entry(message(1, Role.USER, "q")), streaming(2)])
    for piece in ("<thi", "nk>\nHm, ", "hm."):
        view.append_text(2, piece)
        settle(view)
    assert shown(view, 1) == ""
    assert [label.text for label in view.flow.row(1).labels.texts][1] == "Thinking… 7 characters"
    for piece in ("</thi", "nk>\n\nYes", ", **that**."):
        view.append_text(2, piece)
        settle(view)
    assert shown(view, 1) == "Yes, **that**."
    view.replace_entry(Entry(message(2, Role.ASSISTANT, "<think>\nHm, hm.</think>\n\nYes, **that**.")))
    settle(view)
    assert shown(view, 1) == "Yes, **that**."


def test_it_may_be_read_while_it_grows(view: TranscriptView) -> None:
    view.set_entries([Entry(message(1, Role.USER, "q")), streaming(2)])
    view.append_text(2, "<think>\nOne")
    settle(view)
    fold(view, 1)
    view.append_text(2, " two")
    settle(view)
    assert shown(view, 1) == "> One two"
    view.append_text(2, "\nthree</think>Four")
    settle(view)
    assert shown(view, 1) == "> One two\n> three\n\nFour"


def test_the_same_answer_comes_of_every_split_of_a_stream(view: TranscriptView) -> None:
    show(view)
    want = [type(cell.piece) for cell in view.flow.row(1).cells]
    for at in range(1, len(THOUGHT)):
        view.set_entries([Entry(message(1, Role.USER, "q")), streaming(2)])
        for piece in (THOUGHT[:at], THOUGHT[at:]):
            view.append_text(2, piece)
            settle(view)
        assert shown(view, 1) == "Take **this** one."
        assert [type(cell.piece) for cell in view.flow.row(1).cells] == want


def test_it_stays_unfolded_when_the_text_is_zoomed(view: TranscriptView) -> None:
    show(view)
    fold(view, 1)
    view.set_text_scale(1.4)
    settle(view)
    assert shown(view, 1).startswith("> The user wants")


def test_it_unfolds_from_the_keyboard(view: TranscriptView, qtbot: QtBot) -> None:
    show(view)
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.clearFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(8):
        focused = view._roving.spot
        if focused is not None and focused.action is Action.FOLD:
            break
        QTest.keyClick(view, Qt.Key.Key_Tab)
    else:
        pytest.fail("Tab does not come to the reasoning")
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert shown(view, 1).startswith("> The user wants")


def test_copying_the_answer_leaves_the_reasoning_out(view: TranscriptView) -> None:
    show(view)
    copy = spot(view, 1, Action.COPY)
    assert copy is not None
    view.press(1, copy)
    assert QGuiApplication.clipboard().text() == "Take **this** one."
    view.set_entries([Entry(message(n, Role.ASSISTANT, THOUGHT, MessageState.COMPLETE)) for n in range(1, 300)])
    settle(view)
    view.select_all()
    view.copy_markdown()
    assert "The user wants" not in QGuiApplication.clipboard().text()
