"""*Ask the model about this shortlist* in the whole window: the model gets what was shown, the panel gets nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from standins.offers import make_offer
from standins.scripted_engine import ScriptedEngine, model

from desktop_client import settings as options
from desktop_client.app import window as wiring
from desktop_client.app.parts import Parts
from desktop_client.chat.turn import SYSTEM_PROMPT
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.inference.engine import ModelFile, ModelInfo, Role
from desktop_client.paths import Profile
from desktop_client.settings import Settings
from desktop_client.ui.compare.ask_dialog import AskDialog
from desktop_client.ui.translation import Interpreter

FACE = "面膜 5片"


class Engine(ScriptedEngine):
    def load(self, file: ModelFile, progress: Callable[[float], None] | None = None) -> ModelInfo:
        assert self.model is not None
        return self.model


class Library:
    def preferred(self) -> ModelFile:
        return model().file


@dataclass
class Desk:
    window: wiring.Window
    parts: Parts
    engine: Engine
    qtbot: QtBot
    considered: list[str]

    def wait(self, what: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(what)

    def dialog(self) -> AskDialog:
        self.window.view.show_compare()
        self.wait(self.window.view.compare.ask_button.isEnabled)
        self.window.view.compare.ask_button.click()
        self.wait(lambda: bool(self.window.view.findChildren(AskDialog)))
        return self.window.view.findChildren(AskDialog)[-1]

    def ask(self, more: str = "") -> str:
        """Ask about the shortlist with a word of one's own, and wait for the answer; returns what was shown."""
        dialog = self.dialog()
        dialog.text.appendPlainText(more)
        text = dialog.text.toPlainText()
        before = len(self.engine.requests)
        dialog.ask.click()
        self.wait(lambda: len(self.engine.requests) == before + 1 and not self.window.chat.busy)
        return text


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    profile, font = Profile(tmp_path / "profile"), qapp.font()
    settings = Settings(profile.settings)
    for option in (options.COMMERCE, options.COMMERCE_EXPLAINED, options.PANEL_OPEN):
        settings.set(option, value=True)
    engine = Engine("Take the first.")
    parts = Parts(profile, settings, make_engine=lambda: engine)
    parts.__dict__["library"] = Library()
    for number in range(2):
        parts.store.shortlists.pin(make_offer(str(number), f"{FACE} {number}"), ShoppingNeed("面膜", "zh"))
    parts.store.shortlists.pin(replace(make_offer("c", "CANARY"), source_id="ebay"), None)
    window = wiring.Window(parts, Interpreter("en"), qapp)
    qtbot.addWidget(window.view)
    window.start()
    made = Desk(window, parts, engine, qtbot, [])
    made.wait(window.engine_ready.is_set)
    consider = window.commerce.suggestions.consider

    def noted(sentence: str, **how: bool) -> None:
        made.considered.append(sentence)
        consider(sentence, **how)

    monkeypatch.setattr(window.commerce.suggestions, "consider", noted)
    yield made
    window.close()
    parts.close()
    qapp.setFont(font)


def test_the_request_is_what_was_shown_and_nothing_else(desk: Desk) -> None:
    shown = desk.ask("I like oats.")
    (request,) = desk.engine.requests
    assert [(m.role, m.content) for m in request.messages] == [(Role.SYSTEM, SYSTEM_PROMPT), (Role.USER, shown)]
    assert FACE in shown
    assert shown.endswith("I like oats.")
    assert "CANARY" not in shown


def test_the_dialog_says_what_was_left_out_and_asks_nothing_by_itself(desk: Desk) -> None:
    dialog = desk.dialog()
    assert dialog.left_out.text() == "eBay: 1 left out, its terms don't allow it"
    dialog.reject()
    desk.qtbot.wait(50)
    assert desk.engine.requests == []
    assert desk.parts.store.conversations.conversations() == ()


def test_an_empty_text_cannot_be_asked(desk: Desk) -> None:
    dialog = desk.dialog()
    dialog.text.setPlainText("  \n")
    assert not dialog.ask.isEnabled()


def test_the_conversation_is_its_own_labelled_and_the_panel_is_not_asked(desk: Desk) -> None:
    desk.window.view.composer.set_text("half a thought")
    desk.ask()
    (stored,) = desk.parts.store.conversations.conversations()
    assert stored.title == "Shortlist: Shortlist"
    assert desk.parts.store.apart.is_apart(stored.id)
    assert desk.window.view.composer.text() == "half a thought", "what was being written is still there"
    assert desk.considered == []
    desk.wait(lambda: "about your shortlist" in desk.window.view.panel.page.body.text())


def test_neither_what_is_said_later_nor_reopening_nor_suggesting_by_hand_reaches_the_panel(desk: Desk) -> None:
    desk.ask()
    (stored,) = desk.parts.store.conversations.conversations()
    desk.window._submitted("敏感肌适合用什么样的面膜")
    desk.wait(lambda: len(desk.engine.requests) == 2 and not desk.window.chat.busy)
    desk.window.chat.new_chat()
    desk.window.chat.open(stored.id)
    desk.wait(lambda: desk.window.chat.open_id == stored.id)
    question = desk.parts.store.conversations.messages(stored.id)[0]
    said: list[str] = []
    desk.window.view.toast.show_message = lambda text, *_, **__: said.append(text)
    desk.window._suggest_for(question.id)
    desk.wait(lambda: bool(said))
    assert "about your shortlist" in said[0]
    assert "about your shortlist" in desk.window.view.panel.page.body.text()
    assert desk.considered == []
    desk.window.chat.new_chat()
    assert "about your shortlist" not in desk.window.view.panel.page.body.text()


def test_a_fork_of_it_stands_apart_as_well(desk: Desk) -> None:
    desk.ask()
    (stored,) = desk.parts.store.conversations.conversations()
    answer = desk.parts.store.conversations.messages(stored.id)[-1]
    fork = desk.parts.store.branches.fork(answer.id)
    assert desk.parts.store.apart.is_apart(fork.id)
    desk.window.chat.open(fork.id)
    desk.wait(lambda: desk.window.chat.open_id == fork.id)
    desk.qtbot.wait(50)
    assert desk.considered == []


def test_other_chats_hear_nothing_of_it_and_are_asked_about_as_ever(desk: Desk) -> None:
    desk.ask()
    desk.window.chat.new_chat()
    desk.window._submitted("敏感肌适合用什么样的面膜")
    desk.wait(lambda: len(desk.engine.requests) == 2 and not desk.window.chat.busy)
    assert [m.content for m in desk.engine.requests[1].messages][1:] == ["敏感肌适合用什么样的面膜"]
    desk.wait(lambda: desk.considered == ["敏感肌适合用什么样的面膜"])
