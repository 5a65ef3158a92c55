"""An answer's Markdown to pieces, all at once or as it streams in, with the same result at every prefix.

The parser works line by line, and what a complete line has closed stays closed. So while an answer streams, reading
starts again at the last *unit* that complete lines have begun. How much is read at once is bounded: a unit that gets
too long to be read again is from there on shown as it is, up to a line that can't belong to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from desktop_client.chat.markup.flattening import Flattener
from desktop_client.chat.markup.foreign_text import cleaned
from desktop_client.chat.markup.pieces import Piece, Place, Plain
from desktop_client.chat.markup.units import (
    CHARACTERS,
    LOOK,
    MAX_UNIT,
    MAX_WORK,
    Unit,
    is_too_much,
    stretch_end,
    units_of,
)

SLICE = 4_000
"""Text shown as it is comes in slices of at most so many characters."""
_GOES_ON = re.compile(r"[ \t>|\n]")
"""What a line begins with that may belong to a quotation, a list item or a table before it."""


def pieces_of(text: str) -> tuple[Piece, ...]:
    """The pieces of a whole answer."""
    stream = MarkdownStream()
    stream.append(text)
    return tuple(stream.pieces)


def window_end(text: str, characters: int, lines: int) -> int:
    """Where a text is cut so that no more than so many characters and lines of it are shown."""
    end = min(characters, len(text))
    if text.count("\n", 0, end) < lines:
        return end
    at = -1
    for _ in range(lines):
        at = text.index("\n", at + 1)
    return at + 1


def plain_pieces(text: str, *, fixed: bool = False) -> tuple[Piece, ...]:
    """Text that isn't Markdown (a question), in slices; ``fixed`` sets it in letters of one width."""
    text = cleaned(text)
    return tuple(_slices(text, (0, text.count("\n") + 1), Place(), fixed=fixed))


@dataclass(frozen=True, slots=True)
class _AsIs:
    """A unit that is shown as it is up to a line that ends it: a fence's ``closer`` or, without one, any that can't
    belong to it. ``passed`` is how far that line has been looked for, as a character of the answer.
    """

    place: Place
    fixed: bool
    closer: re.Pattern[str] | None
    passed: int


@dataclass(frozen=True, slots=True)
class _Start:
    """Where reading begins: character and line, the number of an ordered list's item there, pieces before it.

    ``look`` says after how much work, counted from there, the unit is looked at: is it too much to be read again?
    """

    offset: int = 0
    line: int = 0
    number: int | None = None
    settled: int = 0
    look: int = LOOK
    as_is: _AsIs | None = None


class MarkdownStream:
    """An answer that is being written."""

    def __init__(self) -> None:
        self.text = ""
        self.pieces: list[Piece] = []
        self.work = 0
        """What reading has taken so far."""
        self._start = _Start()
        self._open: list[Unit] | None = None

    def append(self, more: str) -> int:
        """Add text as the model sends it; returns the index of the first piece that is new or changed."""
        more = cleaned(more)
        self.text += more
        self._open = None
        settled = first = self._start.settled
        fresh: list[Piece] = []
        reads = "\n" in more
        while self._pass_over(fresh) if self._start.as_is else reads and self._read_on(fresh):
            reads = True
        fresh += self._open_pieces()
        while first < len(self.pieces) and first - settled < len(fresh):
            if self.pieces[first] != fresh[first - settled]:
                break
            first += 1
        self.pieces[settled:] = fresh
        return first

    def _open_pieces(self) -> Iterator[Piece]:
        """What stands behind all that is settled."""
        start = self._start
        if start.as_is:
            yield from self._shown_as_it_is(start.as_is, len(self.text))
            return
        # Nobody waits for one long table to be read twice.
        units = self._units_up_to(len(self.text)) if self._open is None else self._open
        for unit in units:
            yield from _pieces(unit)

    def _read_on(self, fresh: list[Piece]) -> bool:
        """Settle what the complete lines have closed, as far as is read at once; returns whether there is more of them.

        Where reading stops is a matter of the text alone, never of the portions in which it came.
        """
        start = self._start
        end = stretch_end(self.text, start.offset, start.look)
        stops = end is not None
        end = self.text.rfind("\n") + 1 if end is None else end
        units = self._units_up_to(end)
        if len(units) > 1:
            # After a second look the units behind the first may be too much as well.
            done = units[:1] if start.look > LOOK else units[:-1]
            fresh += (pieces := [piece for unit in done for piece in _pieces(unit)])
            after = units[len(done)]
            self._start = _Start(self._offset_of(after), after.lines[0], after.number, start.settled + len(pieces))
            more = stops or after is not units[-1]
        else:
            more = stops
            if stops and units:
                self._look_at(units[0], end)
            elif stops:
                line = start.line + self.text.count("\n", start.offset, end)
                self._start = _Start(end, line, start.number, start.settled)
        self._open = units[-1:] if not more and end == len(self.text) else None
        return more

    def _units_up_to(self, end: int) -> list[Unit]:
        start = self._start
        units = units_of(self.text[start.offset : end], start.line, start.number)
        self.work += sum(unit.work for unit in units) or (end - start.offset) // CHARACTERS
        return units

    def _look_at(self, unit: Unit, end: int) -> None:
        """All lines up to ``end`` are of one unit: decide whether it is shown as it is, or looked at again later."""
        start = self._start
        fence = unit.tokens[0].type == "fence"
        if unit.work > MAX_WORK or len(unit.source) > MAX_UNIT:
            offset = self._offset_of(unit)
            passed = self.text.index("\n", offset) + 1 if fence else end
            as_is = _AsIs(_place_of(unit), _is_fixed(unit), _closer(unit) if fence else None, passed)
            self._start = replace(start, offset=offset, line=unit.lines[0], as_is=as_is)
        else:
            self._start = replace(start, look=2 * start.look if fence else start.look + LOOK)

    def _pass_over(self, fresh: list[Piece]) -> bool:
        """Look for the end of what is shown as it is; returns whether it is there."""
        start, as_is = self._start, self._start.as_is
        assert as_is is not None
        at = as_is.passed
        while at < len(self.text):
            end = self.text.find("\n", at)
            after = at if as_is.closer is None and not _GOES_ON.match(self.text, at) else None
            if as_is.closer is not None and end >= 0 and as_is.closer.fullmatch(self.text, at, end):
                after = end + 1
            if after is not None:
                fresh += (pieces := list(self._shown_as_it_is(as_is, after)))
                line = start.line + self.text.count("\n", start.offset, after)
                self._start = _Start(after, line, None, start.settled + len(pieces))
                return True
            if end < 0:
                break
            at = end + 1
        self._start = replace(start, as_is=replace(as_is, passed=at))
        return False

    def _shown_as_it_is(self, as_is: _AsIs, end: int) -> Iterator[Plain]:
        text = self.text[self._start.offset : end].rstrip("\n")
        line = self._start.line
        yield from _slices(text, (line, line + text.count("\n") + 1), as_is.place, fixed=as_is.fixed)

    def _offset_of(self, unit: Unit) -> int:
        offset = self._start.offset
        for _ in range(unit.lines[0] - self._start.line):
            offset = self.text.index("\n", offset) + 1
        return offset


def _pieces(unit: Unit) -> Iterator[Piece]:
    if is_too_much(unit):
        yield from _slices(unit.source, unit.lines, _place_of(unit), fixed=_is_fixed(unit))
    else:
        yield from Flattener(unit).pieces()


def _place_of(unit: Unit) -> Place:
    """Where a unit stands that is shown as it is."""
    return Place(depth=1) if unit.tokens[0].type == "list_item_open" else Place()


def _is_fixed(unit: Unit) -> bool:
    return unit.tokens[0].type in ("fence", "code_block")


def _closer(fence: Unit) -> re.Pattern[str]:
    mark = fence.tokens[0].markup
    return re.compile(rf" {{0,3}}{re.escape(mark)}{re.escape(mark[0])}*[ \t]*")


def _slices(text: str, lines: tuple[int, int], place: Place, *, fixed: bool) -> Iterator[Plain]:
    at, joined = 0, False
    while at < len(text):
        end = min(at + SLICE, len(text))
        cut = text.rfind("\n", at, end + 1) if end < len(text) else end
        if cut <= at:
            # In the middle of a line, and of a word only where there is no other way.
            cut = text.rfind(" ", at, end) + 1 or end
        yield Plain(lines, place, text[at:cut], fixed, joined)
        joined = text[cut : cut + 1] != "\n"
        at = cut if joined else cut + 1
