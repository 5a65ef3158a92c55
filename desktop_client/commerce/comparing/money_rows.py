"""The rows about money: the total with its parts, the unit price, what was the lowest, and what a claimed cut comes to.

Only what is known, fresh and in one currency can be the lowest (P11, P12).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from desktop_client.commerce.comparing.changes import NOT_STATED
from desktop_client.commerce.comparing.compared import Cell, Column, Order, Row, RowKind, row_of
from desktop_client.commerce.money import Money
from desktop_client.commerce.prices.amounts import Amount
from desktop_client.commerce.prices.days import Day
from desktop_client.commerce.prices.history import NEEDED_DAYS, WINDOW, WINDOWS, Low, claimed_cut, cut_words, lowest
from desktop_client.commerce.prices.packs import Pack, UnitPrice, unit_price
from desktop_client.commerce.prices.scale import Scale
from desktop_client.commerce.prices.totals import Total
from desktop_client.commerce.prices.unread import price_not_read
from desktop_client.commerce.reasons import joined, unknown_parts
from desktop_client.wording import Sentence, counted, say


def money_rows(columns: Sequence[Column], now: datetime, scale: Scale) -> list[Row]:
    """All rows about money; those about the past only where something is known of it."""
    totals, units = [_total(c, scale) for c in columns], [_unit(c, scale) for c in columns]
    return [
        row_of(RowKind.TOTAL, say("Total to pay"), _with_lowest(columns, totals)),
        row_of(RowKind.UNIT_PRICE, say("Unit price"), _with_lowest_unit(columns, units)),
        *_lows(columns, now, scale),
        *_cuts(columns, now),
    ]


def place(column: Column, scale: Scale) -> Order:
    """Known totals first, the lowest before the others; amounts that can't be compared stand apart."""
    known = column.total.known
    if known is None:
        return ((3, len(column.total.unknown), 0), 0)
    rank, worth = scale.place(known.amount, known.currency)
    return ((*standing(column), rank), worth)


def standing(column: Column) -> tuple[int, int]:
    """Before amounts are compared: what is known and fresh, then what is past its term, then what has unknown parts."""
    unknown = len(column.total.unknown)
    return (2 if unknown else int(column.stale), unknown)


def _total(column: Column, scale: Scale) -> Cell:
    found = column.total
    if found.known is None:
        return Cell(NOT_STATED, price_not_read(column.offer), stated=False)
    if found.unknown:
        missing = say("plus what is unknown: {parts}", parts=unknown_parts(found.unknown))
        return Cell(str(found.known), missing, money=found.known, order=place(column, scale))
    return Cell(str(found.known), _parts(found), money=found.known, order=place(column, scale))


def _parts(found: Total) -> Sentence | None:
    item, shipping, tax = (None if m is None else str(m.amount) for m in (found.item, found.shipping, found.tax))
    if item is None or shipping is None:
        return None
    if tax is not None:
        return say("item {item} + shipping {shipping} + tax {tax}", item=item, shipping=shipping, tax=tax)
    return say("item {item} + shipping {shipping}", item=item, shipping=shipping)


def _unit(column: Column, scale: Scale) -> Cell:
    price = unit_price(column.total.known, column.pack)
    if price is None or column.pack is None:
        return Cell(NOT_STATED, stated=False)
    size = pack_words(_shortened(column.pack))
    note = say("your pack size: {size}", size=size) if column.pin.pack else say("pack size: {size}", size=size)
    if measured := _by_measure(column):
        note = joined([note, measured])
    unknown = column.total.unknown
    if unknown:
        note = joined([note, say("plus what is unknown: {parts}", parts=unknown_parts(unknown))])
    rank, worth = scale.place(price.amount, price.currency)
    order: Order = ((*standing(column), price.unit, rank), worth)
    words = say("{price} for {per}", price=f"{price.amount} {price.currency}", per=per_words(price))
    return Cell(words, note, unit_price=price, order=order)


def _by_measure(column: Column) -> Sentence | None:
    """The price for 100 g or 100 ml of what is sold by the piece: beside it may stand one that counts none."""
    pack = column.pack
    price = unit_price(column.total.known, replace(pack, by_piece=False)) if pack and pack.by_piece else None
    if price is None:
        return None
    total = column.total.known
    exponent = max(2, total.exponent if total else 2)
    amount = Money(int(price.by_eye.scaleb(exponent).to_integral_value(ROUND_HALF_UP)), price.currency, exponent)
    return say("{price} for {per}", price=Amount(amount), per=per_words(price))


def pack_words(pack: Pack) -> Sentence:
    """A pack size in words that ``read_pack`` reads again in either language."""
    if pack.amount is None or pack.unit is None:
        return say("{count} pieces", count=pack.count)
    each = f"{pack.amount.normalize():f} {pack.unit}"
    if not pack.by_piece:
        return say("{size}", size=each if pack.count == 1 else f"{pack.count} × {each}")
    return say("{count} pieces × {each}", count=pack.count, each=each)


def _shortened(pack: Pack) -> Pack:
    """A pack without the digits that come of ounces turned into grams."""
    amount = pack.amount
    return pack if amount is None else replace(pack, amount=round(amount, max(2, 3 - amount.adjusted())))


def per_words(price: UnitPrice) -> Sentence:
    """What a unit price is for."""
    return say("one piece") if price.unit == "piece" else say("{amount} {unit}", amount=price.per, unit=price.unit)


def _with_lowest(columns: Sequence[Column], cells: list[Cell]) -> list[Cell]:
    """Mark the lowest total, if all that can be compared are in one currency and there are two at least."""
    return _marked(columns, cells, lambda cell: (cell.money.currency, cell.money.amount) if cell.money else None)


def _with_lowest_unit(columns: Sequence[Column], cells: list[Cell]) -> list[Cell]:
    def measure(cell: Cell) -> tuple[str, Decimal] | None:
        price = cell.unit_price
        return (f"{price.currency} {price.unit}", price.amount) if price else None

    return _marked(columns, cells, measure)


def _marked(
    columns: Sequence[Column], cells: list[Cell], measure: Callable[[Cell], tuple[str, Decimal] | None]
) -> list[Cell]:
    may_win = [not column.stale and not column.total.unknown for column in columns]
    found = [measure(cell) if may else None for cell, may in zip(cells, may_win, strict=True)]
    known = [pair for pair in found if pair]
    if len(known) < 2 or len({scale for scale, _ in known}) != 1:
        return cells
    least = min(known, key=lambda pair: pair[1])
    return [replace(cell, lowest=True) if pair == least else cell for cell, pair in zip(cells, found, strict=True)]


def _lows(columns: Sequence[Column], now: datetime, scale: Scale) -> list[Row]:
    """The lowest prices that were seen, where any of them says something. No column is the winner of this row: what
    something once cost is not what it costs.
    """
    lows = [lowest(c.seen, c.offer.price, now) if c.offer.price else None for c in columns]
    if not any(low and low.telling for low in lows):
        return []
    cells = [_low(column, low, now, scale) for column, low in zip(columns, lows, strict=True)]
    return [row_of(RowKind.LOWEST_SEEN, say("Lowest seen in {window} days, item only", window=WINDOW), cells)]


def _low(column: Column, low: Low | None, now: datetime, scale: Scale) -> Cell:
    if low is None:
        return Cell(say("not seen in these days"), stated=False)
    said = [
        say(
            "seen on {days}, at this price last on {day}",
            days=counted.days(low.days),
            day=Day(low.last_seen.date()),
        )
    ]
    same: list[str] = []
    for window in WINDOWS:
        other = lowest(column.seen, low.price, now, window)
        if window == WINDOW or other is None:
            continue
        if (other.price, other.days) == (low.price, low.days):
            # Said once: of what was first seen the other day all windows tell the same.
            same.append(str(window))
            continue
        amount, days = str(other.price.amount), counted.days(other.days)
        said.append(say("{window} days: {amount}, seen on {days}", window=window, amount=amount, days=days))
    if same:
        said.append(say("{windows} days: the same", windows=" / ".join(same)))
    rank, worth = scale.place(low.price.amount, low.price.currency)
    order: Order = ((rank,), worth)
    return Cell(str(low.price), joined(said), money=low.price, order=order)


def _cuts(columns: Sequence[Column], now: datetime) -> list[Row]:
    """What the cuts come to that shops claim, where any does."""
    cuts = [claimed_cut(column.offer, column.seen, now) for column in columns]
    if not any(cuts):
        return []
    cells = []
    for cut in cuts:
        if cut is None:
            cells.append(Cell(say("none claimed that can be checked"), stated=False))
            continue
        note = say("seen on {days} before", days=counted.days(cut.days))
        if cut.percent is None:
            note = say("seen on {days} before, {needed} are needed", days=counted.days(cut.days), needed=NEEDED_DAYS)
        order: Order | None = None if cut.percent is None else (0, -cut.percent)
        cells.append(Cell(cut_words(cut), note, stated=cut.percent is not None, order=order))
    return [row_of(RowKind.CLAIMED_CUT, say("Price cut that the shop claims"), cells)]
