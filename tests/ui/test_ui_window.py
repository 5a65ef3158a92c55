"""The window as a whole, with a scripted engine behind it: what a user does, and what must be on disk and on screen."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot
from standins.scripted_engine import ScriptedEngine, Step, model

from desktop_client import settings as options
from desktop_client.app import window as wiring
from desktop_client.app.parts import Parts
from desktop_client.chat.conversation import MessageState, branch
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.record import Asked
from desktop_client.inference.engine import EngineCrashedError, ModelFile, ModelInfo
from desktop_client.paths import Profile
from desktop_client.settings import Settings
from desktop_client.ui.link_dialog import LinkDialog
from desktop_client.ui.page_dialog import PageDialog
from desktop_client.ui.panel.view_model import PanelState
from desktop_client.ui.settings.dialog import SettingsDialog
from desktop_client.ui.settings.first_commerce import FirstCommerceDialog
from desktop_client.ui.translation import Interpreter
from desktop_client.wording import Language, say

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
        self.qtbot.waitUntil(what, timeout=20_000)

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


def test_a_question_is_answered_and_both_are_on_disk(desk: OpenDesk) -> None:
    one = desk("透明质酸", "和甘油。")
    one.ask(MASK)
    assert one.shown == [MASK, "透明质酸和甘油。"]
    (stored,) = one.parts.store.conversations.conversations()
    assert stored.title == MASK
    assert [m.text for m in one.parts.store.conversations.messages(stored.id)] == one.shown


def test_reopening_shows_everything(desk: OpenDesk) -> None:
    first = desk()
    first.ask("hello")
    first.window.close()
    first.parts.close()
    again = desk()
    again.window.chat.open(1)
    again.wait(lambda: again.shown == ["hello", "A gentle one."])


def test_regenerate_keeps_the_first_answer_and_the_arrows_lead_back(desk: OpenDesk) -> None:
    one = desk("first")
    one.ask("q")
    one.engine.script = ("second",)
    one.window.view.transcript.regenerate_requested.emit(2)
    one.wait(lambda: one.shown == ["q", "second"] and not one.window.chat.busy)
    last = one.window.view.transcript.entries()[-1]
    assert (last.sibling, last.siblings) == (2, 2)
    one.window.view.transcript.sibling_requested.emit(last.message.id, -1)
    one.wait(lambda: one.shown == ["q", "first"])


def test_editing_a_question_adds_a_version_and_destroys_nothing(desk: OpenDesk) -> None:
    one = desk()
    one.ask("teh question")
    one.window.view.transcript.edit_requested.emit(1)
    assert one.window.view.composer.text() == "teh question"
    one.ask("the question")
    assert one.shown[0] == "the question"
    assert one.window.view.transcript.entries()[0].siblings == 2
    assert {m.text for m in one.parts.store.conversations.messages(1)} >= {"teh question", "the question"}


def test_editing_never_costs_what_is_being_written(desk: OpenDesk) -> None:
    one = desk()
    one.ask("q")
    one.window.view.composer.set_text("half a thought")
    one.window.view.transcript.edit_requested.emit(1)
    assert one.window.view.composer.text() == "half a thought"


def test_stop_keeps_what_was_written(desk: OpenDesk) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def pause() -> None:
        reached.set()
        assert go_on.wait(20)

    one = desk("some ", pause, "more")
    one.type_and_send("q")
    one.wait(reached.is_set)
    one.window.view.composer.stop_requested.emit()
    go_on.set()
    one.wait(lambda: not one.window.chat.busy)
    last = branch(one.parts.store.conversations.messages(1), 2)[-1]
    assert (last.text, last.state) == ("some ", MessageState.STOPPED)


def test_a_crash_of_the_engine_leaves_the_answer_so_far_and_the_next_question_works(desk: OpenDesk) -> None:
    crash = EngineCrashedError(say("The engine ended by itself."))
    one = desk("half an ", crash)
    one.ask("q")
    message = one.window.view.transcript.entries()[-1].message
    assert (message.text, message.state) == ("half an ", MessageState.INTERRUPTED)
    one.engine.script = ("whole",)
    one.ask("again")
    assert one.shown[-1] == "whole"


def test_an_answer_goes_on_in_its_own_chat_while_another_is_open(desk: OpenDesk) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def pause() -> None:
        reached.set()
        assert go_on.wait(20)

    one = desk("first half, ", pause, "second half")
    one.type_and_send("q")
    one.wait(reached.is_set)
    one.window.chat.new_chat()
    assert one.shown == []
    go_on.set()
    one.wait(lambda: not one.window.chat.busy)
    assert one.shown == []
    one.window.chat.open(1)
    one.wait(lambda: one.shown == ["q", "first half, second half"])


def test_throwing_away_can_be_undone(desk: OpenDesk) -> None:
    one = desk()
    one.ask("keep me")
    one.window.view.sidebar.list.trash_requested.emit((1,))
    one.wait(lambda: one.shown == [])
    assert one.parts.store.conversations.conversations() == ()
    button = one.window.view.toast.findChild(QAbstractButton)
    one.wait(button.isVisibleTo(one.window.view.toast).__bool__)
    button.click()
    one.wait(lambda: one.shown == ["keep me", "A gentle one."])


def test_commerce_is_off_until_it_was_explained_and_accepted(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    one = desk()
    accept_first_time(monkeypatch, yes=False)
    one.window.view.header.commerce_toggled.emit(True)
    assert one.parts.settings.get(options.COMMERCE) is False
    assert not one.window.view.panel.isVisible()
    accept_first_time(monkeypatch)
    one.window.view.header.commerce_toggled.emit(True)
    assert one.parts.settings.get(options.COMMERCE) is True
    assert one.window.view.panel.isVisible()


def test_the_panel_shows_offers_and_off_takes_them_away(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    accept_first_time(monkeypatch)
    one = desk()
    one.ask(MASK)
    assert not one.window.view.panel.view.cards, "commerce is off"
    one.window.view.header.commerce_toggled.emit(True)
    one.wait(lambda: len(one.window.view.panel.view.cards) >= 3)
    one.window.view.header.commerce_toggled.emit(False)
    assert not one.window.view.panel.isVisible()
    assert not one.window.view.panel.view.cards


def test_the_panel_opens_only_when_asked_and_stays_closed(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    accept_first_time(monkeypatch)
    one = desk()
    one.window.view.header.commerce_toggled.emit(True)
    one.window.view.panel.close_requested.emit()
    assert not one.window.view.panel.isVisible()
    one.ask(MASK)
    assert not one.window.view.panel.isVisible()
    one.window.close()
    one.parts.close()
    assert not desk().window.view.panel.isVisible()


def test_pins_are_there_after_a_restart(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    accept_first_time(monkeypatch)
    one = desk()
    one.window.view.header.commerce_toggled.emit(True)
    one.ask(MASK)
    one.wait(lambda: len(one.window.view.panel.view.cards) >= 3)
    titles = [card.offer.title for card in one.window.view.panel.view.cards[:2]]
    for card in one.window.view.panel.view.cards[:2]:
        one.window.view.panel.pin_toggled.emit(card.offer, True)
    one.wait(lambda: len(one.parts.store.shortlists.pins()) == 2)
    one.window.close()
    one.parts.close()
    again = desk()
    again.window.view.show_compare()
    again.wait(lambda: len(again.window.view.compare.model.table.columns) == 2)
    assert {column.title for column in again.window.view.compare.model.table.columns} == set(titles)


@pytest.mark.parametrize(("typed", "on"), [("/commerce on", True), ("/commerce off", False)])
def test_the_switch_can_be_typed(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch, typed: str, *, on: bool) -> None:
    accept_first_time(monkeypatch)
    one = desk()
    one.parts.settings.set(options.COMMERCE, value=not on)
    one.type_and_send(typed)
    one.wait(lambda: one.parts.settings.get(options.COMMERCE) is on)
    assert one.parts.store.conversations.conversations() == (), "a command is no message"
    assert one.window.view.composer.text() == ""


def test_all_off_switches_every_source_off(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    accept_first_time(monkeypatch)
    one = desk()
    one.window.view.header.commerce_toggled.emit(True)
    assert one.parts.switches().is_on("shelf")
    one.window.view.all_off_requested.emit()
    assert not any(one.parts.switches().is_on(m.id) for m in one.parts.registry.manifests)
    toast_button(one).click()
    assert one.parts.switches().is_on("shelf"), "one press takes it back"


def tick(one: Desk, words: str) -> None:
    """Press an entry of the menu for this chat."""
    here = one.window.view.panel.header.here
    here.click()
    next(action for action in here.menu_of_sources.actions() if action.text() == words).trigger()
    here.menu_of_sources.hide()


def test_a_chat_can_have_suggestions_off_and_keeps_that(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    accept_first_time(monkeypatch)
    one = desk("One.", "Two.")
    view = one.window.view
    view.header.commerce_toggled.emit(True)
    one.ask(MASK)
    one.wait(lambda: bool(view.panel.list.cards))
    quiet = one.window.chat.open_id
    tick(one, "Suggestions in this chat")
    assert view.panel.view.state is PanelState.OFF_HERE
    assert view.panel.header.here.text() == "This chat: off"
    assert "no suggestions in this chat" in view.header._network.text()
    assert one.parts.settings.get(options.COMMERCE), "elsewhere they stay on"
    assert view.sources.rows["shelf"].row.on, "and so they do on the page of sources"
    one.wait(lambda: one.parts.store.switches_here.of(quiet).everything)
    view.sidebar.new_requested.emit()
    one.wait(lambda: view.panel.header.here.text() == "This chat…")
    one.ask(MASK)
    one.wait(lambda: bool(view.panel.list.cards))
    one.window.chat.open(quiet)
    one.wait(lambda: view.panel.header.here.text() == "This chat: off")
    one.wait(lambda: view.panel.view.state is PanelState.OFF_HERE)
    assert not view.panel.list.cards
    tick(one, "Suggestions in this chat")
    one.wait(lambda: bool(view.panel.list.cards))
    assert not one.window.here.off


def test_a_new_chat_takes_what_is_off_along_when_it_is_stored(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    accept_first_time(monkeypatch)
    one = desk()
    one.window.view.header.commerce_toggled.emit(True)
    tick(one, "This computer")
    assert one.window.view.panel.header.here.text() == "This chat: 1 off"
    assert one.window.view.header._network.text() == "1 off here"
    one.ask(MASK)
    number = one.window.chat.open_id
    one.wait(lambda: one.parts.store.switches_here.of(number).sources == {"shelf"})
    assert not one.window.view.panel.list.cards


def toast_button(one: Desk) -> QPushButton:
    button = one.window.view.toast.findChild(QPushButton)
    assert button is not None
    return button


def test_a_merchant_is_added_taken_out_and_put_back(desk: OpenDesk) -> None:
    one = desk()
    view = one.window.view
    one.window.sources.open()
    view.sources.add.click()
    dialog = one.window.sources.merchants.dialog
    assert dialog is not None
    dialog.address.setText("shop.example")
    dialog.add.click()
    row = view.sources.rows["ucp-shop-example"]
    assert (row.row.on, row.row.removable) == (False, True)
    row.switch.click()
    assert one.parts.switches().is_on("ucp-shop-example")
    assert view.sources.rows["ucp-shop-example"].row.on
    view.sources.rows["ucp-shop-example"].remove.click()
    assert "ucp-shop-example" not in view.sources.rows
    assert not one.parts.switches().is_on("ucp-shop-example")
    toast_button(one).click()
    assert view.sources.rows["ucp-shop-example"].row.on


def pages_shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Titles of the dialogs that are opened from now on."""
    titles: list[str] = []
    monkeypatch.setattr(PageDialog, "exec", lambda dialog: titles.append(dialog.windowTitle()))
    return titles


def test_what_was_sent_is_a_page_and_back_leads_to_the_chat(desk: OpenDesk) -> None:
    one = desk()
    one.parts.store.record.add(Asked("shop", "shop.example", "search", "GET / HTTP/1.1", "a" * 64))
    view = one.window.view
    view.panel.what_was_sent_requested.emit()
    assert view.pages.currentWidget() is view.record
    one.wait(lambda: view.record.model.rowCount() == 1)
    view.record.header.back.click()
    assert view.pages.currentWidget() is not view.record


def test_the_promises_are_one_press_away_in_the_panel(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    one = desk()
    titles = pages_shown(monkeypatch)
    one.window.view.panel.header.promises.click()
    assert titles == ["How Sidelight works"]


def test_the_settings_lead_to_promises_and_record(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    one = desk()
    titles = pages_shown(monkeypatch)
    wanted = iter(("How Sidelight works", "What was sent"))

    def press(dialog: SettingsDialog) -> None:
        dialog.show()
        name = next(wanted)
        next(button for button in dialog.findChildren(QPushButton) if button.text() == name).click()
        assert not dialog.isVisible()

    monkeypatch.setattr(SettingsDialog, "exec", press)
    one.window.view.sidebar.settings_requested.emit()
    one.wait(lambda: titles == ["How Sidelight works"])
    one.window.view.sidebar.settings_requested.emit()
    one.wait(lambda: one.window.view.pages.currentWidget() is one.window.view.record)


def test_without_a_model_the_window_offers_one_and_fetches_nothing_by_itself(desk: OpenDesk) -> None:
    one = desk(has_model=False)
    one.wait(lambda: one.window.view.middle.currentWidget() is one.window.view.first_start)


def named(widget: QWidget) -> bool:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return bool(widget.accessibleName() or text)


def test_everything_that_takes_the_focus_has_a_name(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    accept_first_time(monkeypatch)
    one = desk()
    one.window.view.header.commerce_toggled.emit(True)
    one.ask(MASK)
    one.wait(lambda: len(one.window.view.panel.view.cards) >= 3)
    view = one.window.view
    view.sidebar.set_trash_count(1)
    found: list[QWidget] = []
    for show in (view.show_home, view.show_compare, view.show_sources, view.show_record, view.show_models):
        show()
        found += [w for w in view.findChildren(QWidget) if w.isVisible() and w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(found) > 30
    assert [f"{type(w).__name__} in {type(w.parent()).__name__}" for w in found if not named(w)] == []


def test_tab_goes_round_and_comes_back(desk: OpenDesk) -> None:
    one = desk()
    one.ask("q")
    view = one.window.view
    seen: list[QWidget] = []
    at: QWidget | None = view.sidebar.findChild(QLineEdit)
    for _ in range(1_000):
        assert at is not None
        if at in seen:
            break
        seen.append(at)
        at = at.nextInFocusChain()
    reached = {type(w).__name__ for w in seen}
    assert {"TranscriptView", "Switch", "QListView"} <= reached


def test_the_window_speaks_chinese(desk: OpenDesk, qapp: QApplication) -> None:
    interpreter = Interpreter("zh")
    interpreter.install(qapp)
    try:
        one = desk(language="zh")
        texts = {w.text() for w in one.window.view.findChildren(QAbstractButton) if w.text()}
        assert "＋ 新对话" in texts
        latin = [t for t in texts if t.isascii() and any(c.isalpha() for c in t)]
        assert latin == [], "left in English"
    finally:
        interpreter.remove(qapp)


def test_a_link_of_an_offer_is_opened_through_the_dialog_which_says_what_it_carries(desk: OpenDesk) -> None:
    one = desk(language="zh")
    one.window.view.panel.link_requested.emit("https://shop.example.com/?aff_id=1")
    dialog = one.window.view.findChild(LinkDialog)
    assert dialog is not None
    said = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    assert "这个网站属于 example.com。" in said
    assert "aff_id" in said
    dialog.reject()


def test_what_is_imported_in_the_window_meets_a_price_alert_there_and_then(desk: OpenDesk) -> None:
    one = desk()
    one.parts.settings.set(options.COMMERCE, value=True)
    offer = next(o for o in one.parts.shelf.candidates(ShoppingNeed("面膜", "zh"), 9, threading.Event()) if o.price)
    assert offer.price is not None
    one.parts.store.alerts.watch(offer, offer.price)
    said: list[str] = []
    one.window.shortlists.said.connect(said.append)
    one.window.shelf.feeds.changed.emit()
    one.wait(lambda: bool(said))
    assert said[0].startswith(f"“{offer.title}” costs")
    assert one.parts.store.alerts.alerts()[0].met is not None


def test_the_shelf_is_reached_searched_and_pinned_from_by_keys_alone(desk: OpenDesk) -> None:
    one = desk()
    view = one.window.view
    QTest.keyClick(view, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    page = view.shelf
    one.wait(lambda: page.isVisible() and page.model.rowCount() > 0)
    assert not one.parts.settings.get(options.COMMERCE), "looking through one's own shelf switches nothing on"
    words = page.filters.words
    one.wait(words.hasFocus)
    QTest.keyClicks(words, "cleansing face mask")
    one.wait(lambda: page.told.text().startswith(("Found", "The ")))
    QTest.keyClick(words, Qt.Key.Key_Down)
    chosen = page.current
    assert chosen is not None
    QTest.keyClick(page.list, Qt.Key.Key_Space)
    one.wait(lambda: page.compare.text() == "Compare 1")
    (pin,) = one.parts.store.shortlists.pins()
    assert pin.offer.key == chosen.key
    page.undo_bar.undo.click()
    one.wait(lambda: page.compare.text() == "Compare")
    assert one.parts.store.shortlists.pins() == ()
    QTest.keyClick(page.list, Qt.Key.Key_Space)
    one.wait(lambda: page.compare.text() == "Compare 1")
    QTest.keyClick(view, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    one.wait(lambda: len(view.compare.model.table.columns) == 1)
    assert one.parts.store.record.entries(None, 9) == ()


def test_the_ways_to_the_shelf(desk: OpenDesk) -> None:
    one = desk()
    view = one.window.view
    for way in (view.panel.footer.shelf, view.sources.shelf, view.compare.shelf_button):
        view.show_home()
        way.click()
        assert view.pages.currentWidget() is view.shelf
    view.show_home()
    one.type_and_send("/shelf")
    assert view.pages.currentWidget() is view.shelf
