"""A product page by its address: one GET through the real gate, recorded; what it describes; and every way to fail."""

from __future__ import annotations

import socket
import threading
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from standins.certificates import Authority
from standins.gates import MemoryRecord
from standins.hostile_server import Act, Conversation, HostileServer, head, raw, resets, says, then_silence
from standins.offers import NOW, make_offer

from desktop_client import settings as options
from desktop_client.app.pages import PagesOfProfile, PageSwitch
from desktop_client.app.parts import Parts
from desktop_client.commerce.asking.one_source import Preview, begin, go_on
from desktop_client.commerce.feeds.product_page import ProductPage, read_page_address
from desktop_client.commerce.gate import Gate, GateLimits
from desktop_client.commerce.money import Money
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Offer, Status
from desktop_client.commerce.sending import wire
from desktop_client.commerce.sending.faults import Cancelled, Fault, SourceError
from desktop_client.commerce.source import Page, Query
from desktop_client.errors import SidelightError
from desktop_client.paths import Profile
from desktop_client.settings import Settings

ADDRESS = "https://shop.example/mug?id=1"
HTML = "Content-Type: text/html; charset=utf-8"
JSONLD = """<html><script type="application/ld+json">{"@type": "Product", "name": "Blue mug", "sku": "7",
 "url": "%s", "offers": {"@type": "Offer", "price": "12.50", "priceCurrency": "EUR"%s}}</script></html>"""
MUG = (JSONLD % (ADDRESS, "")).encode()
MICRODATA = """<div itemscope itemtype="https://schema.org/Product"><b itemprop="name">Blaue Tasse für Ü</b>
 <span itemprop="offers" itemscope itemtype="https://schema.org/Offer"><b itemprop="price" content="12.50"></b>
 <meta itemprop="priceCurrency" content="EUR"></span></div>"""


class Site:
    """A site at shop.example, served on this computer, behind a gate that is real up to the connection."""

    def __init__(self, folder: Path, leads_to: str = "93.184.215.14", on: bool = True, **more: Any) -> None:
        self.authority = Authority.in_folder(folder)
        self.record, self.looked_up, self.port = MemoryRecord(), [], 0
        profile = Profile(folder)
        self.settings = Settings(profile.settings)
        self.settings.set(options.COMMERCE, on)
        self.leads_to = leads_to
        self.gate = Gate(
            PageSwitch(self.settings, for_once=False), self.record, clock=lambda: NOW, user_agent="Sidelight/test",
            resolve=self._resolve, connect=self._connect, certificates=self.authority.trusted, **more,
        )  # fmt: skip

    def _resolve(self, host: str, port: int) -> list[str]:
        self.looked_up.append(host)
        return [self.leads_to]

    def _connect(self, address: str, port: int) -> socket.socket:
        return wire.connect("127.0.0.1", self.port)

    @contextmanager
    def serving(self, act: Act) -> Iterator[HostileServer]:
        with HostileServer(act, tls=self.authority.server("shop.example")) as server:
            self.port = server.port
            yield server

    def shown(self, address: str = ADDRESS) -> tuple[ProductPage, Preview]:
        page = ProductPage(read_page_address(address), lambda: NOW)
        preview = begin(page, Query(ShoppingNeed(""), 50), self.gate, NOW)
        assert isinstance(preview, Preview)
        return page, preview

    def read(self, act: Act, address: str = ADDRESS) -> Page:
        page, preview = self.shown(address)
        with self.serving(act):
            found = go_on(page, preview, self.gate, threading.Event(), lambda: NOW)
        assert isinstance(found, Page)
        return found

    def refused(self, act: Act) -> SourceError:
        with pytest.raises(SourceError) as told:
            self.read(act)
        return told.value


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def _only(page: Page) -> Offer:
    (offer,) = page.offers
    return offer


def test_one_get_byte_for_byte_and_in_the_record(site: Site) -> None:
    page, preview = site.shown()
    assert preview.outgoing.wire == (
        b"GET /mug?id=1 HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: Sidelight/test\r\nAccept-Encoding: gzip\r\n"
        b"Connection: close\r\nAccept: text/html, application/xhtml+xml\r\n\r\n"
    )
    assert site.looked_up == [], "shown before anything is looked up"
    with site.serving(says(MUG, HTML)) as server:
        go_on(page, preview, site.gate, threading.Event(), lambda: NOW)
        assert server.requests == [preview.outgoing.wire]
        assert server.accepted == 1
    assert [(asked.host, asked.request_sha256) for asked in site.record.asked] == [
        ("shop.example", preview.outgoing.sha256)
    ]
    assert [came.outcome for came in site.record.came] == ["ok"]


def test_what_json_ld_says(site: Site) -> None:
    found = site.read(says(MUG, HTML))
    offer = _only(found)
    assert (offer.source_id, offer.offer_id, offer.title) == ("shelf", "shop.example/7", "Blue mug")
    assert (offer.price, offer.shipping, offer.tax) == (Money(1250, "EUR"), None, None)
    assert offer.commercial.status is Status.NOT_DISCLOSED
    assert offer.expires_at == NOW + timedelta(days=1)
    assert offer.seller is not None
    assert offer.seller.name == "shop.example"
    assert set(found.raw) == {offer.raw_sha256}


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (MICRODATA.encode(), HTML),
        (MICRODATA.encode("latin-1"), "Content-Type: text/html; charset=ISO-8859-1"),
        (
            b'<meta charset="gbk">' + MICRODATA.replace("ü", "").replace("Ü", "杯").encode("gbk"),
            "Content-Type: text/html",
        ),
        (MICRODATA.encode("utf-16"), "Content-Type: text/html"),
    ],
)
def test_what_microdata_says_in_any_encoding(site: Site, body: bytes, kind: str) -> None:
    offer = _only(site.read(says(body, kind)))
    assert offer.title in {"Blaue Tasse für Ü", "Blaue Tasse fr 杯"}
    assert (offer.price, offer.url_clean) == (Money(1250, "EUR"), ADDRESS)


def test_json_ld_goes_before_microdata(site: Site) -> None:
    assert _only(site.read(says(MUG + MICRODATA.encode(), HTML))).title == "Blue mug"


def test_a_price_that_only_microdata_names_is_the_price_of_what_json_ld_describes(site: Site) -> None:
    told = JSONLD % (ADDRESS, "")
    told = told.replace("Blue mug", "Blaue Tasse für Ü").replace(
        '"price": "12.50", "priceCurrency": "EUR"', '"sku": "7"'
    )
    elsewhere = MICRODATA.replace("Blaue Tasse für Ü", "What others bought")
    offer = _only(site.read(says((told + elsewhere + MICRODATA).encode(), HTML)))
    assert (offer.offer_id, offer.price) == ("shop.example/7", Money(1250, "EUR"))


def test_a_link_to_another_site_is_not_the_page_s(site: Site) -> None:
    body = (JSONLD % ("https://other.example/mug", "")).encode()
    assert _only(site.read(says(body, HTML))).url_clean == ADDRESS


def test_an_earlier_end_of_the_price_holds_and_a_later_one_does_not(site: Site) -> None:
    soon, late = ((JSONLD % (ADDRESS, f', "priceValidUntil": "{end}"')).encode() for end in (NOW.date(), "2099-01-01"))
    ends = _only(site.read(says(soon, HTML))).expires_at
    assert ends is not None
    assert ends < NOW + timedelta(days=1)
    assert _only(site.read(says(late, HTML))).expires_at == NOW + timedelta(days=1)


TOLD: dict[str, tuple[Act, Fault, str]] = {
    "no product": (says(b"<html>hello</html>", HTML), Fault.SCHEMA, "describes no product"),
    "a broken block": (says(b'<script type="application/ld+json">{"a</script>', HTML), Fault.SCHEMA, "describes no"),
    "wrong types": (
        says(
            b'<script type="application/ld+json">{"@type": "Product", "name": {"a": [1]}, "offers": "no"}</script>',
            HTML,
        ),
        Fault.SCHEMA,
        "describes no product",
    ),
    "not a page": (says(b"%PDF", "Content-Type: application/pdf"), Fault.SCHEMA, "no web page but application/pdf"),
    "no type": (says(MUG), Fault.SCHEMA, "no web page but"),
    "gone": (says(b"", HTML, status="404 Not Found"), Fault.BAD_REQUEST, "no such page"),
    "unknown": (says(b"", HTML, status="401 No"), Fault.AUTH, "turns programs such as Sidelight away"),
    "forbidden": (says(b"", HTML, status="403 No"), Fault.PERMISSION, "turns programs such as Sidelight away"),
    "busy": (says(b"", HTML, status="429 No"), Fault.THROTTLED, "asked less often"),
    "broken": (says(b"", HTML, status="500 No"), Fault.UPSTREAM, "a fault of its own"),
    "too large": (says(b"x" * 9_000_000, HTML), Fault.TOO_BIG, "larger than any honest one"),
    "redirect": (
        raw(head("301 Moved", "Location: https://www.shop.example/mug", "Content-Length: 0")),
        Fault.SCHEMA,
        "passed the request on to www.shop.example",
    ),
    "reset": (resets(), Fault.OFFLINE, "could not be reached"),
    "never shown here": (
        says(MUG.replace(b"Blue mug", b"Ibuprofen 400 mg tablets"), HTML),
        Fault.REFUSED,
        "of a kind that is never shown",
    ),
}


@pytest.mark.parametrize("what", TOLD)
def test_what_goes_wrong_is_told(site: Site, what: str) -> None:
    act, fault, words = TOLD[what]
    tracemalloc.start()
    try:
        error = site.refused(act)
        assert tracemalloc.get_traced_memory()[1] <= 50_000_000
    finally:
        tracemalloc.stop()
    assert error.fault is fault
    assert words in str(error.cause)
    assert error.cause.in_language("zh") != str(error.cause), "has its Chinese"
    if what == "redirect":
        assert "paste the address that you end up at" in str(error)


def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    """The gate's clock leaps once the page has begun to come."""
    seconds = [0.0]
    site = Site(tmp_path, monotonic=lambda: seconds[0])
    page, preview = site.shown()
    act = then_silence(head("200 OK", HTML, "Content-Length: 99") + b"<html>")

    def slow(talk: Conversation) -> None:
        seconds[0] = GateLimits().total_s
        act(talk)

    with site.serving(slow) as server:
        with pytest.raises(SourceError) as told:
            go_on(page, preview, site.gate, threading.Event(), lambda: NOW)
        assert server.client_gone.wait(30), "the connection stayed open"
    assert told.value.fault is Fault.TIMED_OUT
    assert [came.outcome for came in site.record.came] == [Fault.TIMED_OUT]


@pytest.mark.parametrize("address", ["10.0.0.1", "127.0.0.1", "192.168.1.1", "169.254.169.254", "::1", "fd00::1"])
def test_a_name_that_leads_into_a_home_is_not_asked(tmp_path: Path, address: str) -> None:
    site = Site(tmp_path, leads_to=address)
    page, preview = site.shown()
    with site.serving(says(MUG, HTML)) as server, pytest.raises(SourceError, match="private or local address"):
        go_on(page, preview, site.gate, threading.Event(), lambda: NOW)
    assert server.accepted == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("http://shop.example/mug", "not https"),
        ("https://10.0.0.1/mug", "by their name only"),
        ("https://[::1]/mug", "by their name only"),
        ("https://localhost/mug", "by their name only"),
        ("https://shop.example:8443/mug", "usual port"),
        ("https://user@shop.example/", "no web address"),
        ("javascript:alert(1)", "no web address"),
        ("ftp://shop.example/", "no web address"),
        ("a mug", "no web address"),
        ("mug", "no web address"),
        ("", "no web address"),
    ],
)
def test_an_address_that_is_not_asked(text: str, words: str) -> None:
    with pytest.raises(SidelightError, match=words):
        read_page_address(text)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        (" https://shop.example/mug#reviews ", "https://shop.example/mug"),
        ("shop.example/mug", "https://shop.example/mug"),
        ("HTTPS://Shop.Example/Mug?a[]=1|2", "https://shop.example/Mug?a%5B%5D=1%7C2"),
        ("https://shop.example/茶", "https://shop.example/%E8%8C%B6"),
    ],
)
def test_an_address_as_it_is_asked_for(site: Site, text: str, want: str) -> None:
    assert read_page_address(text) == want
    assert site.shown(text)[1].outgoing.request.url == want


def test_off_means_off(tmp_path: Path) -> None:
    site = Site(tmp_path, on=False)
    page, preview = site.shown()
    with pytest.raises(Cancelled):
        go_on(page, preview, site.gate, threading.Event(), lambda: NOW)
    assert (site.looked_up, site.record.events) == ([], [])


def test_it_comes_onto_the_shelf_with_its_raw_record_and_is_updated_there(site: Site, tmp_path: Path) -> None:
    profile = Profile(tmp_path / "profile")
    with Parts(profile, Settings(profile.settings)) as parts:
        pages = PagesOfProfile(parts, door=site.gate)
        with site.serving(says(MUG, HTML)):
            assert [pages.read(pages.show(ADDRESS), threading.Event()).new for _ in range(2)] == [1, 0]
        (offer,) = parts.shelf.candidates(ShoppingNeed("blue mug"), 1, threading.Event())
        assert offer.offer_id == "shop.example/7"
        assert dict(parts.shelf.stats().by_origin)["shop.example"] == 1


def test_a_page_that_was_taken_off_and_is_read_again_comes_back_alone(site: Site, tmp_path: Path) -> None:
    profile = Profile(tmp_path / "profile")
    with Parts(profile, Settings(profile.settings)) as parts:
        pages = PagesOfProfile(parts, door=site.gate)
        parts.store.shelf.put([make_offer("other", "Green mug", source_id="page")], "shop.example")
        with site.serving(says(MUG, HTML)):
            pages.read(pages.show(ADDRESS), threading.Event())
            assert parts.store.feeds.remove("shop.example") == 2
            assert pages.read(pages.show(ADDRESS), threading.Event()).new == 1
        parts.store.feeds.put_back("shop.example")
        assert dict(parts.shelf.stats().by_origin)["shop.example"] == 1
