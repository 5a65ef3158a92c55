"""Drafts that survive, temporary chats that leave nothing, and handling many chats at once: in the window."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QMenu
from standins.desk import Desk, OpenDesk

from desktop_client import settings as options
from desktop_client.chat.archive import Archive
from desktop_client.chat.conversation import Conversation, Message
from desktop_client.chat.transfer import Form
from desktop_client.chat.turn import Turns
from desktop_client.ui.chat import controller as chat_controller
from desktop_client.ui.sidebar.chat_rows import ID
from desktop_client.ui.widgets.name_dialog import NameDialog

IN_FILES = """
import pathlib, sys
words, folders = [w.encode() for w in sys.argv[1].split()], sys.argv[2:]
for folder in folders:
    for file in pathlib.Path(folder).rglob("*"):
        if file.is_file() and any(word in file.read_bytes() for word in words):
            print(file)
"""


def files_with(words: str, *folders: Path) -> list[str]:
    """Files that hold one of these words. In another process: closing a file here would let go of SQLite's locks."""
    command = [sys.executable, "-c", IN_FILES, words, *map(str, folders)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def test_a_draft_is_there_for_its_chat_and_after_a_restart(desk: OpenDesk) -> None:
    one = desk("answer")
    one.ask("question")
    composer = one.window.view.composer
    composer.set_text("half of a thought 半句")
    one.window.chat.new_chat()
    assert composer.text() == ""
    composer.set_text("begun anew")
    one.window.chat.open(1)
    one.wait(lambda: composer.text() == "half of a thought 半句")
    one.window.close()
    one.parts.close()
    two = desk("answer")
    two.wait(lambda: two.window.view.composer.text() == "begun anew")
    two.window.chat.open(1)
    two.wait(lambda: two.window.view.composer.text() == "half of a thought 半句")
    two.ask("half of a thought 半句")
    two.wait(lambda: two.parts.store.desk.draft(1).text == "")


def test_of_two_chats_that_are_opened_the_one_that_is_read_later_does_not_take_the_place_of_the_last(
    desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = desk("answer")
    one.ask("the first")
    one.window.chat.new_chat()
    one.ask("the second")
    may_end, read = threading.Event(), chat_controller.read_chat

    def slow_first(archive: Archive, conversation_id: int) -> tuple[Conversation, tuple[Message, ...]]:
        assert conversation_id != 1 or may_end.wait(20)
        return read(archive, conversation_id)

    monkeypatch.setattr(chat_controller, "read_chat", slow_first)
    one.window.chat.open(1)
    one.window.chat.open(2)
    one.wait(lambda: one.shown == ["the second", "answer"])
    one.window.chat.open(1)
    one.window.chat.new_chat()
    may_end.set()
    one.window.bridge._pool.shutdown(wait=True)
    QApplication.processEvents()
    assert one.shown == []
    assert one.window.chat.open_id is None


def test_a_question_that_is_slow_to_reach_the_disk_stays_in_its_own_chat(
    desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = desk("answer")
    one.ask("the first")
    began, may_end, store_question = threading.Event(), threading.Event(), Turns.ask

    def slow(turns: Turns, *rest: Any) -> Message:
        began.set()
        assert may_end.wait(20)
        return store_question(turns, *rest)

    monkeypatch.setattr(Turns, "ask", slow)
    one.type_and_send("the second")
    one.wait(began.is_set)
    one.window.chat.new_chat()
    may_end.set()
    one.wait(lambda: len(one.parts.store.conversations.messages(1)) == 4)
    one.wait(lambda: not one.window.chat.busy)
    assert one.shown == []
    assert one.window.chat.open_id is None
    one.window.chat.open(1)
    one.wait(lambda: one.shown == ["the first", "answer", "the second", "answer"])


def test_a_temporary_chat_leaves_no_trace(desk: OpenDesk, tmp_path: Path) -> None:
    one = desk("A common answer.")
    one.parts.settings.set(options.COMMERCE_EXPLAINED, True)
    one.parts.settings.set(options.COMMERCE, True)
    one.ask("a chat that is kept")
    one.window.view.sidebar.temporary_requested.emit()
    assert one.window.view.panel.page.body.text().startswith("A temporary chat asks for no suggestions")
    one.engine.script = ("An answer with the word zyzzyva.",)
    one.ask("推荐一款面膜 quixotry under 60 yuan")
    assert one.shown == ["推荐一款面膜 quixotry under 60 yuan", "An answer with the word zyzzyva."]
    assert one.engine.requests[-1].private
    one.window.chat.answer_again(one.window.view.transcript.entries()[-1].message.id)
    one.wait(lambda: not one.window.chat.busy)
    one.window.view.composer.set_text("quixotry draft")
    one.window.chat.new_chat()
    one.window.view.sidebar.temporary_requested.emit()
    one.wait(lambda: len(one.shown) == 2)
    assert one.window.view.composer.text() == "quixotry draft", "kept as long as the chat itself"
    assert len(one.parts.store.conversations.conversations()) == 1
    one.window.close()
    one.parts.store.upkeep.back_up()
    kept = tmp_path / "profile"
    assert files_with("kept", kept) != []
    assert files_with("quixotry zyzzyva", kept) == []
    assert all("面膜" not in entry.content for entry in one.parts.store.record.entries())


def ids_in(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def choose(one: Desk, *ids: int) -> None:
    chats = one.window.view.sidebar.list
    chats.selectionModel().clearSelection()
    for row in range(chats.model().rowCount()):
        index = chats.model().index(row, 0)
        if index.data(ID) in ids:
            chats.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)


def headings(one: Desk) -> list[str]:
    model = one.window.view.sidebar.list.model()
    indexes = [model.index(row, 0) for row in range(model.rowCount())]
    return [str(index.data()) for index in indexes if index.data(ID) is None]


def test_several_chats_are_moved_pinned_and_thrown_away_at_once(desk: OpenDesk) -> None:
    one = desk("answer")
    for text in ("one", "two", "three"):
        one.window.chat.new_chat()
        one.ask(text)
    chats = one.window.view.sidebar.list
    one.wait(lambda: chats.model().rowCount() == 4)
    choose(one, 1, 2)
    assert set(chats.chosen()) == {1, 2}
    menu = chats.menu_for(chats.chosen())
    assert "Move 2 to trash" in ids_in(menu)
    chats.move_requested.emit((1, 2), None)
    dialog = one.window.view.findChild(NameDialog)
    assert isinstance(dialog, NameDialog)
    QApplication.sendEvent(dialog.box, QInputMethodEvent("hu'fu", []))
    dialog.box.setText("护肤")
    dialog.accept()
    one.wait(lambda: headings(one) == ["▾ 护肤", "Today"])
    chats.pin_requested.emit((3,), True)
    one.wait(lambda: headings(one) == ["At the top", "▾ 护肤"])
    chats.trash_requested.emit((1, 2))
    one.wait(lambda: headings(one) == ["At the top"])
    undo = one.window.view.toast._button
    assert one.window.view.toast._text.text() == "2 chats are in the trash for 30 days."
    undo.click()
    one.wait(lambda: headings(one) == ["At the top", "▾ 护肤"])


def test_an_exported_chat_that_is_dropped_on_the_list_of_chats_is_shown_before_it_is_taken_in(
    desk: OpenDesk, tmp_path: Path
) -> None:
    one = desk("answer")
    one.ask("question")
    file = tmp_path / "chat.json"
    file.write_bytes(one.window.files.transfer._desk.content(1, Form.JSON))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    target = one.window.view.sidebar.list.viewport()
    assert not target.acceptDrops(), "Qt hands it on to what holds it"
    sidebar = one.window.view.sidebar
    assert sidebar.acceptDrops()
    QApplication.sendEvent(sidebar, QDragEnterEvent(QPoint(5, 5), copy, mime, left, none))
    QApplication.sendEvent(sidebar, QDropEvent(QPointF(5, 5), copy, mime, left, none))
    one.wait(lambda: one.window.files.transfer.dialog is not None)
    assert len(one.parts.store.conversations.conversations()) == 1
