"""Price alerts: what the user wants to be told of. They are checked on this computer when offers are seen again.

An alert is about the item's price, as the history is: shipping and tax may not be known. A price that is past its term,
or that not everyone pays, meets none (P11, P12).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import Key, Offer
from desktop_client.commerce.prices.amounts import Amount
from desktop_client.commerce.prices.freshness import past_term
from desktop_client.commerce.prices.totals import UNCONDITIONAL_KINDS
from desktop_client.wording import Sentence, say
from desktop_client.wording.short import in_short


@dataclass(frozen=True, slots=True)
class PriceAlert:
    """To be told when an offer costs ``at_most`` or less. ``met`` is the price that was, once it was told."""

    key: Key
    title: str
    at_most: Money
    met: Money | None = None
    met_at: datetime | None = None


class Alerts(Protocol):
    """The alerts on disk; every call returns after its commit."""

    def alerts(self) -> tuple[PriceAlert, ...]:
        """All, the newest last."""
        ...

    def watch(self, offer: Offer, at_most: Money) -> None:
        """Want to be told of an offer; takes the place of an alert on it, whether that was met or not."""
        ...

    def unwatch(self, key: Key) -> None:
        """Want to be told no more."""
        ...

    def was_met(self, alert: PriceAlert, price: Money) -> bool:
        """Note that the user is told of this alert; False where they were already, or where it is another by now."""
        ...


class LastSeen(Protocol):
    """Offers as they were last seen on this computer. The shelf implements it."""

    def offers_of(self, keys: Iterable[Key]) -> Mapping[Key, Offer]:
        """Those of these offers that are there."""
        ...


def meets(alert: PriceAlert, offer: Offer, now: datetime) -> bool:
    """Whether an offer's price is one that the user wants to be told of."""
    price = offer.price
    if price is None or price.minor < 0 or offer.price_kind not in UNCONDITIONAL_KINDS or past_term(offer, now):
        return False
    return price.currency == alert.at_most.currency and price.amount <= alert.at_most.amount


def check(alerts: Alerts, seen: Mapping[Key, Offer], now: datetime) -> tuple[Sentence, ...]:
    """What the user is to be told now that these offers were seen; each alert is told once."""
    told = []
    for alert in alerts.alerts():
        offer = seen.get(alert.key)
        if alert.met is not None or offer is None or offer.price is None or not meets(alert, offer, now):
            continue
        # Two looks at the same offers may be on their way at once.
        if alerts.was_met(alert, offer.price):
            told.append(
                say(
                    "“{title}” costs {price} now, item only; you wanted to be told at {at_most} or less.",
                    title=in_short(offer.title),
                    price=Amount(offer.price),
                    at_most=Amount(alert.at_most),
                )
            )
    return tuple(told)
