"""The mouse in the transcript: pressing labels and addresses, selecting by letter, word and paragraph, hovering."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from desktop_client.ui.transcript.cell import Cell
from desktop_client.ui.transcript.entry import Spot
from desktop_client.ui.transcript.selection import Point, Selection, paragraph_at, word_at

if TYPE_CHECKING:
    from desktop_client.ui.transcript.view import TranscriptView

_SCROLL_EVERY = 30
"""Milliseconds between two steps while a selection is drawn beyond the edge."""
_EDGE_SHARE = 3
_ANGLE_PER_PIXEL = 2
"""A notch of a wheel is 120 units; it moves a table by 60 pixels."""


class Pointer(QObject):
    """Listens for the view; what it finds out is in ``selection``, ``hovered`` and ``hovered_row``."""

    def __init__(self, view: TranscriptView) -> None:
        super().__init__(view)
        self._view = view
        self.selection = Selection()
        self.hovered: Spot | None = None
        self.hovered_row: int | None = None
        self._pressed: tuple[int, Spot] | None = None
        self._address = ""
        self._widen: Callable[[Cell, int], tuple[int, int]] | None = None
        self._start: tuple[Point, Point] | None = None
        self._last_double: tuple[int, QPoint] | None = None
        self._edge = QTimer(self)
        self._edge.setInterval(_SCROLL_EVERY)
        self._edge.timeout.connect(self._scroll_on)
        self._at = QPoint()

    def forget(self) -> None:
        """Nothing is selected, pressed or hovered any more."""
        self.selection = Selection()
        self.hovered = self.hovered_row = self._pressed = self._start = None
        self._edge.stop()

    def spot_at(self, at: QPoint) -> tuple[int, Spot] | None:
        """The label at a point of the viewport, with its row."""
        found = self.row_under(at)
        if found is None:
            return None
        row, top = found
        tools = self._view.shows_tools(row)
        for spot in self._view.flow.row(row).spots(tools=tools):
            if spot.rect.translated(0, top).contains(at):
                return row, spot
        return None

    def address_at(self, at: QPoint) -> str:
        """The web address at a point of the viewport, or nothing."""
        found = self.row_under(at)
        if found is None:
            return ""
        row = self._view.flow.row(found[0])
        cell = row.cell_at(at.y() - found[1])
        if cell < 0:
            return ""
        return row.cells[cell].address_at(at - QPoint(0, found[1]) - row.origin(cell))

    def point_at(self, at: QPoint) -> Point | None:
        """The place in the text nearest to a point of the viewport."""
        flow = self._view.flow
        if not len(flow):
            return None
        index = flow.row_at(at.y())
        row, top = flow.row(index), flow.top_of(index)
        cell = row.cell_at(at.y() - top)
        if cell < 0:
            return index, 0, 0
        local = at - QPoint(0, top) - row.origin(cell)
        row.cells[cell].build()
        return index, cell, row.cells[cell].position_at(local)

    # -- events -----------------------------------------------------------------------------------------------

    def press(self, event: QMouseEvent) -> None:
        """A button went down."""
        at = event.position().toPoint()
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self._pressed = self.spot_at(at)
        if self._pressed is not None:
            return
        self._address = self.address_at(at)
        point = self.point_at(at)
        if point is None:
            return
        if self._is_third_click(event):
            self._begin(point, paragraph_at)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._start, self._widen = (self.selection.anchor, self.selection.anchor), None
            self._select(self.selection.anchor, point)
        else:
            self._begin(point, None)

    def double_click(self, event: QMouseEvent) -> None:
        """The second click: a word."""
        at = event.position().toPoint()
        self._pressed = self.spot_at(at)
        point = self.point_at(at)
        if self._pressed is None and point is not None:
            self._last_double = (event.timestamp(), at)
            self._address = ""
            self._begin(point, word_at)

    def move(self, event: QMouseEvent) -> None:
        """The pointer moved, with or without a button down."""
        self._at = event.position().toPoint()
        if self._start is None:
            self.hover(self._at)
            return
        self._drag()
        beyond = not 0 <= self._at.y() < self._view.viewport().height()
        if beyond != self._edge.isActive():
            if beyond:
                self._edge.start()
            else:
                self._edge.stop()

    def release(self, event: QMouseEvent) -> None:
        """The button went up: what was pressed happens, if the pointer is still on it."""
        self._edge.stop()
        at = event.position().toPoint()
        pressed, self._pressed, self._start = self._pressed, None, None
        address, self._address = self._address, ""
        if pressed is not None and self.spot_at(at) == pressed:
            self._view.press(*pressed)
        elif address and not self.selection and self.address_at(at) == address:
            self._view.address_activated.emit(address)
        self.hover(at)

    def hover(self, at: QPoint) -> None:
        """Take notice of what is under the pointer."""
        found = self.row_under(at)
        row = found[0] if found else None
        spot = self.spot_at(at)
        label = spot[1] if spot else None
        if (row, label) != (self.hovered_row, self.hovered):
            old = self.hovered_row
            self.hovered_row, self.hovered = row, label
            for each in {old, row} - {None}:
                assert each is not None
                self._view.repaint_rows(each, each)
        self._view.viewport().setCursor(self._cursor_for(at, label))

    def leave(self) -> None:
        """The pointer is gone."""
        old, self.hovered_row, self.hovered = self.hovered_row, None, None
        if old is not None:
            self._view.repaint_rows(old, old)

    def _cursor_for(self, at: QPoint, spot: Spot | None) -> Qt.CursorShape:
        if spot is not None:
            on = self._view.is_enabled(spot)
            return Qt.CursorShape.PointingHandCursor if on else Qt.CursorShape.ArrowCursor
        if self.address_at(at):
            return Qt.CursorShape.PointingHandCursor
        return Qt.CursorShape.IBeamCursor if self._is_on_text(at) else Qt.CursorShape.ArrowCursor

    def _is_on_text(self, at: QPoint) -> bool:
        found = self.row_under(at)
        if found is None:
            return False
        row = self._view.flow.row(found[0])
        cell = row.cell_at(at.y() - found[1])
        if cell < 0:
            return False
        corner = row.origin(cell) + QPoint(0, found[1])
        return QRect(corner.x(), corner.y(), row.cells[cell].width, row.cells[cell].height).contains(at)

    def wheel(self, event: QWheelEvent) -> bool:
        """Scroll a wide table sideways; False if the wheel means the page."""
        turned = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta() / _ANGLE_PER_PIXEL
        across = turned.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else turned.x()
        if abs(across) <= abs(turned.y()) and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return False
        at = event.position().toPoint()
        found = self.row_under(at)
        if found is None:
            return False
        row = self._view.flow.row(found[0])
        cell = row.cell_at(at.y() - found[1])
        if cell < 0 or not row.cells[cell].overflow:
            return False
        table = row.cells[cell]
        table.sideways = max(0, min(table.sideways - (across or turned.x()), table.overflow))
        self._view.repaint_rows(found[0], found[0])
        event.accept()
        return True

    def row_under(self, at: QPoint) -> tuple[int, int] | None:
        """The row at a point of the viewport with its top, or None beside all rows."""
        for row, top in self._view.flow.visible():
            if top <= at.y() < top + self._view.flow.row(row).height:
                return row, top
        return None

    # -- selecting --------------------------------------------------------------------------------------------

    def _is_third_click(self, event: QMouseEvent) -> bool:
        if self._last_double is None:
            return False
        when, where = self._last_double
        self._last_double = None
        near = (event.position().toPoint() - where).manhattanLength() < QApplication.startDragDistance()
        return near and event.timestamp() - when <= QApplication.doubleClickInterval()

    def _begin(self, point: Point, widen: Callable[[Cell, int], tuple[int, int]] | None) -> None:
        self._widen = widen
        self._start = self._widened(point)
        self._select(*self._start)

    def _drag(self) -> None:
        point = self.point_at(self._at)
        if point is None or self._start is None:
            return
        low, high = self._widened(point)
        if low < self._start[0]:
            self._select(self._start[1], low)
        else:
            self._select(self._start[0], max(high, self._start[1]) if self._widen else high)

    def _widened(self, point: Point) -> tuple[Point, Point]:
        row, cell, position = point
        cells = self._view.flow.row(row).cells
        if self._widen is None or cell >= len(cells) or cells[cell].document is None:
            return point, point
        start, end = self._widen(cells[cell], position)
        return (row, cell, start), (row, cell, end)

    def _select(self, anchor: Point, head: Point) -> None:
        if (anchor, head) == (self.selection.anchor, self.selection.head):
            return
        changed = {anchor[0], head[0], self.selection.anchor[0], self.selection.head[0]}
        self.selection = Selection(anchor, head)
        self._view.repaint_rows(min(changed), max(changed))

    def _scroll_on(self) -> None:
        height = self._view.viewport().height()
        beyond = self._at.y() if self._at.y() < 0 else max(self._at.y() - height + 1, 0)
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + beyond // _EDGE_SHARE + (1 if beyond > 0 else -1))
        self._drag()
