"""Feeds in the window where two things happen at once, or one goes wrong: nothing is lost, and it can be closed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from standins.feed_dialog import Desk, imported, opened, write
from standins.feed_dialog import desk as desk
from standins.feed_dialog import store as store

from desktop_client.commerce.feeds.feed import FeedRefusedError
from desktop_client.commerce.feeds.intake import FeedBusyError, Preview
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.feeds.controller import FeedsController
from desktop_client.ui.translation import Interpreter
from desktop_client.wording import say


@pytest.fixture
def controller(qtbot, desk: Desk) -> Iterator[FeedsController]:
    window, bridge = QWidget(), Bridge(workers=3)
    qtbot.addWidget(window)
    window.show()
    yield FeedsController(desk, bridge, Interpreter("en"), window, which_files=tuple)
    bridge.close()


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    a, b, c = (write(tmp_path / f"{name}.tsv", [("1", f"Kettle {name}")]) for name in "abc")
    return a, b, c


class Held:
    """Holds up imports until they may go on."""

    def __init__(self, desk: Desk) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()
        desk.on_take = self._hold

    def _hold(self, _: threading.Event) -> None:
        self.begun.set()
        assert self.go_on.wait(20)


def breaks(_: threading.Event) -> None:
    raise FeedRefusedError(say("The file is damaged."))


@pytest.mark.parametrize("ending", ["tsv", "csv", "xml", "json", "jsonl", "jsonld", "html", "gz", "zip"])
def test_files_of_every_kind_that_is_read_can_be_chosen(qtbot, desk, monkeypatch, tmp_path: Path, ending: str) -> None:
    kinds: list[str] = []

    def ask(*args: str) -> tuple[list[str], str]:
        kinds.append(args[3])
        return [], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", ask)
    window, bridge = QWidget(), Bridge(workers=1)
    qtbot.addWidget(window)
    controller = FeedsController(desk, bridge, Interpreter("en"), window)
    controller.open()
    assert controller.dialog is not None
    controller.dialog.file_requested.emit()
    bridge.close()
    assert f"*.{ending} " in kinds[0].split(";;")[0].replace(")", " ")


def test_a_feed_that_can_not_be_imported_leaves_a_dialog_that_can_be_closed(qtbot, controller, desk, files) -> None:
    dialog = opened(qtbot, controller, files[0])
    desk.on_take = breaks
    with qtbot.waitSignal(controller.changed):
        dialog.import_button.click()
    qtbot.waitUntil(dialog.said.isVisible)
    assert "The file is damaged." in dialog.said.text()
    assert not dialog.running
    dialog.reject()
    assert controller.dialog is None


def test_a_feed_that_can_not_be_imported_holds_up_none_that_waits(qtbot, controller, desk, files) -> None:
    dialog = opened(qtbot, controller, *files[:2])
    desk.on_take = breaks
    dialog.import_button.click()
    qtbot.waitUntil(lambda: dialog.title.text() == "b.tsv")
    assert "The file is damaged." in dialog.about.text()


def test_a_last_file_that_is_no_feed_ends_it_with_what_came_of_those_before(
    qtbot, controller, files, tmp_path: Path
) -> None:
    bad = tmp_path / "diary.txt"
    bad.write_text("Dear diary", encoding="utf-8")
    dialog = opened(qtbot, controller, files[0], bad)
    dialog.import_button.click()
    qtbot.waitUntil(dialog.said.isVisible)
    first, second = dialog.said.text().splitlines()[:2]
    assert first == "a.tsv: 1 new, 0 updated, 0 not readable."
    assert "diary.txt is in none of the feed formats" in second
    dialog.reject()
    assert controller.dialog is None


@pytest.mark.parametrize("by", ["dialog", "window"])
def test_what_is_dropped_during_an_import_waits_until_it_is_done(qtbot, controller, desk, files, by: str) -> None:
    held = Held(desk)
    dialog = opened(qtbot, controller, files[0])
    dialog.import_button.click()
    qtbot.waitUntil(held.begun.is_set)
    if by == "dialog":
        dialog._dropped(files[1:])
    else:
        controller.open(files[1:])
    assert dialog.stop_button.isVisible()
    assert "After this one: b.tsv, c.tsv." in dialog.about.text()
    held.go_on.set()
    qtbot.waitUntil(lambda: dialog.title.text() == "b.tsv" and dialog.import_button.isVisible())
    imported(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog.title.text() == "c.tsv" and dialog.import_button.isVisible())


def test_more_that_is_dropped_comes_before_what_waits_and_loses_none_of_it(qtbot, controller, files) -> None:
    dialog = opened(qtbot, controller, *files[:2])
    controller.open(files[2:])
    qtbot.waitUntil(lambda: dialog.title.text() == "c.tsv")
    assert "After this one: a.tsv, b.tsv." in dialog.about.text()
    controller.open(files[:1])
    qtbot.waitUntil(lambda: dialog.title.text() == "a.tsv")
    assert "After this one: c.tsv, b.tsv." in dialog.about.text(), "each once"


def test_a_file_that_is_being_looked_at_does_not_come_over_an_import(
    qtbot, controller, desk, files, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(desk)
    dialog = opened(qtbot, controller, files[0])
    look, looking, look_on = desk.look_at, threading.Event(), threading.Event()

    def slow(path: Path, currency: str | None = None) -> Preview:
        looking.set()
        assert look_on.wait(20)
        return look(path, currency)

    monkeypatch.setattr(desk, "look_at", slow)
    controller.open((files[1],))
    qtbot.waitUntil(looking.is_set)
    dialog.import_button.click()
    qtbot.waitUntil(held.begun.is_set)
    look_on.set()
    qtbot.wait(50)
    QApplication.processEvents()
    assert dialog.running
    assert dialog.title.text() == "a.tsv"
    held.go_on.set()
    qtbot.waitUntil(lambda: dialog.title.text() == "b.tsv" and not dialog.running)
    assert "After this one" not in dialog.about.text(), "what was imported is not shown again"


def test_what_was_done_before_does_not_turn_the_page_of_an_import(
    qtbot, controller, desk, files, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(qtbot, controller, files[0])
    imported(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog.feeds.count() == 1)
    remove, removing, remove_on = desk.remove, threading.Event(), threading.Event()

    def slow(name: str) -> int:
        removing.set()
        assert remove_on.wait(20)
        return remove(name)

    monkeypatch.setattr(desk, "remove", slow)
    dialog.remove_button.click()
    qtbot.waitUntil(removing.is_set)
    held = Held(desk)
    controller.open((files[1],))
    qtbot.waitUntil(dialog.import_button.isVisible)
    dialog.import_button.click()
    qtbot.waitUntil(held.begun.is_set)
    with qtbot.waitSignal(controller.changed):
        remove_on.set()
    assert dialog.stop_button.isVisible()
    held.go_on.set()
    qtbot.waitUntil(lambda: not dialog.running)
    assert [feed.name for feed in desk.feeds()] == ["b.tsv"]


def test_a_feed_is_neither_taken_off_nor_imported_twice_while_it_is_being_imported(desk, store, files) -> None:
    seen = desk.look_at(files[0])
    refused: list[str] = []

    def meanwhile(read: int, size: int) -> None:
        for act in (lambda: desk.remove("a.tsv"), lambda: desk.intake.take(seen, None, threading.Event())):
            with pytest.raises(FeedBusyError, match="being imported") as error:
                act()
            refused.append(str(error.value))

    desk.intake.take(seen, meanwhile, threading.Event())
    assert refused
    assert store.shelf.stats().offers == 1
    assert desk.remove("a.tsv") == 1, "and afterwards it is free again"
