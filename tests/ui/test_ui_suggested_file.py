"""What is saved is suggested among the user's documents, and replaces nothing unasked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from desktop_client.ui.files.list_exporter import ListFileDialog
from desktop_client.ui.files.suggested_file import suggested_file
from desktop_client.ui.transfer.dialogs import TransferDialogs


def documents(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _: str(folder))


def test_it_lies_among_the_documents_where_there_is_a_folder_for_them(monkeypatch, tmp_path: Path) -> None:
    documents(monkeypatch, tmp_path)
    assert suggested_file("list.json") == str(tmp_path / "list.json")
    documents(monkeypatch, tmp_path / "missing")
    assert suggested_file("list.json") == "list.json"


def test_an_export_begins_there(qtbot, monkeypatch, tmp_path: Path) -> None:
    documents(monkeypatch, tmp_path)
    asked: list[str] = []

    def ask(_parent: QWidget, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        asked.append(start)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    window = QWidget()
    qtbot.addWidget(window)
    dialog: Callable[[], Path | None] = ListFileDialog(window, suggested="sidelight-comparison")
    assert dialog() is None
    assert asked == [str(tmp_path / "sidelight-comparison.json")]


@pytest.mark.parametrize(("typed", "kind", "written"), [("list.json", 1, "list.csv"), ("list", 0, "list.json")])
@pytest.mark.parametrize("replaces", [True, False])
def test_a_file_that_the_dialog_did_not_ask_about_is_not_replaced_unasked(
    qtbot, monkeypatch, tmp_path: Path, typed: str, kind: int, written: str, replaces: bool
) -> None:
    """The dialog asks about what was typed; the kind that is chosen gives it another ending."""
    (tmp_path / written).write_text("of yesterday", encoding="utf-8")
    window = QWidget()
    qtbot.addWidget(window)
    said: list[str] = []

    def choose(_parent: QWidget, _title: str, _start: str, kinds: str) -> tuple[str, str]:
        return str(tmp_path / typed), kinds.split(";;")[kind]

    def answer(box: QMessageBox) -> None:
        said.append(box.text())
        assert box.defaultButton().text() == "Keep it"
        next(each for each in box.buttons() if (each.text() == "Replace it") is replaces).click()

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    monkeypatch.setattr(QMessageBox, "exec", answer)
    assert ListFileDialog(window)() == (tmp_path / written if replaces else None)
    assert said == [f"{written} is there already."]


def test_a_chat_replaces_no_file_unasked_either(qtbot, monkeypatch, tmp_path: Path) -> None:
    (tmp_path / "chat.md").write_text("of yesterday", encoding="utf-8")
    window = QWidget()
    qtbot.addWidget(window)
    asked: list[str] = []
    chosen = str(tmp_path / "chat.json")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *given: (chosen, given[3].split(";;")[-1]))
    monkeypatch.setattr(QMessageBox, "exec", lambda box: asked.append(box.text()))
    assert TransferDialogs(window).where_to("chat") is None
    assert asked == ["chat.md is there already."]
    (tmp_path / "chat.md").unlink()
    assert TransferDialogs(window).where_to("chat") is not None
    assert len(asked) == 1
