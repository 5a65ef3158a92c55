"""A shortlist as a file: one row an offer, with the label, its source, its time and every cell of the comparison."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from desktop_client.commerce.comparing.changes import changes
from desktop_client.commerce.comparing.compared import Cell, Column, Comparison, Row, RowKind
from desktop_client.commerce.comparing.money_rows import per_words
from desktop_client.commerce.label import WE_EARN_NOTHING, both, header, status_words
from desktop_client.commerce.lists.codec import Json, offer_to_json
from desktop_client.commerce.lists.export import ListFormat
from desktop_client.commerce.lists.labelled_table import LabelledTable, Section, as_csv, as_html, as_markdown
from desktop_client.commerce.lists.moments import moment_words
from desktop_client.commerce.prices.amounts import amount_words, money_words
from desktop_client.commerce.reasons import joined
from desktop_client.wording import Language, Sentence, say
from desktop_client.wording.short import in_short

FORMAT = "sidelight-comparison"
VERSION = 1
LONGEST_HEAD = 120
"""Columns of text that an offer's title gets at the head of a page; the file for spreadsheets has all of it."""
ABREAST = 4
"""So many offers stand side by side on a page: more would be too narrow on paper."""


def comparison_bytes(
    comparison: Comparison,
    title: str,
    names: Mapping[str, str],
    now: datetime,
    language: Language,
    notices: Mapping[str, str],
    form: ListFormat,
) -> bytes:
    """A comparison as a whole file: its offers in full as JSON, a row an offer as CSV, side by side on pages."""
    match form:
        case ListFormat.JSON:
            document = comparison_json(comparison, title, names, now, language, notices)
            return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"
        case ListFormat.CSV:
            return as_csv(comparison_table(comparison, title, names, now, language, notices)).encode("utf-8-sig")
        case ListFormat.MARKDOWN:
            return as_markdown(comparison_page(comparison, title, names, now, language, notices)).encode()
        case ListFormat.HTML:
            return as_html(comparison_page(comparison, title, names, now, language, notices)).encode()


def comparison_to_print(
    comparison: Comparison,
    title: str,
    names: Mapping[str, str],
    now: datetime,
    language: Language,
    notices: Mapping[str, str],
) -> str:
    """The page for a printer that puts the label on each sheet itself."""
    return as_html(comparison_page(comparison, title, names, now, language, notices), on_each_sheet=False)


def comparison_page(
    comparison: Comparison,
    title: str,
    names: Mapping[str, str],
    now: datetime,
    language: Language,
    notices: Mapping[str, str],
) -> LabelledTable:
    """A comparison to read or print: offers as columns, ``ABREAST`` at a time, the commercial status the first row."""
    whole = comparison_table(comparison, title, names, now, language, notices, read_by_people=True)
    lines, said = whole.sections[0].rows, whole.sections[0].notices
    first = whole.columns.index(say("Product").in_language(language))
    sections = []
    for start in range(0, len(lines), ABREAST):
        abreast = lines[start : start + ABREAST]
        heading = ""
        if len(lines) > ABREAST:
            places = f"{start + 1}–{start + len(abreast)}"
            heading = say("Offers {places} of {count}", places=places, count=len(lines)).in_language(language)
        rows = tuple((name, *(line[at] for line in abreast)) for at, name in enumerate(whole.columns) if at != first)
        # Browsers print the head of a table on every sheet, unless it is tall: a title must not make it so.
        heads = ("", *(in_short(line[first], LONGEST_HEAD) for line in abreast))
        sections.append(Section(heading, rows, said[start : start + ABREAST], heads))
    return LabelledTable(language, whole.facts, whole.columns, tuple(sections))


def comparison_table(
    comparison: Comparison,
    title: str,
    names: Mapping[str, str],
    now: datetime,
    language: Language,
    notices: Mapping[str, str],
    *,
    read_by_people: bool = False,
) -> LabelledTable:
    """A comparison as cells of plain text. ``names`` are the sources' names by id, ``now`` (aware) when it was made,
    ``notices`` what the terms of sources want to stand beside their offers. ``read_by_people``: times in words, and
    money as on the screen; else an amount is a plain number, and its currency and its note have columns of their own.
    """
    made = moment_words(now, language) if read_by_people else now.isoformat(timespec="seconds")
    facts = (
        both(WE_EARN_NOTHING),
        say("Shortlist: {name}", name=title).in_language(language),
        say("Made: {at}", at=made).in_language(language),
        say("Prices and facts are as they were when each offer was pinned.").in_language(language),
        *([comparison.apart.in_language(language)] if comparison.apart else ()),
        *(sentence.in_language(language) for sentence in comparison.left_out),
    )
    rows = [row for row in comparison.rows if row.kind is not RowKind.STATUS]
    # A spreadsheet has no lines over its rows.
    said_aside = joined(list(comparison.left_out)) if comparison.left_out and not read_by_people else None
    aside = (said_aside.in_language(language),) if said_aside is not None else ()
    columns = (
        say("Commercial status").in_language(language),
        say("Product").in_language(language),
        *(head for row in rows for head in _heads(row, language, read_by_people=read_by_people)),
        say("Pinned").in_language(language),
        say("Address").in_language(language),
        *([say("Left out").in_language(language)] if aside else ()),
    )
    lines = tuple(
        (*_line(comparison, at, rows, names, language, read_by_people=read_by_people), *aside)
        for at in range(len(comparison.columns))
    )
    said = tuple(notices.get(column.offer.source_id, "") for column in comparison.columns)
    return LabelledTable(language, facts, columns, (Section(title, lines, said),))


def comparison_json(
    comparison: Comparison,
    title: str,
    names: Mapping[str, str],
    now: datetime,
    language: Language,
    notices: Mapping[str, str],
) -> Json:
    """A comparison as a document: the offers in full, as they were pinned, and each row of the table in words."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "label": header(),
        "we_earn_nothing": both(WE_EARN_NOTHING),
        "shortlist": title,
        "at": now.isoformat(),
        "language": language,
        "left_out": [sentence.in_language(language) for sentence in comparison.left_out],
        "notices": {
            source: notices[source]
            for source in dict.fromkeys(column.offer.source_id for column in comparison.columns)
            if source in notices
        },
        "offers": [
            {
                **offer_to_json(column.offer),
                "pinned_at": column.pin.pinned_at.isoformat(),
                "stale": column.stale,
                "note": column.pin.note,
                "since": _since(column, language),
            }
            for column in comparison.columns
        ],
        "rows": [
            {
                "kind": row.kind.value,
                "name": row.name.in_language(language),
                "differs": row.differs,
                "cells": [
                    {
                        "text": cell_words(row, column, cell, names, language) if cell.stated else None,
                        "note": (cell.note.in_language(language) if cell.note else "") or None,
                        "lowest": cell.lowest,
                    }
                    for column, cell in zip(comparison.columns, row.cells, strict=True)
                ],
            }
            for row in comparison.rows
        ],
    }


def _since(column: Column, language: Language) -> Json | None:
    """What is different by now; None where the offer was not seen again."""
    if column.newer is None:
        return None
    found = changes(column.offer, column.newer)
    return {
        "seen_at": column.newer.fetched_at.isoformat(),
        "changes": [sentence.in_language(language) for sentence in found],
    }


def cell_words(row: Row, column: Column, cell: Cell, names: Mapping[str, str], language: Language) -> str:
    """What stands in a cell, without its note; the commercial status in both languages."""
    if row.kind is RowKind.STATUS:
        return status_words(column.offer.commercial)
    if row.kind is RowKind.SOURCE:
        return names.get(column.offer.source_id, column.offer.source_id)
    return cell.text.in_language(language) if isinstance(cell.text, Sentence) else cell.text


def _line(
    comparison: Comparison,
    at: int,
    rows: list[Row],
    names: Mapping[str, str],
    language: Language,
    *,
    read_by_people: bool,
) -> tuple[str, ...]:
    column = comparison.columns[at]
    pinned = column.pin.pinned_at
    status = next(row for row in comparison.rows if row.kind is RowKind.STATUS)
    return (
        _whole(status, column, status.cells[at], names, language),
        column.offer.title,
        *(
            text
            for row in rows
            for text in _texts(row, column, row.cells[at], names, language, read_by_people=read_by_people)
        ),
        moment_words(pinned, language) if read_by_people else pinned.isoformat(timespec="minutes"),
        column.offer.url_clean or "",
    )


def _has_amounts(row: Row) -> bool:
    return any(cell.money or cell.unit_price for cell in row.cells)


def _heads(row: Row, language: Language, *, read_by_people: bool) -> tuple[str, ...]:
    name = row.name.in_language(language)
    if read_by_people or not _has_amounts(row):
        return (name,)
    currency, note = say("{row}: currency", row=name), say("{row}: note", row=name)
    return (name, currency.in_language(language), note.in_language(language))


def _texts(
    row: Row, column: Column, cell: Cell, names: Mapping[str, str], language: Language, *, read_by_people: bool
) -> tuple[str, ...]:
    """What a cell says, in as many columns as its row has heads."""
    if read_by_people or not _has_amounts(row):
        return (_whole(row, column, cell, names, language),)
    note = cell.note.in_language(language) if cell.note is not None else ""
    if cell.money is not None:
        return (str(cell.money.amount), cell.money.currency, note)
    if cell.unit_price is not None:
        per = say("for {per}", per=per_words(cell.unit_price)).in_language(language)
        amount = f"{cell.unit_price.amount.normalize():f}"
        return (amount, cell.unit_price.currency, f"{per} ({note})" if note else per)
    return ("", "", _whole(row, column, cell, names, language))


def _as_shown(cell: Cell, language: Language) -> str:
    """Money as it is written on the screen, and times in words; "" for any other cell."""
    if cell.money is not None:
        return money_words(cell.money, language)
    if cell.at is not None:
        return moment_words(cell.at, language)
    price = cell.unit_price
    if price is None:
        return ""
    amount = amount_words(price.by_eye, price.currency, language)
    return say("{price} for {per}", price=amount, per=per_words(price)).in_language(language)


def _whole(row: Row, column: Column, cell: Cell, names: Mapping[str, str], language: Language) -> str:
    text = _as_shown(cell, language) or cell_words(row, column, cell, names, language)
    note = cell.note.in_language(language) if cell.note is not None else ""
    return f"{text} ({note})" if note else text
