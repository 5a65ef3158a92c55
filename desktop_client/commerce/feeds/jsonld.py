"""schema.org products: web pages with JSON-LD or microdata in them, JSON documents, JSON Lines.

Read are products that a page is about, not those that it merely mentions (in reviews, actions, "similar items").
A broken block never loses the others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

import msgspec

from desktop_client.commerce.feeds.feed import MAX_PAGE, FeedError, Record
from desktop_client.commerce.feeds.json_items import lines, with_whole_letters
from desktop_client.commerce.feeds.jsonld_product import Node, kinds, records_of
from desktop_client.commerce.feeds.microdata import placed_items
from desktop_client.commerce.feeds.opened import Opened
from desktop_client.commerce.feeds.told_twice import told_once
from desktop_client.wording import say
from desktop_client.wording.unreadable import unreadable_words

_PRODUCTS: Final = frozenset(
    {"Product", "ProductGroup", "IndividualProduct", "ProductModel", "SomeProducts", "Vehicle", "Car", "Book"}
)
_WRAPPERS: Final = ("@graph", "mainEntity", "itemListElement", "item", "itemOffered", "hasOfferCatalog", "makesOffer")
_ENCODER: Final = msgspec.json.Encoder(decimal_format="number")
_MAX_NODES: Final = 100_000
_MOST_ITEMS: Final = 500_000
"""Items of microdata in one file; a product has two or three."""
_CHECK_EVERY: Final = 256
_SCRIPT: Final = re.compile(r"<script\b([^<>]*)>", re.IGNORECASE)
_TYPE: Final = re.compile(r"\btype\s*=\s*[\"']?\s*application/(?:[\w.+-]*\+)?ld\+json\b", re.IGNORECASE)


def read_page(opened: Opened) -> Iterator[Record | FeedError]:
    """Products in the JSON-LD blocks of a web page, then those in its microdata that are not told there already."""
    page = opened.whole(MAX_PAGE)
    yield from told_once(products_in_page(page), _products_in_microdata(page, opened), others=True)


def read_document(opened: Opened) -> Iterator[Record | FeedError]:
    """Products in a JSON document."""
    yield from _products_in_json(opened.whole(MAX_PAGE), 1)


def read_lines(opened: Opened) -> Iterator[Record | FeedError]:
    """Products in JSON Lines, one document a line."""
    for line in lines(opened):
        if isinstance(line, FeedError):
            yield line
        else:
            yield from _products(line.value, line.line)


def products_in_page(page: str) -> Iterator[Record | FeedError]:
    """Records of the products that a page's JSON-LD describes, and an error for each block that can't be read."""
    for block, at in _blocks(page):
        yield from _products_in_json(block, page.count("\n", 0, at) + 1)


def products_in_items(items: Iterable[dict[str, Any]]) -> Iterator[Record | FeedError]:
    """Records of the products among the items of a page's microdata, which has the shape of JSON-LD by then."""
    yield from _products(list(items), 1)


def _products_in_microdata(page: str, opened: Opened) -> Iterator[Record | FeedError]:
    line, at = 1, 0
    for number, item in enumerate(placed_items(page, most=_MOST_ITEMS)):
        if number % _CHECK_EVERY == 0:
            opened.check()
        if item is None:
            yield FeedError(line, say("The page has more in it than is read of one; the rest was left out."))
            return
        line, at = line + page.count("\n", at, item.at), item.at
        yield from _products(item.value, line)


def _blocks(page: str) -> Iterator[tuple[str, int]]:
    """The text of every JSON-LD script outside comments, and where it begins. Linear in the page's length.

    A general HTML parser looks further ahead than its input lets it finish; script elements end at ``</script``,
    whatever stands in them, so finding them needs none.
    """
    at = 0
    while script := _SCRIPT.search(page, at):
        comment = page.find("<!--", at, script.start())
        if comment >= 0:
            end = page.find("-->", comment)
            if end < 0:
                return
            at = end + 3
            continue
        begin = script.end()
        close = re.compile(r"</script", re.IGNORECASE).search(page, begin)
        end = close.start() if close else len(page)
        if _TYPE.search(script[1]):
            yield page[begin:end], begin
        at = end


def _products_in_json(block: str, line: int) -> Iterator[Record | FeedError]:
    block = block.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    block = re.sub(r"^(?://\s*)?<!\[CDATA\[|(?://\s*)?\]\]>$", "", block).strip()
    if not block:
        return
    try:
        value = with_whole_letters(json.loads(block, parse_float=Decimal, strict=False), block)
    except (ValueError, RecursionError) as fault:
        yield FeedError(line, say("This isn't valid JSON: {reason}.", reason=unreadable_words(fault)))
        return
    yield from _products(value, line)


def _products(value: Any, line: int) -> Iterator[Record | FeedError]:
    for node in _nodes(value):
        try:
            raw = _ENCODER.encode(node.value)
        except RecursionError:
            yield FeedError(line, say("The product is nested too deep."))
            continue
        yield from records_of(node, raw, line)


def _nodes(value: Any) -> Iterator[Node]:
    """Products among the nodes that a document is about, in the order in which they stand."""
    waiting: list[tuple[Any, dict[str, Any] | None]] = [(value, None)]
    seen = 0
    while waiting and seen < _MAX_NODES:
        seen += 1
        found, offer = waiting.pop()
        if isinstance(found, list):
            waiting.extend((item, offer) for item in reversed(found))
        elif isinstance(found, dict):
            types = kinds(found)
            if types & _PRODUCTS:
                if "Book" not in types or "offers" in found or offer:
                    yield Node(found, offer)
                continue
            own = found if types & {"Offer", "AggregateOffer"} else None
            waiting.extend((found[key], own) for key in reversed(_WRAPPERS) if key in found)
