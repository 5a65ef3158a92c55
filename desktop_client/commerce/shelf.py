"""What commerce needs of the shelf: the catalogue on this computer (imported feeds, saved offers, sample shelf)."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
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
