"""What lies beyond this computer, for tests: sources that want to send, a door to nobody, a record in memory."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence

from standins.offers import make_offer
from standins.sources import manifest

from desktop_client.commerce.offer import Offer
from desktop_client.commerce.sending.request import Outgoing, Purpose, Request, Response, complete
from desktop_client.commerce.source import Manifest, Page, Query, Search


class MemoryRecord:
    """Keeps what it is given."""

    def __init__(self) -> None:
        self.events: list[object] = []

    def add(self, event: object) -> int:
        self.events.append(event)
        return len(self.events)


class OpenDoor:
    """A gate that lets everything through to nobody, and counts; while ``open`` is clear, answers are held back."""

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []
        self.open = threading.Event()
        self.open.set()

    def prepare(self, manifest: Manifest, request: Request) -> Outgoing:
        return complete(request, "test")

    def send(self, manifest: Manifest, outgoing: Outgoing, cancel: threading.Event) -> Response:
        self.sent.append(outgoing)
        assert self.open.wait(30), "never opened"
        return Response(200, {}, b"{}")


class NoKeys:
    def has(self, source_id: str) -> bool:
        return False

    def of(self, manifest: Manifest) -> Mapping[str, str]:
        return {}


class Talkative:
    """Sends the search words in so many ``requests``; with ``token``, one without them before."""

    def __init__(
        self, source_id: str = "shop", requests: int = 2, *, token: bool = False, offers: Sequence[Offer] = ()
    ) -> None:
        self.manifest = manifest(source_id)
        self._requests = requests
        self._token = token
        self._offers = tuple(offers) or (make_offer("1", source_id=source_id),)

    def search(self, query: Query) -> Search:
        host = f"https://{self.manifest.id}.example"
        if self._token:
            yield Request.post_form(f"{host}/token", [("grant", "client")], purpose=Purpose.TOKEN)
        for number in range(self._requests):
            yield Request.get(f"{host}/{number}", [("q", query.need.text)])
        return Page(self._offers)
