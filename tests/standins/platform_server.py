"""What the stand-ins of platforms share: a server on loopback, a catalogue, and a clock to compare timestamps with.

Nothing here, and nothing in the stand-ins, is imported from the code that they check.
"""

from __future__ import annotations

import hashlib
import json
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

DATA = Path(__file__).parent.parent / "commerce/data/platforms"


def sample(name: str) -> dict:
    """A documented answer of a platform, as it is kept among the tests' data."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Received:
    """A request as it arrived."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        pairs = parse_qsl(self.body.decode("utf-8"), keep_blank_values=True, strict_parsing=True, encoding="utf-8")
        assert len(dict(pairs)) == len(pairs), "a field is there twice"
        return dict(pairs)


@dataclass(frozen=True)
class Good:
    """One product of the generated catalogue; prices in fen, the commission in basis points."""

    number: int
    title: str
    list_fen: int
    fen: int
    commission_bp: int
    sold: int


IN_STOCK = 137


def catalogue(keyword: str) -> list[Good]:
    """What the platform has for some words: the same every time, in its own order."""
    goods = []
    for number in range(1, IN_STOCK + 1):
        seed = hashlib.sha256(f"{keyword} {number}".encode()).digest()
        list_fen = 1_000 + int.from_bytes(seed[:2], "big") % 30_000
        fen = list_fen - seed[2] * list_fen // 1_000
        commission = 50 + int.from_bytes(seed[3:5], "big") % 4_000
        goods.append(Good(10_000_000 + number, f"{keyword} 第{number}款", list_fen, fen, commission, seed[5] * 7))
    return goods


class Platform:
    """A platform. Each field is a way to misbehave.

    ``clock`` is its own time; ``canned`` answers every request with this status and body; ``granted`` says whether the
    key may search; ``left`` is how many requests it takes before it wants fewer; ``headers`` are added to its answers;
    each of them takes ``latency_s``; with ``breaks_off`` connections are reset instead.
    """

    sample_words = ""
    skew_s = 600

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.received: list[Received] = []
        self.canned: tuple[int, bytes] | None = None
        self.granted = True
        self.left: int | None = None
        self.headers: dict[str, str] = {}
        self.latency_s = 0.0
        self.breaks_off = False

    def answer(self, request: Received) -> object:
        raise NotImplementedError

    def respond(self, request: Received) -> tuple[int, bytes]:
        self.received.append(request)
        if self.canned is not None:
            return self.canned
        return 200, json.dumps(self.answer(request), ensure_ascii=False).encode("utf-8")

    def throttled(self) -> bool:
        if self.left is None:
            return False
        self.left -= 1
        return self.left < 0

    def late(self, when: datetime) -> bool:
        return abs((self.clock() - when).total_seconds()) > self.skew_s


def found(keyword: str, low_fen: float, high_fen: float, page: int, size: int) -> tuple[list[Good], int]:
    """One page of the goods in a price range, and how many there are in all."""
    goods = [good for good in catalogue(keyword) if low_fen <= good.fen <= high_fen]
    return goods[(page - 1) * size : page * size], len(goods)


def md5_between(secret: str, fields: Mapping[str, str]) -> str:
    """The signature of three of the platforms, written down from their documents once more."""
    digest = hashlib.md5(secret.encode("utf-8"))
    for name in sorted(fields):
        digest.update(name.encode("utf-8"))
        digest.update(fields[name].encode("utf-8"))
    digest.update(secret.encode("utf-8"))
    return digest.hexdigest().upper()


@contextmanager
def serving(platform: Platform, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """Serve a platform on 127.0.0.1, encrypted where it has a certificate; gives the port."""

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            headers = {name.lower(): value for name, value in self.headers.items()}
            query = dict(parse_qsl(parts.query, keep_blank_values=True, encoding="utf-8"))
            status, answer = platform.respond(Received(self.command, parts.path, query, headers, body))
            time.sleep(platform.latency_s)
            if platform.breaks_off:
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
                return
            self.send_response(status)
            self.send_header("Content-Type", "application/json;charset=UTF-8")
            self.send_header("Content-Length", str(len(answer)))
            for name, value in platform.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer)

        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def log_message(self, *args: object) -> None:
            """Say nothing: the test's output is the test's."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls is not None:
        # The handshake belongs into the thread of its connection: one that hangs must not hold up the next.
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
