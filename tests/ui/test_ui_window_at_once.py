"""Who is quicker than the disk: what was asked for later holds, and each thing goes to the chat it was meant for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from standins.desk import Desk, OpenDesk

from desktop_client.chat.archive import Archive
from desktop_client.chat.attachment import Attachment, Kind, parted
from desktop_client.chat.conversation import Conversation, Message, MessageState, Role
from desktop_client.chat.turn import Turns
from desktop_client.store.branches import BranchStore
from desktop_client.ui.chat import attach_controller
from desktop_client.ui.chat import controller as chat_controller

PATIENCE_S = 20


class Held:
    """A call that blocks until it may end."""

    def __init__(self, call: Callable[..., Any]) -> None:
        self._call, self.began, self.may_end = call, threading.Event(), threading.Event()

    def __call__(self, *given: Any) -> Any:
        self.began.set()
        assert self.may_end.wait(PATIENCE_S)
        return self._call(*given)

    def hold(self) -> Callable[..., Any]:
        """As a function, which becomes a method where it is put into a class."""
        return lambda *given: self(*given)


def two_chats(desk: OpenDesk) -> Desk:
    """*first* and *second*; the second is on screen."""
    one = desk("answer")
    one.ask("first")
    one.window.chat.new_chat()
    one.ask("second")
    return one


def all_done(one: Desk) -> None:
    """Whatever is under way ends, and is told."""
    one.window.bridge._pool.shutdown(wait=True)
    QApplication.processEvents()


def sent_and_not_yet_stored(one: Desk, monkeypatch: pytest.MonkeyPatch, text: str) -> Held:
    """A question that is on its way to the disk until it is let go."""
    held = Held(Turns.ask)
    monkeypatch.setattr(Turns, "ask", held.hold())
    one.type_and_send(text)
    one.wait(held.began.is_set)
    return held


def show(one: Desk, number: int) -> None:
    one.window.chat.open(number)
    one.wait(lambda: one.window.chat.open_id == number)


def test_a_question_that_is_stored_late_takes_nothing_from_the_chat_that_is_shown_by_then(
    desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = two_chats(desk)
    composer = one.window.view.composer
    composer.set_text("first of all")
    composer.add_attachment(Attachment("b.txt", Kind.TEXT, 4, "mine"))
    written = composer.text()
    show(one, 1)
    held = sent_and_not_yet_stored(one, monkeypatch, "first")
    show(one, 2)
    one.wait(lambda: composer.text() == written)
    held.may_end.set()
    one.wait(lambda: len(one.parts.store.conversations.messages(1)) == 4 and not one.window.chat.busy)
    assert composer.text() == written
    show(one, 1)
    assert composer.text() == "", "it was sent, and is not to be sent again"
    one.wait(lambda: one.parts.store.desk.draft(1).text == "")


def test_an_edit_that_is_stored_late_is_no_edit_any_more_when_its_chat_is_shown_again(
    desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = two_chats(desk)
    question, _ = one.window.chat.path()
    one.window.chat.edit(question.id)
    held = sent_and_not_yet_stored(one, monkeypatch, "second, but better")
    show(one, 1)
    held.may_end.set()
    one.wait(lambda: len(one.parts.store.conversations.messages(2)) == 4 and not one.window.chat.busy)
    show(one, 2)
    assert one.shown == ["second, but better", "answer"]
    assert (one.window.view.composer.text(), one.window.chat.edited_in(2)) == ("", None)


def test_another_answer_asked_for_while_a_question_is_stored_is_stopped_when_that_question_is_answered(
    desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = desk("answer")
    one.ask("first")
    held = sent_and_not_yet_stored(one, monkeypatch, "second")
    go_on = threading.Event()
    one.engine.script = ["half", partial(go_on.wait, PATIENCE_S), " and whole"]
    one.window.chat.answer_again(one.window.chat.path()[1].id)
    one.wait(lambda: len(one.engine.requests) == 2)
    held.may_end.set()
    one.wait(lambda: len(one.engine.requests) == 3)
    go_on.set()

    def answers() -> list[tuple[str, MessageState]]:
        stored = one.parts.store.conversations.messages(1)
        return [(message.text, message.state) for message in stored if message.role is Role.ASSISTANT]

    one.wait(lambda: not one.window.chat.busy and MessageState.STREAMING not in dict(answers()).values())
    assert answers() == [
        ("answer", MessageState.COMPLETE),
        ("half", MessageState.STOPPED),
        ("half and whole", MessageState.COMPLETE),
    ]
    assert one.shown[-2:] == ["second", "half and whole"]


def test_what_is_typed_behind_the_first_question_goes_along_with_its_chat_alone(
    desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = desk("answer")
    composer = one.window.view.composer
    held = sent_and_not_yet_stored(one, monkeypatch, "first")
    composer.box.insertPlainText(" and more")
    held.may_end.set()
    one.wait(lambda: len(one.shown) == 2 and not one.window.chat.busy)
    assert composer.text() == " and more"
    one.window.chat.new_chat()
    assert composer.text() == ""
    one.wait(lambda: one.parts.store.desk.draft(1).text == " and more")
    assert one.parts.store.desk.draft(None).text == ""


@pytest.mark.parametrize("drafted", ["", "half a thought"])
def test_a_file_goes_with_the_chat_that_it_was_given_to(
    desk: OpenDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, drafted: str
) -> None:
    one = two_chats(desk)
    composer = one.window.view.composer
    composer.set_text(drafted)
    file = tmp_path / "slow.txt"
    file.write_text("for the second")
    held = Held(attach_controller.read_attachment)
    monkeypatch.setattr(attach_controller, "read_attachment", held)
    composer.files_dropped.emit([file])
    one.wait(held.began.is_set)
    show(one, 1)
    held.may_end.set()
    one.wait(lambda: "for the second" in one.parts.store.desk.draft(2).text)
    assert composer.text() == ""
    show(one, 2)
    one.wait(lambda: composer.text() != "")
    words, files = parted(composer.text())
    assert (words, [each.name for each in files]) == (drafted, ["slow.txt"])


def test_a_file_that_is_read_while_the_first_question_is_sent_stays_with_that_chat(
    desk: OpenDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = desk("answer")
    composer = one.window.view.composer
    (tmp_path / "slow.txt").write_text("text")
    held = Held(attach_controller.read_attachment)
    monkeypatch.setattr(attach_controller, "read_attachment", held)
    composer.files_dropped.emit([tmp_path / "slow.txt"])
    one.wait(held.began.is_set)
    one.ask("first")
    held.may_end.set()
    one.wait(lambda: [each.name for each in parted(composer.text())[1]] == ["slow.txt"])
    one.window.chat.new_chat()
    assert composer.text() == ""


def test_a_chat_that_was_asked_for_is_not_overtaken_by_the_end_of_an_undo(
    desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = two_chats(desk)
    _, answer = one.window.chat.path()
    one.window.chat.answer_again(answer.id)
    button = one.window.view.toast.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    one.wait(lambda: "kept" in one.window.view.toast.accessibleName() and not one.window.chat.busy)
    reading, trashing = Held(chat_controller.read_chat), Held(BranchStore.trash)
    monkeypatch.setattr(BranchStore, "trash", trashing.hold())
    button.click()
    one.wait(trashing.began.is_set)
    monkeypatch.setattr(chat_controller, "read_chat", reading)
    one.window.chat.open(1)
    one.wait(reading.began.is_set)
    trashing.may_end.set()
    one.wait(lambda: len(one.parts.store.branches.trashed()) == 1)
    one.window.bridge.run(lambda: None, lambda _: reading.may_end.set(), lambda _: None)
    one.wait(reading.may_end.is_set)
    one.wait(lambda: one.shown == ["first", "answer"])
    all_done(one)
    assert one.window.chat.open_id == 1


def test_who_goes_elsewhere_while_a_fork_is_made_stays_there(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    one = two_chats(desk)
    _, answer = one.window.chat.path()
    held = Held(BranchStore.fork)
    monkeypatch.setattr(BranchStore, "fork", held.hold())
    one.window.view.transcript.fork_requested.emit(answer.id)
    one.wait(held.began.is_set)
    show(one, 1)
    held.may_end.set()
    one.wait(lambda: "new chat" in one.window.view.toast.accessibleName())
    all_done(one)
    assert one.window.chat.open_id == 1


def test_a_chat_that_is_thrown_away_while_it_is_being_opened_is_not_shown(
    desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = two_chats(desk)
    may_end, read = threading.Event(), chat_controller.read_chat

    def late(archive: Archive, conversation_id: int) -> tuple[Conversation, tuple[Message, ...]]:
        what = read(archive, conversation_id)
        assert may_end.wait(PATIENCE_S)
        return what

    monkeypatch.setattr(chat_controller, "read_chat", late)
    one.window.chat.open(1)
    one.window.chats.list.trash(1)
    one.wait(lambda: "in the trash" in one.window.view.toast.accessibleName())
    may_end.set()
    all_done(one)
    assert (one.window.chat.open_id, one.shown) == (None, [])
