"""Lots: in which order equals stand. They are drawn from the offers' ids, anew for each need and each day.

Whoever sells chooses the ids of his goods, and can try thousands until one comes first among equals. So a lot that was
found good holds for one need and one day (UTC), and for no other (promise P4). Need and day stand in every exported
list, so that anybody can draw again (P6).
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import NamedTuple

from desktop_client.commerce.meaning.folding import fold
from desktop_client.commerce.need import ShoppingNeed

_ALL = 2**64 - 1
_ODD = 0x9E3779B97F4A7C15
"""Times an odd number every lot stays another one, and each of its bits moves the highest."""


def drawn(source_id: str, offer_id: str) -> int:
    """The number that an offer draws: 64 bits of a digest of its ids, the same every time."""
    return int.from_bytes(hashlib.sha256(f"{source_id}\0{offer_id}".encode()).digest()[:8])


class Lots(NamedTuple):
    """The lots of one need on one day."""

    turned_by: int

    @classmethod
    def of(cls, need: ShoppingNeed, now: datetime) -> Lots:
        """``now`` is aware. Of the need its search words count: another condition leaves equals as they are."""
        what = f"{fold(need.text)}\0{now.astimezone(UTC).date().isoformat()}"
        return cls(int.from_bytes(hashlib.sha256(what.encode()).digest()[:8]))

    def lot(self, number: int) -> int:
        """Where an offer that drew this number stands among equals: the lower comes first."""
        return (number ^ self.turned_by) * _ODD & _ALL
