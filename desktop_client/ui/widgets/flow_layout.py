"""FlowLayout: items side by side, on as many lines as they need."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Lays items from the left, breaking lines like words; an item wider than the line gets a line's width.

    Gaps and margins are in device-independent pixels. With ``push_last`` the last item stands at the right edge.
    """

    def __init__(
        self, parent: QWidget | None = None, gap: int = 8, line_gap: int = 6, *, push_last: bool = False
    ) -> None:
        super().__init__(parent)
        self._push_last = push_last
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._line_gap = line_gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's name
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt's name
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._flow(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        hints = [item.sizeHint() for item in self._items if not item.isEmpty()]
        wide = sum(hint.width() for hint in hints) + self._gap * max(0, len(hints) - 1)
        margins = self.contentsMargins()
        wide += margins.left() + margins.right()
        return QSize(wide, self.heightForWidth(wide))

    def lines_of(self, widths: Iterable[int], width: int) -> int:
        """How many lines items of these widths would take in a layout of that width (pixels)."""
        margins = self.contentsMargins()
        inner = width - margins.left() - margins.right()
        lines, x = 0, inner + 1
        for wanted in widths:
            wide = min(wanted, inner)
            if x + wide > inner:
                lines, x = lines + 1, 0
            x += wide + self._gap
        return lines

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        margins = self.contentsMargins()
        size = QSize(0, 0)
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 - Qt's name
        super().setGeometry(rect)
        spare = max(0, rect.height() - self.heightForWidth(rect.width()))
        self._flow(rect.adjusted(0, spare // 2, 0, 0), move=True)

    def _flow(self, rect: QRect, *, move: bool) -> int:
        inner = rect.marginsRemoved(self.contentsMargins())
        x, y, tall = inner.x(), inner.y(), 0
        line: list[tuple[QLayoutItem, QRect]] = []
        for item in self._items:
            if item.isEmpty():
                continue
            size = _size_within(item, inner.width())
            if line and x + size.width() > inner.x() + inner.width():
                _settle(line, y, tall, move=move)
                x, y, tall, line = inner.x(), y + tall + self._line_gap, 0, []
            line.append((item, QRect(QPoint(x, y), size)))
            x += size.width() + self._gap
            tall = max(tall, size.height())
        if self._push_last and line:
            item, at = line[-1]
            line[-1] = (item, at.translated(inner.x() + inner.width() - at.x() - at.width(), 0))
        _settle(line, y, tall, move=move)
        return y + tall - rect.y() + self.contentsMargins().bottom()


def _size_within(item: QLayoutItem, width: int) -> QSize:
    hint = item.sizeHint()
    wide = min(hint.width(), width)
    return QSize(wide, item.heightForWidth(wide) if item.hasHeightForWidth() else hint.height())


def _settle(line: list[tuple[QLayoutItem, QRect]], top: int, tall: int, *, move: bool) -> None:
    """Centre the items of one line on it."""
    if move:
        for item, at in line:
            item.setGeometry(at.translated(0, top + (tall - at.height()) // 2 - at.y()))
