"""A record in memory, for tests: a real chain, read and checked as the one on disk is."""

from __future__ import annotations

import threading
from pathlib import Path

from standins.offers import NOW

from desktop_client.commerce.record import Entry, Event, Head, Verdict, entry, verify


class MemoryBook:
    """Keeps entries in a list; ``threads`` are those it was asked in, ``reads`` how many entries each read gave."""

    def __init__(self, *events: Event) -> None:
        self.chain: list[Entry] = []
        self.threads: set[threading.Thread] = set()
        self.reads: list[int] = []
        self.exported: list[Path] = []
        for event in events:
            self.add(event)

    def add(self, event: Event) -> int:
        head = Head(self.chain[-1].number, self.chain[-1].hash) if self.chain else Head()
        self.chain.append(entry(head, NOW, event))
        return len(self.chain)

    def count(self) -> int:
        self._note()
        return len(self.chain)

    def entries(self, before: int | None = None, limit: int = 50) -> tuple[Entry, ...]:
        self._note()
        end = len(self.chain) if before is None else min(before - 1, len(self.chain))
        page = tuple(reversed(self.chain[max(0, end - limit) : end]))
        self.reads.append(len(page))
        return page

    def verify(self) -> Verdict:
        self._note()
        head = Head(self.chain[-1].number, self.chain[-1].hash) if self.chain else Head()
        return verify(self.chain, head)

    def export(self, path: Path) -> None:
        self._note()
        self.exported.append(path)

    def delete(self) -> None:
        self._note()
        self.chain.clear()

    def _note(self) -> None:
        self.threads.add(threading.current_thread())
