"""Open Food Facts by barcode: the bytes of both requests, what is read of an entry, and that nothing else is sent."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from standins.gates import MemoryRecord, NoKeys
from standins.loopback_door import LoopbackDoor
from standins.offers import NOW
from standins.openfacts_server import OpenFactsServer
from standins.platform_server import sample, serving
from standins.sources import MemoryShelf, Switchboard

from desktop_client.commerce.asking.conformance import Found, check_source
from desktop_client.commerce.asking.suggestion_list import State
from desktop_client.commerce.gate import Gate
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.offer import Status
from desktop_client.commerce.prices.totals import total
from desktop_client.commerce.ranking import rank
from desktop_client.commerce.reading import read
from desktop_client.commerce.sending.faults import Fault, NothingToAskError, SourceError
from desktop_client.commerce.sending.request import Request, Response, complete
from desktop_client.commerce.source import Page, Query
from desktop_client.commerce.sources.context import SourceContext
from desktop_client.commerce.sources.openfacts import HOSTS, MANIFEST, NOTICE, OpenFactsSource, barcodes
from desktop_client.commerce.suggestions import Outside, Suggestions

FOOD, PEN, UNKNOWN = "3017620422003", "4006381333931", "96385074"
SOURCE = OpenFactsSource(SourceContext(MemoryShelf(()), lambda: NOW))
SAMPLE = sample("open_food_facts")


def _begun(words: str):
    search = SOURCE.search(Query(ShoppingNeed(words), 20))
    return search, next(search)


def _answer(search, body: object, status: int = 200) -> Page | Request:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    try:
        return search.send(Response(status, {}, raw))
    except StopIteration as done:
        return done.value


def _served(words: str) -> tuple[Page, OpenFactsServer]:
    server = OpenFactsServer(lambda: NOW)
    with serving(server) as port:
        return LoopbackDoor(port).asked(SOURCE, Query(ShoppingNeed(words), 20)), server


def test_the_requests_byte_for_byte() -> None:
    search, first = _begun(f"is there milk in {FOOD}?")
    wire = (
        b"GET /api/v2/product/3017620422003?fields=code%2Cproduct_name%2Cbrands%2Cquantity%2Ccategories%2Clabels"
        b"%2Callergens%2Cnutriscore_grade%2Cnova_group HTTP/1.1\r\nHost: world.openfoodfacts.org\r\n"
        b"User-Agent: Sidelight/test\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
    )
    assert complete(first, "Sidelight/test").wire == wire
    second = _answer(search, SAMPLE["empty"], 404)
    assert isinstance(second, Request)
    other = wire.replace(b"world.openfoodfacts.org", b"world.openproductsfacts.org")
    assert complete(second, "Sidelight/test").wire == other


def test_the_documented_entry() -> None:
    page, server = _served(FOOD)
    (offer,) = page.offers
    assert [request.headers["host"] for request in server.received] == [HOSTS[0]]
    assert (offer.source_id, offer.offer_id, offer.gtin14) == ("openfacts", f"0{FOOD}", f"0{FOOD}")
    assert (offer.title, offer.brand, offer.category) == ("Nutella", "Ferrero", "Breakfasts,Spreads,hazelnut-spreads")
    assert offer.attributes == {
        "barcode": FOOD,
        "pack": "400 g",
        "Nutri-Score": "E",
        "NOVA": "4",
        "allergens": "milk,nuts,soybeans",
        "labels": "No gluten,vegetarian",
    }
    assert (offer.price, total(offer).known) == (None, None), "it knows no prices, and none is 0"
    assert offer.url_clean == f"https://world.openfoodfacts.org/product/{FOOD}"
    assert offer.commercial.status is Status.NOT_DISCLOSED
    assert offer.expires_at == NOW + timedelta(days=30)
    assert set(page.raw) == {offer.raw_sha256}


def test_what_is_no_food_is_found_at_the_second() -> None:
    page, server = _served(f"pen {PEN}")
    assert [offer.title for offer in page.offers] == ["Point 88"]
    assert page.offers[0].url_clean == f"https://world.openproductsfacts.org/product/{PEN}"
    assert [request.headers["host"] for request in server.received] == list(HOSTS)


def test_what_neither_knows_is_nothing() -> None:
    page, server = _served(UNKNOWN)
    assert (page.offers, len(server.received)) == ((), 2)


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (FOOD, [FOOD]),
        (f"查一下{FOOD}里有什么", [FOOD]),
        ("3-017620-422003", [FOOD]),
        ("3 017620 422003", [FOOD]),
        (f"0{FOOD}", [FOOD]),
        ("12-pack 96385074", ["96385074"]),
        ("036000291452", ["0036000291452"]),
        ("10012345678902", ["10012345678902"]),
        (f"{FOOD} or {PEN}", [FOOD, PEN]),
        ("3017620422004", []),
        ("phone 13800138000", []),
        (f"{FOOD}99", []),
        (f"1.{FOOD}", []),
        ("00000000", []),
        ("face mask under 20", []),
    ],
)
def test_what_is_a_barcode(words: str, codes: list[str]) -> None:
    assert list(barcodes(ShoppingNeed(words))) == codes


def test_nothing_of_the_need_but_the_barcode_is_sent() -> None:
    need = ShoppingNeed(f"secret gift {FOOD}", price=PriceRange(Decimal(7), Decimal(9), "EUR"), must_have=("vegan",))
    request = next(SOURCE.search(Query(need, 20)))
    wire = complete(request, "x").wire
    assert not any(word in wire for word in (b"secret", b"gift", b"vegan", b"EUR"))
    assert (request.body, request.headers) == (b"", ())


@pytest.mark.parametrize(
    ("status", "body", "fault"),
    [
        (503, b"<html>busy</html>", Fault.THROTTLED),
        (429, {}, Fault.THROTTLED),
        (500, {}, Fault.UPSTREAM),
        (404, b"<html>gone</html>", Fault.SCHEMA),
        (404, {"status": 1, "product": {"code": FOOD}}, Fault.BAD_REQUEST),
        (200, {"status": 1}, Fault.SCHEMA),
        (200, {"status": "ok", "product": {"code": FOOD}}, Fault.SCHEMA),
        (200, {"status": 1, "product": []}, Fault.SCHEMA),
        (200, {"status": 1, "product": {"code": "12", "product_name": "x"}}, Fault.SCHEMA),
        (200, {"status": 1, "product": {"code": FOOD}}, Fault.SCHEMA),
        (200, [1], Fault.SCHEMA),
    ],
)
def test_its_errors(status: int, body: object, fault: Fault) -> None:
    search, _ = _begun(FOOD)
    with pytest.raises(SourceError) as told:
        _answer(search, body, status)
    assert told.value.fault is fault


def test_without_a_barcode_it_is_not_asked_and_that_is_said() -> None:
    with pytest.raises(NothingToAskError):
        _begun("face mask")
    switches, record = Switchboard("openfacts"), MemoryRecord()
    outside = Outside(Gate(switches, record, clock=lambda: NOW), NoKeys(), record)
    (coverage,) = Suggestions([SOURCE], switches, lambda: NOW, outside=outside).suggest(ShoppingNeed("mug")).coverage
    assert (coverage.state, coverage.count) == (State.NOT_SENT, 0)
    assert str(coverage.error) == "it is asked for barcodes only"
    assert record.asked == []


def test_its_licence_is_named_and_the_check_of_sources_looks_at_it() -> None:
    assert MANIFEST.terms.attribution == NOTICE
    assert "ODbL" in NOTICE
    prepare = Gate(Switchboard("openfacts"), MemoryRecord(), clock=lambda: NOW).prepare
    found = {check.id: check.found for check in check_source(SOURCE, prepare)}
    assert {name for name, what in found.items() if what is Found.FAILED} == set()
    assert (found["requests"], found["answers"]) == (Found.OK, Found.OK)


@pytest.mark.parametrize("message", [FOOD, f"buy {FOOD}", f"price of {FOOD}", f"我想买{FOOD}", f"{FOOD} 多少钱"])
def test_a_barcode_in_a_message_is_read_asked_for_and_stands_in_the_list(message: str) -> None:
    need = read(message).need
    assert need is not None
    assert not need.price, "a barcode is no budget"
    assert list(barcodes(need)) == [FOOD]
    page, _ = _served(need.text)
    assert [row.offer.title for row in rank(need, page.offers, now=NOW).rows] == ["Nutella"]


@pytest.mark.parametrize(
    "message", ["3017620422004", "price of 3017620422004", "1732612345678 is a timestamp", "138 0013 8000", "99"]
)
def test_what_is_no_barcode_by_itself_opens_no_panel(message: str) -> None:
    assert not read(message).is_shopping
