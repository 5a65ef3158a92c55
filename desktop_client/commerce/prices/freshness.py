"""How long a price holds: offers of networked sources have a term, and past it they are stale (P12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from desktop_client.commerce.offer import Offer
from desktop_client.commerce.source import Manifest

DEFAULT_TERM = timedelta(minutes=10)
"""How long a networked source's price holds where neither the source nor the platform's terms say."""


class Dated(Protocol):
    """What was seen at one time and holds until another (aware); None where it has no end."""

    @property
    def fetched_at(self) -> datetime:
        """When it was seen."""
        ...

    @property
    def expires_at(self) -> datetime | None:
        """The first moment at which it no longer holds."""
        ...


def past_term(dated: Dated, now: datetime) -> bool:
    """Whether the term has passed, or can't be told: what was seen later than *now* was seen by another clock.

    Were it otherwise, setting the clock back would make old prices fresh again.
    """
    return dated.expires_at is not None and not dated.fetched_at <= now < dated.expires_at


def next_change(dated: Iterable[Dated], now: datetime) -> datetime | None:
    """When the next of these goes past its term; None if none of them ever will."""
    ends = (each.expires_at for each in dated if each.expires_at is not None and not past_term(each, now))
    return min(ends, default=None)


def with_term(offer: Offer, manifest: Manifest) -> Offer:
    """An offer with the term that its source must give it.

    A networked source may give a shorter term than the platform allows, never a longer one. What lies on this computer
    keeps what it has: a feed's own end, and for the sample shelf none.
    """
    if not manifest.networked:
        return offer
    allowed = timedelta(seconds=manifest.terms.cache_ttl_s) if manifest.terms.cache_ttl_s else None
    ends = offer.fetched_at + (allowed or DEFAULT_TERM)
    if offer.expires_at is not None:
        ends = min(ends, offer.expires_at) if allowed else offer.expires_at
    return offer if ends == offer.expires_at else replace(offer, expires_at=ends)
