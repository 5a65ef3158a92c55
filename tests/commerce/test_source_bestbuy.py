"""Best Buy: a query that is an expression in the path, and one refusal for two reasons."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from standins.offers import NOW
from standins.platform_server import sample
from standins.shop_cases import CASES

from desktop_client.commerce.money import Money
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.offer import Status
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.sending.request import complete

BESTBUY = CASES["bestbuy"]
NEED = ShoppingNeed("laptop 16gb", price=PriceRange(Decimal(500), Decimal("999.5"), "USD"))


def _row(**changes: object) -> object:
    answer = sample("bestbuy")["response"]
    answer["products"][0] |= changes
    return answer


def test_the_request_byte_for_byte() -> None:
    assert complete(BESTBUY.first(NEED, 20), "Sidelight/test").wire == (
        b"GET /v1/products((search=laptop&search=16gb)&salePrice%3E=500&salePrice%3C=999.5)"
        b"?apiKey=canary0key0of0bestbuy0&format=json&show=sku%2Cname%2CsalePrice%2CregularPrice%2Cimage%2Curl"
        b"%2CcustomerReviewAverage%2CcustomerReviewCount%2ConlineAvailability%2CshippingCost%2Cmarketplace"
        b"%2Cmanufacturer%2CmodelNumber%2Cupc&page=1&pageSize=20 HTTP/1.1\r\nHost: api.bestbuy.com\r\n"
        b"User-Agent: Sidelight/test\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
    )


@pytest.mark.parametrize(
    ("words", "expression"),
    [
        ("usb-c hub", "(search=usb-c&search=hub)"),
        ("a)&(salePrice<=1|b=c*", "(search=a&search=salePrice&search=1&search=b&search=c)"),
        ('15" laptop, 16 GB', "(search=15&search=laptop&search=16&search=GB)"),
        ("x%29%26y", "(search=x&search=29&search=26y)"),
        ("a_b/c?d#e", "(search=a&search=b&search=c&search=d&search=e)"),
        ("笔记本", "(search=%E7%AC%94%E8%AE%B0%E6%9C%AC)"),
    ],
)
def test_words_never_become_part_of_the_expression(words: str, expression: str) -> None:
    assert BESTBUY.first(words).url.partition("?")[0] == f"https://api.bestbuy.com/v1/products({expression})"


def test_signs_alone_are_no_words() -> None:
    with pytest.raises(SourceError, match="no words") as caught:
        BESTBUY.first("&& ()")
    assert caught.value.fault is Fault.BAD_REQUEST


def test_the_documented_row() -> None:
    with BESTBUY.served() as (door, _):
        page = door.asked(BESTBUY.source, BESTBUY.query("laptop 16gb"))
    (offer,) = page.offers
    assert (offer.offer_id, offer.title, offer.brand) == ("1234567", 'Sample Laptop 15" 16GB RAM', "SampleBrand")
    assert (offer.price, offer.price_kind, offer.list_price) == (Money(84999, "USD"), "sale", Money(99999, "USD"))
    assert offer.shipping is None
    assert offer.rating is not None
    assert (offer.rating.value, offer.rating.scale_max, offer.rating.count) == (4.5, 5.0, 450)
    assert (offer.availability, offer.gtin14) == ("in_stock", None)
    assert (offer.url_clean, offer.url_tracked) == ("https://www.bestbuy.com/site/sample-laptop/1234567.p", None)
    assert offer.commercial.status is Status.NOT_DISCLOSED
    assert offer.expires_at == NOW + timedelta(minutes=10)


@pytest.mark.parametrize("address", ["https://api.bestbuy.com/click/-/1234567/pdp", "https://evil.example/", None, 7])
def test_an_address_that_counts_clicks_is_not_the_plain_one(address: object) -> None:
    (offer,) = BESTBUY.given(_row(url=address)).offers
    assert offer.url_clean == "https://www.bestbuy.com/site/1234567.p"


@pytest.mark.parametrize(
    ("row", "field", "value"),
    [
        ({"shippingCost": ""}, "shipping", None),
        ({"shippingCost": 0}, "shipping", Money(0, "USD")),
        ({"shippingCost": "5.99"}, "shipping", Money(599, "USD")),
        ({"onlineAvailability": False}, "availability", "out_of_stock"),
        ({"onlineAvailability": None}, "availability", "unknown"),
        ({"customerReviewAverage": None}, "rating", None),
        ({"customerReviewCount": 0}, "rating", None),
        ({"customerReviewAverage": 7}, "rating", None),
        ({"upc": "012345678905"}, "gtin14", "00012345678905"),
        ({"marketplace": True}, "seller", None),
        ({"salePrice": None}, "price", None),
    ],
)
def test_what_is_not_stated_is_unknown(row: dict, field: str, value: object) -> None:
    (offer,) = BESTBUY.given(_row(**row)).offers
    assert getattr(offer, field) == value


def test_one_refusal_for_a_wrong_key_and_for_too_many_requests_names_both() -> None:
    error = BESTBUY.refused(sample("bestbuy")["errors"][0]["body"], 403)
    assert error.fault is Fault.AUTH
    assert "did not accept the key" in str(error)
    assert "too many requests" in str(error)
    assert "try again later" in str(error)
    assert "请求过多" in error.in_language("zh")


@pytest.mark.parametrize(
    ("status", "body", "fault"),
    [
        (400, {"error": {"code": 400, "status": "Bad Request", "message": "m"}}, Fault.BAD_REQUEST),
        (400, {"status": "400", "error": "Bad Request", "message": "m"}, Fault.BAD_REQUEST),
        (500, {"errorCode": "500", "errorMessage": "m"}, Fault.UPSTREAM),
        (200, {"errorCode": "403", "errorMessage": "m"}, Fault.AUTH),
        (200, {"errorCode": "7", "errorMessage": "m"}, Fault.UPSTREAM),
    ],
)
def test_its_errors_in_both_forms(status: int, body: dict, fault: Fault) -> None:
    error = BESTBUY.refused(body, status)
    assert error.fault is fault
    assert "It says: “m”" in str(error)


def test_nothing_was_found_only_where_it_says_so() -> None:
    assert BESTBUY.given(sample("bestbuy")["empty"]).offers == ()
    assert BESTBUY.given({"total": 0}).offers == ()
    assert BESTBUY.refused({"total": 2}).fault is Fault.SCHEMA
