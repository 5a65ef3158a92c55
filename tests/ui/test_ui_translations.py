"""The window's Chinese is complete, says the same things, and is compiled."""

from __future__ import annotations

import shutil
import string
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "desktop_client" / "ui" / "translations" / "sidelight_zh_CN.ts"


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


def test_every_text_is_translated() -> None:
    assert [key for key, text in messages(CATALOGUE).items() if not text] == []


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


def test_the_compiled_catalogue_says_what_the_source_says() -> None:
    translator = QTranslator()
    assert translator.load(str(CATALOGUE.with_suffix(".qm")))
    wrong = [key for key, text in messages(CATALOGUE).items() if translator.translate(*key) != text]
    assert wrong == []
