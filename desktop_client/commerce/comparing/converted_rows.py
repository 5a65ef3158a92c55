"""The row of a comparison that has every total in the user's currency as well, each with its rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from desktop_client.commerce.comparing.compared import Cell, Column, Row, RowKind, row_of
from desktop_client.commerce.comparing.money_rows import standing
from desktop_client.commerce.prices.rates import Conversion
from desktop_client.commerce.reasons import unknown_parts
from desktop_client.wording import Sentence, say


def converted_rows(columns: Sequence[Column], conversion: Conversion | None, now: datetime) -> list[Row]:
    """One row where the user asked for a currency and some total is in another, else none. ``now`` is aware."""
    if conversion is None or all(conversion.of(column.total.known) is None for column in columns):
        return []
    cells = [_cell(column, conversion, now) for column in columns]
    name = say("About, in {currency}", currency=conversion.to)
    return [row_of(RowKind.CONVERTED, name, _with_lowest(columns, cells, conversion, now))]


def _cell(column: Column, conversion: Conversion, now: datetime) -> Cell:
    known = column.total.known
    if known is None:
        return Cell(say("not stated"), stated=False)
    own = known.currency == conversion.to
    amount = known if own else conversion.of(known)
    if amount is None:
        return Cell(say("no rate for {currency}", currency=known.currency), stated=False)
    rate = None if own else conversion.rates.stated(known.currency, conversion.to, now)
    return Cell(str(amount), _note(column, rate), money=amount, order=(standing(column), amount.amount))


def _note(column: Column, rate: Sentence | None) -> Sentence | None:
    if not column.total.unknown:
        return rate
    missing = say("plus what is unknown: {parts}", parts=unknown_parts(column.total.unknown))
    return missing if rate is None else say("{first}; {second}", first=rate, second=missing)


def _with_lowest(columns: Sequence[Column], cells: list[Cell], conversion: Conversion, now: datetime) -> list[Cell]:
    """Mark the lowest of at least two that are known in full and fresh; old rates can't make anything the lowest."""
    counts = [c.total.known is not None and not c.total.unknown and not c.stale for c in columns]
    amounts = [cell.money.minor for counted, cell in zip(counts, cells, strict=True) if counted and cell.money]
    if len(amounts) < 2 or conversion.rates.stale(now):
        return cells
    lowest = min(amounts)
    return [
        replace(cell, lowest=counted and cell.money is not None and cell.money.minor == lowest)
        for counted, cell in zip(counts, cells, strict=True)
    ]
