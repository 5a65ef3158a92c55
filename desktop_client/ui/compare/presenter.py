"""The table of pinned offers, made from a comparison: words and figures in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from babel.dates import format_date
from PySide6.QtCore import QCoreApplication

from desktop_client.commerce import compared as made
from desktop_client.commerce.compared import Comparison, RowKind
from desktop_client.commerce.label import SAMPLE
from desktop_client.commerce.money_rows import pack_words
from desktop_client.ui.compare.table import Cell, Column, CompareTable, Row
from desktop_client.ui.panel.amounts import money_words, unit_price_words
from desktop_client.ui.panel.cards import UNKNOWN, status_words
from desktop_client.wording import Language, Sentence

translate = QCoreApplication.translate
DAYS: dict[Language, str] = {"en": "en_GB", "zh": "zh_Hans_CN"}
"""Whose habits of writing dates each language takes: ``23 Nov 2026``, ``2026年11月23日``."""
STANDING = frozenset({RowKind.STATUS, RowKind.NOTE})
"""Shown also where all offers say the same."""
EDITABLE = frozenset({RowKind.NOTE, RowKind.UNIT_PRICE})
"""Rows that the user can write into: a note, and the pack size that a unit price is for."""
MONEY = frozenset({RowKind.TOTAL, RowKind.UNIT_PRICE, RowKind.LOWEST_SEEN})


def compare_table(
    comparison: Comparison, names: Mapping[str, str], language: Language, notices: Mapping[str, str] | None = None
) -> CompareTable:
    """A comparison as the page shows it. ``names`` are the sources' names by id; an id that is missing is shown.

    ``notices`` are what the terms of sources want to stand with their offers.
    """
    columns = comparison.columns
    said = dict.fromkeys((notices or {}).get(column.offer.source_id, "") for column in columns)
    return CompareTable(
        columns=tuple(Column(c.offer, c.offer.title, _about(c, names, language), c.newer is not None) for c in columns),
        rows=tuple(
            Row(
                name=row.name.in_language(language),
                cells=tuple(
                    _cell(row.kind, cell, column, names, language)
                    for cell, column in zip(row.cells, columns, strict=True)
                ),
                differs=row.differs,
                money=row.kind in MONEY,
                constant=row.kind in MONEY or row.kind in STANDING,
                editable=row.kind in EDITABLE,
                kind=row.kind.value,
            )
            for row in comparison.rows
        ),
        about=_summary(comparison, language) if columns else "",
        footnote=_why_first(comparison),
        notices=tuple(filter(None, said)),
    )


def _cell(kind: RowKind, cell: made.Cell, column: made.Column, names: Mapping[str, str], language: Language) -> Cell:
    note = "" if cell.note is None else cell.note.in_language(language)
    if kind is RowKind.STATUS:
        commercial = column.offer.commercial
        sample = SAMPLE.in_language(language) if column.offer.sample else ""
        return Cell(status_words(commercial, language), sample, status=commercial.status)
    if kind is RowKind.NOTE:
        written = column.pin.note
        return Cell(written, missing=not written, hint=translate("ComparePresenter", "write a note"), entry=written)
    entry = ""
    if kind is RowKind.UNIT_PRICE:
        entry = column.pin.pack or (pack_words(column.pack).in_language(language) if column.pack else "")
        note = note or translate("ComparePresenter", "write the pack size")
    return Cell(
        entry=entry,
        text=_text(kind, cell, column, names, language),
        detail=note,
        best=cell.lowest,
        missing=not cell.stated,
        stale=column.stale and kind in MONEY,
    )


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
    if kind is RowKind.SELLER and column.offer.sample:
        return translate("Cards", "Sample shelf")
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


def _summary(comparison: Comparison, language: Language) -> str:
    pinned = max(column.pin.pinned_at for column in comparison.columns)
    words = translate("ComparePresenter", "{count} offers · as they were when pinned, last on {day} · works offline")
    return words.format(count=len(comparison.columns), day=_day(pinned, language))


def _why_first(comparison: Comparison) -> str:
    totals = next((row for row in comparison.rows if row.kind is RowKind.TOTAL), None)
    if totals is None or len(totals.cells) < 2:
        return ""
    if totals.cells[0].lowest:
        words = translate("ComparePresenter", "“{title}” stands first: the lowest total among those known in full.")
        return words.format(title=comparison.columns[0].offer.title)
    return translate(
        "ComparePresenter", "No total is marked lowest: too few are known in full, fresh and in one currency."
    )
