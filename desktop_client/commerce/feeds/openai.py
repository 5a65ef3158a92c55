"""OpenAI product feeds in JSON and JSON Lines. Their tables are read as Google's, with both generations of names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from desktop_client.commerce.feeds.feed import FeedError, Record
from desktop_client.commerce.feeds.google import ALIASES, canonical, details_of, shipping_of
from desktop_client.commerce.feeds.json_items import Element, elements, lines, text
from desktop_client.commerce.feeds.opened import Opened
from desktop_client.commerce.feeds.table import normal


def read(opened: Opened, *, one_a_line: bool) -> Iterator[Record | FeedError]:
    """A record for every object."""
    for element in lines(opened) if one_a_line else elements(opened):
        yield element if isinstance(element, FeedError) else record_of(element)


def record_of(element: Element) -> Record:
    """A flat object under canonical names; a name of its own goes before an alias."""
    own: dict[str, str] = {}
    aliased: dict[str, str] = {}
    record = Record(own, element.raw, element.line)
    for key, value in element.value.items():
        name = normal(key)
        if name == "shipping":
            record.shipping += _shipping(value)
        elif name == "product_detail":
            record.details += details_of(text(value))
        elif name in ("variant_dict", "attributes", "variant_options"):
            record.details += _details(value)
        elif cell := _cell(value):
            if name in ALIASES:
                aliased.setdefault(canonical(name), cell)
            else:
                own[name] = cell
    for name, cell in aliased.items():
        own.setdefault(name, cell)
    return record


def _cell(value: Any) -> str:
    """A cell; an amount with its currency, or a name, where the feed nests them."""
    if not isinstance(value, dict):
        first_only = isinstance(value, list) and value and isinstance(value[0], str) and value[0].startswith("http")
        return text(value[0]) if first_only else text(value)
    amount = text(value.get("value")) or text(value.get("amount"))
    currency = text(value.get("currency")) or text(value.get("currency_code"))
    return f"{amount} {currency}".strip() if amount else text(value.get("name"))


def _shipping(value: Any) -> list[tuple[str, str]]:
    found = []
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, dict):
            place = " ".join(part for key in ("country", "region") if (part := text(entry.get(key))))
            found.append((place, _cell(entry.get("price"))))
        else:
            found += shipping_of(text(entry))
    return found


def _details(value: Any) -> list[tuple[str, str]]:
    if isinstance(value, dict):
        return [(str(name), text(stated)) for name, stated in value.items()]
    pairs = value if isinstance(value, list) else ()
    return [(text(pair.get("name")), text(pair.get("value"))) for pair in pairs if isinstance(pair, dict)]
