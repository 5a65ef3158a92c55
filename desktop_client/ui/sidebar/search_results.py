"""What a search has found, below each other: the chat's title, and the line in which the words stand, marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_client.chat.markup.foreign_text import cleaned
from desktop_client.chat.search import Excerpt, Hit
from desktop_client.ui import theme
from desktop_client.ui.widgets import counted
from desktop_client.ui.widgets.text_lines import line_height
from desktop_client.ui.widgets.tint import SMALL, scaled, tint

HIT = Qt.ItemDataRole.UserRole + 1
_PAD_X, _PAD_Y = 10, 6
_LEAD = 12
"""So many characters stand before the first match where the line is too narrow for all of it."""


class SearchResults(QListView):
    """Hits, newest or best first; choosing one asks to go there."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chatList")
        self.setAccessibleName(self.tr("Search results"))
        self._rows = QStandardItemModel(self)
        self.setModel(self._rows)
        self.setItemDelegate(_Rows(self))
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(False)
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)

    def show_hits(self, hits: Sequence[Hit], *, more: bool) -> None:
        """Show these; ``more`` says that there are others which were not asked for."""
        kept = self.currentIndex().data(HIT)
        self._rows.clear()
        for hit in hits:
            item = QStandardItem(f"{cleaned(hit.title)}: {cleaned(hit.excerpt.text)}")
            item.setData(hit, HIT)
            self._rows.appendRow(item)
            if hit == kept:
                self.setCurrentIndex(item.index())
        if not hits:
            self._say(self.tr("Nothing has all these words"))
        elif more:
            self._say(self.tr("Type more to see fewer"))
        self.setAccessibleDescription(counted.results(len(hits)))

    def enter(self) -> None:
        """Let the keyboard in, at the first hit."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self._rows.index(0, 0))

    def choose_first(self) -> None:
        """Go to the first hit, if there is one."""
        self._choose(self._rows.index(0, 0))

    def _say(self, text: str) -> None:
        item = QStandardItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self._rows.appendRow(item)

    def _choose(self, index: QModelIndex) -> None:
        hit = index.data(HIT)
        if hit is not None:
            self.chosen.emit(hit)


class _Rows(QStyledItemDelegate):
    """The title small and soft, the line below it; for a title that was found, the title alone, marked."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        hit: Hit | None = index.data(HIT)
        high = line_height(option.font)
        if hit is not None and hit.message_id is not None:
            high += line_height(scaled(option.font, SMALL))
        return QSize(120, high + 2 * _PAD_Y + 2)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect.adjusted(8, 1, -8, -1)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tint("accent_ground"))
            painter.drawRoundedRect(rect, 7, 7)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tint("accent"), 1))
            painter.drawRoundedRect(rect, 7, 7)
        inner = rect.adjusted(_PAD_X, _PAD_Y, -_PAD_X, -_PAD_Y)
        hit: Hit | None = index.data(HIT)
        if hit is None:
            painter.setFont(option.font)
            painter.setPen(tint("ink_soft"))
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, str(index.data()))
        else:
            self._hit(painter, inner, option.font, hit)
        painter.restore()

    def _hit(self, painter: QPainter, inner: QRect, font: QFont, hit: Hit) -> None:
        y = inner.y()
        if hit.message_id is not None:
            small = scaled(font, SMALL)
            high = line_height(small)
            painter.setFont(small)
            painter.setPen(tint("ink_soft"))
            when = f"{hit.at.astimezone():%Y-%m-%d}"
            metrics = painter.fontMetrics()
            beside = inner.width() - metrics.horizontalAdvance(when)
            title = metrics.elidedText(cleaned(hit.title), Qt.TextElideMode.ElideRight, beside - 8)
            # On one base line, also where one is Latin and the other is not.
            base = y + high - metrics.descent()
            painter.drawText(inner.x(), base, title)
            painter.drawText(inner.x() + beside, base, when)
            y += high
        painter.setFont(font)
        self._line(painter, QRect(inner.x(), y, inner.width(), line_height(font)), hit.excerpt)

    def _line(self, painter: QPainter, room: QRect, found: Excerpt) -> None:
        """The excerpt from shortly before its first match, with every match on the ground that finds have."""
        metrics, c = painter.fontMetrics(), theme.current()
        first = found.matches[0] if found.matches else (0, 0)
        start = _start(found.text, first, metrics, room.width())
        text = ("…" if start else "") + cleaned(found.text[start:])
        moved = start - (1 if start else 0)
        painter.setClipRect(room)
        for begin, end in found.matches:
            left = metrics.horizontalAdvance(text[: max(begin - moved, 0)])
            width = metrics.horizontalAdvance(text[: max(end - moved, 0)]) - left
            painter.fillRect(QRect(room.x() + left, room.y(), width, room.height()), QColor(c.found))
        painter.setPen(tint("ink"))
        elided = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, elided)


def _start(text: str, first: tuple[int, int], metrics: QFontMetrics, room: int) -> int:
    """Where the line begins, so that the whole of the first match is in it, and a little of what stands before."""
    if metrics.horizontalAdvance(f"{text[: first[1]]}…") <= room:
        return 0
    start = max(0, first[0] - _LEAD)
    while start < first[0] and metrics.horizontalAdvance(f"…{text[start : first[1]]}…") > room:
        start += 1
    return start
