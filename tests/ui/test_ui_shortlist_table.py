"""The table of a shortlist laid out by hand: columns, rows and offers moved, hidden and told apart, and kept so."""

from __future__ import annotations

import threading
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from standins.compare_page import CHEAP, DEAR, Desk, choose
from standins.compare_page import desk as desk
from standins.offers import NOW

from desktop_client.commerce.comparing.arrangement import Arrangement
from desktop_client.commerce.comparing.compared import RowKind
from desktop_client.commerce.comparing.shortlist import DEFAULT_LIST, Pin
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.offer import Rating
from desktop_client.commerce.ranking import Part


def test_the_table_is_read_only_while_it_is_looked_at(desk: Desk) -> None:
    desk.view.hide()
    desk.panel.pin_toggled.emit(CHEAP, True)
    desk.wait(lambda: desk.controller.shown is not None and len(desk.controller.shown.pins) == 1)
    assert desk.controller.shown.laid_out is None
    assert desk.columns() == []
    desk.view.show()
    assert desk.view.empty.text() == "Reading the list…", "it isn't empty, it isn't read yet"
    desk.wait(lambda: desk.columns() == ["cheap"])


def press(desk: Desk, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    desk.qtbot.keyClick(desk.view.grid, key, modifier)


def test_columns_are_moved_and_rows_hidden_by_keyboard_and_kept_with_the_list(desk: Desk) -> None:
    desk.pin(CHEAP, DEAR)
    grid, model = desk.view.grid, desk.view.model
    grid.setFocus()
    grid.setCurrentIndex(model.index(model.row_of(RowKind.SELLER), 0))
    press(desk, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    desk.wait(lambda: desk.columns() == ["dear", "cheap"])
    assert grid.currentIndex().column() == 1, "the focus goes with the offer"
    assert desk.view.order.accessibleName() == "Order: your own"
    press(desk, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    desk.wait(lambda: model.row_of(RowKind.SELLER) is None)
    assert desk.view.filters.hidden.text() == "Hidden rows: Seller"
    desk.view.lists.new_requested.emit("other")
    desk.wait(lambda: desk.title() == "Compare: other")
    desk.view.lists.chosen.emit("shortlist")
    desk.wait(lambda: desk.columns() == ["dear", "cheap"])
    assert model.row_of(RowKind.SELLER) is None
    desk.view.filters.show_all.click()
    desk.wait(lambda: model.row_of(RowKind.SELLER) is not None)


def test_the_row_with_the_focus_puts_the_columns_in_order_both_ways(desk: Desk) -> None:
    desk.pin(CHEAP, DEAR)
    grid, model = desk.view.grid, desk.view.model
    grid.setFocus()
    grid.setCurrentIndex(model.index(model.row_of(RowKind.TOTAL), 0))
    press(desk, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    desk.wait(lambda: desk.columns() == ["dear", "cheap"])
    assert desk.view.order.accessibleName() == "Order: Total to pay, largest first"
    press(desk, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    desk.wait(lambda: desk.columns() == ["cheap", "dear"])
    total = grid.names.sectionViewportPosition(model.row_of(RowKind.TOTAL))
    desk.qtbot.mouseClick(grid.names.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, total + 10))
    desk.wait(lambda: desk.columns() == ["dear", "cheap"])
    choose(desk.view.order.menu_of_orders(), "Largest first")
    desk.wait(lambda: desk.columns() == ["cheap", "dear"])


def test_an_offer_is_hidden_and_comes_back(desk: Desk) -> None:
    desk.pin(CHEAP, DEAR)
    choose(desk.view.menu(0), "Hide this offer\tCtrl+Shift+H")
    desk.wait(lambda: desk.columns() == ["dear"])
    assert desk.view.filters.hidden.text() == "Hidden offers: 1"
    choose(desk.view.menu(0), "Hide this offer\tCtrl+Shift+H")
    desk.wait(lambda: desk.columns() == [])
    assert desk.view.empty.isHidden(), "something is pinned, it is only left out"
    desk.view.filters.show_all.click()
    desk.wait(lambda: desk.columns() == ["cheap", "dear"])


def test_offers_of_one_product_are_told_apart_and_that_is_undone(desk: Desk) -> None:
    model = {"brand": "F", "model": "X"}
    desk.pin(replace(CHEAP, **model), replace(DEAR, **model))
    assert desk.cell(RowKind.SAME) == "as “Dear mask” (the same maker and model number)"
    choose(desk.view.menu(0), "Not the same product as “Dear mask”")
    desk.wait(lambda: desk.cell(RowKind.SAME) is None)
    desk.view.undo_bar.undo.click()
    desk.wait(lambda: desk.cell(RowKind.SAME) is not None)


def test_what_was_told_apart_is_brought_together_again_when_the_way_back_is_gone(desk: Desk) -> None:
    desk.pin(*(replace(offer, brand="F", model="X") for offer in (CHEAP, DEAR)))
    choose(desk.view.menu(0), "Not the same product as “Dear mask”")
    desk.wait(lambda: desk.cell(RowKind.SAME) is None)
    choose(desk.view.menu(1), "The same product as “Cheap mask” after all")
    desk.wait(lambda: desk.cell(RowKind.SAME) == "as “Dear mask” (the same maker and model number)")
    entries = [action.text() for action in desk.view.menu(0).actions()]
    assert not [words for words in entries if words.endswith("after all")]


def test_weights_are_moved_and_say_what_is_first_by_now(desk: Desk) -> None:
    rated = replace(DEAR, rating=Rating(5.0, 5.0, 10_000))
    for offer in (CHEAP, rated):
        desk.store.shortlists.put_back(
            Pin(offer, NOW, ShoppingNeed("mask", price=PriceRange(high=Decimal(500), currency="CNY")))
        )
    desk.controller.refresh()
    desk.wait(lambda: desk.columns() == ["cheap", "dear"])
    assert desk.view.weights.isVisible()
    desk.view.weights.click()
    popover = desk.controller._weights.popover
    popover.rows[Part.RATING].slider.setValue(100)
    desk.wait(lambda: desk.columns() == ["dear", "cheap"])
    desk.wait(lambda: popover.first.text() == "First now: Dear mask")
    assert "fits best" in desk.view.footnote.text()
    popover.close()
    assert desk.store.shortlists.arrangement().weights.rating == 100


def test_a_look_from_before_a_change_does_not_undo_it_in_the_next_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.pin(CHEAP, DEAR)
    read, arrange = desk.store.shelf.prices_of, desk.store.shortlists.arrange
    reading, read_on, write_on = threading.Event(), threading.Event(), threading.Event()

    def slow_read(keys: object) -> object:
        reading.set()
        assert read_on.wait(20)
        return read(keys)

    def slow_arrange(arrangement: Arrangement, name: str) -> None:
        assert write_on.wait(20)
        arrange(arrangement, name)

    monkeypatch.setattr(desk.store.shelf, "prices_of", slow_read)
    monkeypatch.setattr(desk.store.shortlists, "arrange", slow_arrange)
    desk.controller.refresh()
    desk.wait(reading.is_set)
    desk.view.row_hidden.emit("seller")
    with desk.qtbot.waitSignal(desk.controller.pins_shown):
        read_on.set()
    desk.view.row_hidden.emit("source")
    write_on.set()
    desk.wait(lambda: desk.cell(RowKind.SOURCE) is None)
    assert desk.cell(RowKind.SELLER) is None
    assert desk.store.shortlists.arrangement(desk.controller.shown.name).hidden_rows == ("seller", "source")


def test_a_list_is_deleted_after_what_was_done_to_it_before(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.pin(CHEAP)
    pin, delete = desk.store.shortlists.pin, desk.store.shortlists.delete
    deleting = threading.Event()

    def slow_pin(*what: object) -> None:
        assert not deleting.wait(0.3), "the list was deleted under the pin"
        pin(*what)

    def noted_delete(name: str) -> int:
        deleting.set()
        return delete(name)

    monkeypatch.setattr(desk.store.shortlists, "pin", slow_pin)
    monkeypatch.setattr(desk.store.shortlists, "delete", noted_delete)
    desk.panel.pin_toggled.emit(DEAR, True)
    desk.view.lists.delete_requested.emit(desk.controller.shown.name)
    desk.wait(lambda: bool(desk.controller.shown.deleted))
    assert [(each.name, each.count) for each in desk.controller.shown.deleted] == [(DEFAULT_LIST, 2)]
    assert desk.columns() == []
