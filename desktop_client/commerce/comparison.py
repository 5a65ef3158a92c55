"""Pinned offers side by side: one column an offer, one row a thing to compare. Works on the snapshots alone.

Every cell says what is known: a value, *not stated* where an offer says nothing (which is not the same as "no"), or a
price with the parts that are missing. Only what is known, fresh and in one currency can be the lowest (P11, P12).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from desktop_client.commerce.attribute_names import AttributeName, attribute_key, attribute_name
from desktop_client.commerce.changes import NOT_STATED, changes
from desktop_client.commerce.folding import fold
from desktop_client.commerce.freshness import past_term
from desktop_client.commerce.history import NEEDED_DAYS, WINDOW, WINDOWS, Low, PriceSeen, claimed_cut, cut_words, lowest
from desktop_client.commerce.label import SAMPLE, STATUS, commission
from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import Offer, Rating
from desktop_client.commerce.packs import UnitPrice, pack_of, unit_price
from desktop_client.commerce.reasons import joined, unknown_parts
from desktop_client.commerce.shortlist import Pin
from desktop_client.commerce.totals import Total, total
from desktop_client.wording import Sentence, say

Key = tuple[str, str]
"""Source and the source's own id of an offer."""


class RowKind(StrEnum):
    """What a row compares."""

    STATUS = "status"
    NOTE = "note"
    SINCE = "since"
    TOTAL = "total"
    UNIT_PRICE = "unit_price"
    LOWEST_SEEN = "lowest_seen"
    CLAIMED_CUT = "claimed_cut"
    ATTRIBUTE = "attribute"
    RATING = "rating"
    SELLER = "seller"
    SOURCE = "source"
    SEEN = "seen"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one offer says. Words of Sidelight are sentences, words of a seller plain text; ``note`` stands below.

    ``money`` and ``unit_price`` are there to be formatted for the reader's language; ``at`` is a time (aware, UTC).
    """

    text: Sentence | str
    note: Sentence | None = None
    stated: bool = True
    lowest: bool = False
    money: Money | None = None
    unit_price: UnitPrice | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to compare; ``differs`` is False where every offer says the same."""

    kind: RowKind
    name: Sentence | AttributeName
    cells: tuple[Cell, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class Column:
    """One offer: its pin with the snapshot, its total, whether its term has passed, and its prices so far.

    ``newer`` is the offer as it was seen after the snapshot; None where it wasn't.
    """

    pin: Pin
    total: Total
    stale: bool
    seen: tuple[PriceSeen, ...] = ()
    newer: Offer | None = None

    @property
    def offer(self) -> Offer:
        """The snapshot."""
        return self.pin.offer


@dataclass(frozen=True, slots=True)
class Comparison:
    """Offers side by side; the column with the lowest known total stands first."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def compare(
    pins: Sequence[Pin],
    now: datetime,
    seen: Mapping[Key, tuple[PriceSeen, ...]] | None = None,
    newest: Mapping[Key, Offer] | None = None,
) -> Comparison:
    """Put pinned offers side by side. ``now`` (aware) decides what is past its term; ``seen`` are prices over time.

    ``newest`` are the same offers as they were last seen: they never change a snapshot's figures, they are compared
    with it.
    """
    columns = sorted((_column(pin, now, seen or {}, newest or {}) for pin in pins), key=_place)
    rows = [
        _row(RowKind.STATUS, say("Commercial status"), [_status(c) for c in columns]),
        _row(RowKind.TOTAL, say("Total to pay"), _with_lowest(columns, [_total(c) for c in columns])),
        _row(RowKind.UNIT_PRICE, say("Unit price"), _with_lowest_unit(columns, [_unit(c) for c in columns])),
        *_notes(columns),
        *_since(columns),
        *_lows(columns, now),
        *_cuts(columns, now),
        *_attributes(columns),
        _row(RowKind.RATING, say("Rating"), [_rating(c.offer.rating) for c in columns]),
        _row(RowKind.SELLER, say("Seller"), [_seller(c.offer) for c in columns]),
        _row(RowKind.SOURCE, say("Source"), [_source(c.offer) for c in columns]),
        _row(RowKind.SEEN, say("Seen"), [_seen(c) for c in columns]),
    ]
    return Comparison(tuple(columns), tuple(rows))


def _column(pin: Pin, now: datetime, seen: Mapping[Key, tuple[PriceSeen, ...]], newest: Mapping[Key, Offer]) -> Column:
    offer, last = pin.offer, newest.get(pin.offer.key)
    newer = last if last is not None and last.fetched_at > offer.fetched_at else None
    return Column(pin, total(offer), past_term(offer, now), seen.get(offer.key, ()), newer)


def _place(column: Column) -> tuple[int, int, str, Decimal, tuple[str, str]]:
    """Known totals first, the lowest before the others; by currency, since amounts in two can't be compared."""
    known = column.total.known
    if known is None:
        return (3, len(column.total.unknown), "", Decimal(0), column.offer.key)
    group = 2 if column.total.unknown else int(column.stale)
    return (group, len(column.total.unknown), known.currency, known.amount, column.offer.key)


def _row(kind: RowKind, name: Sentence | AttributeName, cells: list[Cell]) -> Row:
    said = {(fold(str(c.text)), c.money, c.unit_price, c.stated) for c in cells}
    return Row(kind, name, tuple(cells), differs=len(said) > 1)


def _status(column: Column) -> Cell:
    commercial = column.offer.commercial
    note = commission(commercial)
    if note is None and column.offer.sample:
        note = SAMPLE
    return Cell(STATUS[commercial.status], note)


def _total(column: Column) -> Cell:
    found = column.total
    if found.known is None:
        return Cell(NOT_STATED, stated=False)
    if found.unknown:
        missing = say("plus what is unknown: {parts}", parts=unknown_parts(found.unknown))
        return Cell(str(found.known), missing, money=found.known)
    return Cell(str(found.known), _parts(found), money=found.known)


def _parts(found: Total) -> Sentence | None:
    item, shipping, tax = (None if m is None else str(m.amount) for m in (found.item, found.shipping, found.tax))
    if item is None or shipping is None:
        return None
    if tax is not None:
        return say("item {item} + shipping {shipping} + tax {tax}", item=item, shipping=shipping, tax=tax)
    return say("item {item} + shipping {shipping}", item=item, shipping=shipping)


def _unit(column: Column) -> Cell:
    price = unit_price(column.total.known, pack_of(column.offer.title, column.offer.attributes))
    if price is None:
        return Cell(NOT_STATED, stated=False)
    note = say("for {per}", per=_per(price))
    if column.total.unknown:
        note = say(
            "for {per}, plus what is unknown: {parts}", per=_per(price), parts=unknown_parts(column.total.unknown)
        )
    return Cell(f"{price.amount} {price.currency}", note, unit_price=price)


def _per(price: UnitPrice) -> Sentence:
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


def _notes(columns: Sequence[Column]) -> list[Row]:
    """What the user wrote; the row is there to be written into."""
    return [_row(RowKind.NOTE, say("Your note"), [Cell(c.pin.note, stated=bool(c.pin.note)) for c in columns])]


def _since(columns: Sequence[Column]) -> list[Row]:
    """What is different by now, where any of the offers was seen again."""
    if not any(column.newer for column in columns):
        return []
    return [_row(RowKind.SINCE, say("Since it was pinned"), [_changed(column) for column in columns])]


def _changed(column: Column) -> Cell:
    if column.newer is None:
        return Cell(say("not seen again"), stated=False)
    seen = say("seen again on {day}", day=column.newer.fetched_at.date().isoformat())
    found = changes(column.offer, column.newer)
    return Cell(joined(list(found)) if found else say("no change"), seen)


def _lows(columns: Sequence[Column], now: datetime) -> list[Row]:
    """The lowest prices that were seen, where any of them says something. No column is the winner of this row: what
    something once cost is not what it costs.
    """
    lows = [lowest(c.seen, c.offer.price, now) if c.offer.price else None for c in columns]
    if not any(low and low.telling for low in lows):
        return []
    cells = [_low(column, low, now) for column, low in zip(columns, lows, strict=True)]
    return [_row(RowKind.LOWEST_SEEN, say("Lowest seen in {window} days, item only", window=WINDOW), cells)]


def _low(column: Column, low: Low | None, now: datetime) -> Cell:
    if low is None:
        return Cell(say("not seen in these days"), stated=False)
    said = [
        say("seen on {days} days, at this price last on {day}", days=low.days, day=low.last_seen.date().isoformat())
    ]
    for window in WINDOWS:
        other = lowest(column.seen, low.price, now, window)
        if window != WINDOW and other is not None:
            amount = str(other.price.amount)
            said.append(say("{window} days: {amount}, seen on {days}", window=window, amount=amount, days=other.days))
    return Cell(str(low.price), joined(said), money=low.price)


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
        note = say("seen on {days} of the days before", days=cut.days)
        if cut.percent is None:
            note = say("seen on {days} of the days before, {needed} are needed", days=cut.days, needed=NEEDED_DAYS)
        cells.append(Cell(cut_words(cut), note, stated=cut.percent is not None))
    return [_row(RowKind.CLAIMED_CUT, say("Price cut that the shop claims"), cells)]


def _attributes(columns: Sequence[Column]) -> list[Row]:
    """Attributes under their common names, in the order in which the columns state them first."""
    stated: list[Mapping[str, tuple[str, str]]] = [
        {attribute_key(name): (name, value) for name, value in column.offer.attributes.items()} for column in columns
    ]
    keys = dict.fromkeys(key for attributes in stated for key in attributes)
    return [
        _row(RowKind.ATTRIBUTE, _named(key, stated), [_value(attributes.get(key)) for attributes in stated])
        for key in keys
    ]


def _named(key: str, stated: Sequence[Mapping[str, tuple[str, str]]]) -> AttributeName:
    return attribute_name(key, next(attributes[key][0] for attributes in stated if key in attributes))


def _value(said: tuple[str, str] | None) -> Cell:
    return Cell(said[1]) if said is not None else Cell(NOT_STATED, stated=False)


def _rating(rating: Rating | None) -> Cell:
    if rating is None:
        return Cell(NOT_STATED, stated=False)
    people = say("from {count} people", count=rating.count) if rating.count is not None else None
    return Cell(f"{rating.value:g} / {rating.scale_max:g}", people or say("number of people not stated"))


def _seller(offer: Offer) -> Cell:
    if offer.seller is None:
        return Cell(NOT_STATED, stated=False)
    own = say("the platform itself") if offer.seller.self_operated else None
    return Cell(offer.seller.name, own)


def _source(offer: Offer) -> Cell:
    return Cell(offer.source_id, SAMPLE if offer.sample else None)


def _seen(column: Column) -> Cell:
    at = column.offer.fetched_at
    return Cell(at.date().isoformat(), say("past its term") if column.stale else None, at=at)
