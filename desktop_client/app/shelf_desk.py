"""The shelf of one profile as it is browsed by hand."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from desktop_client.app.parts import Parts
from desktop_client.commerce.links import with_evidence
from desktop_client.commerce.offer import Key
from desktop_client.commerce.prices.history import PriceSeen
from desktop_client.commerce.prices.rates import Conversion
from desktop_client.commerce.relevance import SearchQuery, read_query
from desktop_client.commerce.shelf.browsing import Count, Leaf, Look, Sieve, Stock


@dataclass(frozen=True, slots=True)
class ShelfDeskOfProfile:
    """Implements ``ui.shelf.controller.ShelfDesk``. ``names`` are the sources' names by id."""

    parts: Parts
    names: Callable[[], Mapping[str, str]]

    def stock(self) -> tuple[Stock, ...]:
        """What lies on the shelf, by where it came from; the sample goods are put there if they aren't."""
        _ = self.parts.shelf
        return self.parts.store.shelf_browse.stock()

    def currencies(self) -> tuple[str, ...]:
        """The currencies in which prices were seen."""
        return self.parts.store.shelf_browse.currencies()

    def look(self, look: Look, after: object, count: int, cancel: threading.Event) -> Leaf:
        """Offers that match: of a search some hundreds, the best first; without words ``count``, newest first."""
        _ = self.parts.shelf
        rates = self.parts.exchange.compared_by()
        sieve = Sieve(look.price, rates)
        query = read_query(look.text)
        if look.text.strip():
            narrow = sieve.lets_pass if look.price else None
            leaf = self.parts.store.shelf_search.find(query, None, cancel, narrow, origin=look.origin, after=after)
            shown = leaf.offers if look.price else tuple(filter(sieve.lets_pass, leaf.offers))
            return replace(leaf, offers=tuple(map(with_evidence, shown)), blocked=sieve.blocked)
        leaf = self.parts.store.shelf_browse.leaf(
            after, count, cancel, origin=look.origin, price=look.price, one_currency=rates is None,
            accept=sieve.lets_pass,
        )  # fmt: skip
        return Leaf(tuple(map(with_evidence, leaf.offers)), sieve.blocked, leaf.goes_on)

    def count(self, look: Look, cancel: threading.Event) -> Count:
        """How many offers have all of it."""
        rates = self.parts.exchange.compared_by()
        return self.parts.store.shelf_counts.count(
            read_query(look.text) if look.text.strip() else SearchQuery("", ()), cancel, origin=look.origin,
            price=look.price, one_currency=rates is None, accept=Sieve(look.price, rates).lets_pass,
        )  # fmt: skip

    def prices_of(self, keys: Sequence[Key]) -> Mapping[Key, Sequence[PriceSeen]]:
        """The prices that were seen for offers."""
        return self.parts.store.shelf.prices_of(keys)

    def conversion(self) -> Conversion | None:
        """The currency in which the user wants prices as well."""
        return self.parts.exchange.conversion()

    def remove(self, feed: str) -> int:
        """Take a feed off the shelf; it can be put back until the next start."""
        with self.parts.intake.alone(feed):
            return self.parts.store.feeds.remove(feed)

    def put_back(self, feed: str) -> None:
        """Undo that."""
        self.parts.store.feeds.put_back(feed)
