"""What is done to chats in the list has a way back: a new title, a place at the top, a folder, a folder's name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from standins.desk import Desk, OpenDesk

from desktop_client import settings as options
from desktop_client.chat.conversation import Conversation
from desktop_client.ui.widgets.name_dialog import NameDialog


def chats(one: Desk) -> dict[int, Conversation]:
    return {chat.id: chat for chat in one.parts.store.conversations.conversations()}


def with_chats(one: Desk) -> None:
    """Three chats: two in folders of their own, one of them at the top."""
    for title in ("first", "second", "third"):
        one.parts.store.conversations.begin(title, title)
    one.parts.store.desk.move_each({1: "work", 2: "home"})
    one.parts.store.desk.pin((2,), pinned=True)
    seen = one.window.view.sidebar.list
    one.window.chats.list.refresh()
    one.wait(lambda: len(seen._conversations) == 3)


def name(one: Desk, text: str) -> None:
    dialog = one.window.view.findChildren(NameDialog)[-1]
    dialog.box.setText(text)
    dialog.accept()


def into_a_new_folder(one: Desk) -> None:
    one.window.view.sidebar.list.move_requested.emit((1, 2, 3), None)
    name(one, "  new  one ")


def rename_the_folder(one: Desk) -> None:
    one.window.view.sidebar.list.folder_rename_requested.emit((1,), "work")
    name(one, "play")


def undo(one: Desk) -> None:
    toast = one.window.view.toast
    one.wait(toast.isVisible)
    (button,) = (b for b in toast.findChildren(QPushButton) if b.text() == "Undo")
    assert button.isVisible()
    button.click()


ACTS: dict[str, tuple[Callable[[Desk], object], str]] = {
    "another title": (
        lambda one: one.window.view.sidebar.list.renamed.emit(1, "else"), "The chat has another title now.",
    ),
    "one to the top": (
        lambda one: one.window.view.sidebar.list.pin_requested.emit((1,), True), "The chat stays at the top.",
    ),
    "three to the top, where one is": (
        lambda one: one.window.view.sidebar.list.pin_requested.emit((1, 2, 3), True), "2 chats stay at the top.",
    ),
    "one from the top": (
        lambda one: one.window.view.sidebar.list.pin_requested.emit((2,), False), "The chat is no longer at the top.",
    ),
    "from three folders into one": (
        lambda one: one.window.view.sidebar.list.move_requested.emit((1, 2, 3), "home"),
        "2 chats are in “home” now.",
    ),
    "out of folders": (
        lambda one: one.window.view.sidebar.list.move_requested.emit((1, 2, 3), ""), "2 chats are in no folder now.",
    ),
    "into a new folder": (into_a_new_folder, "3 chats are in “new one” now."),
    "another name for a folder": (rename_the_folder, "The folder is called “play” now."),
    "a folder given up": (
        lambda one: one.window.view.sidebar.list.folder_dissolved.emit((1,), "work"),
        "The folder “work” is gone; its chats are kept.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("act", list(ACTS))
def test_it_is_as_it_was_after_undo(desk: OpenDesk, act: str) -> None:
    one = desk()
    with_chats(one)
    before = chats(one)
    do, said = ACTS[act]
    do(one)
    one.wait(lambda: chats(one) != before and one.window.view.toast.accessibleName() == said)
    undo(one)
    one.wait(lambda: chats(one) == before)
    one.wait(lambda: not one.window.view.toast.isVisible())


def test_ctrl_z_in_the_list_takes_back_what_was_done_there_and_nothing_else(desk: OpenDesk) -> None:
    one = desk()
    with_chats(one)
    before = chats(one)
    view = one.window.view
    view.activateWindow()
    one.wait(view.isActiveWindow)
    for do, said in (ACTS["another title"], ACTS["from three folders into one"]):
        do(one)
        one.wait(lambda said=said: view.toast.accessibleName() == said and view.toast.isVisible())
        view.sidebar.list.setFocus()
        one.qtbot.keyClick(view.sidebar.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        one.wait(lambda: chats(one) == before)
    pressed: list[bool] = []
    view.toast.show_message("It failed.", "Try again", lambda: pressed.append(True))
    one.qtbot.keyClick(view.sidebar.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert pressed == []


def test_what_changes_nothing_says_nothing(desk: OpenDesk) -> None:
    one = desk()
    with_chats(one)
    seen = one.window.view.sidebar.list
    seen.renamed.emit(1, "first")
    seen.move_requested.emit((1,), "work")
    seen.pin_requested.emit((2,), True)
    one.window.bridge._pool.shutdown(wait=True)
    QApplication.processEvents()
    assert not one.window.view.toast.isVisible()


def test_the_open_chats_title_comes_back_in_the_header(desk: OpenDesk) -> None:
    one = desk()
    with_chats(one)
    one.window.chat.open(1)
    titles: list[str] = []
    one.window.chat.title_changed.connect(titles.append)
    one.wait(lambda: titles[-1:] == ["first"])
    one.window.view.sidebar.list.renamed.emit(1, "else")
    one.wait(lambda: titles[-1:] == ["else"])
    undo(one)
    one.wait(lambda: titles[-1:] == ["first"])


def test_a_folder_that_was_folded_up_is_folded_up_under_its_old_name(desk: OpenDesk) -> None:
    one = desk()
    with_chats(one)
    seen = one.window.view.sidebar.list
    seen._fold("work", True)
    rename_the_folder(one)
    one.wait(lambda: chats(one)[1].folder == "play")
    assert one.parts.settings.get(options.FOLDED) == ["play"]
    undo(one)
    one.wait(lambda: chats(one)[1].folder == "work")
    assert one.parts.settings.get(options.FOLDED) == ["work"]
