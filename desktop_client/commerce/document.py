"""Document: what is read of an offer before any need is known. It is read once and kept.

Nothing here depends on a need, on weights or on the other offers, so a list that comes in another order, or another
round with the same offers, reads nothing again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from desktop_client.commerce.candidate import Candidate, project
from desktop_client.commerce.concepts import common_name, kinds_in, kinds_stated
from desktop_client.commerce.denials import denies
from desktop_client.commerce.folding import fold
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.packs import UnitPrice, pack_of, unit_price
from desktop_client.commerce.statements import is_statement
from desktop_client.commerce.titles import TITLE_LETTERS, share_of_length

DESCRIPTION_LETTERS = 600
ATTRIBUTE_LETTERS = 400
DESCRIBED = 2
"""An offer with this many attributes had its place to state what it is like; its title can't state it instead."""
MEASURES = frozenset({"color", "size", "weight", "pack_size", "volume"})
"""Attributes that feeds give of every variant: they say which one it is, not what it is like."""
_SHORT_DENIAL = 12
KEPT = 20_000
"""How many offers are kept as read; when they are more, all are read again."""


@dataclass(slots=True, eq=False)
class Document:
    """An offer's texts, folded and cut to what counts; the longer ones only when they are asked for."""

    candidate: Candidate
    title: str = field(init=False)
    brand: str = field(init=False)
    model: str = field(init=False)
    category: str = field(init=False)
    _statements: str | None = field(init=False, default=None)
    _description: str | None = field(init=False, default=None)
    _stated: frozenset[str] | None = field(init=False, default=None)
    _named: frozenset[str] | None = field(init=False, default=None)
    _described: bool | None = field(init=False, default=None)
    _share: int | None = field(init=False, default=None)
    _unit_price: tuple[UnitPrice | None] | None = field(init=False, default=None)
    _draw: tuple[str, ...] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        candidate = self.candidate
        self.title = fold(candidate.title[: 2 * TITLE_LETTERS])[:TITLE_LETTERS]
        self.brand = fold(candidate.brand) if candidate.brand else ""
        self.model = fold(candidate.model) if candidate.model else ""
        self.category = fold(candidate.category) if candidate.category else ""

    @property
    def statements(self) -> str:
        """Names and values of the attributes that state one thing each; what they deny is left out."""
        if self._statements is None:
            stated = []
            for name, value in self.candidate.attributes.items():
                folded = fold(value)
                if is_statement(folded) and not (len(folded) <= _SHORT_DENIAL and denies(folded)):
                    stated.append(f"{fold(name)} : {folded}")
            self._statements = " ; ".join(stated)[:ATTRIBUTE_LETTERS]
        return self._statements

    @property
    def description(self) -> str:
        """The beginning of the description."""
        if self._description is None:
            self._description = fold(self.candidate.description[:DESCRIPTION_LETTERS])
        return self._description

    @property
    def kinds_stated(self) -> frozenset[str]:
        """Kinds of goods that the category states."""
        if self._stated is None:
            self._stated = kinds_stated(self.category) if self.category else frozenset()
        return self._stated

    @property
    def kinds_named(self) -> frozenset[str]:
        """Kinds of goods that the title says the thing is."""
        if self._named is None:
            self._named = kinds_in(self.title, self.category)
        return self._named

    @property
    def described(self) -> bool:
        """Whether the offer states attributes, so that its title need not speak for them."""
        if self._described is None:
            stated = [name for name in self.candidate.attributes if common_name(name) not in MEASURES]
            self._described = len(stated) >= DESCRIBED
        return self._described

    @property
    def title_share(self) -> int:
        """Of 1000: what the title's length leaves of its worth. Beside a stated category its length tells nothing."""
        if self._share is None:
            self._share = 1000 if self.category else share_of_length(self.title)
        return self._share

    @property
    def unit_price(self) -> UnitPrice | None:
        """The price for a piece or a measure, where price and size are known."""
        if self._unit_price is None:
            candidate = self.candidate
            self._unit_price = (unit_price(candidate.total.known, pack_of(candidate.title, candidate.attributes)),)
        return self._unit_price[0]

    @property
    def draw(self) -> tuple[str, ...]:
        """Where it stands among equals."""
        if self._draw is None:
            candidate = self.candidate
            self._draw = (*draw(candidate.source_id, candidate.offer_id), candidate.title)
        return self._draw


def draw(source_id: str, offer_id: str) -> tuple[str, str, str]:
    """Where an offer stands among equals: a digest of its ids, as good as drawn by lot and the same every time."""
    return (hashlib.sha256(f"{source_id}\0{offer_id}".encode()).hexdigest(), source_id, offer_id)


class Reader:
    """Reads offers, and keeps what was read for as long as the very same offers come again."""

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._kept: dict[tuple[str, str], tuple[Offer, Document]] = {}

    def read(self, offer: Offer) -> Document:
        """The offer as a document. One that changed in anything is read anew."""
        key = (offer.source_id, offer.offer_id)
        kept = self._kept.get(key)
        if kept is not None and (kept[0] is offer or kept[0] == offer):
            return kept[1]
        document = Document(project(offer))
        if len(self._kept) >= self._most:
            self._kept.clear()
        self._kept[key] = (offer, document)
        return document

    def forget(self) -> None:
        """Let go of all offers."""
        self._kept.clear()
