"""Document: what is read of an offer before any need is known. It is read once and kept.

Nothing here depends on a need, on weights, on the other offers or on when this one was seen, so a list that comes in
another order, or another search that finds the same offers, reads nothing again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop_client.commerce.judging.candidate import Candidate, project, projected
from desktop_client.commerce.judging.lots import drawn
from desktop_client.commerce.judging.ratings import on_its_scale, rating_points
from desktop_client.commerce.meaning.attribute import Attributes, attributes_of
from desktop_client.commerce.meaning.concepts import kinds_in, kinds_stated
from desktop_client.commerce.meaning.folding import fold, folded_each
from desktop_client.commerce.meaning.titles import TITLE_LETTERS, share_of_length
from desktop_client.commerce.offer import Key, Offer, Rating
from desktop_client.commerce.prices.packs import UnitPrice, pack_of, unit_price
from desktop_client.commerce.prices.totals import Total, total

DESCRIPTION_LETTERS = 600
KEPT = 20_000
"""How many offers are kept as read; when they are more, all are read again."""


@dataclass(eq=False)
class Document:
    """An offer's texts, folded and cut to what counts; what only some needs or orders ask for, when they ask for it.

    It has no slots: so what is not asked for yet is None by the class, and ten thousand are sooner made.
    """

    candidate: Candidate
    title: str
    prose: str
    category: str
    attributes: Attributes
    kinds_stated: frozenset[str]
    _brand: str | None = field(init=False, default=None)
    _model: str | None = field(init=False, default=None)
    _named: frozenset[str] | None = field(init=False, default=None)
    _share: int | None = field(init=False, default=None)
    _rating_points: int | None = field(init=False, default=None)
    _total: Total | None = field(init=False, default=None)
    _unit_price: tuple[UnitPrice | None] | None = field(init=False, default=None)
    _drawn: tuple[int, str, str, str] | None = field(init=False, default=None)

    @property
    def brand(self) -> str:
        """The brand, folded; "" where none is stated."""
        if self._brand is None:
            self._brand = fold(self.candidate.brand) if self.candidate.brand else ""
        return self._brand

    @property
    def model(self) -> str:
        """The model, folded; "" where none is stated."""
        if self._model is None:
            self._model = fold(self.candidate.model) if self.candidate.model else ""
        return self._model

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
    def rating(self) -> Rating | None:
        """The rating, None where it lies on no scale."""
        return on_its_scale(self.candidate.rating)

    @property
    def rating_points(self) -> int:
        """Of 1000: what the rating is worth."""
        if self._rating_points is None:
            self._rating_points = rating_points(self.rating)
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
    titles = [title[:TITLE_LETTERS] for title in folded_each([offer.title[: 2 * TITLE_LETTERS] for offer in offers])]
    described = folded_each([offer.description[:DESCRIPTION_LETTERS] for offer in offers])
    categories = [fold(offer.category) if offer.category else "" for offer in offers]
    return list(
        map(
            Document,
            projected(offers),
            titles,
            [
                f"{title}\n{text}" if offer.description else title
                for offer, title, text in zip(offers, titles, described, strict=True)
            ],
            categories,
            [attributes_of(tuple(offer.attributes), tuple(offer.attributes.values())) for offer in offers],
            [kinds_stated(category) if category else _NO_KINDS for category in categories],
        )
    )


class Reader:
    """Reads offers, and keeps what was read for as long as offers come again that say the same."""

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._kept: dict[Key, Document] = {}
        self._unsorted: list[list[Document]] = []
        """What is not in ``_kept`` yet, since nobody has asked by the key."""
        self._at_hand: dict[int, Document] = {}
        """By the identities of the very same offers: to look at all of an offer takes several times as long."""
        self._held: list[Sequence[Offer]] = []
        """These offers, so that none of them goes and another gets its identity."""

    def read(self, offers: Sequence[Offer]) -> list[Document]:
        """Each of the offers as a document. One that says anything else than before is read anew."""
        if not self._at_hand:
            return self._read(offers)
        found = list(map(self._at_hand.get, map(id, offers)))
        read = iter(self._read([offer for offer, document in zip(offers, found, strict=True) if document is None]))
        return [document or next(read) for document in found]

    def _read(self, offers: Sequence[Offer]) -> list[Document]:
        """Documents of offers that are not at hand."""
        alike = list(map(self._alike, offers)) if self._held else []
        unread = [offer for offer, document in zip(offers, alike, strict=True) if document is None] if alike else offers
        documents = documents_of(unread)
        if alike:
            read = iter(documents)
            documents = [document or next(read) for document in alike]
        if len(offers) <= self._most:
            self._keep(offers, documents)
        return documents

    def _alike(self, offer: Offer) -> Document | None:
        """What is kept of an offer that says the same: sources say it again at every search."""
        while self._unsorted:
            self._kept.update((document.candidate.key, document) for document in self._unsorted.pop(0))
        kept = self._kept.get(offer.key)
        return kept if kept is not None and kept.candidate == project(offer) else None

    def _keep(self, offers: Sequence[Offer], documents: list[Document]) -> None:
        if len(self._at_hand) + len(offers) > self._most:
            self.forget()
        self._held.append(tuple(offers))
        self._at_hand.update(zip(map(id, offers), documents, strict=True))
        self._unsorted.append(documents)

    def forget(self) -> None:
        """Let go of all offers."""
        self._kept.clear()
        self._unsorted.clear()
        self._at_hand.clear()
        self._held.clear()
