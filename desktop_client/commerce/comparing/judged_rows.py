"""The rows that set offers against each other: how they fit the need, which are one product, which one is beaten."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_client.commerce.chips import Chip, ChipKind
from desktop_client.commerce.comparing.compared import Cell, Column, Row, RowKind, row_of
from desktop_client.commerce.comparing.dominance import Beaten, beaten
from desktop_client.commerce.comparing.fit import Fit
from desktop_client.commerce.comparing.same_product import SameBy, same_by
from desktop_client.commerce.prices.amounts import Amount
from desktop_client.commerce.reasons import PARTS, joined, range_words, reasons
from desktop_client.wording import Sentence, say
from desktop_client.wording.short import in_short


def judged_rows(columns: Sequence[Column], same: Sequence[tuple[int, ...]], found: Fit | None) -> list[Row]:
    """The rows of these that say something. ``same`` are places of offers of one product."""
    rows = [_fits(columns, found)] if found is not None else []
    if any(len(group) > 1 for group in same):
        rows.append(row_of(RowKind.SAME, say("Same product"), _same(columns, same)))
    lost = beaten(columns, same)
    if any(lost):
        cells = [_beaten(columns, at, loss) for at, loss in enumerate(lost)]
        rows.append(row_of(RowKind.BEATEN, say("Another costs less"), cells))
    return rows


def _fits(columns: Sequence[Column], found: Fit) -> Row:
    cells = []
    for column in columns:
        row = found.row(column.offer.key)
        if row is not None:
            parts = [
                say("{part} {points} × {weight} %", part=PARTS[r.part], points=f"{r.points / 10:g}", weight=r.weight)
                for r in reasons(row)
            ]
            words = say("{points} points of 100", points=f"{row.score / 10:g}")
            cells.append(Cell(words, joined(parts), order=(0, row.rank)))
        else:
            cells.append(Cell(say("does not fit"), _contradicts(found.against[column.offer.key]), order=(1,)))
    return row_of(RowKind.FIT, say("Best match"), cells)


def _contradicts(chips: Sequence[Chip]) -> Sentence:
    if not chips:
        return say("other goods than were looked for")
    return say("contradicts: {wish}", wish=joined([chip_words(chip) for chip in chips]))


def chip_words(chip: Chip) -> Sentence:
    """A condition of the need in words."""
    if chip.kind is ChipKind.MUST_NOT:
        return say("no {thing}", thing=chip.text)
    if chip.kind is ChipKind.PRICE:
        amounts, _, currency = chip.text.partition(" ")
        low, _, high = amounts.partition("..")
        return range_words(low, high, currency)
    return say("“{thing}”", thing=chip.text)


def _same(columns: Sequence[Column], same: Sequence[tuple[int, ...]]) -> list[Cell]:
    cells = [Cell("", stated=False) for _ in columns]
    for number, group in enumerate(same):
        for at in group if len(group) > 1 else ():
            others = [columns[other] for other in group if other != at]
            words = joined([say("as “{title}”", title=in_short(other.offer.title)) for other in others])
            by = {same_by(columns[at].offer, other.offer) for other in others}
            note = say("the same GTIN") if SameBy.GTIN in by else say("the same maker and model number")
            cells[at] = Cell(words, note, key=number, order=(0, number))
    return cells


def _amount(column: Column) -> Amount | str:
    return "?" if column.total.money is None else Amount(column.total.money)


def _beaten(columns: Sequence[Column], at: int, loss: Beaten | None) -> Cell:
    if loss is None:
        return Cell("", stated=False)
    other, mine = columns[loss.by], columns[at]
    words = say(
        "“{title}”: {its} instead of {own}",
        title=in_short(other.offer.title),
        its=_amount(other),
        own=_amount(mine),
    )
    note = say("and all that this one states is the same there (attributes: {count})", count=loss.shared)
    return Cell(words, note)
