"""Reading a server's answer: HTTP/1.1 (RFC 9112) by ``h11``, gzip by ``zlib``, never more than the limits allow.

No network here: the bytes come from whatever ``receive`` is. What a server may do wrong ends as a fault, and no text
of the server's gets into its words: it could repeat a key.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import h11

from desktop_client.commerce.sending.faults import Fault, SourceError
from desktop_client.wording import say

READ_BYTES = 16 * 1024
"""Bytes taken at once: few enough that between two looks at the switch little is done with them."""

_FIRST_BYTES = b"HTTP/1."
_DROPPED = {"set-cookie", "set-cookie2"}
_HOST = re.compile(r"[a-z0-9.-]{1,253}")


@dataclass(frozen=True, slots=True)
class Caps:
    """How much is taken of an answer, in bytes: its head, all that comes over the wire, and its body once unpacked."""

    head: int = 64 * 1024
    wire: int = 8 * 1024 * 1024
    body: int = 32 * 1024 * 1024


class Answer:
    """An answer as it comes in: ``status`` and ``headers`` once the head is there, ``body`` as far as it has come.

    Headers have their names in lower case; several of one name are joined by commas. Cookies are dropped.
    """

    def __init__(self, method: str, caps: Caps) -> None:
        self.status: int | None = None
        self.headers: dict[str, str] = {}
        self.body = bytearray()
        self._caps = caps
        self._start = b""
        self._received = 0
        self._ended = False
        self._gzip: zlib._Decompress | None = None
        self._parser = h11.Connection(h11.CLIENT, max_incomplete_event_size=caps.head)
        # The parser has to know what was asked to know where the answer ends. What it would send is thrown away.
        self._parser.send(h11.Request(method=method, target="/", headers=[("Host", "-")]))
        self._parser.send(h11.EndOfMessage())

    def read_head(self, receive: Callable[[int], bytes]) -> int:
        """Read the status line and the headers, and return the status.

        Raises:
            SourceError: it is no proper HTTP, too long, cut off, or packed in a way that was not asked for.
        """
        event = self._next(receive)
        while isinstance(event, h11.InformationalResponse):
            event = self._next(receive)
        if not isinstance(event, h11.Response):
            raise _no_http()
        self.status = event.status_code
        for name, value in event.headers:
            key, text = name.decode("latin-1"), value.decode("latin-1")
            if key not in _DROPPED:
                self.headers[key] = f"{self.headers[key]}, {text}" if key in self.headers else text
        packing = self.headers.get("content-encoding", "identity").strip().lower()
        if packing not in {"identity", "gzip"}:
            raise SourceError(Fault.SCHEMA, say("The answer is packed in a way that was not asked for."))
        self._gzip = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16) if packing == "gzip" else None
        return self.status

    def read_body(self, receive: Callable[[int], bytes]) -> bytes:
        """Read what follows the head, and return it unpacked.

        Raises:
            SourceError: it is larger than allowed, cut off, or not what the head says.
        """
        anything = False
        while isinstance(event := self._next(receive), h11.Data):
            anything = True
            self._take(bytes(event.data))
        if not isinstance(event, h11.EndOfMessage):
            raise _no_http()
        if self._gzip is not None and anything and not self._gzip.eof:
            raise _cut_off()
        return bytes(self.body)

    def _next(self, receive: Callable[[int], bytes]) -> object:
        try:
            while (event := self._parser.next_event()) is h11.NEED_DATA:
                self._parser.receive_data(self._bytes(receive))
        except h11.RemoteProtocolError as error:
            # Neither the error's text nor the error itself is passed on: it quotes the server.
            fault = _too_big() if error.error_status_hint == 431 else _cut_off() if self._ended else _no_http()
        else:
            return event
        raise fault

    def _bytes(self, receive: Callable[[int], bytes]) -> bytes:
        data = receive(READ_BYTES)
        self._ended = not data
        self._received += len(data)
        if self._received > self._caps.wire:
            raise _too_big()
        self._start = (self._start + data)[: len(_FIRST_BYTES)]
        if not _FIRST_BYTES.startswith(self._start):
            raise _no_http()
        return data

    def _take(self, data: bytes) -> None:
        room = self._caps.body - len(self.body)
        if self._gzip is None:
            self.body += data
        else:
            self.body += self._unpacked(self._gzip, data, room + 1)
        if len(self.body) > self._caps.body:
            raise _too_big()

    def _unpacked(self, unpacking: zlib._Decompress, data: bytes, most: int) -> bytes:
        try:
            piece = unpacking.decompress(data, most)
        except zlib.error:
            raise SourceError(Fault.SCHEMA, say("The answer is not packed the way it says.")) from None
        if unpacking.unused_data:
            raise SourceError(Fault.SCHEMA, say("The answer is not packed the way it says."))
        return piece


def target_of_redirect(location: str, own_host: str) -> str:
    """The host that a ``Location`` header leads to; "?" where it can't be told, or is no name to be shown."""
    try:
        host = urlsplit(location).hostname or own_host
    except ValueError:
        return "?"
    return host if _HOST.fullmatch(host) else "?"


def _no_http() -> SourceError:
    return SourceError(Fault.SCHEMA, say("The answer is no proper HTTP."))


def _cut_off() -> SourceError:
    return SourceError(Fault.OFFLINE, say("The connection broke off before the answer was complete."))


def _too_big() -> SourceError:
    return SourceError(Fault.TOO_BIG)
