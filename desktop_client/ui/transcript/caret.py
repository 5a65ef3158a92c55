"""The text cursor of the transcript: reading and selecting letter by letter with the keyboard alone.

It stands where the last selection ends. Shift with the keys of a text box moves it and selects; F7 turns it on, so that
the same keys move it without Shift, until Escape.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QKeyEvent, QPainter, QTextCursor

from desktop_client.chat.markup.pieces import Rule, Table
from desktop_client.ui.transcript.cell import Cell
from desktop_client.ui.transcript.selection import Point, read

if TYPE_CHECKING:
    from desktop_client.ui.transcript.view import TranscriptView

_WIDTH = 2
_Move = QTextCursor.MoveOperation
_MOVES = {
    Qt.Key.Key_Left: (_Move.Left, _Move.WordLeft),
    Qt.Key.Key_Right: (_Move.Right, _Move.WordRight),
    Qt.Key.Key_Up: (_Move.Up, None),
    Qt.Key.Key_Down: (_Move.Down, None),
    Qt.Key.Key_Home: (_Move.StartOfLine, _Move.Start),
    Qt.Key.Key_End: (_Move.EndOfLine, _Move.End),
}
"""What a key does, and what it does with Ctrl; None where the key is for something else then."""
_BACK = frozenset({_Move.Left, _Move.WordLeft, _Move.Up})
_LINES = frozenset({_Move.Up, _Move.Down})


class Caret:
    """Moves through the texts of all messages, from cell to cell and from row to row."""

    def __init__(self, view: TranscriptView) -> None:
        self._view = view
        self.on = False
        """Whether it is in sight, and keys move it also without Shift."""
        self._x: int | None = None
        """Where it was before it went up or down, so that a short line does not pull it to the left."""

    def toggle(self) -> None:
        """Turn it on, with the focus in the transcript, or off."""
        self.on = not self.on
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.on:
            start = self._start()
            if start is not None:
                self._go(start, start)
        self._view.viewport().update()

    def key(self, event: QKeyEvent) -> bool:
        """Handle a key; False if it is not for the text cursor."""
        selects = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape and self.on:
            self.on = False
            self._view.clear_selection()
            return True
        if event.key() not in _MOVES or not (selects or self.on):
            return False
        move = _MOVES[Qt.Key(event.key())][control]
        start = self._start()
        if move is None or start is None:
            return False
        self.on = True
        end = self._moved(start, move)
        anchor = self._view.selection.anchor if self._view.selection else start
        self._say(start, end, move)
        self._go(anchor if selects else end, end)
        return True

    def paint(self, painter: QPainter) -> None:
        """Draw it, if it is in sight."""
        place = self._place() if self.on and self._view.hasFocus() else None
        if place is not None:
            painter.fillRect(place, QColor(self._view.sheet.styles.colours.accent))

    # -- where it is ------------------------------------------------------------------------------------------

    def _start(self) -> Point | None:
        """Where it stands; where that is out of sight, at the message that has the focus, or the first in sight."""
        view = self._view
        in_sight = [row for row, _ in view.flow.visible()]
        head = view.selection.head
        if view.selection or (head[0] in in_sight and head != (0, 0, 0) and view.focus_row is None):
            return head
        row = view.focus_row if view.focus_row is not None else next(iter(in_sight), None)
        return None if row is None else self._nearest((row, -1), 1)

    def _place(self) -> QRect | None:
        """Where it is drawn, in the viewport."""
        row, at, position = self._view.selection.head
        if row >= len(self._view.flow):
            return None
        shown = self._view.flow.row(row)
        if at >= len(shown.cells):
            return None
        cell = shown.cells[at]
        corner = QPoint(0, self._view.flow.top_of(row)) + shown.origin(at) + cell.text_origin
        letter = cell.place_of(position).translated(corner - QPoint(cell.sideways, 0))
        return QRect(letter.left(), letter.top(), _WIDTH, letter.height())

    def _cell(self, row: int, at: int) -> Cell:
        """A cell that is laid out."""
        self._view.flow.row(row).build(at)
        self._view.flow.measure(row)
        return self._view.flow.row(row).cells[at]

    # -- moving -----------------------------------------------------------------------------------------------

    def _moved(self, start: Point, move: QTextCursor.MoveOperation) -> Point:
        row, at, position = start
        if move in (_Move.Start, _Move.End):
            self._x = None
            back = move == _Move.Start
            found = self._nearest((0, -1) if back else (len(self._view.flow), 0), 1 if back else -1)
            return start if found is None else found
        cell = self._cell(row, at)
        if move in _LINES:
            return self._by_line(start, cell, -1 if move in _BACK else 1)
        self._x = None
        cursor = cell.select(position, position)
        first, last = _ends(cell)
        went = cursor.movePosition(move) and first <= cursor.position() <= last
        if went or move in (_Move.StartOfLine, _Move.EndOfLine):
            return row, at, cursor.position()
        return self._nearest((row, at), -1 if move in _BACK else 1) or start

    def _by_line(self, start: Point, cell: Cell, step: int) -> Point:
        row, at, position = start
        place = cell.place_of(position)
        self._x = place.left() if self._x is None else self._x
        inside = self._at(cell, self._next_line(place, step))
        if cell.place_of(inside).top() != place.top():
            return row, at, inside
        found = self._nearest((row, at), step)
        if found is None:
            return start
        row, at, position = found
        cell = self._cell(row, at)
        level = cell.place_of(position).center().y()
        return row, at, self._at(cell, level)

    def _at(self, cell: Cell, level: int) -> int:
        """The position at a height of a cell's text, below or above where it was."""
        first, last = _ends(cell)
        across = (self._x or 0) - cell.sideways
        return max(first, min(cell.position_at(cell.text_origin + QPoint(across, level)), last))

    def _next_line(self, place: QRect, step: int) -> int:
        reach = self._view.sheet.styles.line * 2 // 3
        return place.top() - reach if step < 0 else place.bottom() + reach

    def _nearest(self, beside: tuple[int, int], step: int) -> Point | None:
        """The next cell with text before or after a row and cell: its end or its beginning."""
        row, at = beside
        flow = self._view.flow
        while True:
            at += step
            count = len(flow.row(row).cells) if 0 <= row < len(flow) else 0
            if not 0 <= at < count:
                row += step
                if not 0 <= row < len(flow):
                    return None
                at = -1 if step > 0 else len(flow.row(row).cells)
                continue
            if not isinstance(flow.row(row).cells[at].piece, Rule):
                first, last = _ends(self._cell(row, at))
                return row, at, first if step > 0 else last

    def _go(self, anchor: Point, head: Point) -> None:
        view = self._view
        view.leave_messages()
        if all(row != head[0] for row, _ in view.flow.visible()):
            view.flow.scroll_to_row(head[0])
        cell = self._cell(head[0], head[1])
        view.select(anchor, head)
        across = cell.place_of(head[2]).left()
        if not cell.sideways <= across <= cell.sideways + cell.text_width:
            cell.sideways = max(0, min(across - cell.text_width // 2, cell.overflow))
        place = self._place()
        assert place is not None
        line, height = view.sheet.styles.line, view.viewport().height()
        if place.top() < 0:
            view.flow.scroll_by(place.top() - line)
        elif place.bottom() >= height:
            view.flow.scroll_by(place.bottom() - height + line)
        view.refresh()

    def _say(self, start: Point, end: Point, move: QTextCursor.MoveOperation) -> None:
        """Tell a screen reader what it went over: the letter, the word, or the line that it is on now."""
        cell = self._cell(*end[:2])
        cursor = cell.select(end[2], end[2])
        if move in _LINES or start[:2] != end[:2]:
            cursor.select(QTextCursor.SelectionType.LineUnderCursor)
        elif move in (_Move.WordLeft, _Move.WordRight):
            cursor.select(QTextCursor.SelectionType.WordUnderCursor)
        else:
            cursor.movePosition(_Move.Right, QTextCursor.MoveMode.KeepAnchor)
        text = read(cursor).strip("\n")
        if text:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._view, text))


def _ends(cell: Cell) -> tuple[int, int]:
    """The first and the last position in a cell's text: around a table Qt has an empty paragraph each."""
    return (1, cell.end - 1) if isinstance(cell.piece, Table) else (0, cell.end)
