"""Commands typed in the composer: completion, the keys of the list, and what is no command."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from standins.desk import OpenDesk

from desktop_client import settings as options
from desktop_client.ui.chat.command_list import CommandList
from desktop_client.ui.chat.commands import Commands, Doing, all_commands
from desktop_client.ui.chat.composer import Composer


class Done:
    def __init__(self) -> None:
        self.said: list[object] = []

    def commands(self) -> Commands:
        return all_commands(
            Doing(
                lambda on: self.said.append(on),
                lambda: self.said.append("new"),
                lambda: self.said.append("temporary"),
                lambda: self.said.append("models"),
                lambda name: self.said.append(name),
                lambda: ["SmolLM2-135M", "Qwen2.5 1.5B"],
                lambda: self.said.append("sources"),
                lambda: self.said.append("shelf"),
                lambda: self.said.append("compare"),
            )
        )


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("/commerce off", [False]),
        (" /Commerce   ON ", [True]),
        ("/new", ["new"]),
        ("/temporary", ["temporary"]),
        ("/model", ["models"]),
        ("/sources", ["sources"]),
        ("/shelf", ["shelf"]),
        ("/compare", ["compare"]),
        ("/model Qwen2.5 1.5B", ["Qwen2.5 1.5B"]),
        ("/commerce", None),
        ("/etc/hosts is what?", None),
        ("what does /new do", None),
        ("/news", None),
    ],
)
def test_what_is_a_command(typed: str, expected: list[object] | None) -> None:
    done = Done()
    act = done.commands().match(typed)
    assert (act is None) == (expected is None)
    if act is not None:
        act()
        assert done.said == expected


def test_what_completes() -> None:
    commands = Done().commands()
    assert [c.text for c in commands.completions("/com")] == ["/compare", "/commerce on", "/commerce off"]
    assert [c.text for c in commands.completions("/model qw")] == ["/model Qwen2.5 1.5B"]
    assert len(commands.completions("/")) == 8
    for none in ("", "co", "/xyz", "/new\nand", "a /new"):
        assert commands.completions(none) == ()


@pytest.fixture
def typing(qtbot: QtBot) -> tuple[Composer, CommandList, list[str]]:
    home = QWidget()
    qtbot.addWidget(home)
    composer = Composer()
    column = QVBoxLayout(home)
    column.addStretch(1)
    column.addWidget(composer)
    found = CommandList(composer.box, composer, home)
    found.set_commands(Done().commands())
    chosen: list[str] = []
    found.chosen.connect(chosen.append)
    sent: list[str] = []
    composer.submitted.connect(sent.append)
    home.resize(600, 400)
    home.show()
    home.activateWindow()
    composer.focus_box()
    qtbot.waitUntil(composer.box.hasFocus)
    return composer, found, chosen


def test_the_list_is_driven_from_the_box(typing: tuple[Composer, CommandList, list[str]]) -> None:
    composer, found, chosen = typing
    QTest.keyClicks(composer.box, "/comm")
    assert found.isVisible()
    assert found.geometry().bottom() <= composer.geometry().top()
    QTest.keyClick(composer.box, Qt.Key.Key_Down)
    QTest.keyClick(composer.box, Qt.Key.Key_Tab)
    assert composer.text() == "/commerce off"
    QTest.keyClick(composer.box, Qt.Key.Key_Return)
    assert chosen == ["/commerce off"]


def test_escape_leaves_the_text_as_a_message(typing: tuple[Composer, CommandList, list[str]]) -> None:
    composer, found, chosen = typing
    QTest.keyClicks(composer.box, "/ne")
    QTest.keyClick(composer.box, Qt.Key.Key_Escape)
    assert not found.isVisible()
    QTest.keyClick(composer.box, Qt.Key.Key_Return)
    assert (composer.text(), chosen) == ("/ne", [])


def test_a_return_of_an_input_method_chooses_nothing(typing: tuple[Composer, CommandList, list[str]]) -> None:
    composer, found, chosen = typing
    QTest.keyClicks(composer.box, "/")
    QApplication.sendEvent(composer.box, QInputMethodEvent("xin", []))
    QTest.keyClick(composer.box, Qt.Key.Key_Return)
    assert (found.isVisible(), chosen) == (True, [])


def test_return_can_make_a_line_and_control_return_send(qtbot: QtBot) -> None:
    composer = Composer()
    qtbot.addWidget(composer)
    sent: list[str] = []
    composer.submitted.connect(sent.append)
    composer.set_send_key(on_return=False)
    composer.set_text("one")
    QTest.keyClick(composer.box, Qt.Key.Key_Return)
    assert (composer.text(), sent) == ("one\n", [])
    QTest.keyClick(composer.box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sent == ["one\n"]


def test_in_the_window_commands_do_what_they_say(desk: OpenDesk) -> None:
    one = desk("answer")
    one.parts.settings.set(options.COMMERCE_EXPLAINED, True)
    one.ask("question")
    one.type_and_send("/commerce on")
    assert one.parts.settings.get(options.COMMERCE)
    one.type_and_send("/temporary")
    assert one.window.chat.is_temporary
    one.type_and_send("/new")
    assert one.window.chat.open_id is None
    one.type_and_send("/model")
    assert one.window.view.pages.currentWidget() is one.window.view.models
    one.type_and_send("/sources")
    assert one.window.view.pages.currentWidget() is one.window.view.sources
    assert len(one.parts.store.conversations.conversations()) == 1
    assert one.window.view.composer.text() == ""
