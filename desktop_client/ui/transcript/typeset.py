"""Pieces to Qt documents. Text goes in as text: no HTML is ever made or read, so there is nothing to load or to run."""

from __future__ import annotations

from collections.abc import Iterable

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
    QTextOption,
    QTextTableCellFormat,
    QTextTableFormat,
)

from desktop_client.chat.markup.code_colours import Ink, inks
from desktop_client.chat.markup.inline import plain_spans, shown_text, spans
from desktop_client.chat.markup.pieces import Align, Code, Piece, Plain, Prose, Rule, Span, Table
from desktop_client.ui.transcript.styles import Styles

_LINE_BREAK = "\u2028"
_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}
_NARROWEST_COLUMN = 72
_TAB = 4
"""The width of a tab in code, in letters."""


def typeset(piece: Piece, styles: Styles, width: int, *, coloured: bool) -> QTextDocument:
    """The document of a piece, laid out for ``width`` pixels. ``coloured`` asks for colours in code."""
    match piece:
        case Prose():
            return _prose(piece, styles, width)
        case Code():
            return _code(piece, styles, width, coloured=coloured)
        case Table():
            return _table(piece, styles, width)
        case Plain():
            return _plain(piece, styles, width)
        case Rule():
            return _empty(styles, width)


def extend_code(document: QTextDocument, more: str) -> None:
    """Add text at the end of a code document, without laying the lines before it out again."""
    cursor = QTextCursor(document)
    cursor.movePosition(QTextCursor.MoveOperation.End)
    cursor.insertText(more)


def natural_width(document: QTextDocument) -> int:
    """The width at which no line has to be broken."""
    document.setTextWidth(-1)
    return int(document.idealWidth()) + 1


class ForeignDocument(QTextDocument):
    """A document of foreign text. Nothing in it can ask for a file or an address; should it, it would get nothing."""

    def loadResource(self, _kind: int, _name: object) -> None:
        """Load nothing."""


def _empty(styles: Styles, width: int) -> QTextDocument:
    document = ForeignDocument()
    document.setUndoRedoEnabled(False)
    document.setDocumentMargin(0)
    document.setDefaultFont(styles.body)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(option)
    document.setTextWidth(width)
    return document


def _prose(piece: Prose, styles: Styles, width: int) -> QTextDocument:
    document = _empty(styles, width)
    font = styles.heading(piece.level) if piece.level else styles.body
    document.setDefaultFont(font)
    _write(document, spans(piece.content), styles, styles.lines(font))
    return document


def _plain(piece: Plain, styles: Styles, width: int) -> QTextDocument:
    document = _empty(styles, width)
    font = styles.code if piece.fixed else styles.body
    document.setDefaultFont(font)
    _write(document, plain_spans(piece.text), styles, styles.lines(font, code=piece.fixed), breaks="\n")
    return document


def _write(
    document: QTextDocument, run: Iterable[Span], styles: Styles, lines: QTextBlockFormat, breaks: str = _LINE_BREAK
) -> None:
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    cursor.setBlockFormat(lines)
    for span in run:
        cursor.insertText(span.text.replace("\n", breaks), styles.format(span.look, span.address))
    cursor.endEditBlock()


def _code(piece: Code, styles: Styles, width: int, *, coloured: bool) -> QTextDocument:
    document = _empty(styles, width)
    document.setDefaultFont(styles.code)
    option = document.defaultTextOption()
    option.setTabStopDistance(_TAB * QFontMetricsF(styles.code).horizontalAdvance(" "))
    document.setDefaultTextOption(option)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    cursor.setBlockFormat(styles.lines(styles.code, code=True))
    plain, at = QTextCharFormat(), 0
    for start, length, ink in _inks(piece) if coloured else ():
        cursor.insertText(piece.text[at:start], plain)
        cursor.insertText(piece.text[start : start + length], styles.ink(ink))
        at = start + length
    cursor.insertText(piece.text[at:], plain)
    cursor.endEditBlock()
    return document


def _inks(piece: Code) -> Iterable[tuple[int, int, Ink]]:
    return inks(piece.language, piece.text)


def _table(piece: Table, styles: Styles, width: int) -> QTextDocument:
    document = _empty(styles, width)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    form = QTextTableFormat()
    form.setBorder(0)
    form.setCellSpacing(0)
    form.setCellPadding(0)
    form.setBorderCollapse(True)
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
    form.setHeaderRowCount(1)
    table = cursor.insertTable(len(piece.rows) + 1, len(piece.head), form)
    head, body = _cell_format(styles, is_head=True), _cell_format(styles, is_head=False)
    lines = [_aligned(styles, align) for align in piece.aligns]
    for row, cells in enumerate((piece.head, *piece.rows)):
        for column, content in enumerate(cells):
            cell = table.cellAt(row, column)
            cell.setFormat(body if row else head)
            cursor = cell.firstCursorPosition()
            cursor.setBlockFormat(lines[column])
            for span in spans(content):
                form_of = QTextCharFormat(styles.format(span.look, span.address))
                if not row:
                    form_of.setFontWeight(styles.heading(4).weight())
                cursor.insertText(span.text.replace("\n", _LINE_BREAK), form_of)
    cursor.endEditBlock()
    _fit_table(document, form, width, len(piece.head), styles)
    table.setFormat(form)
    return document


def _fit_table(document: QTextDocument, form: QTextTableFormat, width: int, columns: int, styles: Styles) -> None:
    """As wide as its text, if that fits; else as wide as the column; wider, with scrolling, if columns get too thin."""
    natural = natural_width(document)
    target = natural if natural <= width else max(width, min(natural, columns * styles.px(_NARROWEST_COLUMN)))
    if natural > width:
        form.setWidth(QTextLength(QTextLength.Type.FixedLength, target))
    document.setTextWidth(target)


def _aligned(styles: Styles, align: Align) -> QTextBlockFormat:
    lines = styles.lines(styles.body)
    lines.setAlignment(_ALIGN[align])
    return lines


def _cell_format(styles: Styles, *, is_head: bool) -> QTextTableCellFormat:
    form = QTextTableCellFormat()
    form.setLeftPadding(styles.px(14))
    form.setRightPadding(styles.px(14))
    form.setBottomPadding(styles.px(4))
    form.setBottomBorder(1)
    form.setBottomBorderStyle(
        QTextFrameFormat.BorderStyle.BorderStyle_Solid if is_head else QTextFrameFormat.BorderStyle.BorderStyle_None
    )
    form.setBottomBorderBrush(QBrush(QColor(styles.colours.hairline)))
    return form


def shown_cells(piece: Table) -> list[list[str]]:
    """The letters of a table, cell by cell."""
    return [[shown_text(spans(cell)) for cell in row] for row in (piece.head, *piece.rows)]
