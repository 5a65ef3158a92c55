"""What a comparison is made of: columns (offers), rows (things to compare) and cells (what one offer says of one)."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from desktop_client.commerce.comparing.shortlist import Pin
from desktop_client.commerce.meaning.folding import fold
from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.prices.alerts import PriceAlert
from desktop_client.commerce.prices.history import PriceSeen
from desktop_client.commerce.prices.packs import Pack, UnitPrice
from desktop_client.commerce.prices.totals import Total
from desktop_client.wording import Sentence, Worded

Group = int | str | Decimal | Fraction | tuple[int | str, ...]
Order = tuple[Group, ...]
"""A place among the cells of one row: the smaller stands first. What comes first in it is a group: what is unknown,
past its term or not to be compared with the others stands behind them, also where the order goes the other way.
"""


class RowKind(StrEnum):
    """What a row compares."""

    STATUS = "status"
    NOTE = "note"
    ALERT = "alert"
    SINCE = "since"
    FIT = "fit"
    SAME = "same"
    BEATEN = "beaten"
    TOTAL = "total"
    CONVERTED = "converted"
    UNIT_PRICE = "unit_price"
    LOWEST_SEEN = "lowest_seen"
    CLAIMED_CUT = "claimed_cut"
    AVAILABILITY = "availability"
    DELIVERY = "delivery"
    RETURNS = "returns"
    WARRANTY = "warranty"
    BRAND = "brand"
    MODEL = "model"
    ATTRIBUTE = "attribute"
    RATING = "rating"
    SELLER = "seller"
    SOURCE = "source"
    SEEN = "seen"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one offer says. Words of Sidelight are sentences, words of a seller plain text; ``note`` stands below.

    ``money`` and ``unit_price`` are there to be formatted for the reader's language; ``at`` is a time (aware, UTC).
    ``key`` tells what is said from what others say, where the words don't; ``order`` is its place when the columns are
    put in order by this row, None for what can't stand anywhere but last.
    """

    text: Sentence | str
    note: Worded | None = None
    stated: bool = True
    lowest: bool = False
    money: Money | None = None
    unit_price: UnitPrice | None = None
    at: datetime | None = None
    key: Hashable = None
    order: Order | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to compare; ``differs`` is False where every offer says the same. ``id`` names it for good."""

    kind: RowKind
    name: Worded
    cells: tuple[Cell, ...]
    differs: bool
    id: str


@dataclass(frozen=True, slots=True)
class Column:
    """One offer: its pin with the snapshot, its total, whether its term has passed, and its prices so far.

    ``newer`` is the offer as it was seen after the snapshot; None where it wasn't. ``pack`` is what the price buys, as
    the user has it or as it was detected, ``alert`` what the user wants to be told of.
    """

    pin: Pin
    total: Total
    stale: bool
    pack: Pack | None = None
    seen: tuple[PriceSeen, ...] = ()
    newer: Offer | None = None
    alert: PriceAlert | None = None

    @property
    def offer(self) -> Offer:
        """The snapshot."""
        return self.pin.offer


@dataclass(frozen=True, slots=True)
class Comparison:
    """Offers side by side; the column with the lowest known total stands first.

    ``same`` are the places of columns of one product, each column in one of them. ``apart`` says which totals can't be
    compared with each other; None if all can. ``left_out`` says what is known and not shown.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    same: tuple[tuple[int, ...], ...] = ()
    apart: Sentence | None = None
    left_out: tuple[Sentence, ...] = ()


def row_of(kind: RowKind, name: Worded, cells: list[Cell], row_id: str = "") -> Row:
    """A row with what its cells come to."""
    said = {_said(cell) for cell in cells}
    return Row(kind, name, tuple(cells), differs=len(said) > 1, id=row_id or kind.value)


def _said(cell: Cell) -> Hashable:
    if cell.key is not None:
        return cell.key
    return (fold(str(cell.text)), cell.money, cell.unit_price, cell.stated)


def text_order(text: str) -> Order:
    """The place of words among words, behind all that can be measured."""
    return (1, fold(text))
