"""JSON in and out: exact both ways, lenient where nothing is lost, and clear where something is wrong."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standins.offers import MASK_SHELF, NOW, make_offer

from desktop_client.commerce.lists.codec import (
    CodecError,
    need_from_json,
    need_to_json,
    offer_from_json,
    offer_to_json,
    offers_from_json,
    ranked_to_json,
    reading_to_json,
)
from desktop_client.commerce.money import Money
from desktop_client.commerce.need import PriceRange, Reading, ShoppingNeed, Silence
from desktop_client.commerce.offer import AdFlag, Commercial, Note, Offer, Rating, Seller
from desktop_client.commerce.ranking import Order, rank

FULL = Offer(
    source_id="jd",
    offer_id="100",
    title="玻尿酸面膜",
    price=Money(11900, "CNY"),
    commercial=Commercial(True, "you", AdFlag.UNKNOWN, "$.commissionInfo", 550, Money(655, "CNY"), "list"),
    raw_sha256="a" * 64,
    fetched_at=NOW,
    expires_at=NOW + timedelta(minutes=10),
    price_kind="after_coupon_estimate",
    price_note=("满 100 减 10", Note("Sold: 9", "已售：9")),
    list_price=Money(19900, "CNY"),
    shipping=Money(0, "CNY"),
    tax=None,
    description="补水",
    brand="某某",
    category="面膜",
    attributes={"适合肤质": "敏感肌"},
    url_clean="https://item.jd.com/100.html",
    url_tracked="https://u.jd.com/x",
    image_url="https://img.jd.com/x.jpg",
    seller=Seller("旗舰店", "7", self_operated=False),
    rating=Rating(4.9, 5.0, 12480),
    availability="in_stock",
    gtin14="06901234567892",
    model="M-1",
    region="CN",
    language="zh",
    sample=True,
    is_recommendation=True,
    source_rank=3,
)

texts = st.text(max_size=20)
moneys = st.none() | st.builds(Money, st.integers(0, 2**53), st.sampled_from(["CNY", "USD"]), st.just(2))
needs = st.builds(
    ShoppingNeed,
    text=texts,
    language=st.sampled_from(["en", "zh"]),
    category=st.none() | texts,
    price=st.builds(
        PriceRange,
        st.none() | st.decimals(0, 10**9, places=2),
        st.none() | st.decimals(0, 10**9, places=2),
        st.none() | st.sampled_from(["CNY", "USD"]),
    ),
    must_have=st.lists(texts, max_size=3).map(tuple),
    must_not=st.lists(texts, max_size=3).map(tuple),
    country=st.none() | st.just("CN"),
)


@pytest.mark.parametrize("offer", [FULL, make_offer(), make_offer(price=None, shipping=None), *MASK_SHELF[:3]])
def test_an_offer_reads_back_as_it_was(offer: Offer) -> None:
    assert offer_from_json(json.dumps(offer_to_json(offer))) == offer


@given(title=texts.filter(bool), price=moneys, shipping=moneys, attributes=st.dictionaries(texts, texts, max_size=3))
def test_any_offer_reads_back_as_it_was(title: str, price, shipping, attributes) -> None:
    offer = make_offer(title=title, price=price, shipping=shipping, attributes=attributes)
    assert offer_from_json(json.dumps(offer_to_json(offer))) == offer


def test_money_times_and_status_as_the_contract_says() -> None:
    row = offer_to_json(FULL)
    assert row["price"] == {"minor": 11900, "currency": "CNY", "exponent": 2}
    assert row["fetched_at"] == "2026-11-23T12:00:00Z"
    assert row["commercial"]["status"] == "paid_link"
    assert row["tax"] is None


@given(needs)
def test_any_need_reads_back_as_it_was(need: ShoppingNeed) -> None:
    assert need_from_json(json.dumps(need_to_json(need))) == need


def test_the_whole_object_of_need_is_taken_too() -> None:
    need = ShoppingNeed("面膜", "zh", price=PriceRange(high=Decimal("150.50"), currency="CNY"))
    document = reading_to_json(Reading(is_shopping=True, need=need))
    assert document["need"]["price"]["high"] == "150.50"
    assert need_from_json(json.dumps(document)) == need


def test_a_need_may_leave_out_everything_but_its_words() -> None:
    assert need_from_json('{"text": "mask", "price": null, "category": null}') == ShoppingNeed("mask")
    assert need_from_json('{"text": "mask", "price": {"high": 20.5}}').price.high == Decimal("20.5")


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "3", '"mask"', '{"text": 3}', '{"text": "x", "price": {"high": "NaN"}}',
        '{"text": "x", "must_have": "y"}', b"\xff\xfe",
        json.dumps(reading_to_json(Reading(is_shopping=False))),
        json.dumps(reading_to_json(Reading(is_shopping=False, silent=Silence.HEALTH))),
    ],
)  # fmt: skip
def test_what_is_no_need_is_refused_in_one_sentence(text: str | bytes) -> None:
    with pytest.raises(CodecError) as caught:
        need_from_json(text)
    assert "\n" not in str(caught.value)
    assert caught.value.next_step is not None


class TestRows:
    def row(self, **changes: object) -> str:
        return json.dumps(offer_to_json(make_offer()) | changes)

    def test_the_least_that_is_an_offer(self) -> None:
        offer = offer_from_json('{"source_id": "a", "offer_id": "1", "title": "Mask"}', seen_at=NOW)
        assert offer.price is None
        assert offer.fetched_at == NOW
        assert len(offer.raw_sha256) == 64

    def test_unknown_fields_are_passed_over(self) -> None:
        assert offer_from_json(self.row(rank=3, reasons=[{"part": "text"}], surprise={"x": 1})) == make_offer()

    def test_a_row_of_a_ranked_list_is_an_offer_again(self) -> None:
        ranked = rank(ShoppingNeed("面膜"), MASK_SHELF, now=NOW, order=Order.TOTAL_PRICE)
        lines = [json.dumps(row) for row in ranked_to_json(ranked)["offers"]]
        assert offers_from_json(lines) == [row.offer for row in ranked.rows]

    def test_times_without_a_zone_are_utc_and_others_become_it(self) -> None:
        assert offer_from_json(self.row(fetched_at="2026-11-23T12:00:00")).fetched_at == NOW
        assert offer_from_json(self.row(fetched_at="2026-11-23T20:00:00+08:00")).fetched_at == NOW
        assert datetime(2026, 11, 23, 20, tzinfo=timezone(timedelta(hours=8))) == NOW
        assert offer_from_json(self.row(fetched_at="2026-11-23T20:00:00+08:00")).fetched_at.tzinfo is UTC

    @pytest.mark.parametrize(
        ("change", "why"),
        [
            ({"title": None}, "title"),
            ({"title": ""}, "title"),
            ({"offer_id": None}, "offer_id"),
            ({"title": 3}, "title"),
            ({"price": "19.99"}, "price"),
            ({"price": {"minor": 19.99, "currency": "USD"}}, "price"),
            ({"price": {"minor": -1, "currency": "USD"}}, "price"),
            ({"shipping": {"minor": 1, "currency": "dollars"}}, "shipping"),
            ({"fetched_at": "yesterday"}, "fetched_at"),
            ({"fetched_at": "0001-01-01T00:00:00+14:00"}, "calendars"),
            ({"expires_at": "9999-12-31T23:59:59-14:00"}, "calendars"),
            ({"attributes": {"size": 3}}, "attributes"),
            ({"commercial": {"affiliate_link": False}}, "commercial"),
        ],
    )
    def test_a_bad_row_is_refused_with_its_line_and_the_field(self, change: dict, why: str) -> None:
        with pytest.raises(CodecError) as caught:
            offers_from_json([self.row(), "", self.row(**change)])
        assert "3" in str(caught.value)
        assert why in str(caught.value)
        assert "第 3 行" in caught.value.in_language("zh")

    @pytest.mark.parametrize("line", ["{", "[]", "null", "3", b"\xff", '{"a": 1e999}'])
    def test_what_is_no_object_is_refused(self, line) -> None:
        with pytest.raises(CodecError):
            offer_from_json(line, 7)


def test_a_ranked_list_has_what_the_contract_says() -> None:
    need = ShoppingNeed("面膜", "zh", "面膜", must_have=("敏感肌",))
    document = ranked_to_json(rank(need, MASK_SHELF, now=NOW, limit=4), "zh")
    assert document["rule_version"]
    assert [row["rank"] for row in document["offers"]] == [1, 2, 3, 4]
    assert document["cut"] > 0
    first = document["offers"][0]
    assert {"rank", "source_id", "offer_id", "title", "price", "total", "commercial", "reasons", "attributes"} <= set(
        first
    )
    assert first["total"] == {"minor": 6900, "currency": "CNY", "exponent": 2}
    reason = first["reasons"][0]
    assert set(reason) == {"part", "score", "weight", "words"}
    assert 0 <= reason["score"] <= 1
    assert "类别" in reason["words"]
    assert need_from_json(json.dumps(document["need"])) == need
    assert json.loads(json.dumps(document)) == document


def test_an_unknown_total_is_null_and_its_parts_are_named() -> None:
    document = ranked_to_json(rank(ShoppingNeed("mask"), [make_offer(shipping=None)], now=NOW))
    assert document["offers"][0]["total"] is None
    assert document["offers"][0]["total_parts"]["unknown"] == ["shipping"]
    assert document["offers"][0]["total_parts"]["known"]["minor"] == 6900
