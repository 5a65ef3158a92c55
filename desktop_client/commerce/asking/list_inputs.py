"""What a list was made from: enough to make the same list again (promise P6), and a digest to know it by."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import msgspec

from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.prices.rates import Rates
from desktop_client.commerce.ranking import Order, Ranked, Weights, rank


@dataclass(frozen=True, slots=True)
class ListInputs:
    """The need, the weights, the order asked for, the time, the rule, and every offer that was considered.

    ``groups`` are the offers of the common list (None) and of each source that stands alone because its terms forbid
    mixing. ``limit`` is how many rows a group may show, None for all. ``rates`` are those by which amounts in different
    currencies were compared.
    """

    need: ShoppingNeed
    weights: Weights
    order: Order
    at: datetime
    limit: int | None
    rule_version: str
    groups: tuple[tuple[str | None, tuple[Offer, ...]], ...]
    rates: Rates | None = None

    @classmethod
    def of(cls, groups: Iterable[tuple[str | None, Ranked]]) -> ListInputs:
        """What these groups of one list were made from; the first is the common one."""
        ranked = list(groups)
        common = ranked[0][1]
        return cls(
            need=common.need,
            weights=common.weights,
            order=common.order,
            at=common.now,
            limit=common.limit,
            rule_version=common.rule_version,
            groups=tuple((source_id, group.considered) for source_id, group in ranked),
            rates=common.rates,
        )

    def ranked(self) -> tuple[Ranked, ...]:
        """Each group put in order by this program's own rule, whichever ``rule_version`` says."""
        return tuple(
            rank(
                self.need,
                offers,
                weights=self.weights,
                order=self.order,
                now=self.at,
                limit=self.limit,
                rates=self.rates,
            )
            for _, offers in self.groups
        )

    @property
    def sha256(self) -> str:
        """Hex digest over all of it as JSON with sorted keys. In which order the offers came has no part in it."""
        whole = {
            "need": self.need,
            "weights": self.weights,
            "order": self.order,
            "at": self.at,
            "limit": self.limit,
            "rule_version": self.rule_version,
            "rates": rates_to_json(self.rates),
            "groups": [(source_id, _sorted(offers)) for source_id, offers in self.groups],
        }
        return hashlib.sha256(_json(whole)).hexdigest()


def rates_to_json(rates: Rates | None) -> dict[str, object] | None:
    """Rates as they stand in a list; amounts are strings, so that they stay exact."""
    if rates is None:
        return None
    per_euro = {code: str(rate) for code, rate in rates.per_euro}
    return {"on": rates.on.isoformat(), "source": rates.source, "per_euro": per_euro}


def left_out(ranked: Ranked) -> list[Offer]:
    """The offers that were considered and have no row. Counted, since one offer may have been given twice."""
    shown = Counter(_json(row.offer) for row in ranked.rows)
    rest = []
    for offer in ranked.considered:
        line = _json(offer)
        if shown[line]:
            shown[line] -= 1
        else:
            rest.append(offer)
    return rest


def _sorted(offers: Iterable[Offer]) -> list[msgspec.Raw]:
    return [msgspec.Raw(line) for line in sorted(_json(offer) for offer in offers)]


def _json(value: object) -> bytes:
    return msgspec.json.encode(value, order="sorted")
