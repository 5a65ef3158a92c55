"""Product feeds of the Agentic Commerce Protocol: ``products.jsonl``, products with their variants.

A variant is what can be bought, so each becomes an offer under its own id. Only id and title are required of it; a
price may be absent and is then unknown. The snapshot's ``metadata.json``, where it lies beside, says the country.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from desktop_client.commerce.feeds.feed import FeedError, Record
from desktop_client.commerce.feeds.json_items import Element, elements, lines, text, with_whole_letters
from desktop_client.commerce.feeds.opened import Opened
from desktop_client.commerce.money import EXPONENTS, Money
from desktop_client.wording import say

_GTIN_TYPES: Final = frozenset({"gtin", "ean", "upc", "isbn", "jan", "gtin8", "gtin12", "gtin13", "gtin14"})
_AVAILABLE: Final = {"true": "in_stock", "false": "out_of_stock"}
_MAX_METADATA: Final = 64 * 1024


def read(opened: Opened, *, one_a_line: bool) -> Iterator[Record | FeedError]:
    """A record for every variant of every product."""
    country = _country(opened.path)
    for product in lines(opened) if one_a_line else elements(opened):
        if isinstance(product, FeedError):
            yield product
        elif inside := [] if "variants" in product.value else _inside(product):
            for element in inside:
                yield from _variants(element, country)
        else:
            yield from _variants(product, country)


def _inside(element: Element, depth: int = 4) -> list[Element]:
    """Products in an answer of the feed interface, or in a document that holds several answers."""
    found: list[Element] = []
    for key, value in element.value.items():
        if key == "products" and isinstance(value, list):
            found += [Element(item, element.raw, element.line) for item in value if isinstance(item, dict)]
        elif isinstance(value, dict) and depth:
            found += _inside(Element(value, element.raw, element.line), depth - 1)
    return found


def _country(path: Path) -> str:
    beside = path.with_name("metadata.json")
    try:
        if not path.name.startswith("products.json") or beside.stat().st_size > _MAX_METADATA:
            return ""
        written = beside.read_text(encoding="utf-8")
        stated = with_whole_letters(json.loads(written), written)
    except (OSError, ValueError, RecursionError):
        return ""
    return text(stated.get("target_country")) if isinstance(stated, dict) else ""


def _variants(element: Element, country: str) -> Iterator[Record | FeedError]:
    product = element.value
    variants = product.get("variants")
    if not isinstance(variants, list) or not variants:
        yield FeedError(element.line, say("The product has no variants."))
        return
    for variant in variants:
        if isinstance(variant, dict):
            yield _record(product, variant, element, country)
        else:
            yield FeedError(element.line, say("The product has no variants."))


def _record(product: dict[str, Any], variant: dict[str, Any], element: Element, country: str) -> Record:
    fields = {
        "id": text(variant.get("id")),
        "title": text(variant.get("title")) or text(product.get("title")),
        "description": _description(variant) or _description(product),
        "link": text(variant.get("url")) or text(product.get("url")),
        "image_link": _image(variant) or _image(product),
        "price": _price(variant.get("price")),
        "list_price": _price(variant.get("list_price")),
        "availability": _availability(variant.get("availability")),
        "gtin": _gtin(variant.get("barcodes")),
        "mpn": text(variant.get("mpn")),
        "brand": _name(variant.get("brand")) or _name(product.get("brand")),
        "product_type": _category(variant) or _category(product),
        "condition": text(variant.get("condition")),
        "unit_pricing_measure": _measure(variant.get("unit_price")),
        "seller": _name(variant.get("seller")) or _name(product.get("seller")),
        "region": country,
    }
    options = variant.get("variant_options")
    record = Record({name: value for name, value in fields.items() if value}, element.raw, element.line)
    for option in options if isinstance(options, list) else ():
        if isinstance(option, dict):
            record.details.append((text(option.get("name")), text(option.get("value"))))
    return record


def _description(of: dict[str, Any]) -> str:
    stated = of.get("description")
    if isinstance(stated, dict):
        return text(stated.get("plain")) or text(stated.get("html")) or text(stated.get("markdown"))
    return text(stated)


def _image(of: dict[str, Any]) -> str:
    media = of.get("media")
    for item in media if isinstance(media, list) else ():
        if isinstance(item, dict) and text(item.get("type")) in ("", "image") and text(item.get("url")):
            return text(item["url"])
    return ""


def _price(stated: Any) -> str:
    """Minor units and a currency, written as an amount that is read again without loss."""
    if not isinstance(stated, dict):
        return text(stated)
    minor, currency = stated.get("amount"), text(stated.get("currency")).upper()
    if isinstance(minor, int) and not isinstance(minor, bool):
        return str(Money(minor, currency, EXPONENTS.get(currency, 2)))
    return f"{text(minor)} {currency}".strip()


def _measure(unit_price: Any) -> str:
    """How much is in the pack; the unit price itself is worked out anew from it."""
    measure = unit_price.get("measure") if isinstance(unit_price, dict) else None
    return f"{text(measure.get('value'))} {text(measure.get('unit'))}".strip() if isinstance(measure, dict) else ""


def _availability(stated: Any) -> str:
    if not isinstance(stated, dict):
        return text(stated)
    return text(stated.get("status")) or _AVAILABLE.get(text(stated.get("available")), "")


def _gtin(stated: Any) -> str:
    for barcode in stated if isinstance(stated, list) else ():
        if isinstance(barcode, dict) and text(barcode.get("type")).lower().replace("-", "") in _GTIN_TYPES:
            return text(barcode.get("value"))
    return ""


def _name(stated: Any) -> str:
    return text(stated.get("name")) if isinstance(stated, dict) else text(stated)


def _category(of: dict[str, Any]) -> str:
    """The first category's words; the specification gives a list of ``{"value", "taxonomy"}``."""
    stated = of.get("categories") or of.get("category")
    first = stated[0] if isinstance(stated, list) and stated else stated
    if isinstance(first, dict):
        return text(first.get("value")) or text(first.get("name"))
    return text(first)
