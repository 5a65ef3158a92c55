"""The page without a mouse: keys, the menu of a message, and what a screen reader is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from standins.short_chat import CHAT
from standins.short_chat import view as view
from standins.transcripts import message

from desktop_client.inference.engine import Role
from desktop_client.ui.transcript.entry import Action
from desktop_client.ui.transcript.menu import MessageMenu
from desktop_client.ui.transcript.view import Entry, TranscriptView

# -- keyboard -------------------------------------------------------------------------------------------------


def test_keys_scroll(view: TranscriptView) -> None:
    view.set_entries([Entry(message(n, Role.USER, f"Line {n}")) for n in range(1, 200)])
    bar = view.verticalScrollBar()
    QTest.keyClick(view, Qt.Key.Key_Down)
    line = bar.value()
    assert line > 0
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert bar.value() > line + view.viewport().height() // 2
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert bar.value() == 0
    QTest.keyClick(view, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert bar.value() == 0


@pytest.fixture
def row_of_widgets(qtbot) -> Iterator[tuple[QPushButton, TranscriptView, QPushButton]]:
    home, view = QWidget(), TranscriptView()
    qtbot.addWidget(home)
    view.set_entries(CHAT)
    before, after = QPushButton("before"), QPushButton("after")
    column = QVBoxLayout(home)
    for widget in (before, view, after):
        column.addWidget(widget)
    home.resize(800, 700)
    home.show()
    home.activateWindow()
    qtbot.waitUntil(home.isActiveWindow)
    yield before, view, after
    home.close()


def test_tab_goes_through_one_messages_actions_and_on(row_of_widgets) -> None:
    before, view, after = row_of_widgets
    before.setFocus()
    QTest.keyClick(before, Qt.Key.Key_Tab)
    assert view.hasFocus()
    assert view.focus_row == list(view.flow.visible())[-1][0]
    QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    while view.focus_row > 1:
        QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    names = []
    for _ in range(8):
        QTest.keyClick(view, Qt.Key.Key_Tab)
        if not view.hasFocus():
            break
        names.append(view._roving.spot.name)
    assert names == [
        "Previous version", "Next version", "Copy code", "Copy answer", "Edit answer", "Regenerate answer",
        "Details of the answer",
    ]  # fmt: skip
    assert after.hasFocus()


def test_return_presses_the_action_with_the_focus(row_of_widgets, qtbot) -> None:
    before, view, _ = row_of_widgets
    before.setFocus()
    QTest.keyClick(before, Qt.Key.Key_Tab)
    view._roving._go(0)
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.marks(0).focused.action is Action.EDIT
    assert view.shows_tools(0)
    with qtbot.waitSignal(view.edit_requested):
        QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.focus_row is None


def test_the_focus_is_kept_in_sight(row_of_widgets) -> None:
    before, view, _ = row_of_widgets
    view.set_entries([Entry(message(n, Role.USER, f"Line {n}")) for n in range(1, 100)])
    before.setFocus()
    QTest.keyClick(before, Qt.Key.Key_Tab)
    for _ in range(30):
        QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
        assert view.focus_row in [row for row, _ in view.flow.visible()]


# -- menu and screen reader -----------------------------------------------------------------------------------


def labels(menu: MessageMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def test_the_menu_of_a_question(view: TranscriptView, qtbot) -> None:
    menu = MessageMenu(view, 0, "")
    assert labels(menu) == [
        "Copy", "Copy as Markdown", "Copy question", "Edit question", "Continue from here in a new chat",
        "Delete this and all below it", "Suggest products", "Select all", "Show answers as they were written",
    ]  # fmt: skip
    assert not menu.actions()[0].isEnabled()
    with qtbot.waitSignal(view.suggest_requested) as got:
        next(action for action in menu.actions() if action.text() == "Suggest products").trigger()
    assert got.args == [1]


def test_the_menu_of_an_answer_offers_its_addresses(view: TranscriptView, qtbot) -> None:
    menu = MessageMenu(view, 1, "")
    assert labels(menu)[-1] == "Open address example.com/guide…"
    with qtbot.waitSignal(view.address_activated) as got:
        menu.actions()[-1].trigger()
    assert got.args == ["https://example.com/guide"]


def test_screen_readers_get_a_list_of_messages_with_buttons(view: TranscriptView, qtbot) -> None:
    conversation = QAccessible.queryAccessibleInterface(view)
    assert conversation.role() == QAccessible.Role.List
    assert conversation.text(QAccessible.Text.Name) == "Conversation"
    assert conversation.childCount() == 3
    question, answer = conversation.child(0), conversation.child(1)
    assert question.role() == answer.role() == QAccessible.Role.ListItem
    assert question.text(QAccessible.Text.Name) == "You: What is it?"
    assert answer.text(QAccessible.Text.Name).startswith("Assistant: First")
    assert conversation.indexOfChild(answer) == 1
    buttons = [answer.child(at) for at in range(answer.childCount())]
    assert [button.role() for button in buttons] == [QAccessible.Role.Button] * 7
    names = [button.text(QAccessible.Text.Name) for button in buttons]
    assert names[3:6] == ["Copy answer", "Edit answer", "Regenerate answer"]
    with qtbot.waitSignal(view.regenerate_requested):
        buttons[5].actionInterface().doAction("Press")
    assert view.rect().intersects(answer.rect().translated(-view.mapToGlobal(QPoint(0, 0))))


def test_the_screen_reader_outlives_the_messages(view: TranscriptView) -> None:
    conversation = QAccessible.queryAccessibleInterface(view)
    last = conversation.child(2)
    view.set_entries([CHAT[0]])
    assert not last.isValid()
    assert last.text(QAccessible.Text.Name) == ""
    assert conversation.child(2) is None
