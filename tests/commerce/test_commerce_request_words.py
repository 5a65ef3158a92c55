"""What of a need stands in a request is found however a platform writes it; nothing is found where there is nothing."""

from __future__ import annotations

import json
from decimal import Decimal
from urllib.parse import quote

import pytest

from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.sending.request import Purpose, Request
from desktop_client.commerce.sending.request_words import PURPOSES, told

NEED = ShoppingNeed("face mask", must_have=("sensitive skin",), must_not=("fragrance",))
CHINESE = ShoppingNeed("面膜", "zh", must_have=("敏感肌",))
SHOP = "https://shop.example/mask"


@pytest.mark.parametrize(
    "request_",
    [
        Request.get(SHOP, [("q", "面膜 敏感肌")]),
        Request.post_form(SHOP, [("q", "面膜"), ("filter", "敏感肌")]),
        Request.post_json(SHOP, {"query": "面膜", "filters": ["敏感肌"]}),
        Request("POST", SHOP, body=json.dumps({"q": "面膜 敏感肌"}).encode()),
        Request.post_form(SHOP, [("param_json", json.dumps({"q": "面膜敏感肌"}))]),
        Request("GET", f"{SHOP}?q={quote(quote('面膜敏感肌'))}"),
        Request("GET", f"{SHOP}?q={quote('面膜敏感肌', encoding='gb18030')}"),
        Request("GET", SHOP, headers=(("X-Words", quote("面膜,敏感肌")),)),
    ],
    ids=["query", "form", "json", "escaped json", "json in a form", "twice", "gbk", "header"],
)
def test_words_are_found_however_they_are_written(request_: Request) -> None:
    assert told(request_, CHINESE).words == ("面膜", "敏感肌")


def test_a_phrase_of_which_only_some_words_are_sent_gives_these() -> None:
    sent = told(Request.get("https://shop.example/s", [("q", "mask for a face, Sensitive")]), NEED)
    assert sent.words == ("face", "mask", "sensitive")
    whole = told(Request.get("https://shop.example/s", [("q", "Face  mask")]), NEED)
    assert whole.words == ("face mask",)
    once = told(Request.get(SHOP, [("q", "face mask"), ("kind", "mask")]), ShoppingNeed("face mask", category="mask"))
    assert once.words == ("face mask",)


def test_nothing_is_told_where_nothing_stands() -> None:
    token = Request.post_form("https://mask.example/face", [("grant", "client_credentials"), ("id", "unmasked")])
    assert told(token, ShoppingNeed("mask", price=PriceRange(high=Decimal(5)))).words == ()
    assert told(token, CHINESE).words == ()


@pytest.mark.parametrize(("written", "high"), [("49.5", True), ("49.50", True), ("4950", True), ("149.5", False)])
def test_bounds_of_price_are_found_in_major_units_and_in_hundredths(written: str, *, high: bool) -> None:
    need = ShoppingNeed("tea", price=PriceRange(Decimal(20), Decimal("49.50"), "USD"))
    sent = told(Request.get(SHOP, [("max", written)]), need).price
    assert sent == (PriceRange(None, Decimal("49.50"), "USD") if high else PriceRange())


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("price:[20..120],priceCurrency:USD", (20, 120)),
        ("price:[..120],priceCurrency:USD", (None, 120)),
        ("price:[20..],priceCurrency:USD", (20, None)),
        ("price:[20.00..120.00]", (20, 120)),
        ("from 20.", (20, None)),
        ("20.5..1120", (None, None)),
        ("7.20..120.01", (None, None)),
    ],
)
def test_bounds_of_a_range_that_is_written_with_points_are_found(
    written: str, found: tuple[int | None, int | None]
) -> None:
    need = ShoppingNeed("tea", price=PriceRange(Decimal(20), Decimal(120), "USD"))
    sent = told(Request.get(SHOP, [("filter", written)]), need).price
    assert (sent.low, sent.high) == found


def test_bounds_that_are_sent_as_whole_amounts_are_found() -> None:
    need = ShoppingNeed("tea", price=PriceRange(Decimal("20.90"), Decimal("49.50"), "CNY"))
    sent = told(Request.post_json(SHOP, {"pricefrom": 20, "priceto": 50}), need).price
    assert sent == need.price
    assert told(Request.post_json(SHOP, {"pricefrom": 21, "priceto": 49}), need).price == PriceRange()


def test_every_purpose_has_its_words() -> None:
    assert set(PURPOSES) == set(Purpose)


def test_country_currency_and_language_are_told_where_they_stand() -> None:
    need = ShoppingNeed("mask", price=PriceRange(currency="EUR"), country="DE")
    context = {"address_country": "DE", "currency": "EUR", "language": "en"}
    sent = told(Request.post_json(SHOP, {"query": "mask", "context": context}), need)
    assert (sent.country, sent.price.currency, sent.language) == ("DE", "EUR", "en")
    plain = told(Request.get(SHOP, [("q", "mask")]), need)
    assert (plain.country, plain.price.currency, plain.language) == (None, None, None)
