"""Judge: what a need and one offer have to do with each other, worked out once and kept.

It knows neither weights nor the order asked for, nor what time it is. So moved weights and another order work nothing
out again.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from desktop_client.commerce.chips import Chip, ChipKind
from desktop_client.commerce.judging.document import KEPT, Document
from desktop_client.commerce.judging.matching import Match, TextMatch
from desktop_client.commerce.judging.parts import Facts, Part, PriceFit, RatingFacts, price_fit, price_points
from desktop_client.commerce.judging.wishing import Granted, Wishes
from desktop_client.commerce.meaning.concepts import table
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.prices.rates import Rates

NEEDS_KEPT = 4
Worth = tuple[Part, int, Facts]
"""One part: its points of 1000 and what they were worked out from."""


class Judgement(NamedTuple):
    """What one offer is worth to one need: points of 1000 for each part but its age; or the chips that it contradicts.

    ``against`` has a bit for each of the need's chips, the first one the lowest. ``related`` is False for an offer that
    is not about the need at all. What the points were worked out from is kept as it was found: ``Judge.parts`` makes
    facts of it, for those few offers that are shown.
    """

    points: tuple[int, ...] = ()
    against: int = 0
    related: bool = True
    match: Match | None = None
    wishes: Granted | None = None
    fit: PriceFit | None = None


_UNRELATED = Judgement(related=False)
_judgement = partial(tuple.__new__, Judgement)
"""Makes one of the values in its fields' order, sooner than a call does."""


class Judge:
    """Looks at one offer at a time: nothing that it says depends on the others."""

    def __init__(self, need: ShoppingNeed, rates: Rates | None = None) -> None:
        self._rates = rates
        self._price = need.price if need.price else None
        self._text = TextMatch(need, table())
        self._wishes = Wishes(need, table())
        category = [Chip(ChipKind.CATEGORY, need.category)] if need.category else []
        price = [Chip.of_price(need.price)] if need.price else []
        self.chips: tuple[Chip, ...] = (*category, *self._wishes.chips, *price)
        self.kinds: tuple[Part, ...] = (
            *((Part.TEXT,) if self._text.terms else ()),
            *((Part.WISHES,) if self._wishes.chips else ()),
            *((Part.PRICE,) if need.price else ()),
            Part.RATING,
        )
        self._kept: dict[Document, Judgement] = {}
        self._wishes_at, self._price_at = len(category), len(category) + len(self._wishes.chips)

    def look_at(self, documents: Sequence[Document]) -> list[Judgement]:
        """What each of the offers is worth to the need."""
        kept = self._kept
        if len(kept) >= KEPT:
            kept.clear()
        new = [document for document in documents if document not in kept] if kept else documents
        judged = self._judged(new)
        kept.update(zip(new, judged, strict=True))
        return judged if new is documents else list(map(kept.__getitem__, documents))

    def _judged(self, documents: Sequence[Document]) -> list[Judgement]:
        """One thing is asked about all offers before the next is: what answers it is at hand then."""
        granted = self._wishes.of_all(documents)
        fits = self._fits(documents)
        against = self._against(documents, granted, fits)
        contradicting = {bits: Judgement(against=bits) for bits in set(against)}
        return [
            contradicting[bits] if bits else self._of_one(document, wishes, fit)
            for document, bits, wishes, fit in zip(documents, against, granted, fits, strict=True)
        ]

    def _of_one(self, document: Document, wishes: Granted | None, fit: PriceFit | None) -> Judgement:
        """What an offer that contradicts nothing is worth."""
        match = self._text.of_related(document)
        if match is None:
            return _UNRELATED
        points: tuple[int, ...] = (match.points,) if match.found else ()
        if wishes is not None:
            points += (wishes.points,)
        if fit is not None:
            points += (price_points(fit),)
        return _judgement(((*points, document.rating_points), 0, True, match, wishes, fit))

    def _fits(self, documents: Sequence[Document]) -> list[PriceFit | None]:
        """How each price stands to the range; None outside of it, and for all if the need has none."""
        price, rates = self._price, self._rates
        if price is None:
            return [None] * len(documents)
        return [price_fit(price, document.total, rates) for document in documents]

    def _against(
        self, documents: Sequence[Document], granted: Sequence[Granted | None], fits: Sequence[PriceFit | None]
    ) -> list[int]:
        """The chips that each offer contradicts, a bit for each."""
        deciding = self._text.deciding
        against = [0] * len(documents) if deciding is None else list(map(int, deciding.are_others(documents)))
        if self._wishes.chips:
            at = self._wishes_at
            against = [bits | said.against << at if said else bits for bits, said in zip(against, granted, strict=True)]
        if self._price is not None:
            bit = 1 << self._price_at
            against = [bits | bit if fit is None else bits for bits, fit in zip(against, fits, strict=True)]
        return against

    def parts(self, document: Document, found: Judgement) -> tuple[Worth, ...]:
        """The parts of an offer that contradicts nothing, each with its points and what they were worked out from."""
        facts: list[Facts] = []
        if found.match is not None and found.match.found:
            facts.append(found.match)
        if found.wishes is not None:
            facts.append(self._wishes.facts(found.wishes))
        if found.fit is not None:
            facts.append(found.fit)
        facts.append(RatingFacts(document.rating))
        return tuple(zip(self.kinds, found.points, facts, strict=True))


@lru_cache(maxsize=NEEDS_KEPT)
def judge_of(need: ShoppingNeed, rates: Rates | None = None) -> Judge:
    """The judge of a need by these rates, with all that it has looked at for this need before."""
    return Judge(need, rates)
