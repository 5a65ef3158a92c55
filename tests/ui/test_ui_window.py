"""The window as a whole, with a scripted engine behind it: what a user does, and what must be on disk and on screen."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from standins.desk import MASK, OpenDesk, accept_first_time

from desktop_client import settings as options
from desktop_client.chat.conversation import MessageState, branch
from desktop_client.commerce.record import Asked
from desktop_client.inference.engine import EngineCrashedError
from desktop_client.ui import theme
from desktop_client.ui.header_bar import HeaderBar
from desktop_client.ui.page_dialog import PageDialog
from desktop_client.ui.settings.dialog import SettingsDialog
from desktop_client.ui.stylesheet import stylesheet
from desktop_client.ui.translation import Interpreter
from desktop_client.wording import say


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


def test_details_say_where_an_answer_came_from(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    one = desk("first")
    one.ask("q")
    told: list[str] = []
    monkeypatch.setattr(one.window.shown, "show_details", told.append)
    question, answer = (entry.message for entry in one.window.view.transcript.entries())
    one.window.view.transcript.details_requested.emit(question.id)
    assert told == [], "a question came from the user"
    one.window.view.transcript.details_requested.emit(answer.id)
    assert len(told) == 1
    assert told[0].startswith("Model: ")


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


def test_undo_brings_back_what_went_and_leaves_the_chat_that_is_read(desk: OpenDesk) -> None:
    one = desk()
    for question in ("one", "two", "read on"):
        one.window.chat.new_chat()
        one.ask(question)
    listed, opened = one.window.chats.list, []
    listed.restored.connect(opened.append)
    one.window.view.sidebar.list.trash_requested.emit((1, 2))
    one.wait(lambda: len(one.parts.store.conversations.conversations()) == 1)
    one.wait(one.window.view.toast.isVisible)
    with one.qtbot.waitSignal(listed.refreshed):
        one.window.view.toast._acted()
    assert len(one.parts.store.conversations.conversations()) == 3
    assert (opened, one.window.chat.open_id, one.shown[0]) == ([], 3, "read on")


def test_a_title_is_cut_anew_where_only_its_letters_have_grown(qtbot: QtBot) -> None:
    header = HeaderBar()
    qtbot.addWidget(header)
    header.resize(900, 40)
    header.show()
    header.set_title("A title that is much longer than its part of the header's width is")
    title = header._title
    font = title.font()
    font.setPointSizeF(font.pointSizeF() * 1.5)
    title.setFont(font)
    assert title.text().endswith("…")
    assert QFontMetrics(font).horizontalAdvance(title.text()) <= title.width()


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


@pytest.mark.parametrize(("width", "scale"), [(1000, 1.0), (1280, 2.0)])
def test_a_long_title_leaves_room_for_where_the_answer_is_made(desk: OpenDesk, width: int, scale: float) -> None:
    one = desk()
    view = one.window.view
    one.parts.settings.set(options.TEXT_SCALE, scale)
    view.resize(width, 800)
    view.header.set_title("一个标题非常非常长的对话，用来看看省略号是否正确，还有更多字")
    view.header.set_model("Qwen2.5-Coder-1.5B-Instruct Q4_K_M · on this computer · context 57 / 8,192")
    one.wait(lambda: view.width() == width and "…" in view.header._title.text())
    assert view.header._model.text().endswith(" · on this computer · context 57 / 8,192")
    assert len(view.header._title.text()) > 5


MODEL = "Qwen2.5-Coder-1.5B-Instruct Q4_K_M · on this computer · context 2,072 / 8,192"


@pytest.mark.parametrize("panel_open", [True, False])
@pytest.mark.parametrize("width", [720, 800, 900, 1000, 1280])
@pytest.mark.parametrize("network", ["", "network: 127.0.0.1:8791 (your search only)"])
def test_what_gives_way_in_a_short_header(qtbot: QtBot, width: int, network: str, panel_open: bool) -> None:
    """The model's name, then the title down to a few letters, then the context, as a whole; what leaves this computer
    last of all.
    """
    title = "headphones up to 90 dollars, without a wire"
    header = HeaderBar()
    header.setStyleSheet(stylesheet(theme.current()))
    qtbot.addWidget(header)
    header.resize(width, 40)
    header.set_title(title)
    header.set_model(MODEL)
    header.set_network(network)
    header.set_commerce(on=True, panel_open=panel_open)
    header.show()
    qtbot.waitExposed(header)
    name, where, context = MODEL.split(" · ")
    shown = header._model.text().split(" · ")
    assert header._network.text() == (network or "no network")
    assert context == shown[-1] or not any("context" in part for part in shown), "half a number says nothing"
    if shown[0][:3] == name[:3] and header._title.text() != title:
        assert header._title.width() == int(width * 0.3), "the title gave way before the model's name"
    if width >= 900:
        assert where in shown
        assert len(header._title.text()) > 5
    for button in (header._model, header._network):
        assert header.rect().contains(button.geometry())
        assert button.fontMetrics().horizontalAdvance(button.text()) <= max(button.width() - 32, 0)


def test_the_host_that_the_chat_goes_to_is_named_before_the_platforms(qtbot: QtBot) -> None:
    header = HeaderBar()
    header.setStyleSheet(stylesheet(theme.current()))
    qtbot.addWidget(header)
    header.resize(900, 40)
    header.set_title("headphones up to 90 dollars, without a wire")
    header.set_model("llama · answers come from my-llm.example.org, not from this computer")
    header.set_commerce(on=True, panel_open=True)
    header.set_network("network: Taobao, JD, Etsy, eBay, Walmart, Best Buy, Pinduoduo (your search only)")
    header.set_server("my-llm.example.org")
    header.show()
    qtbot.waitExposed(header)
    assert header._network.text().startswith("chat → my-llm.example.org · network: Taobao, JD")
    assert header._network.text().endswith("…")


def test_a_file_dropped_anywhere_on_the_chat_goes_with_the_message(desk: OpenDesk, tmp_path: Path) -> None:
    one = desk()
    (tmp_path / "notes.md").write_text("# Notes")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "notes.md"))])
    how = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for event in (QDragEnterEvent(QPoint(9, 9), *how), QDropEvent(QPointF(9, 9), *how)):
        QApplication.sendEvent(one.window.view.transcript.viewport(), event)
        assert event.isAccepted()
    one.wait(lambda: "Notes" in one.window.view.composer.text())


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


@pytest.mark.parametrize("name", ["127.0.0.1:8791", "A shop of a long name", "<b>bold</b> & sons"])
def test_what_leaves_is_never_cut_off_in_the_header_without_saying_so(qtbot, name: str) -> None:
    header = HeaderBar()
    qtbot.addWidget(header)
    font = header.font()
    font.setPointSizeF(2 * font.pointSizeF())
    header.setFont(font)
    header.resize(900, 50)
    header.set_title("headphones up to 90 dollars, without a wire")
    header.set_model("SmolLM2-135M-Instruct Q4_1 · on this computer · context 72 / 8,192")
    header.set_commerce(on=True, panel_open=True)
    said = f"network: {name} (your search only)"
    header.set_network(said)
    header.show()
    qtbot.waitExposed(header)
    button = header._network
    shown = button.text().replace("&&", "&")
    assert shown == said or (shown.endswith("…") and said.startswith(shown.removesuffix("…")))
    assert shown.startswith("network: 127" if name[0] == "1" else "network: ")
    assert button.fontMetrics().horizontalAdvance(shown) < button.width()
    assert header.rect().contains(button.geometry())
    assert not button.geometry().intersects(header._caption.geometry())
    assert "<b>" not in button.toolTip()
    assert button.accessibleName() == f"On the network: {said}"
    header.set_network("")
    assert header._network.text() == "no network"
