"""Shopify product exports (CSV): a product is several lines, one a variant, and some lines are only further pictures.

The export names no currency: without one given by the user a price stays unknown, and is shown as it is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from desktop_client.commerce.feeds.feed import FeedError, Record
from desktop_client.commerce.feeds.opened import Opened
from desktop_client.commerce.feeds.table import Cells, header_of, normal, records

_COLUMNS: Final = {
    "handle": ("handle", "url_handle"),
    "title": ("title",),
    "description": ("body_(html)", "body", "body_html", "description"),
    "brand": ("vendor",),
    "product_type": (
        "type",
        "custom_product_type",
        "product_category",
        "standard_product_type",
        "google_shopping_/_google_product_category",
    ),
    "published": ("published", "published_on_online_store"),
    "status": ("status",),
    "sku": ("variant_sku", "sku"),
    "price": ("variant_price", "price"),
    "list_price": ("variant_compare_at_price", "compare_at_price"),
    "gtin": ("variant_barcode", "barcode"),
    "quantity": ("variant_inventory_qty", "inventory_quantity"),
    "tracker": ("variant_inventory_tracker", "inventory_tracker"),
    "policy": ("variant_inventory_policy", "continue_selling_when_out_of_stock"),
    "image_link": ("image_src", "product_image_url"),
    "variant_image": ("variant_image", "variant_image_url"),
    "gender": ("google_shopping_/_gender",),
    "age_group": ("google_shopping_/_age_group",),
    "condition": ("google_shopping_/_condition",),
    "mpn": ("google_shopping_/_mpn",),
    "grams": ("variant_grams", "weight_value_(grams)"),
}
"""What is read, and the columns it stands in: of the export until 2024 and of the one since."""

_INHERITED: Final = ("title", "description", "brand", "product_type", "published", "status", "image_link", "gender")


def read(opened: Opened) -> Iterator[Record | FeedError]:
    """A record for every variant."""
    header = header_of(opened.head)
    assert header is not None, "detected as a table"
    names = [_column(name, bracket) for name, bracket in zip(header.names, header.brackets, strict=True)]
    options = [(f"option{n}_name", f"option{n}_value") for n in (1, 2, 3)]
    product: dict[str, str] = {}
    waiting: tuple[dict[str, str], Cells] | None = None
    several = False
    for row in records(opened, header):
        if isinstance(row, FeedError):
            yield row
            continue
        cells = dict(zip(reversed(names), reversed(row.values), strict=True))
        found = {key: value for key, places in _COLUMNS.items() if (value := _first(cells, places))}
        found |= {name: cells.get(name, "").strip() for pair in options for name in pair}
        same = bool(product) and (found.get("handle", "") in ("", product.get("handle")))
        if same and not (found.get("price") or found.get("sku") or found["option1_value"]):
            continue
        if waiting is not None:
            several = several or same
            yield _record(*waiting, several=several)
            several = same
        product = _merged(product, found) if same else found
        waiting = (product, row)
    if waiting is not None:
        yield _record(*waiting, several=several)


def _column(name: str, bracket: str) -> str:
    return normal(f"{name} ({bracket})") if bracket else name


def _first(cells: dict[str, str], places: tuple[str, ...]) -> str:
    return next((text for place in places if (text := cells.get(place, "").strip())), "")


def _merged(product: dict[str, str], variant: dict[str, str]) -> dict[str, str]:
    """A further variant, with what stands only on the product's first line."""
    names = (*_INHERITED, "handle", "age_group", "condition", "option1_name", "option2_name", "option3_name")
    return variant | {name: product[name] for name in names if product.get(name) and not variant.get(name)}


def _record(found: dict[str, str], row: Cells, *, several: bool) -> Record:
    chosen = [
        (found[f"option{n}_name"] or "Option", value)
        for n in (1, 2, 3)
        if (value := found[f"option{n}_value"]) and value != "Default Title"
    ]
    variant = " / ".join(value for _, value in chosen)
    handle = found.get("handle", "")
    fields = {key: found[key] for key in _COLUMNS if key in found}
    fields["id"] = f"{handle}/{variant}" if several and variant else handle
    if several and variant and fields.get("title"):
        fields["title"] = f"{fields['title']} – {variant}"
    fields["image_link"] = found.get("variant_image") or found.get("image_link", "")
    fields["mpn"] = found.get("mpn") or found.get("sku", "")
    fields["availability"] = _availability(found)
    if _weighs(found.get("grams", "")):
        fields["product_weight"] = found["grams"].removesuffix(".0") + " g"
    return Record(fields, row.raw, row.line, details=chosen)


def _weighs(grams: str) -> bool:
    return grams.replace(".", "", 1).isdigit() and bool(grams.strip("0."))


def _availability(found: dict[str, str]) -> str:
    """Only what is published can be had; without a tracker, or where it may be oversold, it always can."""
    if found.get("status", "active").lower() != "active" or found.get("published", "true").lower() == "false":
        return "unknown"
    quantity = found.get("quantity", "")
    if not found.get("tracker") or found.get("policy", "").lower() in ("continue", "true"):
        return "in_stock"
    if not quantity.lstrip("-").isdigit():
        return "unknown"
    return "in_stock" if int(quantity) > 0 else "out_of_stock"
