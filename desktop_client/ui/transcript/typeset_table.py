"""Tables as Qt documents, and tables that grow while an answer streams in.

Qt lays a table out whole, whatever has changed in it; that is nearly all that a table costs. So it is done once for
each change: how wide the text would like to be is known beforehand, from the fonts.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetricsF,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableCell,
    QTextTableCellFormat,
    QTextTableFormat,
)

from desktop_client.chat.markup.inline import spans
from desktop_client.chat.markup.pieces import Align, Table
from desktop_client.cjk import CJK
from desktop_client.ui.transcript.foreign_document import LINE_BREAK, empty_document
from desktop_client.ui.transcript.styles import Styles

_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}
_NARROWEST_COLUMN = 72
_READABLE_COLUMN = 200
_WIDEST_WORD = 150
"""Words up to this width aren't broken where the table can be scrolled instead; all drawn for text of 14 pixels."""
_PAD = 14
_BETWEEN_WORDS = re.compile(f"\\s+|(?<=[{CJK}])|(?=[{CJK}])")


def typeset_table(piece: Table, styles: Styles, width: int) -> QTextDocument:
    """As wide as its text, if that fits; else as wide as the column; wider, with scrolling, if columns get too thin."""
    document = empty_document(styles, width)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    columns = _columns(piece, styles, width)
    lines = _lines_of(piece)
    table = cursor.insertTable(len(lines), len(piece.head), _table_format(columns, heads=piece.lead is None))
    _fill_rows(table, piece, styles, range(len(lines)))
    cursor.endEditBlock()
    document.setTextWidth(sum(columns) or width)
    return document


def extend_table(document: QTextDocument, old: Table, new: Table, styles: Styles, width: int) -> bool:
    """Make the document of ``old`` that of ``new``, if that is the same table with more in its last row or after it."""
    last = len(old.rows) - 1
    same = (old.place, old.head, old.aligns, old.lead) == (new.place, new.head, new.aligns, new.lead)
    if not same or len(new.rows) <= last:
        return False
    if last < 0 or new.rows[:last] != old.rows[:last]:
        return False
    table = document.rootFrame().childFrames()[0]
    assert isinstance(table, QTextTable)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    if more := len(new.rows) - len(old.rows):
        table.appendRows(more)
    heads = len(_lines_of(new)) - len(new.rows)
    changed = range(heads + (last + 1 if new.rows[last] == old.rows[last] else last), heads + len(new.rows))
    _fill_rows(table, new, styles, changed)
    columns = _columns(new, styles, width)
    if columns != tuple(round(length.rawValue()) for length in table.format().columnWidthConstraints()):
        table.setFormat(_table_format(columns, heads=new.lead is None))
    cursor.endEditBlock()
    document.setTextWidth(sum(columns) or width)
    return True


def _columns(piece: Table, styles: Styles, width: int) -> tuple[int, ...]:
    """How wide each column has to be, in pixels; none where the table gets no wider than its text.

    A column has room for its longest word; what is left goes first to those that need least to hold their lines whole.
    Where more rows follow, or may, they all go by the first.
    """
    pads = 2 * styles.px(_PAD)
    natural, narrowest = [], []
    lead = piece.lead or piece
    for column in zip(*_lines_of(lead), strict=True):
        sizes = [_advances(styles, cell, is_head=not at) for at, cell in enumerate(column)]
        whole = math.ceil(max(line for line, _ in sizes)) + 1 + pads
        word = math.ceil(min(max(word for _, word in sizes), styles.px(_WIDEST_WORD))) + 1 + pads
        natural.append(whole)
        narrowest.append(min(whole, max(styles.px(_NARROWEST_COLUMN), word)))
    if sum(natural) <= width:
        if len(lead.rows) < lead.most_rows:
            return ()
        # What is still to come may need more than what is there: twice as much at the most.
        share = (width - sum(natural)) // len(natural)
        return tuple(whole + min(whole, share) for whole in natural)
    if sum(narrowest) > width:
        # Where it has to be scrolled anyway, long texts need not stand on end.
        readable = styles.px(_READABLE_COLUMN) + pads
        narrowest = [max(least, min(whole, readable)) for least, whole in zip(narrowest, natural, strict=True)]
    left = max(width - sum(narrowest), 0)
    columns = list(narrowest)
    by_need = sorted(range(len(columns)), key=lambda at: natural[at] - narrowest[at])
    for waiting, at in zip(range(len(columns), 0, -1), by_need, strict=True):
        more = min(natural[at] - narrowest[at], left // waiting)
        columns[at] += more
        left -= more
    return tuple(columns)


@lru_cache(maxsize=4096)
def _advances(styles: Styles, content: str, *, is_head: bool) -> tuple[float, float]:
    """How wide a cell's longest line is, and how wide the longest word, in pixels."""
    line = widest_line = widest_word = 0.0
    for span in spans(content):
        form = _cell_text(styles, QTextCharFormat(styles.format(span.look)), is_head=is_head)
        metrics = QFontMetricsF(form.font().resolve(styles.body))
        for at, text in enumerate(span.text.split("\n")):
            line = metrics.horizontalAdvance(text) + (0.0 if at else line)
            widest_line = max(widest_line, line)
        widest_word = max(widest_word, *(metrics.horizontalAdvance(word) for word in _BETWEEN_WORDS.split(span.text)))
    return widest_line, widest_word


def _lines_of(piece: Table) -> tuple[tuple[str, ...], ...]:
    """What is shown from top to bottom."""
    return (piece.head, *piece.rows) if piece.lead is None else piece.rows


def _table_format(columns: tuple[int, ...], *, heads: bool) -> QTextTableFormat:
    form = QTextTableFormat()
    form.setBorder(0)
    form.setCellSpacing(0)
    form.setCellPadding(0)
    form.setBorderCollapse(True)
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
    form.setHeaderRowCount(int(heads))
    if columns:
        form.setWidth(QTextLength(QTextLength.Type.FixedLength, sum(columns)))
        form.setColumnWidthConstraints([QTextLength(QTextLength.Type.FixedLength, column) for column in columns])
    return form


def _fill_rows(table: QTextTable, piece: Table, styles: Styles, rows: range) -> None:
    head, body = _cell_format(styles, is_head=True), _cell_format(styles, is_head=False)
    lines = [_aligned(styles, align) for align in piece.aligns]
    shown = _lines_of(piece)
    for row in rows:
        is_head = not row and piece.lead is None
        for column, content in enumerate(shown[row]):
            cell = table.cellAt(row, column)
            cell.setFormat(head if is_head else body)
            _fill(cell, content, styles, lines[column], is_head=is_head)


def _fill(cell: QTextTableCell, content: str, styles: Styles, lines: QTextBlockFormat, *, is_head: bool) -> None:
    cursor = cell.firstCursorPosition()
    cursor.setPosition(cell.lastPosition(), QTextCursor.MoveMode.KeepAnchor)
    cursor.removeSelectedText()
    cursor.setBlockFormat(lines)
    for span in spans(content):
        form = _cell_text(styles, QTextCharFormat(styles.format(span.look, span.address)), is_head=is_head)
        cursor.insertText(span.text.replace("\n", LINE_BREAK), form)


def _cell_text(styles: Styles, form: QTextCharFormat, *, is_head: bool) -> QTextCharFormat:
    if is_head:
        form.setFontWeight(styles.heading(4).weight())
    return form


def _aligned(styles: Styles, align: Align) -> QTextBlockFormat:
    lines = styles.lines(styles.body)
    lines.setAlignment(_ALIGN[align])
    return lines


def _cell_format(styles: Styles, *, is_head: bool) -> QTextTableCellFormat:
    form = QTextTableCellFormat()
    form.setLeftPadding(styles.px(_PAD))
    form.setRightPadding(styles.px(_PAD))
    form.setBottomPadding(styles.px(4))
    form.setBottomBorder(1)
    form.setBottomBorderStyle(
        QTextFrameFormat.BorderStyle.BorderStyle_Solid if is_head else QTextFrameFormat.BorderStyle.BorderStyle_None
    )
    form.setBottomBorderBrush(QBrush(QColor(styles.colours.hairline)))
    return form
