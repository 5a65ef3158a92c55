"""How the user laid out a comparison: what orders the columns, what is left out. Kept with the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop_client.commerce.chips import Chip
from desktop_client.commerce.judging.parts import DEFAULT_WEIGHTS, Weights
from desktop_client.commerce.offer import Key

BY_TOTAL = "total"
"""What puts the columns in order until the user says otherwise."""
ALWAYS = frozenset({"status"})
"""Rows that can't be left out (promise P10)."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """``by`` is the id of the row that orders the columns, ``backwards`` the largest first.

    ``places`` are offers in an order of the user's own, which goes before any row; those that aren't in it stand
    behind. ``hidden_rows`` are ids of rows, ``hidden_offers`` keys of offers; ``filters`` are chips of the need whose
    contradictions are left out as well. ``apart`` are pairs that look like one product and of which the user said that
    they aren't; ``grouped``: offers of one product stand side by side; ``frozen``: the first offer stays in sight.
    ``weights`` are those of the best match.
    """

    by: str = BY_TOTAL
    backwards: bool = False
    places: tuple[Key, ...] = ()
    hidden_rows: tuple[str, ...] = ()
    hidden_offers: tuple[Key, ...] = ()
    filters: tuple[Chip, ...] = ()
    apart: tuple[tuple[Key, Key], ...] = ()
    grouped: bool = True
    frozen: bool = False
    weights: Weights = DEFAULT_WEIGHTS

    def ordered_by(self, row_id: str, *, backwards: bool = False) -> Arrangement:
        """The columns by a row; an order of the user's own is given up."""
        return replace(self, by=row_id, backwards=backwards, places=())

    def moved(self, shown: Sequence[Key], key: Key, steps: int) -> Arrangement:
        """One of the offers that are shown some places to the right, or to the left; nothing changes at the edge."""
        order = list(shown)
        at = order.index(key)
        order.insert(max(0, min(len(order) - 1, at + steps)), order.pop(at))
        return self if order == list(shown) else replace(self, places=tuple(order))

    def without_row(self, row_id: str) -> Arrangement:
        """Leave a row out."""
        if row_id in ALWAYS:
            return self
        return replace(self, hidden_rows=tuple(dict.fromkeys((*self.hidden_rows, row_id))))

    def without_offer(self, key: Key) -> Arrangement:
        """Leave an offer out; it stays on the list."""
        return replace(self, hidden_offers=tuple(dict.fromkeys((*self.hidden_offers, key))))

    def with_all(self) -> Arrangement:
        """Leave nothing out."""
        return replace(self, hidden_rows=(), hidden_offers=(), filters=())

    def filtered(self, chip: Chip, *, on: bool) -> Arrangement:
        """Leave out what contradicts a chip, or don't."""
        others = tuple(each for each in self.filters if each != chip)
        return replace(self, filters=(*others, chip) if on else others)

    def told_apart(self, one: Key, other: Key) -> Arrangement:
        """Two offers are not the same product."""
        pair = (min(one, other), max(one, other))
        return replace(self, apart=tuple(dict.fromkeys((*self.apart, pair))))

    def told_alike(self, one: Key, other: Key) -> Arrangement:
        """Take that back."""
        return replace(self, apart=tuple(pair for pair in self.apart if set(pair) != {one, other}))
