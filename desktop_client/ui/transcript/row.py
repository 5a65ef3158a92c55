"""One message on the page: its cells from top to bottom, what surrounds them, and what can be pressed in it."""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QPoint, QRect

from desktop_client.chat.conversation import MessageState
from desktop_client.chat.markup.blocks import MarkdownStream, plain_pieces, window_end
from desktop_client.chat.markup.pieces import Code, Piece, Prose, Table
from desktop_client.chat.reasoning import Parted, part
from desktop_client.inference.engine import Role
from desktop_client.ui.transcript.cell import Cell
from desktop_client.ui.transcript.entry import Entry, Spot
from desktop_client.ui.transcript.labels import RowLabels
from desktop_client.ui.transcript.sheet import Sheet

WINDOW = 60_000
"""So many characters of a message are shown at once; the reader asks for more."""
WINDOW_LINES = 600
"""Likewise. One that streams in is read bit by bit, so it may get longer."""
STREAMED_LINES = 2_000
AT_ONCE = 1_000
"""So much work of reading is done at once (``chat/markup/units.py``); whoever shows the row asks to go on with it."""
_PORTION_LINES = 50


class Row:
    """Geometry of one message. All coordinates count from the row's own top, in whole pixels.

    Cells are laid out when :meth:`reveal` finds them in the viewport; until then their heights are guesses. A row may
    go on from the same message's on another sheet: with all its text, as much of it shown, and nothing read again.
    """

    def __init__(self, entry: Entry, sheet: Sheet, note: str = "", before: Row | None = None) -> None:
        self.entry = entry
        self.sheet = sheet
        self.note = note
        self.progress: tuple[int, int] | None = None
        self.cells: list[Cell] = []
        self.unfolded = False
        """Whether the reasoning before the answer is shown."""
        self._written = entry.message.text
        self.text = self._shown()
        self._stream = MarkdownStream()
        self._fed = 0
        self.is_behind = False
        """Whether :meth:`read_on` would show more."""
        self._window, self._window_lines = WINDOW, WINDOW_LINES
        self._tops: list[int] | None = None
        self._labels: RowLabels | None = None
        if before is not None:
            self._go_on_from(before)
        self._feed()

    @property
    def is_question(self) -> bool:
        """Whether the user wrote it."""
        return self.entry.message.role is Role.USER

    @property
    def is_streaming(self) -> bool:
        """Whether more text is to come."""
        return self.entry.message.state is MessageState.STREAMING

    @property
    def left_out(self) -> int:
        """How many characters at the end are not shown yet."""
        return len(self.text) - self._fed

    # -- text -------------------------------------------------------------------------------------------------

    def append(self, more: str) -> int:
        """Add text to the answer; returns the index of the first cell that changed."""
        if self.is_streaming and not self.left_out:
            self._window_lines = max(self._window_lines, STREAMED_LINES)
        self._written += more
        return self._show(self._shown())

    def show_more(self) -> None:
        """Show more of a message, whatever keeps it from being shown whole."""
        if self.is_behind:
            self.read_on()
        else:
            self.show_rest()

    def show_rest(self) -> None:
        """Show the next part of a message that is too long to be shown at once."""
        self._window += WINDOW
        self._window_lines += WINDOW_LINES
        self._feed()

    def read_on(self) -> None:
        """Read some more of what is to be shown."""
        self._feed()

    def replace(self, entry: Entry) -> None:
        """Take another state of the same message; what is laid out stays where the text is the same."""
        self._written = entry.message.text
        was_streaming = self.is_streaming
        self.entry = entry
        self.progress = None
        self._show(self._shown())
        if was_streaming and not self.is_streaming:
            self._colour_late(len(self.cells))
        self._moved()

    @property
    def was_widened(self) -> bool:
        """Whether the reader has asked for more than is shown at first."""
        return self._window > WINDOW or self.unfolded

    def _go_on_from(self, before: Row) -> None:
        self._window, self._window_lines = before._window, before._window_lines  # the same class
        self.progress, self.unfolded, self._written = before.progress, before.unfolded, before._written
        self.text = self._shown()
        if self.sheet.raw == before.sheet.raw:
            self._stream, self._fed = before._stream, before._fed

    @property
    def parted(self) -> Parted:
        """The answer and its reasoning; a question has none, whatever is typed in it."""
        return Parted(None, self._written) if self.is_question else part(self._written)

    def fold(self) -> None:
        """Show the reasoning, or hide it again."""
        self.unfolded = not self.unfolded
        self._show(self._shown())

    def _shown(self) -> str:
        return self._written if self.sheet.raw else self.parted.shown(unfolded=self.unfolded)

    def _show(self, text: str) -> int:
        """Show another text; returns the index of the first cell that changed."""
        if text.startswith(self.text):
            self.text = text
            return self._feed()
        self.text, self._fed, self.cells = text, 0, []
        self._stream = MarkdownStream()
        self._feed()
        return 0

    def set_progress(self, done: int, total: int) -> None:
        """How far the prompt has been read, in tokens."""
        self.progress = (done, total)
        self._moved()

    def set_note(self, note: str) -> None:
        """A line before the message; empty for none."""
        self.note = note
        self._moved()

    def _feed(self) -> int:
        end = max(self._fed, window_end(self.text, self._window, self._window_lines))
        if self.is_question or self.sheet.raw:
            self._fed = end
            shown = self.text[:end]
            # Cut at the end of a line, it would end in an empty one.
            shown = shown.removesuffix("\n") if self.left_out else shown
            first = 0
            self._take(list(plain_pieces(shown, fixed=not self.is_question)), first)
        else:
            first = self._read_up_to(end)
            self._take(self._stream.pieces, first)
        self.is_behind = self._fed < end
        return first

    def _read_up_to(self, end: int) -> int:
        """Read Markdown, or as much of it as is read at once; returns the index of the first piece that changed."""
        first, enough = len(self.cells), self._stream.work + AT_ONCE
        while self._fed < end and self._stream.work < enough:
            portion = self.text[self._fed : end]
            portion = portion[: window_end(portion, len(portion), _PORTION_LINES)]
            first = min(first, self._stream.append(portion))
            self._fed += len(portion)
        return first

    def _take(self, pieces: list[Piece], first: int) -> None:
        old = self.cells[first:]
        self.cells = self.cells[:first]
        for at, piece in enumerate(pieces[first:]):
            kept = old[at] if at < len(old) else None
            if kept is None or not (kept.piece == piece or kept.extend(piece)):
                kept = Cell(piece, self.sheet.styles, self._cell_width())
            self.cells.append(kept)
        self._join_bands(first)
        if self.is_streaming:
            self._colour_late(len(self.cells) - 1)
        self._moved()

    def _join_bands(self, first: int) -> None:
        for at in range(max(first - 1, 0), len(self.cells)):
            above = self.cells[at - 1] if at and _is_more_of_a_table(self.cells[at]) else None
            goes_on = at + 1 < len(self.cells) and _is_more_of_a_table(self.cells[at + 1])
            self.cells[at].join(above, goes_on=goes_on)

    def _colour_late(self, end: int) -> None:
        # Code is coloured once it is whole: the cell that was last has been laid out without colours.
        for cell in reversed(self.cells[:end]):
            if not isinstance(cell.piece, Code):
                continue
            if cell.coloured or cell.document is None:
                break
            cell.drop()

    # -- layout -----------------------------------------------------------------------------------------------

    def reveal(self, top: int, viewport: int, keep: int) -> int:
        """Lay out the cells that the viewport ``[0, viewport)`` shows, with the row's top at ``top``.

        The top of cell ``keep`` stands still (or, if it is the number of cells, the end of the last); returns where
        the row's top is then.
        """
        keep = max(0, min(keep, len(self.cells)))
        still = y = top + self.offset(keep)
        at = keep
        while at < len(self.cells) and y < viewport:
            if y + self.cells[at].height > 0:
                self.build(at)
            y += self.cells[at].height + self._gap_below(at)
            at += 1
        y, at = still, keep - 1
        while at >= 0 and y > 0:
            self.build(at)
            y -= self.cells[at].height + self._gap_below(at)
            at -= 1
        return still - self.offset(keep)

    def build(self, at: int) -> None:
        """Lay a cell out, wherever the viewport is."""
        cell = self.cells[at]
        if cell.document is None:
            growing = self.is_streaming and at == len(self.cells) - 1
            delta = cell.build(coloured=not growing)
            if self.is_question and len(self.cells) == 1:
                cell.narrow(cell.ideal_width())
                self._moved()
            if delta:
                self._moved()

    def _cell_width(self) -> int:
        return self.sheet.bubble if self.is_question else self.sheet.column

    def _moved(self) -> None:
        self._tops = None
        self._labels = None

    @property
    def body_top(self) -> int:
        """Where the first cell begins."""
        styles = self.sheet.styles
        above = styles.note if self.note else 0
        if self.is_question:
            return above + styles.row_gap + styles.bubble_pad_y - styles.lead
        return above + styles.head

    def offset(self, cell: int) -> int:
        """Where a cell begins; for the number of cells, where the last one ends."""
        if self._tops is None:
            y = self.body_top
            self._tops = []
            for at, each in enumerate(self.cells):
                self._tops.append(y)
                y += each.height + self._gap_below(at)
            self._tops.append(y)
        return self._tops[cell]

    def _gap_below(self, at: int) -> int:
        if at + 1 >= len(self.cells):
            return 0
        upper, lower, styles = self.cells[at].piece, self.cells[at + 1].piece, self.sheet.styles
        if getattr(lower, "joined", False) or self.cells[at].goes_on:
            return 0
        if isinstance(lower, Prose) and isinstance(upper, Prose) and upper.place.quotes == lower.place.quotes:
            if lower.level:
                return styles.gap + styles.px(4)
            if lower.place.marker and (upper.place.depth or not upper.level):
                return styles.item_gap
        return styles.gap if not self.is_question else 0

    @property
    def height(self) -> int:
        """The whole row's height; right for the cells that have been revealed, a guess for the others."""
        return self.labels.bottom

    @property
    def labels(self) -> RowLabels:
        """Header, state, actions: what is painted around the cells."""
        if self._labels is None:
            self._labels = RowLabels(self)
        return self._labels

    @property
    def bubble(self) -> QRect:
        """The ground of a question."""
        styles = self.sheet.styles
        inner = self.sheet.bubble
        if len(self.cells) == 1 and self.cells[0].document is not None:
            inner = self.cells[0].width
        width = inner + 2 * styles.bubble_pad_x
        top = self.body_top - styles.bubble_pad_y + styles.lead
        bottom = self.offset(len(self.cells)) + styles.bubble_pad_y
        return QRect(self.sheet.width - self.sheet.margin - width, top, width, bottom - top)

    def origin(self, cell: int) -> QPoint:
        """The corner of a cell."""
        x = self.bubble.left() + self.sheet.styles.bubble_pad_x if self.is_question else self.sheet.margin
        return QPoint(x, self.offset(cell))

    def first_below(self, y: int) -> int:
        """The first cell that ends below a height; the number of cells if there is none."""
        self.offset(0)
        assert self._tops is not None
        at = max(bisect_right(self._tops, y) - 1, 0)
        if at < len(self.cells) and self._tops[at] + self.cells[at].height <= y:
            at += 1
        return min(at, len(self.cells))

    def cell_at(self, y: int) -> int:
        """The cell at a height or, between two, the lower one; -1 where there is none."""
        return min(self.first_below(y), len(self.cells) - 1)

    def spots(self, *, tools: bool = True) -> tuple[Spot, ...]:
        """What can be pressed, in reading order. ``tools`` includes a question's actions, shown only on demand."""
        return self.labels.spots if tools else self.labels.lasting_spots


def _is_more_of_a_table(cell: Cell) -> bool:
    return isinstance(cell.piece, Table) and cell.piece.lead is not None
