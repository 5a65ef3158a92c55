"""Undo for edit and regenerate, deleting a branch, forking: in the window, with the store behind it."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton
from standins.desk import Desk, OpenDesk

from desktop_client.chat.archive import Archive
from desktop_client.chat.conversation import Conversation, Message
from desktop_client.ui.chat import controller as chat_controller
from desktop_client.ui.sidebar.trash_dialog import TrashDialog
from desktop_client.ui.transcript.menu import MessageMenu


def press_undo(desk_: Desk) -> None:
    toast = desk_.window.view.toast
    button = toast.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    assert toast.isVisible()
    assert button.text() == "Undo"
    button.click()


def texts(desk_: Desk) -> list[str]:
    return [m.text for m in desk_.parts.store.conversations.messages(1)]


def choose(desk_: Desk, row: int, words: str) -> None:
    menu = MessageMenu(desk_.window.view.transcript, row, "")
    (action,) = [a for a in menu.actions() if words in a.text()]
    assert action.isEnabled()
    action.trigger()


def test_another_answer_can_be_taken_back(desk: OpenDesk) -> None:
    one = desk("first")
    one.ask("question")
    one.engine.script = ("second",)
    one.window.chat.answer_again(2)
    one.wait(lambda: not one.window.chat.busy and one.shown == ["question", "second"])
    press_undo(one)
    one.wait(lambda: one.shown == ["question", "first"])
    assert texts(one) == ["question", "first"]
    assert [b.text for b in one.parts.store.branches.trashed()] == ["second"]


def test_what_was_read_before_another_answer_was_asked_for_is_shown_again(desk: OpenDesk) -> None:
    one = desk("first")
    one.ask("question")
    for other in ("second", "third"):
        one.engine.script = (other,)
        one.window.chat.answer_again(2)
        one.wait(lambda wanted=other: not one.window.chat.busy and one.shown == ["question", wanted])  # type: ignore[misc]
    one.window.view.transcript.sibling_requested.emit(4, -2)
    one.wait(lambda: one.shown == ["question", "first"])
    one.engine.script = ("fourth",)
    one.window.chat.answer_again(2)
    one.wait(lambda: not one.window.chat.busy and one.shown == ["question", "fourth"])
    press_undo(one)
    one.wait(lambda: one.shown == ["question", "first"])
    assert one.parts.store.conversations.conversation(1).head_id == 2


def test_taking_back_stops_what_is_being_written(desk: OpenDesk) -> None:
    one = desk("first")
    one.ask("question")
    going = threading.Event()
    forever: list[str | Callable[[], None]] = ["second", going.set]
    one.engine.script = [*forever, *[lambda: going.wait(0.01) and None] * 1000]
    one.window.chat.answer_again(2)
    one.wait(going.is_set)
    one.wait(lambda: one.shown[-1] == "second")
    press_undo(one)
    one.wait(lambda: one.shown == ["question", "first"] and not one.window.chat.busy)
    assert texts(one) == ["question", "first"]


def test_an_edit_can_be_taken_back(desk: OpenDesk) -> None:
    one = desk("answer")
    one.ask("question")
    one.window.chat.edit(1)
    one.window.view.composer.set_text("")
    one.type_and_send("other question")
    one.wait(lambda: one.shown == ["other question", "answer"] and not one.window.chat.busy)
    press_undo(one)
    one.wait(lambda: one.shown == ["question", "answer"])
    assert texts(one) == ["question", "answer"]


def test_a_branch_is_deleted_and_brought_back_by_undo_and_from_the_trash(desk: OpenDesk) -> None:
    one = desk("answer")
    one.ask("question")
    one.ask("and more")
    choose(one, 2, "Delete this")
    one.wait(lambda: one.shown == ["question", "answer"])
    press_undo(one)
    one.wait(lambda: one.shown == ["question", "answer", "and more", "answer"])
    choose(one, 2, "Delete this")
    one.wait(lambda: one.shown == ["question", "answer"])
    one.window.view.sidebar.trash_opened.emit()
    one.wait(lambda: one.window.view.findChild(TrashDialog) is not None)
    dialog = one.window.view.findChild(TrashDialog)
    assert isinstance(dialog, TrashDialog)
    dialog.restore_button.click()
    one.wait(lambda: one.shown == ["question", "answer", "and more", "answer"])


def test_the_trash_is_emptied_for_good_when_that_is_confirmed(
    desk: OpenDesk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = desk("answer")
    forgot = threading.Event()
    monkeypatch.setattr(one.parts.engine, "forget_read", forgot.set)
    one.ask("question")
    choose(one, 1, "Delete this")
    one.wait(lambda: one.shown == ["question"])
    one.window.view.sidebar.list.trash_requested.emit((1,))
    one.wait(lambda: one.shown == [])
    for words, left in (("Keep it", 1), ("Delete for good", 0)):
        one.window.view.sidebar.trash_opened.emit()
        one.wait(lambda: bool(one.window.view.findChildren(TrashDialog)))
        dialog = one.window.view.findChildren(TrashDialog)[-1]
        dialog.empty_button.click()
        box = dialog.findChild(QMessageBox)
        assert isinstance(box, QMessageBox)
        assert box.defaultButton().text() == "Keep it"
        next(button for button in box.buttons() if button.text() == words).click()
        dialog.close()
        one.wait(lambda left=left: len(one.parts.store.conversations.trashed()) == left)  # type: ignore[misc]
        one.wait(lambda: not one.window.view.findChildren(TrashDialog))
        if left == 0:
            one.wait(forgot.is_set)
        assert forgot.is_set() == (left == 0), "what was read of it goes when it goes"
    assert one.parts.store.branches.trashed() == ()


def test_a_fork_is_a_chat_of_its_own_and_can_be_undone(desk: OpenDesk) -> None:
    one = desk("answer")
    one.ask("question")
    one.ask("and more")
    choose(one, 1, "new chat")
    one.wait(lambda: one.shown == ["question", "answer"] and one.window.chat.open_id == 2)
    one.ask("another way")
    assert texts(one) == ["question", "answer", "and more", "answer"]
    assert len(one.parts.store.conversations.messages(2)) == 4


def test_undoing_a_fork_leads_back_to_the_chat_before(desk: OpenDesk) -> None:
    one = desk("answer")
    one.ask("question")
    one.ask("and more")
    choose(one, 1, "new chat")
    one.wait(lambda: one.window.chat.open_id == 2)
    press_undo(one)
    one.wait(lambda: [c.id for c in one.parts.store.conversations.trashed()] == [2])
    one.wait(lambda: one.window.chat.open_id == 1)
    assert one.shown == ["question", "answer", "and more", "answer"]


def test_a_chat_that_is_on_its_way_comes_though_the_one_before_it_goes_first(
    desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = desk("answer")
    one.ask("question")
    one.window.chat.new_chat()
    one.ask("another")
    may_end, read = threading.Event(), chat_controller.read_chat

    def slow(archive: Archive, conversation_id: int) -> tuple[Conversation, tuple[Message, ...]]:
        assert may_end.wait(20)
        return read(archive, conversation_id)

    monkeypatch.setattr(chat_controller, "read_chat", slow)
    one.window.chat.open(1)
    one.window.chats.list.trash(2)
    one.wait(lambda: "in the trash" in one.window.view.toast.accessibleName())
    may_end.set()
    one.wait(lambda: one.shown == ["question", "answer"])


def test_nothing_is_deleted_by_a_key_alone(desk: OpenDesk) -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    one = desk("answer")
    one.ask("question")
    for widget in (one.window.view.transcript, one.window.view.sidebar.list):
        for key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            QTest.keyClick(widget, key)
    assert texts(one) == ["question", "answer"]
    assert one.parts.store.conversations.trashed() == ()
