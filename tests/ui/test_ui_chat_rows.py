"""Rows of the list of chats: what is cut is said whole, and a title is changed where it stands."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QStyleOptionViewItem, QToolTip
from pytestqt.qtbot import QtBot

from desktop_client.chat.conversation import Conversation
from desktop_client.ui.sidebar.chat_list import ChatList
from desktop_client.ui.sidebar.chat_rows import _BESIDE, _INSIDE

WHEN = datetime(2026, 11, 28, 9, tzinfo=UTC)
DAY = WHEN.date()


@pytest.fixture
def chats(qtbot: QtBot) -> ChatList:
    chats = ChatList()
    qtbot.addWidget(chats)
    chats.resize(232, 400)
    long = "A <b>title</b> " + "of some length " * 9
    chats.set_conversations([Conversation(n, title, WHEN, WHEN, None) for n, title in ((1, "Tea"), (2, long))], DAY)
    chats.show()
    qtbot.waitExposed(chats)
    return chats


def point_at(chats: ChatList, row: int) -> None:
    index = chats.model().index(row, 0)
    option = QStyleOptionViewItem()
    chats.initViewItemOption(option)
    option.rect = chats.visualRect(index)  # type: ignore[assignment]
    at = option.rect.center()
    event = QHelpEvent(QEvent.Type.ToolTip, at, chats.viewport().mapToGlobal(at))
    chats.itemDelegate().helpEvent(event, chats, option, index)


def test_a_title_that_is_cut_is_said_whole_and_as_it_is_written(
    chats: ChatList, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, _over: said.append(text))
    point_at(chats, 2)
    point_at(chats, 1)
    assert "&lt;b&gt;title&lt;/b&gt; of some length of some length" in said[0]
    assert said[1:] == [""]


def test_the_letters_of_a_title_stay_where_they_are_while_it_is_changed(chats: ChatList) -> None:
    chats.setCurrentIndex(chats.model().index(1, 0))
    chats.setFocus()
    chats.rename()
    QApplication.processEvents()
    box = chats.findChild(QLineEdit)
    assert isinstance(box, QLineEdit)
    row = chats.visualRect(chats.currentIndex())
    letters = box.x() + box.textMargins().left() + 2
    assert letters == row.left() + _BESIDE + _INSIDE
    assert row.left() < box.x() < letters, "with its own ground around them"
