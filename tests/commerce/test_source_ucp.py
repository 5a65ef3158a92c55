"""Merchants by domain: what is asked, byte for byte; what comes of every way to answer, through the real gate."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from standins.gates import MemoryRecord, NoKeys, gate
from standins.offers import NOW
from standins.sources import MemoryShelf, Switchboard
from standins.ucp_merchant import Merchant as StandIn
from standins.ucp_merchant import open_merchant

from desktop_client.commerce.asking.suggestion_list import State, SuggestionList
from desktop_client.commerce.money import Money
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.offer import Status
from desktop_client.commerce.sending.faults import Cancelled, Fault, SourceError
from desktop_client.commerce.sending.request import Purpose, Request, Response
from desktop_client.commerce.source import Page, Query
from desktop_client.commerce.sources.context import SourceContext
from desktop_client.commerce.sources.shared.ucp.merchants import Merchant, read_merchant
from desktop_client.commerce.sources.shared.ucp.profile import AGENT_PROFILE
from desktop_client.commerce.sources.shopify import sources as shopify_sources
from desktop_client.commerce.sources.ucp import UcpSource
from desktop_client.commerce.suggestions import Outside, Suggestions
from desktop_client.errors import SidelightError

NEED = ShoppingNeed(
    "face mask", price=PriceRange(Decimal("5.005"), Decimal(20), "USD"), must_have=("sensitive skin",), country="US"
)
SEARCHED = {
    "query": "face mask sensitive skin",
    "context": {"address_country": "US", "currency": "USD", "language": "en"},
    "filters": {"price": {"min": 500, "max": 2000}},
    "pagination": {"limit": 20},
}


def source(merchant: Merchant) -> UcpSource:
    return UcpSource(merchant, lambda: NOW)


def profile(transport: str, origin: str, version: str = "2026-04-08") -> Response:
    stand_in = StandIn(transport)
    stand_in.port = int(origin.rpartition(":")[2]) if origin.count(":") == 2 else 443
    document = stand_in.profile()
    service = document["ucp"]["services"]["dev.ucp.shopping"][0]
    service["endpoint"] = origin + service["endpoint"].removeprefix(stand_in.origin)
    document["ucp"]["version"] = version
    return Response(200, {"content-type": "application/json"}, json.dumps(document).encode())


def asked(transport: str) -> Request:
    search = source(read_merchant("ucp", "shop.example")).search(Query(NEED, 20))
    discovery = next(search)
    assert (discovery.method, discovery.url) == ("GET", "https://shop.example/.well-known/ucp")
    assert (discovery.purpose, discovery.body, discovery.secrets) == (Purpose.DISCOVERY, b"", ())
    return search.send(profile(transport, "https://shop.example"))


class TestWhatIsAsked:
    def test_over_rest(self) -> None:
        request = asked("rest")
        assert (request.method, request.url) == ("POST", "https://shop.example/ucp/catalog/search")
        assert dict(request.headers)["UCP-Agent"] == f'profile="{AGENT_PROFILE}"'
        assert json.loads(request.body) == SEARCHED

    def test_over_mcp(self) -> None:
        request = asked("mcp")
        assert request.url == "https://shop.example/ucp/mcp"
        assert json.loads(request.body) == {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "tools/call",
            "params": {
                "name": "search_catalog",
                "arguments": {"meta": {"ucp-agent": {"profile": AGENT_PROFILE}}, "catalog": SEARCHED},
            },
        }

    @pytest.mark.parametrize("transport", ["rest", "mcp"])
    def test_nothing_of_the_buyer_but_the_need(self, transport: str) -> None:
        words = asked(transport).body.decode()
        for forbidden in ("attribution", "signals", "intent", "placements", "eligibility"):
            assert forbidden not in words

    def test_the_catalogue_over_all_shops_at_shopify_takes_one_request_of_ten(self) -> None:
        (catalogue, store) = shopify_sources(
            SourceContext(MemoryShelf(()), lambda: NOW, (read_merchant("shopify", "oats.myshopify.com"),))
        )
        request = next(catalogue.search(Query(NEED, 400)))
        assert request.url == "https://catalog.shopify.com/api/ucp/mcp"
        assert json.loads(request.body)["params"]["arguments"]["catalog"]["pagination"] == {"limit": 10}
        assert next(store.search(Query(NEED, 5))).url == "https://oats.myshopify.com/api/ucp/mcp"


@pytest.fixture
def shop() -> Iterator[StandIn]:
    with open_merchant() as merchant:
        yield merchant


def suggest(merchant: Merchant, need: ShoppingNeed = NEED, record: MemoryRecord | None = None) -> SuggestionList:
    made = source(merchant)
    switches = Switchboard(made.manifest.id)
    switches.at_once = {made.manifest.id}
    kept = record or MemoryRecord()
    outside = Outside(gate(switches, kept), NoKeys(), kept)
    return Suggestions([made], switches, lambda: NOW, outside=outside).suggest(need)


@pytest.mark.parametrize("transport", ["rest", "mcp"])
def test_its_offers_stand_in_the_list_with_their_status(shop: StandIn, transport: str) -> None:
    shop.transport, shop.disclosure = transport, "Prices without tax."
    record = MemoryRecord()
    listed = suggest(read_merchant("ucp", shop.origin), record=record)
    assert shop.refused == []
    assert {row.offer.offer_id for row in listed.rows} == {"mask-oat-v1", "mask-aloe-v1"}
    first = listed.rows[0].offer
    assert first.commercial.status is Status.NOT_DISCLOSED
    assert (first.price.currency if first.price else None) == "USD"
    assert first.url_clean == f"https://corner.example/products/{first.offer_id.removesuffix('-v1')}"
    assert (first.attributes, first.availability) == ({"skin type": first.attributes["skin type"]}, "in_stock")
    assert listed.coverage[0].disclosures == ("Prices without tax.",)
    assert [event.purpose for event in record.asked] == ["discovery", "search"]
    assert [event.outcome for event in record.came] == ["ok", "ok"]


def test_its_profile_is_asked_for_once_a_session(shop: StandIn) -> None:
    made = source(read_merchant("ucp", shop.origin))
    switches = Switchboard(made.manifest.id)
    switches.at_once = {made.manifest.id}
    record = MemoryRecord()
    suggestions = Suggestions([made], switches, lambda: NOW, outside=Outside(gate(switches, record), NoKeys(), record))
    suggestions.suggest(NEED)
    suggestions.suggest(NEED)
    assert shop.paths == ["/.well-known/ucp", "/ucp/catalog/search", "/ucp/catalog/search"]


@pytest.mark.parametrize("transport", ["rest", "mcp"])
@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("throttled", "asked less often"),
        ("bad_profile", "description of itself"),
        ("other_version", "no version of UCP"),
        ("business_error", "could not answer"),
        ("garbage", "no JSON"),
        ("wrong_type", "not what the platform documents"),
        ("huge", "larger than any honest one"),
        ("reset", "broke off"),
    ],
)
def test_every_fault_ends_in_its_words_and_nothing_else(shop: StandIn, transport: str, fault: str, words: str) -> None:
    shop.transport, shop.fault = transport, fault
    listed = suggest(read_merchant("ucp", shop.origin))
    (coverage,) = listed.coverage
    assert (coverage.state, listed.rows) == (State.FAILED, ())
    assert words in str(coverage.error)


def test_a_search_that_finds_nothing_says_so(shop: StandIn) -> None:
    listed = suggest(
        read_merchant("ucp", shop.origin), ShoppingNeed("face mask", price=PriceRange(Decimal(900), None, "USD"))
    )
    assert listed.coverage[0].state is State.EMPTY


def test_a_catalogue_at_another_place_is_not_gone_to(shop: StandIn) -> None:
    with open_merchant() as other:
        search = source(read_merchant("ucp", shop.origin)).search(Query(NEED, 5))
        next(search)
        with pytest.raises(SourceError) as caught:
            search.send(profile("rest", other.origin))
        assert (caught.value.fault, other.requests) == (Fault.REFUSED, [])


def test_switched_off_a_merchant_gets_no_connection(shop: StandIn) -> None:
    made = source(read_merchant("ucp", shop.origin))
    switches = Switchboard()
    record = MemoryRecord()
    outside = Outside(gate(switches, record), NoKeys(), record)
    Suggestions([made], switches, lambda: NOW, outside=outside).suggest(NEED)
    assert shop.requests == []


class TestAdding:
    @pytest.mark.parametrize(
        ("address", "origin"),
        [
            ("shop.example", "https://shop.example"),
            ("https://Shop.Example/products/1?x=2", "https://shop.example"),
            ("http://127.0.0.1:8765", "http://127.0.0.1:8765"),
            ("http://localhost:80", "http://localhost"),
            ("http://[::1]:8765/", "http://[::1]:8765"),
            ("127.0.0.1:8765", "http://127.0.0.1:8765"),
            ("localhost", "http://localhost"),
            ("[::1]:8765", "http://[::1]:8765"),
            ("https://127.0.0.1:8765", "https://127.0.0.1:8765"),
        ],
    )
    def test_an_address_becomes_an_origin(self, address: str, origin: str) -> None:
        assert read_merchant("ucp", address).origin == origin

    @pytest.mark.parametrize(
        "address",
        [
            "",
            "http://shop.example",
            "https://shop.example:8443",
            "https://user@shop.example",
            "10.0.0.1",
            "ftp://x.y",
            "a b",
        ],
    )
    def test_what_is_no_merchants_address_is_refused(self, address: str) -> None:
        with pytest.raises(SidelightError):
            read_merchant("ucp", address)

    def test_two_hosts_never_share_an_id(self) -> None:
        hosts = ["a-b.example", "a.b.example", "a--b.example", "x" * 60 + ".example", "x" * 61 + ".example"]
        assert len({read_merchant("ucp", host).source_id for host in hosts}) == len(hosts)


DOCUMENT = {
    "ucp": {"version": "2026-04-08"},
    "products": [
        {
            "id": "p1",
            "title": "Blue Runner",
            "description": {"plain": "Light."},
            "url": "https://shop.example/p1",
            "variants": [
                {
                    "id": "p1-10",
                    "title": "Size 10",
                    "price": {"amount": 12000, "currency": "USD"},
                    "availability": {"available": True},
                    "options": [{"name": "Size", "label": "10"}],
                    "barcodes": [{"type": "EAN", "value": "4006381333931"}],
                }
            ],
            "rating": {"value": 4.5, "scale_max": 5, "count": 3},
        }
    ],
    "messages": [{"type": "warning", "presentation": "disclosure", "content": "Mind the step."}],
}


def read(document: object) -> Page:
    search = source(read_merchant("ucp", "shop.example")).search(Query(NEED, 20))
    next(search)
    search.send(profile("rest", "https://shop.example"))
    with pytest.raises(StopIteration) as done:
        search.send(Response(200, {"content-type": "application/json"}, json.dumps(document).encode()))
    page: Page = done.value.value
    return page


def test_an_answer_as_the_protocol_documents_it() -> None:
    page = read(DOCUMENT)
    (offer,) = page.offers
    assert (offer.offer_id, offer.title, offer.price) == ("p1-10", "Blue Runner – Size 10", Money(12000, "USD"))
    assert (offer.attributes, offer.gtin14) == ({"size": "10"}, "04006381333931")
    assert page.disclosures == ("Mind the step.",)
    assert offer.raw_sha256 in page.raw


@st.composite
def damaged(draw: st.DrawFn) -> object:
    """The document with one of its values replaced by anything."""
    anything = (
        st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just([]) | st.just({}) | st.just([[1]])
    )
    copy = json.loads(json.dumps(DOCUMENT))
    node: object = copy
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node))) if isinstance(node, list) else []
        if not keys:
            return copy
        key = draw(st.sampled_from(keys))
        inner = node[key]  # type: ignore[index]
        if not isinstance(inner, dict | list) or draw(st.booleans()):
            node[key] = draw(anything)  # type: ignore[index]
            return copy
        node = inner


@settings(max_examples=400)
@given(damaged())
def test_whatever_a_merchant_answers_only_faults_are_raised(document: object) -> None:
    search = source(read_merchant("ucp", "shop.example")).search(Query(NEED, 20))
    next(search)
    search.send(profile("rest", "https://shop.example"))
    try:
        search.send(Response(200, {"content-type": "application/json"}, json.dumps(document).encode()))
    except (StopIteration, SourceError):
        return
    pytest.fail("the search wants to send more")


def test_switching_off_in_mid_answer_ends_it(shop: StandIn) -> None:
    made = source(read_merchant("ucp", shop.origin))
    switches = Switchboard(made.manifest.id)
    record = MemoryRecord()
    door = gate(switches, record)
    search = made.search(Query(NEED, 5))
    outgoing = door.prepare(made.manifest, next(search))
    record.on_add = lambda event: switches.on.clear()
    with pytest.raises(Cancelled):
        door.send(made.manifest, outgoing, threading.Event())
    assert shop.requests == []
