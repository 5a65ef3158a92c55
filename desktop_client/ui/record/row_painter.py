"""Paints one row of the record: what happened, and below it when and with what result."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_client.ui.record.model import ABOUT, FAILED
from desktop_client.ui.widgets.text_lines import line_height
from desktop_client.ui.widgets.tint import SMALL, ColourName, scaled, tint

PAD_X = 12
PAD_Y = 8
RADIUS = 7


class RowPainter(QStyledItemDelegate):
    """Two lines, each ended by an ellipsis where it is too long; the details have all of it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        high = line_height(option.font) + line_height(scaled(option.font, SMALL))
        return QSize(200, high + 2 * PAD_Y)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tint("accent_ground"))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), RADIUS, RADIUS)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tint("accent"), 1))
            painter.drawRoundedRect(rect.adjusted(1, 2, -1, -2), RADIUS, RADIUS)
        inner = rect.adjusted(PAD_X, PAD_Y, -PAD_X, -PAD_Y)
        small = scaled(option.font, SMALL)
        first = line_height(option.font)
        self._line(painter, QRect(inner.x(), inner.y(), inner.width(), first), option.font, "ink", index.data())
        second = QRect(inner.x(), inner.y() + first, inner.width(), line_height(small))
        ink: ColourName = "warning" if index.data(FAILED) else "ink_soft"
        self._line(painter, second, small, ink, index.data(ABOUT))
        painter.restore()

    def _line(self, painter: QPainter, at: QRect, font: QFont, ink: ColourName, text: str) -> None:
        painter.setFont(font)
        painter.setPen(tint(ink))
        elided = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, at.width())
        painter.drawText(at, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)
