"""A question that got no answer can have one asked for, where it stands."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from standins.desk import OpenDesk
from standins.scripted_engine import model

from desktop_client.inference.engine import EngineCrashedError
from desktop_client.ui.chat.open_chat import OpenChat
from desktop_client.ui.transcript.entry import Action, Spot
from desktop_client.ui.transcript.view import TranscriptView
from desktop_client.wording import say


def spots(view: TranscriptView, row: int) -> list[Spot]:
    """What can be pressed at a message without going near it."""
    return [spot for spot in view.flow.row(row).spots(tools=False) if spot.action is Action.ANSWER]


def test_a_question_whose_answer_never_began_is_answered_by_a_press(desk: OpenDesk) -> None:
    one = desk("here it is")
    view = one.window.view.transcript
    one.engine.model = None
    one.type_and_send("q")
    one.wait(lambda: one.shown == ["q"] and not one.window.chat.busy)
    (spot,) = spots(view, 0)
    one.engine.model = model()
    at = spot.rect.center() + QPoint(0, view.flow.top_of(0))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    one.wait(lambda: one.shown == ["q", "here it is"] and not one.window.chat.busy)
    assert not spots(view, 0)
    assert [m.text for m in one.parts.store.conversations.messages(1)] == ["q", "here it is"]


def test_it_is_offered_again_after_a_restart_and_not_while_an_answer_is_made(desk: OpenDesk) -> None:
    first = desk()
    first.engine.model = None
    first.type_and_send("q")
    first.wait(lambda: first.shown == ["q"] and not first.window.chat.busy)
    first.window.close()
    first.parts.close()
    offered: list[int] = []
    again = desk()
    again.engine.script = (lambda: offered.append(len(spots(again.window.view.transcript, 0))), "a")
    again.window.chat.open(1)
    again.wait(lambda: again.shown == ["q"])
    assert len(spots(again.window.view.transcript, 0)) == 1
    again.window.view.transcript.regenerate_requested.emit(1)
    again.wait(lambda: again.shown == ["q", "a"])
    assert offered == [0]


def test_a_question_that_another_follows_is_left_alone(desk: OpenDesk) -> None:
    one = desk()
    one.engine.model = None
    for text in ("q", "and?"):
        one.type_and_send(text)
        one.wait(lambda text=text: one.shown[-1:] == [text] and not one.window.chat.busy)
    one.window.chat.open(1)
    one.wait(lambda: len(spots(one.window.view.transcript, 1)) == 1)
    assert not spots(one.window.view.transcript, 0)


def test_that_the_model_is_waited_for_is_said_below_the_question(desk: OpenDesk) -> None:
    one = desk("here it is")
    flow = one.window.view.transcript.flow
    one.window.engine_ready.clear()
    one.type_and_send("q")
    one.wait(lambda: one.shown == ["q"] and flow.tail == "Waiting for the model…")
    one.window.engine_ready.set()
    one.wait(lambda: one.shown == ["q", "here it is"] and not one.window.chat.busy)
    assert flow.tail == ""
    one.window.engine_ready.clear()
    one.engine.model = None
    one.type_and_send("and?")
    one.wait(lambda: flow.tail == "Waiting for the model…")
    one.window.engine_ready.set()
    one.wait(lambda: not one.window.chat.busy)
    assert flow.tail == ""


def test_an_answer_without_a_word_offers_nothing_to_copy(desk: OpenDesk) -> None:
    one = desk(EngineCrashedError(say("The engine ended by itself.")))
    one.type_and_send("q")
    one.wait(lambda: one.shown == ["q", ""] and not one.window.chat.busy)
    actions = {spot.action for spot in one.window.view.transcript.flow.row(1).spots()}
    assert Action.COPY not in actions
    assert Action.REGENERATE in actions


def test_how_a_message_stands_among_thousands_is_known_without_looking_at_them_all(desk: OpenDesk) -> None:
    one = desk()
    one.ask("q")
    (question, answer) = one.parts.store.conversations.messages(1)

    class Counted(tuple):
        looks = 0

        def __iter__(self):
            Counted.looks += 1
            return super().__iter__()

    chat = OpenChat(1, Counted((question, answer)))
    for _ in range(100):
        assert chat.entry(answer, None).siblings == 1
    assert Counted.looks <= 2
