"""Prices over time: the lowest that was seen, and what a price cut that a shop claims comes to (promise P11).

A shop's own "was" price is never believed and never shown. What counts is what Sidelight saw: a cut is the difference
to the lowest price of the 30 days before it, as Directive 98/6/EC, art. 6a, and the judgment C-330/23 (Aldi Süd) have
it; China looks back 7 days (明码标价和禁止价格欺诈规定, art. 16), which can only find a higher one. Prices are those of
the item, without shipping. Nothing here has a part in the order of a list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_DOWN, Decimal
from typing import Protocol

from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.prices.freshness import past_term
from desktop_client.commerce.prices.totals import UNCONDITIONAL_KINDS
from desktop_client.wording import Sentence, counted, say

WINDOWS = (7, 30, 90)
"""Days to look back, today among them."""
WINDOW = 30
"""Days before a cut whose lowest price it is measured against."""
NEEDED_DAYS = 10
"""On fewer of those days than a third Sidelight may well have missed a lower price, so it names no percentage."""
TELLING_DAYS = 7
"""A single price says something by itself once it was seen on so many days; before that it only repeats the card."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PriceSeen:
    """A price that was seen on every day, in UTC, from ``first_seen`` to ``last_seen`` (both aware)."""

    price: Money
    first_seen: datetime
    last_seen: datetime

    @property
    def first_day(self) -> date:
        """The first day on which it was seen, in UTC."""
        return _day(self.first_seen)

    @property
    def last_day(self) -> date:
        """The last day on which it was seen, in UTC."""
        return _day(self.last_seen)


class PriceHistory(Protocol):
    """The prices that were seen. The store implements it."""

    def prices(self, key: tuple[str, str]) -> tuple[PriceSeen, ...]:
        """The prices that were seen for an offer, oldest first."""
        ...

    def prices_of(self, keys: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], tuple[PriceSeen, ...]]:
        """The same for many offers at once; those that no price was seen for are left out."""
        ...


@dataclass(frozen=True, slots=True)
class Low:
    """The lowest price within ``window`` days, when it was last seen, and on how many days any price was."""

    price: Money
    last_seen: datetime
    days: int
    prices: int
    window: int

    @property
    def telling(self) -> bool:
        """Whether it says more than the price itself does: prices differed, or one held for a week at least."""
        return self.prices > 1 or self.days >= TELLING_DAYS


@dataclass(frozen=True, slots=True)
class Cut:
    """What a claimed cut comes to: ``percent`` below ``base``, the lowest price of the 30 days before it.

    ``percent`` is rounded down to a tenth, 0 where it was as low before, and None where prices were seen on fewer than
    ``NEEDED_DAYS`` of those days; ``days`` says on how many.
    """

    percent: Decimal | None
    base: Money | None
    days: int


def lowest(seen: Sequence[PriceSeen], like: Money, now: datetime, window: int = WINDOW) -> Low | None:
    """The lowest price of the last ``window`` days in the currency of ``like``; None if none was seen in them."""
    today = _day(now)
    return _lowest(_alike(seen, like), today - (window - 1) * _DAY, today, window)


def claimed_cut(offer: Offer, seen: Sequence[PriceSeen], now: datetime) -> Cut | None:
    """What the cut comes to that an offer claims by a list price above its own.

    None where it claims none, and where its price can't be held to: past its term, or not for everyone.
    """
    price, usual = offer.price, offer.list_price
    if price is None or usual is None or usual.currency != price.currency or usual.amount <= price.amount:
        return None
    if past_term(offer, now) or offer.price_kind not in UNCONDITIONAL_KINDS:
        return None
    runs = [run for run in _alike(seen, price) if run.first_seen <= offer.fetched_at]
    earlier = list(runs)
    while earlier and earlier[-1].price == price:
        earlier.pop()
    began = runs[len(earlier)].first_seen if len(earlier) < len(runs) else offer.fetched_at
    start, seen_on = _day(began), _day(offer.fetched_at)
    if seen_on - start > WINDOW * _DAY:
        # It has been the price for all of the window: whatever it was cut from is not a price of these days.
        return _cut(price, _lowest(runs, seen_on - WINDOW * _DAY, seen_on - _DAY, WINDOW), price)
    before = _lowest(earlier, start - WINDOW * _DAY, start - _DAY, WINDOW)
    same_day = [run.price for run in earlier if run.last_day >= start]
    return _cut(price, before, *same_day)


def _cut(price: Money, before: Low | None, *also: Money) -> Cut:
    """``also`` are prices that may lower the base, of days that don't count."""
    days = before.days if before else 0
    if before is None or days < NEEDED_DAYS:
        return Cut(None, None, days)
    base = min((before.price, *also), key=lambda money: money.amount)
    share = max(Decimal(0), 100 * (base.amount - price.amount)) / base.amount if base.minor else Decimal(0)
    return Cut(share.quantize(Decimal("0.1"), ROUND_DOWN), base, days)


def _lowest(runs: Iterable[PriceSeen], first: date, last: date, window: int) -> Low | None:
    inside = [run for run in runs if run.first_day <= last and run.last_day >= first]
    if not inside:
        return None
    days = {
        begin + number * _DAY
        for run in inside
        for begin, end in [(max(first, run.first_day), min(last, run.last_day))]
        for number in range((end - begin).days + 1)
    }
    # Of equals the one seen last.
    least = min(inside, key=lambda run: (run.price.amount, -run.last_seen.timestamp()))
    return Low(least.price, least.last_seen, len(days), len({run.price for run in inside}), window)


def _alike(seen: Sequence[PriceSeen], like: Money) -> list[PriceSeen]:
    """What can be compared, oldest first."""
    alike = (run for run in seen if run.price.currency == like.currency)
    return sorted(alike, key=lambda run: run.first_seen)


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def low_words(low: Low, amount: str, *, parts_besides: bool) -> Sentence:
    """The low as a card says it; ``amount`` is its price as people read it.

    With ``parts_besides`` the card's figure is more than the item, which has to be said.
    """
    if parts_besides:
        return say("{window}-day low of the item {amount} · seen on {days}",
                   window=low.window, amount=amount, days=counted.days(low.days))  # fmt: skip
    return say(
        "{window}-day low {amount} · seen on {days}", window=low.window, amount=amount, days=counted.days(low.days)
    )


def cut_words(cut: Cut) -> Sentence:
    """What a claimed cut comes to, in words."""
    if cut.percent is None:
        return say("claimed cut not checked: not enough history")
    if not cut.percent:
        return say("claimed cut: none, it was as low in the {window} days before", window=WINDOW)
    # No line may break between the figure and its sign.
    share = f"{cut.percent}\u00a0%"
    return say("{share} below the lowest seen in the {window} days before", share=share, window=WINDOW)
