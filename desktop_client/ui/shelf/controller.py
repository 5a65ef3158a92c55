"""ShelfController: joins the page of the shelf with the shelf on disk. All reading runs behind the bridge."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Protocol

from PySide6.QtCore import QLocale, QObject, Signal

from desktop_client.commerce.offer import Key, Offer
from desktop_client.commerce.prices.history import PriceSeen
from desktop_client.commerce.prices.rates import Conversion
from desktop_client.commerce.sending.faults import Cancelled
from desktop_client.commerce.shelf.browsing import Count, Leaf, Look, Stock, StockKind
from desktop_client.ui.bridge import Bridge, Newest
from desktop_client.ui.panel.view_model import CardView
from desktop_client.ui.shelf.page import ShelfPage
from desktop_client.ui.shelf.rows import ShelfRow, details_of, shelf_card, shelf_rows, stock_views
from desktop_client.ui.widgets import counted
from desktop_client.ui.widgets.text_lines import plain
from desktop_client.wording import Language
from desktop_client.wording.short import in_short

LEAF = 100
"""Rows that are read at a time: more than a window shows, few enough to be put into the list within a frame."""
AGAIN = 20 * LEAF
"""So many rows that were scrolled through are read again at once where the same is looked for."""


class ShelfDesk(Protocol):
    """What the controller needs of the shelf. Every call blocks and raises ``SidelightError`` in words."""

    def names(self) -> Mapping[str, str]:
        """The sources' names by id, in the interface's language."""
        ...

    def stock(self) -> tuple[Stock, ...]:
        """What lies on the shelf, by where it came from."""
        ...

    def currencies(self) -> tuple[str, ...]:
        """The currencies in which prices were seen."""
        ...

    def look(self, look: Look, after: object, count: int, cancel: threading.Event) -> Leaf:
        """Offers that match, from where a leaf ended: of a search some hundreds, the best of them first; without words
        ``count`` of them, newest first. One with nothing in it may still go on.

        Raises:
            Cancelled: ``cancel`` was set.
        """
        ...

    def count(self, look: Look, cancel: threading.Event) -> Count:
        """How many offers have all of it: that takes longer than to show the first of them.

        Raises:
            Cancelled: ``cancel`` was set.
        """
        ...

    def prices_of(self, keys: Sequence[Key]) -> Mapping[Key, Sequence[PriceSeen]]:
        """The prices that were seen for offers."""
        ...

    def conversion(self) -> Conversion | None:
        """The currency in which the user wants prices as well."""
        ...

    def remove(self, feed: str) -> int:
        """Take a feed off the shelf; it can be put back until the next start."""
        ...

    def put_back(self, feed: str) -> None:
        """Undo that."""
        ...


class ShelfController(QObject):
    """Reads a leaf at a time as the user scrolls, and begins anew whenever something else is looked for.

    ``changed`` tells that there is something else on the shelf; ``pin_requested`` and ``put_back_requested`` carry an
    ``Offer``, the first with whether it is to be on the shortlist. ``first_found`` tells, once, that a search has come
    to its end, and the tables of words are in memory with it.
    """

    failed = Signal(object)
    changed = Signal()
    first_found = Signal()
    pin_requested = Signal(object, bool)
    put_back_requested = Signal(object)

    def __init__(
        self,
        desk: ShelfDesk,
        page: ShelfPage,
        bridge: Bridge,
        now: Callable[[], datetime],
        language: Language,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._page, self._bridge = desk, page, bridge
        self._stocks, self._currencies, self._cards = Newest(bridge), Newest(bridge), Newest(bridge)
        self._now, self._language = now, language
        self._cancel = threading.Event()
        self._look = Look()
        self._on_page: Look | None = None
        """What the rows on the page were looked for by."""
        self._stock: tuple[Stock, ...] = ()
        self._rest: tuple[Offer, ...] = ()
        self._goes_on: object = None
        self._shown = self._blocked = self._batches = 0
        self._count: Count | None = None
        self._has_found = False
        page.shown.connect(self.refresh)
        page.filters.changed.connect(self.search)
        page.filters.remove_requested.connect(self._remove)
        page.model.more_wanted.connect(self._read_on)
        page.offer_chosen.connect(self._choose)
        page.pin_toggled.connect(self._pin)

    def refresh(self) -> None:
        """Read anew what lies on the shelf: it was opened, or something was imported or removed."""
        if self._page.isVisible():
            self._stocks.run(self._desk.stock, self._stock_read, self.failed.emit)
            self._currencies.run(self._desk.currencies, self._page.filters.set_currencies, self.failed.emit)

    def _stock_read(self, stock: tuple[Stock, ...]) -> None:
        self._stock = stock
        counts = {each.origin: QLocale().toString(each.offers) for each in stock}
        self._page.filters.set_stock(stock_views(stock, counts))
        self.search()

    def search(self) -> None:
        """Look for what the page asks for now; what was looked for before is given up."""
        self._cancel.set()
        self._cancel = threading.Event()
        self._look = self._page.filters.look()
        self._blocked = self._batches = 0
        self._count = None
        if not self._page.model.rowCount():
            self._page.tell(self._about(), self.tr("Reading the shelf…"))
        again = LEAF if self._look != self._on_page else min(self._page.model.rowCount(), AGAIN)
        self._read(None, first=True, count=max(LEAF, again))

    def _read_on(self) -> None:
        if self._look != self._on_page:
            return  # the first of something else is on its way, and what is on the page goes
        if self._rest:
            self._put(self._rest, self._cancel, first=False)
        else:
            self._read(self._goes_on, first=False)

    def _read(self, after: object, *, first: bool, count: int = LEAF) -> None:
        cancel = self._cancel
        work = partial(self._desk.look, self._look, after, count, cancel)
        take = partial(self._take, cancel=cancel, first=first, count=count)
        self._bridge.run(work, take, partial(self._broke, cancel))

    def _broke(self, cancel: threading.Event, error: Exception) -> None:
        if cancel is self._cancel and not isinstance(error, Cancelled):
            self._page.tell(self._about(), "")
            self.failed.emit(error)

    def _take(self, leaf: Leaf, cancel: threading.Event, *, first: bool, count: int) -> None:
        if cancel is not self._cancel:
            return  # something else is looked for by now
        self._goes_on = leaf.goes_on
        self._blocked += leaf.blocked
        if not leaf.offers and leaf.goes_on is not None:
            self._read(leaf.goes_on, first=first, count=count)
            return
        self._batches += bool(leaf.offers)
        self._put(leaf.offers, cancel, first=first, count=count)

    def _put(self, offers: tuple[Offer, ...], cancel: threading.Event, *, first: bool, count: int = LEAF) -> None:
        """Put the next offers into words, in a worker thread, and keep the others until they are scrolled to."""
        offers, self._rest = offers[:count], offers[count:]
        work = partial(shelf_rows, offers, self._desk.names(), self._now(), self._language)
        self._bridge.run(work, partial(self._show, cancel, first=first), self.failed.emit)

    def _show(self, cancel: threading.Event, rows: tuple[ShelfRow, ...], *, first: bool) -> None:
        if cancel is not self._cancel:
            return
        last = not self._rest and self._goes_on is None
        self._shown = len(rows) + (0 if first else self._shown)
        self._tell(last=last)
        if first:
            other, self._on_page = self._look != self._on_page, self._look
            self._page.show_rows(rows, whole=last, anew=other)
        else:
            self._page.append(rows, whole=last)
        if first and self._goes_on is not None and (self._look.text.strip() or self._look.price):
            work = partial(self._desk.count, self._look, cancel)
            self._bridge.run(work, partial(self._counted_all, cancel), partial(self._broke, cancel))
        if self._look.text.strip() and not self._has_found:
            self._has_found = True
            self.first_found.emit()

    def _counted_all(self, cancel: threading.Event, count: Count) -> None:
        if cancel is self._cancel:
            self._count = count
            self._tell(last=not self._rest and self._goes_on is None)

    # In words

    def _about(self) -> str:
        count = counted.offers(sum(each.offers for each in self._stock))
        return self.tr("{offers}, on this computer only").format(offers=count) if self._stock else ""

    def _tell(self, *, last: bool) -> None:
        page = self._page
        told = [self._counted(last=last)]
        if self._blocked:
            count = QLocale().toString(self._blocked)
            told.append(
                self.tr("Never shown (medicine, devices, health food, tobacco, weapons): {count}").format(count=count)
            )
        hint, step, act = "", "", None
        if not self._shown and (self._look.text.strip() or page.filters.narrows):
            hint = self.tr("Nothing on the shelf is like that.")
            step, act = self.tr("Show everything"), page.filters.show_all
        elif all(each.kind is StockKind.SAMPLE for each in self._stock):
            hint = (
                self.tr("Nothing was imported yet: these are sample goods. Import a product feed, or drop a file here.")
                if self._stock
                else self.tr("There is nothing on the shelf yet. Import a product feed, or drop a file here.")
            )
            step, act = self.tr("Import a feed…"), page.feeds_requested.emit
        page.tell(self._about(), " · ".join(told) if self._shown or self._blocked else "", hint, step, act)

    def _counted(self, *, last: bool) -> str:
        """How many match, as far as that is known."""
        look, found = self._look, self._shown + len(self._rest)
        if look.text.strip():
            words = self._ordered()
        elif look.price:
            count = Count(found, whole=True) if last else self._count
            found = found if count is None else count.offers
            words = self._priced(count)
        else:
            found = sum(each.offers for each in self._stock if look.origin in (None, each.origin)) - self._blocked
            return self.tr("{offers}, newest first").format(offers=counted.offers(max(0, found)))
        said = words.format(count=QLocale().toString(found))
        if look.text.strip() and self._goes_on is not None and self._count is not None:
            said = " · ".join((said, self._all_words(self._count)))
        if look.price:
            said = " · ".join((said, self.tr("without those whose price is not stated or can't be compared")))
        return said

    def _ordered(self) -> str:
        """In what order a search's offers stand: what is read as one scrolls is put in order by itself."""
        if self._batches <= 1:
            all_found = self.tr("Found: {count}, best match first")
            so_far = self.tr("{count} so far, best match first; more follow as you scroll")
        else:
            all_found = self.tr("Found: {count}, in batches, the best match of each first")
            so_far = self.tr("{count} so far, in batches, the best match of each first; more follow as you scroll")
        return all_found if self._goes_on is None else so_far

    def _priced(self, count: Count | None) -> str:
        """How many cost what they may; None is not counted yet."""
        if count is None:
            return self.tr("Cost that: {count} so far")
        whole = self.tr("Cost that: {count}, newest first")
        return whole if count.whole else self.tr("Cost that: {count} or more, newest first")

    def _all_words(self, count: Count) -> str:
        """How many have all the words, of those that pass the filters."""
        some = self.tr("with all the words: {count}") if count.whole else self.tr("with all the words: {count} or more")
        return some.format(count=QLocale().toString(count.offers))

    # One offer

    def _choose(self, offer: Offer) -> None:
        self._cards.run(partial(self._card, offer), self._show_card, self.failed.emit)

    def _card(self, offer: Offer) -> tuple[CardView, tuple[str, ...]]:
        """In a worker thread: the card, and what the source states besides."""
        seen = self._desk.prices_of([offer.key]).get(offer.key, ())
        names, conversion = self._desk.names(), self._desk.conversion()
        card = shelf_card(offer, names, seen, conversion, self._now(), self._language)
        return card, details_of(offer, self._language)

    def _show_card(self, what: tuple[CardView, tuple[str, ...]]) -> None:
        self._page.show_card(*what)

    def _pin(self, offer: Offer, on: bool) -> None:
        self.pin_requested.emit(offer, on)
        said = self.tr("Pinned for comparing: {title}") if on else self.tr("Taken off the shortlist: {title}")
        undo = partial(self.pin_requested.emit, offer, False) if on else partial(self.put_back_requested.emit, offer)
        self._page.undo_bar.offer(said.format(title=in_short(plain(offer.title))), undo)

    # A feed off the shelf

    def _remove(self, feed: str) -> None:
        def removed(count: int) -> None:
            said = self.tr("“{name}” was taken off the shelf ({offers}). It is deleted at the next start.")
            self._page.undo_bar.offer(
                said.format(name=plain(feed), offers=counted.offers(count)), partial(self._put_back, feed)
            )
            self._anew()

        self._bridge.run(partial(self._desk.remove, feed), removed, self.failed.emit)

    def _put_back(self, feed: str) -> None:
        self._bridge.run(partial(self._desk.put_back, feed), lambda _: self._anew(), self.failed.emit)

    def _anew(self) -> None:
        self.changed.emit()
        self.refresh()
