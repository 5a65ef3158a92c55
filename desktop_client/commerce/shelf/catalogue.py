"""What commerce needs of the shelf: the catalogue on this computer (imported feeds, saved offers, sample shelf)."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Offer


@dataclass(frozen=True, slots=True)
class ShelfStats:
    """How much lies on the shelf, by where it came from (``sample`` or a feed file's name)."""

    offers: int
    by_origin: tuple[tuple[str, int], ...]


class Shelf(Protocol):
    """The local catalogue. The store implements it."""

    def candidates(self, need: ShoppingNeed, limit: int, cancel: threading.Event) -> tuple[Offer, ...]:
        """Offers that share words with the need, at most ``limit``, chosen without regard to price or payment."""
        ...

    def put(self, offers: Iterable[Offer], origin: str) -> tuple[int, int]:
        """Add or update offers in one transaction; returns (new, updated). A changed price joins the price history."""
        ...

    def stats(self) -> ShelfStats:
        """How much lies on the shelf."""
        ...


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that was imported: its name, the file it came from, and how far the import came.

    ``rows`` are the records that were read, good or bad; ``offers`` how many lie on the shelf. ``size`` and
    ``modified`` are the file's: where they are the same, an import that was stopped can go on. ``currency`` (ISO 4217)
    is what the user said of its amounts that name none; "" where nobody said.
    """

    name: str
    path: str
    format: str
    size: int
    modified: float
    rows: int
    complete: bool
    imported_at: datetime
    offers: int = 0
    currency: str = ""


class Feeds(Protocol):
    """The feeds on the shelf. The store implements it."""

    def feeds(self) -> tuple[Feed, ...]:
        """All that were imported, the last first, without those that were removed."""
        ...

    def note(self, feed: Feed) -> None:
        """Keep how far an import has come."""
        ...

    def remove(self, name: str) -> int:
        """Take a feed off the shelf; returns how many offers that were. It can be put back until ``purge``."""
        ...

    def put_back(self, name: str) -> None:
        """Undo ``remove``."""
        ...

    def purge(self) -> None:
        """Delete what was removed, for good."""
        ...
