"""The protocol's own examples, and Shopify's: what is asked, discovery, answers, faults; unknown keys; other versions.

``test_source_ucp.py`` asks a stand-in over the network; here the documents themselves are the other side.
"""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from standins.offers import NOW
from standins.platform_server import sample
from standins.sources import MemoryShelf

from desktop_client.commerce.money import Money
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.offer import AdFlag, Offer, Rating, Status
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.sending.request import Purpose, Request, Response, complete
from desktop_client.commerce.source import Page, Query, Search
from desktop_client.commerce.sources.context import SourceContext
from desktop_client.commerce.sources.shared.ucp.merchants import read_merchant
from desktop_client.commerce.sources.shared.ucp.profile import AGENT_PROFILE
from desktop_client.commerce.sources.shopify import sources as shopify_sources
from desktop_client.commerce.sources.ucp import UcpSource

UCP, SHOPIFY = sample("ucp_catalog"), sample("shopify_catalog")
SHOES = Query(
    ShoppingNeed("blue running shoes", price=PriceRange(None, Decimal(150), "USD"), country="US", language="en"), 20
)
SWEATER = Query(
    ShoppingNeed("crewneck sweater", price=PriceRange(Decimal(50), Decimal(120), "USD"), country="US", language="en"),
    10,
)
JSON = {"content-type": "application/json"}
TRANSPORTS = pytest.mark.parametrize("transport", ["rest", "mcp"])
HEAD = b"Host: business.example.com\r\nUser-Agent: Sidelight/test\r\nAccept-Encoding: gzip\r\nConnection: close\r\n"
ASKED = (
    b'{"query":"blue running shoes","context":{"address_country":"US","currency":"USD","language":"en"},'
    b'"filters":{"price":{"max":15000}},"pagination":{"limit":20}}'
)


def answer(document: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(status, JSON | (headers or {}), json.dumps(document).encode())


def discovery(transport: str = "rest") -> dict:
    """The documented profile; it speaks both ways, so the other one is left out for MCP."""
    document = json.loads(json.dumps(UCP["discovery"]["body"]))
    if transport == "mcp":
        document["ucp"]["services"]["dev.ucp.shopping"].pop(0)
    return document


def searching() -> tuple[Search, Request]:
    search = UcpSource(read_merchant("ucp", "business.example.com"), lambda: NOW).search(SHOES)
    return search, next(search)


def asked(transport: str) -> tuple[Search, Request]:
    """A search that has come to its request for offers, with that request."""
    search, _ = searching()
    return search, search.send(answer(discovery(transport)))


def end(search: Search, response: Response) -> Page:
    with pytest.raises(StopIteration) as done:
        search.send(response)
    page: Page = done.value.value
    return page


def refused(search: Search, response: Response) -> SourceError:
    with pytest.raises(SourceError) as told:
        search.send(response)
    assert told.value.cause.in_language("zh") != str(told.value.cause), "has its Chinese"
    return told.value


# --- what is asked -----------------------------------------------------------------------------------------------


def test_discovery_byte_for_byte() -> None:
    _, request = searching()
    assert (request.url, request.purpose) == (UCP["discovery"]["GET"], Purpose.DISCOVERY)
    assert complete(request, "Sidelight/test").wire == (
        b"GET /.well-known/ucp HTTP/1.1\r\n" + HEAD + b"Accept: application/json\r\n\r\n"
    )


def test_a_search_over_rest_byte_for_byte() -> None:
    _, request = asked("rest")
    profile = f'profile="{AGENT_PROFILE}"'.encode()
    assert complete(request, "Sidelight/test").wire == (
        b"POST /ucp/catalog/search HTTP/1.1\r\n" + HEAD + b"Content-Type: application/json\r\n"
        b"Accept: application/json\r\nUCP-Agent: %s\r\nContent-Length: %d\r\n\r\n%s" % (profile, len(ASKED), ASKED)
    )


def test_a_search_over_mcp_byte_for_byte() -> None:
    _, request = asked("mcp")
    body = (
        b'{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search_catalog","arguments":{"meta":'
        b'{"ucp-agent":{"profile":"%s"}},"catalog":%s}}}' % (AGENT_PROFILE.encode(), ASKED)
    )
    assert complete(request, "Sidelight/test").wire == (
        b"POST /ucp/mcp HTTP/1.1\r\n" + HEAD + b"Content-Type: application/json\r\n"
        b"Accept: application/json, text/event-stream\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
    )


def test_these_bytes_are_what_the_documents_ask_without_what_tells_of_the_buyer() -> None:
    documented = json.loads(json.dumps(UCP["rest"]["request"]["json"]))
    del documented["context"]["intent"], documented["filters"]["categories"]
    documented["context"]["language"] = "en"
    assert json.loads(ASKED) == documented
    call = json.loads(json.dumps(UCP["mcp"]["request"]["json"]))
    call["params"]["arguments"] = {"meta": {"ucp-agent": {"profile": AGENT_PROFILE}}, "catalog": documented}
    assert json.loads(asked("mcp")[1].body) == call


@pytest.mark.parametrize("place", ["catalog.shopify.com", "oats.myshopify.com"])
def test_shopify_is_asked_byte_for_byte(place: str) -> None:
    """In the catalogue over all shops and in one store; of what its documents show, *available* is its default."""
    store = read_merchant("shopify", "oats.myshopify.com")
    found = shopify_sources(SourceContext(MemoryShelf(()), lambda: NOW, (store,)))
    (source,) = (source for source in found if source.manifest.hosts == (place,))
    body = (
        b'{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search_catalog","arguments":{"meta":'
        b'{"ucp-agent":{"profile":"%s"}},"catalog":{"query":"crewneck sweater","context":{"address_country":"US",'
        b'"currency":"USD","language":"en"},"filters":{"price":{"min":5000,"max":12000}},"pagination":{"limit":10}}}}}'
        % AGENT_PROFILE.encode()
    )
    assert complete(next(source.search(SWEATER)), "Sidelight/test").wire == (
        b"POST /api/ucp/mcp HTTP/1.1\r\nHost: %s\r\nUser-Agent: Sidelight/test\r\nAccept-Encoding: gzip\r\n"
        b"Connection: close\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n"
        b"Content-Length: %d\r\n\r\n%s" % (place.encode(), len(body), body)
    )
    documented = json.loads(json.dumps(SHOPIFY["request"]["json"]))
    catalogue = documented["params"]["arguments"]["catalog"]
    del catalogue["filters"]["available"], catalogue["filters"]["ships_to"]
    catalogue["context"]["language"] = "en"
    assert json.loads(body) == documented


# --- what is answered --------------------------------------------------------------------------------------------


def _is_the_documented_shoe(offer: Offer) -> None:
    assert (offer.offer_id, offer.title) == ("prod_abc123_size10", "Blue Runner Pro – Size 10")
    assert (offer.price, offer.list_price, offer.shipping) == (Money(12000, "USD"), None, None)
    assert offer.description == "Lightweight running shoes with responsive cushioning."
    assert (offer.attributes, offer.availability, offer.model) == ({"size": "10"}, "in_stock", "BRP-BLU-10")
    assert offer.url_clean == "https://business.example.com/products/blue-runner-pro"
    assert (offer.rating, offer.category) == (Rating(4.5, 5, 128), None)
    assert (offer.commercial.status, offer.commercial.sponsored) == (Status.NOT_DISCLOSED, AdFlag.UNKNOWN)


@TRANSPORTS
def test_the_documented_answer(transport: str) -> None:
    search, _ = asked(transport)
    page = end(search, answer(UCP[transport]["response"]))
    (offer,) = page.offers
    _is_the_documented_shoe(offer)
    assert (page.total, page.disclosures, set(page.raw)) == (47, (), {offer.raw_sha256})


def test_an_answer_over_mcp_may_come_as_events_behind_notices() -> None:
    notice = json.dumps({"jsonrpc": "2.0", "method": "notifications/progress", "params": {}})
    events = (
        f": hello\r\n\r\ndata: {notice}\r\n\r\nevent: message\r\ndata: {json.dumps(UCP['mcp']['response'])}\r\n\r\n"
    )
    search, _ = asked("mcp")
    page = end(search, Response(200, {"content-type": "text/event-stream; charset=utf-8"}, events.encode()))
    _is_the_documented_shoe(page.offers[0])


@TRANSPORTS
def test_the_documented_way_to_say_nothing_was_found(transport: str) -> None:
    search, _ = asked(transport)
    nothing = UCP["empty"] if transport == "rest" else {"result": {"structuredContent": UCP["empty"]}}
    page = end(search, answer(nothing))
    assert (page.offers, page.total) == ((), None)


def test_shopifys_documented_rows_and_a_promoted_one_that_nobody_asked_for() -> None:
    catalogue = next(shopify_sources(SourceContext(MemoryShelf(()), lambda: NOW)))
    search = catalogue.search(SWEATER)
    assert "placements" not in next(search).body.decode()
    sweater, promoted = end(search, answer(SHOPIFY["response"])).offers
    assert (sweater.title, sweater.price) == ("Organic Cotton Crewneck Sweater – M", Money(8900, "USD"))
    assert (sweater.commercial.status, sweater.commercial.sponsored) == (Status.NOT_DISCLOSED, AdFlag.NO)
    assert sweater.url_clean == "https://example.myshopify.com/products/organic-crewneck"
    assert promoted.commercial.status is Status.PAID_LINK
    assert (promoted.commercial.sponsored, promoted.commercial.commission_bp) == (AdFlag.YES, 1200)
    assert (promoted.url_clean, promoted.url_tracked) == (None, "https://other.myshopify.com/products/wool")


SAID = [
    (Fault.BAD_REQUEST, "does not accept the description of itself"),
    (Fault.BAD_REQUEST, "does not speak version 2026-04-08 of UCP"),
    (Fault.THROTTLED, "asked less often"),
    (Fault.BAD_REQUEST, "does not accept the description of itself"),
    (Fault.THROTTLED, "asked less often"),
    (Fault.BAD_REQUEST, "offers Sidelight no search"),
]
"""What the documented errors become, in their order."""


@pytest.mark.parametrize(("number", "said"), [*enumerate(SAID)])
def test_the_documented_errors(number: int, said: tuple[Fault, str]) -> None:
    assert len(SAID) == len(UCP["errors"])
    error = UCP["errors"][number]
    for transport in ("rest", "mcp") if error["transport"] == "both" else (error["transport"],):
        search, _ = asked(transport)
        body = error.get("body", {})
        if error["transport"] == "both" and transport == "mcp":
            body = {"jsonrpc": "2.0", "id": 1, "result": {"structuredContent": body}}
        pause = error.get("headers", {}).get("Retry-After")
        response = Response(
            error.get("status", 200), JSON, json.dumps(body).encode(), retry_after_s=float(pause) if pause else None
        )
        told = refused(search, response)
        assert told.fault is said[0]
        assert said[1] in str(told.cause)
        if told.fault is Fault.THROTTLED:
            assert told.retry_after_s == (30 if transport == "rest" else 5)


# --- keys that are not known -------------------------------------------------------------------------------------


@st.composite
def with_more_in_it(draw: st.DrawFn, document: object) -> object:
    """The document with unknown keys in every object of it, among them the ``actions`` of the next version."""
    if isinstance(document, list):
        return [draw(with_more_in_it(item)) for item in document]
    if not isinstance(document, dict):
        return document
    unknown = draw(
        st.dictionaries(
            st.sampled_from(["actions", "x-new", "", "Products", "版本"]),
            st.sampled_from([{"buy": {"url": "https://other.example"}}, [1], None, True, 7, "words"]),
            min_size=1,
            max_size=3,
        )
    )
    return {**unknown, **{name: draw(with_more_in_it(value)) for name, value in document.items()}}


@TRANSPORTS
@settings(max_examples=30)
@given(data=st.data())
def test_keys_that_are_not_known_change_nothing(transport: str, data: st.DataObject) -> None:
    search, _ = searching()
    profile = discovery(transport)
    # The names in these three are data: another service, capability or handler may have any.
    kept = {name: profile["ucp"][name] for name in ("services", "capabilities", "payment_handlers")}
    longer = data.draw(with_more_in_it(profile))
    assert isinstance(longer, dict)
    longer["ucp"] |= kept
    assert search.send(answer(longer)) == asked(transport)[1]
    page = end(search, answer(data.draw(with_more_in_it(UCP[transport]["response"]))))
    _is_the_documented_shoe(page.offers[0])
    assert (len(page.offers), page.total, page.disclosures) == (1, 47, ())


# --- versions ----------------------------------------------------------------------------------------------------

NEWER = "2026-08-25"


def newer(**supported: object) -> dict:
    """A profile of the next version, which says where the older ones are."""
    document = discovery()
    document["ucp"]["version"] = NEWER
    for service in document["ucp"]["services"]["dev.ucp.shopping"]:
        service["version"] = NEWER
    if supported:
        document["ucp"]["supported_versions"] = {
            name.strip("v").replace("_", "-"): at for name, at in supported.items()
        }
    return document


@pytest.mark.parametrize("supported", [{}, {"v2025_01_11": "https://business.example.com/old"}, {"v2026_04_08": None}])
def test_a_version_that_sidelight_does_not_speak_is_said(supported: dict) -> None:
    search, _ = searching()
    told = refused(search, answer(newer(**supported)))
    assert told.fault is Fault.BAD_REQUEST
    assert str(told.cause) == (
        "business.example.com speaks no version of UCP that Sidelight does: it needs 2026-04-08."
    )
    assert str(told.next_step) == "Look whether there is a newer Sidelight."


def test_a_newer_merchant_that_still_speaks_it_is_asked_where_it_says() -> None:
    search, _ = searching()
    older = search.send(answer(newer(v2026_04_08="https://business.example.com/.well-known/ucp/2026-04-08")))
    assert (older.method, older.url) == ("GET", "https://business.example.com/.well-known/ucp/2026-04-08")
    assert (older.purpose, older.body) == (Purpose.DISCOVERY, b"")
    assert search.send(answer(discovery())) == asked("rest")[1]
    _is_the_documented_shoe(end(search, answer(UCP["rest"]["response"])).offers[0])


def test_an_older_profile_elsewhere_is_not_gone_to() -> None:
    search, _ = searching()
    told = refused(search, answer(newer(v2026_04_08="https://evil.example/ucp")))
    assert told.fault is Fault.REFUSED
    assert "another place than the one that you added" in str(told.cause)


def test_an_older_profile_that_is_of_another_version_ends_it() -> None:
    search, _ = searching()
    here = newer(v2026_04_08="https://business.example.com/older")
    assert search.send(answer(here)).url == "https://business.example.com/older"
    assert "of another version than it was listed under" in str(refused(search, answer(here)).cause)


def test_a_profile_whose_services_are_all_of_another_version_is_said_to_be_of_no_use() -> None:
    search, _ = searching()
    profile = newer()
    profile["ucp"]["version"] = "2026-04-08"
    assert "in no way that Sidelight speaks" in str(refused(search, answer(profile)).cause)
