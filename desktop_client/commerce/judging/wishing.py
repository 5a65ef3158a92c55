"""Wishes: the must-haves and must-nots of a need, and what one offer says about all of them at once.

Most offers say nothing about them, or say it in attributes that many others state just so. Both are found with one look
at the offer; only a text that names one of the wishes is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from desktop_client.commerce.chips import Chip, ChipKind
from desktop_client.commerce.judging.claims import POINTS, Claim, Place, Speaking
from desktop_client.commerce.judging.document import Document
from desktop_client.commerce.judging.limited import subject_of
from desktop_client.commerce.judging.parts import Wish
from desktop_client.commerce.meaning.attribute import SETS_KEPT, Attribute, Attributes
from desktop_client.commerce.meaning.concepts import Table
from desktop_client.commerce.meaning.phrases import Probe
from desktop_client.commerce.need import ShoppingNeed


class Granted(NamedTuple):
    """What an offer says about every wish: ``places`` where it says that one is met, and what each of these earns.

    ``points`` is their mean, of 1000; ``against`` has a bit for each wish that it says it does not meet, the first one
    the lowest.
    """

    places: tuple[Place, ...]
    earned: tuple[int, ...]
    points: int
    against: int


class Wishes:
    """All wishes of a need, ready to be looked for in many offers."""

    def __init__(self, need: ShoppingNeed, table: Table) -> None:
        self._wishes = [
            *((Chip(ChipKind.MUST_HAVE, phrase), subject_of(phrase, table)) for phrase in need.must_have),
            *((Chip(ChipKind.MUST_NOT, phrase), subject_of(phrase, table)) for phrase in need.must_not),
        ]
        self.chips = tuple(chip for chip, _ in self._wishes)
        self._subjects = [subject for _, subject in self._wishes]
        self._named = Probe.any_of(subject.probe for _, subject in self._wishes)
        self._speaking = Speaking(subject for _, subject in self._wishes)
        self._stated: dict[tuple[Attribute, ...], Granted] = {}
        self._taken_before: dict[tuple[tuple[Claim, ...], bool], Granted] = {}
        self._heard: dict[Attributes, tuple[tuple[Attribute, ...], Granted]] = {}

    def of_all(self, documents: Sequence[Document]) -> list[Granted | None]:
        """What each offer says about the wishes; None for all if the need has none."""
        if not self._wishes:
            return [None] * len(documents)
        known = self._heard.get
        heard = [known(document.attributes) or self._hear(document.attributes) for document in documents]
        granted: list[Granted | None] = [found for _, found in heard]
        for number in self._named.among([document.prose for document in documents]):
            granted[number] = self._read(heard[number][0], documents[number])
        return granted

    def _hear(self, attributes: Attributes) -> tuple[tuple[Attribute, ...], Granted]:
        """Those of an offer's attributes that speak of a wish, and what they say; many offers state the same."""
        if len(self._heard) >= SETS_KEPT:
            self._heard.clear()
            self._stated.clear()
        stating = self._speaking.of(attributes)
        found = self._stated.get(stating) or self._stated.setdefault(stating, self._read(stating))
        heard = self._heard[attributes] = (stating, found)
        return heard

    def facts(self, granted: Granted) -> tuple[Wish, ...]:
        """Each wish with the place where it is met and what that earns."""
        return tuple(map(Wish, self.chips, granted.places, granted.earned))

    def _read(self, attributes: tuple[Attribute, ...], document: Document | None = None) -> Granted:
        """What these attributes say, and the texts of the ``document`` if one of them names a wish."""
        if document is None:
            return self._taken(tuple([subject.stated(attributes) for subject in self._subjects]), False)
        title, description = document.title, document.description
        claims = [subject.claim(title, description, attributes) for subject in self._subjects]
        return self._taken(tuple(claims), not document.attributes.described)

    def _taken(self, claims: tuple[Claim, ...], title_speaks: bool) -> Granted:
        """What the claims about all wishes come to. There are few ways to claim, so each is worked out once."""
        known = self._taken_before.get((claims, title_speaks))
        if known is None:
            known = self._taken_before[claims, title_speaks] = self._weigh(claims, title_speaks)
        return known

    def _weigh(self, claims: tuple[Claim, ...], title_speaks: bool) -> Granted:
        places, against = [], 0
        for number, ((chip, subject), claim) in enumerate(zip(self._wishes, claims, strict=True)):
            without = (chip.kind is ChipKind.MUST_NOT) != subject.denied
            met, denied = (claim.absent, claim.present) if without else (claim.present, claim.absent)
            places.append(met)
            if denied is not Place.NOWHERE:
                against |= 1 << number
        earned = tuple(0 if place is Place.TITLE and not title_speaks else POINTS[place] for place in places)
        return Granted(tuple(places), earned, sum(earned) // len(earned), against)
