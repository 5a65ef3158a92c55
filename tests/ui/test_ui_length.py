"""Counting while a message is typed, and the choice when it is longer than the model can read."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from standins.desk import Desk, OpenDesk
from standins.scripted_engine import ScriptedEngine

from desktop_client import settings as options
from desktop_client.chat.attachment import parted
from desktop_client.inference.engine import ChatMessage, ModelInfo, Role
from desktop_client.ui.chat.too_long import TooLongDialog

LONG = "begin " + "word " * 2000 + "end?"


def note(one: Desk) -> str:
    return one.window.view.composer._note.text()


def type_in(one: Desk, text: str) -> None:
    one.window.view.composer._box.insertPlainText(text)


def dialog(one: Desk) -> TooLongDialog:
    one.wait(lambda: bool(one.window.view.findChildren(TooLongDialog)))
    return one.window.view.findChildren(TooLongDialog)[-1]


def press(shown: TooLongDialog, words: str) -> None:
    (button,) = (b for b in shown.findChildren(QPushButton) if words in b.text())
    button.click()


def test_what_is_typed_is_counted_alone_and_with_the_chat(desk: OpenDesk) -> None:
    one = desk()
    one.ask("x" * 1000)
    type_in(one, "hello")
    one.wait(lambda: note(one).startswith("5 tokens"))
    total, of, room = note(one).split("·")[1].split()[:3]
    assert (of, room) == ("of", QLocale().toString(4096))
    assert QLocale().toInt(total)[0] > 1000
    one.window.view.composer.set_text("")
    assert note(one) == ""


def test_an_answer_that_came_while_one_typed_and_another_chat_are_counted_too(desk: OpenDesk) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def pause() -> None:
        reached.set()
        assert go_on.wait(20)

    def total() -> int:
        return QLocale().toInt(note(one).split("·")[1].split()[0])[0]

    one = desk("a" * 900, pause)
    one.type_and_send("q")
    one.wait(reached.is_set)
    type_in(one, "hello")
    one.wait(lambda: note(one).startswith("5 tokens"))
    go_on.set()
    one.wait(lambda: total() > 900)
    one.window.chat.new_chat()
    type_in(one, "hello")
    one.wait(lambda: note(one).startswith("5 tokens") and total() < 900)
    one.window.chat.open(1)
    one.wait(lambda: one.shown != [])


def test_one_token_is_no_tokens(desk: OpenDesk) -> None:
    one = desk()
    type_in(one, "h")
    one.wait(lambda: note(one).startswith("1 token · "))


def test_one_turn_that_is_left_out_is_no_turns(desk: OpenDesk) -> None:
    one = desk()
    for number in range(3):
        one.ask(f"question {number}")
    flow = one.window.view.transcript.flow
    for left_out, words in (((1, 2), "1 earlier turn is"), ((1, 2, 3, 4), "2 earlier turns are")):
        one.window.chat._shown.say_what_is_left_out(left_out)
        assert flow.row(len(left_out)).note == f"{words} not in the context"


def test_the_count_says_when_the_message_does_not_fit(desk: OpenDesk) -> None:
    one = desk()
    one.window.view.composer.set_text(LONG)
    one.wait(lambda: note(one).startswith(f"{QLocale().toString(len(LONG))} tokens, "))


def test_typing_goes_on_while_it_is_counted_and_only_the_last_count_is_shown(
    desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = desk()
    began, go_on = threading.Event(), threading.Event()
    count = ScriptedEngine.count_tokens

    def slow(engine: ScriptedEngine, messages: Sequence[ChatMessage]) -> int:
        began.set()
        assert go_on.wait(20)
        return count(engine, messages)

    monkeypatch.setattr(ScriptedEngine, "count_tokens", slow)
    type_in(one, "one")
    one.wait(began.is_set)
    type_in(one, " two")
    composer, notes = one.window.view.composer, []
    assert composer.text() == "one two"
    monkeypatch.setattr(composer, "set_note", notes.append)
    go_on.set()
    one.wait(lambda: bool(notes))
    assert notes[0].startswith("7 tokens"), "a number belongs to the text beside it"


def test_a_message_that_is_too_long_is_shortened_on_request_and_kept_whole(desk: OpenDesk) -> None:
    one = desk()
    one.type_and_send(LONG)
    shown = dialog(one)
    press(shown, "Shorten it")
    one.wait(lambda: len(one.shown) == 2 and not one.window.chat.busy)
    assert one.shown[0].startswith("begin word")
    assert "left out here" in one.shown[0]
    assert one.window.view.transcript.entries()[0].siblings == 2
    assert LONG in {m.text for m in one.parts.store.conversations.messages(1)}


def test_a_message_that_is_too_long_is_attached_as_the_passages_that_fit(desk: OpenDesk) -> None:
    one = desk()
    whole = "Who came?\n\n" + "word " * 2000 + "\n\nIt was the keeper who came. " + "word " * 2000
    one.type_and_send(whole)
    press(dialog(one), "Attach it as text")
    one.wait(lambda: len(one.shown) == 2 and not one.window.chat.busy)
    versions = {message.text for message in one.parts.store.conversations.messages(1) if message.role is Role.USER}
    assert whole in versions
    (sent,) = versions - {whole}
    asked, (attached,) = parted(sent)
    assert asked == "Who came?"
    assert "It was the keeper who came." in attached.text
    assert "Text: " in attached.name
    assert one.shown[1], "it was answered"


def test_a_message_that_is_too_long_can_be_edited(desk: OpenDesk) -> None:
    one = desk()
    one.type_and_send(LONG)
    press(dialog(one), "Edit it")
    one.wait(lambda: one.window.view.composer.text() == LONG)


def test_leaving_it_leaves_it_stored_and_asks_nothing(desk: OpenDesk) -> None:
    one = desk()
    one.type_and_send(LONG)
    press(dialog(one), "Leave it")
    assert one.shown == [LONG]
    assert one.engine.requests == []


def can_read_more(one: Desk, monkeypatch: pytest.MonkeyPatch, before: Callable[[], None] = lambda: None) -> None:
    """A model that was trained for a longer context, and what is done ``before`` it is loaded with that."""
    assert one.engine.model is not None
    one.engine.model = replace(one.engine.model, trained_context_tokens=32768)

    def raise_context(engine: ScriptedEngine, tokens: int) -> ModelInfo:
        before()
        assert engine.model is not None
        engine.model = replace(engine.model, context_tokens=tokens)
        return engine.model

    monkeypatch.setattr(ScriptedEngine, "raise_context", raise_context, raising=False)


def test_the_context_is_raised_where_the_model_has_more_and_the_question_is_answered(
    desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = desk()
    can_read_more(one, monkeypatch)
    one.type_and_send(LONG)
    press(dialog(one), f"Raise the context to {QLocale().toString(16384)}")
    one.wait(lambda: len(one.shown) == 2 and not one.window.chat.busy)
    assert one.engine.requests[-1].messages[-1].content == LONG
    assert one.parts.settings.get(options.CONTEXT_TOKENS) == 16384


def test_a_question_that_the_context_was_raised_for_is_answered_though_another_chat_is_open_by_then(
    desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = desk()
    loading, loaded = threading.Event(), threading.Event()

    def hold() -> None:
        loading.set()
        assert loaded.wait(20)

    can_read_more(one, monkeypatch, hold)
    one.type_and_send(LONG)
    press(dialog(one), f"Raise the context to {QLocale().toString(16384)}")
    one.wait(loading.is_set)
    one.window.chat.new_chat()
    loaded.set()
    one.wait(lambda: len(one.parts.store.conversations.messages(1)) == 2 and not one.window.chat.busy)
    assert one.shown == []
    assert one.engine.requests[-1].messages[-1].content == LONG


def test_no_longer_context_is_offered_where_there_is_none(desk: OpenDesk) -> None:
    one = desk()
    one.type_and_send(LONG)
    assert not [b for b in dialog(one).findChildren(QPushButton) if "Raise" in b.text()]


@pytest.mark.parametrize("raised", [None, 16_384])
def test_the_dialog_is_no_taller_than_its_words_and_buttons(qtbot: QtBot, raised: int | None) -> None:
    dialog = TooLongDialog(12_043, 7_168, raised)
    qtbot.addWidget(dialog)
    dialog.show()
    needed = dialog.layout().heightForWidth(dialog.width())
    assert needed <= dialog.height() <= needed + dialog.fontMetrics().height()
