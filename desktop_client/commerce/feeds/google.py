"""Google Merchant feeds: tables (TSV, CSV) and XML (RSS 2.0, RSS 1.0, Atom), after the product data specification."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from desktop_client.commerce.feeds.feed import FeedError, Record
from desktop_client.commerce.feeds.opened import Opened
from desktop_client.commerce.feeds.table import Header, header_of, records
from desktop_client.commerce.feeds.xml_items import items
from desktop_client.commerce.feeds.xml_target import Item

ALIASES: Final = {
    "item_id": "id",
    "offer_id": "id",
    "product_id": "id",
    "name": "title",
    "item_title": "title",
    "product_name": "title",
    "url": "link",
    "product_url": "link",
    "image": "image_link",
    "image_url": "image_link",
    "main_image": "image_link",
    "stock_status": "availability",
    "currency_code": "currency",
    "price_currency": "currency",
    "seller_name": "seller",
    "merchant_name": "seller",
    "manufacturer": "brand",
    "ean": "gtin",
    "upc": "gtin",
    "isbn": "gtin",
    "gtin13": "gtin",
    "barcode": "gtin",
    "manufacturer_part_number": "mpn",
    "category": "product_type",
    "product_category": "product_type",
    "colour": "color",
    "weight": "product_weight",
    "length": "product_length",
    "width": "product_width",
    "height": "product_height",
    "store_country": "region",
    "target_country": "region",
    "target_countries": "region",
    "content_language": "language",
    "product_review_rating": "rating",
    "star_rating": "rating",
    "product_review_count": "rating_count",
    "review_count": "rating_count",
    "summary": "description",
    "content": "description",
    "guid": "id",
    "sku": "id",
}
"""Other names of the same columns: in feeds of both OpenAI generations, in Atom and RSS, and in the wild.

A column under its own name always wins over one under another name.
"""


def canonical(name: str) -> str:
    """The specification's name of a column that was normalised before."""
    return ALIASES.get(name, name)


def read_table(opened: Opened) -> Iterator[Record | FeedError]:
    """Records of a delimited Google feed (and of an OpenAI one, whose names are aliases)."""
    header = header_of(opened.head)
    assert header is not None, "detected as a table"
    columns = _columns(header)
    shipping = [i for i, name in enumerate(header.names) if name == "shipping"]
    details = [i for i, name in enumerate(header.names) if name == "product_detail"]
    for row in records(opened, header):
        if isinstance(row, FeedError):
            yield row
            continue
        cells = row.values
        record = Record({name: cells[i] for i, name in columns if cells[i]}, row.raw, row.line)
        for i in shipping:
            record.shipping += shipping_of(cells[i], header.brackets[i])
        for i in details:
            record.details += details_of(cells[i])
        yield record


def _columns(header: Header) -> list[tuple[int, str]]:
    """Place and canonical name of every column to read; of two for the same name the better one."""
    places: dict[str, int] = {}
    for i, name in enumerate(header.names):
        if not name:
            continue
        key = canonical(name)
        if key not in places or (key == name and header.names[places[key]] != key):
            places[key] = i
    return [(i, name) for name, i in places.items()]


_NEXT_ENTRY = re.compile(r",(?=\s*(?:[A-Za-z]{2})?:)")


def shipping_of(text: str, layout: str = "") -> list[tuple[str, str]]:
    """(place, sum) pairs from ``US:CA:Overnight:16.00 USD, CA:::9.95 CAD``; ``layout``: the parts' names, if given."""
    found = []
    for entry in _NEXT_ENTRY.split(text) if text.strip() else ():
        parts = [part.strip() for part in entry.split(":")]
        if layout:
            named = dict(zip((name.strip() for name in layout.split(":")), parts, strict=False))
            place, cost = (named.get("country", ""), named.get("region", "")), named.get("price", "")
        else:
            costs = [part for part in parts if re.search(r"\d[.,]?\d*\s*[^\d\s]|[^\d\s]\s*\d", part)]
            cost = parts[3] if len(parts) > 3 and parts[3] else costs[-1] if costs else ""
            place = (parts[0] if len(parts) > 1 else "", parts[1] if len(parts) > 3 else "")
        if cost:
            found.append((" ".join(part for part in place if part), cost))
    return found


def details_of(text: str) -> list[tuple[str, str]]:
    """(name, value) pairs from ``General:Wattage:40 W,:Socket:E27``; the section's name is left away."""
    found = []
    for entry in re.split(r",(?=[^,:]*:[^,:]*:)", text) if text.strip() else ():
        parts = entry.split(":", 2)
        if len(parts) == 3:
            found.append((parts[1], parts[2]))
        elif len(parts) == 2:
            found.append((parts[0], parts[1]))
    return found


def read_xml(opened: Opened) -> Iterator[Record | FeedError]:
    """Records of an XML feed; elements count by the namespace's address, whatever the prefix."""
    for item in items(opened):
        yield item if isinstance(item, FeedError) else record_of(item)


def record_of(item: Item) -> Record:
    """An XML item under canonical names."""
    fields: dict[str, str] = {}
    for name, text in item.fields.items():
        key = canonical(name)
        if text.strip() and (key == name or key not in item.fields) and key not in fields:
            fields[key] = text.strip()
    record = Record(fields, item.raw, item.line)
    for group in item.groups:
        if group.name == "shipping" and group.parts.get("price"):
            place = " ".join(part for key in ("country", "region") if (part := group.parts.get(key, "").strip()))
            record.shipping.append((place, group.parts["price"]))
        elif group.name == "product_detail" and "attribute_name" in group.parts:
            record.details.append((group.parts["attribute_name"], group.parts.get("attribute_value", "")))
    for name, text in item.repeated:
        if name == "shipping":
            record.shipping += shipping_of(text)
        elif name == "product_detail":
            record.details += details_of(text)
    return record
