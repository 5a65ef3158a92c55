"""Paints one row of the shelf: title and price, and below them the commercial status in words and where it is from."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_client.ui.shelf.model import PINNED, ROW
from desktop_client.ui.shelf.rows import ShelfRow
from desktop_client.ui.widgets.status_chip import ink_of
from desktop_client.ui.widgets.text_lines import line_height
from desktop_client.ui.widgets.tint import SMALL, ColourName, scaled, tint

PAD_X = 14
PAD_Y = 8
GAP = 10
CHIP_X = 6
CHIP_Y = 1
BETWEEN = 3
RADIUS = 7
STAR = "★"
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_STATE = QStyle.StateFlag


class ShelfRowPainter(QStyledItemDelegate):
    """Two lines. Title and origin end in an ellipsis where they are too long; price and status never do (P10)."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        high = 2 * line_height(option.font) + BETWEEN + 2 * CHIP_Y
        return QSize(200, high + 2 * PAD_Y)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(ROW)
        if not isinstance(row, ShelfRow):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, option)
        inner = option.rect.adjusted(PAD_X, PAD_Y, -PAD_X, -PAD_Y)
        line = line_height(option.font)
        first = QRect(inner.x(), inner.y(), inner.width(), line)
        second = QRect(inner.x(), inner.y() + line + BETWEEN, inner.width(), line + 2 * CHIP_Y)
        bold = scaled(option.font, bold=True)
        money = self._words(painter, first, bold, "ink_soft" if row.stale else "ink", row.price, right=True)
        self._words(painter, first.adjusted(0, 0, -money - GAP, 0), option.font, "ink", row.title)
        star = self._words(painter, second, bold, "accent", STAR, right=True) if index.data(PINNED) else 0
        chip = self._chip(painter, second, option.font, row)
        rest = second.adjusted(chip + GAP, 0, -(star + GAP if star else 0), 0)
        self._words(painter, rest, scaled(option.font, SMALL), "ink_soft", row.about)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        rect: QRect = option.rect
        state = option.state
        if state & _STATE.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tint("panel_picture"))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), RADIUS, RADIUS)
        else:
            painter.fillRect(rect.x() + PAD_X, rect.bottom(), rect.width() - 2 * PAD_X, 1, tint("panel_hairline"))
        if state & _STATE.State_Selected and state & _STATE.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tint("accent"), 1))
            painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 1.5, -0.5, -1.5), RADIUS, RADIUS)

    def _words(
        self, painter: QPainter, at: QRect, font: QFont, ink: ColourName, text: str, *, right: bool = False
    ) -> int:
        """Draw on one line; returns the width that it took. What stands at the right is never shortened."""
        metrics = QFontMetrics(font)
        shown = text if right else metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, at.width()))
        painter.setFont(font)
        painter.setPen(tint(ink))
        painter.drawText(at, _RIGHT if right else _LEFT, shown)
        return metrics.horizontalAdvance(shown)

    def _chip(self, painter: QPainter, at: QRect, font: QFont, row: ShelfRow) -> int:
        wide = QFontMetrics(font).horizontalAdvance(row.status_text) + 2 * CHIP_X
        box = QRect(at.x(), at.y(), wide, at.height())
        painter.setPen(QPen(tint(ink_of(row.status)), 1))
        painter.setBrush(tint("panel_raised"))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, row.status_text)
        return wide
