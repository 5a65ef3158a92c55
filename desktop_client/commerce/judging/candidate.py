"""Candidate: what the ranking knows of an offer. It has no field for money that anyone earns (promise P3).

There is nothing here about commission, sponsorship, payee, links, placement, list price or the order in which a
source gave its rows: what is not in this type can't move a row. ``project`` is the one way from an offer to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import NamedTuple

from desktop_client.commerce.judging.ratings import on_its_scale
from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import Offer, Rating


class Candidate(NamedTuple):
    """The part of an offer that its place in the list depends on. A tuple, since some ten thousand are made at once."""

    key: tuple[str, str]
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


_candidate = partial(tuple.__new__, Candidate)
"""Makes one of the values in its fields' order, sooner than a call does."""


class Dates(NamedTuple):
    """When an offer was seen and until when it holds: apart, since a source says the rest again at every search."""

    fetched_at: datetime
    expires_at: datetime | None


def project(offer: Offer) -> Candidate:
    """Leave out of an offer all that must not count."""
    rating = offer.rating
    return _candidate(
        (
            offer.key,
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
            rating if rating is None else on_its_scale(rating),
            offer.sample,
        )
    )


def dates_of(offer: Offer) -> Dates:
    """When an offer was seen, and until when it holds."""
    return Dates(offer.fetched_at, offer.expires_at)
