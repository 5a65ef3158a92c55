"""Editing a need by its chips: each edit gives one new need, and nothing else changes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.prices.typed import amount_typed
from desktop_client.commerce.reading.country import country_named
from desktop_client.ui.panel.need_chips import NeedBand
from desktop_client.ui.panel.need_editing import changed, with_condition, with_price, without
from desktop_client.ui.panel.need_popover import LONGEST_PHRASE, ConditionPopover
from desktop_client.ui.panel.presenter import chips_of
from desktop_client.ui.panel.view_model import ChipView, NeedPart

NEED = ShoppingNeed("面膜", "zh", must_have=("敏感肌", "补水"), must_not=("香精",), country="CN")
CHIPS = (
    ChipView(NeedPart.WORDS, "面膜", "面膜"),
    ChipView(NeedPart.MUST_HAVE, "敏感肌", "敏感肌", 31),
    ChipView(NeedPart.MUST_NOT, "香精", "不要香精", 9),
    ChipView(NeedPart.PRICE, "", "预算不限"),
)


def popover(qtbot, chip: ChipView | None, need: ShoppingNeed = NEED) -> ConditionPopover:
    band = NeedBand()
    qtbot.addWidget(band)
    form = ConditionPopover(need, chip, band)
    form.open_under(band)
    return form


def test_taking_conditions_away():
    assert without(NEED, NeedPart.MUST_HAVE, "敏感肌").must_have == ("补水",)
    assert without(NEED, NeedPart.MUST_NOT, "香精").must_not == ()
    priced = with_price(NEED, PriceRange(Decimal(5), Decimal(9), "CNY"))
    assert without(priced, NeedPart.PRICE, "") == with_price(NEED, PriceRange(currency="CNY"))
    assert without(NEED, NeedPart.WORDS, "面膜") == NEED


def test_a_phrase_stands_in_one_list_only():
    turned = with_condition(NEED, NeedPart.MUST_NOT, "  补水 ")
    assert turned.must_have == ("敏感肌",)
    assert turned.must_not == ("香精", "补水")
    back = with_condition(turned, NeedPart.MUST_HAVE, "香精")
    assert (back.must_have, back.must_not) == (("敏感肌", "香精"), ("补水",))
    assert with_condition(NEED, NeedPart.MUST_HAVE, "   ") == NEED


def test_a_changed_phrase_keeps_its_place():
    edited = changed(NEED, (NeedPart.MUST_HAVE, "敏感肌"), (NeedPart.MUST_HAVE, "干皮"))
    assert edited.must_have == ("干皮", "补水")
    moved = changed(NEED, (NeedPart.MUST_HAVE, "敏感肌"), (NeedPart.MUST_NOT, "敏感肌"))
    assert (moved.must_have, moved.must_not) == (("补水",), ("香精", "敏感肌"))


def test_bounds_the_wrong_way_round_are_swapped():
    assert with_price(NEED, PriceRange(Decimal(90), Decimal(10))).price == PriceRange(Decimal(10), Decimal(90))


@pytest.mark.parametrize("typed", ["12a", "1,2,3", "1,200,5", "-3", "NaN", "Infinity", "1e999999999", "１２。"])
def test_a_bound_that_is_no_amount_is_refused(typed):
    with pytest.raises(ValueError, match="is no amount"):
        amount_typed(typed)


def test_bounds_as_people_type_them():
    assert amount_typed("99,50") == Decimal("99.50")
    assert amount_typed("  ") is None
    assert amount_typed("1,200") == amount_typed("1，200") == Decimal(1200)
    assert amount_typed("12,345,678.90") == Decimal("12345678.90")
    assert amount_typed("0,125") == Decimal("0.125")


@pytest.mark.parametrize("words", ["over-ear headphones for the train", "适合敏感肌的补水保湿修护面膜不要香精", "ii"])
def test_a_phrase_is_read_whole_while_it_is_changed(qtbot, words):
    need = ShoppingNeed(words, "en")
    form = popover(qtbot, ChipView(NeedPart.WORDS, words, words), need)
    # Qt scrolls the text as soon as it has no room: then its first letter is no longer at the beginning.
    form.phrase.end(False)
    first = form.phrase.cursorRect().right()
    assert first <= form.phrase.width()
    form.phrase.home(False)
    assert form.phrase.cursorPositionAt(QPoint(form.phrase.width() - 2, 5)) == len(words)


def test_a_phrase_longer_than_may_be_typed_loses_nothing(qtbot):
    words = "headphones " * 12
    need = ShoppingNeed(words.strip(), "en")
    assert len(need.text) > LONGEST_PHRASE
    form = popover(qtbot, ChipView(NeedPart.WORDS, need.text, need.text), need)
    edited: list[ShoppingNeed] = []
    form.need_edited.connect(edited.append)
    form.apply()
    assert edited == []
    assert form.phrase.text() == need.text


def test_return_applies_a_new_condition(qtbot):
    form = popover(qtbot, None)
    edited: list[ShoppingNeed] = []
    form.need_edited.connect(edited.append)
    form.phrase.setText("无酒精")
    qtbot.keyClick(form.phrase, Qt.Key.Key_Return)
    assert [need.must_have for need in edited] == [("敏感肌", "补水", "无酒精")]


def test_price_says_what_is_wrong_and_stays_open(qtbot):
    form = popover(qtbot, CHIPS[3])
    edited: list[ShoppingNeed] = []
    form.need_edited.connect(edited.append)
    form.low.setText("cheap")
    form.apply()
    assert form.isVisible()
    assert form.problem.isVisible()
    form.low.setText("50")
    form.high.setText("20")
    form.apply()
    assert edited[0].price == PriceRange(Decimal(20), Decimal(50))


@pytest.mark.parametrize(
    ("typed", "currency"), [("eur", "EUR"), ("元", "CNY"), ("$", "USD"), ("RMB", "CNY"), (" ", None)]
)
def test_a_price_gets_the_currency_that_is_typed(qtbot, typed, currency):
    form = popover(qtbot, CHIPS[3])
    edited: list[ShoppingNeed] = []
    form.need_edited.connect(edited.append)
    form.high.setText("300")
    form.currency.setText("clams")
    form.apply()
    assert form.isVisible()
    assert form.problem.isVisible()
    form.currency.setText(typed)
    form.apply()
    assert edited[0].price == PriceRange(high=Decimal(300), currency=currency)


def test_remove_takes_the_chip_off_and_escape_changes_nothing(qtbot):
    form = popover(qtbot, CHIPS[1])
    edited: list[ShoppingNeed] = []
    form.need_edited.connect(edited.append)
    form.remove()
    assert [need.must_have for need in edited] == [("补水",)]
    form = popover(qtbot, CHIPS[1])
    form.need_edited.connect(edited.append)
    form.phrase.setText("other")
    qtbot.keyClick(form.phrase, Qt.Key.Key_Escape)
    assert len(edited) == 1


def test_the_words_can_be_changed_but_not_taken_away(qtbot):
    form = popover(qtbot, CHIPS[0])
    edited: list[ShoppingNeed] = []
    form.need_edited.connect(edited.append)
    form.phrase.setText("泥膜")
    form.apply()
    assert edited[0].text == "泥膜"
    band = NeedBand()
    qtbot.addWidget(band)
    band.show_need(NEED, CHIPS)
    band.need_edited.connect(edited.append)
    qtbot.keyClick(band.chips[0], Qt.Key.Key_Delete)
    assert len(edited) == 1


def test_chips_say_what_they_take_off_and_delete_removes_them(qtbot):
    band = NeedBand()
    qtbot.addWidget(band)
    band.show_need(NEED, CHIPS)
    assert band.chips[1].text() == "敏感肌 −31"
    assert "31" in band.chips[1].accessibleName()
    with qtbot.waitSignal(band.need_edited) as caught:
        qtbot.keyClick(band.chips[2], Qt.Key.Key_Delete)
    assert caught.args[0].must_not == ()


def test_editing_keeps_the_focus_in_the_row_of_chips(qtbot):
    band = NeedBand()
    qtbot.addWidget(band)
    band.show_need(NEED, CHIPS)
    band.show()
    band.activateWindow()
    qtbot.waitUntil(band.isActiveWindow)
    band.chips[2].setFocus()
    band.show_need(without(NEED, NeedPart.MUST_NOT, "香精"), (CHIPS[0], CHIPS[1], CHIPS[3]))
    assert QApplication.focusWidget() is band.chips[2]


def test_a_phrase_can_be_turned_from_must_have_into_must_not(qtbot):
    form = popover(qtbot, CHIPS[1])
    edited: list[ShoppingNeed] = []
    form.need_edited.connect(edited.append)
    buttons = form._kinds
    assert [buttons[part].isChecked() for part in (NeedPart.MUST_HAVE, NeedPart.MUST_NOT)] == [True, False]
    assert QAccessible.queryAccessibleInterface(buttons[NeedPart.MUST_NOT]).role() == QAccessible.Role.RadioButton
    qtbot.keyClick(buttons[NeedPart.MUST_NOT], Qt.Key.Key_Space)
    qtbot.keyClick(form.phrase, Qt.Key.Key_Return)
    assert [(need.must_have, need.must_not) for need in edited] == [(("补水",), ("香精", "敏感肌"))]


ABROAD = ShoppingNeed("red running shoes", category="running shoes", price=PriceRange(currency="EUR"), country="DE")


def test_a_country_is_a_chip_like_any_other(qtbot):
    """It is sent, so it can be seen, changed and taken away."""
    *_, price, country = chips_of(ABROAD, {}, "en")
    assert (price.text, country.kind, country.text) == ("any budget in EUR", NeedPart.COUNTRY, "country: Germany")
    assert chips_of(ABROAD, {}, "zh")[-1].text.endswith("德国")
    assert without(ABROAD, NeedPart.COUNTRY, "DE").country is None
    form = popover(qtbot, country, ABROAD)
    edited: list[ShoppingNeed] = []
    form.need_edited.connect(edited.append)
    form.phrase.setText("nowhere")
    form.apply()
    assert (edited, form.problem.isHidden()) == ([], False)
    form.phrase.setText("Canada")
    form.apply()
    assert edited[0] == replace(ABROAD, country="CA")


@pytest.mark.parametrize(("typed", "code"), [("日本", "JP"), (" japan ", "JP"), ("jp", "JP"), ("xx", None), ("", None)])
def test_a_country_is_known_by_name_and_by_code(typed, code):
    assert country_named(typed) == code


def test_a_currency_alone_can_be_taken_away_too():
    assert without(ABROAD, NeedPart.PRICE, "").price == PriceRange()


def test_with_other_words_a_kind_goes_that_stood_among_the_old_ones():
    """It has no chip of its own by which it could be taken away."""
    assert with_condition(ABROAD, NeedPart.WORDS, "umbrella").category is None
    assert with_condition(ABROAD, NeedPart.WORDS, "blue running shoes").category == "running shoes"
    shown = replace(ABROAD, category="trainers")
    assert with_condition(shown, NeedPart.WORDS, "umbrella").category == "trainers"
