"""Amazon: a connector that works and is disabled, with the reason on its label and its search page in its place."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from standins.gates import gate
from standins.offers import NOW
from standins.platform_server import sample
from standins.shop_cases import CASES
from standins.sources import Switchboard

from desktop_client.commerce.label import manifest_lines
from desktop_client.commerce.money import Money
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.offer import Status
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.sending.request import Purpose, complete

AMAZON = CASES["amazon"]
NEED = ShoppingNeed("ceramic mug", price=PriceRange(Decimal(10), Decimal("50.555"), "USD"))


def _row(**changes: object) -> object:
    answer = sample("amazon_creators")["response"]
    answer["searchResult"]["items"][0] |= changes
    return answer


def test_both_requests_byte_for_byte() -> None:
    token = next(AMAZON.source.search(AMAZON.query(NEED)))
    assert (token.method, token.url, token.purpose) == ("POST", "https://api.amazon.com/auth/o2/token", Purpose.TOKEN)
    assert token.body == (
        b'{"grant_type":"client_credentials","client_id":"canary-credential-13579",'
        b'"client_secret":"canary0\\"secret0of0amazon0","scope":"creatorsapi::default"}'
    )
    request = AMAZON.first(NEED, 7)
    assert (request.method, request.url) == ("POST", "https://creatorsapi.amazon/catalog/v1/searchItems")
    assert request.headers[1:] == (("Authorization", "Bearer canary-token"), ("x-marketplace", "www.amazon.com"))
    assert request.body == (
        b'{"partnerTag":"tag-20","keywords":"ceramic mug","searchIndex":"All","itemCount":7,"itemPage":1,'
        b'"minPrice":1000,"maxPrice":5056,"sortBy":"Relevance","resources":["images.primary.large","itemInfo.title",'
        b'"offersV2.listings.price","offersV2.listings.availability","offersV2.listings.condition",'
        b'"offersV2.listings.isBuyBoxWinner","offersV2.listings.merchantInfo","customerReviews.count",'
        b'"customerReviews.starRating"]}'
    )


def test_a_secret_with_a_quotation_mark_is_hidden_as_it_stands_in_the_document() -> None:
    shown = complete(next(AMAZON.source.search(AMAZON.query(NEED))), "Sidelight/test").shown
    assert '"client_id":"•••","client_secret":"•••"' in shown


def test_it_is_disabled_and_says_why_in_both_languages() -> None:
    manifest = AMAZON.source.manifest
    assert manifest.disabled is not None
    for language, heading, word in (("en", "Why it is disabled", "terms"), ("zh", "为什么停用", "条款")):
        assert word in dict(manifest_lines(manifest, language))[heading]  # type: ignore[arg-type]
    door = gate(Switchboard("amazon"))
    for request in (next(AMAZON.source.search(AMAZON.query(NEED))), AMAZON.first(NEED)):
        with pytest.raises(SourceError, match="disabled") as caught:
            door.prepare(manifest, request)
        assert "停用" in caught.value.in_language("zh")


def test_its_terms() -> None:
    terms = AMAZON.source.manifest.terms
    assert (terms.may_mix, terms.cache_ttl_s, terms.model_use_ok) == (False, 60, False)
    assert terms.attribution is not None
    assert "As an Amazon Associate I earn from qualifying purchases." in terms.attribution
    assert AMAZON.given(AMAZON.answer).disclosures == (terms.attribution,)


def test_the_documented_row() -> None:
    with AMAZON.served() as (door, _):
        page = door.asked(AMAZON.source, AMAZON.query("nintendo switch"))
    (offer,) = page.offers
    assert (offer.offer_id, offer.title) == ("B01N5IB20Q", "Example item")
    assert (offer.price, offer.price_kind, offer.shipping) == (Money(29900, "USD"), "sale", None)
    assert (offer.availability, offer.attributes) == ("in_stock", {"condition": "New"})
    assert offer.rating is not None
    assert (offer.rating.value, offer.rating.count) == (4.8, 1234)
    assert offer.url_clean == "https://www.amazon.com/dp/B01N5IB20Q"
    assert offer.url_tracked == "https://www.amazon.com/dp/B01N5IB20Q?tag=tag-20"
    assert (offer.commercial.status, offer.commercial.payee) == (Status.PAID_LINK, "you")
    assert offer.expires_at == NOW + timedelta(minutes=1)


def test_of_several_listings_the_one_that_its_page_shows() -> None:
    def listing(amount: float, winner: object) -> dict:
        return {"price": {"money": {"amount": amount, "currency": "USD"}}, "isBuyBoxWinner": winner}

    (offer,) = AMAZON.given(_row(offersV2={"listings": [listing(1, False), listing(2, True)]})).offers
    assert offer.price == Money(200, "USD")
    (offer,) = AMAZON.given(_row(offersV2={"listings": [listing(1, None), listing(2, "yes")]})).offers
    assert offer.price == Money(100, "USD")
    (offer,) = AMAZON.given(_row(offersV2=None)).offers
    assert (offer.price, offer.availability) == (None, "unknown")


@pytest.mark.parametrize(
    "body",
    [sample("amazon_creators")["empty"], {"searchResult": {}}, {"searchResult": {"items": []}}],
)
def test_every_way_to_say_nothing_was_found(body: dict) -> None:
    assert AMAZON.given(body).offers == ()


@pytest.mark.parametrize(
    ("status", "body", "fault"),
    [
        *[
            (error["status"], error["body"], fault)
            for error, fault in zip(
                sample("amazon_creators")["errors"],
                (Fault.AUTH, Fault.PERMISSION, Fault.BAD_REQUEST, Fault.THROTTLED),
                strict=True,
            )
        ],
        (200, {"type": "ThrottleException", "message": "m"}, Fault.THROTTLED),
        (500, {"type": "InternalFailure", "message": "m"}, Fault.UPSTREAM),
        (400, {"errors": [{"code": "InvalidParameterValue", "message": "m"}]}, Fault.BAD_REQUEST),
    ],
)
def test_its_errors(status: int, body: dict, fault: Fault) -> None:
    assert AMAZON.refused(body, status).fault is fault


def test_an_id_that_is_none_makes_no_address() -> None:
    assert AMAZON.refused(_row(asin="../gp/evil")).fault is Fault.SCHEMA
