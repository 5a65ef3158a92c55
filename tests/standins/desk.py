"""A desk: the open window with a scripted engine behind it, and what a test does there as its user would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QPlainTextEdit,
    QTextEdit,
)
from pytestqt.qtbot import QtBot
from standins.scripted_engine import ScriptedEngine, Step, model

from desktop_client.app import window as wiring
from desktop_client.app.parts import Parts
from desktop_client.inference.engine import ModelFile, ModelInfo
from desktop_client.paths import Profile
from desktop_client.settings import Settings
from desktop_client.ui.sources.first_commerce import FirstCommerceDialog
from desktop_client.ui.translation import Interpreter
from desktop_client.wording import Language

MASK = "敏感肌适合用什么样的面膜"


class LoadedEngine(ScriptedEngine):
    def load(self, file: ModelFile, progress: Callable[[float], None] | None = None) -> ModelInfo:
        assert self.model is not None
        return self.model


@dataclass
class OneModel:
    """A library in which the scripted model lies."""

    found: ModelFile | None = field(default_factory=lambda: model().file)

    def preferred(self) -> ModelFile | None:
        return self.found


@dataclass
class Desk:
    """An open window and what tests reach for."""

    window: wiring.Window
    parts: Parts
    engine: LoadedEngine
    qtbot: QtBot

    def type_and_send(self, text: str) -> None:
        box = self.window.view.composer.findChild(QPlainTextEdit) or self.window.view.composer.findChild(QTextEdit)
        self.window.view.composer.set_text(text)
        QTest.keyClick(box, Qt.Key.Key_Return)

    def wait(self, what: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(what)

    def ask(self, text: str) -> None:
        self.type_and_send(text)
        self.wait(lambda: self.window.view.composer.text() == "" and not self.window.chat.busy)

    @property
    def shown(self) -> list[str]:
        return [entry.message.text for entry in self.window.view.transcript.entries()]


OpenDesk = Callable[..., Desk]


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[OpenDesk]:
    opened: list[Desk] = []
    font = qapp.font()

    def open_desk(
        *script: Step,
        folder: str = "profile",
        language: Language = "en",
        has_model: bool = True,
        whole: bool = True,
    ) -> Desk:
        profile = Profile(tmp_path / folder)
        settings = Settings(profile.settings)
        engine = LoadedEngine(*(script or ("A gentle one.",)))
        parts = Parts(profile, settings, make_engine=lambda: engine)
        parts.__dict__["library"] = OneModel() if has_model else OneModel(None)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        window = wiring.Window(parts, Interpreter(language), app)
        qtbot.addWidget(window.view)
        with qtbot.waitSignal(window.later.done) if whole else nullcontext():
            window.start()
        qtbot.waitExposed(window.view)
        made = Desk(window, parts, engine, qtbot)
        opened.append(made)
        if has_model:
            made.wait(window.engine_ready.is_set)
        return made

    yield open_desk
    for made in opened:
        made.window.close()
        made.parts.close()
    qapp.setFont(font)


def accept_first_time(monkeypatch: pytest.MonkeyPatch, *, yes: bool = True) -> None:
    code = FirstCommerceDialog.DialogCode
    monkeypatch.setattr(FirstCommerceDialog, "exec", lambda _: code.Accepted if yes else code.Rejected)
