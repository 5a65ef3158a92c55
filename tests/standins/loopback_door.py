"""A door that leads to one stand-in on loopback, whatever the host: it sends the very bytes that were prepared."""

from __future__ import annotations

import socket
import threading
from collections.abc import Generator
from http.client import HTTPResponse
from typing import TypeVar
from urllib.parse import urlsplit

from standins.offers import NOW

from desktop_client.commerce.sending.request import Outgoing, Request, Response, complete, pause_s
from desktop_client.commerce.source import Manifest, Page, Query, Source

T = TypeVar("T")


class LoopbackDoor:
    """Lets through what the manifest allows, to 127.0.0.1, and keeps what it sent."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.sent: list[Outgoing] = []

    def prepare(self, manifest: Manifest, request: Request) -> Outgoing:
        assert urlsplit(request.url).scheme == "https"
        assert request.host in manifest.hosts, f"{request.host} is not on the label"
        assert request.method in manifest.methods
        return complete(request, "Sidelight/test")

    def send(self, manifest: Manifest, outgoing: Outgoing, cancel: threading.Event) -> Response:
        self.sent.append(outgoing)
        with socket.create_connection(("127.0.0.1", self._port), timeout=10) as connection:
            connection.sendall(outgoing.wire)
            answer = HTTPResponse(connection)
            answer.begin()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            pause = pause_s(headers.get("retry-after", ""), NOW)
            return Response(answer.status, headers, answer.read(), outgoing.request.url, pause)

    def asked(self, source: Source, query: Query) -> Page:
        """All that a search sends is sent at once."""
        return self.driven(source.manifest, source.search(query))

    def driven(self, manifest: Manifest, search: Generator[Request, Response, T]) -> T:
        """Send each request of a search, or of a link that is asked for, until it ends."""
        try:
            request = next(search)
            while True:
                request = search.send(self.send(manifest, self.prepare(manifest, request), threading.Event()))
        except StopIteration as done:
            result: T = done.value
            return result
