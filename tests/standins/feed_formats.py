"""The same goods in every feed format: what tests run the same trouble through all of them with."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape


@dataclass(frozen=True)
class Good:
    """One offer as a shop has it: ``price`` as it is written, without a currency; euros."""

    id: str
    title: str
    price: str = "12.50"
    text: str = "Soft."


def _table(header: Sequence[str], rows: Sequence[Sequence[str]], delimiter: str) -> str:
    held = io.StringIO()
    writer = csv.writer(held, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return held.getvalue()


def _priced(good: Good) -> str:
    return f"{good.price} EUR" if good.price else ""


def google(goods: Sequence[Good], delimiter: str = "\t") -> str:
    rows = [(g.id, g.title, g.text, _priced(g), "in_stock") for g in goods]
    return _table(("id", "title", "description", "price", "availability"), rows, delimiter)


def openai_table(goods: Sequence[Good]) -> str:
    rows = [(g.id, g.title, g.text, _priced(g), "Shop") for g in goods]
    return _table(("item_id", "title", "description", "price", "seller_name"), rows, ",")


def rss(goods: Sequence[Good]) -> str:
    items = "".join(
        f"<item><g:id>{escape(g.id)}</g:id><g:title>{escape(g.title)}</g:title>"
        f"<g:description>{escape(g.text)}</g:description><g:price>{escape(_priced(g))}</g:price></item>\n"
        for g in goods
    )
    return (
        '<?xml version="1.0"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>\n'
        f"{items}</channel></rss>"
    )


def atom(goods: Sequence[Good]) -> str:
    entries = "".join(
        f"<entry><g:id>{escape(g.id)}</g:id><title>{escape(g.title)}</title>"
        f"<summary>{escape(g.text)}</summary><g:price>{escape(_priced(g))}</g:price></entry>\n"
        for g in goods
    )
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0">\n'
        f"<title>Shop</title>\n{entries}</feed>"
    )


def _openai(good: Good) -> dict:
    stated = {"item_id": good.id, "title": good.title, "description": good.text, "seller_name": "Shop"}
    return stated | ({"price": _priced(good)} if good.price else {})


def openai_lines(goods: Sequence[Good]) -> str:
    return "".join(json.dumps(_openai(g), ensure_ascii=False) + "\n" for g in goods)


def openai_array(goods: Sequence[Good]) -> str:
    return json.dumps({"products": [_openai(g) for g in goods]}, ensure_ascii=False, indent=1)


def _acp(good: Good) -> dict:
    variant: dict = {"id": good.id, "title": good.title, "description": {"plain": good.text}}
    if good.price:
        variant["price"] = {"amount": good.price, "currency": "EUR"}
    return {"id": f"p{good.id}", "title": good.title, "variants": [variant]}


def acp_lines(goods: Sequence[Good]) -> str:
    return "".join(json.dumps(_acp(g), ensure_ascii=False) + "\n" for g in goods)


def acp_document(goods: Sequence[Good]) -> str:
    return json.dumps({"products": [_acp(g) for g in goods]}, ensure_ascii=False, indent=1)


def shopify(goods: Sequence[Good]) -> str:
    header = (
        "Handle",
        "Title",
        "Body (HTML)",
        "Vendor",
        "Option1 Name",
        "Option1 Value",
        "Variant SKU",
        "Variant Price",
    )
    rows = [(g.id, g.title, g.text, "Shop", "Title", "Default Title", f"s{g.id}", g.price) for g in goods]
    return _table(header, rows, ",")


def woocommerce(goods: Sequence[Good]) -> str:
    header = ("ID", "Type", "SKU", "Name", "Description", "In stock?", "Regular price", "Categories")
    rows = [(g.id, "simple", f"s{g.id}", g.title, g.text, "1", g.price, "Things") for g in goods]
    return _table(header, rows, ",")


def _schema(good: Good) -> dict:
    stated: dict = {
        "@context": "https://schema.org",
        "@type": "Product",
        "sku": good.id,
        "name": good.title,
        "description": good.text,
    }
    if good.price:
        stated["offers"] = {"@type": "Offer", "price": good.price, "priceCurrency": "EUR"}
    return stated


def jsonld_page(goods: Sequence[Good]) -> str:
    blocks = "\n".join(
        f'<script type="application/ld+json">{json.dumps(_schema(g), ensure_ascii=False)}</script>' for g in goods
    )
    return f"<!DOCTYPE html>\n<html><head>\n{blocks}\n</head><body></body></html>"


def jsonld_document(goods: Sequence[Good]) -> str:
    return json.dumps({"@context": "https://schema.org", "@graph": [_schema(g) for g in goods]}, ensure_ascii=False)


def jsonld_lines(goods: Sequence[Good]) -> str:
    return "".join(json.dumps(_schema(g), ensure_ascii=False) + "\n" for g in goods)


def microdata(goods: Sequence[Good]) -> str:
    def price(good: Good) -> str:
        return (
            '<span itemprop="offers" itemscope itemtype="https://schema.org/Offer">'
            f'<meta itemprop="priceCurrency" content="EUR"><b itemprop="price">{escape(good.price)}</b></span>'
        )

    items = "\n".join(
        f'<li itemscope itemtype="https://schema.org/Product"><meta itemprop="sku" content="{escape(g.id)}">'
        f'<h2 itemprop="name">{escape(g.title)}</h2><p itemprop="description">{escape(g.text)}</p>'
        f"{price(g) if g.price else ''}</li>"
        for g in goods
    )
    return f"<!DOCTYPE html>\n<html><body><ul>\n{items}\n</ul></body></html>"


Writer = Callable[[Sequence[Good]], str]

FORMATS: dict[str, Writer] = {
    "google_tsv": google,
    "google_csv": lambda goods: google(goods, ","),
    "google_rss": rss,
    "google_atom": atom,
    "openai_csv": openai_table,
    "openai_jsonl": openai_lines,
    "openai_json": openai_array,
    "acp_jsonl": acp_lines,
    "acp_json": acp_document,
    "shopify_csv": shopify,
    "woocommerce_csv": woocommerce,
    "jsonld_html": jsonld_page,
    "jsonld_json": jsonld_document,
    "jsonld_jsonl": jsonld_lines,
    "microdata_html": microdata,
}
TABLES = ("google_tsv", "google_csv", "openai_csv", "shopify_csv", "woocommerce_csv")
MARKUP = ("google_rss", "google_atom", "microdata_html")
WHOLE = ("jsonld_json", "jsonld_html", "microdata_html")
"""What is read as a whole document: a part of it that is too long can't be passed over."""
