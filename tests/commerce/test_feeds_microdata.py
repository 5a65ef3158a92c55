"""Microdata: what shops write is read, what is broken loses no more than itself, and no page takes long."""

from __future__ import annotations

import json
import time

import pytest
from standins.feed_files import read

from desktop_client.commerce.feeds import jsonld
from desktop_client.commerce.feeds.markup import Tag, pieces
from desktop_client.commerce.feeds.microdata import MOST_ITEMS, MOST_PIECES, items_in, placed_items

MUG = """
<!DOCTYPE html><html><head><title>A &amp; B <b></title><base href="https://shop.example/en/"></head><body>
<script>if (a < b) { document.write("<div itemscope>") }</script><!-- <div itemscope itemprop="x"> -->
<div itemscope itemtype="https://schema.org/Product" itemid="mug-1">
  <h1 itemprop="name">Blue <b>mug</b> &amp; saucer</h1>
  <img itemprop=image src=mug.jpg alt="a > b">
  <a itemprop="url" href='mug?size=l'>here</a><br>
  <span itemprop="sku gtin13" content="4006381333931">no.</span>
  <div itemprop="offers" itemscope itemtype="https://schema.org/Offer">
    <meta itemprop="priceCurrency" content="EUR"><span itemprop="price" content="12.50">12,50 €</span>
    <link itemprop="availability" href="https://schema.org/InStock">
    <time itemprop="priceValidUntil" datetime="2026-12-01">soon</time>
  </div>
  <p itemprop="color">blue<p itemprop="color">white
</div>
<div itemscope itemtype="https://schema.org/Product"><span itemprop=name>Second</span></div>
</body></html>
"""


def test_the_items_of_a_page() -> None:
    mug, second = items_in(MUG, "https://shop.example/")
    assert mug == {
        "@type": ["https://schema.org/Product"],
        "@id": "https://shop.example/en/mug-1",
        "name": "Blue mug & saucer",
        "image": "https://shop.example/en/mug.jpg",
        "url": "https://shop.example/en/mug?size=l",
        "sku": "4006381333931",
        "gtin13": "4006381333931",
        "offers": {
            "@type": ["https://schema.org/Offer"],
            "priceCurrency": "EUR",
            "price": "12.50",
            "availability": "https://schema.org/InStock",
            "priceValidUntil": "2026-12-01",
        },
        "color": ["blue", "white"],
    }
    assert second == {"@type": ["https://schema.org/Product"], "name": "Second"}


@pytest.mark.parametrize(
    ("page", "want"),
    [
        ("a < b", ["a ", "<", " b"]),
        ("<p", []),
        ("x<!-- never ends <p>", ["x"]),
        ("<!doctype html>y", ["y"]),
        ("<a href=x/y>", [Tag("a", attributes={"href": "x/y"})]),
        ("<a ='1' b = '2' b=3 C>", [Tag("a", attributes={"'1'": "", "b": "2", "c": ""})]),
        ("<a b='never ends>", []),
        ("</P >", [Tag("p", ends=True)]),
        ("<script><p></script x>", [Tag("script"), Tag("script", ends=True, attributes={"x": ""})]),
        ("<style><p>", [Tag("style")]),
        ("<scripts>", [Tag("scripts")]),
        ("&lt;p&gt;", ["<p>"]),
        ("<br/>", [Tag("br")]),
    ],
)
def test_tags_and_texts(page: str, want: list) -> None:
    assert [piece for piece in pieces(page) if piece and isinstance(piece, str)] == [
        p for p in want if isinstance(p, str)
    ]
    assert [piece for piece in pieces(page) if isinstance(piece, Tag)] == [p for p in want if isinstance(p, Tag)]


def test_there_are_bounds() -> None:
    assert len(list(items_in("<b itemscope></b>" * (MOST_ITEMS + 10)))) == MOST_ITEMS
    (item,) = items_in("<div itemscope>" + "<i itemprop=a>x</i>" * 1000)
    assert len(item["a"]) == 200
    (item,) = items_in("<div itemscope><b itemprop=a>" + "x<i></i>" * 1000)
    assert item["a"] == "x" * MOST_PIECES


def product(number: int, name: str = "A mug", inside: str = "") -> str:
    return (
        f'<li itemscope itemtype="http://schema.org/Product">\n<meta itemprop="productID" content="{number}">'
        f'<h2 itemprop="name">{name}</h2>{inside}</li>\n'
    )


def test_a_list_of_goods_as_a_feed(tmp_path) -> None:
    price = (
        '<span itemprop="offers" itemscope itemtype="https://schema.org/Offer"><meta itemprop="priceCurrency" '
        'content="EUR"><b itemprop="price">1.234,50</b></span>'
    )
    goods = [product(1, "Blue &amp; white mug", price), product(2, ""), product(3, "Teller 面膜", price)]
    result = read(tmp_path, f"<!DOCTYPE html>\n<html><body><ul>\n{''.join(goods)}</ul></body></html>")
    assert result.format == "jsonld_html"
    assert [(row.offer.offer_id, row.offer.title, str(row.offer.price), row.line) for row in result.rows] == [
        ("1", "Blue & white mug", "1234.50 EUR", 3),
        ("3", "Teller 面膜", "1234.50 EUR", 7),
    ]
    assert result.why == [(5, "The row has no title.")]


def test_microdata_is_read_where_json_ld_has_no_product_and_beside_it(tmp_path) -> None:
    shop = '<script type="application/ld+json">{"@type": "Organization", "name": "Shop"}</script>'
    broken = '<script type="application/ld+json">{"@type": "Product", </script>'
    both = '<script type="application/ld+json">{"@type": "Product", "sku": "ld", "name": "Mug"}</script>'
    assert read(tmp_path, f"<html>{shop}{product(1)}").ids == ["1"]
    assert read(tmp_path, f"<html>{both}{product(1)}").ids == ["ld", "1"]
    result = read(tmp_path, f"<html>{broken}{product(1)}")
    assert result.ids == ["1"]
    assert "isn't valid JSON" in result.why[0][1]


def _item(name: str, **properties: str) -> str:
    stated = "".join(f'<meta itemprop="{key}" content="{value}">' for key, value in properties.items())
    return f'<div itemscope itemtype="https://schema.org/Product"><b itemprop="name">{name}</b>{stated}</div>'


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("The mug", {"sku": "A-1"}),
        ("The mug", {"gtin13": "4006381333931"}),
        ("The mug", {"url": "https://shop.example/mug"}),
        ("Blue  MUG", {}),
    ],
    ids=["sku", "gtin", "url", "name"],
)
def test_products_that_only_microdata_tells_are_read_beside_those_of_json_ld(tmp_path, name: str, mark: dict) -> None:
    mug = {
        "@type": "Product", "name": "Blue mug", "sku": "A-1", "gtin13": "4006381333931",
        "url": "https://shop.example/mug", "offers": {"@type": "Offer", "price": "9", "priceCurrency": "EUR"},
    }  # fmt: skip
    again = _item(name, **{"sku": "other"} | mark)
    page = (
        f'<html><body><script type="application/ld+json">{json.dumps(mug)}</script>'
        f"{again}{_item('Red bowl', sku='B-2')}</body></html>"
    )
    result = read(tmp_path, page)
    assert ([offer.title for offer in result.offers], result.errors) == (["Blue mug", "Red bowl"], [])


def _priced(name: str, *amounts: str, **properties: str) -> str:
    offers = "".join(
        '<span itemprop="offers" itemscope itemtype="https://schema.org/Offer"><meta itemprop="priceCurrency" '
        f'content="EUR"><meta itemprop="price" content="{amount}"><link itemprop="availability" '
        'href="https://schema.org/InStock"></span>'
        for amount in amounts
    )
    return _item(name, **properties).replace("</div>", f"{offers}</div>")


def _mug(**more: object) -> str:
    mug = {"@type": "Product", "name": "Blue mug", "sku": "A-1", "gtin13": "4006381333931", "color": "blue", **more}
    return f'<html><body><script type="application/ld+json">{json.dumps(mug)}</script>'


def test_a_product_without_a_price_has_the_one_that_the_page_s_microdata_states_for_it(tmp_path) -> None:
    again = _priced("Blue mug", "9.50", sku="other")
    result = read(tmp_path, f"{_mug()}{again}{again}{_priced('Red bowl', '3')}")
    assert [(o.offer_id, o.title, str(o.price), o.availability) for o in result.offers] == [
        ("A-1", "Blue mug", "9.50 EUR", "in_stock"),
        ("name:" + result.ids[1].removeprefix("name:"), "Red bowl", "3.00 EUR", "in_stock"),
    ]
    row = result.rows[0]
    assert dict(row.offer.attributes) == {"colour": "blue"}
    stated, marked = json.loads(row.raw)
    assert (stated["color"], marked["offers"]["price"]) == ("blue", "9.50"), "both are its raw record (P13)"


def test_a_price_that_json_ld_states_is_not_replaced_by_another(tmp_path) -> None:
    page = _mug(offers={"@type": "Offer", "price": "9", "priceCurrency": "EUR"}) + _priced("Blue mug", "7")
    assert [str(offer.price) for offer in read(tmp_path, page).offers] == ["9.00 EUR"]


def test_of_several_prices_none_is_taken_for_the_product_s(tmp_path) -> None:
    result = read(tmp_path, _mug() + _priced("Blue mug", "9.50", "12", sku="A-1"))
    assert [str(offer.price) for offer in result.offers] == ["9.50 EUR", "12.00 EUR"]


def test_a_price_of_another_size_or_of_one_of_two_products_is_not_taken(tmp_path) -> None:
    other = _priced("Blue mug", "9.50", gtin13="0012345678905")
    assert [offer.price for offer in read(tmp_path, _mug() + other).offers] == [None]
    twins = _mug() + _mug(sku="A-2", gtin13="0012345678905") + _priced("Blue mug", "9.50")
    assert [offer.price for offer in read(tmp_path, twins).offers] == [None, None]


def test_a_piece_of_a_page_is_known_by_its_items(tmp_path) -> None:
    assert read(tmp_path, product(7)).ids == ["7"]


def test_more_than_is_read_of_one_page_is_said(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(jsonld, "_MOST_ITEMS", 3)
    result = read(tmp_path, "<html>" + "".join(product(n) for n in range(5)))
    assert result.ids == ["0", "1", "2"]
    assert "the rest was left out" in result.why[0][1]


def test_items_come_as_they_are_read_and_not_at_the_end() -> None:
    found = placed_items("".join(product(n) for n in range(4_000)))
    first = next(found)
    assert first is not None
    assert first.value["productID"] == "0"
    assert sum(item is not None for item in found) == 3_999 - max(0, 4_000 - MOST_ITEMS)


def test_items_in_items_without_end_are_no_fault(tmp_path) -> None:
    deep = '<div itemscope itemtype="https://schema.org/Product" itemprop="isRelatedTo">' * 20_000
    result = read(tmp_path, f"<html>{product(1)}{deep}")
    assert result.ids == ["1"]
    assert result.why == [(3, "The product is nested too deep.")]


WIDE = 60_000
HOSTILE = {
    "deep": "<div itemscope>" + "<b>" * WIDE,
    "deep and named": "<div itemscope>" + "<b itemprop=a>x" * WIDE,
    "deep items": "<div itemscope itemprop=a>" * WIDE,
    "opened and closed": "<div itemscope>" + ("<b itemprop=a>x" * 9_000 + "</b>" * 9_000) * 4,
    "closes what is not open": "<div itemscope>" + "<b>" * 9_000 + "</i>" * WIDE,
    "quotes that never end": "<div itemscope>" + "<a b=\"c '" * WIDE,
    "comments that never end": "<div itemscope>" + "<!-" * WIDE + "<!--" * WIDE,
    "tags that never end": "<div itemscope>" + "<a " * WIDE,
    "spaces": "<div itemscope>" + ("<a" + " " * 3_000 + "b" + " " * 3_000 + ">") * 50,
    "attributes": "<div itemscope>" + "<a" + " b=c" * WIDE + ">",
    "scripts that never end": "<div itemscope>" + "<script></scrip" * WIDE,
    "entities": "<div itemscope><b itemprop=a>" + "&#x1f;&ampampamp" * WIDE,
    "one long number": "<div itemscope><b itemprop=a>&#" + "9" * WIDE,
    "signs": "<div itemscope>" + "<" * WIDE,
}


@pytest.mark.parametrize("shape", HOSTILE)
def test_no_page_takes_longer_than_its_length(shape: str) -> None:
    """Twice the page takes about twice the time; four times would be the square of it."""
    page = HOSTILE[shape]
    half = min(_seconds(page[: len(page) // 2]) for _ in range(3))
    whole = min(_seconds(page) for _ in range(3))
    assert whole <= 3.2 * half + 0.05, (half, whole)


def _seconds(page: str) -> float:
    began = time.process_time()
    list(items_in(page, "https://shop.example/"))
    return time.process_time() - began


PRODUCT, OFFER = ["https://schema.org/Product"], ["https://schema.org/Offer"]


def test_properties_that_stand_elsewhere_belong_to_the_item_that_refers_to_them() -> None:
    page = """
    <p id="before">By <span itemprop="brand">Anna</span></p>
    <div itemscope itemtype="https://schema.org/Product" itemref="before after nowhere picture after">
      <h1 itemprop="name">Mug</h1></div>
    <img id="picture" itemprop="image" src="/mug.jpg">
    <div id="after"><div itemprop="offers" itemscope itemtype="https://schema.org/Offer">
      <meta itemprop="price" content="12.50"><meta itemprop="priceCurrency" content="EUR"></div></div>
    <div id="nobody"><span itemprop="color">blue</span></div>
    """
    assert list(items_in(page, "https://shop.example/")) == [
        {
            "@type": PRODUCT,
            "name": "Mug",
            "brand": "Anna",
            "image": "https://shop.example/mug.jpg",
            "offers": {"@type": OFFER, "price": "12.50", "priceCurrency": "EUR"},
        }
    ]


def test_what_is_referred_to_from_within_an_item_is_that_items_as_well() -> None:
    page = """
    <div itemscope itemtype="https://schema.org/Product" itemref="inner"><b itemprop="name">One</b>
      <p id="inner"><i itemprop="brand">Anna</i></p></div>
    <div itemscope itemtype="https://schema.org/Product" itemref="inner"><b itemprop="name">Two</b></div>
    """
    assert list(items_in(page)) == [
        {"@type": PRODUCT, "name": "One", "brand": "Anna"},
        {"@type": PRODUCT, "name": "Two", "brand": "Anna"},
    ]


def test_references_to_what_is_around_end() -> None:
    page = """
    <div itemscope><b itemprop="name">D</b>
      <div id="p"><div itemprop="x" itemscope><b itemprop="name">A</b>
        <div itemprop="y" itemscope itemref="p"><b itemprop="name">B</b></div></div></div></div>
    """
    assert list(items_in(page)) == [
        {"@type": [], "name": "D", "x": {"@type": [], "name": "A", "y": {"@type": [], "name": "B"}}}
    ]


def test_references_that_would_double_at_every_step_are_given_once() -> None:
    steps = "".join(
        f'<p id="l{n}"><i itemprop="x" itemscope itemref="l{n + 1} r{n + 1}"></i></p>'
        f'<p id="r{n}"><i itemprop="x" itemscope itemref="l{n + 1} r{n + 1}"></i></p>'
        for n in range(60)
    )
    (found,) = items_in(f'<div itemscope itemref="l0 r0"></div>{steps}')
    assert len(json.dumps(found)) < 20_000


def test_items_that_stand_in_items_and_are_referred_to_do_not_double_at_every_step() -> None:
    page = "".join(
        f'<div itemscope itemprop="x"><i itemprop="s" itemscope itemref="p{n}"></i><div id="p{n}">' for n in range(60)
    )
    (found,) = items_in(page)
    assert len(json.dumps(found)) < 500_000


def test_a_page_is_not_kept_back_where_nothing_is_referred_to() -> None:
    first = next(iter(items_in("<p itemscope><b itemprop=name>A</b></p>" + "<p itemscope></p>" * 3)))
    assert first["name"] == "A"


def test_an_item_that_stood_complete_before_what_it_refers_to_gets_it() -> None:
    page = """<p itemscope itemref="late"><b itemprop="name">A</b></p> <p itemscope></p>
    <p id="late"><b itemprop="brand">Anna</b></p>"""
    assert next(iter(items_in(page)))["brand"] == "Anna"
