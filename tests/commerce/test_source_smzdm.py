"""SMZDM: two interfaces, lists inside lists, and recommendations that are not passed off as hits."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from standins.platform_server import sample
from standins.smzdm_server import GATEWAY_KEY
from standins.union_cases import CASES

from desktop_client.commerce.money import Money
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.offer import Note, Status, note_words
from desktop_client.commerce.sending.faults import Fault

SIGNED, KEYED = CASES["smzdm"], CASES["smzdm gateway"]
NEED = ShoppingNeed("猫粮 & <成猫>", "zh", price=PriceRange(Decimal(50), Decimal(200), "CNY"))


def _row(**changes: object) -> object:
    answer = sample("smzdm")["response"]
    answer["data"][0][0] |= changes
    return answer


def _gateway_row(**changes: object) -> object:
    answer = sample("smzdm")["gateway_response"]
    answer["data"]["rows"][0] |= changes
    return answer


def test_the_signed_request_byte_for_byte() -> None:
    request = SIGNED.first(NEED, 20)
    assert request.url == "https://openapi.smzdm.com/v1/agent/search/list"
    assert request.headers == (("Content-Type", "application/json"),)
    assert request.body.decode() == (
        '{"app_key":"8675309123","timestamp":"1795435200","keyword":"猫粮 & <成猫>",'
        '"sign":"F1D0161D4B56A8697A277525F04DA674"}'
    )


def test_the_gateways_request_byte_for_byte() -> None:
    request = KEYED.first(NEED, 20)
    assert request.url == "https://gw-openapi.zhidemai.com/product/v1"
    assert request.headers == (("Content-Type", "application/json"), ("X-Api-Key", GATEWAY_KEY))
    assert request.body.decode() == (
        '{"request_from":"sidelight","question_id":"sidelight","product_query":"猫粮 & <成猫>","query_process":1,'
        '"size":10,"mall_id":"","brand_name":"","category_name":"","min_price":50,"max_price":200,"sort":"","fields":""}'
    )


def test_the_kind_of_key_decides_and_the_documented_way_comes_first() -> None:
    assert SIGNED.first(NEED, x_api_key=GATEWAY_KEY).host == "openapi.smzdm.com"
    assert KEYED.first(NEED, app_key="8675309123").host == "gw-openapi.zhidemai.com"


def test_a_comma_in_the_words_does_not_make_two_searches() -> None:
    with SIGNED.served() as (door, platform):
        door.asked(SIGNED.source, SIGNED.query("猫粮,无谷，成猫"))
    assert json.loads(platform.received[0].body)["keyword"] == "猫粮 无谷 成猫"


def test_the_documented_row_is_a_recommendation() -> None:
    with SIGNED.served() as (door, _):
        page = door.asked(SIGNED.source, SIGNED.query("iphone15"))
    (offer,) = page.offers
    assert (offer.price, offer.price_kind) == (Money(699800, "CNY"), "sale")
    assert offer.is_recommendation
    assert offer.price_note == (
        Note("Recommended by SMZDM, not found by your words", "什么值得买的推荐，并非按你的搜索词找到"),
    )  # fmt: skip
    assert page.disclosures == (
        Note("rows that it recommends and did not find by your words: 1", "由它推荐、并非按搜索词找到的有 1 条"),
    )
    assert offer.seller is not None
    assert offer.seller.name == "拼多多"
    assert offer.url_clean == "https://mobile.yangkeduo.com/goods.html?goods_id=590445866953"
    assert offer.commercial.status is Status.NOT_DISCLOSED


def test_a_hit_is_no_recommendation_and_neither_is_what_is_not_said() -> None:
    for count in (1, 12, None, "x"):
        page = SIGNED.given(_row(es_recall_cnt=count))
        assert not page.offers[0].is_recommendation
        assert page.disclosures == ()
    assert SIGNED.given(_row(es_recall_cnt="0")).offers[0].is_recommendation


def test_recommendations_of_a_whole_answer_are_counted() -> None:
    with SIGNED.served() as (door, _):
        page = door.asked(SIGNED.source, SIGNED.query("行李箱"))
    marked = [offer for offer in page.offers if offer.is_recommendation]
    assert 0 < len(marked) < len(page.offers)
    assert f": {len(marked)}" in note_words(page.disclosures[0], "en")


def test_the_gateways_documented_row() -> None:
    with KEYED.served() as (door, _):
        (offer,) = door.asked(KEYED.source, KEYED.query("iphone15")).offers
    assert (offer.price, offer.price_kind) == (Money(549900, "CNY"), "after_coupon_estimate")
    assert (offer.list_price, offer.price_note) == (Money(599900, "CNY"), ("满5000减500",))
    assert (offer.brand, offer.url_clean) == ("Apple", "https://item.jd.com/100000000000.html")


@pytest.mark.parametrize(
    ("stated", "minor"),
    [
        ({"price_1": "6998.0元", "price": "¥6998.0"}, 699_800),
        ({"price_1": "", "price": "¥69.9"}, 6_990),
        ({"price_1": None, "price": "1,234.50元"}, 123_450),
        ({"price_1": None, "price": "暂无报价"}, None),
        ({"price_1": "-5元", "price": None}, None),
    ],
)
def test_prices_as_they_are_written(stated: dict, minor: int | None) -> None:
    (offer,) = SIGNED.given(_row(**stated)).offers
    assert (offer.price and offer.price.minor) == minor


@pytest.mark.parametrize(
    ("url", "clean", "status"),
    [
        ("https://item.jd.com/1.html", True, Status.NOT_DISCLOSED),
        ("https://item.jd.com/1.html?utm_source=x", False, Status.NOT_DISCLOSED),
        ("https://detail.tmall.com/item.htm?id=1&spm=a", False, Status.NOT_DISCLOSED),
        ("https://mall.example/go?id=https%3A%2F%2Fpays.example", False, Status.NOT_DISCLOSED),
        ("https://go.smzdm.com/abc/", False, Status.PAID_LINK),
        ("https://notsmzdm.com/abc/", True, Status.NOT_DISCLOSED),
        ("javascript:alert(1)", None, Status.NOT_DISCLOSED),
    ],
)
def test_which_links_are_plain_and_which_are_surely_its_own(url: str, clean: bool | None, status: Status) -> None:
    (offer,) = SIGNED.given(_row(url=url)).offers
    assert (offer.url_clean == url, offer.url_tracked == url) == {
        True: (True, False), False: (False, True), None: (False, False)
    }[clean]  # fmt: skip
    assert offer.commercial.status is status


def test_the_same_address_is_the_same_offer() -> None:
    ids = {SIGNED.given(_row(title=title)).offers[0].offer_id for title in ("a", "b")}
    assert len(ids) == 1
    assert len({SIGNED.given(_row(title=title, url=None)).offers[0].offer_id for title in ("a", "b")}) == 2


@pytest.mark.parametrize("data", [[[]], [], None, {}, [[], []], [None, []], [{}]])
def test_every_way_to_say_nothing_was_found(data: object) -> None:
    assert SIGNED.given({"error_code": 0, "error_msg": "", "data": data}).offers == ()
    with SIGNED.served() as (door, platform):
        platform.empty_form = data  # type: ignore[attr-defined]
        assert door.asked(SIGNED.source, SIGNED.query("没有的东西")).offers == ()


@pytest.mark.parametrize("data", [{"rows": []}, {"rows": None}, {}, None])
def test_the_gateways_ways_to_say_it(data: object) -> None:
    assert KEYED.given({"error_code": 0, "error_msg": "", "data": data}).offers == ()


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("sign error", Fault.AUTH),
        ("签名错误", Fault.AUTH),
        ("app_key not found", Fault.AUTH),
        ("请求过于频繁", Fault.THROTTLED),
        ("rate limit", Fault.THROTTLED),
        ("没有权限", Fault.PERMISSION),
        ("timestamp error", Fault.BAD_REQUEST),
        ("出错了", Fault.UPSTREAM),
        ("", Fault.UPSTREAM),
    ],
)
def test_its_words_have_to_tell_since_its_codes_are_not_known(words: str, fault: Fault) -> None:
    for case in (SIGNED, KEYED):
        error = case.refused({"data": None, "error_code": 10001, "error_msg": words})
        assert error.fault is fault
        assert (f"“{words}”" in str(error)) is bool(words)


def test_the_documented_error() -> None:
    assert SIGNED.refused(sample("smzdm")["errors"][0]["body"]).fault is Fault.AUTH


def test_promotions_are_told_in_its_own_words() -> None:
    (offer,) = SIGNED.given(_row(prom_info=["满99减20", 7, "<b>PLUS</b>", "a", "b"], es_recall_cnt=3)).offers
    assert offer.price_note == ("满99减20", "PLUS", "a")
    assert offer.price_kind == "after_coupon_estimate"
    assert KEYED.given(_gateway_row(promotional_info="", page_price=5499)).offers[0].price_kind == "sale"
