"""A composer as tests type into it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from desktop_client.ui import theme
from desktop_client.ui.chat.composer import Composer
from desktop_client.ui.chat.message_box import MessageBox


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def composer(qtbot, clock: Clock) -> Composer:
    theme.apply(QApplication.instance(), "light")
    widget = Composer(clock=clock)
    qtbot.addWidget(widget)
    widget.resize(600, 120)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    widget.focus_box()
    return widget


@pytest.fixture
def sent(composer: Composer) -> list[str]:
    texts: list[str] = []
    composer.submitted.connect(texts.append)
    return texts


def box(composer: Composer) -> MessageBox:
    return composer.findChild(MessageBox)


def button(composer: Composer) -> QPushButton:
    return composer._button


def compose(composer: Composer, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    if commit:
        event.setCommitString(commit)
    QApplication.sendEvent(box(composer), event)


def press(composer: Composer, key: Qt.Key = Qt.Key.Key_Return, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(box(composer), key, modifiers)


def paste(composer: Composer, text: str) -> None:
    data = QMimeData()
    data.setText(text)
    data.setHtml(f"<b>{text[:100]}</b><img src='http://x.y/z.png'>")
    box(composer).insertFromMimeData(data)
