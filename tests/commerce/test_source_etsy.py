"""Etsy: the bytes of the request, amounts with a divisor, the notice that its terms want, and how it says no."""

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
from desktop_client.commerce.sending.request import complete

ETSY = CASES["etsy"]
NEED = ShoppingNeed("ceramic mug", price=PriceRange(Decimal(10), Decimal("50.5"), "USD"))


def test_the_request_byte_for_byte() -> None:
    assert complete(ETSY.first(NEED, 20), "Sidelight/test").wire == (
        b"GET /v3/application/listings/active?keywords=ceramic%20mug&min_price=10&max_price=50.5&sort_on=score"
        b"&sort_order=desc&limit=20&offset=0 HTTP/1.1\r\nHost: openapi.etsy.com\r\nUser-Agent: Sidelight/test\r\n"
        b"Accept-Encoding: gzip\r\nConnection: close\r\nx-api-key: keystring24681357:canary0secret0of0etsy0\r\n\r\n"
    )


def test_the_documented_row() -> None:
    with ETSY.served() as (door, _):
        page = door.asked(ETSY.source, ETSY.query("ceramic mug"))
    (offer,) = page.offers
    assert page.total == 1
    assert (offer.offer_id, offer.title) == ("123456789", "Handmade ceramic mug")
    assert (offer.price, offer.price_kind, offer.availability) == (Money(2800, "USD"), "sale", "in_stock")
    assert (offer.shipping, offer.tax, offer.rating, offer.seller) == (None, None, None, None)
    assert total(offer).unknown == ("shipping", "tax")
    assert (offer.url_clean, offer.url_tracked) == ("https://www.etsy.com/listing/123456789", None)
    assert offer.commercial.status is Status.NOT_DISCLOSED
    assert offer.commercial.sponsored is AdFlag.UNKNOWN
    assert offer.expires_at == NOW + timedelta(hours=6)


def test_its_notice_is_shown_whatever_it_answers_and_its_rows_never_reach_the_model() -> None:
    notice = ETSY.source.manifest.terms.attribution
    assert notice is not None
    assert "trademark of Etsy, Inc." in notice
    assert ETSY.given(ETSY.answer).disclosures == (notice,)
    assert ETSY.given(sample("etsy")["empty"]).disclosures == (notice,)
    assert ETSY.source.manifest.terms.model_use_ok is False


@pytest.mark.parametrize(
    ("price", "money"),
    [
        ({"amount": 2800, "divisor": 100, "currency_code": "EUR"}, Money(2800, "EUR")),
        ({"amount": 2800, "divisor": 1, "currency_code": "JPY"}, Money(2800, "JPY", 0)),
        ({"amount": 5, "divisor": 1000, "currency_code": "USD"}, None),
        ({"amount": 1, "divisor": 3, "currency_code": "USD"}, None),
        ({"amount": 2800, "divisor": 0, "currency_code": "USD"}, None),
        ({"amount": -1, "divisor": 100, "currency_code": "USD"}, None),
        ({"amount": 2800, "divisor": 100, "currency_code": "usd"}, None),
        ({"amount": 2800, "divisor": 100}, None),
        ("28.00", None),
        (None, None),
    ],
)
def test_a_price_is_exact_or_unknown_and_never_converted(price: object, money: Money | None) -> None:
    (offer,) = ETSY.given({"count": 1, "results": [{"listing_id": 1, "title": "Mug", "price": price}]}).offers
    assert offer.price == money


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ({"state": "active", "quantity": 0}, "out_of_stock"),
        ({"state": "active"}, "unknown"),
        ({"state": "sold_out", "quantity": 3}, "unknown"),
        ({"quantity": 3}, "unknown"),
    ],
)
def test_what_is_in_stock(row: dict, state: str) -> None:
    (offer,) = ETSY.given({"count": 1, "results": [{"listing_id": 1, "title": "Mug", **row}]}).offers
    assert offer.availability == state


def test_nothing_was_found_only_where_it_says_so() -> None:
    assert ETSY.given({"count": 0}).offers == ()
    assert ETSY.refused({"count": 3}).fault is Fault.SCHEMA


@pytest.mark.parametrize(
    ("status", "body", "fault"),
    [
        (401, {"error": "invalid_token", "error_description": "m"}, Fault.AUTH),
        (403, {"error": "Shared secret is required in x-api-key header."}, Fault.AUTH),
        (403, {"error": "Your application is pending approval"}, Fault.PERMISSION),
        (404, {"error": "Resource not found"}, Fault.BAD_REQUEST),
        (429, {"error": "Exceeded rate limit"}, Fault.THROTTLED),
        (500, {"error": "Server error"}, Fault.UPSTREAM),
        (200, {"error": "whatever"}, Fault.UPSTREAM),
    ],
)
def test_its_errors(status: int, body: dict, fault: Fault) -> None:
    error = ETSY.refused(body, status)
    assert error.fault is fault
    assert "It says" in str(error)
