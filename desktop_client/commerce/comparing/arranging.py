"""A shortlist laid out as the user wants it: compared, filtered, in order, with what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from desktop_client.commerce.chips import Chip
from desktop_client.commerce.comparing.arrangement import ALWAYS, Arrangement
from desktop_client.commerce.comparing.compared import Comparison, Group, Order, Row, RowKind
from desktop_client.commerce.comparing.comparison import compare
from desktop_client.commerce.comparing.fit import Fit, fit
from desktop_client.commerce.comparing.shortlist import Pin
from desktop_client.commerce.offer import Key, Offer
from desktop_client.commerce.prices.alerts import PriceAlert
from desktop_client.commerce.prices.history import PriceSeen
from desktop_client.commerce.prices.rates import Conversion


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A comparison as it is shown. ``hidden_rows`` and ``hidden_offers`` are what was left out of it.

    ``chips`` are the conditions of the need, each with how many of the pinned offers contradict it. ``choices`` are
    the rows that can put the columns in order, those left out too.
    """

    comparison: Comparison
    arrangement: Arrangement
    fit: Fit | None
    hidden_rows: tuple[Row, ...]
    hidden_offers: tuple[Key, ...]
    chips: tuple[tuple[Chip, int], ...]
    choices: tuple[Row, ...]


def lay_out(
    pins: Sequence[Pin],
    now: datetime,
    seen: Mapping[Key, tuple[PriceSeen, ...]] | None = None,
    newest: Mapping[Key, Offer] | None = None,
    *,
    arrangement: Arrangement | None = None,
    alerts: Mapping[Key, PriceAlert] | None = None,
    conversion: Conversion | None = None,
) -> LaidOut:
    """Compare the pins that are not left out, and put columns and rows as the user has them (see ``compare``)."""
    arrangement = arrangement or Arrangement()
    found = fit(pins, now, arrangement.weights, conversion.rates if conversion is not None else None)
    gone = _left_out(pins, arrangement, found)
    shown = [pin for pin in pins if pin.offer.key not in gone]
    whole = compare(
        shown, now, seen, newest, apart=arrangement.apart, found=found, alerts=alerts, conversion=conversion
    )
    order = _order(whole, arrangement)
    rows = [row for row in whole.rows if row.id not in arrangement.hidden_rows or row.id in ALWAYS]
    return LaidOut(
        comparison=Comparison(
            tuple(whole.columns[at] for at in order),
            tuple(replace(row, cells=tuple(row.cells[at] for at in order)) for row in rows),
            _renumbered(whole.same, order),
            whole.apart,
        ),
        arrangement=arrangement,
        fit=found,
        hidden_rows=tuple(row for row in whole.rows if row not in rows),
        hidden_offers=tuple(pin.offer.key for pin in pins if pin.offer.key in gone),
        chips=_chips(found),
        choices=tuple(row for row in whole.rows if any(cell.order is not None for cell in row.cells)),
    )


def _left_out(pins: Sequence[Pin], arrangement: Arrangement, found: Fit | None) -> frozenset[Key]:
    by_filter = (found.removed_by(chip) for chip in arrangement.filters) if found else ()
    return frozenset(arrangement.hidden_offers).union(*by_filter) & {pin.offer.key for pin in pins}


def _chips(found: Fit | None) -> tuple[tuple[Chip, int], ...]:
    if found is None:
        return ()
    return tuple((gone.chip, len(found.removed_by(gone.chip))) for gone in found.ranked.removed)


def _renumbered(same: Sequence[tuple[int, ...]], order: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    place = {was: now for now, was in enumerate(order)}
    return tuple(tuple(sorted(place[at] for at in group)) for group in same)


def _order(comparison: Comparison, arrangement: Arrangement) -> list[int]:
    """Places of the columns. What can't be put in order stands last both ways; equals as the total has them."""
    every = range(len(comparison.columns))
    if arrangement.places:
        known = {key: at for at, key in enumerate(arrangement.places)}
        return sorted(every, key=lambda at: known.get(comparison.columns[at].offer.key, len(known)))
    row = next((row for row in comparison.rows if row.id == arrangement.by), None)
    if row is None or (row.kind is RowKind.TOTAL and not arrangement.backwards):
        order = list(every)
    else:
        order = _by_row(row, backwards=arrangement.backwards)
    return _together(order, comparison.same) if arrangement.grouped else order


def _by_row(row: Row, *, backwards: bool) -> list[int]:
    """What is unknown or past its term is a group of its own and never comes first, in whichever way it goes."""
    groups: dict[Group, list[tuple[Order, int]]] = {}
    for at, cell in enumerate(row.cells):
        if cell.order is not None:
            groups.setdefault(cell.order[0], []).append((cell.order[1:], at))
    found = [
        pair for group in sorted(groups) for pair in sorted(groups[group], key=lambda pair: pair[0], reverse=backwards)
    ]
    return [*(at for _, at in found), *(at for at, cell in enumerate(row.cells) if cell.order is None)]


def _together(order: Sequence[int], same: Sequence[tuple[int, ...]]) -> list[int]:
    """Offers of one product side by side, where the first of them stands."""
    group = {at: members for members in same for at in members}
    found: dict[int, None] = {}
    for at in order:
        found.update(dict.fromkeys(other for other in order if other in group.get(at, (at,))))
    return list(found)
