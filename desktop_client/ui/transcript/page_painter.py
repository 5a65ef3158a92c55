"""Paints the page: its rows, or what stands there while there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from desktop_client.ui.transcript.note_painter import paint_note
from desktop_client.ui.transcript.row_painter import RowPainter

if TYPE_CHECKING:
    from desktop_client.ui.transcript.page import Page, Reader


def paint_page(painter: QPainter, view: Page, reader: Reader, clip: QRect) -> None:
    """Paint what of the page is in ``clip``."""
    colours, flow, selection = view.sheet.styles.colours, view.flow, reader.selection
    painter.fillRect(clip, QColor(colours.ground))
    if not len(flow):
        _paint_empty(painter, view)
        return
    end = 0
    for at, top in flow.visible():
        row = flow.row(at)
        end = top + row.height
        if top <= clip.bottom() and end > clip.top():

            def selected(cell: int, at: int = at) -> tuple[int, int] | None:
                return selection.range_in(at, cell, flow.row(at).cells[cell].end) if selection else None

            RowPainter(painter, row, QPoint(0, top), clip, selected, reader.marks(at)).paint()
    if flow.tail:
        paint_note(
            painter, view.sheet, flow.tail, QRect(view.sheet.margin, end, view.sheet.room, view.sheet.styles.note)
        )


def _paint_empty(painter: QPainter, view: Page) -> None:
    title, body = view.empty_text
    styles, page = view.sheet.styles, view.viewport().rect()
    room = page.adjusted(view.sheet.margin, 0, -view.sheet.margin, 0)
    wrap = Qt.AlignmentFlag.AlignHCenter.value | Qt.TextFlag.TextWordWrap.value
    heading = styles.heading(2)
    heights = [
        QFontMetrics(font).boundingRect(QRect(0, 0, room.width(), 10_000), wrap, text).height() if text else 0
        for font, text in ((heading, title), (styles.body, body))
    ]
    y = max((page.height() - sum(heights) - styles.gap) // 2, styles.gap)
    for font, text, ink, height in (
        (heading, title, styles.colours.ink, heights[0]),
        (styles.body, body, styles.colours.ink_soft, heights[1]),
    ):
        painter.setFont(font)
        painter.setPen(QColor(ink))
        painter.drawText(QRect(room.left(), y, room.width(), height), wrap, text)
        y += height + styles.gap
