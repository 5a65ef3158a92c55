"""What the page of pinned offers is made from, read in a worker thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from desktop_client.commerce.comparing.arrangement import Arrangement
from desktop_client.commerce.comparing.arranging import LaidOut, lay_out
from desktop_client.commerce.comparing.shortlist import Pin, Shortlist, Shortlists
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Key, Offer
from desktop_client.commerce.prices.alerts import Alerts, LastSeen, check
from desktop_client.commerce.prices.history import PriceHistory
from desktop_client.commerce.prices.rates import Conversion
from desktop_client.wording import Sentence


@dataclass(frozen=True, slots=True)
class Pinning:
    """What the page needs of commerce.

    ``on_screen`` gives the rows of the list on screen, ``need`` what it was made for; ``may_show`` says whether a
    source's newer rows may be looked at (one that is switched off has none, P7); ``notices`` are what the terms of
    sources want to stand with their offers, ``conversion`` the currency in which the user wants totals as well.
    """

    shortlists: Shortlists
    alerts: Alerts
    history: PriceHistory
    shelf: LastSeen
    now: Callable[[], datetime]
    names: Callable[[], Mapping[str, str]]
    on_screen: Callable[[], Iterable[Offer]] = tuple
    need: Callable[[], ShoppingNeed | None] = lambda: None
    may_show: Callable[[str], bool] = lambda _: True
    notices: Callable[[], Mapping[str, str]] = dict
    conversion: Callable[[], Conversion | None] = lambda: None


@dataclass(frozen=True, slots=True)
class Shown:
    """The lists, the pins of the first of them, how they are laid out where that was asked for, and what was told."""

    lists: tuple[Shortlist, ...]
    deleted: tuple[Shortlist, ...]
    pins: tuple[Pin, ...]
    arrangement: Arrangement
    laid_out: LaidOut | None
    told: tuple[Sentence, ...]

    @property
    def name(self) -> str | None:
        """The list in use; None where there is none."""
        return self.lists[0].name if self.lists else None

    def pin_of(self, key: Key) -> Pin | None:
        """The pin of an offer."""
        return next((pin for pin in self.pins if pin.offer.key == key), None)

    def newer(self, key: Key) -> Offer | None:
        """The offer as it was seen after its snapshot."""
        columns = self.laid_out.comparison.columns if self.laid_out else ()
        return next((column.newer for column in columns if column.offer.key == key), None)


def read_shown(pinning: Pinning, on_screen: Mapping[Key, Offer], *, whole: bool) -> Shown:
    """Read the list in use, lay it out if it is looked at (``whole``), and see whether a price alert is met.

    Raises:
        SidelightError: the store can't be read.
    """
    now, lists = pinning.now(), pinning.shortlists.lists()
    pins = pinning.shortlists.pins(lists[0].name) if lists else ()
    arrangement = pinning.shortlists.arrangement(lists[0].name) if lists else Arrangement()
    alerts = {alert.key: alert for alert in pinning.alerts.alerts()}
    keys = [pin.offer.key for pin in pins]
    newest = _newest(pinning, on_screen, {*keys, *alerts})
    told = check(pinning.alerts, newest, now) if alerts else ()
    laid_out = None
    if whole:
        alerts = {alert.key: alert for alert in pinning.alerts.alerts()} if told else alerts
        seen = pinning.history.prices_of(keys)
        laid_out = lay_out(
            pins, now, seen, newest, arrangement=arrangement, alerts=alerts, conversion=pinning.conversion()
        )
    return Shown(lists, pinning.shortlists.deleted(), pins, arrangement, laid_out, told)


def _newest(pinning: Pinning, on_screen: Mapping[Key, Offer], keys: Iterable[Key]) -> Mapping[Key, Offer]:
    """The newer of what the shelf and the list on screen have, of sources that may be looked at."""
    wanted = sorted(key for key in keys if pinning.may_show(key[0]))
    found = dict(pinning.shelf.offers_of(wanted))
    for key in wanted:
        seen = on_screen.get(key)
        if seen is not None and (key not in found or found[key].fetched_at < seen.fetched_at):
            found[key] = seen
    return found
