"""The gate on the wire: which addresses it connects to, that it sends what was shown, and when it gives up."""

from __future__ import annotations

import hashlib
import logging
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from standins.gates import Asker, CountingResolver, Ticking, loopback_manifest
from standins.hostile_server import (
    HostileServer,
    drip,
    endlessly,
    head,
    says,
    silent_from_the_start,
    then_silence,
)
from standins.sources import manifest

from desktop_client.commerce.sending import wire
from desktop_client.commerce.sending.addresses import is_loopback, is_public
from desktop_client.commerce.sending.faults import Cancelled, Fault, SourceError
from desktop_client.commerce.sending.request import Request
from desktop_client.commerce.sending.wire import SLICE_S, Watch

PUBLIC, ALSO_PUBLIC, PUBLIC_V6 = "93.184.215.14", "23.192.228.80", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"
SHOP = replace(manifest("shop"), hosts=("shop.example",))
REQUEST = Request.get("https://shop.example/search", [("q", "mask")])


class Dialled:
    """Connects to a server of this computer whatever the address, and remembers the address."""

    def __init__(self, server: HostileServer | None = None) -> None:
        self.addresses: list[str] = []
        self.server = server
        self.sockets: list[socket.socket] = []

    def __call__(self, address: str, port: int) -> socket.socket:
        self.addresses.append(address)
        if self.server is None:
            raise ConnectionRefusedError
        connection = wire.connect(self.server.address, self.server.port)
        self.sockets.append(connection)
        return connection


# --- where to ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1", "172.16.0.1", "192.168.1.1", "127.0.0.1", "127.255.255.254", "0.0.0.0", "169.254.169.254",
        "100.64.0.1", "192.0.0.1", "192.0.0.9", "192.0.0.170",
        "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "192.88.99.1", "224.0.0.1",
        "239.255.255.250", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:93.184.215.14", "::10.0.0.1", "64:ff9b::a00:1",
        "64:ff9b::5db8:d70e", "64:ff9b:1::1", "100::1", "2001::1", "2001:0:4136:e378::1", "2001:20::1", "2001:db8::1",
        "2002:a00:1::", "2002:5db8:d70e::1", "3fff::1", "5f00::1", "fc00::1", "fd00::1", "fe80::1", "fe80::1%eth0",
        "fec0::1", "ff02::1", "ff0e::1", "4000::1",
    ],
)  # fmt: skip
def test_no_address_that_is_not_public_is_connected_to(address: str) -> None:
    assert not is_public(address)
    for answers in ([address], [PUBLIC, address], [address, PUBLIC_V6], [PUBLIC, ALSO_PUBLIC, PUBLIC_V6, address]):
        look_up, dialled = CountingResolver(shop_example=answers), Dialled()
        asker = Asker(SHOP, resolve=look_up, connect=dialled)
        with pytest.raises(SourceError, match="leads to an address") as refused:
            asker.ask(REQUEST)
        assert refused.value.fault is Fault.REFUSED
        assert (look_up.asked, dialled.addresses) == (["shop.example"], [])
        assert [came.outcome for came in asker.record.came] == ["refused"]


@pytest.mark.parametrize("address", [PUBLIC, "1.1.1.1", "8.8.8.8", PUBLIC_V6, "2400:3200::1", "2a00:1450:4001::1"])
def test_a_public_address_is_connected_to(address: str) -> None:
    look_up, dialled = CountingResolver(shop_example=[address]), Dialled()
    with pytest.raises(SourceError) as raised:
        Asker(SHOP, resolve=look_up, connect=dialled).ask(REQUEST)
    assert raised.value.fault is Fault.OFFLINE
    assert dialled.addresses == [address]


@pytest.mark.parametrize("answers", [[PUBLIC], ["127.0.0.1", PUBLIC], ["192.168.1.1"], ["::1", "fe80::1"], ["0.0.0.0"]])
def test_a_label_for_this_computer_reaches_nothing_else(answers: list[str]) -> None:
    dialled = Dialled()
    asker = Asker(loopback_manifest("shop", "localhost"), resolve=CountingResolver(localhost=answers), connect=dialled)
    with pytest.raises(SourceError, match="leads to an address"):
        asker.ask(Request.get("http://localhost:1/"))
    assert dialled.addresses == []


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.2", "::1"])
def test_this_computer_is_reached_by_each_of_its_addresses(address: str) -> None:
    assert is_loopback(address)
    with HostileServer(says(), address=address) as server:
        assert Asker(loopback_manifest("shop", address)).ask(server).status == 200
        host = f"[{address}]" if ":" in address else address
        assert f"\r\nHost: {host}:{server.port}\r\n".encode() in server.requests[0]


def test_the_name_is_looked_up_once_and_the_checked_address_is_used() -> None:
    """A name that leads elsewhere the second time (rebinding) is never asked for a second time."""
    answers: list[Sequence[str]] = [[PUBLIC], ["127.0.0.1"]]
    dialled = Dialled()
    with pytest.raises(SourceError):
        Asker(SHOP, resolve=lambda host, port: answers.pop(0), connect=dialled).ask(REQUEST)
    assert dialled.addresses == [PUBLIC]
    assert len(answers) == 1


def test_the_next_address_is_tried_where_one_does_not_answer() -> None:
    with HostileServer(says()) as server:

        def connect(address: str, port: int) -> socket.socket:
            tried.append(address)
            if address == "127.0.0.3":
                raise OSError(101, "Network is unreachable")
            if address == "127.0.0.4":
                return wire.connect("127.0.0.1", closed)
            return wire.connect("127.0.0.1", port)

        tried: list[str] = []
        with socket.create_server(("127.0.0.1", 0)) as unused:
            closed = unused.getsockname()[1]
        look_up = CountingResolver(localhost=["127.0.0.3", "127.0.0.4", "127.0.0.1", "127.0.0.5"])
        asker = Asker(loopback_manifest("shop", "localhost"), resolve=look_up, connect=connect)
        assert asker.ask(Request.get(f"http://localhost:{server.port}/")).status == 200
    assert tried == ["127.0.0.3", "127.0.0.4", "127.0.0.1"]


@pytest.mark.parametrize("failing", [OSError("no such name"), UnicodeError("label too long")])
def test_a_name_that_nobody_knows_is_no_connection(failing: Exception) -> None:
    def look_up(host: str, port: int) -> Sequence[str]:
        raise failing

    asker = Asker(SHOP, resolve=look_up, connect=Dialled())
    with pytest.raises(SourceError) as raised:
        asker.ask(REQUEST)
    assert raised.value.fault is Fault.OFFLINE
    assert [came.outcome for came in asker.record.came] == ["offline"]


# --- what is sent ------------------------------------------------------------------------------------------------


def requests_of_every_kind(url: str) -> list[Request]:
    return [
        Request("GET", url),
        Request.get(url, [("q", "敏感肌 面膜"), ("q", "a+b&c=d/ü%"), ("page", "1")], headers=[("X-Api-Key", "k" * 40)]),
        Request.get(url, headers=[("x-lower", "1"), ("X-UPPER", "2"), ("A_B.C", "1"), ("X-Two", "a"), ("X-Two", "b")]),
        Request("GET", url + "/(a=1&b=2)/;x?fields[]=a,b&z=%7B%22q%22:1%7D", (("Accept", 'text/*;q="0.5", */*'),)),
        Request.post_form(url, [("method", "search"), ("q", "面 膜"), ("sign", "AB+/=")], secrets=["AB+/="]),
        Request.post_json(url, {"q": "面膜", "n": [1, 2.5, None, True], "deep": {"a": {}}}),
        Request("POST", url),
        Request("POST", url, (("Content-Type", "application/octet-stream"),), bytes(range(256)) * 200),
    ]  # fmt: skip


def test_the_bytes_on_the_wire_are_the_bytes_shown() -> None:
    with HostileServer(says()) as server:
        asker = Asker()
        sent = [asker.gate.prepare(asker.manifest, request) for request in requests_of_every_kind(server.url)]
        for outgoing in sent:
            asker.gate.send(asker.manifest, outgoing, asker.cancel)
    assert server.requests == [outgoing.wire for outgoing in sent]
    assert [asked.request for asked in asker.record.asked] == [outgoing.shown for outgoing in sent]
    digests = [hashlib.sha256(received).hexdigest() for received in server.requests]
    assert [asked.request_sha256 for asked in asker.record.asked] == digests


# --- when it gives up --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "first", [b"", b"HTTP/1.1 200 OK\r\n", head("200 OK", "Content-Length: 99"), head("200 OK") + b"x"]
)
def test_a_silent_server_has_so_many_seconds_in_all(first: bytes) -> None:
    with HostileServer(then_silence(first)) as server:
        clock = Ticking(step=1.0, since=server.heard)
        asker = Asker(monotonic=clock)
        with pytest.raises(SourceError) as raised:
            asker.ask(server)
        assert server.client_gone.wait(30), "the connection stayed open"
    assert raised.value.fault is Fault.TIMED_OUT
    assert clock.now < 20
    assert [came.outcome for came in asker.record.came] == ["timed_out"]


@pytest.mark.parametrize(
    "first", [b"HTTP/1.", b"HTTP/1.1 200 OK\r\nX-Slow: ", head("200 OK", "Content-Length: 999999")]
)
def test_a_server_that_sends_a_byte_now_and_then_gets_no_more_time(first: bytes) -> None:
    clock = Ticking(step=0.25)
    with HostileServer(drip(first, clock.ticked)) as server:
        with pytest.raises(SourceError) as raised:
            Asker(monotonic=clock).ask(server)
        clock.ticked.release(1000)
    assert raised.value.fault is Fault.TIMED_OUT
    assert clock.looks > 30


def test_an_answer_in_time_is_taken_however_slow() -> None:
    clock = Ticking(step=0.001)
    with HostileServer(says(b"x" * 200_000)) as server:
        assert len(Asker(monotonic=clock).ask(server).body) == 200_000


def unconnectable() -> tuple[socket.socket, socket.socket]:
    """A pair of which the first looks like a connection that is never made."""
    here, there = socket.socketpair()
    here.setblocking(False)
    try:
        while True:
            here.send(b"x" * 65536)
    except BlockingIOError:
        return here, there


def test_a_dead_address_does_not_use_up_all_the_time() -> None:
    here, there = unconnectable()
    with there, HostileServer(says()) as server:
        connecting = [lambda: here, lambda: wire.connect("127.0.0.1", server.port)]
        look_up = CountingResolver(localhost=["127.0.0.9", "127.0.0.1"])
        asker = Asker(
            loopback_manifest("shop", "localhost"),
            resolve=look_up,
            connect=lambda address, port: connecting.pop(0)(),
            monotonic=Ticking(step=0.3),
        )
        assert asker.ask(Request.get(f"http://localhost:{server.port}/")).status == 200
    assert here.fileno() == -1, "the dead connection stayed open"


class SlowLookUp:
    """A look-up that has begun and does not end before it is released."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.released = threading.Event()
        self.ended = threading.Event()

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.begun.set()
        self.released.wait(30)
        self.ended.set()
        return [PUBLIC]


def aborted(asker: Asker, request: Request | HostileServer, begun: threading.Event, abort: Callable[[], None]) -> None:
    """Ask in a thread, abort when the step has begun, and see the thread end with ``Cancelled``."""
    ends: list[BaseException] = []

    def ask() -> None:
        try:
            asker.ask(request)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is looked at below
            ends.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    assert begun.wait(30)
    abort()
    asking.join(30)
    assert [type(end) for end in ends] == [Cancelled]
    assert [came.outcome for came in asker.record.came] == ["cancelled"]


@pytest.fixture(params=["the switch", "cancel"])
def abort(request: pytest.FixtureRequest) -> Callable[[Asker], Callable[[], None]]:
    return lambda asker: asker.switches.on.clear if request.param == "the switch" else asker.cancel.set


def test_aborted_while_the_name_is_looked_up(abort) -> None:
    look_up, dialled = SlowLookUp(), Dialled()
    asker = Asker(SHOP, resolve=look_up, connect=dialled)
    aborted(asker, REQUEST, look_up.begun, abort(asker))
    assert not look_up.ended.is_set(), "it waited for the look-up"
    look_up.released.set()
    assert look_up.ended.wait(30)
    assert dialled.addresses == []


def test_aborted_while_the_connection_is_made(abort) -> None:
    here, there = unconnectable()
    begun = threading.Event()

    def connect(address: str, port: int) -> socket.socket:
        begun.set()
        return here

    asker = Asker(SHOP, resolve=CountingResolver(shop_example=[PUBLIC, ALSO_PUBLIC]), connect=connect)
    with there:
        aborted(asker, REQUEST, begun, abort(asker))
    assert here.fileno() == -1


def test_aborted_while_it_is_agreed_on_encryption(abort) -> None:
    with HostileServer(silent_from_the_start) as server:
        asker = Asker(
            SHOP,
            resolve=CountingResolver(shop_example=[PUBLIC]),
            connect=Dialled(server),
            certificates=lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        )
        aborted(asker, REQUEST, server.heard, abort(asker))


def test_aborted_while_the_request_is_sent(abort) -> None:
    """A server that does not read: more than the system buffers can't be sent."""
    with HostileServer(silent_from_the_start, takes=4096) as server:

        def connect(address: str, port: int) -> socket.socket:
            connection = wire.connect(address, port)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
            return connection

        asker = Asker(connect=connect)
        aborted(asker, Request("POST", server.url, body=b"x" * 200_000), server.heard, abort(asker))


@pytest.mark.parametrize(
    "first", [b"", head("200 OK", "Content-Length: 99") + b"half"], ids=["before", "in mid-answer"]
)
def test_aborted_while_the_answer_is_awaited(abort, first: bytes) -> None:
    with HostileServer(then_silence(first)) as server:
        asker = Asker()
        aborted(asker, server, server.heard, abort(asker))
        assert server.client_gone.wait(30), "the connection stayed open"


def test_aborted_while_a_server_floods_it(abort) -> None:
    """Something has always come already, so that nothing is ever waited for."""
    with HostileServer(endlessly(head("200 OK", "Transfer-Encoding: chunked"), b"1\r\nx\r\n" * 1000)) as server:
        asker = Asker()
        aborted(asker, server, server.heard, abort(asker))


def test_nothing_waits_longer_than_a_slice() -> None:
    assert SLICE_S <= 0.05
    assert Watch(lambda: True, lambda: 0.0, 8.0).look() == SLICE_S
    assert Watch(lambda: True, lambda: 7.99, 8.0).look() == pytest.approx(0.01)


def test_an_answer_that_comes_after_the_switch_is_dropped() -> None:
    asker = Asker()

    def act(talk) -> None:
        asker.switches.on.clear()
        says(b"late")(talk)

    with HostileServer(act) as server, pytest.raises(Cancelled):
        asker.ask(server)
    assert [came.outcome for came in asker.record.came] == ["cancelled"]


def test_the_switch_counts_to_the_very_end() -> None:
    """All has come and the connection is being closed when it is switched off."""
    asker: Asker

    class Closing(socket.socket):
        def close(self) -> None:
            asker.switches.on.clear()
            super().close()

    def connect(address: str, port: int) -> socket.socket:
        connection = Closing(socket.AF_INET, socket.SOCK_STREAM)
        connection.connect((address, port))
        connection.setblocking(False)
        return connection

    with HostileServer(says(b"late")) as server:
        asker = Asker(connect=connect)
        with pytest.raises(Cancelled):
            asker.ask(server)
    [came] = asker.record.came
    assert (came.outcome, came.status, came.body_bytes, came.sha256) == ("cancelled", 200, 4, None)


def test_nothing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with HostileServer(says()) as server:
        Asker().ask(server)
    assert caplog.records == []
