"""Douyin's union: a body that is signed as it is sent, numbers written as texts, and tokens that run out."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from standins.douyin_server import TOKEN
from standins.platform_server import sample
from standins.union_cases import CASES

from desktop_client.commerce.money import Money
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.offer import Note
from desktop_client.commerce.sending.faults import Fault, SourceError

DOUYIN = CASES["douyin"]
NEED = ShoppingNeed("猫粮 & <成猫>", "zh", price=PriceRange(Decimal(50), Decimal(200), "CNY"))
NOTHING = ShoppingNeed("行李箱", price=PriceRange(high=Decimal(1), currency="CNY"))


def _row(**changes: object) -> object:
    answer = sample("douyin_buyin")["response"]
    answer["data"]["products"][0] |= changes
    return answer


def test_the_request_byte_for_byte() -> None:
    request = DOUYIN.first(NEED, 20)
    assert request.url == (
        "https://openapi-fxg.jinritemai.com/buyin/kolMaterialsProductsSearch?app_key=6844048284663924231"
        "&method=buyin.kolMaterialsProductsSearch&timestamp=2026-11-23%2020%3A00%3A00&v=2&sign_method=hmac-sha256"
        f"&access_token={TOKEN}&sign=e40abf11e20251385b1057c137aa337976f663e9fc51b90b24f2887c73fe94c6"
    )
    assert request.headers == (("Content-Type", "application/json"),)
    assert request.body.decode() == (
        '{"page":1,"page_size":20,"price_max":20000,"price_min":5000,"search_type":0,"sort_type":1,"title":"猫粮 成猫"}'
    )


@pytest.mark.parametrize(
    ("words", "sent"), [("a&b", "a b"), ("<猫>粮", "猫 粮"), ("R&D<>猫", "R D 猫"), ('"猫"', '"猫"')]
)
def test_characters_that_are_signed_in_several_ways_are_left_out(words: str, sent: str) -> None:
    with DOUYIN.served() as (door, platform):
        assert door.asked(DOUYIN.source, DOUYIN.query(words)).offers
    assert json.loads(platform.received[0].body)["title"] == sent


def test_words_of_such_characters_only_are_none() -> None:
    with pytest.raises(SourceError) as caught:
        DOUYIN.first("<&>")
    assert caught.value.fault is Fault.BAD_REQUEST


def test_the_documented_row() -> None:
    with DOUYIN.served() as (door, _):
        page = door.asked(DOUYIN.source, DOUYIN.query("防晒霜"))
    (offer,) = page.offers
    assert page.total == 1
    assert (offer.offer_id, offer.title) == ("3400312511185213726", "测试商品")
    assert (offer.price, offer.price_kind) == (Money(92, "CNY"), "after_coupon_estimate")
    assert (offer.shipping, offer.availability) == (Money(0, "CNY"), "in_stock")
    assert offer.price_note == (
        Note("Without a coupon: CN¥1.00", "不用优惠券：¥1.00"),
        Note("Sold so far: 1234", "累计售出：1234"),
    )
    assert (offer.commercial.commission_bp, offer.commercial.commission) == (1000, Money(10, "CNY"))
    assert offer.url_clean == "https://haohuo.jinritemai.com/views/product/item2?id=3400312511185213726"
    assert offer.url_tracked is None, "the documented address tells nothing but the product"
    assert offer.seller is not None
    assert (offer.seller.name, offer.seller.id) == ("maggie测试小铺", "2232")


def test_an_address_that_tells_more_than_the_product_is_kept_apart() -> None:
    with DOUYIN.served() as (door, _):
        offer = door.asked(DOUYIN.source, DOUYIN.query("行李箱", 1)).offers[0]
    assert offer.url_clean == f"https://haohuo.jinritemai.com/views/product/item2?id={offer.offer_id}"
    assert offer.url_tracked == f"{offer.url_clean}&origin_type=604"


def test_stock_and_shipping_are_what_is_said_and_else_unknown() -> None:
    (gone,) = DOUYIN.given(_row(in_stock=False, post_free=False)).offers
    (unsaid,) = DOUYIN.given(_row(in_stock=None, post_free=None, coupon_price=None)).offers
    assert (gone.availability, gone.shipping) == ("out_of_stock", None)
    assert (unsaid.availability, unsaid.shipping) == ("unknown", None)
    assert (unsaid.price, unsaid.price_kind) == (Money(100, "CNY"), "sale")


@pytest.mark.parametrize("form", [(), "null data", "{}", "null"])
def test_every_way_to_say_nothing_was_found(form: object) -> None:
    with DOUYIN.served() as (door, platform):
        platform.empty_form = form  # type: ignore[attr-defined]
        assert door.asked(DOUYIN.source, DOUYIN.query(NOTHING)).offers == ()


def test_both_codes_of_success() -> None:
    answer = sample("douyin_buyin")["response"]
    for code in (10000, 0, "10000"):
        assert len(DOUYIN.given({**answer, "code": code}).offers) == 1


@pytest.mark.parametrize(
    ("code", "sub_code", "fault"),
    [
        (2, "", Fault.PERMISSION),
        (9, "", Fault.THROTTLED),
        (60000, "", Fault.THROTTLED),
        (11, "", Fault.AUTH),
        (40003, "isv.signature-invalid", Fault.AUTH),
        (40003, "isv.access-token-invalid", Fault.AUTH),
        (40003, "isv.app-id-invalid", Fault.AUTH),
        (40001, "isv.access-token-missing", Fault.AUTH),
        (30001, "", Fault.AUTH),
        (30001, "isv.app-permissions-insufficient", Fault.PERMISSION),
        (30001, "dop.authorization-closed", Fault.PERMISSION),
        (30002, "isv.invalid_ip", Fault.PERMISSION),
        (40004, "", Fault.BAD_REQUEST),
        (40003, "isv.parameter-format-invalid", Fault.BAD_REQUEST),
        (20000, "dop.service-error", Fault.UPSTREAM),
        (50002, "", Fault.UPSTREAM),
    ],
)
def test_its_codes_and_the_sub_codes_that_say_it_better(code: int, sub_code: str, fault: Fault) -> None:
    error = DOUYIN.refused({"code": code, "msg": "m", "sub_code": sub_code, "sub_msg": ""})
    assert error.fault is fault
    assert "It says: “m”" in str(error)


@pytest.mark.parametrize(("code", "sub_code"), [(30002, ""), (40003, "isv.access-token-expired")])
def test_a_token_that_ran_out_is_said_to_have(code: int, sub_code: str) -> None:
    error = DOUYIN.refused({"code": code, "msg": "m", "sub_code": sub_code, "sub_msg": "access_token已过期"})
    assert error.fault is Fault.AUTH
    assert "The token has run out." in str(error)
    assert "令牌已过期" in error.in_language("zh")


def test_the_stand_in_refuses_an_expired_and_an_unknown_token() -> None:
    with DOUYIN.served() as (door, platform):
        with pytest.raises(SourceError, match="did not accept"):
            door.asked(DOUYIN.source, DOUYIN.query("行李箱", access_token="another0token"))
        platform.token_expired = True  # type: ignore[attr-defined]
        with pytest.raises(SourceError, match="run out"):
            door.asked(DOUYIN.source, DOUYIN.query("行李箱"))
