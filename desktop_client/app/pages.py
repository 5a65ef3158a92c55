"""PagesOfProfile: what reading a product page does with it: shows the request, sends it on the user's word, keeps the
offers on the shelf.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from urllib.parse import urlsplit

from desktop_client import settings as options
from desktop_client.app.parts import Parts, utc_now
from desktop_client.commerce.asking.one_source import Door, Preview, begin, go_on
from desktop_client.commerce.feeds.product_page import (
    ID,
    MOST_OFFERS,
    PageRead,
    PageShown,
    ProductPage,
    read_page_address,
)
from desktop_client.commerce.links import with_evidence
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.source import Query
from desktop_client.errors import SidelightError
from desktop_client.settings import Settings
from desktop_client.wording import say


@dataclass(frozen=True, slots=True)
class PageSwitch:
    """The switch of the reading of pages: suggestions as a whole. Each page is asked for by itself, and shown first.

    ``for_once`` is a command that names a page.
    """

    settings: Settings
    for_once: bool

    def is_on(self, source_id: str) -> bool:
        """Whether a page may be asked for now."""
        return source_id == ID and (self.for_once or self.settings.get(options.COMMERCE))

    def asks_first(self, source_id: str) -> bool:  # noqa: ARG002 - as for any source
        """Always."""
        return True


class PagesOfProfile:
    """Reads pages for one profile; implements ``ui.product_page.controller.PageDesk``."""

    def __init__(self, parts: Parts, *, for_once: bool = False, door: Door | None = None) -> None:
        """``door`` replaces the gate, for tests."""
        self._parts = parts
        self._door = door or parts.gate(PageSwitch(parts.settings, for_once))

    def show(self, address: str) -> PageShown:
        """The request that would be sent for an address. Touches no network.

        Raises:
            SidelightError: it is no address of a page on the internet.
        """
        page = ProductPage(read_page_address(address), utc_now)
        asked = begin(page, Query(ShoppingNeed(""), MOST_OFFERS), self._door, utc_now())
        assert isinstance(asked, Preview), "a page is never known without asking"
        return PageShown(page, asked)

    def read(self, shown: PageShown, cancel: threading.Event) -> PageRead:
        """Send what was shown and keep what the page describes. Blocks as long as the gate gives a request.

        Raises:
            Cancelled: ``cancel`` was set, or suggestions were switched off.
            SidelightError: the page can't be had, or describes no product.
        """
        if not shown.preview.fresh(utc_now()):
            raise SidelightError(say("The request had waited for too long."), say("Ask for the page again."))
        found = go_on(shown.page, shown.preview, self._door, cancel, utc_now)
        assert not isinstance(found, Preview), "a page is asked for once"
        offers = tuple(with_evidence(offer) for offer in found.offers)
        host = urlsplit(shown.page.address).hostname or ""
        # Pages of that host may have been taken off a moment ago: this one doesn't bring back the others.
        self._parts.store.feeds.purge(only=host)
        new, updated = self._parts.store.shelf.put(offers, host, found.raw)
        return PageRead(offers, new, updated)
