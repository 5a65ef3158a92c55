"""What the stand-ins of the shops outside China share: an answer with its own status, and a catalogue in cents."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from standins.platform_server import Good, Platform, Received, found


class RefusalError(Exception):
    """The platform says no: a status, and a body in its own form."""

    def __init__(self, status: int, body: object) -> None:
        super().__init__(status)
        self.status = status
        self.body = body


class Shop(Platform):
    """Answers with status 200 unless it refuses. ``hosts`` are the only ones it is served under.

    ``tokens`` are those it gave out, with their ends.
    """

    hosts: tuple[str, ...] = ()
    nothing_words = "zzz"

    def __init__(self, clock: Callable[[], datetime]) -> None:
        super().__init__(clock)
        self.tokens: dict[str, datetime] = {}

    def respond(self, request: Received) -> tuple[int, bytes]:
        self.received.append(request)
        if self.canned is not None:
            return self.canned
        assert request.headers["host"] in self.hosts, request.headers["host"]
        assert not {"cookie", "referer", "accept-language"} & set(request.headers)
        try:
            return 200, json.dumps(self.answer(request)).encode()
        except RefusalError as no:
            return no.status, json.dumps(no.body).encode()


def cents(text: str | None, otherwise: float) -> float:
    """A bound in dollars, as cents."""
    return float(Decimal(text) * 100) if text else otherwise


def page(words: str, low: str | None, high: str | None, number: int, size: int) -> tuple[list[Good], int]:
    """One page of the catalogue, with a price range in dollars."""
    if words == Shop.nothing_words:
        return [], 0
    return found(words, cents(low, 0), cents(high, 1e12), number, size)
