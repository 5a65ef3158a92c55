"""ACP and OpenAI feeds in JSON, and Sidelight's own offers: exact amounts, broken lines, long arrays."""

from __future__ import annotations

import hashlib
import json

import pytest
from standins.feed_files import NOW, read

from desktop_client.commerce.feeds.feed import MAX_LINE
from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import Status

TEE = {
    "id": "prod_tee",
    "title": "Classic Tee",
    "description": {"plain": "A cotton tee."},
    "url": "https://merchant.example/tee",
    "media": [{"type": "image", "url": "https://cdn.example/tee.jpg"}],
    "variants": [
        {
            "id": "tee-red-m",
            "title": "Classic Tee - Red / Medium",
            "url": "https://merchant.example/tee?variant=red-m",
            "barcodes": [{"type": "GTIN", "value": "4006381333931"}],
            "price": {"amount": 1999, "currency": "USD"},
            "list_price": {"amount": 2499, "currency": "USD"},
            "unit_price": {"amount": 1, "currency": "USD", "measure": {"value": 12, "unit": "oz"}},
            "availability": {"available": False, "status": "backorder"},
            "categories": [{"value": "Apparel > Shirts", "taxonomy": "merchant"}],
            "condition": ["new"],
            "variant_options": [{"name": "Color", "value": "Red"}, {"name": "Neck", "value": "Crew"}],
            "seller": {"name": "Example Merchant"},
        },
        {"id": "tee-blue-s", "title": "Classic Tee - Blue / Small"},
    ],
}


def test_acp_variants_become_offers(tmp_path) -> None:
    result = read(tmp_path, json.dumps(TEE) + "\n")
    assert (result.format, result.errors) == ("acp_jsonl", [])
    red, blue = result.offers
    assert (red.offer_id, red.title, red.description) == ("tee-red-m", "Classic Tee - Red / Medium", "A cotton tee.")
    assert (red.price, red.list_price) == (Money(1999, "USD"), Money(2499, "USD"))
    assert (red.url_clean, red.image_url) == (
        "https://merchant.example/tee?variant=red-m",
        "https://cdn.example/tee.jpg",
    )
    assert (red.gtin14, red.availability, red.category) == ("04006381333931", "backorder", "Apparel > Shirts")
    assert red.attributes == {"colour": "Red", "Neck": "Crew", "condition": "new", "pack": "12 oz"}
    assert red.seller is not None
    assert red.seller.name == "Example Merchant"
    assert red.commercial.status is Status.NOT_DISCLOSED
    assert (blue.price, blue.availability, blue.url_clean) == (None, "unknown", "https://merchant.example/tee")


def test_acp_country_beside_the_snapshot(tmp_path) -> None:
    (tmp_path / "metadata.json").write_text('{"id": "f", "target_country": "us"}')
    assert {offer.region for offer in read(tmp_path, json.dumps(TEE) + "\n", "products.jsonl").offers} == {"US"}
    (tmp_path / "metadata.json").write_text("{broken")
    assert {offer.region for offer in read(tmp_path, json.dumps(TEE) + "\n", "products.jsonl").offers} == {None}


def test_acp_amounts_are_minor_units_of_their_currency(tmp_path) -> None:
    def variant(n: int, amount: object, currency: str) -> dict:
        return {"id": str(n), "title": "A", "price": {"amount": amount, "currency": currency}}

    product = {
        "id": "p",
        "title": "A",
        "variants": [variant(1, 1999, "JPY"), variant(2, 1999, "KWD"), variant(3, 0, "EUR")],
    }
    offers = read(tmp_path, json.dumps(product) + "\n").offers
    assert [str(offer.price) for offer in offers] == ["1999 JPY", "1.999 KWD", "0.00 EUR"]


def test_acp_document_and_answers_of_the_feed_interface(tmp_path) -> None:
    document = json.dumps({"products": [TEE, {**TEE, "variants": [{"id": "x", "title": "X"}]}]}, indent=2)
    result = read(tmp_path, document)
    assert (result.format, result.ids) == ("acp_json", ["tee-red-m", "tee-blue-s", "x"])
    nested = json.dumps({"metadata": {"id": "1"}, "answer": {"products": [TEE]}}, indent=2)
    assert read(tmp_path, nested).ids == ["tee-red-m", "tee-blue-s"]


def test_broken_lines_cost_themselves_and_no_other(tmp_path) -> None:
    def line(offer_id: str) -> str:
        return json.dumps({"id": "p" + offer_id, "title": "A", "variants": [{"id": offer_id, "title": "A"}]}) + "\n"

    text = line("a") + '{"id": "b", \n' + "\n" + '["no product"]\n' + '{"id": "c", "title": "C"}\n' + line("d")
    text += "[" * 100_000 + "\n" + line("e")
    result = read(tmp_path, text)
    assert result.ids == ["a", "d", "e"]
    assert [at for at, _ in result.why] == [2, 4, 5, 7]
    assert "isn't valid JSON" in result.why[0][1]
    assert result.why[2][1] == "The product has no variants."
    assert [found.line for found in result.rows] == [1, 6, 8]


def test_a_line_of_ten_megabytes_costs_itself_and_no_other(tmp_path) -> None:
    def line(offer_id: str, text: str = "") -> str:
        return json.dumps({"item_id": offer_id, "title": "A", "description": text}) + "\n"

    result = read(tmp_path, line("a") + line("b", "lorem ipsum " * 900_000) + line("c"))
    assert result.ids == ["a", "c"]
    assert result.why == [(2, f"The line is longer than {MAX_LINE} characters.")]


OPENAI = {
    "item_id": "SKU-1",
    "title": "Trail Shoe",
    "description": "Waterproof",
    "url": "https://store.example/p/1",
    "brand": "B",
    "seller_name": "Store",
    "image_url": "https://store.example/1.jpg",
    "availability": "in_stock",
    "price": "129.99 USD",
    "sale_price": "99.99 USD",
    "gtin": "4006381333931",
    "is_ads_eligible": True,
    "variant_dict": {"color": "Black", "Width": "Wide"},
    "shipping": ["US::Standard:4.95 USD"],
    "product_review_rating": 4.6,
    "product_review_count": 21,
    "target_countries": ["US"],
}


@pytest.mark.parametrize("layout", ["lines", "array", "wrapped", "one"])
def test_openai_in_every_json_layout(tmp_path, layout: str) -> None:
    other = {**OPENAI, "item_id": "SKU-2"}
    text = {
        "lines": json.dumps(OPENAI) + "\n" + json.dumps(other) + "\n",
        "array": json.dumps([OPENAI, other], indent=1),
        "wrapped": json.dumps({"version": 1, "products": [OPENAI, other]}),
        "one": json.dumps(OPENAI, indent=1),
    }[layout]
    result = read(tmp_path, text)
    assert result.ids == (["SKU-1"] if layout == "one" else ["SKU-1", "SKU-2"])
    assert result.errors == []
    assert result.format == ("openai_jsonl" if layout == "lines" else "openai_json")
    offer = result.offers[0]
    assert (offer.price, offer.list_price, offer.shipping) == (
        Money(9999, "USD"),
        Money(12999, "USD"),
        Money(495, "USD"),
    )
    assert offer.attributes == {"colour": "Black", "Width": "Wide"}
    assert offer.rating is not None
    assert (offer.rating.value, offer.rating.scale_max, offer.rating.count) == (4.6, 5.0, 21)
    assert "is_ads_eligible" in offer.commercial.evidence
    assert offer.region == "US"


def test_numbers_never_pass_through_a_float(tmp_path) -> None:
    text = '{"id": "1", "title": "A", "price": 1234567890.10, "currency": "EUR"}\n'
    assert read(tmp_path, text + text.replace('"1"', '"2"')).offers[0].price == Money(123456789010, "EUR")
    assert read(tmp_path, "[" + text.strip() + "]").offers[0].price == Money(123456789010, "EUR")


def test_an_array_longer_than_what_is_read_at_once(tmp_path) -> None:
    rows = [
        {"id": str(n), "title": f"面膜 {n}", "description": "x" * (n % 700), "price": "1.00 CNY"} for n in range(3000)
    ]
    text = json.dumps(rows, ensure_ascii=False, indent=1)
    result = read(tmp_path, text)
    assert result.ids == [str(n) for n in range(3000)]
    lines = text.split("\n")
    assert all(lines[found.line - 1].strip() == "{" for found in result.rows)
    assert json.loads(result.rows[1234].raw) == rows[1234]


def test_a_broken_object_in_an_array_costs_itself_and_no_other(tmp_path) -> None:
    parts = [json.dumps({"id": str(n), "title": "A", "price": "1.00 CNY"}) for n in range(5)]
    parts[2] = '{"id": "2", "title": "A" "price": "1.00 CNY"}'
    result = read(tmp_path, "[" + ",\n".join(parts) + "]")
    assert result.ids == ["0", "1", "3", "4"]
    assert [at for at, _ in result.why] == [3]


def test_an_array_that_breaks_off_keeps_what_came(tmp_path) -> None:
    result = read(tmp_path, '[{"id": "1", "title": "A"},\n{"id": "2", "title": "B')
    assert result.ids == ["1"]
    assert [at for at, _ in result.why] == [2]


def test_an_offers_evidence_is_its_own_line_whatever_hash_it_states(tmp_path) -> None:
    line = json.dumps({"source_id": "jd", "offer_id": "1", "title": "面膜", "raw_sha256": "ab" * 32})
    (offer,) = read(tmp_path, line + "\n").offers
    assert offer.raw_sha256 == hashlib.sha256(line.encode()).hexdigest()


def test_sidelights_own_offers_come_back(tmp_path) -> None:
    rows = [
        {"source_id": "jd", "offer_id": "1", "title": "面膜", "price": {"minor": 6900, "currency": "CNY"},
         "commercial": {"affiliate_link": True, "payee": "source", "sponsored": "yes", "evidence": "x"}},
        {"source_id": "shelf", "offer_id": "2", "title": "Claims", "commercial":
            {"affiliate_link": False, "payee": "none", "sponsored": "no", "evidence": "trust me"}},
        {"source_id": "shelf", "offer_id": "sample-en-0001", "title": "Sample", "sample": True, "commercial":
            {"affiliate_link": False, "payee": "none", "sponsored": "no", "evidence": "x"}},
        {"source_id": "shelf", "title": "No id"},
    ]  # fmt: skip
    result = read(tmp_path, "\n".join(json.dumps(row) for row in rows) + "\n")
    assert (result.format, result.ids) == ("offers_jsonl", ["1", "2"])
    assert [offer.source_id for offer in result.offers] == ["shelf", "shelf"]
    assert [offer.commercial.status for offer in result.offers] == [Status.PAID_LINK, Status.NOT_DISCLOSED]
    assert result.offers[0].price == Money(6900, "CNY")
    assert result.offers[1].fetched_at == NOW
    assert [at for at, _ in result.why] == [3, 4]


def test_half_a_letter_in_an_array_costs_nothing_but_itself(tmp_path) -> None:
    rows = r'[{"item_id": "1", "title": "Lamp \ud800 one", "price": "5 USD", "url": "https://a.example", "\udfff": 1},'
    rows += '{"item_id": "2", "title": "Lamp two", "price": "6 USD", "url": "https://a.example"}]'
    result = read(tmp_path, rows)
    assert [offer.title for offer in result.offers] == ["Lamp \ufffd one", "Lamp two"]
    assert all(offer.title.encode() for offer in result.offers)
