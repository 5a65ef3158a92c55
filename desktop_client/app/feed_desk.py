"""Feeds of one profile, from files and to the shelf."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop_client.app.parts import Parts
from desktop_client.commerce.feeds.intake import Imported, Preview
from desktop_client.commerce.shelf.catalogue import Feed


@dataclass(frozen=True, slots=True)
class FeedDeskOfProfile:
    """Implements ``ui.feeds.controller.FeedDesk``."""

    parts: Parts

    def feeds(self) -> tuple[Feed, ...]:
        """The feeds on the shelf."""
        return self.parts.store.feeds.feeds()

    def look_at(self, path: Path, currency: str | None = None) -> Preview:
        """See what a file is."""
        return self.parts.intake.look_at(path, currency)

    def take(self, seen: Preview, on_progress: Callable[[int, int], None], cancel: threading.Event) -> Imported:
        """Put it on the shelf."""
        return self.parts.intake.take(seen, on_progress, cancel)

    def remove(self, name: str) -> int:
        """Take a feed off the shelf; it can be put back until the next start."""
        with self.parts.intake.alone(name):
            return self.parts.store.feeds.remove(name)

    def put_back(self, name: str) -> None:
        """Undo that."""
        self.parts.store.feeds.put_back(name)
