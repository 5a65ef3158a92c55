"""The table: what is not stated is not "no"; names of attributes meet across languages; nothing stale is the lowest."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from standins.offers import NOW, make_offer, mask

from desktop_client.commerce.comparing.changes import NOT_STATED
from desktop_client.commerce.comparing.compared import Comparison, Row, RowKind
from desktop_client.commerce.comparing.comparison import compare
from desktop_client.commerce.comparing.money_rows import pack_words
from desktop_client.commerce.comparing.shortlist import Pin
from desktop_client.commerce.meaning.attribute_names import AttributeName
from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import AdFlag, Commercial, Rating, Seller
from desktop_client.commerce.prices.history import PriceSeen
from desktop_client.commerce.prices.packs import read_pack


def table(*offers) -> Comparison:
    return compare([Pin(offer, NOW) for offer in offers], NOW)


def row(comparison: Comparison, kind: RowKind, name: str | None = None) -> Row:
    return next(r for r in comparison.rows if r.kind is kind and name in (None, r.name.in_language("en")))


def cells(comparison: Comparison, kind: RowKind, name: str | None = None) -> list[str]:
    return [str(cell.text) for cell in row(comparison, kind, name).cells]


def test_an_empty_shortlist_is_an_empty_table() -> None:
    assert table().columns == ()


def test_columns_stand_by_known_total_with_the_unknown_last() -> None:
    found = table(
        make_offer("unknown", price=None),
        make_offer("plus", price=Money(100, "CNY"), shipping=None),
        make_offer("dear", price=Money(9000, "CNY")),
        make_offer("cheap", price=Money(4250, "CNY")),
    )
    assert [column.offer.offer_id for column in found.columns] == ["cheap", "dear", "plus", "unknown"]
    assert [cell.lowest for cell in row(found, RowKind.TOTAL).cells] == [True, False, False, False]
    notes = [str(cell.note) for cell in row(found, RowKind.TOTAL).cells]
    assert notes[:3] == ["item 42.50 + shipping 0.00", "item 90.00 + shipping 0.00", "plus what is unknown: shipping"]
    assert row(found, RowKind.TOTAL).cells[3].stated is False


def test_status_stands_first_and_says_the_commission() -> None:
    paid = Commercial(True, "you", AdFlag.UNKNOWN, "$.commission", commission_bp=550)
    found = table(make_offer("1", commercial=paid), make_offer("2", price=Money(9000, "CNY"), sample=True))
    status = found.rows[0]
    assert status.kind is RowKind.STATUS
    assert [str(cell.text) for cell in status.cells] == ["Paid link", "No payment"]
    assert [str(cell.note) for cell in status.cells] == ["commission 5.5 %", "Sample, not for sale"]
    assert status.differs


def test_attributes_meet_under_their_common_name() -> None:
    found = table(
        mask("en", "Mask", skin_type="sensitive", fragrance="none"),
        mask("zh", "面膜", 适合肤质="敏感肌", 香精="无", 自带="棉签"),
    )
    names = [r.name for r in found.rows if r.kind is RowKind.ATTRIBUTE]
    assert AttributeName("Skin type", "适合肤质") in names
    assert AttributeName("Fragrance", "香精") in names
    assert AttributeName("自带", "自带") in names
    assert sorted(cells(found, RowKind.ATTRIBUTE, "Fragrance")) == ["none", "无"]


@pytest.mark.parametrize(
    ("english", "chinese"),
    [("Wireless", "无线"), ("cordless", "无线"), ("Rechargeable", "可充电"), ("BPA", "双酚A"), ("Foldable", "折叠")],
)
def test_an_attribute_that_is_called_after_a_thing_meets_it_in_the_other_language(english: str, chinese: str) -> None:
    found = table(mask("en", "Drill", **{english: "yes"}), mask("zh", "电钻", **{chinese: "是"}))
    (one,) = [r for r in found.rows if r.kind is RowKind.ATTRIBUTE]
    assert not one.differs
    assert one.name.in_language("en").isascii()
    assert not one.name.in_language("zh").isascii()
    assert all(cell.stated for cell in one.cells)


def test_a_name_that_is_shown_as_written_keeps_its_capitals() -> None:
    found = table(mask("en", "Flask", BPA="none"), mask("zh", "保温杯", 双酚A="无"))
    assert [r.name for r in found.rows if r.kind is RowKind.ATTRIBUTE] == [AttributeName("BPA", "双酚a")]


def test_what_is_said_under_two_names_of_one_attribute_is_said_whole() -> None:
    found = table(mask("1", "Shirt", material="cotton", fabric="jersey"), mask("2", "Shirt", material="cotton"))
    assert sorted(cells(found, RowKind.ATTRIBUTE, "Material")) == ["cotton", "cotton; jersey"]
    assert sorted(cells(table(mask("1", "Shirt", material="Cotton", fabric="cotton")), RowKind.ATTRIBUTE)) == ["Cotton"]


def test_not_stated_is_not_no() -> None:
    found = table(mask("1", "Mask", fragrance="none"), mask("2", "Mask"))
    fragrance = row(found, RowKind.ATTRIBUTE, "Fragrance")
    stated = {cell.stated: str(cell.text) for cell in fragrance.cells}
    assert stated == {True: "none", False: str(NOT_STATED)}
    assert fragrance.differs


@pytest.mark.parametrize(
    ("title", "description", "fragrance", "sensitive"),
    [
        ("Mask", "敏感肌适用，不含酒精、不含香精", "its text says: without it", "its text says: yes"),
        ("Mask without fragrance", "Not for sensitive skin.", "its text says: without it", "its text says: no"),
        ("Mask", "With perfume. No perfume at all!", "its text says: without it", None),
        ("Mask", "Contains fragrance.", "its text says: with it", None),
        ("Mask", "A mask for every day.", None, None),
    ],
)
def test_what_a_text_says_is_a_note_beside_not_stated(
    title: str, description: str, fragrance: str | None, sensitive: str | None
) -> None:
    stated = mask("1", "Mask", fragrance="none", 敏感肌="适用", 包装="盒")
    silent = replace(mask("2", title), description=description, price=Money(9900, "CNY"))
    found = table(stated, silent)
    for name, note in (("Fragrance", fragrance), ("Sensitive skin", sensitive), ("包装", None)):
        cell = row(found, RowKind.ATTRIBUTE, name).cells[1]
        assert (cell.stated, str(cell.text), cell.note and str(cell.note)) == (False, str(NOT_STATED), note)
    assert row(found, RowKind.ATTRIBUTE, "Fragrance").differs, "a note is no value"


def test_rows_that_say_the_same_do_not_differ() -> None:
    found = table(mask("1", "Mask", fragrance="None"), mask("2", "Mask", fragrance="none"))
    assert not row(found, RowKind.ATTRIBUTE, "Fragrance").differs
    assert not row(found, RowKind.TOTAL).differs


def test_unit_prices_and_the_lowest_of_them() -> None:
    found = table(
        make_offer("ten", "面膜 25ml×10片", price=Money(6900, "CNY")),
        make_offer("five", "面膜 5片", price=Money(4250, "CNY")),
        make_offer("plus", "面膜 30片", price=Money(11900, "CNY"), shipping=None),
    )
    prices = {
        c.offer.offer_id: cell for c, cell in zip(found.columns, row(found, RowKind.UNIT_PRICE).cells, strict=True)
    }
    assert str(prices["ten"].unit_price.amount) == "6.900"
    assert prices["ten"].lowest
    assert not prices["plus"].lowest
    assert "shipping" in str(prices["plus"].note)


def test_a_stale_offer_is_marked_and_wins_nothing() -> None:
    stale = make_offer("stale", price=Money(1, "CNY"), expires_at=NOW - timedelta(days=1))
    found = table(stale, make_offer("a"), make_offer("b", price=Money(9000, "CNY")))
    assert [(c.offer.offer_id, c.stale) for c in found.columns] == [("a", False), ("b", False), ("stale", True)]
    assert [cell.lowest for cell in row(found, RowKind.TOTAL).cells] == [True, False, False]
    assert str(row(found, RowKind.SEEN).cells[2].note) == "past its term"


def test_who_sells_and_how_it_is_rated() -> None:
    found = table(
        make_offer("1", seller=Seller("京东自营", self_operated=True), rating=Rating(4.9, 5, 12480)),
        make_offer("2", price=Money(9000, "CNY")),
    )
    assert cells(found, RowKind.SELLER) == ["京东自营", "not stated"]
    assert str(row(found, RowKind.SELLER).cells[0].note) == "the platform itself"
    assert cells(found, RowKind.RATING) == ["4.9 / 5", "not stated"]


def attribute(comparison: Comparison, name: str) -> list[tuple[str, str | None]]:
    found = row(comparison, RowKind.ATTRIBUTE, name)
    return [(str(cell.text), cell.note.in_language("en") if cell.note else None) for cell in found.cells]


def dearer(offer_id: str, **attributes: str):
    """Offers in the order of their ids."""
    return make_offer(offer_id, price=Money(100 * int(offer_id), "CNY"), attributes=attributes)


def test_quantities_are_brought_to_the_unit_of_most() -> None:
    found = table(dearer("1", weight="0.5 kg"), dearer("2", 重量="520克"), dearer("3", weight="500 g"))
    assert attribute(found, "Weight") == [("0.5 kg", "=\u00a0500\u00a0g"), ("520克", None), ("500 g", None)]
    measures = [cell.order for cell in row(found, RowKind.ATTRIBUTE, "Weight").cells]
    assert measures[0] == measures[2] < measures[1]


def test_the_same_quantity_in_two_units_does_not_differ() -> None:
    assert not row(table(dearer("1", storage="1 TB"), dearer("2", 存储="1000GB")), RowKind.ATTRIBUTE).differs
    assert row(table(dearer("1", storage="1 TiB"), dearer("2", storage="1000 GB")), RowKind.ATTRIBUTE).differs
    assert row(table(dearer("1", weight="1 kg"), dearer("2", weight="1 l")), RowKind.ATTRIBUTE).differs


def test_values_meet_across_languages_and_are_read_out_in_the_other() -> None:
    found = table(
        dearer("1", skin_type="sensitive, dry", fragrance="none"), dearer("2", 肤质="干性、敏感肌", 香精="无")
    )
    assert not row(found, RowKind.ATTRIBUTE, "Skin type").differs
    assert not row(found, RowKind.ATTRIBUTE, "Fragrance").differs
    assert attribute(found, "Fragrance") == [("none", ""), ("无", "none")]
    (english, chinese) = row(found, RowKind.ATTRIBUTE, "Skin type").cells
    assert (english.note.in_language("zh"), english.note.in_language("en")) == ("敏感肌、干皮", "")
    assert chinese.note.in_language("en") == "dry skin, sensitive skin"


def test_a_source_that_says_it_does_not_know_has_not_said_no() -> None:
    found = table(dearer("1", alcohol="未注明"), dearer("2", alcohol="none"), dearer("3"))
    cells_ = row(found, RowKind.ATTRIBUTE, "Alcohol").cells
    assert [cell.stated for cell in cells_] == [False, True, False]
    assert str(cells_[0].text) == str(NOT_STATED)
    assert str(cells_[0].note) == "it says: 未注明"


def test_terms_of_the_purchase_have_rows_of_their_own_also_where_nobody_states_them() -> None:
    found = table(dearer("1", **{"Return policy": "30 days", "质保": "2年"}), dearer("2", warranty="24 months"))
    assert cells(found, RowKind.RETURNS) == ["30 days", "not stated"]
    assert cells(found, RowKind.WARRANTY) == ["2年", "24 months"]
    assert not row(found, RowKind.WARRANTY).differs
    assert cells(found, RowKind.DELIVERY) == ["not stated", "not stated"]
    assert not [r for r in found.rows if r.kind is RowKind.ATTRIBUTE]


def test_whether_it_can_be_had_and_what_its_maker_calls_it() -> None:
    found = table(
        make_offer("1", availability="in_stock", brand="Fernlow", model="F-1", gtin14="04006381333931"),
        make_offer("2", price=Money(9000, "CNY"), gtin14="04006381333931"),
    )
    assert cells(found, RowKind.AVAILABILITY) == ["in stock", "not stated"]
    assert cells(found, RowKind.BRAND) == ["Fernlow", "not stated"]
    assert cells(found, RowKind.MODEL) == ["F-1", "GTIN 4006381333931"]


def test_the_pack_size_that_the_user_wrote_takes_the_place_of_the_one_detected() -> None:
    detected = make_offer("a", "面膜 10片", price=Money(1000, "CNY"))
    other = make_offer("b", "面膜 5片", price=Money(4000, "CNY"))
    found = compare([Pin(detected, NOW, pack="30片/盒"), Pin(other, NOW)], NOW)
    cell = row(found, RowKind.UNIT_PRICE).cells[0]
    assert str(cell.text) == "0.333 CNY for one piece"
    assert str(cell.note) == "your pack size: 30 pieces"
    assert str(row(found, RowKind.UNIT_PRICE).cells[1].note) == "pack size: 5 pieces"


@pytest.mark.parametrize(
    "size", ["2 × 500 ml", "30片/盒", "25ml×10片", "1.5 l", "pack of 6", "0.5 kg", "3 oz × 2", "12 sheets"]
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_pack_size_is_shown_as_it_can_be_typed(size: str, language) -> None:
    pack = read_pack(size)
    assert pack is not None
    assert read_pack(pack_words(pack).in_language(language)) == pack


def test_a_pack_in_ounces_is_not_shown_to_the_tenth_digit() -> None:
    found = compare([Pin(make_offer("a", "Coffee beans 8.5 oz", price=Money(1000, "USD")), NOW)], NOW)
    assert str(row(found, RowKind.UNIT_PRICE).cells[0].note).startswith("pack size: 240.97 g;")


def test_a_name_that_is_a_feeds_column_is_shown_as_a_name() -> None:
    first = dearer("1", condition="new", model_year="2026", bluetooth="5.3")
    found = table(first, dearer("2"))
    names = {shown.name.in_language("zh") for shown in found.rows if shown.kind is RowKind.ATTRIBUTE}
    assert names == {"成色", "Model year", "蓝牙"}


def test_the_source_of_an_imported_offer_is_its_feed() -> None:
    found = row(table(make_offer("b", feed="shop.csv"), make_offer("a")), RowKind.SOURCE)
    assert [cell.note and cell.note.in_language("zh") for cell in found.cells] == [None, "导入：shop.csv"]


def test_windows_in_which_nothing_else_was_seen_are_told_in_one_breath() -> None:
    new, old = make_offer("new", price=Money(300, "CNY")), make_offer("old", price=Money(500, "CNY"))
    ago = [NOW - timedelta(days=days) for days in (60, 20, 0)]
    seen = {
        new.key: (PriceSeen(Money(300, "CNY"), NOW, NOW),),
        old.key: tuple(PriceSeen(Money(minor, "CNY"), at, at) for minor, at in zip((100, 200, 500), ago, strict=True)),
    }
    found = compare([Pin(new, NOW), Pin(old, NOW)], NOW, seen)
    first, second = (str(cell.note) for cell in row(found, RowKind.LOWEST_SEEN).cells)
    assert first.endswith("; 7 / 90 days: the same")
    assert second.endswith("; 7 days: 5.00, seen on 1 day; 90 days: 1.00, seen on 3 days")


def test_what_is_written_where_the_price_should_be_stands_beside_not_stated() -> None:
    offers = (
        make_offer("x", price=None, price_note=("9.50",)),
        make_offer("y", price=None),
        make_offer("z", price=None, price_note=("was $99, now half price",)),
        make_offer("c", source_id="jd", price=None, price_note=("满200减30",)),
    )
    found = table(*offers)
    notes = {
        c.offer.offer_id: cell.note for c, cell in zip(found.columns, row(found, RowKind.TOTAL).cells, strict=True)
    }
    assert {name: str(note) for name, note in notes.items() if note} == {"x": "price unclear: 9.50"}
    assert not any(cell.stated for cell in row(found, RowKind.TOTAL).cells)


def test_what_is_sold_by_the_piece_has_its_price_by_measure_beside_it() -> None:
    sheets = make_offer("a", "面膜 25ml×6片", price=Money(9900, "CNY"), shipping=Money(0, "CNY"), tax=Money(0, "CNY"))
    counted = replace(sheets, offer_id="b", title="面膜 6片")
    found = compare([Pin(sheets, NOW, None), Pin(counted, NOW, None)], NOW)
    notes = {
        c.offer.offer_id: str(n.note) for c, n in zip(found.columns, row(found, RowKind.UNIT_PRICE).cells, strict=True)
    }
    assert notes == {"a": "pack size: 6 pieces × 25 ml; CN¥66.00 for 100 ml", "b": "pack size: 6 pieces"}
