"""Judge: what a need and one offer have to do with each other, worked out once and kept.

It knows neither weights nor the order asked for, nor what time it is. So moved weights and another order work nothing
out again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from desktop_client.commerce.chips import Chip, ChipKind
from desktop_client.commerce.claims import POINTS, Place, Subject
from desktop_client.commerce.concepts import table
from desktop_client.commerce.document import KEPT, Document
from desktop_client.commerce.matching import Match, TextMatch
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.parts import (
    Facts,
    Part,
    PriceFit,
    RatingFacts,
    Wish,
    price_fit,
    price_points,
    rating_points,
)

NEEDS_KEPT = 4
Worth = tuple[Part, int, Facts]
"""One part: its points of 1000 and what they were worked out from."""


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """What one offer is worth to one need: its parts but for its age; or the chips that it contradicts.

    ``related`` is False for an offer that is not about the need at all.
    """

    parts: tuple[Worth, ...] = ()
    points: tuple[int, ...] = ()
    against: tuple[Chip, ...] = ()
    related: bool = True


_UNRELATED = Judgement(related=False)


class Judge:
    """Looks at one offer at a time: nothing that it says depends on the others."""

    def __init__(self, need: ShoppingNeed) -> None:
        self._need = need
        self._text = TextMatch(need, table())
        self._wishes = [
            *((Chip(ChipKind.MUST_HAVE, phrase), Subject(phrase, table())) for phrase in need.must_have),
            *((Chip(ChipKind.MUST_NOT, phrase), Subject(phrase, table())) for phrase in need.must_not),
        ]
        category = [Chip(ChipKind.CATEGORY, need.category)] if need.category else []
        price = [Chip.of_price(need.price)] if need.price else []
        self.chips: tuple[Chip, ...] = (*category, *(chip for chip, _ in self._wishes), *price)
        self.kinds: tuple[Part, ...] = (
            *((Part.TEXT,) if self._text.terms else ()),
            *((Part.WISHES,) if self._wishes else ()),
            *((Part.PRICE,) if need.price else ()),
            Part.RATING,
        )
        self._kept: dict[Document, Judgement] = {}
        self._contradicting: dict[tuple[Chip, ...], Judgement] = {}

    def look_at(self, document: Document) -> Judgement:
        """What the offer is worth to the need."""
        found = self._kept.get(document)
        if found is None:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            found = self._kept[document] = self._judge(document)
        return found

    def _judge(self, document: Document) -> Judgement:
        against: list[Chip] = []
        if self._text.category is not None and self._text.category.is_other(document):
            against.append(self.chips[0])
        met = self._met(document, against)
        fit = price_fit(self._need.price, document.candidate.total) if self._need.price else None
        if self._need.price and fit is None:
            against.append(self.chips[-1])
        if against:
            found = tuple(against)
            return self._contradicting.setdefault(found, Judgement(against=found))
        match = self._text.of(document)
        if not match.related:
            return _UNRELATED
        parts = self._parts(document, match, self._wished(document, met), fit)
        return Judgement(parts, tuple(points for _, points, _ in parts))

    def _met(self, document: Document, against: list[Chip]) -> list[Place]:
        """Where the offer says that it meets each wish; chips that it contradicts are added to ``against``."""
        places = []
        candidate = document.candidate
        title, description = document.title, document.description if self._wishes else ""
        for chip, subject in self._wishes:
            claim = subject.claim(title, description, candidate.attributes)
            without = (chip.kind is ChipKind.MUST_NOT) != subject.denied
            met, denied = (claim.absent, claim.present) if without else (claim.present, claim.absent)
            if denied is not Place.NOWHERE:
                against.append(chip)
            places.append(met)
        return places

    def _wished(self, document: Document, met: list[Place]) -> tuple[Wish, ...]:
        return tuple(
            Wish(chip, place, 0 if place is Place.TITLE and document.described else POINTS[place])
            for (chip, _), place in zip(self._wishes, met, strict=True)
        )

    def _parts(
        self, document: Document, match: Match, wishes: tuple[Wish, ...], fit: PriceFit | None
    ) -> tuple[Worth, ...]:
        found: list[Worth] = [(Part.TEXT, match.points, match)] if match.found else []
        if wishes:
            found.append((Part.WISHES, sum(wish.points for wish in wishes) // len(wishes), wishes))
        if fit is not None:
            found.append((Part.PRICE, price_points(fit), fit))
        rating = document.candidate.rating
        found.append((Part.RATING, rating_points(rating), RatingFacts(rating)))
        return tuple(found)


@lru_cache(maxsize=NEEDS_KEPT)
def judge_of(need: ShoppingNeed) -> Judge:
    """The judge of a need, with all that it has looked at for this need before."""
    return Judge(need)
