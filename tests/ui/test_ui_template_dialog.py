"""Asking for a chat template in the window: nothing is preselected, the choice is shown, kept and used at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from inference.tiny_gguf import write_model
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QListWidget
from pytestqt.qtbot import QtBot
from ui.test_ui_models_window import FileEngine, Opened, key_of
from ui.test_ui_models_window import opened as opened

from desktop_client import settings as options
from desktop_client.app import models_page
from desktop_client.inference import failures
from desktop_client.inference.engine import ModelFile, NoTemplateError
from desktop_client.inference.known_templates import by_id
from desktop_client.ui.models.dialogs import Taking
from desktop_client.ui.models.template_dialog import TemplateDialog
from desktop_client.ui.widgets.plain_label import PlainLabel

BARE = "bare.gguf"


@pytest.fixture
def bare(opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file without a template that was added; the window asks."""
    path = write_model(tmp_path / BARE, template=None)
    monkeypatch.setattr(models_page, "ask_taking", lambda *_: Taking.IN_PLACE)
    opened.window.models_page.open()
    opened.view.models.files_dropped.emit([path])
    return path


def asked(opened: Opened) -> TemplateDialog:
    opened.wait(lambda: opened.window.models_page.templates.dialog is not None)
    dialog = opened.window.models_page.templates.dialog
    assert dialog is not None
    return dialog


def shown_words(opened: Opened, key: str) -> str:
    return " | ".join(label.text() for label in opened.view.models.rows[key].findChildren(PlainLabel))


def kept(opened: Opened) -> list[str]:
    return list(opened.parts.settings.get(options.TEMPLATES).values())


def rows(shown: QListWidget) -> list[str]:
    return [shown.item(row).text() for row in range(shown.count())]


def test_a_file_that_is_added_asks_and_answers_once_it_is_told(opened: Opened, bare: Path) -> None:
    dialog = asked(opened)
    assert "bare.gguf carries no chat template" in dialog.about.text()
    assert dialog.list.selectedItems() == [], "nothing is guessed"
    assert not dialog.use.isEnabled()
    assert rows(dialog.list)[0] == "ChatML: Qwen, SmolLM, Yi, Hermes, InternLM\nits marks are tokens of this model"
    assert dialog.list.hasFocus() or dialog.focusWidget() is dialog.list
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    assert "<|im_start|>user\nWhich tea is mild?<|im_end|>" in dialog.example.toPlainText()
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    opened.wait(lambda: opened.parts.settings.get(options.MODEL) == str(bare))
    assert kept(opened) == [by_id("chatml").template]
    opened.wait(lambda: str(bare) in opened.view.models.rows)
    opened.wait(lambda: "eject" in opened.view.models.rows[str(bare)].buttons)
    opened.wait(lambda: "chat template chosen: ChatML" in shown_words(opened, str(bare)))
    assert list(opened.view.models.rows[str(bare)].buttons) == ["eject", "measure", "template", "verify", "forget"]


def test_giving_it_up_changes_nothing_and_the_row_asks_again(opened: Opened, bare: Path) -> None:
    dialog = asked(opened)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    opened.wait(lambda: opened.window.models_page.templates.dialog is None)
    opened.wait(lambda: str(bare) in opened.view.models.rows)
    assert kept(opened) == []
    assert opened.parts.settings.get(options.MODEL) == "one.gguf"
    assert list(opened.view.models.rows[str(bare)].buttons) == ["template", "verify", "forget"]
    opened.view.models.rows[str(bare)].buttons["template"].click()
    asked(opened).reject()


@pytest.mark.usefixtures("bare")
def test_one_of_ones_own_is_shown_before_it_is_used(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = asked(opened)
    dialog.list.setCurrentRow(3)
    own = tmp_path / "chat_template.jinja"
    own.write_bytes(b"\xff")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(own), ""))
    dialog.own.click()
    opened.wait(lambda: "is not the text of a chat template" in dialog.problem.text())
    assert dialog.template == by_id("mistral").template, "what was chosen before stands"
    own.write_text("{{ messages[-1].content }}", encoding="utf-8")
    dialog.own.click()
    opened.wait(lambda: dialog.example.toPlainText() == "{{ messages[-1].content }}")
    assert dialog.list.selectedItems() == []
    assert dialog.own.text() == "From a file: chat_template.jinja"
    assert not dialog.problem.isVisible()
    dialog.use.click()
    opened.wait(lambda: kept(opened) == ["{{ messages[-1].content }}"])


def test_a_model_that_is_asked_for_anywhere_else_leads_to_the_question(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_model(Path(key_of("two.gguf")), template=None)

    def refuse(file: ModelFile) -> None:
        if file.path.name == "two.gguf" and not kept(opened):
            raise NoTemplateError(file, *failures.no_template(file.path.name))

    monkeypatch.setattr(FileEngine, "refuse", staticmethod(refuse))
    opened.window.models_page.use("two")
    opened.wait(lambda: "two.gguf has no chat template" in opened.view.toast.accessibleName())
    assert "one · on this computer" in opened.view.header._model.accessibleName(), "the one before still answers"
    opened.view.toast._acted()
    dialog = asked(opened)
    dialog.list.setCurrentRow(0)
    dialog.use.click()
    opened.wait(lambda: "two · on this computer" in opened.view.header._model.accessibleName())


def test_a_file_that_has_gone_meanwhile_is_said(opened: Opened, qtbot: QtBot) -> None:
    opened.window.models_page.templates.ask(key_of("nowhere.gguf"))
    qtbot.waitUntil(lambda: "nowhere.gguf" in opened.view.toast.accessibleName())
    assert opened.window.models_page.templates.dialog is None
