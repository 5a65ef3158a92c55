"""Reasons: why an offer stands where it does, in words made from the numbers that put it there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from desktop_client.commerce.chips import ChipKind
from desktop_client.commerce.judging.claims import POINTS, Place
from desktop_client.commerce.judging.matching import Match
from desktop_client.commerce.judging.terms import Field, Found
from desktop_client.commerce.ranking import (
    MEAN_RATING,
    RATINGS_TO_TRUST,
    Age,
    Facts,
    Order,
    Part,
    PartScore,
    PriceFit,
    RankedOffer,
    RatingFacts,
    Wish,
)
from desktop_client.wording import Sentence, say

MOST_WEIGHT = 100
"""The largest weight that a part can be given."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of a place: points of 1000, its weight in percent of all parts, and the words."""

    part: Part
    points: int
    weight: int
    words: Sentence


PARTS: Mapping[Part, Sentence] = {
    Part.TEXT: say("Words"),
    Part.WISHES: say("Wishes met"),
    Part.PRICE: say("Price"),
    Part.RATING: say("Rating"),
    Part.FRESHNESS: say("Freshness"),
}
"""What the parts are called."""

ORDERS: Mapping[Order, Sentence] = {
    Order.RELEVANCE: say("Best match"),
    Order.TOTAL_PRICE: say("Total price"),
    Order.UNIT_PRICE: say("Unit price"),
    Order.RATING: say("Rating"),
    Order.NEWEST: say("Newest"),
}
"""What the orders are called."""

_FIELDS: Mapping[Field, Sentence] = {
    Field.TITLE: say("in the title"),
    Field.BRAND: say("as the brand"),
    Field.MODEL: say("as the model"),
    Field.CATEGORY: say("as the category"),
    Field.ATTRIBUTE: say("in an attribute"),
    Field.DESCRIPTION: say("in the description"),
}

_PLACES: Mapping[Place, Sentence] = {
    Place.ATTRIBUTE: say("stated"),
    Place.GENERAL: say("said of everything"),
    Place.TITLE: say("only in the title"),
    Place.DESCRIPTION: say("only in the description"),
    Place.NOWHERE: say("not stated"),
}


def reasons(row: RankedOffer) -> tuple[Reason, ...]:
    """One reason for each part that counted, in the order in which the rule lists them."""
    every = sum(part.weight for part in row.parts) or 1
    return tuple(
        Reason(part.part, part.points, round(100 * part.weight / every), _words(part.facts)) for part in row.parts
    )


def range_words(low: str, high: str, currency: str) -> Sentence:
    """A range of prices in words; an end that is not asked for is empty, and so is a currency that isn't."""
    if not currency:
        return say("{range} in any currency", range=_range(low, high, ""))
    return _range(low, high, f" {currency}")


def _range(low: str, high: str, currency: str) -> Sentence:
    if low and high:
        return say("price {range}", range=f"{low}–{high}{currency}")
    if high:
        return say("price up to {amount}", amount=f"{high}{currency}")
    return say("price from {amount}", amount=f"{low}{currency}")


def price_fit_of(row: RankedOffer) -> PriceFit | None:
    """How an offer's price stands to the price asked for; None where none was."""
    return next((part.facts for part in row.parts if isinstance(part.facts, PriceFit)), None)


def not_compared(fit: PriceFit | None) -> Sentence | None:
    """What to say with a price that passes only because it can't be compared with the price asked for; None where it
    was compared, where nothing was asked for, and where none is stated, which is said in any case.
    """
    known = fit.total.known if fit is not None else None
    if fit is None or fit.comparable or known is None:
        return None
    return say("in {currency}, not compared with the price asked for", currency=known.currency)


def joined(sentences: list[Sentence]) -> Sentence:
    """Several sentences as one, parted by semicolons."""
    whole = sentences[0]
    for sentence in sentences[1:]:
        whole = say("{first}; {second}", first=whole, second=sentence)
    return whole


def _words(facts: Facts) -> Sentence:
    if isinstance(facts, tuple):
        return joined([_wish(wish) for wish in facts])
    return _SAYING[type(facts)](facts)


def _match(match: Match) -> Sentence:
    return joined([_found(hit) for hit in match.found])


def _found(hit: Found) -> Sentence:
    if hit.place is None:
        return say("“{word}” not found", word=hit.word)
    if hit.points == 0:
        return say("“{word}” only said in passing, for no points", word=hit.word)
    return say("“{word}” {where}", word=hit.word, where=_FIELDS[hit.place])


def _wish(wish: Wish) -> Sentence:
    if wish.chip.kind is ChipKind.MUST_NOT:
        return say("without “{wish}”: {where}", wish=wish.chip.text, where=_PLACES[wish.place])
    return say("“{wish}”: {where}", wish=wish.chip.text, where=_PLACES[wish.place])


def _price(fit: PriceFit) -> Sentence:
    known = fit.total.known
    if known is None:
        return say("no price is stated")
    if not fit.comparable:
        return say("the price is in {currency} and is not converted", currency=known.currency)
    if fit.currency is None:
        return joined([_fitting(fit, None), say("taken in {currency}, as you named none", currency=known.currency)])
    return _fitting(fit, fit.rates.stated(known.currency, fit.currency) if fit.rates is not None else None)


def _fitting(fit: PriceFit, rate: Sentence | None) -> Sentence:
    if fit.total.money is None:
        parts = unknown_parts(fit.total.unknown)
        if rate:
            return say("what is known of the price fits at {rate}; unknown: {parts}", rate=rate, parts=parts)
        return say("what is known of the price fits; unknown: {parts}", parts=parts)
    if rate:
        return say("the total fits the price asked for at {rate}", rate=rate)
    return say("the total fits the price asked for")


_UNKNOWN: Mapping[str, Sentence] = {
    "price": say("price"),
    "shipping": say("shipping"),
    "tax": say("tax"),
    "conditions": say("whether you meet the price's conditions"),
}


def unknown_parts(parts: tuple[str, ...]) -> Sentence:
    """The unknown parts of a total, in words."""
    named = [_UNKNOWN[part] for part in parts]
    whole = named[0]
    for part in named[1:]:
        whole = say("{first}, {second}", first=whole, second=part)
    return whole


def _rating(facts: RatingFacts) -> Sentence:
    rating = facts.rating
    if rating is None:
        return say("no rating; counted as the mean, {mean} of 5", mean=_of_five(MEAN_RATING))
    if rating.count is None:
        return say(
            "{value} of {scale}, number of people unknown; drawn to the mean",
            value=rating.value,
            scale=rating.scale_max,
        )
    return say(
        "{value} of {scale} from {count} people; the mean counts for {trust} people",
        value=rating.value,
        scale=rating.scale_max,
        count=rating.count,
        trust=RATINGS_TO_TRUST,
    )


def _of_five(points: int) -> str:
    return f"{Decimal(points) / 200:.1f}"


def _age(age: Age) -> Sentence:
    if age.expired:
        return say("its source's term for this price has passed")
    if age.days == 0:
        return say("seen today")
    return say("last seen {days} days ago", days=age.days) if age.days > 1 else say("last seen yesterday")


_SAYING: Mapping[type, Callable[[Any], Sentence]] = {
    Match: _match,
    PriceFit: _price,
    RatingFacts: _rating,
    Age: _age,
}


def would_change(upper: RankedOffer, lower: RankedOffer) -> tuple[Sentence, ...]:
    """Why the upper of two neighbours stands above the lower, and what would turn them round.

    In order of relevance only; both rows must come from one list.
    """
    if upper.offer.sample != lower.offer.sample:
        return (say("The next is a sample: samples stand behind all that is for sale."),)
    if upper.score == lower.score:
        return (say("Equal points; equals stand in an order that is drawn each day."),)
    gains = {part.part: _difference(upper, lower, part.part) for part in upper.parts}
    best = max(gains, key=lambda part: gains[part])
    said = [
        say(
            "{points} points of 100 ahead of the next, most of all by: {part}",
            points=_points(upper.score - lower.score),
            part=PARTS[best],
        )
    ]
    turned = _turning_weight(upper, lower)
    if turned is not None:
        part, weight = turned
        said.append(
            say(
                "With a weight of {weight} or more for “{part}” the next would stand above it.",
                weight=weight,
                part=PARTS[part],
            )
        )
    missing = _missing_wish(lower)
    if missing is not None:
        said.append(_gain(*missing))
    return tuple(said)


def _gain(wish: Wish, points: int) -> Sentence:
    if wish.chip.kind is ChipKind.MUST_NOT:
        return say(
            "If the next stated to be without “{wish}”, it would gain {points} points.",
            wish=wish.chip.text,
            points=_points(points),
        )
    return say(
        "If the next stated “{wish}”, it would gain {points} points.", wish=wish.chip.text, points=_points(points)
    )


def _points(of_thousand: int) -> str:
    return f"{Decimal(of_thousand) / 10:.1f}"


def _part(row: RankedOffer, part: Part) -> PartScore | None:
    return next((score for score in row.parts if score.part is part), None)


def _difference(upper: RankedOffer, lower: RankedOffer, part: Part) -> int:
    above, below = _part(upper, part), _part(lower, part)
    return (above.points - below.points) * above.weight if above and below else 0


def _turning_weight(upper: RankedOffer, lower: RankedOffer) -> tuple[Part, int] | None:
    """The smallest weight of a single part from which on the lower row would win, if there is one up to 100."""
    best: tuple[Part, int] | None = None
    for score in upper.parts:
        weight = MOST_WEIGHT + 1
        while weight > score.weight and _stands_above(lower, upper, score.part, weight - 1):
            weight -= 1
        if weight <= MOST_WEIGHT and (best is None or weight < best[1]):
            best = (score.part, weight)
    return best


def _stands_above(one: RankedOffer, other: RankedOffer, part: Part, weight: int) -> bool:
    """Whether one row would stand above the other if a part had this weight."""
    mine, its = _score(one, part, weight), _score(other, part, weight)
    return mine > its or (mine == its and (one.lot, one.offer.key) < (other.lot, other.offer.key))


def _score(row: RankedOffer, part: Part, weight: int) -> int:
    weights = [weight if score.part is part else score.weight for score in row.parts]
    every = sum(weights)
    return sum(s.points * w for s, w in zip(row.parts, weights, strict=True)) // every if every else 0


def _missing_wish(row: RankedOffer) -> tuple[Wish, int] | None:
    """The first wish that a row doesn't state, and how many points of 1000 it would gain by stating it."""
    wishes = _part(row, Part.WISHES)
    if wishes is None or not isinstance(wishes.facts, tuple):
        return None
    every = sum(part.weight for part in row.parts)
    earned = sum(wish.points for wish in wishes.facts)
    for wish in wishes.facts:
        more = (earned - wish.points + POINTS[Place.ATTRIBUTE]) // len(wishes.facts) - wishes.points
        if more > 0 and every:
            score = sum(part.points * part.weight for part in row.parts)
            return wish, (score + more * wishes.weight) // every - row.score
    return None
