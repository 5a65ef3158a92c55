"""Shortlist: offers that the user pinned, each a snapshot of what was seen. The store implements it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Offer

DEFAULT_LIST = "shortlist"
"""The name of the list that *pin* uses when none is named."""


@dataclass(frozen=True, slots=True)
class Pin:
    """An offer as it was when it was pinned (``pinned_at`` aware, UTC), and the need it answered, if any."""

    offer: Offer
    pinned_at: datetime
    need: ShoppingNeed | None = None


class Shortlists(Protocol):
    """Named shortlists on disk; every call returns after its commit."""

    def names(self) -> tuple[str, ...]:
        """Lists that hold at least one pin, by name."""
        ...

    def pins(self, name: str = DEFAULT_LIST) -> tuple[Pin, ...]:
        """What a list holds, oldest pin first; empty where there is no such list."""
        ...

    def pin(self, offer: Offer, need: ShoppingNeed | None, name: str = DEFAULT_LIST) -> None:
        """Add a snapshot; an offer with the same key is replaced."""
        ...

    def unpin(self, key: tuple[str, str], name: str = DEFAULT_LIST) -> None:
        """Take an offer off the list; nothing happens if it isn't there."""
        ...
