"""The gate before anything is sent: what a source may send, whom to, and in which order that is looked at."""

from __future__ import annotations

import socket
import threading
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from standins.gates import Asker, CountingResolver, gate, loopback_manifest
from standins.hostile_server import HostileServer, says
from standins.sources import Switchboard, manifest

from desktop_client.commerce.gate import GateLimits
from desktop_client.commerce.record import Asked, Event
from desktop_client.commerce.sending.addresses import place_of
from desktop_client.commerce.sending.faults import Cancelled, Fault, SourceError
from desktop_client.commerce.sending.request import Outgoing, Request, complete
from desktop_client.commerce.source import Manifest, Mode
from desktop_client.errors import SidelightError
from desktop_client.wording import say

SHOP = replace(manifest("shop"), hosts=("shop.example", "api.shop.example"))
URL = "https://shop.example/search"


class Nobody:
    """No request gets as far as this."""

    def __call__(self, *_: object) -> socket.socket:
        raise AssertionError("it went on to the network")


def refusal(source: Manifest, request: Request, **options) -> SourceError:
    asker = Asker(source, resolve=Nobody(), connect=Nobody(), **options)
    with pytest.raises(SourceError) as refused:
        asker.gate.prepare(source, request)
    # Nor does it go out by the other way, where the bytes were made by somebody else.
    with pytest.raises(SourceError):
        asker.gate.send(source, Outgoing(request, b"GET / HTTP/1.1\r\n\r\n"), asker.cancel)
    assert asker.record.events == []
    return refused.value


def test_the_bytes_are_the_request_and_what_every_request_has() -> None:
    request = Request.get(URL, [("q", "敏感肌 面膜")], headers=[("X-Api-Key", "k")], secrets=["k"])
    outgoing = gate(Switchboard("shop")).prepare(SHOP, request)
    assert outgoing.wire == (
        b"GET /search?q=%E6%95%8F%E6%84%9F%E8%82%8C%20%E9%9D%A2%E8%86%9C HTTP/1.1\r\n"
        b"Host: shop.example\r\n"
        b"User-Agent: Sidelight/test\r\n"
        b"Accept-Encoding: gzip\r\n"
        b"Connection: close\r\n"
        b"X-Api-Key: k\r\n\r\n"
    )


@pytest.mark.parametrize(
    "url",
    [
        "https://shop.example", "https://shop.example/", "https://api.shop.example/a/b;c=1/(x)?q=a&b[]=%E9%9D%A2",
        "https://shop.example:443/search", "https://shop.example?q=1",
    ],
)  # fmt: skip
def test_a_plain_address_of_a_host_on_the_label_is_let_through(url: str) -> None:
    assert gate(Switchboard()).prepare(SHOP, Request("GET", url)).wire.startswith(b"GET /")


NOT_PLAIN = [
    # a host that another parser would find
    "https://shop.example@evil.example/", "https://evil.example@shop.example/", "https://a:b@shop.example/",
    "https://evil.example\\@shop.example/", "https://shop.example\\.evil.example/", "https:\\\\shop.example/",
    "https://shop.example#@evil.example/", "https://shop.example/#part", "https:///shop.example/",
    "https://shop.example /", " https://shop.example/", "https://shop.example/\n", "https://shop.ex\tample/",
    "https://shop.example/a b", "https://shop.example/\r\nX: y", "https://shop.example/%\x00", "//shop.example/",
    "https://shop.example/面膜", 'https://shop.example/?q="', "https://shop.example/<", "",
    "https://shop.example./", "https://SHOP.example/", "https://Shop.Example/", "https://ѕhop.example/",
    "https://shop.example%2eevil.example/", "https://[shop.example]/", "https://[dead]/", "https://[::1/",
    "https://shop.example:0443/", "https://shop.example:99999/", "https://shop.example:/", "ftp://shop.example/",
    "HTTPS://shop.example/", "wss://shop.example/", "file:///etc/passwd", "javascript:alert(1)",
]  # fmt: skip

NOT_ON_THE_LABEL = [
    "https://evil.example/", "https://shop.example.evil.example/", "https://evilshop.example/",
    "https://www.shop.example/", "https://xn--hop-b4a.example/", "https://93.184.216.34/",
    "https://[2606:2800:220:1::1]/", "https://0x7f000001/", "https://127.1/", "http://shop.example/",
    "http://shop.example:443/", "https://shop.example:8443/", "https://shop.example:80/",
]  # fmt: skip


@pytest.mark.parametrize("url", [*NOT_PLAIN, *NOT_ON_THE_LABEL])
def test_any_other_address_is_refused(url: str) -> None:
    assert (place_of(url) is None) == (url in NOT_PLAIN)
    assert refusal(SHOP, Request("GET", url)).fault is Fault.REFUSED


@given(st.from_regex(r"https?://[a-f0-9.A@\\\[\]:#?/ %\t\n-]{1,16}", fullmatch=True) | st.text(max_size=40))
@settings(max_examples=500)
def test_every_reader_of_a_plain_address_finds_the_same_host(url: str) -> None:
    place = place_of(url)
    if place is None:
        return
    request = Request("GET", url)
    assert request.host == place.host
    lines = complete(request, "test").wire.split(b"\r\n")
    assert urlsplit(f"//{lines[1].removeprefix(b'Host: ').decode()}").hostname == place.host
    assert len(lines) == 7, "the address brought lines of its own"


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8080/x", "http://[::1]:9/", "http://localhost/", "https://127.0.0.1/"]
)
def test_plain_http_is_for_a_label_that_says_this_computer(url: str) -> None:
    label = loopback_manifest("shop", "127.0.0.1", "::1", "localhost")
    assert gate(Switchboard()).prepare(label, Request("GET", url)).wire
    outside = replace(label, loopback=False)
    if url.startswith("http:"):
        assert refusal(outside, Request("GET", url)).fault is Fault.REFUSED


@pytest.mark.parametrize("method", ["PUT", "DELETE", "get", "CONNECT", "GET /x HTTP/1.1\r\nX:", ""])
def test_only_the_methods_on_the_label_are_sent(method: str) -> None:
    refusal(SHOP, Request(method, URL))
    refusal(replace(SHOP, methods=("GET",)), Request("POST", URL, body=b"x"))


@pytest.mark.parametrize("mode", [Mode.OFFLINE, Mode.LINK_OUT])
def test_a_source_without_a_network_sends_nothing(mode: Mode) -> None:
    assert "does not use the network" in str(refusal(replace(SHOP, mode=mode), Request("GET", URL)).cause)


@pytest.mark.parametrize(
    "name",
    [
        "Host", "cookie", "Cookie2", "Connection", "Content-Length", "Transfer-Encoding", "TE", "Trailer", "Upgrade",
        "Expect", "Keep-Alive", "Proxy-Authorization", "proxy-connection", "User-Agent", "Accept-Encoding", "Range",
        "Via", "Forwarded",
    ],
)  # fmt: skip
def test_headers_that_are_not_a_sources_are_refused(name: str) -> None:
    for written in (name, name.upper(), name.lower()):
        assert "header" in str(refusal(SHOP, Request("GET", URL, ((written, "x"),))).cause)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-A", "b\r\nHost: evil.example"), ("X-A", "b\nc"), ("X-A\r\nHost", "b"), ("X-A", "b\x00"), ("X-A", "é"),
        ("X-A", " b"), ("X-A", "b "), ("X-A", ""), ("X A", "b"), ("X-A:", "b"), ("", "b"), ("X-面", "b"),
        ("X-A", "b\t"),
    ],
)  # fmt: skip
def test_a_header_that_could_be_read_as_two_is_refused(name: str, value: str) -> None:
    refusal(SHOP, Request("GET", URL, ((name, value),)))


def test_a_body_has_a_limit() -> None:
    limits = GateLimits(body_bytes=10)
    asker = Asker(SHOP, limits=limits)
    assert asker.gate.prepare(SHOP, Request("POST", URL, body=b"x" * 10)).wire.endswith(b"\r\n\r\n" + b"x" * 10)
    assert "larger" in str(refusal(SHOP, Request("POST", URL, body=b"x" * 11), limits=limits))


# --- what is looked at again at the moment of sending ------------------------------------------------------------


@pytest.mark.parametrize("how", ["off", "cancelled"])
def test_nothing_happens_for_a_source_that_is_off(how: str) -> None:
    asker = Asker(SHOP, resolve=Nobody(), connect=Nobody())
    outgoing = asker.gate.prepare(SHOP, Request.get(URL))
    if how == "off":
        asker.switches.on.clear()
    else:
        asker.cancel.set()
    with pytest.raises(Cancelled):
        asker.gate.send(SHOP, outgoing, asker.cancel)
    assert asker.record.events == []


def test_only_the_bytes_that_were_shown_are_sent() -> None:
    asker = Asker(SHOP, resolve=Nobody(), connect=Nobody())
    shown = asker.gate.prepare(SHOP, Request.get(URL, [("q", "mask")]))
    for other in (
        replace(shown, wire=shown.wire.replace(b"mask", b"chat")),
        replace(shown, wire=shown.wire + b"GET /again HTTP/1.1\r\nHost: shop.example\r\n\r\n"),
        replace(shown, request=Request.get(URL, [("q", "other")])),
    ):
        with pytest.raises(SourceError, match="not the one that was shown"):
            asker.gate.send(SHOP, other, asker.cancel)
    assert asker.record.events == []


def test_what_cannot_be_recorded_is_not_sent() -> None:
    asker = Asker(SHOP, resolve=Nobody(), connect=Nobody())
    asker.record.full = SidelightError(say("The disk is full."))
    with pytest.raises(SidelightError, match="The disk is full"):
        asker.ask(Request.get(URL))


def test_the_record_is_written_before_the_name_is_looked_up() -> None:
    order: list[str] = []

    def look_up(host: str, port: int) -> tuple[str, ...]:
        order.append(f"resolve {host} {port}")
        return ()

    asker = Asker(SHOP, resolve=look_up, connect=Nobody())
    asker.record.on_add = lambda event: order.append(type(event).__name__)
    with pytest.raises(SourceError):
        asker.ask(Request.get(URL))
    assert order == ["Asked", "resolve shop.example 443", "Came"]


@pytest.mark.parametrize("moment", ["recorded", "resolved", "connected"])
def test_the_switch_counts_at_every_step(moment: str) -> None:
    """Switched off just after a step, nothing of the next one happens."""
    steps: list[str] = []
    with HostileServer(says()) as server:
        asker: Asker

        def step(name: str) -> None:
            steps.append(name)
            if name == moment:
                asker.switches.on.clear()

        def look_up(host: str, port: int) -> tuple[str, ...]:
            step("resolved")
            return ("127.0.0.1",)

        def connect(address: str, port: int) -> socket.socket:
            connection = socket.create_connection((address, port))
            connection.setblocking(False)
            step("connected")
            return connection

        def on_add(event: Event) -> None:
            if isinstance(event, Asked):
                step("recorded")

        asker = Asker(resolve=look_up, connect=connect)
        asker.record.on_add = on_add
        with pytest.raises(Cancelled):
            asker.ask(server)
    assert steps == ["recorded", "resolved", "connected"][: steps.index(moment) + 1]
    assert not any(server.requests), "bytes were sent"
    assert [came.outcome for came in asker.record.came] == ["cancelled"]


def test_each_request_has_one_look_up_and_one_connection_of_its_own() -> None:
    look_up = CountingResolver()
    with HostileServer(says()) as server:
        asker = Asker(resolve=look_up)
        for _ in range(3):
            assert asker.ask(server).status == 200
    assert look_up.asked == ["127.0.0.1"] * 3
    assert server.accepted == 3


def test_the_environment_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with HostileServer(says()) as server, HostileServer(says()) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert Asker().ask(server).status == 200
        assert (server.accepted, proxy.accepted) == (1, 0)


def test_sources_are_sent_side_by_side() -> None:
    together = threading.Barrier(3, timeout=30)

    def act(talk) -> None:
        together.wait()
        says()(talk)

    with HostileServer(act) as server:
        asker = Asker()
        threads = [threading.Thread(target=asker.ask, args=(server,)) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert len(asker.record.came) == 3


def test_an_answers_entry_names_its_questions() -> None:
    with HostileServer(says()) as server:
        asker = Asker()
        asker.ask(server)
        asker.ask(server)
    assert [type(event).__name__ for event in asker.record.events] == ["Asked", "Came", "Asked", "Came"]
    assert [came.asked for came in asker.record.came] == [1, 3]
