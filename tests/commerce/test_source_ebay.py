"""eBay: two requests byte for byte, no order that a seller can pay for, and a list of its own."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from standins.offers import NOW
from standins.platform_server import sample
from standins.shop_cases import CASES

from desktop_client.commerce.money import Money
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.offer import AdFlag, Status
from desktop_client.commerce.prices.totals import total
from desktop_client.commerce.sending.faults import Fault
from desktop_client.commerce.sending.request import Purpose, complete

EBAY = CASES["ebay"]
NEED = ShoppingNeed("ceramic mug", price=PriceRange(Decimal(10), Decimal("50.5"), "USD"))
ALWAYS = b"User-Agent: Sidelight/test\r\nAccept-Encoding: gzip\r\nConnection: close\r\n"


def _row(**changes: object) -> object:
    answer = sample("ebay_browse")["response"]
    answer["itemSummaries"][0] |= changes
    return answer


def test_both_requests_byte_for_byte() -> None:
    token = next(EBAY.source.search(EBAY.query(NEED)))
    assert token.purpose is Purpose.TOKEN
    assert complete(token, "Sidelight/test").wire == (
        b"POST /identity/v1/oauth2/token HTTP/1.1\r\nHost: api.ebay.com\r\n" + ALWAYS
        + b"Content-Type: application/x-www-form-urlencoded;charset=utf-8\r\n"
        b"Authorization: Basic Y2FuYXJ5LWFwcC0xMzU3OTpjYW5hcnkwY2VydDBvZjBlYmF5MA==\r\nContent-Length: 82\r\n\r\n"
        b"grant_type=client_credentials&scope=https%3A%2F%2Fapi.ebay.com%2Foauth%2Fapi_scope"
    )  # fmt: skip
    assert complete(EBAY.first(NEED, 20), "Sidelight/test").wire == (
        b"GET /buy/browse/v1/item_summary/search?q=ceramic%20mug&filter=price%3A%5B10..50.5%5D%2CpriceCurrency%3AUSD"
        b"&sort=price&limit=20&offset=0 HTTP/1.1\r\nHost: api.ebay.com\r\n" + ALWAYS
        + b"Authorization: Bearer canary-token\r\nX-EBAY-C-MARKETPLACE-ID: EBAY_US\r\n\r\n"
    )  # fmt: skip


def test_the_documented_row() -> None:
    with EBAY.served() as (door, _):
        page = door.asked(EBAY.source, EBAY.query("tanning lotion"))
    (offer,) = page.offers
    assert offer.offer_id == "v1|155227403497|0"
    assert (offer.price, offer.price_kind, offer.shipping) == (Money(1100, "USD"), "sale", Money(0, "USD"))
    assert total(offer).unknown == ("tax",)
    assert (offer.url_clean, offer.url_tracked) == ("https://www.ebay.com/itm/155227403497", None)
    assert offer.seller is not None
    assert (offer.seller.name, offer.rating) == ("american-mall", None), "a seller's feedback rates no product"
    assert offer.attributes == {"condition": "New"}
    assert offer.expires_at == NOW + timedelta(hours=6)


def test_it_stands_alone_and_for_six_hours() -> None:
    terms = EBAY.source.manifest.terms
    assert (terms.may_mix, terms.cache_ttl_s, terms.model_use_ok) == (False, 21_600, False)


@pytest.mark.parametrize(
    ("mark", "flag", "status", "evidence"),
    [
        (True, AdFlag.YES, Status.PAID_LINK, "priorityListing"),
        (False, AdFlag.NO, Status.NO_PAYMENT, "priorityListing"),
        (None, AdFlag.UNKNOWN, Status.NOT_DISCLOSED, "not disclosed by the source"),
        ("false", AdFlag.UNKNOWN, Status.NOT_DISCLOSED, "not disclosed by the source"),
    ],
)
def test_a_promoted_listing_is_one_and_silence_is_not_a_no(
    mark: object, flag: AdFlag, status: Status, evidence: str
) -> None:
    (offer,) = EBAY.given(_row(priorityListing=mark)).offers
    commercial = offer.commercial
    assert (commercial.sponsored, commercial.status, commercial.evidence) == (flag, status, evidence)
    assert commercial.affiliate_link is False


@pytest.mark.parametrize(
    ("options", "shipping"),
    [
        ([{"shippingCostType": "FIXED", "shippingCost": {"value": "4.99", "currency": "USD"}}], Money(499, "USD")),
        ([{"shippingCostType": "CALCULATED", "shippingCost": {"value": "4.99", "currency": "USD"}}], None),
        ([{"shippingCostType": "FIXED"}], None),
        ([{"shippingCostType": "FIXED", "shippingCost": {"value": "4.99"}}], None),
        ([], None),
        (None, None),
        ("free", None),
    ],
)
def test_only_a_fixed_rate_is_shipping(options: object, shipping: Money | None) -> None:
    (offer,) = EBAY.given(_row(shippingOptions=options)).offers
    assert offer.shipping == shipping


@pytest.mark.parametrize("ways", [["AUCTION"], [], None, "FIXED_PRICE", 7])
def test_what_is_bid_for_has_no_price_that_everyone_pays(ways: object) -> None:
    (offer,) = EBAY.given(_row(buyingOptions=ways)).offers
    assert offer.price_kind == "unknown"
    assert "conditions" in total(offer).unknown


def test_an_address_elsewhere_is_no_plain_link() -> None:
    for address in ("https://evil.example/ebay.com", "https://ebay.com.evil.example/1", "javascript:1", None):
        (offer,) = EBAY.given(_row(itemWebUrl=address)).offers
        assert offer.url_clean is None


@pytest.mark.parametrize(
    ("status", "body", "fault"),
    [
        (429, sample("ebay_browse")["errors"][1]["body"], Fault.THROTTLED),
        (403, {"errors": [{"errorId": 1100, "message": "m"}]}, Fault.PERMISSION),
        (400, {"errors": [{"errorId": 12001, "message": "m"}]}, Fault.BAD_REQUEST),
        (500, {"errors": [{"errorId": 12000, "message": "m"}]}, Fault.UPSTREAM),
        (200, {"errors": [{"errorId": 2001, "message": "m"}]}, Fault.THROTTLED),
    ],
)
def test_its_errors(status: int, body: dict, fault: Fault) -> None:
    error = EBAY.refused(body, status)
    assert error.fault is fault
    assert "It says" in str(error)


def test_a_token_that_ran_out_is_told_as_one() -> None:
    error = EBAY.refused(sample("ebay_browse")["errors"][0]["body"], 401)
    assert error.fault is Fault.AUTH
    assert str(error) == "The token has run out. Ask again: a new one will be fetched."
    assert error.in_language("zh") == "令牌已过期。请再查一次，届时会换取新的令牌。"


def test_warnings_are_no_errors_and_an_empty_answer_needs_its_total() -> None:
    assert EBAY.given({**sample("ebay_browse")["response"], "warnings": [{"errorId": 12002}]}).offers
    assert EBAY.given(sample("ebay_browse")["empty"]).offers == ()
    assert EBAY.refused({"href": "x"}).fault is Fault.SCHEMA
