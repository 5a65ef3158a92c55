"""What format a feed is in, by what stands in it; the file's name is not asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from desktop_client.commerce.feeds import acp, google, jsonld, openai, shopify, woocommerce
from desktop_client.commerce.feeds.feed import FeedError, FeedFormat, FeedRefusedError, FeedRow, Record
from desktop_client.commerce.feeds.feed_file import FeedFile, Part
from desktop_client.commerce.feeds.google import canonical
from desktop_client.commerce.feeds.opened import Opened
from desktop_client.commerce.feeds.table import Header, header_of
from desktop_client.wording import Sentence, say

Reader = Callable[[Opened, datetime], Iterator[Record | FeedRow | FeedError]]


@dataclass(frozen=True, slots=True, eq=False)
class Detected:
    """A format and what reads it."""

    format: FeedFormat
    reader: Reader


_OPENAI_ONLY: Final = frozenset(
    {
        "item_id",
        "seller_name",
        "is_eligible_search",
        "is_eligible_checkout",
        "is_ads_eligible",
        "enable_search",
        "enable_checkout",
        "seller_url",
    }
)

GOOGLE_TABLE: Final = Detected(
    FeedFormat("google_table", say("Google Merchant feed (table)")), lambda opened, _: google.read_table(opened)
)
GOOGLE_XML: Final = Detected(
    FeedFormat("google_xml", say("Google Merchant feed (XML)")), lambda opened, _: google.read_xml(opened)
)
OPENAI_XML: Final = Detected(
    FeedFormat("openai_xml", say("OpenAI product feed (XML)")), lambda opened, _: google.read_xml(opened)
)
OPENAI_TABLE: Final = Detected(
    FeedFormat("openai_table", say("OpenAI product feed (table)")), lambda opened, _: google.read_table(opened)
)
OPENAI_JSON: Final = Detected(
    FeedFormat("openai_json", say("OpenAI product feed (JSON)")),
    lambda opened, _: openai.read(opened, one_a_line=False),
)
OPENAI_LINES: Final = Detected(
    FeedFormat("openai_jsonl", say("OpenAI product feed (JSON Lines)")),
    lambda opened, _: openai.read(opened, one_a_line=True),
)
ACP_JSON: Final = Detected(
    FeedFormat("acp_json", say("Agentic Commerce Protocol feed (JSON)")),
    lambda opened, _: acp.read(opened, one_a_line=False),
)
ACP_LINES: Final = Detected(
    FeedFormat("acp_jsonl", say("Agentic Commerce Protocol feed (JSON Lines)")),
    lambda opened, _: acp.read(opened, one_a_line=True),
)
SHOPIFY: Final = Detected(
    FeedFormat("shopify_csv", say("Shopify product export")), lambda opened, _: shopify.read(opened)
)
WOOCOMMERCE: Final = Detected(
    FeedFormat("woocommerce_csv", say("WooCommerce product export")), lambda opened, _: woocommerce.read(opened)
)
JSONLD_PAGE: Final = Detected(
    FeedFormat("jsonld_html", say("Web page with schema.org products")), lambda opened, _: jsonld.read_page(opened)
)
JSONLD_JSON: Final = Detected(
    FeedFormat("jsonld_json", say("schema.org products (JSON-LD)")), lambda opened, _: jsonld.read_document(opened)
)
JSONLD_LINES: Final = Detected(
    FeedFormat("jsonld_jsonl", say("schema.org products (JSON Lines)")), lambda opened, _: jsonld.read_lines(opened)
)


def _offers(opened: Opened, now: datetime) -> Iterator[FeedRow | FeedError]:
    # It brings all that lists are made of with it, half of what reading a feed has to import.
    from desktop_client.commerce.feeds import offers_jsonl

    return offers_jsonl.read(opened, now)


OFFERS: Final = Detected(FeedFormat("offers_jsonl", say("Sidelight offers (JSON Lines)")), _offers)


def detect(path: Path) -> FeedFormat:
    """The format of a file.

    Raises:
        FeedRefusedError: it can't be opened, is empty, or is no product feed that is known.
    """
    with FeedFile(path) as file:
        return found_in(file).format


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The feeds in a file, what they are together, and which of its parts are none and why."""

    format: FeedFormat
    feeds: tuple[tuple[Part, Detected], ...]
    others: tuple[FeedError, ...] = ()


def found_in(file: FeedFile) -> Found:
    """Which feeds are in a file.

    Raises:
        FeedRefusedError: there is none that is known.
    """
    feeds: list[tuple[Part, Detected]] = []
    others: list[FeedError] = []
    for part in file.parts:
        try:
            with Opened(file, part) as opened:
                feeds.append((part, detected(opened)))
        except FeedRefusedError as refused:
            if len(file.parts) == 1:
                raise
            others.append(FeedError(1, in_part(part, refused.cause)))
    if not feeds:
        raise FeedRefusedError(say("There is no feed in the archive {file}.", file=file.path.name), _WHAT_IS_READ)
    return Found(_together(file, [found.format for _, found in feeds]), tuple(feeds), tuple(others))


def in_part(part: Part, why: Sentence) -> Sentence:
    """What is to say of one file of several."""
    return say("{file}: {why}", file=part.name, why=why)


def _together(file: FeedFile, formats: list[FeedFormat]) -> FeedFormat:
    """What several feeds are, and how the file is packed."""
    kinds = {found.id: found for found in formats}
    first, *more = kinds.values()
    name = first.name
    for one in more:
        name = say("{name} and {more}", name=name, more=one.name)
    if file.packing == "gzip":
        name = say("{format}, packed with gzip", format=name)
    elif file.packing == "zip" and len(formats) == 1:
        name = say("{format}, in a ZIP archive", format=name)
    elif file.packing == "zip":
        name = say("{format}, {count} files in a ZIP archive", format=name, count=len(formats))
    return FeedFormat("+".join(kinds), name)


_WHAT_IS_READ: Final = say(
    "Use a Google Merchant, OpenAI or ACP feed, a Shopify or WooCommerce export, or a page with schema.org products."
)


def detected(opened: Opened) -> Detected:
    """The format of an open file and its reader.

    Raises:
        FeedRefusedError: it is no product feed that is known.
    """
    head = opened.head.lstrip("\ufeff \t\r\n")
    found = None
    if head.startswith("<"):
        found = _markup(head)
    elif head.startswith(("{", "[")):
        found = _json(head)
    if found is None and (header := header_of(opened.head)) is not None:
        found = _table(header)
    if found is None:
        raise FeedRefusedError(
            say("{file} is in none of the feed formats that Sidelight reads.", file=opened.name),
            _WHAT_IS_READ,
        )
    return found


_BEFORE_ROOT: Final = re.compile(r"(?:\s+|<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[[^\]]*\])?\s*>)*", re.DOTALL | re.I)
_ROOT_NAME: Final = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_OPENAI_ELEMENT: Final = re.compile(rf"<(?:{'|'.join(sorted(_OPENAI_ONLY))})[\s/>]")
_FEED_ROOTS: Final = frozenset({"rss", "feed", "rdf", "products", "items", "channel", "catalog", "product_feed"})


def _markup(head: str) -> Detected | None:
    before = _BEFORE_ROOT.match(head)
    root = _ROOT_NAME.match(head, before.end() if before else 0)
    name = root[1].lower() if root else ""
    if name in _FEED_ROOTS or (name != "html" and "base.google.com/ns/1.0" in head):
        return OPENAI_XML if _OPENAI_ELEMENT.search(head) else GOOGLE_XML
    lower = head.lower()
    if name in ("html", "head", "body", "script", "div", "meta") or "ld+json" in lower or "itemscope" in lower:
        return JSONLD_PAGE
    return None


def _table(header: Header) -> Detected | None:
    names = set(header.names)
    if names & {"handle", "url_handle"} and names & {"variant_price", "variant_sku", "option1_name", "price"}:
        return SHOPIFY
    if woocommerce.is_export(header):
        return WOOCOMMERCE
    known = {canonical(name) for name in names}
    if not {"id", "title"} <= known:
        return None
    return OPENAI_TABLE if names & _OPENAI_ONLY else GOOGLE_TABLE


def _json(head: str) -> Detected | None:
    line, _, rest = head.partition("\n")
    try:
        first = msgspec.json.decode(line.strip())
    except (msgspec.MsgspecError, RecursionError, ValueError):
        first = None
    several_lines = rest.lstrip().startswith("{")
    if isinstance(first, dict) and (several_lines or not rest.strip()):
        return _object_lines(first, alone=not rest.strip())
    # A broken first line of JSON Lines looks like the beginning of a document; the second line tells.
    if first is None and head.startswith("{") and several_lines and (second := _object(rest)) is not None:
        return _object_lines(second, alone=False)
    return _document(head)


def _object(text: str) -> dict[str, Any] | None:
    try:
        value = msgspec.json.decode(text.strip().partition("\n")[0])
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return None
    return value if isinstance(value, dict) else None


def _object_lines(first: dict[str, Any], *, alone: bool) -> Detected | None:
    """By the keys of one object; ``alone``: it is the whole file."""
    keys = {str(key).lower() for key in first}
    for inner in ("products", "items", "data", "feed"):
        if alone and isinstance(first.get(inner), list) and first[inner] and isinstance(first[inner][0], dict):
            found = _object_lines(first[inner][0], alone=False)
            return {ACP_LINES: ACP_JSON, OPENAI_LINES: OPENAI_JSON}.get(found, found) if found else None
    if keys & {"@context", "@type", "@graph"}:
        return JSONLD_JSON if alone else JSONLD_LINES
    if "offer_id" in keys and keys & {"source_id", "commercial"}:
        return OFFERS
    if "variants" in keys:
        return ACP_LINES
    names = {canonical(name) for name in keys}
    return OPENAI_LINES if {"id", "title"} <= names or names & _OPENAI_ONLY else None


_KEY: Final = re.compile(r'"([@\w]+)"\s*:')


def _document(head: str) -> Detected | None:
    """By the keys in the beginning of a document that may be longer than what was looked at."""
    keys = {key.lower() for key in _KEY.findall(head)}
    if keys & {"@type", "@context", "@graph"}:
        return JSONLD_JSON
    if "variants" in keys:
        return ACP_JSON
    names = {canonical(key) for key in keys}
    return OPENAI_JSON if {"id", "title"} <= names else None
