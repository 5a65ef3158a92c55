"""What is selected, across messages, and what of it goes to the clipboard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QTextCursor, QTextTable

from desktop_client.addresses import read_address
from desktop_client.chat.markup.foreign_text import cleaned
from desktop_client.chat.markup.inline import spans
from desktop_client.chat.markup.pieces import Code, Piece, Plain, Prose, Rule, Table
from desktop_client.chat.reasoning import answer_of
from desktop_client.ui.transcript.cell import Cell
from desktop_client.ui.transcript.flow import Flow
from desktop_client.ui.transcript.row import Row

Point = tuple[int, int, int]
"""A row, a cell in it and a position in the cell's text."""
MAX_READ = 20_000
"""So many characters of whole messages are copied as they look; more are copied as their Markdown source, which
needs no reading and so takes no time."""


@dataclass(slots=True)
class Selection:
    """From where the selection was begun to where it was drawn; empty while both are the same."""

    anchor: Point = (0, 0, 0)
    head: Point = (0, 0, 0)

    def __bool__(self) -> bool:
        return self.anchor != self.head

    @property
    def ends(self) -> tuple[Point, Point]:
        """First and last point in reading order."""
        return min(self.anchor, self.head), max(self.anchor, self.head)

    def range_in(self, row: int, cell: int, length: int) -> tuple[int, int] | None:
        """What of a cell with so many letters is selected."""
        first, last = self.ends
        here = (row, cell)
        if not first[:2] <= here <= last[:2]:
            return None
        start = first[2] if here == first[:2] else 0
        end = min(last[2], length) if here == last[:2] else length
        return (start, end) if start < end else None


def whole(flow: Flow) -> Selection:
    """Everything."""
    if not len(flow):
        return Selection()
    last = flow.row(len(flow) - 1)
    return Selection((0, 0, 0), (len(flow) - 1, max(len(last.cells) - 1, 0), 1 << 30))


def word_at(cell: Cell, position: int) -> tuple[int, int]:
    """The word at a position."""
    return _unit_at(cell, position, QTextCursor.SelectionType.WordUnderCursor)


def paragraph_at(cell: Cell, position: int) -> tuple[int, int]:
    """The paragraph, code line or table cell at a position."""
    start, end = _unit_at(cell, position, QTextCursor.SelectionType.LineUnderCursor)
    assert cell.document is not None
    block = cell.document.findBlock(position)
    return (block.position(), block.position() + block.length() - 1) if block.isValid() else (start, end)


def _unit_at(cell: Cell, position: int, unit: QTextCursor.SelectionType) -> tuple[int, int]:
    cursor = cell.select(position, position)
    cursor.select(unit)
    return cursor.selectionStart(), cursor.selectionEnd()


def copied_text(flow: Flow, selection: Selection) -> str:
    """The selection as it looks, with list markers and whole addresses; tables that are whole as Markdown."""
    return _copied(flow, selection, as_markdown=False)


def copied_markdown(flow: Flow, selection: Selection) -> str:
    """The selection's Markdown source; a block that is selected in part counts as whole."""
    return _copied(flow, selection, as_markdown=True)


def _copied(flow: Flow, selection: Selection, *, as_markdown: bool) -> str:
    if not selection:
        return ""
    first, last = selection.ends
    whole_rows = range(first[0] + 1, last[0])
    by_source = as_markdown or sum(len(flow.entries[at].message.text) for at in whole_rows) > MAX_READ
    parts = []
    for at in range(first[0], last[0] + 1):
        if at in whole_rows and by_source and flow.live_row(at) is None:
            parts.append(cleaned(answer_of(flow.entries[at].message)).strip("\n"))
        else:
            parts.append(_row_part(flow.row(at), at, selection, as_markdown=as_markdown))
    return "\n\n".join(part for part in parts if part)


def _row_part(row: Row, at: int, selection: Selection, *, as_markdown: bool) -> str:
    first, last = selection.ends
    begin = first[1] if at == first[0] else 0
    end = last[1] + 1 if at == last[0] else len(row.cells)
    cells = row.cells[begin:end]
    if row.left_out and _is_whole_row(row, at, selection):
        # The end of it isn't shown, but who selects all wants all.
        return cleaned(row.text).strip("\n")
    if as_markdown:
        return markdown_of([cell.piece for cell in cells], cleaned(row.text))
    parts: list[str] = []
    for index, cell in enumerate(cells, begin):
        text = _cell_part(row, cell, (at, index), selection)
        if parts and not getattr(cell.piece, "joined", False):
            parts.append(_break_before(row.cells[index - 1].piece, cell.piece))
        parts.append(text)
    return "".join(parts)


def _is_whole_row(row: Row, at: int, selection: Selection) -> bool:
    first, last = selection.ends
    end = row.cells[-1].end if row.cells else 0
    return first <= (at, 0, 0) and last >= (at, len(row.cells) - 1, end)


def _cell_part(row: Row, cell: Cell, where: tuple[int, int], selection: Selection) -> str:
    first, last = selection.ends
    starts_before = where > first[:2] or first[2] == 0
    if starts_before and (where < last[:2] or (cell.document is not None and last[2] >= cell.end)):
        return text_of(cell.piece, cleaned(row.text) if isinstance(cell.piece, Table) else "")
    cell.build()
    span = selection.range_in(*where, cell.end)
    if span is None:
        return ""
    if isinstance(cell.piece, Table):
        return _part_of_table(cell, *span)
    return read(cell.select(*span))


def read(cursor: QTextCursor) -> str:
    """The text that a cursor has selected."""
    return cursor.selectedText().replace("\u2028", "\n").replace("\u2029", "\n")


def _part_of_table(cell: Cell, start: int, end: int) -> str:
    """A part of a table: cells apart by tabs, rows by newlines."""
    assert cell.document is not None
    table = next(frame for frame in cell.document.rootFrame().childFrames() if isinstance(frame, QTextTable))
    lines = []
    for row in range(table.rows()):
        texts = []
        for column in range(table.columns()):
            place = table.cellAt(row, column)
            low = max(start, place.firstCursorPosition().position())
            high = min(end, place.lastCursorPosition().position())
            if low < high:
                texts.append(read(cell.select(low, high)))
        if texts:
            lines.append("\t".join(texts))
    return "\n".join(lines)


def _break_before(upper: Piece, lower: Piece) -> str:
    close = upper.place.depth and lower.place.depth and lower.place.marker
    both_plain = isinstance(lower, Plain) and isinstance(upper, Plain)
    same_table = isinstance(lower, Table) and lower.lead is not None
    return "\n" if close or both_plain or same_table else "\n\n"


def text_of(piece: Piece, source: str = "") -> str:
    """A whole piece as plain text; a table as its Markdown, which ``source`` (the whole message) is needed for."""
    match piece:
        case Prose():
            marker = {"": "", "•": "- ", "[ ]": "- [ ] ", "[x]": "- [x] "}.get(piece.place.marker)
            marker = f"{piece.place.marker} " if marker is None else marker
            return "  " * max(piece.place.depth - 1, 0) + marker + _spoken(piece.content)
        case Code() | Plain():
            return piece.text
        case Table():
            return markdown_of([piece], source)
        case Rule():
            return "---"


def _spoken(content: str) -> str:
    out = []
    for span in spans(content):
        known = read_address(span.address) if span.address else None
        out.append(span.address if known is not None and span.text == known.shown else span.text)
    return "".join(out)


def markdown_of(pieces: Sequence[Piece], source: str) -> str:
    """The Markdown that pieces, neighbours in reading order, were read from."""
    return "".join(_sources(pieces, source.split("\n"))).rstrip("\n")


def _sources(pieces: Sequence[Piece], lines: Sequence[str]) -> Iterator[str]:
    at: int | None = None
    for number, piece in enumerate(pieces):
        begin = piece.lines[0] if at is None else at
        if isinstance(piece, Plain) and not _is_whole(piece, pieces, number, lines):
            if at is not None and not piece.joined:
                yield "\n" * (1 + max(piece.lines[0] - at, 0))
            yield piece.text
            at = piece.lines[1]
            continue
        if at is not None:
            yield "\n"
        at = max(piece.lines[1], begin)
        yield "\n".join(lines[begin:at])


def _is_whole(piece: Plain, pieces: Sequence[Piece], number: int, lines: Sequence[str]) -> bool:
    """Whether a text shown as it is has all its lines in this one slice."""
    alone = not piece.joined and (number + 1 >= len(pieces) or not getattr(pieces[number + 1], "joined", False))
    return alone and piece.text == "\n".join(lines[piece.lines[0] : piece.lines[1]]).rstrip("\n")
