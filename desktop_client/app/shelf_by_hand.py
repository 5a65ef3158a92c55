"""The shelf as the command line uses it: feeds put on it, searched by hand, prices that were waited for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from desktop_client.app.parts import Parts, utc_now
from desktop_client.commerce.blocked import blocked_class
from desktop_client.commerce.feeds.intake import Imported
from desktop_client.commerce.judging.parts import price_fit
from desktop_client.commerce.links import with_evidence
from desktop_client.commerce.need import PriceRange
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.prices.alerts import check
from desktop_client.commerce.prices.totals import total
from desktop_client.commerce.relevance import read_query
from desktop_client.wording import Sentence


def import_feed(
    parts: Parts,
    file: Path,
    on_progress: Callable[[int, int], None] | None,
    cancel: threading.Event,
    currency: str | None = None,
) -> Imported:
    """Put a feed on the shelf, a few thousand rows at a time; ``on_progress`` gets bytes read and in all, ``currency``
    (ISO 4217) is for amounts that name none.

    Raises:
        SidelightError: the file is no feed, or the disk says no; rows that were put are there.
    """
    return parts.intake.take(parts.intake.look_at(file, currency), on_progress, cancel)


def met_alerts(parts: Parts) -> tuple[Sentence, ...]:
    """What the user is to be told of prices, now that offers on the shelf were seen again; each is told once."""
    switches = parts.switches()
    keys = [alert.key for alert in parts.store.alerts.alerts() if switches.is_on(alert.key[0])]
    return check(parts.store.alerts, parts.store.shelf.offers_of(keys), utc_now())


def search_shelf(parts: Parts, text: str, price: PriceRange, limit: int) -> list[Offer]:
    """The offers on the shelf that are most about a text and cost what they may, best first.

    A search that someone makes by hand: it has an order of its own, and no switch and no source has a part in it. What
    is of a class that is never shown is left out of them, so that there may be fewer than ``limit``.
    """

    def fits(offer: Offer) -> bool:
        return price_fit(price, total(offer), rates) is not None

    rates = parts.exchange.compared_by()
    _ = parts.shelf
    found = parts.store.shelf_search.search(read_query(text), limit, threading.Event(), fits if price else None)
    return [with_evidence(offer) for offer in found if blocked_class(offer) is None]
