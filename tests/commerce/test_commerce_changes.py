"""What an offer says by now: each difference is one sentence, and what is the same under another writing is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from standins.offers import NOW, make_offer

from desktop_client.commerce.comparing.changes import changes
from desktop_client.commerce.comparing.compared import Comparison, RowKind
from desktop_client.commerce.comparing.comparison import compare
from desktop_client.commerce.comparing.shortlist import Pin
from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import AdFlag, Commercial, Offer, Seller

MASK = make_offer("a", attributes={"skin type": "dry", "香精": "无"}, availability="in_stock", seller=Seller("A shop"))
LATER = NOW + timedelta(days=2)
PAID = Commercial(True, "you", AdFlag.YES, "$.ad")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"price": Money(4900, "CNY")}, "price down to CN¥49.00, was CN¥69.00"),
        ({"price": Money(6901, "CNY")}, "price up to CN¥69.01, was CN¥69.00"),
        ({"price": Money(1900, "USD")}, "price now $19.00, was CN¥69.00"),
        ({"price": None}, "price no longer stated, was CN¥69.00"),
        ({"price_kind": "after_coupon"}, "the price now has conditions"),
        ({"price_kind": "list"}, None),
        ({"shipping": None}, "shipping now not stated, was CN¥0.00"),
        ({"tax": Money(100, "CNY")}, "tax now CN¥1.00, was not stated"),
        ({"availability": "out_of_stock"}, "availability now out of stock, was in stock"),
        ({"availability": "unknown"}, "availability now not stated, was in stock"),
        ({"seller": None}, "seller now not stated, was A shop"),
        ({"seller": Seller("a SHOP")}, None),
        ({"commercial": PAID}, "commercial status now Paid link, was No payment"),
        ({"title": "Mask"}, "title was “Face mask”"),
        ({"attributes": {"适合肤质": "Dry", "fragrance": "无"}}, None),
        ({"attributes": {"skin type": "oily", "香精": "无"}}, "Skin type now oily, was dry"),
        ({"attributes": {"skin type": "dry"}}, "Fragrance no longer stated, was 无"),
        ({"attributes": {**MASK.attributes, "odd": "1"}}, "Odd now stated: 1"),
        ({"source_rank": 9, "fetched_at": LATER, "rating": None}, None),
    ],
)
def test_one_difference_is_one_sentence(change: dict[str, object], words: str | None) -> None:
    after = replace(MASK, **change)
    assert [str(each) for each in changes(MASK, after)] == ([words] if words else [])


def test_in_chinese_the_name_of_an_attribute_is_chinese() -> None:
    (words,) = changes(MASK, replace(MASK, attributes={"skin type": "oily", "香精": "无"}))
    assert words.in_language("zh") == "适合肤质现为oily，当时为dry"


def table(offer: Offer, newer: Offer | None) -> Comparison:
    return compare([Pin(offer, NOW)], LATER, newest={} if newer is None else {offer.key: newer})


def since(comparison: Comparison) -> list[tuple[str, str | None]]:
    return [
        (str(cell.text), str(cell.note) if cell.note else None)
        for row in comparison.rows
        if row.kind is RowKind.SINCE
        for cell in row.cells
    ]


def test_the_row_is_there_only_when_something_was_seen_again() -> None:
    assert since(table(MASK, None)) == []
    assert since(table(MASK, MASK)) == [], "the same moment is no new sight"
    assert since(table(MASK, replace(MASK, fetched_at=NOW - timedelta(days=1), price=None))) == []
    assert since(table(MASK, replace(MASK, fetched_at=LATER))) == [("no change", "seen again on 25 Nov 2026")]


def test_what_is_new_never_changes_the_snapshots_figures() -> None:
    newer = replace(MASK, fetched_at=LATER, price=Money(1, "CNY"), attributes={}, title="Other")
    with_news, without = table(MASK, newer), table(MASK, None)
    assert [row for row in with_news.rows if row.kind is not RowKind.SINCE] == list(without.rows)
    (said,) = since(with_news)
    assert said[0].startswith("price down to CN¥0.01, was CN¥69.00; title was")
