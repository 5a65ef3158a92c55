"""Searching a catalogue: what is asked, over REST and over MCP (Catalog, *Search*).

Of the need its words go out, and its country, currency, language and price range where it has them. The protocol's
other fields about the buyer (``attribution``, ``signals``, ``context.intent``, ``context.eligibility``) are never sent.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from desktop_client.commerce.money import EXPONENTS
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.sending.request import Request
from desktop_client.commerce.sources.shared.link_out import search_words
from desktop_client.commerce.sources.shared.ucp.discovery import Service, Transport
from desktop_client.commerce.sources.shared.ucp.profile import AGENT_PROFILE

Fields = dict[str, object]


def catalogue_query(need: ShoppingNeed, limit: int) -> Fields:
    """The fields of a search. Amounts are minor units of ``context.currency``; without a currency none are sent."""
    currency = need.price.currency
    context = {
        "address_country": need.country,
        "currency": currency,
        "language": need.language or None,
    }
    query: Fields = {"query": search_words(need), "context": {name: text for name, text in context.items() if text}}
    if currency and need.price:
        query["filters"] = {"price": _minor_units(need.price, currency)}
    return {**query, "pagination": {"limit": limit}}


def search_request(service: Service, query: Fields) -> Request:
    """The request of a search."""
    if service.transport is Transport.REST:
        headers = [("Accept", "application/json"), ("UCP-Agent", f'profile="{AGENT_PROFILE}"')]
        return Request.post_json(f"{service.endpoint}/catalog/search", query, headers=headers)
    call = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {
            "name": "search_catalog",
            "arguments": {"meta": {"ucp-agent": {"profile": AGENT_PROFILE}}, "catalog": query},
        },
    }
    # Streamable HTTP demands that both are accepted.
    return Request.post_json(service.endpoint, call, headers=[("Accept", "application/json, text/event-stream")])


def _minor_units(price: PriceRange, currency: str) -> Fields:
    """The range in whole minor units, never narrower than it was meant."""
    exponent = EXPONENTS.get(currency, 2)
    bounds: Fields = {}
    if price.low is not None:
        bounds["min"] = _whole(price.low, exponent, ROUND_FLOOR)
    if price.high is not None:
        bounds["max"] = _whole(price.high, exponent, ROUND_CEILING)
    return bounds


def _whole(amount: Decimal, exponent: int, rounding: str) -> int:
    return int(amount.scaleb(exponent).to_integral_value(rounding))
