"""What a server may answer, and what becomes of it when the server is broken, or means harm."""

from __future__ import annotations

import gzip
import hashlib
import tracemalloc
from datetime import timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from standins.gates import Asker
from standins.hostile_server import (
    Act,
    HostileServer,
    answers_before_it_has_read,
    chunked,
    endlessly,
    head,
    packed,
    raw,
    resets,
    says,
    then_silence,
)
from standins.offers import NOW

from desktop_client.commerce.gate import GateLimits
from desktop_client.commerce.sending.answer import Answer, Caps
from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.commerce.sending.request import Request, Response, fault_of, pause_s, raise_for_status

SMALL = GateLimits(answer=Caps(head=4096, wire=100_000, body=200_000))
CHUNKED = "Transfer-Encoding: chunked"


def answered(act: Act, **options) -> tuple[Response, Asker]:
    with HostileServer(act) as server:
        asker = Asker(**options)
        return asker.ask(server), asker


def fault(act: Act, **options) -> tuple[SourceError, Asker]:
    """Ask, expect a fault, and see that the record says the same."""
    with HostileServer(act) as server:
        asker = Asker(**options)
        with pytest.raises(SourceError) as raised:
            asker.ask(server)
    [came] = asker.record.came
    assert (came.asked, came.outcome, came.sha256) == (1, raised.value.fault.value, None)
    return raised.value, asker


# --- honest answers ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "body"),
    [
        (says(b'{"a": 1}'), b'{"a": 1}'),
        (says(b""), b""),
        (raw(head("204 No Content")), b""),
        (raw(head("200 OK", CHUNKED) + chunked(b'{"a"', b": 1}")), b'{"a": 1}'),
        (raw(head("200 OK", CHUNKED, "Content-Encoding: gzip") + chunked(gzip.compress(b"[1]"))), b"[1]"),
        (packed(b"[1]"), b"[1]"),
        (packed(b"[1]", claims="GZIP"), b"[1]"),
        (says(b"[1]", "Content-Encoding: identity"), b"[1]"),
        (raw(head("204 No Content", "Content-Encoding: gzip")), b""),
        (raw(head("200 OK", version="1.0") + b"until the end"), b"until the end"),
        (raw(head("200 OK") + b"until the end"), b"until the end"),
        (raw(head("103 Early Hints", "Link: </x>") + head("100 Continue") + head("200 OK", "Content-Length: 0")), b""),
    ],
    ids=lambda value: None if callable(value) else repr(value),
)  # fmt: skip
def test_an_honest_answer_is_read_and_recorded(act: Act, body: bytes) -> None:
    response, asker = answered(act)
    assert response.body == body
    assert response.status in {200, 204}
    [came] = asker.record.came
    assert (came.outcome, came.status, came.body_bytes) == ("ok", response.status, len(body))
    assert came.sha256 == response.sha256 == hashlib.sha256(body).hexdigest()


def test_headers_are_in_lower_case_and_cookies_are_dropped() -> None:
    response, _ = answered(says(b"{}", "X-Left: 1", "X-Left: 2", "Set-Cookie: id=1", "SET-COOKIE: id=2"))
    assert response.headers == {"content-length": "2", "x-left": "1, 2"}
    again, asker = answered(says(b"{}", "Set-Cookie: id=1"))
    assert "id=1" not in repr(again) + repr(asker.record.events)


@pytest.mark.parametrize("after", [b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbad", b"\x00" * 1000])
def test_what_comes_after_the_answer_is_not_waited_for_and_not_read(after: bytes) -> None:
    answer = head("200 OK", "Content-Length: 4", "Connection: keep-alive", "Keep-Alive: timeout=999") + b"good"
    act = then_silence(answer + after)
    with HostileServer(act) as server:
        assert Asker().ask(server).body == b"good"
        assert server.client_gone.wait(30), "the connection was kept"


def test_an_answer_that_comes_before_the_request_was_read() -> None:
    with HostileServer(answers_before_it_has_read) as server:
        response = Asker().ask(Request("POST", server.url, body=b"x" * 100_000))
    assert response.status == 413


# --- statuses ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("200 OK", None), ("206 Part", None), ("299 Odd", None), ("401 No", Fault.AUTH), ("403 No", Fault.PERMISSION),
        ("429 Slow", Fault.THROTTLED), ("400 What", Fault.BAD_REQUEST), ("404 Where", Fault.BAD_REQUEST),
        ("422 What", Fault.BAD_REQUEST), ("500 Oh", Fault.UPSTREAM), ("502 Oh", Fault.UPSTREAM),
        ("503 Oh", Fault.UPSTREAM), ("599 Oh", Fault.UPSTREAM),
    ],
)  # fmt: skip
def test_a_connector_gets_the_body_of_every_status(status: str, expected: Fault | None) -> None:
    response, asker = answered(says({"errorCode": "their own"}, status=status))
    assert response.json() == {"errorCode": "their own"}
    assert fault_of(response) is expected
    assert asker.record.came[0].outcome == (expected.value if expected else "ok")
    assert asker.record.came[0].sha256 == response.sha256
    if expected is None:
        raise_for_status(response)
        return
    with pytest.raises(SourceError) as raised:
        raise_for_status(response)
    assert raised.value.fault is expected


def test_a_busy_server_that_says_when_is_throttling() -> None:
    response, _ = answered(says(b"", "Retry-After: 20", status="503 Busy"))
    with pytest.raises(SourceError) as raised:
        raise_for_status(response)
    assert (raised.value.fault, raised.value.retry_after_s) == (Fault.THROTTLED, 20)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("0", 0), (" 120 ", 120), ("3600", 3600), ("99999999", 3600), ("9" * 10_000, 3600), ("0" * 5000 + "7", 7),
        ("Mon, 23 Nov 2026 12:01:30 GMT", 90), ("Mon, 23 Nov 2026 12:01:30 -0000", 90),
        ("Mon, 23 Nov 2026 14:01:30 +0200", 90), ("Mon, 23 Nov 2026 11:00:00 GMT", 0),
        ("Tue, 23 Nov 2027 12:00:00 GMT", 3600), ("", None), ("soon", None), ("-5", None), ("1.5", None), ("１", None),
        ("Mon, 99 Nov 2026 12:01:30 GMT", None), ("Mon, 23 Nov 99999999999999999999 12:00:00 GMT", None),
        ("Mon, 23 Nov 2026 12:00:00 +99999999999999999999", None), ("²", None),
        ("Mon, 23 Nov 0001 00:00:00 +2359", 0),
    ],
)  # fmt: skip
def test_how_long_a_platform_wants_to_be_left_alone(said: str, seconds: float | None) -> None:
    assert pause_s(said, NOW) == seconds


def test_the_gate_counts_from_its_own_clock() -> None:
    act = says(b"", "Retry-After: Mon, 23 Nov 2026 12:01:30 GMT", status="429 Slow")
    response, _ = answered(act, clock=lambda: NOW + timedelta(seconds=30))
    assert response.retry_after_s == 60


@pytest.mark.parametrize(
    "status", ["301 Moved", "302 Found", "303 See", "307 Temporary", "308 For good", "300 Many", "304 Same"]
)
@pytest.mark.parametrize(
    ("location", "named"),
    [
        ("http://10.0.0.1/?key=CANARY", "10.0.0.1"), ("https://shop.example/x", "shop.example"),
        ("//evil.example/x", "evil.example"), ("/elsewhere", "127.0.0.1"), ("", "127.0.0.1"),
        ("https://[::1", "?"), ("https://evil.example<b>/", "?"), ("https://u:CANARY@evil.example/", "evil.example"),
    ],
)  # fmt: skip
def test_a_redirect_is_not_followed_and_its_host_is_named(status: str, location: str, named: str) -> None:
    error, asker = fault(says(b"", f"Location: {location}", status=status))
    assert error.fault is Fault.SCHEMA
    assert f"passed the request on to {named};" in str(error)
    assert "CANARY" not in str(error)
    assert asker.record.came[0].status == int(status[:3])


def test_a_redirect_to_another_address_of_this_computer_is_not_followed() -> None:
    with HostileServer(says(), address="127.0.0.2") as inside:
        fault(says(b"", f"Location: {inside.url}", status="302 Found"))
        assert inside.accepted == 0


# --- too much ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "status"),
    [
        (packed(b"\x00" * 210_000), 200),
        (says(b"x" * 100_001), 200),
        (endlessly(head("200 OK", CHUNKED), b"1000\r\n" + b"x" * 4096 + b"\r\n"), 200),
        (endlessly(head("200 OK", CHUNKED), b"1\r\nx\r\n"), 200),
        (endlessly(head("200 OK"), b"x" * 4096), 200),
        (endlessly(head("200 OK", CHUNKED) + b"1\r\nx\r\n0\r\n", b"X-Trailer: x\r\n"), 200),
        (endlessly(head("200 OK", CHUNKED) + b"1;", b"extension" * 100), 200),
        (endlessly(b"HTTP/1.1 200 OK\r\n", b"X-Many: of them\r\n"), None),
        (endlessly(b"HTTP/1.1 200 OK\r\nX-Long: ", b"x" * 4096), None),
        (endlessly(b"HTTP/1.1 200 ", b"OK" * 1000), None),
        (endlessly(b"", head("103 Early Hints", "X: y")), None),
    ],
    ids=[
        "packed bomb", "too long", "endless chunks", "endless small chunks", "endless body", "endless trailers",
        "endless chunk extension", "endless headers", "endless header", "endless reason", "endless early hints",
    ],
)  # fmt: skip
def test_what_is_too_big_is_let_go(act: Act, status: int | None) -> None:
    error, asker = fault(act, limits=SMALL)
    assert error.fault is Fault.TOO_BIG
    assert asker.record.came[0].status == status
    assert asker.record.came[0].body_bytes <= SMALL.answer.body + 1


def test_a_hundred_thousand_headers_are_not_read() -> None:
    error, _ = fault(raw(head("200 OK", *(f"X-{n}: y" for n in range(100_000)))))
    assert error.fault is Fault.TOO_BIG


def test_a_bomb_is_never_unpacked_beyond_the_limit() -> None:
    """64 MB in 62 KB; of it the gate holds little more than the limit of 1 MB."""
    bomb = gzip.compress(b"\x00" * 64_000_000)
    with HostileServer(says(bomb, "Content-Encoding: gzip")) as server:
        asker = Asker(limits=GateLimits(answer=Caps(body=1_000_000)))
        tracemalloc.start()
        with pytest.raises(SourceError):
            asker.ask(server)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 6_000_000


def test_as_much_as_is_allowed_is_taken() -> None:
    response, _ = answered(packed(b"\x00" * 200_000), limits=SMALL)
    assert len(response.body) == 200_000


# --- broken ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "act",
    [
        raw(b""), raw(b"HTTP/1.1 200"), raw(b"HTTP/1.1 200 OK\r\nContent-"),
        raw(head("200 OK", "Content-Length: 100") + b"short"),
        raw(head("200 OK", CHUNKED) + b"a\r\n12345"), raw(head("200 OK", CHUNKED) + b"1\r\nx\r\n"),
        raw(head("200 OK", "Content-Encoding: gzip") + gzip.compress(b"[1]" * 100)[:-9]),
        raw(head("200 OK", "Content-Encoding: gzip") + b"\x1f\x8b\x08"),
        resets(), resets(b"HTTP/1.1 2"), resets(head("200 OK", "Content-Length: 9") + b"123"),
    ],
    ids=[
        "nothing", "in the status", "in the headers", "in the body", "in a chunk", "between chunks", "packed",
        "packed head", "reset", "reset in the head", "reset in the body",
    ],
)  # fmt: skip
def test_an_answer_that_breaks_off_is_no_answer(act: Act) -> None:
    assert fault(act)[0].fault is Fault.OFFLINE


@pytest.mark.parametrize(
    "act",
    [
        raw(b"\x00\xff\x00\xff garbage"), raw(b"hello\r\n\r\n"), raw(b"SSH-2.0-OpenSSH\r\n"), raw(b"<p>HTTP/0.9</p>"),
        raw(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), raw(b"HTTP/2 200\r\n\r\n"), raw(b"HTTP/1.1 abc OK\r\n\r\n"),
        raw(b"\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"), raw(b"HTTP/1.1 99 Low\r\n\r\n"), raw(head("200 OK", "no colon")),
        raw(head("200 OK", "Content-Length: -1") + b"x"), raw(head("200 OK", "Content-Length: x") + b"x"),
        raw(head("200 OK", "Content-Length: 1", "Content-Length: 2") + b"xx"),
        raw(head("200 OK", "Transfer-Encoding: gzip, chunked") + chunked(b"x")),
        raw(head("200 OK", CHUNKED) + b"zz\r\nx\r\n"), raw(head("200 OK", CHUNKED) + b"1\r\nxyz\r\n"),
        raw(head("200 OK", CHUNKED) + b"f" * 30 + b"\r\nx\r\n"),
        raw(head("101 Switching", "Upgrade: h2c", "Connection: upgrade")),
        then_silence(b"garbage from a server that stays"),
    ],
)  # fmt: skip
def test_what_is_no_http_is_called_so(act: Act) -> None:
    error, _ = fault(act)
    assert error.fault is Fault.SCHEMA
    assert str(error.cause) == "The answer is no proper HTTP."


@pytest.mark.parametrize(
    "act",
    [
        packed(b"[1]", claims="gzip, gzip", times=2), packed(b"[1]", claims="gzip,gzip"),
        packed(b"[1]", claims="x-gzip"), packed(b"[1]", claims="br"),
        says(b"[1]", "Content-Encoding: gzip", "Content-Encoding: gzip"),
        packed(b"[1]", claims="deflate"), packed(b"[1]", claims="zstd"), packed(b"[1]", claims="identity, gzip"),
        packed(b"[1]", claims=""),
        says(b"[1]", "Content-Encoding: gzip"), says(gzip.compress(b"1") + b"after", "Content-Encoding: gzip"),
        says(gzip.compress(b"1") + gzip.compress(b"2"), "Content-Encoding: gzip"),
    ],
)  # fmt: skip
def test_only_gzip_and_only_once(act: Act) -> None:
    assert fault(act)[0].fault is Fault.SCHEMA


@pytest.mark.parametrize(
    "body",
    [
        b"NaN", b'{"price": NaN}', b"[Infinity]", b"[-Infinity]", b"<html>", b"", b"{", b"[1] [2]",
        "[1]".encode("utf-16"), "[1]".encode("utf-16-le"),
        b"[" * 200_000, b"[" * 200_000 + b"]" * 200_000, b'"\xff"', b'{"a":1,}',
    ],
    ids=lambda body: repr(body[:20]),
)  # fmt: skip
def test_a_body_that_is_no_json(body: bytes) -> None:
    response, _ = answered(says(body))
    with pytest.raises(SourceError) as raised:
        response.json()
    assert raised.value.fault is Fault.SCHEMA


@pytest.mark.parametrize(
    ("kind", "fine"),
    [
        ("application/json", True), ("Application/JSON;charset=utf-8", True), ("text/html", True),
        ("application/problem+json", True), ("image/png", False), ("video/mp4", False), ("multipart/mixed", False),
    ],
)  # fmt: skip
def test_a_picture_is_no_json_whatever_is_in_it(kind: str, fine: bool) -> None:
    response, _ = answered(says(b"[1]", f"Content-Type: {kind}"))
    if fine:
        assert response.json() == [1]
        return
    with pytest.raises(SourceError):
        response.json()


# --- anything ----------------------------------------------------------------------------------------------------

HONEST = (
    head("200 OK", "Content-Length: 3") + b"[1]",
    head("200 OK", CHUNKED, "Content-Encoding: gzip") + chunked(gzip.compress(b"[1]")),
    head("503 Busy", "Retry-After: Mon, 23 Nov 2026 12:01:30 GMT", version="1.0") + b"x",
    head("100 Continue") + head("302 Found", "Location: https://x.example/") + b"",
)
PIECES = (
    b"\r\n",
    b"\x00",
    b"\xff",
    b":",
    b" ",
    b"9" * 5000,
    b"-1",
    b"Content-Length: ",
    b"Transfer-Encoding: chunked\r\n",
    b"",
)


@given(
    st.sampled_from(HONEST),
    st.lists(
        st.tuples(st.integers(0, 200), st.integers(0, 20), st.sampled_from(PIECES) | st.binary(max_size=8)), max_size=4
    ),
    st.integers(1, 50),
)
@example(head("200 OK", "Content-Length: " + "9" * 5000), [], 50)
@settings(max_examples=400)
def test_whatever_comes_it_is_read_or_refused(honest: bytes, changes: list[tuple[int, int, bytes]], size: int) -> None:
    for place, gone, put in changes:
        honest = honest[:place] + put + honest[place + gone :]
    rest = bytearray(honest)

    def receive(most: int) -> bytes:
        piece = bytes(rest[:size])
        del rest[:size]
        return piece

    answer = Answer("GET", SMALL.answer)
    try:
        answer.read_head(receive)
        answer.read_body(receive)
    except SourceError:
        return
    pause_s(answer.headers.get("retry-after", ""), NOW)
    assert answer.status is not None
