"""Microdata: what shops write is read, what is broken loses no more than itself, and no page takes long."""

from __future__ import annotations

import time

import pytest

from desktop_client.commerce.feeds.markup import Tag, pieces
from desktop_client.commerce.feeds.microdata import MOST_ITEMS, MOST_PIECES, items_in

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
