"""Which rows the viewport shows and where: thousands of messages, of which only those in sight are laid out.

Heights of rows that were never seen are guesses. When a guess turns out wrong, a row grows or the page gets another
width, what the reader looks at stays where it is: the *anchor*, the first visible cell, keeps its place, and the
scroll bar's value follows from it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence

from desktop_client.ui.transcript.entry import Entry
from desktop_client.ui.transcript.heights import Heights
from desktop_client.ui.transcript.row import Row
from desktop_client.ui.transcript.sheet import Sheet

MAX_LIVE = 200
"""So many messages keep their layout; the one that was seen longest ago goes first."""
_PAD_TOP, _PAD_BOTTOM = 8, 16
_AT_END = 2


class Flow:
    """The column of rows. Scroll values and positions are whole pixels; ``viewport`` is its height."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.viewport = 0
        self.entries: list[Entry] = []
        self.follows = True
        """Whether the end is kept in sight while it grows."""
        self._index: dict[int, int] = {}
        self._heights = Heights()
        self._live: OrderedDict[int, Row] = OrderedDict()
        self._note: tuple[int | None, str] = (None, "")
        self._anchor, self._anchor_top, self._keep = 0, _PAD_TOP, 0

    def __len__(self) -> int:
        return len(self.entries)

    # -- content ----------------------------------------------------------------------------------------------

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show other messages, from the top, without a note. Their text is not read before they are seen."""
        self.follows = False
        self._note = (None, "")
        self.entries = list(entries)
        self._index = {entry.message.id: at for at, entry in enumerate(self.entries)}
        self._live.clear()
        self._heights = Heights(map(self._guess, self.entries))
        self._anchor, self._anchor_top, self._keep = 0, _PAD_TOP, 0

    def append(self, entry: Entry) -> None:
        """Add a message at the end."""
        self._index[entry.message.id] = len(self.entries)
        self.entries.append(entry)
        self._heights.append(self._guess(entry))

    def row_of(self, message_id: int) -> int | None:
        """The row of a message, if it is shown."""
        return self._index.get(message_id)

    def row(self, at: int) -> Row:
        """A row, made from its message if it isn't live."""
        row = self._live.get(at)
        if row is None:
            row = Row(self.entries[at], self.sheet, self._note_of(at))
            self._live[at] = row
        self._live.move_to_end(at)
        return row

    def live_row(self, at: int) -> Row | None:
        """A row, if it is live."""
        return self._live.get(at)

    @property
    def live(self) -> int:
        """How many rows are live."""
        return len(self._live)

    def replace(self, at: int, entry: Entry) -> None:
        """Another state of the same message."""
        self.entries[at] = entry
        if at in self._live:
            self._live[at].replace(entry)
            self.measure(at)
        else:
            self._heights.set(at, self._guess(entry))

    def read_on(self) -> bool:
        """Read some more of a message in sight that is read bit by bit; returns whether there is any."""
        for at, _ in self.visible():
            if self.row(at).is_behind:
                self.row(at).read_on()
                self.measure(at)
                return True
        return False

    def measure(self, at: int) -> None:
        """Take over the height of a live row that has changed."""
        self._heights.set(at, self._live[at].height)

    def set_note(self, before: int | None, text: str) -> None:
        """Put a note before a message, or after the last one (None); there is one note at most."""
        affected = {None if message is None else self._index.get(message) for message in (self._note[0], before)}
        self._note = (before, text)
        for at in affected:
            if at is None:
                continue
            if at in self._live:
                self._live[at].set_note(self._note_of(at))
                self.measure(at)
            else:
                self._heights.set(at, self._guess(self.entries[at]))

    def set_sheet(self, sheet: Sheet) -> None:
        """Lay everything out anew; the anchor stays where it is, in proportion to its cell's new height."""
        anchor_row = self._live.get(self._anchor)
        if anchor_row is not None and self._keep >= len(anchor_row.cells) and self._anchor + 1 < len(self.entries):
            # Only the foot of that message is in sight: the next one is what is being read.
            self._anchor_top += anchor_row.height
            self._anchor, self._keep = self._anchor + 1, 0
            anchor_row = self._live.get(self._anchor)
        keep, share, below = self._keep, 0.0, self._anchor_top
        live = dict(self._live)
        if anchor_row is not None and keep < len(anchor_row.cells):
            below = self._anchor_top + anchor_row.offset(keep)
            share = -below / max(anchor_row.cells[keep].height, 1) if below < 0 else 0.0
        self.sheet = sheet
        self._live.clear()
        self._heights = Heights(map(self._guess, self.entries))
        for at, old in live.items():
            if old.is_streaming or old.was_widened or old is anchor_row:
                self._live[at] = Row(self.entries[at], self.sheet, self._note_of(at), old)
                self.measure(at)
        if not self.entries:
            return
        row = self.row(self._anchor)
        while row.is_behind and keep >= len(row.cells):
            row.read_on()
        if keep < len(row.cells):
            row.reveal(below - row.offset(keep), max(self.viewport, 1), keep)
            shift = -round(share * row.cells[keep].height) if share else below
            self._anchor_top = shift - row.offset(keep)
        self.measure(self._anchor)

    def _guess(self, entry: Entry) -> int:
        note = self.sheet.styles.note if self._note[1] and self._note[0] == entry.message.id else 0
        return self.sheet.guess(entry) + note

    def _note_of(self, at: int) -> str:
        return self._note[1] if self._note[0] == self.entries[at].message.id else ""

    # -- scrolling --------------------------------------------------------------------------------------------

    @property
    def tail(self) -> str:
        """A note after the last message."""
        return self._note[1] if self._note[0] is None else ""

    @property
    def total(self) -> int:
        """The height of the whole page, as far as it is known."""
        tail = self.sheet.styles.note if self.tail else 0
        return _PAD_TOP + self._heights.total() + tail + _PAD_BOTTOM

    @property
    def maximum(self) -> int:
        """The greatest scroll value."""
        return max(0, self.total - self.viewport)

    @property
    def value(self) -> int:
        """The scroll value: how much of the page lies above the viewport."""
        return _PAD_TOP + self._heights.top(self._anchor) - self._anchor_top

    @property
    def is_at_end(self) -> bool:
        """Whether the end is in sight."""
        return self.value >= self.maximum - _AT_END

    def scroll_by(self, delta: int) -> None:
        """Move the page up by so many pixels (down, if negative)."""
        self._anchor_top -= delta
        self._settle()
        self.follows = self.is_at_end

    def scroll_to(self, value: int) -> None:
        """Go to a scroll value at once, however far it is."""
        if self.entries:
            self._jump(value)
            self._settle()
            self.follows = self.is_at_end

    def scroll_to_row(self, at: int, top: int = _PAD_TOP) -> None:
        """Bring a row's top to the top of the viewport, or so far below it."""
        self._anchor, self._anchor_top, self._keep = at, top, 0
        self.follows = False
        self._settle()
        self.follows = self.is_at_end

    def scroll_to_end(self) -> None:
        """Go to the end and stay there."""
        self.follows = True
        self.settle()

    def settle(self) -> None:
        """Lay out what is in sight, after anything has changed."""
        if self.follows:
            self._settle_at_end()
        else:
            self._settle()
            self.follows = self.is_at_end

    def top_of(self, at: int) -> int:
        """Where a row's top is, from the viewport's top."""
        return self._anchor_top + self._heights.top(at) - self._heights.top(self._anchor)

    def visible(self) -> Iterator[tuple[int, int]]:
        """The rows in sight, as (row, top from the viewport's top)."""
        at, top = self._anchor, self._anchor_top
        while at < len(self.entries) and top < self.viewport:
            yield at, top
            top += self._heights.height(at)
            at += 1

    def row_at(self, y: int) -> int:
        """The row at a height of the viewport, or the nearest; there has to be one."""
        return self._heights.row_at(self.value + y - _PAD_TOP)

    # -- keeping still ----------------------------------------------------------------------------------------

    def _jump(self, value: int) -> None:
        value = max(0, min(value, self.maximum))
        self._anchor = self._heights.row_at(value - _PAD_TOP)
        self._anchor_top = _PAD_TOP + self._heights.top(self._anchor) - value
        self._keep = self._first_cell_in_sight()

    def _settle(self) -> None:
        if not self.entries or self.viewport <= 0:
            return
        # A jump by more than a page would lay out everything on the way.
        if self._is_far():
            self._jump(self.value)
        self._reveal()
        if self.value < 0 or self.total <= self.viewport:
            self._anchor, self._anchor_top, self._keep = 0, _PAD_TOP, 0
            self._reveal()
        elif self.value > self.maximum:
            self._settle_at_end()
            return
        self._find_anchor()
        self._evict()

    def _is_far(self) -> bool:
        bottom = self._anchor_top + self._heights.height(self._anchor)
        return bottom < -2 * self.viewport or self._anchor_top > 2 * self.viewport

    def _settle_at_end(self) -> None:
        if not self.entries or self.viewport <= 0:
            return
        last = len(self.entries) - 1
        room = self.viewport - _PAD_BOTTOM - (self.sheet.styles.note if self.tail else 0)
        row = self.row(last)
        self._anchor, self._keep = last, len(row.cells)
        self._anchor_top = room - row.height
        self._reveal()
        if self.total <= self.viewport:
            self._anchor, self._anchor_top, self._keep = 0, _PAD_TOP, 0
            self._reveal()
        self._find_anchor()
        self._evict()

    def _reveal(self) -> None:
        """Lay out the rows in sight, starting at the anchor and going up, then down."""
        self._anchor_top = self._lay_out(self._anchor, self._anchor_top, self._keep)
        at, top = self._anchor, self._anchor_top
        while at > 0 and top > 0:
            at -= 1
            row = self.row(at)
            top -= row.height
            top = self._lay_out(at, top, len(row.cells))
        at, top = self._anchor, self._anchor_top
        while True:
            top += self._heights.height(at)
            at += 1
            if at >= len(self.entries) or top >= self.viewport:
                break
            self._lay_out(at, top, 0)

    def _lay_out(self, at: int, top: int, keep: int) -> int:
        row = self.row(at)
        if keep >= len(row.cells):
            end = top + row.height
            row.reveal(top, self.viewport, keep)
            top = end - row.height
        else:
            top = row.reveal(top, self.viewport, keep)
        self.measure(at)
        return top

    def _find_anchor(self) -> None:
        """Make the first row in sight the anchor, and its first cell in sight what stands still."""
        at, top = self._anchor, self._anchor_top
        while at > 0 and top > 0:
            at -= 1
            top -= self._heights.height(at)
        while at + 1 < len(self.entries) and top + self._heights.height(at) <= 0:
            top += self._heights.height(at)
            at += 1
        self._anchor, self._anchor_top = at, top
        self._keep = self._first_cell_in_sight()

    def _first_cell_in_sight(self) -> int:
        return self.row(self._anchor).first_below(-self._anchor_top)

    def _evict(self) -> None:
        visible = {at for at, _ in self.visible()}
        for at in list(self._live):
            if len(self._live) <= max(MAX_LIVE, len(visible)):
                break
            if at not in visible and not self._live[at].is_streaming:
                del self._live[at]
