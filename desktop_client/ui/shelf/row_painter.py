"""Paints one row of the shelf: title and price, and below them the commercial status in words and where it is from."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
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
KEPT = 600
"""Lines that are kept as they were shortened: more than a few windows of rows."""
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_STATE = QStyle.StateFlag


@dataclass(slots=True)
class _Faces:
    """The fonts of a row with their metrics, and the lines that were shortened with them."""

    body: QFont
    shortened: dict[tuple[str, int, int], str] = field(default_factory=dict)
    bold: QFont = field(init=False)
    small: QFont = field(init=False)
    _metrics: dict[int, QFontMetrics] = field(init=False)

    def __post_init__(self) -> None:
        self.bold, self.small = scaled(self.body, bold=True), scaled(self.body, SMALL)
        self._metrics = {id(font): QFontMetrics(font) for font in (self.body, self.bold, self.small)}

    def width(self, font: QFont, text: str) -> int:
        return self._metrics[id(font)].horizontalAdvance(text)

    def within(self, font: QFont, text: str, width: int) -> str:
        """A text as it fits; shaping Chinese again at every repaint took most of it."""
        key = (text, id(font), width)
        if key not in self.shortened:
            if len(self.shortened) >= KEPT:
                self.shortened.clear()
            elided = self._metrics[id(font)].elidedText(text, Qt.TextElideMode.ElideRight, max(0, width))
            self.shortened[key] = elided
        return self.shortened[key]


class ShelfRowPainter(QStyledItemDelegate):
    """Two lines. Title and origin end in an ellipsis where they are too long; price and status never do (P10)."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._faces: tuple[str, _Faces] | None = None

    def _faces_of(self, font: QFont) -> _Faces:
        key = font.key()
        if self._faces is None or self._faces[0] != key:
            self._faces = (key, _Faces(QFont(font)))
        return self._faces[1]

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
        faces = self._faces_of(option.font)
        inner = option.rect.adjusted(PAD_X, PAD_Y, -PAD_X, -PAD_Y)
        line = line_height(option.font)
        first = QRect(inner.x(), inner.y(), inner.width(), line)
        second = QRect(inner.x(), inner.y() + line + BETWEEN, inner.width(), line + 2 * CHIP_Y)
        money = faces.width(faces.bold, row.price)
        self._words(painter, first, faces.bold, "ink_soft" if row.stale else "ink", row.price, _RIGHT)
        title = first.adjusted(0, 0, -money - GAP, 0)
        self._words(painter, title, faces.body, "ink", faces.within(faces.body, row.title, title.width()))
        star = 0
        if index.data(PINNED):
            star = faces.width(faces.bold, STAR) + GAP
            self._words(painter, second, faces.bold, "accent", STAR, _RIGHT)
        chip = self._chip(painter, second, faces, row)
        rest = second.adjusted(chip + GAP, 0, -star, 0)
        self._words(painter, rest, faces.small, "ink_soft", faces.within(faces.small, row.about, rest.width()))
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
        self, painter: QPainter, at: QRect, font: QFont, ink: ColourName, text: str, side: Qt.AlignmentFlag = _LEFT
    ) -> None:
        painter.setFont(font)
        painter.setPen(tint(ink))
        painter.drawText(at, side, text)

    def _chip(self, painter: QPainter, at: QRect, faces: _Faces, row: ShelfRow) -> int:
        """The status in its frame; returns the width that it took."""
        wide = faces.width(faces.body, row.status_text) + 2 * CHIP_X
        box = QRect(at.x(), at.y(), wide, at.height())
        painter.setPen(QPen(tint(ink_of(row.status)), 1))
        painter.setBrush(tint("panel_raised"))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setFont(faces.body)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, row.status_text)
        return wide
