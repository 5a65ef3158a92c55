"""Sources, switches and a shelf for tests: they count how often they are asked and answer when told to."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence

from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.sending.faults import Cancelled
from desktop_client.commerce.shelf.catalogue import ShelfStats
from desktop_client.commerce.source import Manifest, Mode, Page, Query, Search, Terms


def manifest(source_id: str, *, mode: Mode = Mode.API, may_mix: bool | None = None) -> Manifest:
    text = {"en": source_id, "zh": source_id}
    return Manifest(source_id, text, mode, text, text, text, text, text, terms=Terms(may_mix=may_mix))


class Switchboard:
    """Switches that a test throws."""

    def __init__(self, *on: str) -> None:
        self.on = set(on)
        self.at_once: set[str] = set()

    def is_on(self, source_id: str) -> bool:
        return source_id in self.on

    def asks_first(self, source_id: str) -> bool:
        return source_id not in self.at_once


class ScriptedSource:
    """Answers with the offers it was made with, or raises its error; with ``hold`` it waits for ``release``."""

    def __init__(
        self,
        source_id: str,
        offers: Sequence[Offer] = (),
        *,
        mode: Mode = Mode.API,
        may_mix: bool | None = None,
        error: Exception | None = None,
        hold: bool = False,
        heeds_cancel: bool = True,
    ) -> None:
        self.manifest = manifest(source_id, mode=mode, may_mix=may_mix)
        self.asked: list[ShoppingNeed] = []
        self.started = threading.Event()
        self.release = threading.Event()
        self.answered = threading.Event()
        self.cancel: threading.Event | None = None
        self._offers = tuple(offers)
        self._error = error
        self._heeds_cancel = heeds_cancel
        if not hold:
            self.release.set()

    def search(self, query: Query) -> Search:
        yield from ()
        cancel = query.cancel
        self.asked.append(query.need)
        self.cancel = cancel
        self.started.set()
        try:
            assert self.release.wait(30), "never released"
            if self._error is not None:
                raise self._error
            if cancel.is_set() and self._heeds_cancel:
                raise Cancelled
            return Page(self._offers[: query.limit])
        finally:
            self.answered.set()


class MemoryShelf:
    """A shelf that gives all it has."""

    def __init__(self, offers: Iterable[Offer]) -> None:
        self._offers = tuple(offers)

    def candidates(self, need: ShoppingNeed, limit: int, cancel: threading.Event) -> tuple[Offer, ...]:
        return self._offers[:limit]

    def put(self, offers: Iterable[Offer], origin: str) -> tuple[int, int]:
        added = tuple(offers)
        self._offers += added
        return len(added), 0

    def stats(self) -> ShelfStats:
        return ShelfStats(len(self._offers), (("test", len(self._offers)),))
