"""Going on with an answer that ended early, and asking for one once more, from the window."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from standins.desk import Desk, OpenDesk
from standins.scripted_engine import TIMING

from desktop_client.app.shown_pages import ShownPages
from desktop_client.chat.conversation import MessageState
from desktop_client.inference.engine import Finished, FinishReason
from desktop_client.ui.transcript.entry import Action
from desktop_client.ui.transcript.menu import MessageMenu


def actions(one: Desk, row: int = -1) -> dict[Action, str]:
    flow = one.window.view.transcript.flow
    return {spot.action: spot.name for spot in flow.row(len(flow.entries) + row if row < 0 else row).spots()}


def press(one: Desk, action: Action) -> None:
    transcript = one.window.view.transcript
    row = len(transcript.flow.entries) - 1
    transcript.press(row, next(spot for spot in transcript.flow.row(row).spots() if spot.action is action))


@pytest.mark.parametrize("reason", [FinishReason.LENGTH, FinishReason.STOPPED])
def test_an_answer_that_ended_early_goes_on_in_place_and_the_short_one_is_kept(
    desk: OpenDesk, reason: FinishReason
) -> None:
    one = desk("Once upon", Finished(reason, TIMING))
    one.ask("a story")
    assert actions(one)[Action.CONTINUE] == "Continue the answer"
    one.engine.script = (" a time.",)
    press(one, Action.CONTINUE)
    one.wait(lambda: one.shown == ["a story", "Once upon a time."] and not one.window.chat.busy)
    last = one.window.view.transcript.entries()[-1]
    assert (last.message.state, last.sibling, last.siblings) == (MessageState.COMPLETE, 2, 2)
    assert Action.CONTINUE not in actions(one), "an answer that ended by itself is over"
    one.window.view.transcript.sibling_requested.emit(last.message.id, -1)
    one.wait(lambda: one.shown == ["a story", "Once upon"])


def test_going_on_works_from_the_keyboard(desk: OpenDesk) -> None:
    one = desk("Once upon", Finished(FinishReason.LENGTH, TIMING))
    one.ask("a story")
    one.engine.script = (" a time.",)
    transcript = one.window.view.transcript
    transcript.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(12):
        spot = transcript.marks(len(transcript.flow.entries) - 1).focused
        if spot is not None and spot.action is Action.CONTINUE:
            break
        QTest.keyClick(transcript, Qt.Key.Key_Tab)
    else:
        pytest.fail("Tab does not come to Continue")
    QTest.keyClick(transcript, Qt.Key.Key_Return)
    one.wait(lambda: one.shown == ["a story", "Once upon a time."] and not one.window.chat.busy)


def reproduce(one: Desk, monkeypatch: pytest.MonkeyPatch) -> str:
    pages: list[str] = []
    monkeypatch.setattr(ShownPages, "_show", lambda _self, _title, source: pages.append(source))
    menu = MessageMenu(one.window.view.transcript, len(one.shown) - 1, "")
    (again,) = (action for action in menu.actions() if action.text() == "Reproduce this answer")
    again.trigger()
    one.wait(lambda: bool(pages))
    menu.deleteLater()
    return pages[0]


def test_the_same_text_again_is_said_and_nothing_is_added(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    one = desk("A gentle one.")
    one.ask("q")
    assert "The same text came again, 13 characters" in reproduce(one, monkeypatch)
    assert one.shown == ["q", "A gentle one."]
    assert not one.window.view.toast.isVisible()


def test_what_differs_is_said(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    one = desk("A gentle one.")
    one.ask("q")
    one.engine.script = ("A gentle mask.",)
    said = reproduce(one, monkeypatch)
    assert "the first 9 of 13 characters are the same" in said
    assert "can tip a word" in said.splitlines()[-1]


def test_a_question_cannot_be_reproduced(desk: OpenDesk) -> None:
    one = desk()
    one.ask("q")
    menu = MessageMenu(one.window.view.transcript, 0, "")
    assert not [action for action in menu.actions() if "Reproduce" in action.text()]
    menu.deleteLater()


def test_what_is_being_gone_on_with_is_whole_when_its_chat_is_opened_again(desk: OpenDesk) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def pause() -> None:
        reached.set()
        assert go_on.wait(20)

    one = desk("Once upon", Finished(FinishReason.LENGTH, TIMING))
    one.ask("a story")
    one.engine.script = (" a time there was", pause, " a shop.")
    press(one, Action.CONTINUE)
    one.wait(reached.is_set)
    one.window.chat.new_chat()
    one.window.chat.open(1)
    one.wait(lambda: one.shown == ["a story", "Once upon a time there was"])
    go_on.set()
    one.wait(lambda: one.shown[-1] == "Once upon a time there was a shop.")


@pytest.mark.parametrize("asks", ["Reproduce this answer", "Another answer"])
def test_without_a_model_the_way_to_one_is_a_button(desk: OpenDesk, asks: str) -> None:
    one = desk()
    one.ask("q")
    one.engine.eject()
    if asks == "Another answer":
        press(one, Action.REGENERATE)
    else:
        menu = MessageMenu(one.window.view.transcript, 1, "")
        next(action for action in menu.actions() if action.text() == asks).trigger()
        menu.deleteLater()
    toast = one.window.view.toast
    one.wait(lambda: "No model is loaded." in toast.accessibleName())
    button = toast.findChild(QPushButton)
    assert button is not None
    assert (button.isVisibleTo(toast), button.text()) == (True, "Models…")
    button.click()
    assert one.window.view.pages.currentWidget() is one.window.view.models
