"""JD's union: an answer inside an answer, a wrapper that is misspelt, links that pay on request only."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from standins.offers import make_offer
from standins.platform_server import sample
from standins.union_cases import CASES

from desktop_client.commerce.money import Money
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.offer import Note
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.sending.request import Purpose
from desktop_client.commerce.source import ResolvesLinks

JD = CASES["jd"]
NEED = ShoppingNeed("猫粮 & <成猫>", "zh", price=PriceRange(Decimal(50), Decimal(200), "CNY"))
WRAPPER = "jd_union_open_goods_query_responce"
OFFER = make_offer("MsDx", source_id="jd", url_clean="https://item.jd.com/5475198.html")


def wrapped(inner: object, code: str = "0") -> object:
    text = inner if isinstance(inner, str) else json.dumps(inner, ensure_ascii=False)
    return {WRAPPER: {"code": code, "queryResult": text}}


def _row(**changes: object) -> object:
    inner = json.loads(sample("jd_union")["response"][WRAPPER]["queryResult"])
    inner["data"][0] |= changes
    return wrapped(inner)


def test_the_request_byte_for_byte() -> None:
    request = JD.first(NEED, 20)
    assert request.url == "https://api.jd.com/routerjson"
    assert request.body == (
        b"method=jd.union.open.goods.query&v=1.0&app_key=jdkey13579&timestamp=2026-11-23%2020%3A00%3A00"
        b"&360buy_param_json=%7B%22goodsReqDTO%22%3A%7B%22keyword%22%3A%22%E7%8C%AB%E7%B2%AE%20%26%20%3C%E6%88%90%E7%8C%AB"
        b"%3E%22%2C%22pricefrom%22%3A50%2C%22priceto%22%3A200%2C%22pageIndex%22%3A1%2C%22pageSize%22%3A20%7D%7D"
        b"&sign=0CF9C719A9B90D7105159A5C0BB82ABD"
    )


def test_chinese_is_signed_as_it_is_sent() -> None:
    """A library in wide use signs in Latin-1, and fails on every Chinese word."""
    with JD.served() as (door, platform):
        assert door.asked(JD.source, JD.query("冠能成猫粮 é")).offers
    assert "冠能成猫粮 é" in platform.received[0].form["360buy_param_json"]


def test_the_documented_row() -> None:
    with JD.served() as (door, _):
        page = door.asked(JD.source, JD.query("猫粮"))
    (offer,) = page.offers
    assert page.total == 1
    assert offer.offer_id == "MsDxpCw3eBBU3UGhlbKb4c2o_3LZQVebpuKbbMBrvsH"
    assert (offer.price, offer.price_kind) == (Money(13400, "CNY"), "after_coupon_estimate")
    assert offer.list_price == Money(17200, "CNY")
    assert (offer.shipping, offer.rating) == (None, None), "a share of praise is no rating"
    assert offer.price_note == (
        Note("Without a coupon: CN¥172.00", "不用优惠券：¥172.00"),
        Note("Coupon: CN¥38.00 off from CN¥170.00", "优惠券：满 ¥170.00 减 ¥38.00"),
        Note("460000 reviews, 98 % of them positive", "460000 条评价，好评率 98 %"),
        Note("Ordered through the union in the last 30 days: 10000", "近 30 天通过联盟下单：10000"),
    )
    assert (offer.commercial.commission_bp, offer.commercial.commission) == (1500, Money(2010, "CNY"))
    assert (offer.url_clean, offer.url_tracked) == ("https://item.jd.com/5475198.html", None)
    assert offer.seller is not None
    assert (offer.seller.name, offer.seller.self_operated) == ("冠能PROPLAN京东自营官方旗舰店", True)
    assert offer.brand == "冠能（PRO PLAN）"


def test_without_a_number_the_unions_page_is_the_plain_one() -> None:
    (offer,) = JD.given(_row(skuId=None)).offers
    assert offer.url_clean == f"https://jingfen.jd.com/detail/{offer.offer_id}.html"
    (offer,) = JD.given(_row(skuId=None, materialUrl="evil.example/jd.com")).offers
    assert offer.url_clean is None


@pytest.mark.parametrize(
    ("prices", "minor", "kind"),
    [
        ({"price": 172, "lowestPrice": 160, "lowestCouponPrice": 160}, 16_000, "sale"),
        ({"price": 172, "lowestPrice": 150, "lowestPriceType": 2}, 15_000, "group_buy"),
        ({"price": 172}, 17_200, "sale"),
        ({"price": "172.5", "lowestCouponPrice": 99.9}, 9_990, "after_coupon_estimate"),
        ({}, None, "sale"),
    ],
)
def test_which_price_holds_for_whom(prices: dict, minor: int | None, kind: str) -> None:
    (offer,) = JD.given(_row(priceInfo=prices)).offers
    assert (offer.price and offer.price.minor, offer.price_kind) == (minor, kind)


@pytest.mark.parametrize(
    "inner",
    [
        {"code": 200, "data": []},
        {"code": 200, "data": None},
        {"code": 200, "data": {}},
        {"code": 200},
        json.loads(sample("jd_union")["empty"][WRAPPER]["queryResult"]),
    ],
)
def test_every_way_to_say_nothing_was_found(inner: object) -> None:
    assert JD.given(wrapped(inner)).offers == ()


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"error_response": {"code": "2", "zh_desc": "m"}}, Fault.THROTTLED),
        ({"error_response": {"code": "12", "zh_desc": "m"}}, Fault.AUTH),
        ({"error_response": {"code": 21, "en_desc": "m"}}, Fault.AUTH),
        ({"error_response": {"code": "8", "zh_desc": "m"}}, Fault.BAD_REQUEST),
        ({"error_response": {"code": "15", "zh_desc": "m"}}, Fault.BAD_REQUEST),
        ({"error_response": {"code": "67", "zh_desc": "m"}}, Fault.UPSTREAM),
        ({WRAPPER: {"code": "12", "zh_desc": "m"}}, Fault.AUTH),
        (wrapped({"code": 403, "message": "m"}), Fault.PERMISSION),
        (wrapped({"code": 411, "message": "m"}), Fault.BAD_REQUEST),
        (wrapped({"code": 429, "message": "m"}), Fault.THROTTLED),
        (wrapped({"code": 500, "message": "m"}), Fault.UPSTREAM),
    ],
)
def test_its_codes_at_the_gateway_in_the_wrapper_and_inside(body: object, fault: Fault) -> None:
    error = JD.refused(body)
    assert error.fault is fault
    assert "It says: “m”" in str(error)


@pytest.mark.parametrize("inside", ["", "{", "[]", "7", '"x"', "{}", '{"code": null}', None, 7, {}])
def test_an_inner_answer_that_is_none(inside: Any) -> None:
    assert JD.refused({WRAPPER: {"code": "0", "queryResult": inside}}).fault is Fault.SCHEMA


class TestLinksThatPay:
    def test_are_made_on_request_only(self) -> None:
        source = JD.source
        assert isinstance(source, ResolvesLinks)
        with JD.served() as (door, platform):
            link = door.driven(source.manifest, source.resolve_link(OFFER, JD.credentials))
        assert link == "https://u.jd.com/abc123"
        assert door.sent[0].request.purpose is Purpose.LINK
        asked = json.loads(platform.received[0].form["360buy_param_json"])
        assert asked == {"promotionCodeReq": {"materialId": OFFER.url_clean, "siteId": JD.credentials["site_id"]}}

    def test_without_a_site_id_nothing_is_sent(self) -> None:
        with pytest.raises(SourceError, match="site id") as caught:
            next(JD.source.resolve_link(OFFER, {**JD.credentials, "site_id": ""}))  # type: ignore[attr-defined]
        assert caught.value.fault is Fault.AUTH

    def test_without_a_plain_page_the_unions_page_is_named(self) -> None:
        request = next(JD.source.resolve_link(replace(OFFER, url_clean=None), JD.credentials))  # type: ignore[attr-defined]
        assert b"jingfen.jd.com%2Fdetail%2FMsDx.html" in request.body

    @pytest.mark.parametrize(
        "landing", ["https://evil.example/jd.com", "javascript:1", "https://evil-jd.com/", "http://["]
    )
    def test_that_lead_elsewhere_are_refused(self, landing: str) -> None:
        with JD.served() as (door, platform):
            platform.landing = landing  # type: ignore[attr-defined]
            with pytest.raises(SourceError) as caught:
                door.driven(JD.source.manifest, JD.source.resolve_link(OFFER, JD.credentials))  # type: ignore[attr-defined]
        assert caught.value.fault is Fault.SCHEMA
