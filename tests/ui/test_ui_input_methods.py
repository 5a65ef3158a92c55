"""No text box of the program takes the Return of an input method for its own, whatever listens for that Return."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QStyledItemDelegate, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import desktop_client.ui
from desktop_client.chat.conversation import Conversation
from desktop_client.ui.chat.find_bar import FindBar
from desktop_client.ui.chat.message_box import MessageBox
from desktop_client.ui.sidebar.chat_list import ChatList
from desktop_client.ui.sidebar.sidebar import Sidebar
from desktop_client.ui.widgets.line_box import CONFIRM_S, LineBox
from desktop_client.ui.widgets.name_dialog import NameDialog
from desktop_client.ui.widgets.text_box import TextBox

UI = Path(desktop_client.ui.__file__).parent


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def compose(box: QWidget, text: str) -> None:
    QApplication.sendEvent(box, QInputMethodEvent(text, []))


def commit(box: QWidget, text: str) -> None:
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(box, event)


def test_every_line_of_text_in_the_window_is_one_that_knows_input_methods() -> None:
    plain = re.compile(r"\bQLineEdit\(|\bQInputDialog\b|setEditable\(True")
    found = [
        f"{file.relative_to(UI)}: {line.strip()}"
        for file in UI.rglob("*.py")
        for line in file.read_text(encoding="utf-8").splitlines()
        if plain.search(line) and not line.startswith("class LineBox")
    ]
    assert found == []


@pytest.fixture
def boxed(qtbot: QtBot) -> tuple[LineBox, QDialog, list[str], Clock]:
    """A line in a dialog with a default button: whoever listens for Return is told."""
    clock = Clock()
    dialog = QDialog()
    qtbot.addWidget(dialog)
    box = LineBox(clock=clock)
    QVBoxLayout(dialog).addWidget(box)
    told: list[str] = []
    box.returnPressed.connect(lambda: told.append("line"))
    dialog.accepted.connect(lambda: told.append("dialog"))
    dialog.show()
    return box, dialog, told, clock


def test_return_while_composing_and_right_after_accepts_nothing(
    boxed: tuple[LineBox, QDialog, list[str], Clock],
) -> None:
    box, _, told, clock = boxed
    compose(box, "mian'mo")
    QTest.keyClick(box, Qt.Key.Key_Return)
    QTest.keyClick(box, Qt.Key.Key_Enter)
    commit(box, "面膜")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert (box.text(), told) == ("面膜", [])
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert told == ["line"]
    commit(box, "好")
    clock.now += CONFIRM_S
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert told == ["line", "line"]


def test_a_composition_that_is_given_up_owns_one_return_as_well(
    boxed: tuple[LineBox, QDialog, list[str], Clock],
) -> None:
    box, _, told, _ = boxed
    compose(box, "mian")
    compose(box, "")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert told == []


def test_typing_after_a_commit_makes_return_plain_again(boxed: tuple[LineBox, QDialog, list[str], Clock]) -> None:
    box, _, told, _ = boxed
    commit(box, "面膜")
    QTest.keyClicks(box, "a")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert told == ["line"]


def name_dialog(qtbot: QtBot) -> tuple[QWidget, QLineEdit, list[object]]:
    dialog = NameDialog("Title", "About", "Go on")
    done: list[object] = []
    dialog.accepted.connect(lambda: done.append("accepted"))
    return dialog, dialog.box, done


def find_bar(qtbot: QtBot) -> tuple[QWidget, QLineEdit, list[object]]:
    bar = FindBar()
    done: list[object] = []
    bar.stepped.connect(done.append)
    return bar, bar.box, done


def search(qtbot: QtBot) -> tuple[QWidget, QLineEdit, list[object]]:
    sidebar = Sidebar()
    done: list[object] = []
    sidebar._search.returnPressed.connect(lambda: done.append("first"))
    return sidebar, sidebar._search, done


def renaming(qtbot: QtBot) -> tuple[QWidget, QLineEdit, list[object]]:
    from datetime import UTC, date, datetime

    chats = ChatList()
    when = datetime(2026, 1, 1, tzinfo=UTC)
    chats.set_conversations([Conversation(1, "old", when, when, None)], date(2026, 1, 1))
    done: list[object] = []
    chats.renamed.connect(lambda _number, title: done.append(title))
    chats.show()
    chats.edit(chats._index_of(1))
    editor = chats.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.clear()
    return chats, editor, done


@pytest.mark.parametrize("make", [name_dialog, find_bar, search, renaming])
def test_half_written_chinese_is_never_taken(
    make: Callable[[QtBot], tuple[QWidget, QLineEdit, list[object]]], qtbot: QtBot
) -> None:
    home, box, done = make(qtbot)
    qtbot.addWidget(home)
    home.show()
    compose(box, "mian'mo")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert done == []
    commit(box, "面膜")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert done == []
    assert box.text() == "面膜"
    QTest.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(done) == 1)


def test_an_editor_in_a_table_is_safe_from_its_delegate_too(qtbot: QtBot) -> None:
    """A delegate listens to its editor's keys; the line asks to be asked first."""
    view = QWidget()
    qtbot.addWidget(view)
    delegate = QStyledItemDelegate(view)
    box = LineBox(parent=view)
    box.installEventFilter(delegate)
    closed: list[object] = []
    delegate.closeEditor.connect(lambda *_: closed.append(1))
    view.show()
    box.show()
    view.activateWindow()
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    compose(box, "mian'mo")
    QTest.keyClick(box, Qt.Key.Key_Return)
    # The delegate closes its editor with the next turn of the event loop.
    QApplication.processEvents()
    assert closed == []


@pytest.mark.parametrize("make", [MessageBox, TextBox])
def test_what_is_composed_is_not_written_over_the_placeholder(qtbot: QtBot, make: Callable[[], TextBox]) -> None:
    box = make()
    qtbot.addWidget(box)
    box.resize(400, 60)
    box.show()

    def composing() -> QImage:
        compose(box, "面膜")
        return box.viewport().grab().toImage()

    bare = composing()
    commit(box, "")
    empty = box.viewport().grab().toImage()
    box.setPlaceholderText("Message, Enter to send")
    assert box.viewport().grab().toImage() != empty
    assert composing() == bare
    box.setPlaceholderText("Another text, since the box has another width")
    assert box.viewport().grab().toImage() == bare
    commit(box, "")
    assert box.viewport().grab().toImage() != empty, "it is there again"
