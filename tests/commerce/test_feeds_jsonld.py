"""schema.org products: pages, graphs, groups, aggregates; what a page only mentions is not read."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime

import pytest
from standins.feed_files import read

from desktop_client.commerce.money import Money

ANVIL = {
    "@context": "https://schema.org/",
    "@type": "Product",
    "name": "Executive Anvil",
    "image": ["https://example.com/photo.jpg"],
    "sku": "0446310786",
    "gtin13": "4006381333931",
    "brand": {"@type": "Brand", "name": "ACME"},
    "aggregateRating": {"@type": "AggregateRating", "ratingValue": 4.4, "bestRating": 5, "reviewCount": 89},
    "color": "black",
    "weight": {"@type": "QuantitativeValue", "value": 12.5, "unitCode": "KGM"},
    "additionalProperty": [{"@type": "PropertyValue", "name": "Forged", "value": "yes"}],
    "offers": {
        "@type": "Offer",
        "url": "https://example.com/anvil",
        "priceCurrency": "USD",
        "price": "1,119.99",
        "priceValidUntil": "2026-12-10",
        "itemCondition": "https://schema.org/NewCondition",
        "availability": "https://schema.org/InStock",
        "seller": {"@type": "Organization", "name": "Executive Objects"},
        "shippingDetails": {
            "@type": "OfferShippingDetails",
            "shippingRate": {"@type": "MonetaryAmount", "value": "0", "currency": "USD"},
        },
    },
}


def block(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f'<script type="application/ld+json">{text}</script>\n'


def page(*blocks: object) -> str:
    return "<!doctype html>\n<html><head>\n" + "".join(block(b) for b in blocks) + "</head><body>x</body></html>"


def test_a_product_with_all_that_it_can_hold(tmp_path) -> None:
    for content, name in ((page(ANVIL), "jsonld_html"), (json.dumps(ANVIL), "jsonld_json")):
        result = read(tmp_path, content)
        assert (result.format, result.errors) == (name, [])
        (offer,) = result.offers
        assert (offer.offer_id, offer.title, offer.brand, offer.gtin14) == (
            "0446310786",
            "Executive Anvil",
            "ACME",
            "04006381333931",
        )
        assert (offer.price, offer.shipping, offer.availability) == (Money(111999, "USD"), Money(0, "USD"), "in_stock")
        assert (offer.url_clean, offer.image_url) == ("https://example.com/anvil", "https://example.com/photo.jpg")
        assert offer.attributes == {"colour": "black", "condition": "new", "weight": "12.5 kg", "Forged": "yes"}
        assert offer.rating is not None
        assert (offer.rating.value, offer.rating.scale_max, offer.rating.count) == (4.4, 5.0, 89)
        assert offer.seller is not None
        assert offer.seller.name == "Executive Objects"
        assert offer.expires_at == datetime(2026, 12, 10, tzinfo=UTC)


def priced(name: str, **offer: object) -> dict:
    return {"@type": "Product", "name": name, "sku": name, "offers": {"@type": "Offer", **offer}}


def test_a_broken_block_loses_no_other(tmp_path) -> None:
    a, b = priced("a", price=1, priceCurrency="EUR"), priced("b", price="2.50", priceCurrency="EUR")
    result = read(tmp_path, page(a, '{"@type": "Product", "name": "broken",}', "", b))
    assert [str(offer.price) for offer in result.offers] == ["1.00 EUR", "2.50 EUR"]
    assert [line for line, _ in result.why] == [4]
    assert [found.line for found in result.rows] == [3, 6]


def test_the_shapes_that_a_document_takes(tmp_path) -> None:
    product = priced("a", price="5.00", priceCurrency="EUR")
    shapes = [
        {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, product]},
        [{"@type": "BreadcrumbList"}, product],
        {"@type": "WebPage", "mainEntity": product},
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": product}]},
        {"@type": "Offer", "price": "5 EUR", "itemOffered": {"@type": "Product", "name": "a", "sku": "a"}},
        {**product, "@type": ["Product", "Thing"]},
        {**product, "@type": "http://schema.org/Product"},
        {**product, "offers": [product["offers"]]},
        {**product, "offers": {"@type": "Offer", "priceSpecification": {"price": "5.00", "priceCurrency": "EUR"}}},
        {**product, "offers": {"price": "5,00 €"}},
    ]  # fmt: skip
    for shape in shapes:
        result = read(tmp_path, page(shape))
        assert [(o.offer_id, str(o.price)) for o in result.offers] == [("a", "5.00 EUR")], shape
        assert result.errors == []


def test_list_prices_and_unit_prices_are_not_the_price(tmp_path) -> None:
    offer = {
        "@type": "Offer",
        "priceCurrency": "EUR",
        "priceSpecification": [
            {"@type": "UnitPriceSpecification", "priceType": "https://schema.org/ListPrice", "price": "9.00"},
            {"@type": "UnitPriceSpecification", "price": "70.00", "referenceQuantity": {"value": 1, "unitCode": "LTR"}},
            {"@type": "UnitPriceSpecification", "price": "7.00"},
        ],
    }
    (found,) = read(tmp_path, page({"@type": "Product", "name": "a", "offers": offer})).offers
    assert (found.price, found.list_price) == (Money(700, "EUR"), Money(900, "EUR"))


def test_the_lowest_of_several_offers_says_so(tmp_path) -> None:
    product = {"@type": "Product", "name": "a", "offers": {
        "@type": "AggregateOffer", "lowPrice": "1250", "highPrice": 1495, "priceCurrency": "USD", "offerCount": 8,
        "offers": [{"@type": "Offer", "url": "https://a.example/"}]}}  # fmt: skip
    (offer,) = read(tmp_path, page(product)).offers
    assert (offer.price, offer.price_kind, offer.price_note) == (Money(125000, "USD"), "from", ("1250–1495 USD (8)",))


def test_a_group_stands_for_its_variants(tmp_path) -> None:
    group = {"@type": "ProductGroup", "name": "Coat", "brand": "B", "productGroupID": "g", "hasVariant": [
        {"@type": "Product", "sku": "c-s", "name": "Coat S", "size": "S", "offers": {"price": "10 EUR"}},
        {"@type": "Product", "sku": "c-m", "size": "M", "offers": {"price": 11, "priceCurrency": "EUR"}}]}  # fmt: skip
    result = read(tmp_path, page(group))
    assert result.ids == ["c-s", "c-m"]
    assert [(o.title, o.brand, str(o.price)) for o in result.offers] == [
        ("Coat S", "B", "10.00 EUR"),
        ("Coat", "B", "11.00 EUR"),
    ]


def test_several_offers_are_several_rows(tmp_path) -> None:
    product = {"@type": "Product", "name": "a", "sku": "a", "offers": [
        {"@type": "Offer", "price": 1, "priceCurrency": "EUR", "sku": "a-1"},
        {"@type": "Offer", "price": 2, "priceCurrency": "EUR"}]}  # fmt: skip
    assert read(tmp_path, page(product)).ids == ["a-1", "a#2"]


def test_what_is_only_mentioned_is_not_read(tmp_path) -> None:
    mentions = [
        {"@type": "WantAction", "object": {"@type": "Product", "name": "ipod"}},
        {"@type": "Review", "itemReviewed": {"@type": "Product", "name": "reviewed"}},
        {"@type": "Event", "name": "Concert", "offers": {"@type": "Offer", "price": 13, "priceCurrency": "USD"}},
        {"@type": "Organization", "name": "Shop"},
    ]
    similar = priced("a", price=1, priceCurrency="EUR") | {"isSimilarTo": priced("b", price=2, priceCurrency="EUR")}
    assert read(tmp_path, page(*mentions, similar)).ids == ["a"]


def test_scripts_of_other_kinds_and_in_comments_are_not_read(tmp_path) -> None:
    one = block(priced("a", price=1, priceCurrency="EUR"))
    two = block(priced("b", price=1, priceCurrency="EUR")).replace("application/ld+json", "application/json")
    three = "<!-- " + block(priced("c", price=1, priceCurrency="EUR")) + " -->"
    four = block(priced("d", price=1, priceCurrency="EUR")).replace(
        '"application/ld+json"', "'Application/LD+JSON' async"
    )
    assert read(tmp_path, f"<html>{one}{two}{three}{four}</html>").ids == ["a", "d"]


def test_lines_of_documents(tmp_path) -> None:
    rows = [ANVIL, {"@type": "Organization"}, [priced("a", price=1, priceCurrency="EUR")]]
    result = read(tmp_path, "".join(json.dumps(row) + "\n" for row in rows))
    assert (result.format, result.ids) == ("jsonld_jsonl", ["0446310786", "a"])
    assert [found.line for found in result.rows] == [1, 3]


def test_no_price_no_offer_and_no_id(tmp_path) -> None:
    result = read(tmp_path, page({"@type": "Product", "name": "面膜"}, {"@type": "Product", "sku": "x"}))
    (offer,) = result.offers
    assert (offer.title, offer.price, offer.shipping, offer.availability) == ("面膜", None, None, "unknown")
    assert offer.offer_id.startswith("name:")
    assert result.why == [(4, "The row has no title.")]


def test_a_rating_off_its_scale_is_dropped(tmp_path) -> None:
    product = priced("a") | {"aggregateRating": {"ratingValue": 9.9, "bestRating": 5, "ratingCount": 3}}
    assert read(tmp_path, page(product)).offers[0].rating is None


@pytest.mark.parametrize("piece", ["<script>", "<!--", "<script type=application/ld+json>{", "<", "<script "])
def test_a_hostile_page_costs_little(tmp_path, piece: str) -> None:
    """Ten times the page may cost about ten times the time, not a hundred times."""

    def seconds(times: int) -> float:
        begin = time.process_time()
        read(tmp_path, "<html>" + block(ANVIL) + piece * times)
        return time.process_time() - begin

    small, big = seconds(10_000), seconds(100_000)
    assert big < 40 * small + 0.2


def test_half_a_letter_in_a_page_costs_nothing_but_itself(tmp_path) -> None:
    """Python reads the escape of half a surrogate pair as a letter; no database and no file holds it."""
    broken = json.dumps(ANVIL).replace("Executive Anvil", r"Executive \ud83d Anvil \ud83d\ude00", 1)
    whole = json.dumps({**ANVIL, "sku": "2", "name": "Another Anvil"})
    result = read(tmp_path, page(broken, whole))
    assert [offer.title for offer in result.offers] == ["Executive \ufffd Anvil \U0001f600", "Another Anvil"]
    assert all(row.raw.decode() for row in result.rows)


@pytest.mark.parametrize("number", ["1e999999999", "-1e999999999", "1e-999999999"])
def test_a_number_of_a_billion_digits_is_not_written_out(tmp_path, number: str) -> None:
    """Eleven letters in a page were a gigabyte in memory, for ten seconds."""
    result = read(tmp_path, page(json.dumps(ANVIL).replace('"1,119.99"', number)))
    (offer,) = result.offers
    assert offer.price is None
    (note,) = (str(what) for row in result.rows for what in row.notes)
    assert number.upper().replace("1E9", "1E+9") in note
