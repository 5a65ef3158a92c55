"""Paints one row. Reads the theme through the row's sheet; never lays anything out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen

from desktop_client.chat.markup.pieces import Code, Rule, Table
from desktop_client.chat.search import Query
from desktop_client.ui.transcript.cell import Cell, Marked
from desktop_client.ui.transcript.entry import BUSY_OFF, Spot
from desktop_client.ui.transcript.found import places_in
from desktop_client.ui.transcript.note_painter import paint_note
from desktop_client.ui.transcript.row import Row

_CODE_RADIUS, _BUBBLE_RADIUS = 8, 12
NOTHING = Query(())

SelectedIn = Callable[[int], "tuple[int, int] | None"]
"""The selected range of a cell of the row, or None."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What of the row the pointer or the keyboard is on."""

    hovered: Spot | None = None
    focused: Spot | None = None
    is_current: bool = False
    tools: bool = False
    busy: bool = False
    query: Query = NOTHING
    current_match: Callable[[int], tuple[int, int] | None] = lambda _cell: None


class RowPainter:
    """Paints a row whose corner is at ``at``, within ``clip``, both in the painter's coordinates."""

    def __init__(
        self, painter: QPainter, row: Row, at: QPoint, clip: QRect, selected: SelectedIn, marks: Marks
    ) -> None:
        self._painter, self._row, self._at, self._clip = painter, row, at, clip
        self._selected, self._marks = selected, marks
        self._styles = row.sheet.styles
        self._colours = row.sheet.styles.colours

    def paint(self) -> None:
        """Paint it all."""
        row = self._row
        if row.note:
            paint_note(self._painter, row.sheet, row.note, row.labels.note_rect.translated(self._at))
        if row.is_question:
            self._bubble()
        for at in range(row.first_below(self._clip.top() - self._at.y()), len(row.cells)):
            cell = row.cells[at]
            rect = QRect(self._at + row.origin(at), QSize(cell.width, cell.height))
            if rect.top() > self._clip.bottom():
                break
            if cell.document is not None:
                self._cell(at, cell, rect)
        self._painter.setFont(self._styles.small)
        for label in row.labels.texts:
            self._painter.setPen(QColor(self._colours.warning if label.warning else self._colours.ink_soft))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            lines = label.lines or (label.text,)
            rect = label.rect.translated(self._at)
            high = rect.height() // len(lines)
            for number, line in enumerate(lines):
                where = QRect(rect.left(), rect.top() + number * high, rect.width(), high)
                self._painter.drawText(where, flags, line)
        for spot in row.spots(tools=self._marks.tools):
            self._spot(spot)
        if self._marks.is_current and self._marks.focused is None:
            # Above an answer's first words is no room but the line's own.
            above = 6 if row.is_question else 1
            self._ring(QRect(self._at, self._bottom_right()).adjusted(8, above, -8, -2))

    def _bottom_right(self) -> QPoint:
        return self._at + QPoint(self._row.sheet.width - 1, self._row.height - 1)

    # -- cells ------------------------------------------------------------------------------------------------

    def _cell(self, at: int, cell: Cell, rect: QRect) -> None:
        self._quote_bars(at, cell, rect)
        self._marker(cell, rect)
        match cell.piece:
            case Code():
                self._code_card(cell, rect)
            case Rule():
                y = rect.center().y()
                self._painter.fillRect(QRect(rect.left() + cell.x, y, rect.width() - cell.x, 1), self._hairline)
                return
            case Table():
                self._sideways_bar(cell, rect)
        text = QRect(rect.topLeft() + cell.text_origin, rect.bottomRight())
        if isinstance(cell.piece, Code | Table):
            text.setWidth(cell.text_width)
        else:
            # Italics and accents may reach over their box by a little.
            text.adjust(-3, -2, 3, 2)
        cell.draw_text(self._painter, rect.topLeft(), text.intersected(self._clip), tuple(self._marked(at, cell)))

    def _marked(self, at: int, cell: Cell) -> Iterator[Marked]:
        """What is found, the match that the reader is at, and on top of both what is selected."""
        c, current, selected = self._colours, self._marks.current_match(at), self._selected(at)
        if self._marks.query:
            for place in places_in(cell, self._marks.query):
                if place != current:
                    yield Marked(*place, c.found, c.ink)
        for stretch in (current, selected):
            if stretch is not None:
                yield Marked(*stretch, c.accent, c.accent_ink)

    @property
    def _hairline(self) -> QColor:
        return QColor(self._colours.hairline)

    def _quote_bars(self, at: int, cell: Cell, rect: QRect) -> None:
        styles, quotes = self._styles, cell.piece.place.quotes
        before = self._row.cells[at - 1].piece.place.quotes if at else ()
        for level, depth in enumerate(quotes):
            x = rect.left() + depth * styles.indent + level * styles.quote_indent
            top = rect.top()
            if before[: level + 1] == quotes[: level + 1]:
                top = (self._at + self._row.origin(at - 1)).y() + self._row.cells[at - 1].height
            self._painter.fillRect(QRect(x, top, styles.px(3), rect.bottom() + 1 - top), self._hairline)

    def _marker(self, cell: Cell, rect: QRect) -> None:
        marker, styles = cell.piece.place.marker, self._styles
        if not marker:
            return
        ink = QColor(self._colours.ink)
        right, baseline = rect.left() + cell.x, rect.top() + self._baseline(cell)
        middle = baseline - styles.em * 0.36
        painter = self._painter
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if marker == "•":
            size = styles.em * 0.34
            dot = QRectF(right - styles.px(10) - size, middle - size / 2, size, size)
            outermost = cell.piece.place.depth == 1
            painter.setPen(Qt.PenStyle.NoPen if outermost else QPen(ink, 1))
            painter.setBrush(ink if outermost else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(dot)
        elif marker[0] == "[":
            size = styles.em * 0.82
            self._task(QRectF(right - styles.px(5) - size, middle - size / 2, size, size), done=marker == "[x]")
        else:
            painter.setPen(ink)
            painter.setFont(styles.body)
            wide = QFontMetrics(styles.body).horizontalAdvance(marker)
            painter.drawText(right - styles.px(6) - wide, baseline, marker)
        painter.restore()

    def _baseline(self, cell: Cell) -> int:
        """Where the first line of a cell stands, from the cell's top."""
        assert cell.document is not None
        layout = cell.document.firstBlock().layout()
        if isinstance(cell.piece, Code | Table) or layout.lineCount() == 0:
            return QFontMetrics(self._styles.body).ascent() + self._styles.px(3)
        line = layout.lineAt(0)
        return round(layout.position().y() + line.y() + line.ascent())

    def _task(self, box: QRectF, *, done: bool) -> None:
        size = box.width()
        self._painter.setPen(QPen(QColor(self._colours.ink_soft), 1.2))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawRoundedRect(box, 2.5, 2.5)
        if done:
            tick = QPainterPath(box.topLeft() + QPointF(size * 0.2, size * 0.52))
            tick.lineTo(box.left() + size * 0.42, box.bottom() - size * 0.24)
            tick.lineTo(box.right() - size * 0.18, box.top() + size * 0.24)
            self._painter.setPen(QPen(QColor(self._colours.ink), 1.6))
            self._painter.drawPath(tick)

    def _code_card(self, cell: Cell, rect: QRect) -> None:
        painter, styles = self._painter, self._styles
        card = QRectF(rect.adjusted(cell.x, 0, -1, -1)).translated(0.5, 0.5)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._hairline, 1))
        painter.setBrush(QColor(self._colours.code_ground))
        painter.drawRoundedRect(card, _CODE_RADIUS, _CODE_RADIUS)
        painter.restore()
        head = QRect(rect.left() + cell.x, rect.top(), rect.width() - cell.x, styles.code_head)
        painter.fillRect(QRect(head.left(), head.bottom(), head.width() - 1, 1), self._hairline)
        painter.setFont(styles.small)
        painter.setPen(QColor(self._colours.ink_soft))
        assert isinstance(cell.piece, Code)
        name = cell.piece.language or self._row.sheet.words.code
        room = head.adjusted(styles.code_pad - 1, 0, -styles.px(90), 0)
        name = QFontMetrics(styles.small).elidedText(name, Qt.TextElideMode.ElideRight, max(room.width(), 0))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)

    def _sideways_bar(self, cell: Cell, rect: QRect) -> None:
        if not cell.overflow or cell.goes_on:
            return
        whole = cell.text_width + cell.overflow
        width = max(cell.text_width * cell.text_width // whole, 24)
        x = (cell.text_width - width) * cell.sideways // cell.overflow
        bar = QRectF(rect.left() + cell.x + x, rect.bottom() - 4, width, 4)
        self._painter.save()
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(self._hairline)
        self._painter.drawRoundedRect(bar, 2, 2)
        self._painter.restore()

    # -- around the cells -------------------------------------------------------------------------------------

    def _bubble(self) -> None:
        self._painter.save()
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor(self._colours.bubble))
        self._painter.drawRoundedRect(QRectF(self._row.bubble.translated(self._at)), _BUBBLE_RADIUS, _BUBBLE_RADIUS)
        self._painter.restore()

    def _spot(self, spot: Spot) -> None:
        painter, c = self._painter, self._colours
        rect = spot.rect.translated(self._at)
        if not rect.intersects(self._clip):
            return
        off = not spot.enabled or (self._marks.busy and spot.action in BUSY_OFF)
        hovered = self._marks.hovered == spot and not off
        ink = QColor(c.hairline if off else c.ink if hovered else c.ink_soft)
        painter.setFont(self._styles.small)
        painter.setPen(ink)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, spot.label)
        if self._marks.focused == spot:
            self._ring(rect)

    def _ring(self, rect: QRect) -> None:
        self._painter.save()
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(QColor(self._colours.accent), 2))
        self._painter.drawRoundedRect(QRectF(rect).adjusted(0, 0, -1, -1), 5, 5)
        self._painter.restore()
