"""The order of a list: a pure function of the need, the offers, the weights, the order asked for and the time.

Read top to bottom: an offer is first projected to a ``Candidate``, which knows nothing of who earns what (P3). Offers
that contradict the need are taken out, and counted by the chip that they contradict. Each of the rest gets five parts,
each of 1000 points: how well its words match, how many wishes it states, whether the price fits, its rating, how
fresh it is. Its place is the weighted mean of the parts. All numbers are integers, so the order is the same on every
machine (P6).

No language model has a part in it, and neither has the order in which offers arrived (P5): equals stand in an order
drawn from their ids, which no text of a seller and no payment can change.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from desktop_client.commerce.candidate import Candidate, project
from desktop_client.commerce.chips import Chip, ChipKind
from desktop_client.commerce.claims import POINTS, Place, Subject
from desktop_client.commerce.concepts import table
from desktop_client.commerce.matching import Document, Match, TextMatch, tables_digest
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.offer import Offer, Rating
from desktop_client.commerce.packs import UnitPrice, pack_of, unit_price
from desktop_client.commerce.totals import Total

RULE_VERSION = f"1+{tables_digest()}"
"""Changes whenever the same list could come out in another order: the rule's number and its tables' digest."""

MEAN_RATING = 800
"""Of 1000: what an offer without a rating is taken for, and what few ratings are shrunk towards."""
RATINGS_TO_TRUST = 20
"""This many people move a rating half of the way from the mean to what they say."""
STALE_AFTER_DAYS = 90
PRICE_UNKNOWN = 500
PRICE_IN_PART = 700
"""Of 1000: the price can't be compared; what is known of it fits."""


class Part(StrEnum):
    """What an offer's place is made of."""

    TEXT = "text"
    WISHES = "must_haves"
    PRICE = "price"
    RATING = "rating"
    FRESHNESS = "freshness"


class Order(StrEnum):
    """The orders that a user can ask for. In all of them what is unknown comes last."""

    RELEVANCE = "relevance"
    TOTAL_PRICE = "total_price"
    UNIT_PRICE = "unit_price"
    RATING = "rating"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part counts, as whole numbers; only their proportions matter."""

    text: int = 45
    must_haves: int = 30
    price: int = 10
    rating: int = 10
    freshness: int = 5

    def of(self, part: Part) -> int:
        """The weight of one part."""
        return int(getattr(self, part.value))


DEFAULT_WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Wish:
    """What an offer says about one wish: where it states that it is met."""

    chip: Chip
    place: Place


@dataclass(frozen=True, slots=True)
class PriceFit:
    """How a price stands to the range asked for; ``comparable`` is False in another currency or without a price."""

    total: Total
    comparable: bool


@dataclass(frozen=True, slots=True)
class RatingFacts:
    """The rating as the source gives it."""

    rating: Rating | None


@dataclass(frozen=True, slots=True)
class Age:
    """How many whole days ago the offer was seen, and whether its source's term has passed."""

    days: int
    expired: bool


Facts = Match | tuple[Wish, ...] | PriceFit | RatingFacts | Age


@dataclass(frozen=True, slots=True)
class PartScore:
    """One part of a place: points of 1000, the weight it has, and what it was worked out from."""

    part: Part
    points: int
    weight: int
    facts: Facts


@dataclass(frozen=True, slots=True)
class RankedOffer:
    """An offer in its place (from 1), with the parts that put it there; ``score`` is their weighted mean, of 1000."""

    rank: int
    offer: Offer
    score: int
    parts: tuple[PartScore, ...]
    total: Total
    unit_price: UnitPrice | None
    expired: bool


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
    may be.
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


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate that stays in the list, with what its place is made of."""

    candidate: Candidate
    parts: tuple[PartScore, ...]
    score: int
    expired: bool


def rank(
    need: ShoppingNeed,
    offers: Iterable[Offer],
    *,
    weights: Weights = DEFAULT_WEIGHTS,
    order: Order = Order.RELEVANCE,
    now: datetime,
    limit: int | None = None,
) -> Ranked:
    """Put offers in order for a need. ``now`` is aware; ``limit`` is how many rows are kept, None for all."""
    given = list(offers)
    judge = Judge(need, weights, now)
    judged: list[tuple[Judged, Offer]] = []
    against: list[tuple[Chip, ...]] = []
    unrelated = 0
    for offer in given:
        found = judge.look_at(project(offer))
        if isinstance(found, Judged):
            judged.append((found, offer))
        elif found:
            against.append(found)
        else:
            unrelated += 1
    key = sort_key(order, need)
    judged.sort(key=lambda pair: key(pair[0]))
    kept = judged if limit is None else judged[: max(0, limit)]
    return Ranked(
        rule_version=RULE_VERSION,
        need=need,
        weights=weights,
        order=order,
        now=now,
        rows=tuple(_row(number, found, offer) for number, (found, offer) in enumerate(kept, 1)),
        removed=_removed(judge.chips, against),
        unrelated=unrelated,
        cut=len(judged) - len(kept),
        limit=limit,
        considered=tuple(given),
    )


def _row(number: int, found: Judged, offer: Offer) -> RankedOffer:
    candidate = found.candidate
    return RankedOffer(
        rank=number,
        offer=offer,
        score=found.score,
        parts=found.parts,
        total=candidate.total,
        unit_price=_unit_price(candidate),
        expired=found.expired,
    )


def _removed(chips: Sequence[Chip], against: Sequence[tuple[Chip, ...]]) -> tuple[Removed, ...]:
    every = Counter(chip for fails in against for chip in fails)
    alone = Counter(fails[0] for fails in against if len(fails) == 1)
    return tuple(Removed(chip, every[chip], alone[chip]) for chip in chips)


class Judge:
    """Looks at one candidate at a time: nothing that it says depends on the others."""

    def __init__(self, need: ShoppingNeed, weights: Weights, now: datetime) -> None:
        self._need = need
        self._weights = weights
        self._now = now
        self._text = TextMatch(need, table())
        self._wishes = [
            *((Chip(ChipKind.MUST_HAVE, phrase), Subject(phrase, table())) for phrase in need.must_have),
            *((Chip(ChipKind.MUST_NOT, phrase), Subject(phrase, table())) for phrase in need.must_not),
        ]
        category = [Chip(ChipKind.CATEGORY, need.category)] if need.category else []
        price = [Chip.of_price(need.price)] if need.price else []
        self.chips: tuple[Chip, ...] = (*category, *(chip for chip, _ in self._wishes), *price)

    def look_at(self, candidate: Candidate) -> Judged | tuple[Chip, ...]:
        """The candidate with its parts; or the chips that it contradicts; or () if it is not about the need."""
        document = Document(candidate)
        against: list[Chip] = []
        if self._text.category is not None and self._text.category.is_other(document):
            against.append(self.chips[0])
        wishes = self._met(document, against)
        fit = price_fit(self._need.price, candidate.total)
        if fit is None:
            against.append(self.chips[-1])
        if against:
            return tuple(against)
        match = self._text.of(document)
        if not match.related:
            return ()
        expired = candidate.expires_at is not None and candidate.expires_at <= self._now
        parts = self._parts(candidate, match, wishes, fit, expired)
        weight = sum(part.weight for part in parts)
        score = sum(part.points * part.weight for part in parts) // weight if weight else 0
        return Judged(candidate, parts, score, expired)

    def _met(self, document: Document, against: list[Chip]) -> tuple[Wish, ...]:
        wishes = []
        for chip, subject in self._wishes:
            claim = subject.claim(document.title, document.description, document.candidate.attributes)
            without = (chip.kind is ChipKind.MUST_NOT) != subject.denied
            met, denied = (claim.absent, claim.present) if without else (claim.present, claim.absent)
            if denied is not Place.NOWHERE:
                against.append(chip)
            wishes.append(Wish(chip, met))
        return tuple(wishes)

    def _parts(
        self, candidate: Candidate, match: Match, wishes: tuple[Wish, ...], fit: PriceFit | None, expired: bool
    ) -> tuple[PartScore, ...]:
        age = Age(max(0, (self._now - candidate.fetched_at).days), expired)
        found: list[tuple[Part, int, Facts]] = [(Part.TEXT, match.points, match)] if match.found else []
        if wishes:
            found.append((Part.WISHES, sum(POINTS[wish.place] for wish in wishes) // len(wishes), wishes))
        if self._need.price and fit is not None:
            found.append((Part.PRICE, price_points(fit), fit))
        found.append((Part.RATING, rating_points(candidate.rating), RatingFacts(candidate.rating)))
        found.append((Part.FRESHNESS, freshness_points(age), age))
        return tuple(PartScore(part, points, self._weights.of(part), facts) for part, points, facts in found)


def price_fit(wanted: PriceRange, total: Total) -> PriceFit | None:
    """How what is known of a price stands to a range; None if it lies outside of it.

    Amounts in another currency than the range's are never converted. A range without a currency is taken in each
    offer's own.
    """
    known = total.known
    if not wanted or known is None or wanted.currency not in (None, known.currency):
        return PriceFit(total, comparable=False)
    too_low = wanted.low is not None and known.amount < wanted.low
    too_high = wanted.high is not None and known.amount > wanted.high
    return None if too_low or too_high else PriceFit(total, comparable=True)


def price_points(fit: PriceFit) -> int:
    """1000 within the range; less where parts of the price, or all of it, can't be compared."""
    if not fit.comparable:
        return PRICE_UNKNOWN
    return 1000 if fit.total.money is not None else PRICE_IN_PART


def rating_points(rating: Rating | None) -> int:
    """The rating shrunk to the mean, (20 x mean + people x rating) / (20 + people); the mean where there is none."""
    if rating is None or not rating.scale_max > 0:
        return MEAN_RATING
    people = max(0, rating.count if rating.count is not None else 1)
    value = min(1000, max(0, round(1000 * rating.value / rating.scale_max)))
    return (MEAN_RATING * RATINGS_TO_TRUST + value * people) // (RATINGS_TO_TRUST + people)


def freshness_points(age: Age) -> int:
    """1000 for what was seen today, falling evenly to 0 at 90 days; 0 past the source's own term."""
    return 0 if age.expired else 1000 * (STALE_AFTER_DAYS - min(STALE_AFTER_DAYS, age.days)) // STALE_AFTER_DAYS


def _unit_price(candidate: Candidate) -> UnitPrice | None:
    return unit_price(candidate.total.known, pack_of(candidate.title, candidate.attributes))


def draw(candidate: Candidate) -> tuple[str, ...]:
    """Where equals stand: a digest of the ids, as good as drawn by lot and the same every time."""
    lot = hashlib.sha256(f"{candidate.source_id}\0{candidate.offer_id}".encode()).hexdigest()
    return (lot, candidate.source_id, candidate.offer_id, candidate.title)


def sort_key(order: Order, need: ShoppingNeed) -> Callable[[Judged], tuple[Any, ...]]:
    """What an order compares; smaller stands further up."""
    return lambda judged: (*_KEYS[order](judged, need.price.currency), *draw(judged.candidate))


def _by_relevance(judged: Judged, currency: str | None) -> tuple[Any, ...]:  # noqa: ARG001 - one of several keys
    return (-judged.score,)


def _by_total(judged: Judged, currency: str | None) -> tuple[Any, ...]:
    """Known totals, then known ones past their term, then those with the fewest unknown parts; own currency first."""
    total = judged.candidate.total
    if total.known is None:
        return (3, len(total.unknown), True, "", Decimal(0))
    group = 2 if total.unknown else int(judged.expired)
    return (group, len(total.unknown), total.known.currency != currency, total.known.currency, total.known.amount)


def _by_unit_price(judged: Judged, currency: str | None) -> tuple[Any, ...]:
    price = _unit_price(judged.candidate)
    if price is None:
        return (4, 0, True, "", True, "", Decimal(0))
    group, unknown, *_ = _by_total(judged, currency)
    return (group, unknown, price.unit != "piece", price.unit, price.currency != currency, price.currency, price.amount)


def _by_rating(judged: Judged, currency: str | None) -> tuple[Any, ...]:  # noqa: ARG001 - one of several keys
    rating = judged.candidate.rating
    return (rating is None, -rating_points(rating))


def _by_age(judged: Judged, currency: str | None) -> tuple[Any, ...]:  # noqa: ARG001 - one of several keys
    return (-judged.candidate.fetched_at.timestamp(),)


_KEYS: Mapping[Order, Callable[[Judged, str | None], tuple[Any, ...]]] = {
    Order.RELEVANCE: _by_relevance,
    Order.TOTAL_PRICE: _by_total,
    Order.UNIT_PRICE: _by_unit_price,
    Order.RATING: _by_rating,
    Order.NEWEST: _by_age,
}
