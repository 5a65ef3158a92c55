"""Tables with a header line (CSV, TSV): records with their bytes and lines, faulty ones reported and passed over.

The csv module knows the quoting; this knows what files in the wild do to it. A quotation mark that is never closed
would swallow the rest of the file as one cell, so a record that runs on while its lines look like complete rows ends
where its first line ends.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from desktop_client.commerce.feeds.feed import MAX_CELL, FeedError, FeedRefusedError
from desktop_client.commerce.feeds.opened import LineTooLong, Opened
from desktop_client.wording import say

DELIMITERS: Final = ("\t", ",", ";", "|")

_CHECK_EVERY: Final = 512
_SURE_WIDTH: Final = {"\t": 2, "|": 4, ";": 5, ",": 6}
"""From how many columns on a line with a full row's delimiters is taken for a row and not for running text."""


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table under normalised names (``shipping(country:price)`` keeps what stands in brackets)."""

    names: tuple[str, ...]
    brackets: tuple[str, ...]
    delimiter: str


@dataclass(slots=True)
class Cells:
    """One record: as many cells as the header has columns, its bytes, the line where it begins."""

    values: list[str]
    raw: bytes
    line: int


class _Unclosed(Exception):  # noqa: N818 - caught where the record stands
    """The record goes on although its first line and the next look like complete rows, or goes on to the file's end."""


class _Lines:
    """Feeds csv.reader line by line, and keeps the lines of the record that is being put together."""

    def __init__(self, opened: Opened, delimiter: str) -> None:
        self._opened = opened
        self._delimiter = delimiter
        self._waiting: list[str] = []
        self.number = 0
        self.held: list[str] = []
        self.width = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        try:
            line = self._waiting.pop() if self._waiting else self._opened.line()
        except LineTooLong:
            self.number += 1
            raise
        if not line:
            if len(self.held) > 1 and sum(held.count('"') for held in self.held) % 2:
                # The file ends inside a quotation mark: what came after its line are rows of their own.
                self._waiting += reversed(self.held[1:])
                self.number -= len(self.held) - 1
                del self.held[1:]
                raise _Unclosed
            raise StopIteration
        if len(self.held) == 1 and self.is_row(self.held[0]) and self.is_row(line):
            self._waiting.append(line)
            raise _Unclosed
        self.number += 1
        self.held.append(line)
        return line

    def cells(self, reader: Iterator[list[str]]) -> list[str]:
        """The next row: what stands between the delimiters, where the line has no quotation mark, as most have none;
        else what the csv module makes of it.

        Raises:
            StopIteration: that was the last one.
            LineTooLong, _Unclosed, csv.Error: it can't be read.
        """
        if self._waiting:
            return next(reader)
        try:
            line = self._opened.line()
        except LineTooLong:
            self.number += 1
            raise
        if not line:
            raise StopIteration
        if '"' in line or len(line) > MAX_CELL:
            self._waiting.append(line)
            return next(reader)
        self.number += 1
        self.held.append(line)
        return line.rstrip("\r\n").split(self._delimiter)

    def is_row(self, line: str) -> bool:
        """Whether a line by itself has the delimiters of a whole row, where that can be told."""
        enough = self.width >= _SURE_WIDTH[self._delimiter]
        return enough and line.count(self._delimiter) >= self.width - 1

    def skip_cell(self) -> None:
        """Pass over the rest of a cell that was too long: up to its closing quotation mark or the next whole row."""
        self.held.clear()
        while True:
            try:
                line = self._opened.line()
            except LineTooLong:
                self.number += 1
                continue
            if not line:
                return
            if self.is_row(line) and line.count('"') % 2 == 0:
                self._waiting.append(line)
                return
            self.number += 1
            if line.count('"') % 2:
                return


def header_of(head: str) -> Header | None:
    """The header in the first lines of a text, or None if they are no table."""
    for line in head.splitlines()[:20]:
        if not line.strip() or re.fullmatch(r"\"?sep=.\"?", line.strip(), re.IGNORECASE):
            continue
        delimiter = max(DELIMITERS, key=line.count)
        return _header(line, delimiter) if line.count(delimiter) else None
    return None


def _header(line: str, delimiter: str) -> Header:
    cells = next(csv.reader([line], delimiter=delimiter), [])
    names, brackets = [], []
    for cell in cells:
        found = re.fullmatch(r"([^()]*)(?:\(([^()]*)\))?.*", cell.strip(" \t\r\n\0\ufeff\u00a0\"'").lower(), re.DOTALL)
        name, inside = (found[1], found[2] or "") if found else (cell.lower(), "")
        names.append(normal(name))
        brackets.append(inside)
    return Header(tuple(names), tuple(brackets), delimiter)


def normal(name: str) -> str:
    """A column's name without the ``g:`` prefix, padding and differences in writing (``Image Link`` -> image_link)."""
    return re.sub(r"[\s_-]+", "_", name.strip().lower().removeprefix("g:").strip()).strip("_")


def records(opened: Opened, header: Header) -> Iterator[Cells | FeedError]:
    """Every record below the header line; short rows are filled up with empty cells, empty ones passed over."""
    csv.field_size_limit(MAX_CELL)
    lines = _Lines(opened, header.delimiter)
    reader = csv.reader(lines, delimiter=header.delimiter)
    _pass_header(reader, header)
    lines.width = width = len(header.names)
    count = 0
    while True:
        lines.held.clear()
        if (count := count + 1) % _CHECK_EVERY == 0:
            opened.check()
        try:
            cells = lines.cells(reader)
        except StopIteration:
            return
        except _Unclosed:
            yield _unclosed(opened, lines, header)
            continue
        except (LineTooLong, csv.Error) as fault:
            yield _too_long(lines, fault)
            continue
        if len(cells) < width:
            if not any(cells):
                continue
            cells.extend([""] * (width - len(cells)))
        elif len(cells) > width:
            if any(cell.strip() for cell in cells[width:]):
                yield FeedError(
                    lines.number - len(lines.held) + 1,
                    say("The row has {found} cells, the header has {wanted}.", found=len(cells), wanted=width),
                )
                continue
            del cells[width:]
        held = lines.held
        text = held[0] if len(held) == 1 else "".join(held)
        yield Cells(cells, opened.raw(text), lines.number - len(held) + 1)


def _pass_header(reader: Iterator[list[str]], header: Header) -> None:
    for cells in reader:
        if len(cells) >= len(header.names) and any(cells):
            return
    raise FeedRefusedError(say("The header of the table can't be read."))


def _too_long(lines: _Lines, fault: Exception) -> FeedError:
    """Report a record with too much in it, and stand where the next one begins."""
    first = lines.number - len(lines.held) + (0 if isinstance(fault, LineTooLong) else 1)
    quotes = sum(line.count('"') for line in lines.held)
    if isinstance(fault, LineTooLong):
        quotes += fault.quotes
    if quotes % 2:
        lines.skip_cell()
    return FeedError(first, say("A cell in this row is longer than {limit} characters.", limit=MAX_CELL))


def _unclosed(opened: Opened, lines: _Lines, header: Header) -> Cells | FeedError:
    """The first line of a record whose quotation mark is never closed: in a TSV a mark may stand for itself."""
    line = lines.held[0]
    cells = next(csv.reader([line], delimiter=header.delimiter, quoting=csv.QUOTE_NONE), [])
    if header.delimiter == "\t" and len(cells) == len(header.names):
        return Cells([cell.strip("\r\n") for cell in cells], opened.raw(line), lines.number)
    return FeedError(lines.number, say("A quotation mark in this row is never closed."))
