"""What-if: how the pinned offers stand to the need that they were pinned for, under weights that the user moves.

It is the panel's own rule (``ranking.rank``) on the pinned offers alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop_client.commerce.chips import Chip
from desktop_client.commerce.comparing.shortlist import Pin
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Key
from desktop_client.commerce.prices.rates import Rates
from desktop_client.commerce.ranking import DEFAULT_WEIGHTS, Ranked, RankedOffer, Weights, rank


@dataclass(frozen=True, slots=True)
class Fit:
    """The list that the rule makes of the pinned offers, and for each one left out what of the need it contradicts.

    ``against`` is empty for an offer that has nothing to do with the need at all.
    """

    ranked: Ranked
    against: Mapping[Key, tuple[Chip, ...]]

    @property
    def need(self) -> ShoppingNeed:
        """What was looked for when the newest of them was pinned."""
        return self.ranked.need

    def row(self, key: Key) -> RankedOffer | None:
        """The place of an offer; None for one that doesn't fit."""
        return next((row for row in self.ranked.rows if row.offer.key == key), None)

    def removed_by(self, chip: Chip) -> frozenset[Key]:
        """The offers that contradict a chip."""
        return frozenset(key for key, chips in self.against.items() if chip in chips)


def fit(
    pins: Sequence[Pin], now: datetime, weights: Weights = DEFAULT_WEIGHTS, rates: Rates | None = None
) -> Fit | None:
    """How the offers stand to the newest pin's need; None where none was pinned for one. By ``rates``, where the user
    wants them, a price in another currency than the need's is compared with its range.
    """
    newest = max((pin for pin in pins if pin.need), key=lambda pin: pin.pinned_at, default=None)
    if newest is None or newest.need is None:
        return None
    need = newest.need
    ranked = rank(need, [pin.offer for pin in pins], weights=weights, now=now, rates=rates)
    placed = {row.offer.key for row in ranked.rows}
    against = {
        pin.offer.key: tuple(gone.chip for gone in rank(need, [pin.offer], now=now, rates=rates).removed if gone.count)
        for pin in pins
        if pin.offer.key not in placed
    }
    return Fit(ranked, against)
