"""Round: one need on its way through the sources; who is being asked, and what has come so far."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from queue import SimpleQueue

from desktop_client.commerce.asking.one_source import Preview
from desktop_client.commerce.asking.suggestion_list import Coverage, SuggestionList
from desktop_client.commerce.blocked import blocked_class
from desktop_client.commerce.need import ShoppingNeed, Silence
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.ranking import Order, Weights
from desktop_client.commerce.source import Page
from desktop_client.wording import Sentence


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one source: a page, a request that waits to be seen, or why there is neither.

    ``unasked``: the need has nothing in it that this source could be asked.
    """

    source_id: str
    page: Page | None = None
    preview: Preview | None = None
    error: Sentence | None = None
    cancelled: bool = False
    timed_out: bool = False
    unasked: bool = False


@dataclass(slots=True)
class Asking:
    """One source that is being asked, since when and how long at most (monotonic seconds)."""

    cancel: threading.Event
    since: float
    deadline: float


@dataclass(slots=True)
class Round:
    """One need on its way through the sources. ``blocked`` names those of ``offers`` that are never shown; where it is
    ``unasked``, every request waits to be sent.
    """

    need: ShoppingNeed
    order: Order
    weights: Weights
    unasked: bool = False
    asking: dict[str, Asking] = field(default_factory=dict)
    came: dict[str, Coverage] = field(default_factory=dict)
    offers: dict[tuple[str, str], tuple[str, Offer]] = field(default_factory=dict)
    blocked: dict[tuple[str, str], Silence] = field(default_factory=dict)
    previews: dict[str, Preview] = field(default_factory=dict)
    answers: SimpleQueue[Answer] = field(default_factory=SimpleQueue)

    @classmethod
    def of(
        cls,
        listed: SuggestionList,
        order: Order | None = None,
        weights: Weights | None = None,
        *,
        unasked: bool = False,
    ) -> Round:
        """A round that goes on from a list, in its own order unless another is given."""
        return cls(
            listed.need,
            order or listed.common.order,
            weights or listed.common.weights,
            unasked,
            came={coverage.source_id: coverage for coverage in listed.coverage},
            offers=dict(_by_key(listed.taken)) | dict(_by_key(row[:2] for row in listed.withheld)),
            blocked={offer.key: silence for _, offer, silence in listed.withheld},
            previews={preview.source_id: preview for preview in listed.previews},
        )

    def keep(self, owner: str, offer: Offer) -> None:
        """Take an offer unless a newer one with its key is there, of equals always the same one; whether it may be
        shown at all is looked at once, here.
        """
        _, kept = self.offers.get(offer.key, ("", None))
        if kept is not None and (offer.fetched_at, offer.raw_sha256) <= (kept.fetched_at, kept.raw_sha256):
            return
        self.offers[offer.key] = (owner, offer)
        forbidden = blocked_class(offer)
        if forbidden is None:
            self.blocked.pop(offer.key, None)
        else:
            self.blocked[offer.key] = forbidden


def _by_key(rows: Iterable[tuple[str, Offer]]) -> Iterable[tuple[tuple[str, str], tuple[str, Offer]]]:
    return ((row[1].key, row) for row in rows)
