"""Shortlists on disk: pinned offers, each a snapshot that no later import changes."""

from __future__ import annotations

from datetime import datetime

import msgspec

from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.shortlist import DEFAULT_LIST, Pin
from desktop_client.store.database import Clock, Database
from desktop_client.store.errors import StoreError
from desktop_client.wording import say


class ShortlistStore:
    """Implements ``Shortlists``."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def names(self) -> tuple[str, ...]:
        """Lists that hold at least one pin, by name."""
        rows = self._database.read(lambda db: db.execute("SELECT DISTINCT list FROM pins ORDER BY list").fetchall())
        return tuple(name for (name,) in rows)

    def pins(self, name: str = DEFAULT_LIST) -> tuple[Pin, ...]:
        """What a list holds, oldest pin first; empty where there is no such list."""
        rows = self._database.read(
            lambda db: db.execute(
                "SELECT offer, pinned_at, need FROM pins WHERE list = ? ORDER BY id", (name,)
            ).fetchall()
        )
        return tuple(_pin(offer, pinned_at, need) for offer, pinned_at, need in rows)

    def pin(self, offer: Offer, need: ShoppingNeed | None, name: str = DEFAULT_LIST) -> None:
        """Add a snapshot at the end; an offer with the same key is replaced."""
        snapshot = msgspec.json.encode(offer).decode()
        wanted = msgspec.json.encode(need).decode() if need else None
        self._database.write(
            lambda db: db.execute(
                "INSERT OR REPLACE INTO pins (list, source_id, offer_id, offer, need, pinned_at) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (name, *offer.key, snapshot, wanted, self._clock().isoformat()),
            )
        )

    def unpin(self, key: tuple[str, str], name: str = DEFAULT_LIST) -> None:
        """Take an offer off the list; nothing happens if it isn't there."""
        self._database.write(
            lambda db: db.execute("DELETE FROM pins WHERE list = ? AND source_id = ? AND offer_id = ?", (name, *key))
        )


def _pin(offer: str, pinned_at: str, need: str | None) -> Pin:
    try:
        return Pin(
            offer=msgspec.json.decode(offer, type=Offer),
            pinned_at=datetime.fromisoformat(pinned_at),
            need=msgspec.json.decode(need, type=ShoppingNeed) if need else None,
        )
    except msgspec.MsgspecError as error:
        raise StoreError(
            say("A pinned offer is damaged ({detail}).", detail=str(error)),
            say("Put back a copy of the database from the backups folder."),
        ) from error
