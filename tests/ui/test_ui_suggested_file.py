"""What is saved is suggested among the user's documents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_client.ui.files.list_exporter import ListFileDialog
from desktop_client.ui.files.suggested_file import suggested_file


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
