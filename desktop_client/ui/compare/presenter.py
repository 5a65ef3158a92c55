"""The table of pinned offers, made from a comparison: words and figures in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from babel.dates import format_date
from PySide6.QtCore import QCoreApplication

from desktop_client.commerce.chips import Chip, ChipKind
from desktop_client.commerce.comparing import compared as made
from desktop_client.commerce.comparing.arranging import LaidOut
from desktop_client.commerce.comparing.compared import Comparison, RowKind
from desktop_client.commerce.comparing.judged_rows import chip_words
from desktop_client.commerce.comparing.money_rows import pack_words
from desktop_client.commerce.comparing.on_screen import MONEY, STANDING
from desktop_client.commerce.comparing.why_first import why_first
from desktop_client.commerce.label import SAMPLE
from desktop_client.commerce.offer import Key
from desktop_client.commerce.prices.amounts import money_words
from desktop_client.ui.compare.table import Cell, Column, CompareTable, FilterChip, Ordering, Row
from desktop_client.ui.panel.amounts import range_words, unit_price_words
from desktop_client.ui.panel.cards import UNKNOWN, status_words
from desktop_client.ui.widgets import counted
from desktop_client.wording import Language, Sentence

translate = QCoreApplication.translate
DAYS: dict[Language, str] = {"en": "en_GB", "zh": "zh_Hans_CN"}
"""Whose habits of writing dates each language takes: ``23 Nov 2026``, ``2026年11月23日``."""
BETWEEN: dict[Language, str] = {"en": " ", "zh": ""}
"""What stands between two sentences."""
EDITABLE = frozenset({RowKind.NOTE, RowKind.ALERT, RowKind.UNIT_PRICE})
"""Rows that the user can write into: a note, a price to be told of, the pack size that a unit price is for."""


def compare_table(
    laid_out: LaidOut, names: Mapping[str, str], language: Language, notices: Mapping[str, str] | None = None
) -> CompareTable:
    """A shortlist as the page shows it. ``names`` are the sources' names by id; an id that is missing is shown.

    ``notices`` are what the terms of sources want to stand with their offers.
    """
    comparison, arrangement = laid_out.comparison, laid_out.arrangement
    columns = comparison.columns
    said = dict.fromkeys((notices or {}).get(column.offer.source_id, "") for column in columns)
    return CompareTable(
        columns=tuple(
            Column(
                c.offer,
                c.offer.title,
                _about(c, names, language),
                c.newer is not None,
                _same(comparison, at),
                _apart(comparison, arrangement.apart, c.offer.key),
            )
            for at, c in enumerate(columns)
        ),
        rows=tuple(_row(row, columns, names, language) for row in comparison.rows),
        about=_summary(comparison, language) if columns else "",
        footnote=BETWEEN[language].join(sentence.in_language(language) for sentence in why_first(laid_out)),
        notices=tuple(filter(None, said)),
        chips=_chips(laid_out, language),
        ordering=Ordering(
            arrangement.by,
            arrangement.backwards,
            bool(arrangement.places),
            arrangement.grouped,
            tuple((row.id, row.name.in_language(language)) for row in laid_out.choices),
        ),
        hidden_rows=tuple(row.name.in_language(language) for row in laid_out.hidden_rows),
        hidden_offers=len(laid_out.hidden_offers),
        frozen=arrangement.frozen,
    )


def _row(row: made.Row, columns: tuple[made.Column, ...], names: Mapping[str, str], language: Language) -> Row:
    return Row(
        name=row.name.in_language(language),
        cells=tuple(
            _cell(row.kind, cell, column, names, language) for cell, column in zip(row.cells, columns, strict=True)
        ),
        differs=row.differs,
        money=row.kind in MONEY,
        constant=row.kind in STANDING,
        editable=row.kind in EDITABLE,
        orders=any(cell.order is not None for cell in row.cells),
        kind=row.kind.value,
        id=row.id,
    )


def _cell(kind: RowKind, cell: made.Cell, column: made.Column, names: Mapping[str, str], language: Language) -> Cell:
    note = "" if cell.note is None else cell.note.in_language(language)
    if kind is RowKind.STATUS:
        commercial = column.offer.commercial
        sample = SAMPLE.in_language(language) if column.offer.sample else ""
        return Cell(status_words(commercial, language), sample, status=commercial.status)
    hint, entry = _writable(kind, column, language)
    if kind is RowKind.UNIT_PRICE:
        note = note or hint
    return Cell(
        text=_text(kind, cell, column, names, language),
        detail=note,
        best=cell.lowest,
        missing=not cell.stated,
        stale=column.stale and kind in MONEY,
        hint=hint,
        entry=entry,
    )


def _writable(kind: RowKind, column: made.Column, language: Language) -> tuple[str, str]:
    """What can be written into a cell, and what stands there to be changed."""
    if kind is RowKind.NOTE:
        return translate("ComparePresenter", "write a note"), column.pin.note
    if kind is RowKind.ALERT:
        alert = column.alert
        return translate("ComparePresenter", "set a price"), str(alert.at_most.amount) if alert else ""
    if kind is RowKind.UNIT_PRICE:
        detected = pack_words(column.pack).in_language(language) if column.pack else ""
        return translate("ComparePresenter", "set the pack size"), column.pin.pack or detected
    return "", ""


def _text(kind: RowKind, cell: made.Cell, column: made.Column, names: Mapping[str, str], language: Language) -> str:
    unknown = UNKNOWN if column.total.unknown and kind is not RowKind.LOWEST_SEEN else ""
    if cell.money is not None:
        return money_words(cell.money, language) + unknown
    if cell.unit_price is not None:
        return unit_price_words(cell.unit_price, language) + unknown
    if cell.at is not None:
        return _day(cell.at, language)
    if kind is RowKind.SOURCE:
        return names.get(column.offer.source_id, column.offer.source_id)
    return _words(cell.text, language)


def _words(text: Sentence | str, language: Language) -> str:
    return text if isinstance(text, str) else text.in_language(language)


def _day(at: datetime, language: Language) -> str:
    return str(format_date(at.astimezone().date(), locale=DAYS[language]))


def _about(column: made.Column, names: Mapping[str, str], language: Language) -> str:
    offer = column.offer
    seen = _day(offer.fetched_at, language)
    if offer.sample:
        return f"{translate('Cards', 'Sample shelf')} · {seen}"
    seller = offer.seller.name if offer.seller else ""
    return " · ".join(filter(None, (names.get(offer.source_id, offer.source_id), seller, seen)))


def _same(comparison: Comparison, at: int) -> tuple[tuple[Key, str], ...]:
    group = next((members for members in comparison.same if at in members), ())
    others = (comparison.columns[other].offer for other in group if other != at)
    return tuple((offer.key, offer.title) for offer in others)


def _apart(comparison: Comparison, apart: Iterable[tuple[Key, Key]], key: Key) -> tuple[tuple[Key, str], ...]:
    others = {other for pair in apart if key in pair for other in pair if other != key}
    return tuple((c.offer.key, c.offer.title) for c in comparison.columns if c.offer.key in others)


def _chips(laid_out: LaidOut, language: Language) -> tuple[FilterChip, ...]:
    return tuple(
        FilterChip(chip, _chip_words(laid_out, chip, language), count, chip in laid_out.arrangement.filters)
        for chip, count in laid_out.chips
        if count
    )


def _chip_words(laid_out: LaidOut, chip: Chip, language: Language) -> str:
    price = laid_out.fit.need.price if laid_out.fit else None
    if chip.kind is ChipKind.PRICE and price:
        return range_words(price, language)
    return chip.text if chip.kind is not ChipKind.MUST_NOT else chip_words(chip).in_language(language)


def _summary(comparison: Comparison, language: Language) -> str:
    pinned = max(column.pin.pinned_at for column in comparison.columns)
    words = translate("ComparePresenter", "{offers} · as they were when pinned, last on {day} · works offline")
    return words.format(offers=counted.offers(len(comparison.columns)), day=_day(pinned, language))
