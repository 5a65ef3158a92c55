"""Chats that leave as files and come in from them: a preview first, nothing overwritten, stopped between two chats."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_client.chat.conversation import MessageState
from desktop_client.chat.transfer import Form, PortableConversation, PortableMessage, TransferError
from desktop_client.inference.engine import Role
from desktop_client.ui import theme
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.stylesheet import stylesheet
from desktop_client.ui.theme import Scheme
from desktop_client.ui.transfer.controller import TransferController
from desktop_client.ui.transfer.desk import Incoming, Preview
from desktop_client.ui.transfer.dialogs import file_name, form_of, free_files
from desktop_client.ui.transfer.import_dialog import ImportDialog
from desktop_client.wording import say

THEN = datetime(2026, 11, 26, 12, tzinfo=UTC)


def talk(title: str) -> PortableConversation:
    message = PortableMessage(None, Role.USER, "茶?", MessageState.COMPLETE, THEN, None, "")
    return PortableConversation("sidelight-conversation", 1, title, THEN, THEN, 0, (message,))


PREVIEW = Preview("Jan", (Incoming(talk("one"), False), Incoming(talk("two"), True), Incoming(talk("three"), False)), 4)


class Desk:
    def __init__(self) -> None:
        self.preview: Preview | Exception = PREVIEW
        self.taken: list[str] = []
        self.fails_at: str | None = None
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def look(self, path: Path) -> Preview:
        if isinstance(self.preview, Exception):
            raise self.preview
        return self.preview

    def take(self, conversation: PortableConversation) -> None:
        if conversation.title == self.fails_at:
            raise TransferError(say("The disk is full, so this was not saved."))
        self.taken.append(conversation.title)
        self.may_go_on.wait(10)

    def content(self, conversation_id: int, form: Form) -> bytes:
        return f"{conversation_id} as {form.value} 茶".encode()


class Files:
    """What the user chooses."""

    def __init__(self, path: Path) -> None:
        self.path: Path | None = path
        self.form = Form.MARKDOWN

    def which_file(self) -> Path | None:
        return self.path

    which_folder = which_file

    def where_to(self, title: str) -> tuple[Path, Form] | None:
        return (self.path, self.form) if self.path else None

    def where_to_put(self, titles: Sequence[str], form: Form) -> list[Path] | None:
        return free_files(self.path.parent, titles, form) if self.path else None


class Stage:
    def __init__(self, window: QWidget, bridge: Bridge, path: Path, qtbot: QtBot) -> None:
        self.desk, self.files, self.wait = Desk(), Files(path), qtbot.waitUntil
        self.controller = TransferController(self.desk, self.files, bridge, window)
        self.told: list[str] = []
        self.failed: list[Exception] = []
        self.imported = 0
        self.controller.told.connect(self.told.append)
        self.controller.failed.connect(self.failed.append)
        self.controller.imported.connect(self._count)

    def _count(self) -> None:
        self.imported += 1


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    window = QWidget()
    qtbot.addWidget(window)
    bridge = Bridge(workers=1)
    yield Stage(window, bridge, tmp_path / "chat.md", qtbot)
    bridge.close()


def opened(stage: Stage, how: Callable[[], None] | None = None) -> None:
    (how or stage.controller.import_file)()
    stage.wait(lambda: stage.controller.dialog is not None)


def test_a_chat_is_written_as_what_was_chosen(stage: Stage) -> None:
    stage.controller.export(7, "Tea")
    stage.wait(lambda: stage.told == [f"Exported to {stage.files.path}."])
    assert stage.files.path is not None
    assert stage.files.path.read_text(encoding="utf-8") == "7 as md 茶"


def test_several_chats_are_written_side_by_side_and_over_nothing(stage: Stage, tmp_path: Path) -> None:
    (tmp_path / "Tea.md").write_text("mine")
    stage.controller.export_all({7: "Tea", 9: "tea", 4: "茶/壶"}, Form.MARKDOWN)
    stage.wait(lambda: stage.told == [f"Exported to {tmp_path}: 3 chats."])
    written = {file.name: file.read_text(encoding="utf-8") for file in tmp_path.iterdir()}
    assert written == {
        "Tea.md": "mine", "Tea 2.md": "7 as md 茶", "tea 3.md": "9 as md 茶", "茶 壶.md": "4 as md 茶",
    }  # fmt: skip


def test_no_folder_chosen_writes_nothing(stage: Stage, tmp_path: Path) -> None:
    stage.files.path = None
    stage.controller.export_all({7: "Tea"}, Form.JSON)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_an_error_in_words(stage: Stage) -> None:
    assert stage.files.path is not None
    stage.files.path = stage.files.path / "below a file that is not there" / "x.md"
    stage.controller.export(7, "Tea")
    stage.wait(lambda: len(stage.failed) == 1)
    assert "could not be written" in str(stage.failed[0])


def test_thinking_better_of_it_does_nothing(stage: Stage) -> None:
    stage.files.path = None
    stage.controller.export(7, "Tea")
    stage.controller.import_file()
    stage.controller.import_folder()
    assert stage.controller.dialog is None
    assert stage.told == []


def test_what_a_file_holds_is_shown_before_any_of_it_is_taken(stage: Stage) -> None:
    opened(stage, stage.controller.import_folder)
    dialog = stage.controller.dialog
    assert dialog is not None
    assert [dialog.list.item(row).text() for row in range(3)] == [
        "one · 1 message",
        "two · 1 message · here already",
        "three · 1 message",
    ]
    assert not dialog.list.item(1).flags() & Qt.ItemFlag.ItemIsEnabled
    assert dialog.left_out.text().startswith("4 pictures")
    assert dialog.import_button.text() == "Import 2"
    dialog.none_button.click()
    assert not dialog.import_button.isEnabled()
    dialog.reject()
    stage.wait(lambda: stage.controller.dialog is None)
    assert stage.desk.taken == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_frame_of_a_box_that_is_not_ticked_can_be_seen(stage: Stage, qapp: QApplication, scheme: Scheme) -> None:
    theme.apply(qapp, scheme)
    try:
        opened(stage)
        dialog = stage.controller.dialog
        assert dialog is not None
        dialog.setStyleSheet(stylesheet(theme.current()))
        dialog.none_button.click()
        dialog.list.setCurrentRow(1)
        picture = dialog.list.viewport().grab().toImage()
        row = dialog.list.visualItemRect(dialog.list.item(0))
        seen = [picture.pixelColor(x, row.center().y()) for x in range(row.left() + 4, row.left() + 24)]
        ground = QColor(theme.current().raised)
        assert max(abs(each.lightness() - ground.lightness()) for each in seen) > 60
    finally:
        theme.apply(qapp, "light")


def test_one_thing_that_is_left_out_is_one(qtbot: QtBot) -> None:
    dialog = ImportDialog(Preview("ChatGPT", (), 1))
    qtbot.addWidget(dialog)
    assert dialog.left_out.text() == "1 picture, file or call of a tool can't be taken and is left out."


def test_only_what_is_ticked_is_taken(stage: Stage) -> None:
    opened(stage)
    dialog = stage.controller.dialog
    assert dialog is not None
    dialog.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    dialog.import_button.click()
    stage.wait(lambda: stage.told == ["Imported: 1 chat."])
    assert stage.desk.taken == ["three"]
    assert stage.imported == 1
    assert stage.controller.dialog is None


def test_stopping_keeps_what_is_in_and_takes_no_more(stage: Stage) -> None:
    stage.desk.may_go_on.clear()
    opened(stage)
    dialog = stage.controller.dialog
    assert dialog is not None
    dialog.import_button.click()
    stage.wait(lambda: stage.desk.taken == ["one"])
    assert dialog.cancel_button.text() == "Stop"
    dialog.cancel_button.click()
    stage.desk.may_go_on.set()
    stage.wait(lambda: stage.told == ["Imported: 1 chat."])
    assert stage.desk.taken == ["one"]


def test_what_came_in_before_a_failure_is_shown_with_the_failure(stage: Stage) -> None:
    stage.desk.fails_at = "three"
    opened(stage)
    assert stage.controller.dialog is not None
    stage.controller.dialog.import_button.click()
    stage.wait(lambda: len(stage.failed) == 1)
    assert stage.desk.taken == ["one"]
    assert stage.imported == 1


def test_a_damaged_file_and_an_empty_one_are_said_to_be_so(stage: Stage) -> None:
    stage.desk.preview = Preview("ChatGPT", (), 0)
    stage.controller.import_file()
    stage.wait(lambda: stage.told == ["This file holds no conversation with any text."])
    stage.desk.preview = TransferError(say("There is no file {file}.", file="x"))
    stage.controller.import_file()
    stage.wait(lambda: len(stage.failed) == 1)
    assert stage.controller.dialog is None


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Which tea? 1/2", "Which tea 1 2.json"),
        ("敏感肌：面膜", "敏感肌 面膜.json"),
        ("../..", "chat.json"),
        ("x" * 99, "x" * 60 + ".json"),
    ],
)
def test_a_title_makes_a_name_that_every_system_takes(title: str, name: str) -> None:
    assert file_name(title) == name


@pytest.mark.parametrize(
    ("name", "chosen", "written"),
    [
        ("a.json", Form.JSON, ("a.json", Form.JSON)),
        ("a.json", Form.HTML, ("a.html", Form.HTML)),
        ("a.md", Form.JSON, ("a.md", Form.MARKDOWN)),
        ("a", Form.MARKDOWN, ("a.md", Form.MARKDOWN)),
        ("a.b", Form.HTML, ("a.b.html", Form.HTML)),
    ],
)
def test_the_ending_says_what_is_written(name: str, chosen: Form, written: tuple[str, Form]) -> None:
    assert form_of(Path(name), chosen) == (Path(written[0]), written[1])


def test_dropped_files_are_shown_one_after_another_also_past_one_that_cannot_be_read(
    stage: Stage, tmp_path: Path
) -> None:
    seen: list[str] = []

    def look(path: Path) -> Preview:
        seen.append(path.name)
        if path.name == "bad":
            raise TransferError(say("The disk is full, so this was not saved."))
        return Preview("Jan", (), 0) if path.name == "empty" else PREVIEW

    stage.desk.look = look  # type: ignore[method-assign]
    opened(stage, lambda: stage.controller.import_dropped([tmp_path / name for name in ("a", "bad", "empty", "b")]))
    assert seen == ["a"], "the others wait"
    first = stage.controller.dialog
    assert first is not None
    first.reject()
    stage.wait(lambda: stage.controller.dialog is not None and stage.controller.dialog is not first)
    assert seen == ["a", "bad", "empty", "b"]
    assert len(stage.failed) == 1
    assert stage.told == ["This file holds no conversation with any text."]
