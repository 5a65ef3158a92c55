"""Candidate: what the ranking knows of an offer. It has no field for money that anyone earns (promise P3).

There is nothing here about commission, sponsorship, payee, links, placement, list price or the order in which a
source gave its rows: what is not in this type can't move a row. ``project`` is the one way from an offer to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from desktop_client.commerce.offer import Offer, Rating
from desktop_client.commerce.totals import Total, total


@dataclass(frozen=True, slots=True)
class Candidate:
    """The part of an offer that its place in the list depends on."""

    source_id: str
    offer_id: str
    title: str
    description: str
    brand: str
    category: str
    model: str
    attributes: Mapping[str, str]
    total: Total
    rating: Rating | None
    fetched_at: datetime
    expires_at: datetime | None
    sample: bool


def project(offer: Offer) -> Candidate:
    """Leave out of an offer all that must not count."""
    return Candidate(
        source_id=offer.source_id,
        offer_id=offer.offer_id,
        title=offer.title,
        description=offer.description,
        brand=offer.brand or "",
        category=offer.category or "",
        model=offer.model or "",
        attributes=offer.attributes,
        total=total(offer),
        rating=offer.rating,
        fetched_at=offer.fetched_at,
        expires_at=offer.expires_at,
        sample=offer.sample,
    )
