"""Prices over time as a chart and as text: steps where a price was seen day after day, and gaps where nobody looked.

A gap says nothing: no line is drawn through it, and no price is made up for it (P11).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import zip_longest

from desktop_client.commerce.money import Money
from desktop_client.commerce.prices.amounts import Amount
from desktop_client.commerce.prices.days import Day
from desktop_client.commerce.prices.history import WINDOWS, PriceSeen, lowest
from desktop_client.wording import Sentence, counted, say

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """A price that was seen on each day from ``first`` to ``last``."""

    first: date
    last: date
    price: Money


@dataclass(frozen=True, slots=True)
class Gap:
    """Days on which no price was seen, between days on which one was."""

    first: date
    last: date


def steps(seen: Sequence[PriceSeen], currency: str) -> tuple[Step | Gap, ...]:
    """What was seen in one currency, oldest first, with the gaps between. Of two prices on one day both are there."""
    alike = sorted((run for run in seen if run.price.currency == currency), key=lambda run: run.first_seen)
    found: list[Step | Gap] = []
    until: date | None = None
    for run in alike:
        if until is not None and run.first_day > until + _DAY:
            found.append(Gap(until + _DAY, run.first_day - _DAY))
        found.append(Step(run.first_day, run.last_day, run.price))
        until = run.last_day if until is None else max(until, run.last_day)
    return tuple(found)


def line(found: Sequence[Step | Gap]) -> tuple[tuple[date, Decimal] | None, ...]:
    """Points of a line that goes in steps; None where it is broken. A day's price holds to the end of that day, or to
    the beginning of one on which another was seen as well: a line never goes back in time.
    """
    points: list[tuple[date, Decimal] | None] = []
    for step, after in zip_longest(found, found[1:]):
        if isinstance(step, Gap):
            points.append(None)
            continue
        ends = step.last + _DAY
        if isinstance(after, Step):
            ends = max(step.first, min(ends, after.first))
        points += [(step.first, step.price.amount), (ends, step.price.amount)]
    return tuple(points)


def step_words(step: Step | Gap) -> Sentence:
    """One stretch in words."""
    if isinstance(step, Gap):
        if step.first == step.last:
            return say("{day}: not looked at", day=Day(step.first))
        return say("{first} to {last}: not looked at", first=Day(step.first), last=Day(step.last))
    price = Amount(step.price)
    if step.first == step.last:
        return say("{day}: {price}", day=Day(step.first), price=price)
    return say("{first} to {last}: {price}", first=Day(step.first), last=Day(step.last), price=price)


def low_lines(seen: Sequence[PriceSeen], like: Money, now: datetime) -> tuple[Sentence, ...]:
    """The lowest price of each window with the days on which one was seen."""
    said = []
    for window in WINDOWS:
        low = lowest(seen, like, now, window)
        if low is None:
            said.append(say("{window} days: nothing seen", window=window))
        else:
            said.append(
                say(
                    "{window} days: lowest {price}, seen on {days}",
                    window=window,
                    price=Amount(low.price),
                    days=counted.days(low.days),
                )
            )
    return tuple(said)
