"""The order of a list: a pure function of the need, the offers, the weights, the order asked for and the time.

Read top to bottom: an offer is first projected to a ``Candidate``, which knows nothing of who earns what (P3). Offers
that contradict the need are taken out, and counted by the chip that they contradict. Each of the rest gets five parts,
each of 1000 points: how well its words match, how many wishes it states, whether the price fits, its rating, how
fresh it is. Its place is the weighted mean of the parts. All numbers are integers, so the order is the same on every
machine (P6).

What sellers write freely earns nothing (P4, ``docs/attacks.md``). No language model has a part in the order, and
neither has the sequence in which offers arrived (P5): equals stand in an order drawn from their ids, anew for each need
and each day, which no payment can change, and no text of a seller for longer than that (``judging/lots.py``). Samples,
which are not for sale, stand behind all that is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from operator import mul

from desktop_client.commerce.chips import Chip
from desktop_client.commerce.judging.candidate import Dates, dates_at
from desktop_client.commerce.judging.document import Document, Reader
from desktop_client.commerce.judging.judge import Judge, Worth, judge_of
from desktop_client.commerce.judging.lots import Lots
from desktop_client.commerce.judging.matching import tables_digest
from desktop_client.commerce.judging.orders import Order, Standing, in_order
from desktop_client.commerce.judging.parts import (
    DEFAULT_WEIGHTS,
    Age,
    Facts,
    Part,
    PartScore,
    PriceFit,
    RatingFacts,
    Weights,
    Wish,
    freshness_points,
)
from desktop_client.commerce.judging.ratings import MEAN_RATING, RATINGS_TO_TRUST
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.prices.freshness import past_term
from desktop_client.commerce.prices.packs import UnitPrice
from desktop_client.commerce.prices.rates import Rates
from desktop_client.commerce.prices.totals import Total

__all__ = [
    "DEFAULT_WEIGHTS",
    "MEAN_RATING",
    "RATINGS_TO_TRUST",
    "RULE_VERSION",
    "Age",
    "Facts",
    "Order",
    "Part",
    "PartScore",
    "PriceFit",
    "Ranked",
    "RankedOffer",
    "RatingFacts",
    "Removed",
    "Weights",
    "Wish",
    "forget",
    "rank",
]

RULE_VERSION = f"7+{tables_digest()}"
"""Changes whenever the same list could come out in another order: the rule's number and its tables' digest."""

_READER = Reader()
_standing = partial(tuple.__new__, Standing)
"""Makes one of the values in its fields' order, sooner than a call does."""


@dataclass(frozen=True, slots=True)
class RankedOffer:
    """An offer in its place (from 1), with the parts that put it there; ``score`` is their weighted mean, of 1000.

    By its ``lot`` it stands among equals.
    """

    rank: int
    offer: Offer
    score: int
    parts: tuple[PartScore, ...]
    total: Total
    unit_price: UnitPrice | None
    expired: bool
    lot: int = 0


@dataclass(frozen=True, slots=True)
class Removed:
    """What one chip takes out: ``count`` offers contradict it, ``alone`` of them contradict nothing else."""

    chip: Chip
    count: int
    alone: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """A list in order, with all that it takes to work it out again (P6) and to say what is not in it (P16).

    ``considered`` are all offers that were given, those left out too, as they came; ``limit`` is how many rows there
    may be; ``rates`` are those by which amounts in different currencies were compared, if any.
    """

    rule_version: str
    need: ShoppingNeed
    weights: Weights
    order: Order
    now: datetime
    rows: tuple[RankedOffer, ...]
    removed: tuple[Removed, ...]
    unrelated: int
    cut: int
    limit: int | None
    considered: tuple[Offer, ...] = field(repr=False, compare=False)
    rates: Rates | None = None


def rank(
    need: ShoppingNeed,
    offers: Iterable[Offer],
    *,
    weights: Weights = DEFAULT_WEIGHTS,
    order: Order = Order.RELEVANCE,
    now: datetime,
    limit: int | None = None,
    rates: Rates | None = None,
) -> Ranked:
    """Put offers in order for a need. ``now`` is aware; ``limit`` is how many rows are kept, None for all.

    Amounts in different currencies are compared by ``rates``; without them they never are.
    """
    given = tuple(offers)
    judge = judge_of(need, rates)
    standing, against, unrelated = _looked_at(judge, _READER.read(given), dates_at(given), weights, now)
    lots = Lots.of(need, now)
    kept = in_order(standing, order, need.price.currency, None if limit is None else max(0, limit), lots, rates)
    return Ranked(
        rule_version=RULE_VERSION,
        need=need,
        weights=weights,
        order=order,
        now=now,
        rows=tuple(
            _row(number, found, judge.parts(found.document, found.judgement), given[found.number], weights, now, lots)
            for number, found in enumerate(kept, 1)
        ),
        removed=_removed(judge.chips, against),
        unrelated=unrelated,
        cut=len(standing) - len(kept),
        limit=limit,
        considered=given,
        rates=rates,
    )


def forget() -> None:
    """Let go of all that was read of offers. The order never depends on what is kept, only how soon it is there."""
    _READER.forget()
    judge_of.cache_clear()


def _looked_at(
    judge: Judge, documents: Sequence[Document], dates_at: Callable[[int], Dates], weights: Weights, now: datetime
) -> tuple[list[Standing], Counter[int], int]:
    """The offers that stay with their scores, the chips that each of the others contradicts, how many are unrelated."""
    weighed = [weights.of(part) for part in judge.kinds]
    every = sum(weighed) + weights.freshness
    ages: dict[Dates, tuple[bool, int]] = {}
    sums: dict[tuple[int, ...], int] = {}
    standing: list[Standing] = []
    against: list[int] = []
    unrelated = 0
    for number, (document, found) in enumerate(zip(documents, judge.look_at(documents), strict=True)):
        if found.against:
            against.append(found.against)
        elif not found.related:
            unrelated += 1
        else:
            dates = dates_at(number)
            aged = ages.get(dates)
            if aged is None:
                age = _age(dates.fetched_at, now, expired=past_term(dates, now))
                aged = ages[dates] = (age.expired, freshness_points(age) * weights.freshness)
            expired, freshness = aged
            points = found.points
            weight = sums.get(points)
            if weight is None:
                weight = sums[points] = sum(map(mul, points, weighed))
            score = (weight + freshness) // every if every else 0
            standing.append(_standing((document, found, score, dates, expired, number)))
    return standing, Counter(against), unrelated


def _age(fetched_at: datetime, now: datetime, *, expired: bool) -> Age:
    return Age(max(0, (now - fetched_at).days), expired)


def _row(
    number: int, found: Standing, parts: tuple[Worth, ...], offer: Offer, weights: Weights, now: datetime, lots: Lots
) -> RankedOffer:
    age = _age(offer.fetched_at, now, expired=found.expired)
    parts = (*parts, (Part.FRESHNESS, freshness_points(age), age))
    return RankedOffer(
        rank=number,
        offer=offer,
        score=found.score,
        parts=tuple(PartScore(part, points, weights.of(part), facts) for part, points, facts in parts),
        total=found.document.total,
        unit_price=found.document.unit_price,
        expired=found.expired,
        lot=lots.lot(found.document.drawn[0]),
    )


def _removed(chips: Sequence[Chip], against: Counter[int]) -> tuple[Removed, ...]:
    return tuple(
        Removed(chip, sum(count for bits, count in against.items() if bits & 1 << number), against[1 << number])
        for number, chip in enumerate(chips)
    )
