"""The window before its rest is there: what follows is prepared apart, made piece by piece, or on the spot."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot
from standins.desk import MASK, OpenDesk, accept_first_time

from desktop_client.errors import SidelightError
from desktop_client.store.conversations import Conversations
from desktop_client.ui import later
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.later import Later
from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.wording import say


@pytest.fixture
def bridge(qapp: object) -> Iterator[Bridge]:
    made = Bridge()
    yield made
    made.close()


Following = Callable[..., Later]


@pytest.fixture
def following(qtbot: QtBot, bridge: Bridge) -> Following:
    """Makes what follows, from how it is prepared and its parts."""
    window = PlainLabel("window")
    qtbot.addWidget(window)

    def failed(error: Exception) -> None:
        raise error

    return lambda prepare, *parts: Later(prepare, parts, bridge, failed, window)


def test_it_is_prepared_in_another_thread_and_made_in_this_one_in_order(qtbot: QtBot, following: Following) -> None:
    seen: list[tuple[str, bool]] = []

    def note(what: str) -> None:
        seen.append((what, threading.current_thread() is threading.main_thread()))

    follows = following(lambda: note("prepared"), lambda: note("panel"), lambda: note("page"))
    with qtbot.waitSignal(follows.done):
        follows.start()
        assert seen == []
    assert seen == [("prepared", False), ("panel", True), ("page", True)]


def test_one_part_is_made_in_a_turn_of_the_event_loop(qtbot: QtBot, bridge: Bridge, following: Following) -> None:
    turns: list[str] = []
    parts = [lambda name=name: (turns.append(name), bridge.post(lambda: turns.append("a key"))) for name in "ab"]
    follows = following(lambda: None, *parts)
    with qtbot.waitSignal(follows.done):
        follows.start()
    assert turns == ["a", "a key", "b", "a key"]


def test_what_cannot_be_prepared_is_said_and_its_parts_are_made_all_the_same(qtbot: QtBot, bridge: Bridge) -> None:
    window = PlainLabel("window")
    qtbot.addWidget(window)
    said: list[str] = []
    made: list[str] = []

    def broken() -> None:
        raise OSError("no such file")

    follows = Later(broken, (lambda: made.append("panel"),), bridge, lambda error: said.append(str(error)), window)
    with qtbot.waitSignal(follows.done):
        follows.start()
    assert (said, made) == (["no such file"], ["panel"])


def test_the_rest_of_a_window_comes_also_where_its_chats_cannot_be_listed(
    desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(_: object) -> None:
        raise SidelightError(say("The chats can't be read."))

    monkeypatch.setattr(Conversations, "conversations", damaged)
    one = desk()
    one.wait(lambda: "commerce" in vars(one.window))
    assert one.window.view.toast.accessibleName() == "The chats can't be read."


def test_a_window_that_is_closed_makes_nothing_more(qtbot: QtBot, following: Following) -> None:
    made: list[str] = []
    follows = following(lambda: None, lambda: (made.append("a"), follows.stop()), lambda: made.append("b"))
    follows.start()
    qtbot.waitUntil(lambda: made == ["a"])
    qtbot.wait(20)
    assert made == ["a"]


@pytest.fixture
def never(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest does not follow by itself."""
    monkeypatch.setattr(later, "AFTER_MS", 10**6)


def test_a_page_that_is_asked_for_before_is_made_on_the_spot(desk: OpenDesk, never: None) -> None:
    view = desk(whole=False).window.view
    assert "shelf" not in vars(view)
    view.shelf_requested.emit()
    assert view.pages.currentWidget() is view.shelf
    view.models_requested.emit()
    assert view.pages.currentWidget() is view.models
    view.sources_requested.emit()
    assert view.pages.currentWidget() is view.sources
    assert view.sources.rows, "its controller has filled it"


def test_a_question_that_is_asked_before_has_its_suggestions(
    desk: OpenDesk, never: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept_first_time(monkeypatch)
    one = desk(whole=False)
    one.window.view.header.commerce_toggled.emit(True)
    assert one.window.view.panel_is_open
    assert "panel" not in vars(one.window.view), "its place alone"
    one.ask(MASK)
    one.wait(lambda: one.window.commerce.suggestions.list.listed is not None)
    assert one.window.view.panel.isVisible()
