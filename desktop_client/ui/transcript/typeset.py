"""Pieces to Qt documents. Text goes in as text: no HTML is ever made or read, so there is nothing to load or to run."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import (
    QFontMetricsF,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from desktop_client.chat.markup.code_colours import Ink, inks
from desktop_client.chat.markup.inline import plain_spans, spans
from desktop_client.chat.markup.pieces import Code, Piece, Plain, Prose, Rule, Span, Table
from desktop_client.ui.transcript.foreign_document import LINE_BREAK, empty_document
from desktop_client.ui.transcript.styles import Styles
from desktop_client.ui.transcript.typeset_table import typeset_table

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
            return typeset_table(piece, styles, width)
        case Plain():
            return _plain(piece, styles, width)
        case Rule():
            return empty_document(styles, width)


def extend_code(document: QTextDocument, more: str) -> None:
    """Add text at the end of a code document, without laying the lines before it out again."""
    cursor = QTextCursor(document)
    cursor.movePosition(QTextCursor.MoveOperation.End)
    cursor.insertText(more)


def natural_width(document: QTextDocument) -> int:
    """The width at which no line has to be broken."""
    document.setTextWidth(-1)
    return int(document.idealWidth()) + 1


def _prose(piece: Prose, styles: Styles, width: int) -> QTextDocument:
    document = empty_document(styles, width)
    font = styles.heading(piece.level) if piece.level else styles.body
    document.setDefaultFont(font)
    _write(document, spans(piece.content), styles, styles.lines(font))
    return document


def _plain(piece: Plain, styles: Styles, width: int) -> QTextDocument:
    document = empty_document(styles, width)
    font = styles.code if piece.fixed else styles.body
    document.setDefaultFont(font)
    _write(document, plain_spans(piece.text), styles, styles.lines(font, code=piece.fixed), breaks="\n")
    return document


def _write(
    document: QTextDocument, run: Iterable[Span], styles: Styles, lines: QTextBlockFormat, breaks: str = LINE_BREAK
) -> None:
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    cursor.setBlockFormat(lines)
    for span in run:
        cursor.insertText(span.text.replace("\n", breaks), styles.format(span.look, span.address))
    cursor.endEditBlock()


def _code(piece: Code, styles: Styles, width: int, *, coloured: bool) -> QTextDocument:
    document = empty_document(styles, width)
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
