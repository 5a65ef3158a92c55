"""Feeds in the window: looked at before they are imported, bad rows listed, taken off the shelf and put back."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from standins.feed_dialog import Desk, imported, opened, write
from standins.feed_dialog import desk as desk
from standins.feed_dialog import store as store

from desktop_client.commerce.feeds import batches
from desktop_client.commerce.feeds import intake as intake_module
from desktop_client.commerce.relevance import read_query
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.feeds.controller import FeedsController
from desktop_client.ui.sources.page import SourcesPage
from desktop_client.ui.translation import Interpreter


@pytest.fixture
def controller(qtbot, desk: Desk) -> Iterator[FeedsController]:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    bridge = Bridge(workers=1)
    yield FeedsController(desk, bridge, Interpreter("en"), window, which_files=tuple)
    bridge.close()


def test_a_file_is_shown_for_what_it_is_before_anything_is_imported(qtbot, controller, store, tmp_path) -> None:
    rows = [("1", "Blue kettle"), ("2", ""), ("3", "Red kettle")]
    dialog = opened(qtbot, controller, write(tmp_path / "a.tsv", rows))
    assert dialog.title.text() == "a.tsv"
    assert "Google Merchant feed (table)" in dialog.about.text()
    shown = [dialog.rows.item(row).text().replace("\u00a0", " ") for row in range(2)]
    assert shown == ["Blue kettle · $10.00 + ?", "Red kettle · $10.00 + ?"]
    assert dialog.errors.toPlainText() == "Line 3: The row has no title."
    assert store.shelf.stats().offers == 0
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == "Line 3: The row has no title."


def test_a_file_that_is_looked_at_stays_in_view_when_the_list_of_feeds_is_read_after_it(
    qtbot, desk: Desk, tmp_path, monkeypatch
) -> None:
    window, bridge, may_end = QWidget(), Bridge(workers=2), threading.Event()
    qtbot.addWidget(window)
    window.show()
    feeds = desk.feeds
    monkeypatch.setattr(desk, "feeds", lambda: feeds() if may_end.wait(20) else ())
    controller = FeedsController(desk, bridge, Interpreter("en"), window, which_files=tuple)
    controller.open((write(tmp_path / "a.tsv", [("1", "Blue kettle")]),))
    dialog = controller.dialog
    assert dialog is not None
    qtbot.waitUntil(dialog.import_button.isVisible)
    may_end.set()
    bridge._pool.shutdown(wait=True)
    QApplication.processEvents()
    assert dialog.import_button.isVisible()
    bridge.close()


def test_what_could_not_be_taken_over_of_a_row_is_told_before_and_after(qtbot, controller, tmp_path) -> None:
    path = tmp_path / "a.tsv"
    path.write_bytes("id\ttitle\tprice\n1\tBlue kettle\t10\n2\t\t9 USD\n3\tCafetière\t8 USD\n".encode("cp1252"))
    dialog = opened(qtbot, controller, path)
    unknown = "Line 2: The price “10” names no currency, so it is unknown."
    assert dialog.errors.toPlainText().splitlines() == ["Line 3: The row has no title.", unknown]
    assert dialog.errors_title.text() == "Rows that can't be read: 1 · Not taken over in full: 1"
    imported(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog.title.text() == "a.tsv: 2 new, 0 updated, 1 not readable.")
    as_read = "What isn't UTF-8 was read as Latin-1 (Windows-1252); places: 1."
    assert dialog.errors.toPlainText().splitlines() == ["Line 3: The row has no title.", as_read, unknown]
    assert dialog.errors_title.text() == "Rows that can't be read: 1 · Not taken over in full: 2"


def test_of_several_dropped_files_those_that_wait_are_named_and_follow(qtbot, controller, store, tmp_path) -> None:
    files = [write(tmp_path / f"{name}.tsv", [("1", f"Kettle {name}")]) for name in "abc"]
    dialog = opened(qtbot, controller, *files)
    assert dialog.title.text() == "a.tsv"
    assert dialog.about.text().endswith("After this one: b.tsv, c.tsv.")
    for name in "bc":
        imported(qtbot, dialog)
        qtbot.waitUntil(lambda name=name: dialog.title.text() == f"{name}.tsv")
    assert "After this one" not in dialog.about.text()
    imported(qtbot, dialog)
    qtbot.waitUntil(dialog.said.isVisible)
    assert sorted(feed.name for feed in store.feeds.feeds()) == ["a.tsv", "b.tsv", "c.tsv"]


def test_a_dropped_file_that_is_no_feed_holds_up_none_that_waits(qtbot, controller, tmp_path) -> None:
    bad = tmp_path / "a.tsv"
    bad.write_text("Dear diary", encoding="utf-8")
    controller.open((bad, write(tmp_path / "b.tsv", [("1", "Kettle")])))
    dialog = controller.dialog
    qtbot.waitUntil(lambda: dialog.title.text() == "b.tsv")
    assert "a.tsv is in none of the feed formats" in dialog.about.text()


def test_going_back_from_a_dropped_file_leads_to_the_next_one(qtbot, controller, tmp_path) -> None:
    files = [write(tmp_path / "a.tsv", [("1", "Kettle")]), write(tmp_path / "b.tsv", [("1", "")])]
    dialog = opened(qtbot, controller, *files)
    dialog.back_button.click()
    qtbot.waitUntil(lambda: dialog.title.text() == "b.tsv")
    dialog.back_button.click()
    qtbot.waitUntil(dialog.choose_button.isVisible)


def test_the_currency_that_an_export_does_not_name_can_be_chosen(qtbot, controller, store, tmp_path) -> None:
    path = tmp_path / "shop.csv"
    path.write_text("Handle,Title,Variant SKU,Variant Price\nmug,Mug,M1,9.50\n", encoding="utf-8")
    dialog = opened(qtbot, controller, path)
    assert dialog.currency_row.isVisible()
    assert dialog.currency.currentData() == ""
    assert dialog.currency.accessibleName()
    dialog.currency.setCurrentIndex(dialog.currency.findData("EUR"))
    dialog.currency.activated.emit(dialog.currency.currentIndex())
    assert not dialog.import_button.isEnabled(), "what is shown is not yet what would be imported"
    qtbot.waitUntil(dialog.import_button.isEnabled)
    assert dialog.rows.item(0).text().replace("\u00a0", " ") == "Mug · €9.50 + ?"
    assert (dialog.currency.currentData(), dialog.currency_row.isVisible()) == ("EUR", True)
    assert not dialog.errors.isVisible()
    imported(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog.said.isVisible())
    (mug,) = store.shelf_search.search(read_query("mug"), 5, threading.Event())
    assert str(mug.price) == "9.50 EUR"
    dialog = opened(qtbot, controller, path)
    qtbot.waitUntil(lambda: dialog.title.text() == "shop.csv")
    assert dialog.currency.currentData() == "EUR", "it is remembered"
    dialog.currency.setCurrentIndex(dialog.currency.findData(""))
    dialog.currency.activated.emit(dialog.currency.currentIndex())
    qtbot.waitUntil(dialog.import_button.isEnabled)
    assert (dialog.currency.currentData(), dialog.currency_row.isVisible()) == ("", True)
    imported(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog.errors.isVisible())
    dialog = opened(qtbot, controller, path)
    qtbot.waitUntil(dialog.rows.isVisible)
    assert dialog.currency.currentData() == "", "and so is that it was taken back"
    dialog = opened(qtbot, controller, write(tmp_path / "a.tsv", [("1", "Blue kettle")]))
    qtbot.waitUntil(lambda: dialog.title.text() == "a.tsv")
    assert not dialog.currency_row.isVisible()


def test_a_price_that_names_no_currency_is_shown_as_it_is_written(qtbot, controller, tmp_path) -> None:
    feed = tmp_path / "shop.tsv"
    feed.write_text("id\ttitle\tprice\n1\tMug\t9.50\n2\tBowl\t\n3\tCup\t4.00 EUR\n", encoding="utf-8")
    controller.open((feed,))
    dialog = controller.dialog
    qtbot.waitUntil(lambda: dialog.rows.count() == 3)
    shown = [dialog.rows.item(at).text() for at in range(3)]
    assert shown[:2] == ["Mug · price unclear: 9.50", "Bowl · price not stated"]


def test_an_import_is_told_with_its_bad_rows_and_can_be_undone(qtbot, controller, store, tmp_path) -> None:
    dialog = opened(qtbot, controller, write(tmp_path / "a.tsv", [("1", "Blue kettle"), ("2", "")]))
    with qtbot.waitSignal(controller.changed):
        imported(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog.title.text() == "a.tsv: 1 new, 0 updated, 1 not readable.")
    assert dialog.errors.isVisible()
    dialog.back_button.click()
    assert dialog.said.text() == dialog.title.text()
    qtbot.waitUntil(lambda: dialog.feeds.count() == 1)
    dialog.undo_button.click()
    qtbot.waitUntil(lambda: dialog.feeds.count() == 0)
    assert store.feeds.feeds() == ()


def test_a_feed_is_taken_off_the_shelf_and_put_back(qtbot, controller, store, tmp_path) -> None:
    dialog = opened(qtbot, controller, write(tmp_path / "a.tsv", [("1", "Blue kettle")]))
    imported(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog.remove_button.isEnabled() and dialog.remove_button.isVisible())
    dialog.remove_button.click()
    qtbot.waitUntil(lambda: dialog.feeds.count() == 0)
    assert "a.tsv" in dialog.said.text()
    dialog.undo_button.click()
    qtbot.waitUntil(lambda: dialog.feeds.count() == 1)
    assert [feed.name for feed in store.feeds.feeds()] == ["a.tsv"]
    assert not dialog.undo_button.isVisible()


def test_return_is_never_left_to_the_button_that_qt_comes_to_next(qtbot, controller, tmp_path) -> None:
    dialog = opened(qtbot, controller)
    qtbot.waitUntil(dialog.none_yet.isVisible)
    assert dialog.focusWidget() is dialog.choose_button, "Return closed the dialog of an empty shelf"
    dialog = opened(qtbot, controller, write(tmp_path / "a.tsv", [("1", "Blue kettle")]))
    qtbot.waitUntil(dialog.import_button.isVisible)
    imported(qtbot, dialog)
    qtbot.waitUntil(dialog.remove_button.isEnabled)
    dialog.remove_button.setFocus()
    dialog.remove_button.click()
    qtbot.waitUntil(lambda: dialog.feeds.count() == 0)
    assert dialog.focusWidget() is dialog.choose_button, "Return after taking a feed off closed the dialog"
    dialog.undo_button.setFocus()
    dialog.undo_button.click()
    qtbot.waitUntil(lambda: dialog.feeds.count() == 1)
    assert dialog.focusWidget() is dialog.choose_button, "Space after an undo took the feed off again"


def test_an_update_of_a_feed_is_announced_and_offers_no_undo(qtbot, controller, tmp_path) -> None:
    path = write(tmp_path / "a.tsv", [("1", "Blue kettle")])
    dialog = opened(qtbot, controller, path)
    imported(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog.feeds.count() == 1)
    controller.open((path,))
    qtbot.waitUntil(lambda: "1 offer; the import" in dialog.about.text() and dialog.import_button.isVisible())
    imported(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog.said.text() == "a.tsv: 0 new, 1 updated, 0 not readable.")
    assert not dialog.undo_button.isVisible()


def test_an_import_is_stopped_and_goes_on(qtbot, controller, desk, store, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(batches, "BATCH", 600)
    path = write(tmp_path / "a.tsv", [(str(n), f"Kettle {n}") for n in range(2_000)])
    dialog = opened(qtbot, controller, path)
    started = threading.Event()

    def hold(cancel: threading.Event) -> None:
        started.set()
        assert cancel.wait(10)

    desk.on_take = hold
    dialog.import_button.click()
    assert dialog.stop_button.isVisible()
    assert not dialog.import_button.isVisible()
    qtbot.waitUntil(started.is_set)
    dialog.reject()
    assert controller.dialog is dialog, "Escape stops what runs, and does not close"
    qtbot.waitUntil(lambda: "stopped" in dialog.said.text())
    desk.on_take = lambda _: None
    qtbot.waitUntil(lambda: dialog.feeds.count() == 1 and "stopped" in dialog.feeds.item(0).text())
    assert dialog.again_button.text() == "Go on importing"
    dialog.again_button.click()
    qtbot.waitUntil(dialog.import_button.isVisible)
    imported(qtbot, dialog)
    qtbot.waitUntil(lambda: "new" in dialog.said.text() and "stopped" not in dialog.said.text())
    assert store.shelf.stats().offers == 2_000


def test_what_is_no_feed_is_refused_in_words(qtbot, controller, tmp_path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Sir", encoding="utf-8")
    dialog = opened(qtbot, controller, path)
    assert "letter.txt is in none of the feed formats" in dialog.said.text()


@pytest.mark.parametrize("where", ["dialog", "page"])
def test_a_file_can_be_dropped(qtbot, controller, tmp_path, where: str) -> None:
    path = write(tmp_path / "a.tsv", [("1", "Blue kettle")])
    page = SourcesPage()
    qtbot.addWidget(page)
    page.show()
    page.files_dropped.connect(controller.open)
    target = page if where == "page" else opened(qtbot, controller)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    how = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    for event in (QDragEnterEvent(QPoint(9, 9), *how), QDropEvent(QPointF(9, 9), *how)):
        QApplication.sendEvent(target, event)
        assert event.isAccepted()
    qtbot.waitUntil(lambda: controller.dialog is not None and controller.dialog.title.text() == "a.tsv")


def test_everything_has_a_name_and_plain_text(qtbot, controller, tmp_path) -> None:
    dialog = opened(qtbot, controller, write(tmp_path / "a.tsv", [("1", "<b>Blue</b> kettle")]))
    for widget in (dialog.feeds, dialog.rows, dialog.progress, dialog.errors):
        assert widget.accessibleName()
    assert all(button.text() for button in dialog.findChildren(QPushButton))
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in dialog.findChildren(QLabel))


def test_return_imports_what_is_shown_and_presses_the_button_that_has_the_focus(
    qtbot, controller, store, tmp_path
) -> None:
    dialog = opened(qtbot, controller, write(tmp_path / "a.tsv", [("1", "Blue kettle")]))
    dialog.rows.setFocus()
    qtbot.keyClick(dialog.rows, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.remove_button.isEnabled() and dialog.remove_button.isVisible())
    assert store.shelf.stats().offers == 1
    dialog.remove_button.setFocus()
    qtbot.keyClick(dialog.remove_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.feeds.count() == 0)
    assert store.feeds.feeds() == ()


def test_an_empty_shelf_is_said_in_words_and_nothing_can_be_taken_off(qtbot, controller, tmp_path) -> None:
    dialog = opened(qtbot, controller)
    qtbot.waitUntil(dialog.none_yet.isVisible)
    assert not dialog.feeds.isVisible()
    assert not dialog.remove_button.isEnabled()
    controller.open((write(tmp_path / "a.tsv", [("1", "Blue kettle")]),))
    qtbot.waitUntil(dialog.import_button.isVisible)
    imported(qtbot, dialog)
    qtbot.waitUntil(dialog.feeds.isVisible)
    assert not dialog.none_yet.isVisible()


def test_stopping_is_said_while_the_rows_in_hand_are_still_written(qtbot, controller, desk, tmp_path) -> None:
    dialog = opened(qtbot, controller, write(tmp_path / "a.tsv", [("1", "Blue kettle")]))
    stopped, go_on = threading.Event(), threading.Event()

    def hold(cancel: threading.Event) -> None:
        assert cancel.wait(10)
        stopped.set()
        assert go_on.wait(10)

    desk.on_take = hold
    dialog.import_button.click()
    dialog.stop_button.click()
    qtbot.waitUntil(stopped.is_set)
    assert (dialog.stop_button.text(), dialog.stop_button.isEnabled()) == ("Stopping…", False)
    go_on.set()
    qtbot.waitUntil(lambda: not dialog.running)


def test_closing_the_window_stops_an_import_that_can_go_on_later(
    qtbot, controller, desk, store, monkeypatch, tmp_path
) -> None:
    monkeypatch.setattr(batches, "BATCH", 2)
    monkeypatch.setattr(intake_module, "LOOKED_AT", 2)
    rows = [(str(number), f"Kettle {number}") for number in range(40_000)]
    dialog = opened(qtbot, controller, write(tmp_path / "a.tsv", rows))
    assert not dialog.isModal(), "a window under a modal dialog can't be closed"
    begun = threading.Event()
    desk.on_take = lambda _: begun.set()
    dialog.import_button.click()
    assert begun.wait(10)
    controller.open((write(tmp_path / "b.tsv", [("1", "Cup")]),))
    assert dialog.stop_button.isVisible(), "nothing else is begun in the meantime"
    controller.close()
    controller._bridge.close()
    (feed,) = store.feeds.feeds()
    assert (feed.complete, feed.offers) == (False, feed.rows)
    assert desk.look_at(tmp_path / "a.tsv").done == feed.rows


def test_a_feed_is_brought_up_to_date_from_its_file_and_one_that_is_gone_is_named(qtbot, controller, tmp_path) -> None:
    path = write(tmp_path / "a.tsv", [("1", "Blue kettle")])
    dialog = opened(qtbot, controller)
    assert not dialog.again_button.isEnabled()
    controller.open((path,))
    qtbot.waitUntil(dialog.import_button.isVisible)
    imported(qtbot, dialog)
    qtbot.waitUntil(dialog.again_button.isEnabled)
    write(path, [("1", "Blue kettle"), ("2", "Red kettle")])
    assert dialog.again_button.text() == "Import again"
    dialog.again_button.click()
    qtbot.waitUntil(dialog.import_button.isVisible)
    imported(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog.said.text() == "a.tsv: 1 new, 1 updated, 0 not readable.")
    path.unlink()
    dialog.again_button.click()
    qtbot.waitUntil(lambda: "a.tsv" in dialog.said.text() and "new" not in dialog.said.text())
    assert dialog.choose_button.isVisible()


def test_several_files_can_be_chosen(qtbot, controller, tmp_path) -> None:
    files = tuple(write(tmp_path / f"{name}.tsv", [("1", "Kettle")]) for name in "ab")
    controller._which_files = lambda: files
    dialog = opened(qtbot, controller)
    dialog.choose_button.click()
    qtbot.waitUntil(lambda: dialog.title.text() == "a.tsv")
    assert "After this one: b.tsv." in dialog.about.text()
