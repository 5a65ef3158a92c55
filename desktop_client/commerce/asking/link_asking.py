"""LinkAsking: asks a platform for the address of one offer, where the offer came with none (Pinduoduo) or only with one
that pays nobody (JD).

Each request is made, shown, and sent only on the user's word, through the same gate as any other (P7, P8).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import datetime

from desktop_client.commerce.asking.one_source import Door, Preview, begin, go_on
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.source import Manifest, Page, Query, ResolvesLinks, Search, Source
from desktop_client.errors import SidelightError
from desktop_client.wording import say


class _LinkSearch:
    """Asking for a link in the form of a search, so that it is driven as any other; it finds an address, no offers."""

    def __init__(self, source: Source, links: ResolvesLinks, offer: Offer) -> None:
        self._source, self._links, self._offer = source, links, offer
        self.address = ""

    @property
    def manifest(self) -> Manifest:
        return self._source.manifest

    def search(self, query: Query) -> Search:
        self.address = yield from self._links.resolve_link(self._offer, query.credentials)
        return Page(())


class LinkAsking:
    """Asking for the link of one offer. ``credentials`` are the source's key; ``clock`` gives the time, aware, UTC."""

    def __init__(
        self,
        source: Source,
        offer: Offer,
        credentials: Mapping[str, str],
        door: Door,
        clock: Callable[[], datetime],
    ) -> None:
        """
        Raises:
            SidelightError: the source makes no links.
        """
        if not isinstance(source, ResolvesLinks):
            raise SidelightError(say("This source makes no links."))
        self._search, self._door, self._clock = _LinkSearch(source, source, offer), door, clock
        self._query = Query(ShoppingNeed(""), 1, credentials)

    @property
    def manifest(self) -> Manifest:
        """The label of the source."""
        return self._search.manifest

    def start(self) -> Preview:
        """The first request, to be shown. Touches no network.

        Raises:
            SidelightError: there is none that could be sent, such as without the account's number.
        """
        shown = begin(self._search, self._query, self._door, self._clock())
        if not isinstance(shown, Preview):
            raise SidelightError(say("The source made a link without asking anybody."))
        return shown

    def send(self, shown: Preview, cancel: threading.Event) -> Preview | str:
        """Send what was shown, byte for byte; the address, or the next request. One that is too old is made anew.

        Blocks, for as long as the gate gives a request.

        Raises:
            Cancelled: ``cancel`` was set, or the source is off.
            SidelightError: no link came.
        """
        if not shown.fresh(self._clock()):
            return self.start()
        came = go_on(self._search, shown, self._door, cancel, self._clock)
        return came if isinstance(came, Preview) else self._search.address
