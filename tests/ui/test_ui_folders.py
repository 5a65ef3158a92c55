"""Folders in the list of chats: folded up and open again, renamed, given up; by mouse and keys, and after a restart."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from standins.desk import Desk, OpenDesk

from desktop_client import settings as options
from desktop_client.ui.widgets.name_dialog import NameDialog

LEFT = Qt.MouseButton.LeftButton


def lines(one: Desk) -> list[str]:
    model = one.window.view.sidebar.list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def row(one: Desk, words: str) -> QModelIndex:
    return one.window.view.sidebar.list.model().index(lines(one).index(words), 0)


def click(one: Desk, words: str) -> None:
    chats = one.window.view.sidebar.list
    QTest.mouseClick(chats.viewport(), LEFT, pos=chats.visualRect(row(one, words)).center())


def with_folders(one: Desk) -> None:
    for title in ("first", "second", "third"):
        one.parts.store.conversations.begin(title, title)
    one.parts.store.desk.move((1, 2), "work")
    one.window.chats.list.refresh()
    one.wait(lambda: lines(one) == ["▾ work", "second", "first", "Today", "third"])


def folder_action(one: Desk, words: str) -> QAction:
    (action,) = (a for a in one.window.view.sidebar.list.folder_menu("work").actions() if words in a.text())
    return action


def test_a_folder_is_folded_up_and_opened_again_by_a_click(desk: OpenDesk) -> None:
    one = desk()
    with_folders(one)
    click(one, "▾ work")
    assert lines(one) == ["▸ work · 2", "Today", "third"]
    click(one, "▸ work · 2")
    assert lines(one) == ["▾ work", "second", "first", "Today", "third"]


def test_a_double_click_is_no_more_than_a_click(desk: OpenDesk) -> None:
    one = desk()
    with_folders(one)
    chats = one.window.view.sidebar.list
    at = chats.visualRect(row(one, "▾ work")).center()
    click(one, "▾ work")
    QTest.mouseDClick(chats.viewport(), LEFT, pos=at)
    assert lines(one) == ["▸ work · 2", "Today", "third"]


def test_it_is_so_after_a_restart_and_a_folder_that_is_gone_is_forgotten(desk: OpenDesk) -> None:
    one = desk()
    with_folders(one)
    one.parts.store.desk.move((3,), "home")
    one.window.chats.list.refresh()
    one.wait(lambda: "▾ home" in lines(one))
    click(one, "▾ home")
    one.parts.store.desk.move((3,), "")
    one.window.chats.list.refresh()
    one.wait(lambda: "▸ home · 1" not in lines(one))
    click(one, "▾ work")
    assert one.parts.settings.get(options.FOLDED) == ["work"]
    one.window.close()
    one.parts.close()
    two = desk()
    two.wait(lambda: lines(two) == ["▸ work · 2", "Today", "third"])


def test_keys_reach_a_folder_and_fold_it(desk: OpenDesk) -> None:
    one = desk()
    with_folders(one)
    chats = one.window.view.sidebar.list
    chats.setFocus()
    chats.setCurrentIndex(row(one, "second"))
    QTest.keyClick(chats, Qt.Key.Key_Up)
    assert chats.currentIndex().data() == "▾ work"
    for key, shown in (
        (Qt.Key.Key_Left, "▸ work · 2"), (Qt.Key.Key_Left, "▸ work · 2"), (Qt.Key.Key_Right, "▾ work"),
        (Qt.Key.Key_Return, "▸ work · 2"), (Qt.Key.Key_Space, "▾ work"),
    ):  # fmt: skip
        QTest.keyClick(chats, key)
        assert chats.currentIndex().data() == shown
    assert chats.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) == "Folder work, 2 chats"
    QTest.keyClick(chats, Qt.Key.Key_Down)
    assert chats.currentIndex().data() == "second"


def test_the_open_chat_stays_marked_while_folders_are_folded(desk: OpenDesk) -> None:
    one = desk()
    with_folders(one)
    chats = one.window.view.sidebar.list
    one.window.chat.open(3)
    one.wait(lambda: chats.chosen() == (3,))
    click(one, "▾ work")
    assert chats.chosen() == (3,)
    assert one.window.chat.open_id == 3


def test_a_folder_is_renamed_and_stays_folded(desk: OpenDesk) -> None:
    one = desk()
    with_folders(one)
    click(one, "▾ work")
    folder_action(one, "Rename").trigger()
    one.wait(lambda: bool(one.window.view.findChildren(NameDialog)))
    dialog = one.window.view.findChildren(NameDialog)[-1]
    assert dialog.box.text() == "work"
    dialog.box.setText("护肤 & 旅行")
    dialog.accept()
    one.wait(lambda: lines(one) == ["▸ 护肤 & 旅行 · 2", "Today", "third"])
    assert {c.folder for c in one.parts.store.conversations.conversations()} == {"", "护肤 & 旅行"}
    assert one.parts.settings.get(options.FOLDED) == ["护肤 & 旅行"]


def test_a_folder_is_given_up_without_its_chats_and_that_can_be_undone(desk: OpenDesk) -> None:
    one = desk()
    with_folders(one)
    folder_action(one, "Take all chats out").trigger()
    one.wait(lambda: lines(one) == ["Today", "third", "second", "first"])
    toast = one.window.view.toast
    one.wait(toast.isVisible)
    button = toast.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    button.click()
    one.wait(lambda: lines(one) == ["▾ work", "second", "first", "Today", "third"])


def test_all_chats_of_a_folder_go_to_the_trash_together(desk: OpenDesk) -> None:
    one = desk()
    with_folders(one)
    folder_action(one, "Move 2 to trash").trigger()
    one.wait(lambda: lines(one) == ["Today", "third"])
    assert {c.id for c in one.parts.store.conversations.trashed()} == {1, 2}
