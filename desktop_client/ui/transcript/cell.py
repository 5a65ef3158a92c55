"""One piece of a message on the page: its place, its height (guessed until it is seen), its document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QPainter,
    QPalette,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from desktop_client.chat.markup.pieces import Code, Piece, Plain, Prose, Rule, Table
from desktop_client.ui.transcript.styles import ADDRESS, Styles
from desktop_client.ui.transcript.typeset import extend_code, natural_width, typeset
from desktop_client.ui.transcript.typeset_table import extend_table

_LATIN, _CJK = 0.55, 1.0
"""How wide a letter is on average, in em."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of a cell's text on another ground: selected, or found. Colours as ``#rrggbb``."""

    start: int
    end: int
    ground: str
    ink: str


class Cell:
    """A piece in a column ``width`` pixels wide. ``height`` is right once ``document`` is there."""

    def __init__(self, piece: Piece, styles: Styles, width: int) -> None:
        self.piece = piece
        self.styles = styles
        self.width = width
        place = piece.place
        self.x = place.depth * styles.indent + len(place.quotes) * styles.quote_indent
        self.document: QTextDocument | None = None
        self._sideways = 0
        self._above: Cell | None = None
        self._goes_on = False
        self.coloured = False
        self.height = self._guess()

    def build(self, *, coloured: bool = True) -> int:
        """Lay the piece out; returns by how much its height was guessed wrong."""
        if self.document is not None:
            return 0
        before = self.height
        self.document = typeset(self.piece, self.styles, self.text_width, coloured=coloured)
        self.coloured = coloured
        self._measure()
        return self.height - before

    @property
    def goes_on(self) -> bool:
        """Whether more rows of the same table are in the cell below."""
        return self._goes_on

    def join(self, above: Cell | None, *, goes_on: bool) -> None:
        """Be one table with the cell above, if there is one, and with the cell below, if it ``goes_on``."""
        self._above = above
        if goes_on != self._goes_on:
            self._goes_on = goes_on
            if self.document is not None:
                self._measure()

    @property
    def sideways(self) -> int:
        """By how many pixels a table is scrolled."""
        return self._sideways if self._above is None else self._above.sideways

    @sideways.setter
    def sideways(self, pixels: int) -> None:
        if self._above is None:
            self._sideways = pixels
        else:
            self._above.sideways = pixels

    def drop(self) -> None:
        """Forget the document; the height stays."""
        self.document = None

    def extend(self, piece: Piece) -> bool:
        """Become ``piece`` cheaply, if it is the same code or table with more at its end."""
        if self.document is None or not self._extended(self.document, piece):
            return False
        self.piece = piece
        self._measure()
        return True

    def _extended(self, document: QTextDocument, piece: Piece) -> bool:
        match self.piece, piece:
            case Code() as old, Code() as new if not self.coloured:
                if (old.language, old.place) != (new.language, new.place) or not new.text.startswith(old.text):
                    return False
                extend_code(document, new.text[len(old.text) :])
                return True
            case Table() as old_table, Table() as new_table:
                return extend_table(document, old_table, new_table, self.styles, self.text_width)
            case _:
                return False

    @property
    def text_width(self) -> int:
        """How wide the text may get."""
        pad = 2 * self.styles.code_pad if isinstance(self.piece, Code) else 0
        return max(self.width - self.x - pad, 4 * self.styles.em)

    @property
    def text_origin(self) -> QPoint:
        """Where the document starts within the cell, apart from sideways scrolling."""
        if isinstance(self.piece, Code):
            return QPoint(
                self.x + self.styles.code_pad, self.styles.code_head + self.styles.px(11) - self.styles.code_lead
            )
        return QPoint(self.x, 0)

    @property
    def overflow(self) -> int:
        """By how many pixels a table is wider than its column."""
        if self.document is None or not isinstance(self.piece, Table):
            return 0
        return max(0, round(self.document.size().width()) - self.text_width)

    def ideal_width(self) -> int:
        """The width that the text would take without breaking a line, or the column's if it has to break."""
        self.build()
        assert self.document is not None
        natural = natural_width(self.document)
        self.document.setTextWidth(self.text_width)
        return min(natural, self.text_width)

    def narrow(self, width: int) -> None:
        """Give the text another width, known to be wide enough for its lines."""
        self.width = width + self.x
        if self.document is not None:
            self.document.setTextWidth(width)
            self._measure()

    @property
    def end(self) -> int:
        """The last position in the text."""
        return 0 if self.document is None else self.document.characterCount() - 1

    def position_at(self, point: QPoint) -> int:
        """The text position nearest to a point of the cell."""
        if self.document is None:
            return 0
        return self.document.documentLayout().hitTest(self._in_text(point), Qt.HitTestAccuracy.FuzzyHit)

    def place_of(self, position: int) -> QRect:
        """Where the letter at a position begins, from the text's corner; as high as its line and without width."""
        self.build()
        assert self.document is not None
        position = min(position, self.end)
        block = self.document.findBlock(position)
        corner = self.document.documentLayout().blockBoundingRect(block).topLeft()
        line = block.layout().lineForTextPosition(position - block.position())
        if not line.isValid():
            return QRect(corner.toPoint(), QSize(0, self.styles.line))
        # PySide returns the position along with the x it was moved to.
        x: Any = line.cursorToX(position - block.position())
        across = x[0] if isinstance(x, tuple) else x
        return QRect((corner + QPointF(across, line.y())).toPoint(), QSize(0, round(line.height())))

    def address_at(self, point: QPoint) -> str:
        """The web address that stands at a point of the cell, or nothing."""
        if self.document is None:
            return ""
        at = self.document.documentLayout().hitTest(self._in_text(point), Qt.HitTestAccuracy.ExactHit)
        if at < 0:
            return ""
        cursor = QTextCursor(self.document)
        cursor.setPosition(min(at + 1, self.end))
        return str(cursor.charFormat().property(ADDRESS) or "")

    def select(self, start: int, end: int) -> QTextCursor:
        """A cursor over a range of the text."""
        assert self.document is not None
        cursor = QTextCursor(self.document)
        cursor.setPosition(min(start, self.end))
        cursor.setPosition(min(end, self.end), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def draw_text(self, painter: QPainter, at: QPoint, clip: QRect, marked: Sequence[Marked] = ()) -> None:
        """Paint the document of the cell whose corner is ``at``; ``clip`` is in the painter's coordinates too."""
        assert self.document is not None
        origin = at + self.text_origin - QPoint(self.sideways, 0)
        context = QAbstractTextDocumentLayout.PaintContext()
        palette = QPalette(context.palette)
        palette.setColor(QPalette.ColorRole.Text, QColor(self.styles.colours.ink))
        context.palette = palette
        context.clip = QRectF(clip.translated(-origin))
        context.selections = [self._selection(stretch) for stretch in marked]
        painter.save()
        painter.setClipRect(clip)
        painter.translate(QPointF(origin))
        self.document.documentLayout().draw(painter, context)
        painter.restore()

    def _selection(self, stretch: Marked) -> QAbstractTextDocumentLayout.Selection:
        selection = QAbstractTextDocumentLayout.Selection()
        selection.cursor = self.select(stretch.start, stretch.end)
        form = QTextCharFormat()
        form.setBackground(QColor(stretch.ground))
        form.setForeground(QColor(stretch.ink))
        selection.format = form
        return selection

    def _in_text(self, point: QPoint) -> QPointF:
        return QPointF(point - self.text_origin + QPoint(self.sideways, 0))

    def _measure(self) -> None:
        assert self.document is not None
        self.height = round(self.document.size().height() + 0.49) + self._extra()
        self.sideways = min(self.sideways, self.overflow)

    def _extra(self) -> int:
        match self.piece:
            case Code():
                return self.styles.code_head + self.styles.px(22) - self.styles.code_lead
            case Table():
                return self.styles.px(8) if self.overflow and not self._goes_on else 0
            case _:
                return 0

    def _guess(self) -> int:
        styles = self.styles
        match self.piece:
            case Prose(content=content):
                return styles.line * lines_of(content, self.text_width, styles.em)
            case Plain(text=text):
                return styles.line * lines_of(text, self.text_width, styles.em)
            case Code(text=text):
                return self._extra() + round(styles.line * 0.85) * lines_of(text, self.text_width, styles.em)
            case Table(rows=rows, lead=lead):
                return (len(rows) + (lead is None)) * (styles.line + styles.px(6))
            case Rule():
                return styles.line


def lines_of(text: str, width: int, em: int) -> int:
    """About how many lines a text takes in a column; quick, and never less than one."""
    advance = em * (_LATIN if text.isascii() else _CJK)
    return 1 + text.count("\n") + int(len(text) * advance / max(width, 1))
