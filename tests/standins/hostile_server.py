"""A server on this computer that misbehaves on demand, on raw sockets so that it can say what no HTTP library would.

What it does to one connection is an *act*: a function of a ``Conversation``. Nothing here sleeps: a server that holds
something back waits for an event, or for the client to go away.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from typing import Self

PATIENCE_S = 30.0
"""How long a held-up server waits before it gives up; a test that gets there has failed."""


class Conversation:
    """One accepted connection. ``request`` is what came, byte for byte, once it has been read."""

    def __init__(self, connection: socket.socket, server: HostileServer) -> None:
        self.connection = connection
        self.server = server
        self.request = b""

    def read_request(self) -> bytes:
        """Head and, where one is announced, body."""
        while b"\r\n\r\n" not in self.request:
            data = self.connection.recv(65536)
            if not data:
                return self.request
            self.request += data
        head, _, body = self.request.partition(b"\r\n\r\n")
        length = next(
            (int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
        )
        while len(body) < length:
            data = self.connection.recv(65536)
            if not data:
                break
            body += data
            self.request += data
        return self.request

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def client_left(self) -> bool:
        """Wait until the client has closed; False if it never does."""
        with contextlib.suppress(ConnectionError):
            while self.connection.recv(65536):
                pass
        return True

    def reset(self) -> None:
        """Close so that the client's system says *connection reset*."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


Act = Callable[[Conversation], None]


class HostileServer:
    """Listens while it is entered. ``requests`` are the bytes of every request, ``accepted`` counts connections."""

    def __init__(
        self, act: Act, address: str = "127.0.0.1", *, tls: ssl.SSLContext | None = None, takes: int | None = None
    ) -> None:
        """``takes`` is how many bytes the system keeps for a server that does not read."""
        self.address = address
        self._takes = takes
        self.act = act
        self.accepted = 0
        self.requests: list[bytes] = []
        self.released = threading.Event()
        self.client_gone = threading.Event()
        self.heard = threading.Event()
        self._tls = tls
        self._stopping = False
        self._talks: list[threading.Thread] = []

    def __enter__(self) -> Self:
        family = socket.AF_INET6 if ":" in self.address else socket.AF_INET
        self._listening = socket.create_server((self.address, 0), family=family)
        if self._takes is not None:
            self._listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self._takes)
        self.port: int = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.released.set()
        self._stopping = True
        with socket.create_connection((self.address, self.port)):
            pass
        self._thread.join(PATIENCE_S)
        self._listening.close()
        for talk in self._talks:
            talk.join(PATIENCE_S)

    @property
    def host(self) -> str:
        return f"[{self.address}]" if ":" in self.address else self.address

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}/search"

    def _listen(self) -> None:
        while True:
            connection, _ = self._listening.accept()
            if self._stopping:
                connection.close()
                return
            self.accepted += 1
            talk = threading.Thread(target=self._talk, args=(connection,), daemon=True)
            self._talks.append(talk)
            talk.start()

    def _talk(self, connection: socket.socket) -> None:
        connection.settimeout(PATIENCE_S)
        # A client that has had enough closes while the server still talks: that is what many tests are about.
        with connection, contextlib.suppress(ConnectionError, ssl.SSLError):
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
            with connection:
                self._act(Conversation(connection, self))

    def _act(self, talk: Conversation) -> None:
        if self.act in UNREAD:
            self.act(talk)
            return
        talk.read_request()
        self.requests.append(talk.request)
        self.heard.set()
        self.act(talk)


def head(status: str = "200 OK", *headers: str, version: str = "1.1") -> bytes:
    return "\r\n".join([f"HTTP/{version} {status}", *headers, "", ""]).encode("latin-1")


def says(body: bytes | object = b"{}", *headers: str, status: str = "200 OK") -> Act:
    """An honest answer; anything but bytes is sent as JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return raw(head(status, f"Content-Length: {len(content)}", *headers) + content)


def raw(data: bytes) -> Act:
    """Send exactly this and close."""
    return lambda talk: talk.send(data)


def chunked(*pieces: bytes) -> bytes:
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in (*pieces, b""))


def packed(content: bytes, *, claims: str = "gzip", times: int = 1) -> Act:
    for _ in range(times):
        content = gzip.compress(content)
    return says(content, f"Content-Encoding: {claims}")


def then_silence(data: bytes) -> Act:
    """Send this and then nothing more, without closing; notes when the client goes away."""

    def act(talk: Conversation) -> None:
        # A client that gives up may be gone before it has been told anything.
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            talk.send(data)
            talk.client_left()
        talk.server.client_gone.set()
        talk.server.released.wait(PATIENCE_S)

    return act


def endlessly(first: bytes, again: bytes) -> Act:
    """Send this and then that, over and over, until the client has gone."""

    def act(talk: Conversation) -> None:
        talk.send(first)
        while True:
            talk.send(again)

    return act


def drip(first: bytes, tick: threading.Semaphore) -> Act:
    """Send one more byte whenever the client's clock has moved: a server that is never silent, and never done."""

    def act(talk: Conversation) -> None:
        talk.send(first)
        while tick.acquire(timeout=PATIENCE_S):
            talk.send(b"x")

    return act


def resets(data: bytes = b"") -> Act:
    """Break the connection off after this."""

    def act(talk: Conversation) -> None:
        if data:
            talk.send(data)
        talk.reset()

    return act


def silent_from_the_start(talk: Conversation) -> None:
    """Accept, and neither read nor write."""
    talk.server.heard.set()
    talk.server.released.wait(PATIENCE_S)


def answers_before_it_has_read(talk: Conversation) -> None:
    """Answer as soon as one byte has come, then read what else there is."""
    talk.connection.recv(1)
    talk.send(head("413 Content Too Large", "Content-Length: 2") + b"{}")
    talk.client_left()


def answers_in_the_clear(talk: Conversation) -> None:
    """Take what comes first, whatever it is, and answer without encryption."""
    talk.server.requests.append(talk.connection.recv(65536))
    talk.send(head())
    talk.client_left()


UNREAD: frozenset[Act] = frozenset({silent_from_the_start, answers_before_it_has_read, answers_in_the_clear})
"""Acts that begin before the request has been read."""
