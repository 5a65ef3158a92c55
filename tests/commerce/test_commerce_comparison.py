"""The table: what is not stated is not "no"; names of attributes meet across languages; nothing stale is the lowest."""

from __future__ import annotations

from datetime import timedelta

from standins.offers import NOW, make_offer, mask

from desktop_client.commerce.attribute_names import AttributeName
from desktop_client.commerce.comparison import NOT_STATED, Comparison, Row, RowKind, compare
from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import AdFlag, Commercial, Rating, Seller
from desktop_client.commerce.shortlist import Pin


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


def test_not_stated_is_not_no() -> None:
    found = table(mask("1", "Mask", fragrance="none"), mask("2", "Mask"))
    fragrance = row(found, RowKind.ATTRIBUTE, "Fragrance")
    stated = {cell.stated: str(cell.text) for cell in fragrance.cells}
    assert stated == {True: "none", False: str(NOT_STATED)}
    assert fragrance.differs


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
