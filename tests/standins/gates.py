"""A real gate with a record in memory, and what else tests of it stand on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from standins.hostile_server import Act, HostileServer, says
from standins.offers import NOW, make_offer
from standins.sources import Switchboard, manifest

from desktop_client.commerce.gate import Gate
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.record import Asked, Came, Event, Listed
from desktop_client.commerce.sending.request import Request, Response, raise_for_status
from desktop_client.commerce.sending.wire import resolve
from desktop_client.commerce.source import Manifest, Page, Query, Search
from desktop_client.errors import SidelightError


class MemoryRecord:
    """Keeps what it is given; ``full`` makes it refuse, ``on_add`` is called first."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.full: SidelightError | None = None
        self.on_add: Callable[[Event], None] = lambda event: None

    def add(self, event: Event) -> int:
        self.on_add(event)
        if self.full is not None:
            raise self.full
        self.events.append(event)
        return len(self.events)

    @property
    def asked(self) -> list[Asked]:
        return [event for event in self.events if isinstance(event, Asked)]

    @property
    def came(self) -> list[Came]:
        return [event for event in self.events if isinstance(event, Came)]

    @property
    def listed(self) -> list[Listed]:
        return [event for event in self.events if isinstance(event, Listed)]


class NoKeys:
    def has(self, source_id: str) -> bool:
        return False

    def of(self, manifest: Manifest) -> dict[str, str]:
        return {}


class Ticking:
    """A monotonic clock that goes on by ``step`` seconds whenever it is looked at; ``ticked`` counts for a server.

    Until ``since`` happened it stands still: else a slow computer uses up the time before a request is on its way.
    """

    def __init__(self, step: float = 1.0, since: threading.Event | None = None) -> None:
        self._since = since
        self.now = 0.0
        self.step = step
        self.looks = 0
        self.ticked = threading.Semaphore(0)

    def __call__(self) -> float:
        self.looks += 1
        self.now += self.step if self._since is None or self._since.is_set() else 0
        self.ticked.release()
        return self.now


class CountingResolver:
    """The system's look-up, counted; ``answers`` replaces it by a fixed list for a host."""

    def __init__(self, **answers: Sequence[str]) -> None:
        self.asked: list[str] = []
        self._answers = {host.replace("_", "."): found for host, found in answers.items()}

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        return self._answers[host] if host in self._answers else resolve(host, port)


def loopback_manifest(source_id: str = "shop", *hosts: str) -> Manifest:
    return replace(manifest(source_id), hosts=hosts or ("127.0.0.1",), loopback=True)


def gate(switches: Switchboard, record: MemoryRecord | None = None, **options: Any) -> Gate:
    return Gate(switches, record or MemoryRecord(), **{"clock": lambda: NOW, "user_agent": "Sidelight/test", **options})


class Asker:
    """One switch that is on, one gate, one source: sends a request and shows what came of it."""

    def __init__(self, source: Manifest | None = None, **options: Any) -> None:
        self.manifest = source or loopback_manifest()
        self.switches = Switchboard(self.manifest.id)
        self.record = MemoryRecord()
        self.cancel = threading.Event()
        self.gate = gate(self.switches, self.record, **options)

    def ask(self, request: Request | HostileServer) -> Response:
        wanted = request if isinstance(request, Request) else Request.get(request.url, [("q", "mask")])
        return self.gate.send(self.manifest, self.gate.prepare(self.manifest, wanted), self.cancel)


class WiredSource:
    """A source that asks one server of this computer and makes an offer of every title in its answer.

    ``make`` replaces its request.
    """

    def __init__(self, source_id: str, url: str, *, make: Callable[[Query], Request] | None = None) -> None:
        self.manifest = loopback_manifest(source_id, urlsplit(url).hostname or "")
        self.answers: list[Response] = []
        self._url = url
        self._make = make or (lambda query: Request.get(self._url, [("q", query.need.text)]))

    def search(self, query: Query) -> Search:
        response = yield self._make(query)
        self.answers.append(response)
        raise_for_status(response)
        titles = response.json()["titles"]
        return Page(tuple(self._offer(number, title) for number, title in enumerate(titles, 1)))

    def _offer(self, number: int, title: str) -> Offer:
        return make_offer(f"{self.manifest.id}-{number}", title, source_id=self.manifest.id)


def shows(*titles: str) -> Act:
    """A platform's honest answer to a ``WiredSource``."""
    return says({"titles": titles})
