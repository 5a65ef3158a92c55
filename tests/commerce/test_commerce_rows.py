"""Looking into an answer: what isn't there or has the wrong type is unknown, and a bad row loses no good one."""

from __future__ import annotations

import hashlib
from decimal import Decimal

import pytest
from standins.offers import make_offer

from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.sources.shared.rows import Row, page_of

ROW = Row(
    {
        "title": "A <b>mask</b> &amp; more",
        "price": {"now": "19.99", "fen": 1999, "list": [{"amount": 5}, "x"], "odd": "12,5", "none": None},
        "huge": "1e400",
        "yes": True,
        "link": "//shop.example/1",
        "bad_link": "javascript:alert(1)",
    }
)


def test_a_path_leads_to_what_stands_there_or_to_nothing() -> None:
    assert ROW.at("price.list.0.amount") == 5
    assert ROW.at("price.list.7.amount") is None
    assert ROW.at("price.now.deeper") is None
    assert ROW.row("title").value == {}
    assert [row.value for row in ROW.rows("price.list")] == [{"amount": 5}]
    assert ROW.rows("price") == ()


def test_texts_lose_their_markup_and_other_types_are_no_text() -> None:
    assert ROW.text("title") == "A mask & more"
    assert ROW.text("price.fen") == "1999"
    assert ROW.text("yes") == ROW.text("price") == ROW.text("price.none") == ""
    assert ROW.text("title", 3) == "A…"


@pytest.mark.parametrize(
    ("path", "number"),
    [("price.now", Decimal("19.99")), ("price.odd", None), ("huge", None), ("yes", None), ("price.none", None)],
)
def test_numbers_are_exact_or_unknown(path: str, number: Decimal | None) -> None:
    assert ROW.number(path) == number


def test_money_is_exact_or_unknown_and_never_nought_by_mistake() -> None:
    assert ROW.major("price.now", "USD") == Money(1999, "USD")
    assert ROW.major("price.now", "JPY") is None
    assert ROW.minor("price.fen", "CNY") == Money(1999, "CNY")
    assert ROW.minor("price.now", "CNY") is None
    assert Row({"p": -1}).major("p", "USD") is None
    assert Row({"p": -1}).minor("p", "USD") is None


def test_an_address_without_a_scheme_is_https_and_a_script_is_none() -> None:
    assert ROW.address("link") == "https://shop.example/1"
    assert ROW.address("bad_link") is None


def _offer(row: Row, digest: str) -> Offer | None:
    return make_offer(row.text("id"), "mask", raw_sha256=digest) if row.text("id") else None


def test_a_bad_row_loses_no_good_one_and_each_offer_traces_to_its_record() -> None:
    page = page_of([Row({"id": "1"}), Row({}), Row({"id": 2})], _offer, total=9)
    assert ([offer.offer_id for offer in page.offers], page.total) == (["1", "2"], 9)
    assert all(hashlib.sha256(page.raw[offer.raw_sha256]).hexdigest() == offer.raw_sha256 for offer in page.offers)
    assert page.raw[page.offers[1].raw_sha256] == b'{"id":2}'


def test_rows_of_which_none_is_an_offer_are_a_fault_and_no_rows_are_none() -> None:
    assert page_of([], _offer).offers == ()
    with pytest.raises(SourceError) as caught:
        page_of([Row({})], _offer)
    assert caught.value.fault is Fault.SCHEMA
