"""A chat that another model has answered in says so, and leads back to it in one step; nothing is loaded unasked."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from standins.desk import Desk, OneModel, OpenDesk
from standins.scripted_engine import model

from desktop_client.inference.library import InstalledModel

FIRST, OTHER = "ab" * 32, "cd" * 32


class TwoModels(OneModel):
    def __init__(self, *digests: str) -> None:
        super().__init__()
        self._digests = digests
        self.looked_at = threading.Event()

    def installed(self) -> tuple[InstalledModel, ...]:
        self.looked_at.set()
        return tuple(InstalledModel(Path(f"/m/{d[:2]}.gguf"), f"{d[:2]}.gguf", 1, None, d) for d in self._digests)


def change_model(one: Desk, digest: str) -> None:
    """Let another one answer, as the models' page does."""
    info = model()
    one.engine.model = replace(info, file=replace(info.file, sha256=digest, name=f"{digest[:2]}.gguf"))
    one.window.models._loaded(one.engine.model)


def has_line(one: Desk) -> bool:
    return not one.window.view.composer.other_model.isHidden()


@pytest.fixture
def one(desk: OpenDesk) -> Desk:
    made = desk("Three.")
    made.parts.__dict__["library"] = TwoModels(FIRST, OTHER)
    change_model(made, FIRST)
    made.ask("How many?")
    assert not has_line(made)
    return made


def test_it_is_said_and_one_step_leads_back(one: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[str] = []
    monkeypatch.setattr(one.window.models, "use", used.append)
    change_model(one, OTHER)
    one.wait(lambda: has_line(one))
    line = one.window.view.composer.other_model
    assert line._text.text() == "Answered so far by ab."
    assert used == [], "nothing by itself"
    QTest.mouseClick(line._back, Qt.MouseButton.LeftButton)
    assert used == ["/m/ab.gguf"]
    change_model(one, FIRST)
    one.wait(lambda: not has_line(one))


def test_who_switches_back_by_the_keyboard_goes_on_writing(one: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one.window.models, "use", lambda _: None)
    view = one.window.view
    view.activateWindow()
    one.wait(view.isActiveWindow)
    change_model(one, OTHER)
    one.wait(lambda: has_line(one))
    view.composer.other_model._back.setFocus()
    QTest.keyClick(view.composer.other_model._back, Qt.Key.Key_Space)
    change_model(one, FIRST)
    one.wait(lambda: not has_line(one))
    assert view.composer.box.hasFocus()


def test_it_goes_with_the_next_answer_and_with_the_chat(one: Desk) -> None:
    change_model(one, OTHER)
    one.wait(lambda: has_line(one))
    one.window.chat.new_chat()
    assert not has_line(one)
    one.window.chat.open(1)
    one.wait(lambda: has_line(one))
    one.ask("And now?")
    one.wait(lambda: not has_line(one))


def test_a_model_that_is_gone_is_not_offered(one: Desk) -> None:
    library = one.parts.__dict__["library"] = TwoModels(OTHER)
    change_model(one, OTHER)
    one.wait(library.looked_at.is_set)
    one.window.bridge._pool.shutdown(wait=True)
    QApplication.processEvents()
    assert not has_line(one)


def test_what_is_said_of_one_chat_is_not_said_of_the_next(one: Desk) -> None:
    third = "ef" * 32
    one.window.chat.new_chat()
    change_model(one, third)
    one.ask("With a model that is gone since?")
    change_model(one, OTHER)
    one.window.chat.open(1)
    one.wait(lambda: has_line(one))
    one.window.chat.open(2)
    one.wait(lambda: one.window.chat.open_id == 2)
    assert not has_line(one)
