"""Backups and the check in the window: what is asked for is done behind the bridge, and what came of it is said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_client.chat.upkeep import Copy, Fault, Restored
from desktop_client.errors import SidelightError
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.translation import Interpreter
from desktop_client.ui.upkeep.controller import UpkeepController
from desktop_client.ui.upkeep.dialog import BackupsDialog
from desktop_client.ui.upkeep.rescue_dialog import RescueDialog, WayOut
from desktop_client.wording import say


def copy_of(day: int) -> Copy:
    return Copy(Path(f"/backups/{day}.db"), 3, datetime(2026, 11, day, 12, tzinfo=UTC), 1_500_000)


class Keeping:
    """Backups in memory."""

    def __init__(self) -> None:
        self.kept = [copy_of(25), copy_of(24)]
        self.due = False
        self.faults: list[Fault] = []
        self.brings = Restored(2, 1, 3)
        self.error: Exception | None = None
        self.calls: list[str] = []

    def copies(self) -> list[Copy]:
        return self.kept

    def is_due(self) -> bool:
        return self.due

    def back_up(self) -> Copy | None:
        self.calls.append("back up")
        if self.error:
            raise self.error
        self.kept = [copy_of(26), *self.kept]
        return self.kept[0]

    def delete(self, copy: Path) -> None:
        self.kept = [kept for kept in self.kept if kept.path != copy]

    def check(self) -> list[Fault]:
        self.calls.append("check")
        return self.faults

    def repair(self) -> None:
        self.faults = []

    def restore(self, copy: Path) -> Restored:
        self.calls.append(f"restore {copy.name}")
        return self.brings


class Opened:
    """The dialog as the user has it before them."""

    def __init__(self, keeping: Keeping, bridge: Bridge, window: QWidget, qtbot: QtBot) -> None:
        self.keeping, self._qtbot = keeping, qtbot
        self.controller = UpkeepController(keeping, bridge, Interpreter("en"), window)
        self.restored: list[bool] = []
        self.controller.restored.connect(lambda: self.restored.append(True))
        self.controller.open()
        dialog = self.controller._dialog
        assert dialog is not None
        self.dialog: BackupsDialog = dialog
        self.wait(lambda: dialog.list.isVisibleTo(dialog) != dialog.empty.isVisibleTo(dialog))

    def wait(self, until: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(until)

    def press(self, button: QPushButton) -> str:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.wait(lambda: not self.dialog.busy.isVisibleTo(self.dialog))
        return self.dialog.told.text()


@pytest.fixture
def keeping() -> Keeping:
    return Keeping()


@pytest.fixture
def opened(keeping: Keeping, qtbot: QtBot) -> Iterator[Callable[[], Opened]]:
    window = QWidget()
    qtbot.addWidget(window)
    bridge = Bridge(workers=1)
    yield lambda: Opened(keeping, bridge, window, qtbot)
    bridge.close()


def test_the_newest_copy_is_chosen_and_each_is_told_with_its_size(opened: Callable[[], Opened]) -> None:
    dialog = opened().dialog
    assert dialog.list.currentRow() == 0
    assert "1.5 MB" in dialog.list.item(0).text()
    assert dialog.restore_button.isEnabled()


def test_without_copies_only_what_needs_none_can_be_asked_for(keeping: Keeping, opened: Callable[[], Opened]) -> None:
    keeping.kept = []
    dialog = opened().dialog
    assert dialog.empty.isVisibleTo(dialog)
    assert not dialog.list.isVisibleTo(dialog)
    assert not dialog.restore_button.isEnabled()
    assert dialog.back_up_button.isEnabled()


def test_a_copy_is_made_and_listed(opened: Callable[[], Opened]) -> None:
    at = opened()
    assert at.press(at.dialog.back_up_button) == "A copy is kept."
    at.wait(lambda: at.dialog.list.count() == 3)


def test_the_focus_comes_back_to_what_was_asked_for(opened: Callable[[], Opened], qtbot: QtBot) -> None:
    at = opened()
    qtbot.waitExposed(at.dialog)
    at.dialog.check_button.setFocus()
    at.dialog.check_button.click()
    assert at.dialog.focusWidget() is not at.dialog.check_button, "it is switched off meanwhile"
    at.wait(lambda: not at.dialog.busy.isVisibleTo(at.dialog))
    assert at.dialog.focusWidget() is at.dialog.check_button


def test_what_the_disk_refuses_is_said_in_place(keeping: Keeping, opened: Callable[[], Opened]) -> None:
    keeping.error = SidelightError(
        say("The disk is full, so this was not saved."), say("Free some space and try again.")
    )
    at = opened()
    assert at.press(at.dialog.back_up_button).startswith("The disk is full")
    assert at.dialog.told.objectName() == "warning"
    assert at.dialog.back_up_button.isEnabled()


def test_a_sound_database_and_faults_are_told_and_the_index_is_mended(
    keeping: Keeping, opened: Callable[[], Opened]
) -> None:
    at = opened()
    assert at.press(at.dialog.check_button).startswith("The database is sound")
    assert not at.dialog.repair_button.isVisibleTo(at.dialog)
    keeping.faults = [Fault(say("The word index {name} does not fit its rows ({detail}).", name="x", detail="y"), True)]
    assert "word index x" in at.press(at.dialog.check_button)
    assert at.dialog.repair_button.isVisibleTo(at.dialog)
    assert at.press(at.dialog.repair_button).startswith("The database is sound")
    assert not at.dialog.repair_button.isVisibleTo(at.dialog)


def test_faults_that_cannot_be_mended_are_told_with_the_way_out(keeping: Keeping, opened: Callable[[], Opened]) -> None:
    text = say("Row {id} of {table} has changed on the disk.", id=1, table="messages")
    keeping.faults = [Fault(text)] * 7
    at = opened()
    told = at.press(at.dialog.check_button).splitlines()
    assert len(told) == 5 + 2
    assert told[-2:] == ["… and 2 more.", "Bring back from a backup what is missing."]
    assert not at.dialog.repair_button.isVisibleTo(at.dialog)


def test_what_is_gone_comes_back_from_the_chosen_copy(keeping: Keeping, opened: Callable[[], Opened]) -> None:
    at = opened()
    at.dialog.list.setCurrentRow(1)
    assert at.press(at.dialog.restore_button) == "Brought back: 2 chats, 1 messages in others, 3 pins and alerts."
    assert keeping.calls == ["restore 24.db"]
    assert at.restored == [True]
    keeping.brings = Restored(0, 0)
    assert at.press(at.dialog.restore_button) == "All that is in this copy is still here."
    assert at.restored == [True]


@pytest.mark.parametrize(("answer", "left"), [("Delete it", 1), ("Keep it", 2)])
def test_a_copy_is_deleted_only_when_it_is_meant(
    keeping: Keeping, opened: Callable[[], Opened], monkeypatch: pytest.MonkeyPatch, answer: str, left: int
) -> None:
    def choose(box: QMessageBox) -> int:
        next(button for button in box.buttons() if button.text() == answer).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", choose)
    at = opened()
    at.press(at.dialog.delete_button)
    at.wait(lambda: at.dialog.list.count() == left)
    assert len(keeping.kept) == left


@pytest.mark.parametrize("due", [True, False])
def test_a_backup_is_made_by_itself_only_when_it_is_due(keeping: Keeping, qtbot: QtBot, due: bool) -> None:
    keeping.due = due
    bridge = Bridge(workers=1)
    window = QWidget()
    qtbot.addWidget(window)
    controller = UpkeepController(keeping, bridge, Interpreter("en"), window)
    failures: list[Exception] = []
    controller.failed.connect(failures.append)
    keeping.error = SidelightError(say("The disk is full, so this was not saved.")) if due else None
    controller.look()
    bridge._pool.submit(lambda: None).result()
    QApplication.processEvents()
    assert keeping.calls == (["back up"] if due else [])
    assert len(failures) == (1 if due else 0)
    bridge.close()


@pytest.mark.parametrize(
    ("newest", "salvageable", "offered"),
    [
        (copy_of(3), True, ["Take out what can still be read", "Put back the backup of", "Quit"]),
        (None, True, ["Take out what can still be read", "Quit"]),
        (copy_of(3), False, ["Put back the backup of", "Quit"]),
    ],
)
def test_only_ways_out_that_there_are_are_offered(
    qtbot: QtBot, newest: Copy | None, salvageable: bool, offered: list[str]
) -> None:
    dialog = RescueDialog("It is damaged.", newest, salvageable=salvageable)
    qtbot.addWidget(dialog)
    buttons = dialog.findChildren(QPushButton)
    assert len(buttons) == len(offered)
    assert all(button.text().startswith(text) for button, text in zip(buttons, offered, strict=True))
    assert dialog.way_out is WayOut.QUIT
    buttons[0].click()
    assert dialog.way_out is (WayOut.SALVAGE if salvageable else WayOut.PUT_BACK)
