"""Searching on the page of the shelf: while typing, by feed and by price, and the way back from it."""

from __future__ import annotations

import threading
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from standins.offers import make_offer
from standins.open_shelf import KETTLES, MASKS, OpenShelf, Shelf
from standins.open_shelf import shelf as shelf

from desktop_client.app.shelf_by_hand import search_shelf
from desktop_client.commerce.money import Money
from desktop_client.commerce.need import PriceRange
from desktop_client.commerce.shelf.browsing import Count
from desktop_client.ui.shelf.controller import LEAF


@pytest.mark.parametrize(
    ("typed", "best"),
    [("centella mask", "Centella calming sheet mask, 10 sheets"), ("积雪草 面膜", "积雪草舒缓面膜 25ml×10片")],
)
def test_what_is_typed_is_searched_as_the_command_line_does(shelf: OpenShelf, typed: str, best: str) -> None:
    one = shelf()
    one.type(typed)
    one.wait(lambda: one.titles[:1] == [best])
    assert one.keys == [offer.key for offer in search_shelf(one.parts, typed, PriceRange(), 500)]
    assert one.page.told.text() == f"Found: {len(one.titles)}, best match first"


def test_the_end_of_the_first_search_is_told_once(shelf: OpenShelf) -> None:
    """The tables of words are there by then, and the collector need not walk through them again."""
    one = shelf()
    told: list[str] = []
    one.controller.first_found.connect(lambda: told.append(one.page.told.text()))
    one.wait(lambda: bool(one.titles))
    assert told == [], "to look at what lies there takes no table"
    for typed in ("kettle", "mask"):
        one.type(typed)
        one.wait(lambda typed=typed: typed in one.titles[0].lower() and "best match" in one.page.told.text())
    assert told == [f"Found: {len(KETTLES)}, best match first"]


def test_another_search_begins_at_its_best_and_the_same_one_keeps_what_was_chosen(shelf: OpenShelf) -> None:
    one = shelf()
    one.type("kettle")
    one.wait(lambda: len(one.titles) == len(KETTLES))
    one.page.list.setCurrentIndex(one.page.model.index(3))
    chosen = one.titles[3]
    with one.qtbot.waitSignal(one.page.model.modelReset):
        one.controller.refresh()
    one.wait(lambda: one.page.current is not None and one.titles[one.page.list.currentIndex().row()] == chosen)
    with one.qtbot.waitSignal(one.page.model.modelReset):
        one.type("kettle 4")
    one.wait(lambda: one.page.current is not None)
    assert one.page.list.currentIndex().row() == 0


def test_a_search_that_nobody_waits_for_any_more_shows_nothing(shelf: OpenShelf) -> None:
    one = shelf()
    one.desk.holding.append(threading.Event())
    one.type("slow")
    one.wait(lambda: one.desk.looks[-1][0].text == "slow")
    one.type("Kettle 3")
    one.wait(lambda: one.titles[:1] == ["Kettle 3"])
    told = one.page.told.text()
    one.desk.holding[0].set()
    one.qtbot.wait(100)
    assert (one.titles[:1], one.page.told.text()) == (["Kettle 3"], told)
    assert one.failures == []


def test_typing_is_one_search_after_a_pause_or_at_return(shelf: OpenShelf) -> None:
    one = shelf()
    one.page.filters._pause.setInterval(60_000)
    before = len(one.desk.looks)
    QTest.keyClicks(one.page.filters.words, "kettle 4")
    assert one.page.filters._pause.isActive()
    assert len(one.desk.looks) == before
    QTest.keyClick(one.page.filters.words, Qt.Key.Key_Return)
    one.wait(lambda: one.titles[:1] == ["Kettle 4"])
    assert not one.page.filters._pause.isActive()
    assert len(one.desk.looks) == before + 1


def test_a_feed_is_looked_at_alone_also_in_a_search(shelf: OpenShelf) -> None:
    one = shelf()
    one.choose_from("kettles.tsv")
    one.wait(lambda: len(one.titles) == len(KETTLES))
    assert one.page.told.text() == "5 offers, newest first"
    one.type("mask")
    one.wait(lambda: one.titles == [])
    one.choose_from("masks.jsonl")
    one.wait(lambda: bool(one.titles))
    assert set(one.keys) <= {offer.key for offer in MASKS}


@pytest.mark.parametrize("typed", ["", "kettle"])
def test_a_price_range_keeps_what_is_known_to_lie_in_it(shelf: OpenShelf, typed: str) -> None:
    free = make_offer("x", "Kettle without a price", price=None, feed="kettles.tsv")
    dear = replace(KETTLES[0], offer_id="y", title="Kettle sent for much", shipping=Money(9_000, "USD"))
    one = shelf(**{"kettles.tsv": (*KETTLES, free, dear), "masks.jsonl": MASKS})
    one.page.filters._choose_currency("USD")
    one.type(typed)
    one.page.filters.low.setText("11")
    one.page.filters.high.setText("13,00")
    one.wait(lambda: sorted(one.titles) == ["Kettle 1", "Kettle 2", "Kettle 3"])
    assert "can't be compared" in one.page.told.text()
    one.page.filters.high.setText("cheap")
    one.wait(one.page.filters.problem.isVisible)
    assert "cheap" in one.page.filters.problem.text()
    one.page.filters.high.setText("1e99999999")
    one.wait(lambda: "1e99999999" in one.page.filters.problem.text())


def test_the_look_has_exact_amounts(shelf: OpenShelf) -> None:
    filters = shelf().page.filters
    filters.high.setText("0.10")
    assert filters.look().price.high == Decimal("0.10")


def test_nothing_found_offers_the_way_back(shelf: OpenShelf) -> None:
    one = shelf()
    one.type("zeppelin")
    one.page.filters.high.setText("1")
    one.wait(one.page.step.isVisible)
    assert one.page.hint.text() == "Nothing on the shelf is like that."
    assert not one.page.list.isVisible()
    one.page.step.click()
    one.wait(lambda: len(one.titles) == len(KETTLES) + len(MASKS))
    assert one.page.filters.words.text() == one.page.filters.high.text() == ""
    assert not one.page.step.isVisible()


def test_escape_first_takes_back_the_words_then_closes(shelf: OpenShelf) -> None:
    one = shelf()
    words = one.page.filters.words
    words.setFocus()
    one.type("mask")
    closed: list[bool] = []
    one.page.closed.connect(lambda: closed.append(True))
    QTest.keyClick(words, Qt.Key.Key_Escape)
    assert words.text() == ""
    assert closed == []
    QTest.keyClick(words, Qt.Key.Key_Escape)
    assert closed == [True]


def begin_a_slow_search(one: Shelf) -> QLineEdit:
    """With nothing in the list and the focus where it was typed; it ends when what is held is let go."""
    one.desk.holding.append(threading.Event())
    one.type("nothing is like that")
    one.wait(lambda: one.page.hint.isVisible())
    words = one.page.filters.words
    words.setFocus()
    one.type("slow")
    one.wait(lambda: one.desk.looks[-1][0].text == "slow")
    QTest.keyClick(words, Qt.Key.Key_Down)
    assert words.hasFocus()
    return words


def test_down_goes_into_a_list_that_is_still_being_read(shelf: OpenShelf) -> None:
    one = shelf()
    begin_a_slow_search(one)
    one.desk.holding[0].set()
    one.wait(lambda: bool(one.titles))
    assert one.page.list.hasFocus()


def test_whoever_types_on_after_down_stays_in_the_search_box(shelf: OpenShelf) -> None:
    one = shelf()
    words = begin_a_slow_search(one)
    QTest.keyClick(words, Qt.Key.Key_Left)
    one.desk.holding[0].set()
    one.wait(lambda: bool(one.titles))
    assert words.hasFocus()


def test_how_many_there_are_is_said_with_filters_before_all_are_read(shelf: OpenShelf) -> None:
    many = tuple(replace(KETTLES[n % 2], offer_id=str(n), title=f"Kettle {n}") for n in range(6 * LEAF))
    one = shelf(**{"kettles.tsv": many, "masks.jsonl": MASKS})
    one.page.filters.high.setText("10.50")
    left_out = "without those whose price is not stated or can't be compared"
    one.wait(lambda: one.page.told.text() == f"Cost that: {3 * LEAF}, newest first · {left_out}")
    assert len(one.titles) <= 2 * LEAF, "it was counted, not read"
    one.page.filters.high.clear()
    one.choose_from("kettles.tsv")
    one.type("kettle")
    so_far = "500 so far, best match first; more follow as you scroll · with all the words: 600"
    one.wait(lambda: one.page.told.text() == so_far)


def test_a_count_that_comes_after_another_search_began_is_not_shown(
    shelf: OpenShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = tuple(replace(KETTLES[0], offer_id=str(n), title=f"Kettle {n}") for n in range(6 * LEAF))
    one = shelf(**{"kettles.tsv": many, "masks.jsonl": MASKS})
    counting, go_on = threading.Event(), threading.Event()

    def slow(*_: object) -> Count:
        counting.set()
        assert go_on.wait(20)
        return Count(600, whole=True)

    monkeypatch.setattr(type(one.desk), "count", slow)
    one.type("kettle")
    one.wait(counting.is_set)
    one.type("mask")
    one.wait(lambda: one.page.told.text().startswith("Found: "))
    told = one.page.told.text()
    go_on.set()
    one.qtbot.wait(100)
    assert one.page.told.text() == told
    assert one.failures == []
