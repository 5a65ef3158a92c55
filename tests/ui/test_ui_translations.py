"""The window's Chinese is complete, says the same things, and is compiled."""

from __future__ import annotations

import re
import shutil
import string
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QTreeView
from pytestqt.qtbot import QtBot

from desktop_client.ui.translation import Interpreter

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "desktop_client" / "ui" / "translations" / "sidelight_zh_CN.ts"
QT_LACKS = CATALOGUE.with_name("qt_lacks_zh_CN.ts")
both = pytest.mark.parametrize("file", [CATALOGUE, QT_LACKS], ids=["ours", "what Qt lacks"])


def messages(file: Path) -> dict[tuple[str, str], str]:
    """(context, source) -> translation; empty where it is unfinished."""
    found = {}
    for context in ElementTree.parse(file).iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            done = translation is not None and translation.get("type") is None
            text = (translation.text or "") if done and translation is not None else ""
            found[(context.findtext("name", ""), message.findtext("source", ""))] = text
    return found


def places(text: str) -> set[str]:
    return {name.partition(":")[0] for _, name, _, _ in string.Formatter().parse(text) if name}


@both
def test_every_text_is_translated(file: Path) -> None:
    assert [key for key, text in messages(file).items() if not text] == []


def test_translations_have_the_same_places() -> None:
    assert [key for key, text in messages(CATALOGUE).items() if places(key[1]) != places(text)] == []


def test_the_catalogue_has_every_text_of_the_window_and_no_other(tmp_path: Path) -> None:
    lupdate = Path(sys.executable).with_name("pyside6-lupdate")
    if not lupdate.exists() and shutil.which("pyside6-lupdate") is None:
        pytest.skip("pyside6-lupdate is not installed")
    sources = sorted(str(p) for room in ("ui", "app") for p in (ROOT / "desktop_client" / room).rglob("*.py"))
    fresh = tmp_path / "fresh.ts"
    words = [str(lupdate), "-silent", "-locations", "none", "-source-language", "en", *sources, "-ts", str(fresh)]
    subprocess.run(words, check=True, capture_output=True, timeout=100)
    assert set(messages(fresh)) == set(messages(CATALOGUE))


@both
def test_the_compiled_catalogue_says_what_the_source_says(file: Path) -> None:
    translator = QTranslator()
    assert translator.load(str(file.with_suffix(".qm")))
    wrong = [key for key, text in messages(file).items() if translator.translate(*key) != text]
    assert wrong == []


def test_qts_own_file_dialog_speaks_chinese_too(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "文件").mkdir()
    interpreter = Interpreter("zh")
    interpreter.install(qapp)
    try:
        dialog = QFileDialog(None, "打开", str(tmp_path))
        qtbot.addWidget(dialog)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setViewMode(QFileDialog.ViewMode.Detail)
        (tree,) = dialog.findChildren(QTreeView)
        files = tree.model()
        qtbot.waitUntil(lambda: files.rowCount(tree.rootIndex()) == 1)
        words = [each.text() for kind in (QLabel, QAbstractButton) for each in dialog.findChildren(kind)]
        words += [str(files.index(0, column, tree.rootIndex()).data()) for column in (0, 1, 2)]
        assert [text for text in words if re.search("[a-z]{2}", text)] == []
        assert "文件夹" in words
    finally:
        interpreter.remove(qapp)
