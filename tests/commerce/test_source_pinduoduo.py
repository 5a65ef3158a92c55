"""Pinduoduo's union: fen, commission per mille, prices for groups, and links that are made on the click."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from standins.offers import make_offer
from standins.platform_server import sample
from standins.union_cases import CASES

from desktop_client.commerce.money import Money
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.offer import Note, note_words
from desktop_client.commerce.prices.totals import total
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.sending.request import Purpose
from desktop_client.commerce.source import ResolvesLinks

PINDUODUO = CASES["pinduoduo"]
NEED = ShoppingNeed("猫粮 & <成猫>", "zh", price=PriceRange(Decimal(50), Decimal(200), "CNY"))
OFFER = make_offer("c9r2omogKFFA", source_id="pinduoduo")


def _row(**changes: object) -> object:
    answer = sample("pinduoduo_ddk")["response"]
    answer["goods_search_response"]["goods_list"][0] |= changes
    return answer


def test_the_request_byte_for_byte() -> None:
    request = PINDUODUO.first(NEED, 20)
    assert request.url == "https://gw-api.pinduoduo.com/api/router"
    assert request.body == (
        b"type=pdd.ddk.goods.search&client_id=a1b2c3d4e5f60718&timestamp=1795435200&data_type=JSON&version=V1"
        b"&keyword=%E7%8C%AB%E7%B2%AE%20%26%20%3C%E6%88%90%E7%8C%AB%3E&page=1&page_size=20&sort_type=0"
        b"&use_customized=false"
        b"&range_list=%5B%7B%22range_id%22%3A1%2C%22range_from%22%3A5000%2C%22range_to%22%3A20000%7D%5D"
        b"&sign=D8730E46A2AE5CCE56C39ED959B1A2AB"
    )


def test_the_answer_is_never_fitted_to_a_person_and_without_a_price_no_range_is_sent() -> None:
    body = PINDUODUO.first("猫粮").body
    assert b"&use_customized=false&" in body
    assert b"range_list" not in body


@pytest.mark.parametrize(
    ("price", "bounds"),
    [(PriceRange(Decimal("9.9")), {"range_from": 990}), (PriceRange(high=Decimal(5)), {"range_to": 500})],
)
def test_a_range_may_be_open(price: PriceRange, bounds: dict) -> None:
    need = ShoppingNeed("猫粮", price=PriceRange(price.low, price.high, "CNY"))
    with PINDUODUO.served() as (door, platform):
        door.asked(PINDUODUO.source, PINDUODUO.query(need))
    assert json.loads(platform.received[0].form["range_list"]) == [{"range_id": 1, **bounds}]


def test_the_documented_row() -> None:
    with PINDUODUO.served() as (door, _):
        (offer,) = door.asked(PINDUODUO.source, PINDUODUO.query("连衣裙")).offers
    assert (offer.price, offer.price_kind, offer.list_price) == (Money(9900, "CNY"), "group_buy", None)
    assert offer.shipping == Money(0, "CNY")
    assert total(offer).unknown == ("conditions",)
    assert offer.price_note == (
        Note("Bought alone: CN¥129.00", "单独购买：¥129.00"),
        Note("Coupon: CN¥10.00 off from CN¥99.00", "优惠券：满 ¥99.00 减 ¥10.00"),
        Note("Sold: 1万+", "已售：1万+"),
    )
    assert (offer.commercial.commission_bp, offer.commercial.evidence) == (2000, "promotion_rate")
    assert (offer.url_clean, offer.url_tracked) == (None, None), "there is none before it is asked for"


def test_shipping_is_free_only_where_it_is_said_to_be() -> None:
    for tags in ([], [2, 3], None, "1", ["1"], [True]):
        (offer,) = PINDUODUO.given(_row(service_tags=tags)).offers
        assert offer.shipping is None


def test_without_a_group_price_the_single_one_holds_for_all() -> None:
    (offer,) = PINDUODUO.given(_row(min_group_price=None, has_coupon=False)).offers
    assert (offer.price, offer.price_kind) == (Money(12900, "CNY"), "sale")
    assert not any("Coupon" in note_words(note, "en") for note in offer.price_note)


@pytest.mark.parametrize(
    "answer", [{"goods_list": []}, {"goods_list": None}, {"goods_list": {}}, {"total_count": 0}, {}]
)  # fmt: skip
def test_every_way_to_say_nothing_was_found(answer: dict) -> None:
    assert PINDUODUO.given({"goods_search_response": answer}).offers == ()
    assert PINDUODUO.given(sample("pinduoduo_ddk")["empty"]).offers == ()


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        (10001, Fault.BAD_REQUEST),
        (10019, Fault.AUTH),
        (20004, Fault.AUTH),
        (20005, Fault.PERMISSION),
        (20031, Fault.PERMISSION),
        (52101, Fault.THROTTLED),
        (52103, Fault.THROTTLED),
        (70031, Fault.THROTTLED),
        (50001, Fault.UPSTREAM),
        (1, Fault.UPSTREAM),
        (None, Fault.UPSTREAM),
    ],
)
def test_its_codes(code: object, fault: Fault) -> None:
    error = PINDUODUO.refused({"error_response": {"error_code": code, "error_msg": "m", "sub_msg": ""}})
    assert error.fault is fault
    assert "It says: “m”" in str(error)


def test_documented_errors_are_faults() -> None:
    faults = [PINDUODUO.refused(one["body"]).fault for one in sample("pinduoduo_ddk")["errors"]]
    assert faults == [Fault.BAD_REQUEST, Fault.AUTH, Fault.THROTTLED]


class TestLinks:
    def test_are_made_on_the_click(self) -> None:
        source = PINDUODUO.source
        assert isinstance(source, ResolvesLinks)
        with PINDUODUO.served() as (door, platform):
            link = door.driven(source.manifest, source.resolve_link(OFFER, PINDUODUO.credentials))
        assert link == "https://mobile.yangkeduo.com/duo_coupon_landing.html?goods_id=1"
        assert door.sent[0].request.purpose is Purpose.LINK
        fields = platform.received[0].form
        assert json.loads(fields["goods_sign_list"]) == ["c9r2omogKFFA"]
        assert set(fields) == {
            "type", "client_id", "timestamp", "data_type", "version", "p_id", "goods_sign_list", "sign"
        }  # fmt: skip

    def test_without_a_pid_nothing_is_sent(self) -> None:
        with pytest.raises(SourceError, match="PID"):
            next(PINDUODUO.source.resolve_link(OFFER, {**PINDUODUO.credentials, "pid": ""}))  # type: ignore[attr-defined]

    def test_a_pid_that_is_not_registered_is_said_in_its_words(self) -> None:
        wrong = {**PINDUODUO.credentials, "pid": "1_2"}
        with PINDUODUO.served() as (door, _), pytest.raises(SourceError, match="pid没有备案"):
            door.driven(PINDUODUO.source.manifest, PINDUODUO.source.resolve_link(OFFER, wrong))  # type: ignore[attr-defined]

    @pytest.mark.parametrize("landing", ["https://evil.example/", "pinduoduo://com.xunmeng.pinduoduo/x"])
    def test_that_lead_elsewhere_are_refused(self, landing: str) -> None:
        with PINDUODUO.served() as (door, platform):
            platform.landing = landing  # type: ignore[attr-defined]
            with pytest.raises(SourceError) as caught:
                door.driven(
                    PINDUODUO.source.manifest,
                    PINDUODUO.source.resolve_link(OFFER, PINDUODUO.credentials),  # type: ignore[attr-defined]
                )
        assert caught.value.fault is Fault.SCHEMA
