"""What is looked for in the transcript: marked wherever it is in sight, and gone through one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextDocument

from desktop_client.chat.search import Query
from desktop_client.ui.transcript.cell import Cell

if TYPE_CHECKING:
    from desktop_client.ui.transcript.view import TranscriptView

_EVERYTHING = 1 << 30
_MOST_PARTS = 20
"""So often a message is read on, or more of a long one shown, until all matches are in what is shown."""
_FROM_TOP = 3
"""A match that is brought into sight stands a third of the page below its upper edge."""


@dataclass(frozen=True, slots=True)
class Match:
    """A place where a term stands: a cell of a message, and from where to where in the cell's text."""

    message_id: int
    cell: int
    start: int
    end: int


def places_in(cell: Cell, query: Query) -> tuple[tuple[int, int], ...]:
    """Where the terms stand in a cell that is laid out."""
    return () if cell.document is None else tuple(query.places(_text_of(cell.document)))


def _text_of(document: QTextDocument) -> str:
    """The document's text with a character for each of its positions, which in Qt are UTF-16 units."""
    text = document.toPlainText()
    return text if text.isascii() else "".join(c if c <= "\uffff" else c + "\0" for c in text)


class Found:
    """Keeps what is looked for and which match the reader is at."""

    def __init__(self, view: TranscriptView) -> None:
        self._view = view
        self.query = Query(())
        self.current: Match | None = None

    def look_for(self, query: Query) -> None:
        """Mark these terms; an empty query marks nothing."""
        self.query, self.current = query, None
        self._view.viewport().update()

    def in_message(self, message_id: int) -> tuple[Match, ...]:
        """The matches in a message as it is shown, from top to bottom. Lays the message out."""
        row = self._view.flow.row_of(message_id)
        if row is None or not self.query:
            return ()
        shown = self._view.flow.row(row)
        for _ in range(_MOST_PARTS):
            if not shown.left_out or not any(self.query.places(shown.text[-shown.left_out :])):
                break
            shown.show_more()
        shown.reveal(0, _EVERYTHING, 0)
        self._view.flow.measure(row)
        return tuple(
            Match(message_id, at, *place)
            for at, cell in enumerate(shown.cells)
            for place in places_in(cell, self.query)
        )

    def go_to(self, match: Match) -> None:
        """Bring a match into sight and mark it apart from the others."""
        row = self._view.flow.row_of(match.message_id)
        if row is None:
            return
        self.current = match
        self._view.flow.scroll_to_row(row)
        shown = self._view.flow.row(row)
        if match.cell < len(shown.cells):
            cell = shown.cells[match.cell]
            at = cell.place_of(match.start)
            cell.sideways = max(0, min(at.x() - cell.text_width // 2, cell.overflow))
            down = (
                shown.offset(match.cell) + cell.text_origin.y() + at.y() - self._view.viewport().height() // _FROM_TOP
            )
            self._view.flow.scroll_by(max(down, 0))
        self._view.refresh()

    def select_current(self) -> None:
        """Select the current match, so that it can be copied or gone on from."""
        match = self.current
        row = self._view.flow.row_of(match.message_id) if match is not None else None
        if match is not None and row is not None:
            self._view.select((row, match.cell, match.start), (row, match.cell, match.end))

    def marked_in(self, message_id: int, at: int) -> tuple[int, int] | None:
        """The part of a cell that is the current match."""
        match = self.current
        return (match.start, match.end) if match and (match.message_id, match.cell) == (message_id, at) else None


def count_in(texts: Iterable[str], query: Query) -> list[int]:
    """How often the terms stand in each of these Markdown sources: about as often as in what is shown of them."""
    return [sum(1 for _ in query.places(text)) for text in texts]
