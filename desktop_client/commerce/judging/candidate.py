"""Candidate: what the ranking knows of an offer. It has no field for money that anyone earns (promise P3).

There is nothing here about commission, sponsorship, payee, links, placement, list price or the order in which a
source gave its rows: what is not in this type can't move a row. ``projected`` is the one way from offers to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import Key, Offer, Rating, key_of


class Candidate(NamedTuple):
    """The part of an offer that its place in the list depends on. A tuple, since some ten thousand are made at once."""

    source_id: str
    feed: str
    offer_id: str
    title: str
    description: str
    brand: str | None
    category: str | None
    model: str | None
    attributes: Mapping[str, str]
    price: Money | None
    shipping: Money | None
    tax: Money | None
    price_kind: str
    rating: Rating | None
    sample: bool

    @property
    def key(self) -> Key:
        """What tells the offer from every other."""
        return key_of(self.source_id, self.feed, self.offer_id)


class Dates(NamedTuple):
    """When an offer was seen and until when it holds: apart, since a source says the rest again at every search."""

    fetched_at: datetime
    expires_at: datetime | None


_candidate, _dates = partial(tuple.__new__, Candidate), partial(tuple.__new__, Dates)
"""Make one of the values in its fields' order, sooner than a call does."""


def projected(offers: Sequence[Offer]) -> list[Candidate]:
    """Leave out of each offer all that must not count."""
    return [
        _candidate(
            (
                offer.source_id,
                offer.feed,
                offer.offer_id,
                offer.title,
                offer.description,
                offer.brand,
                offer.category,
                offer.model,
                offer.attributes,
                offer.price,
                offer.shipping,
                offer.tax,
                offer.price_kind,
                offer.rating,
                offer.sample,
            )
        )
        for offer in offers
    ]


def project(offer: Offer) -> Candidate:
    """One offer projected."""
    return projected((offer,))[0]


def dates_at(offers: Sequence[Offer]) -> Callable[[int], Dates]:
    """When the offer of a number was seen, and until when it holds: asked for those only that stay in a list."""

    def dates(number: int) -> Dates:
        offer = offers[number]
        return _dates((offer.fetched_at, offer.expires_at))

    return dates
