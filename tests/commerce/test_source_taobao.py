"""Taobao's union: the bytes of the request, what its rows mean, and every way in which it says no."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from standins.platform_server import sample
from standins.taobao_server import EMPTY_FORMS
from standins.union_cases import CASES

from desktop_client.commerce.money import Money
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.offer import Note
from desktop_client.commerce.prices.totals import total
from desktop_client.commerce.sending.faults import Fault

TAOBAO = CASES["taobao"]
NEED = ShoppingNeed("猫粮 & <成猫>", "zh", price=PriceRange(Decimal(50), Decimal(200), "CNY"))
ANSWER = "tbk_dg_material_optional_upgrade_response"


def test_the_request_byte_for_byte() -> None:
    request = TAOBAO.first(NEED, 20)
    assert request.url == "https://eco.taobao.com/router/rest"
    assert request.headers == (("Content-Type", "application/x-www-form-urlencoded;charset=utf-8"),)
    assert request.body == (
        b"method=taobao.tbk.dg.material.optional.upgrade&app_key=24681357&timestamp=2026-11-23%2020%3A00%3A00&v=2.0"
        b"&sign_method=hmac-sha256&format=json&q=%E7%8C%AB%E7%B2%AE%20%26%20%3C%E6%88%90%E7%8C%AB%3E"
        b"&adzone_id=115566778899&material_id=80309&page_no=1&page_size=20&sort=match_des&biz_scene_id=2"
        b"&start_price=50&end_price=200&sign=5628734D25CBED88896E581EC677A745DB7BF0692522D65B1D5F6D9FF5BA2055"
    )


def test_the_slot_may_be_given_alone_or_as_the_whole_pid() -> None:
    assert TAOBAO.first(NEED, adzone_id="115566778899") == TAOBAO.first(NEED, adzone_id="mm_1_2_115566778899")


def test_the_documented_row() -> None:
    with TAOBAO.served() as (door, _):
        page = door.asked(TAOBAO.source, TAOBAO.query("女裤"))
    (offer,) = page.offers
    assert page.total == 1212
    assert (offer.offer_id, offer.title) == ("qeqscd1231-uqwenqe", "复古女裤子秋冬九分裤萝卜裤显瘦高腰韩版2017新款")
    assert (offer.price, offer.price_kind) == (Money(6990, "CNY"), "after_coupon_estimate")
    assert (offer.list_price, offer.shipping) == (Money(10200, "CNY"), Money(0, "CNY"))
    assert "conditions" in total(offer).unknown
    assert offer.price_note == (
        Note("Without promotions: CN¥79.90", "不用优惠：¥79.90"),
        "商品券 满7999减1300",
        "88VIP",
        Note("Sold in the last 30 days: 30", "近 30 天售出：30"),
    )
    assert offer.commercial.commission_bp == 550
    assert offer.commercial.evidence == "publish_info.income_rate"
    assert (offer.url_clean, offer.url_tracked) == (None, "https://uland.taobao.com/coupon/edetail?e=xxx")
    assert offer.image_url == "https://img.alicdn.com/bao/uploaded/i4/xxx.jpg"
    assert offer.seller is not None
    assert offer.seller.name == "魔黛娅内衣旗舰店"
    assert offer.rating is None


def _row(**changes: object) -> object:
    answer = sample("taobao_tbk")["response"]
    row = answer[ANSWER]["result_list"]["map_data"][0]
    for place, value in changes.items():
        section, _, field = place.partition("__")
        row[section] = {**row[section], field: value} if field else value
    return answer


def test_a_number_as_id_has_a_plain_page_and_the_tracked_link_stays_apart() -> None:
    (offer,) = TAOBAO.given(_row(item_id="556633720749", publish_info__coupon_share_url="")).offers
    assert offer.url_clean == "https://item.taobao.com/item.htm?id=556633720749"
    assert offer.url_tracked == "https://item.taobao.com/item.htm?id=556633720749"
    (offer,) = TAOBAO.given(_row(item_id="１２３")).offers
    assert offer.url_clean is None


def test_a_price_without_promotion_is_a_sale_price() -> None:
    (same,) = TAOBAO.given(_row(price_promotion_info__final_promotion_price="79.90")).offers
    (none,) = TAOBAO.given(_row(price_promotion_info__final_promotion_price=None)).offers
    for offer in (same, none):
        assert (offer.price, offer.price_kind) == (Money(7990, "CNY"), "sale")
    (unknown,) = TAOBAO.given(_row(price_promotion_info={"final_promotion_price": "x"})).offers
    assert unknown.price is None


@pytest.mark.parametrize(("rate", "points"), [("5.50", 550), ("5.505", 551), ("0", 0), ("-1", None), ("100.01", None)])
def test_the_commission_is_exact_or_the_next_higher_or_unknown(rate: str, points: int | None) -> None:
    (offer,) = TAOBAO.given(_row(publish_info__income_rate=rate)).offers
    assert offer.commercial.commission_bp == points


@pytest.mark.parametrize("form", EMPTY_FORMS)
def test_every_way_to_say_nothing_was_found(form: str) -> None:
    with TAOBAO.served() as (door, platform):
        platform.empty_form = form  # type: ignore[attr-defined]
        nothing = ShoppingNeed("行李箱", price=PriceRange(high=Decimal(1), currency="CNY"))
        page = door.asked(TAOBAO.source, TAOBAO.query(nothing))
    assert (page.offers, page.total) == ((), 0)


def test_error_15_in_other_words_is_a_fault() -> None:
    error = {"code": 15, "msg": "Remote service error", "sub_code": "50001", "sub_msg": "系统繁忙"}
    assert TAOBAO.refused({"error_response": error}).fault is Fault.UPSTREAM


@pytest.mark.parametrize(
    ("code", "sub_code", "fault"),
    [
        (25, "isv.invalid-signature", Fault.AUTH),
        (27, "", Fault.AUTH),
        (29, "", Fault.AUTH),
        (11, "", Fault.PERMISSION),
        (7, "", Fault.THROTTLED),
        (31, "isv.invalid-timestamp", Fault.BAD_REQUEST),
        (40, "isv.missing-parameter", Fault.BAD_REQUEST),
        (15, "isp.top-remote-connection-timeout", Fault.UPSTREAM),
        (15, "isv.item-not-exist", Fault.BAD_REQUEST),
        (999, "", Fault.UPSTREAM),
        ("x", "", Fault.UPSTREAM),
    ],
)
def test_its_codes(code: object, sub_code: str, fault: Fault) -> None:
    error = TAOBAO.refused({"error_response": {"code": code, "msg": "m", "sub_code": sub_code}})
    assert error.fault is fault
    assert "It says: “m”" in str(error)


def test_documented_errors_are_faults_in_words() -> None:
    faults = [TAOBAO.refused(one["body"]) for one in sample("taobao_tbk")["errors"][:3]]
    assert [error.fault for error in faults] == [Fault.AUTH, Fault.THROTTLED, Fault.PERMISSION]
    assert [error.retry_after_s for error in faults] == [None, 1.0, None]
    assert "Invalid signature" in str(faults[0])


def test_when_the_days_requests_are_used_up_it_is_left_alone_for_an_hour() -> None:
    with TAOBAO.served() as (door, platform):
        platform.left, platform.day_is_over = 0, True  # type: ignore[attr-defined]
        with pytest.raises(Exception, match="asked less often") as caught:
            door.asked(TAOBAO.source, TAOBAO.query("行李箱"))
    assert caught.value.retry_after_s == 3600  # type: ignore[attr-defined]


def test_a_bad_row_loses_no_good_one() -> None:
    answer = json.loads(json.dumps(_row()))
    answer[ANSWER]["result_list"]["map_data"][:0] = [{}, {"item_id": "1"}, 7]
    assert len(TAOBAO.given(answer).offers) == 1
