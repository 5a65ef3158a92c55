"""Document: what is read of an offer before any need is known. It is read once and kept.

Nothing here depends on a need, on weights, on the other offers or on when this one was seen, so a list that comes in
another order, or another search that finds the same offers, reads nothing again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop_client.commerce.judging.candidate import Candidate, Dates, dates_of, project
from desktop_client.commerce.judging.lots import drawn
from desktop_client.commerce.judging.ratings import rating_points
from desktop_client.commerce.meaning.attribute import Attributes, attributes_of
from desktop_client.commerce.meaning.concepts import kinds_in, kinds_stated
from desktop_client.commerce.meaning.folding import fold, folded_each
from desktop_client.commerce.meaning.titles import TITLE_LETTERS, share_of_length
from desktop_client.commerce.offer import Key, Offer
from desktop_client.commerce.prices.packs import UnitPrice, pack_of, unit_price
from desktop_client.commerce.prices.totals import Total, total

DESCRIPTION_LETTERS = 600
KEPT = 20_000
"""How many offers are kept as read; when they are more, all are read again."""


@dataclass(slots=True, eq=False)
class Document:
    """An offer's texts, folded and cut to what counts; what only some needs or orders ask for, when they ask for it."""

    candidate: Candidate
    title: str
    prose: str
    brand: str = field(init=False)
    model: str = field(init=False)
    category: str = field(init=False)
    attributes: Attributes = field(init=False)
    kinds_stated: frozenset[str] = field(init=False)
    _named: frozenset[str] | None = field(init=False, default=None)
    _share: int | None = field(init=False, default=None)
    _rating_points: int | None = field(init=False, default=None)
    _total: Total | None = field(init=False, default=None)
    _unit_price: tuple[UnitPrice | None] | None = field(init=False, default=None)
    _drawn: tuple[int, str, str, str] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        seen = self.candidate
        self.brand = fold(seen.brand) if seen.brand else ""
        self.model = fold(seen.model) if seen.model else ""
        self.category = fold(seen.category) if seen.category else ""
        self.attributes = attributes_of(seen.attributes)
        self.kinds_stated = kinds_stated(self.category) if seen.category else _NO_KINDS

    @property
    def description(self) -> str:
        """The beginning of the description: what stands behind the title in its prose."""
        return self.prose[len(self.title) + 1 :]

    @property
    def kinds_named(self) -> frozenset[str]:
        """Kinds of goods that the title says the thing is."""
        if self._named is None:
            self._named = kinds_in(self.title, self.category)
        return self._named

    @property
    def title_share(self) -> int:
        """Of 1000: what the title's length leaves of its worth. Beside a stated category its length tells nothing."""
        if self._share is None:
            self._share = 1000 if self.category else share_of_length(self.title)
        return self._share

    @property
    def rating_points(self) -> int:
        """Of 1000: what the rating is worth."""
        if self._rating_points is None:
            self._rating_points = rating_points(self.candidate.rating)
        return self._rating_points

    @property
    def total(self) -> Total:
        """What the offer costs in all."""
        if self._total is None:
            self._total = total(self.candidate)
        return self._total

    @property
    def unit_price(self) -> UnitPrice | None:
        """The price for a piece or a measure, where price and size are known."""
        if self._unit_price is None:
            candidate = self.candidate
            self._unit_price = (unit_price(self.total.known, pack_of(candidate.title, candidate.attributes)),)
        return self._unit_price[0]

    @property
    def drawn(self) -> tuple[int, str, str, str]:
        """The number that it draws, and what tells it from another that draws the same."""
        if self._drawn is None:
            candidate = self.candidate
            self._drawn = (drawn(*candidate.key), *candidate.key, candidate.title)
        return self._drawn


_NO_KINDS: frozenset[str] = frozenset()


def documents_of(offers: Sequence[Offer]) -> list[Document]:
    """Offers as documents. Their titles and descriptions are folded together, which is sooner done than one by one."""
    titles = folded_each([offer.title[: 2 * TITLE_LETTERS] for offer in offers])
    descriptions = folded_each([offer.description[:DESCRIPTION_LETTERS] for offer in offers])
    documents = []
    for offer, title, description in zip(offers, titles, descriptions, strict=True):
        head = title[:TITLE_LETTERS]
        documents.append(Document(project(offer), head, f"{head}\n{description}" if offer.description else head))
    return documents


_Known = tuple[Offer, Document, Dates]


class Reader:
    """Reads offers, and keeps what was read for as long as offers come again that say the same."""

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._kept: dict[Key, _Known] = {}
        self._at_hand: dict[int, _Known] = {}
        """By the identities of the very same offers: to look at all of an offer takes several times as long."""

    def read(self, offers: Sequence[Offer]) -> tuple[list[Document], list[Dates]]:
        """Each of the offers as a document, and its dates. One that says anything else than before is read anew."""
        at_hand = self._at_hand.get
        found = [at_hand(id(offer)) or self._alike(offer) for offer in offers]
        new = [number for number, known in enumerate(found) if known is None]
        for number, document in zip(new, documents_of([offers[number] for number in new]), strict=True):
            found[number] = self._keep(offers[number], document)
        known = [each for each in found if each is not None]
        return [document for _, document, _ in known], [dates for _, _, dates in known]

    def _alike(self, offer: Offer) -> _Known | None:
        """What is kept of an offer that says the same: sources say it again at every search."""
        kept = self._kept.get(offer.key)
        return self._keep(offer, kept[1]) if kept is not None and kept[1].candidate == project(offer) else None

    def _keep(self, offer: Offer, document: Document) -> _Known:
        if len(self._kept) >= self._most:
            self.forget()
        before = self._kept.get(offer.key)
        if before is not None:
            self._at_hand.pop(id(before[0]), None)
        known = self._kept[offer.key] = self._at_hand[id(offer)] = (offer, document, dates_of(offer))
        return known

    def forget(self) -> None:
        """Let go of all offers."""
        self._kept.clear()
        self._at_hand.clear()
