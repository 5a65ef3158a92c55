"""Wherever the focus is in the chat, what is typed arrives, Escape stops, and the focus does not stray."""

from __future__ import annotations

import threading

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton
from standins.desk import Desk, OpenDesk

from desktop_client.chat.conversation import MessageState
from desktop_client.ui.chat.editing_line import EditingLine


def undo(one: Desk) -> QPushButton:
    return next(b for b in one.window.view.toast.findChildren(QPushButton) if b.text() == "Undo")


def activated(one: Desk) -> None:
    one.window.view.activateWindow()
    one.wait(one.window.view.isActiveWindow)


def test_what_is_typed_or_pasted_while_reading_goes_to_the_composer(desk: OpenDesk) -> None:
    one = desk()
    one.ask("q")
    activated(one)
    view = one.window.view
    view.transcript.setFocus()
    QTest.keyClicks(view.transcript, "Hi")
    assert view.composer.text() == "Hi"
    assert view.composer.box.hasFocus()
    view.transcript.setFocus()
    QApplication.clipboard().setText(" there")
    QTest.keyClick(view.transcript, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert view.composer.text() == "Hi there"
    view.transcript.setFocus()
    QTest.keyClick(view.transcript, Qt.Key.Key_PageUp)
    QTest.keyClick(view.transcript, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    assert view.composer.text() == "Hi there"


def test_escape_in_the_transcript_stops_the_answer(desk: OpenDesk) -> None:
    reached, go_on = threading.Event(), threading.Event()
    one = desk("some ", reached.set, lambda: go_on.wait(20) and None, "more")
    one.type_and_send("q")
    one.wait(lambda: reached.is_set() and len(one.shown) == 2)
    transcript = one.window.view.transcript
    transcript.select_all()
    QTest.keyClick(transcript, Qt.Key.Key_Escape)
    assert one.window.chat.busy, "the first one is for what is selected"
    QTest.keyClick(transcript, Qt.Key.Key_Escape)
    go_on.set()
    one.wait(lambda: not one.window.chat.busy)
    assert transcript.entries()[-1].message.state is MessageState.STOPPED


def test_an_answer_in_another_chat_is_stopped_from_the_list(desk: OpenDesk) -> None:
    reached, go_on = threading.Event(), threading.Event()
    one = desk("some ", reached.set, lambda: go_on.wait(20) and None, "more")
    one.type_and_send("q")
    one.wait(lambda: reached.is_set() and len(one.shown) == 2)
    one.window.chat.new_chat()
    chats = one.window.view.sidebar.list
    (stop,) = [action for action in chats.menu_for((1,)).actions() if action.text() == "Stop the answer"]
    stop.trigger()
    go_on.set()
    one.wait(lambda: not one.window.chat.busy)
    assert one.parts.store.conversations.messages(1)[-1].state is MessageState.STOPPED
    assert not [action for action in chats.menu_for((1,)).actions() if action.text() == "Stop the answer"]


def test_going_to_a_chat_leads_to_the_composer(desk: OpenDesk) -> None:
    one = desk()
    one.ask("first")
    one.window.chat.new_chat()
    one.ask("second")
    activated(one)
    chats = one.window.view.sidebar.list
    chats.setFocus()
    place = chats.visualRect(chats._index_of(1)).center()
    QTest.mouseClick(chats.viewport(), Qt.MouseButton.LeftButton, pos=place)
    one.wait(lambda: one.shown[:1] == ["first"])
    assert one.window.view.composer.box.hasFocus()


def test_a_title_is_written_from_anywhere_and_no_answer_takes_it_away(desk: OpenDesk) -> None:
    one = desk()
    one.ask("first")
    activated(one)
    chats = one.window.view.sidebar.list
    one.window.view.composer.focus_box()
    QTest.keyClick(one.window.view.composer.box, Qt.Key.Key_F2)
    editor = chats.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, "Rivers")
    one.window.chats.list.refresh()
    chats.set_busy([1])
    one.wait(lambda: chats._has_waited)
    assert chats.findChild(QLineEdit) is editor
    assert editor.text() == "Rivers"
    QTest.keyClick(editor, Qt.Key.Key_Return)
    one.wait(lambda: one.parts.store.conversations.conversation(1).title == "Rivers")
    one.wait(lambda: "Rivers" in str(chats._index_of(1).data()))


def test_undoing_by_mouse_leaves_the_focus_and_by_key_gives_it_to_the_composer(desk: OpenDesk) -> None:
    one = desk()
    one.ask("q")
    activated(one)
    view = one.window.view
    for by_key in (False, True):
        view.transcript.setFocus()
        view.toast.show_message("Gone.", "Undo", lambda: None)
        if by_key:
            undo(one).setFocus(Qt.FocusReason.TabFocusReason)
            QTest.keyClick(undo(one), Qt.Key.Key_Space)
        else:
            QTest.mouseClick(undo(one), Qt.MouseButton.LeftButton)
        assert not view.toast.isVisible()
        assert (view.composer.box if by_key else view.transcript).hasFocus()


def test_what_is_said_stands_away_from_the_answer(desk: OpenDesk) -> None:
    view = desk().window.view
    view.toast.show_message("Gone.", "Undo", lambda: None)
    right = view.toast.mapTo(view, QPoint(view.toast.width(), 0)).x()
    assert right == view.composer.mapTo(view, QPoint(view.composer.width(), 0)).x()
    assert view.toast.width() < 200, "no wider than its words"
    view.toast.show_message("much to say " * 30)
    assert view.toast.width() == 560


def test_while_a_question_is_edited_the_chat_stays_in_sight_and_escape_leaves_it(desk: OpenDesk) -> None:
    one = desk()
    one.ask("first")
    one.ask("second")
    chat, view = one.window.chat, one.window.view
    before = one.shown
    (line,) = view.composer.findChildren(EditingLine)
    chat.edit(1)
    assert one.shown == before
    assert view.composer.text() == "first"
    assert line.isVisibleTo(view)
    assert chat.path() == (), "what would be sent follows what stands before the question"
    QTest.keyClick(view.composer.box, Qt.Key.Key_Escape)
    assert view.composer.text() == ""
    assert not line.isVisibleTo(view)
    one.ask("third")
    assert one.shown == [*before, "third", "A gentle one."]
    chat.edit(3)
    one.ask("second, again")
    assert one.shown == [*before[:2], "second, again", "A gentle one."]
    assert not line.isVisibleTo(view)
    chat.edit(1)
    with one.qtbot.waitSignal(chat.messages_shown):
        chat.open(1)
    assert line.isVisibleTo(view)
    assert chat.path() == (), "the same chat is read again: it is the same edit"
    chat.new_chat()
    assert not line.isVisibleTo(view), "another chat is on screen"


def test_another_version_is_shown_where_the_one_before_was(desk: OpenDesk) -> None:
    one = desk("\n\n".join(f"line {n}" for n in range(60)))
    one.ask("first")
    one.ask("second")
    one.window.chat.edit(3)
    one.ask("second, again")
    transcript = one.window.view.transcript
    transcript.scroll_to_message(transcript.entries()[2].message.id)
    transcript.flow.scroll_by(-120)
    transcript.refresh()
    before = transcript.flow.top_of(2)
    transcript.sibling_requested.emit(transcript.entries()[2].message.id, -1)
    one.wait(lambda: one.shown[2] == "second")
    assert transcript.flow.top_of(2) == before


def test_how_much_of_the_context_is_taken_is_said_of_the_chat_on_screen(desk: OpenDesk) -> None:
    one = desk()
    told: list[int] = []
    one.window.chat.context_changed.connect(told.append)
    one.ask("q")
    (answer,) = (e.message for e in one.window.view.transcript.entries() if e.message.provenance)
    timing = answer.provenance.timing if answer.provenance else None
    assert timing is not None
    assert told[-1] == timing.prompt_tokens + timing.tokens > 0
    one.window.chat.new_chat()
    assert told[-1] == 0
    one.window.chat.open(1)
    one.wait(lambda: told[-1] > 0)


def test_in_the_open_chat_words_are_found_as_they_follow_each_other(desk: OpenDesk) -> None:
    one = desk("point one of it, and one point of 面膜, 敷 面膜 of it")
    one.ask("one")
    activated(one)
    view, find = one.window.view, one.window.chats.looking.find
    find.open()
    QTest.keyClicks(view.find_bar.box, "one point")
    one.wait(lambda: "1" in view.find_bar.box.accessibleDescription())
    assert view.find_bar.box.accessibleDescription() == "1 of 1"
    QTest.keyClick(view.find_bar.box, Qt.Key.Key_Escape)
    one.wait(lambda: not view.find_bar.isVisible())
    assert view.transcript.hasFocus()
    assert view.transcript.focus_row is None, "no ring around a message: the match is selected"
    view.transcript.copy()
    assert QApplication.clipboard().text() == "one point"


def test_a_menu_leaves_the_mark_on_the_chat_that_is_open(desk: OpenDesk) -> None:
    one = desk()
    for text in ("first", "second"):
        one.window.chat.new_chat()
        one.ask(text)
    chats = one.window.view.sidebar.list
    one.wait(lambda: chats.chosen() == (2,))
    place = chats.visualRect(chats._index_of(1)).center()
    QTest.mouseClick(chats.viewport(), Qt.MouseButton.RightButton, pos=place)
    assert chats.chosen() == (1,)
    chats.customContextMenuRequested.emit(place)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.close()
    assert chats.chosen() == (2,)
