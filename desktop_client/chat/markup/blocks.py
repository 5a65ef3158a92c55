"""An answer's Markdown to pieces, all at once or as it streams in, with the same result at every prefix.

The parser works line by line, and what a complete line has closed stays closed. So while an answer streams, reading
starts again at the last *unit* that complete lines have begun: a top-level block or, in a list, a top-level item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_client.chat.markup.foreign_text import cleaned
from desktop_client.chat.markup.inline import is_storm
from desktop_client.chat.markup.pieces import Align, Code, Piece, Place, Plain, Prose, Rule, Table

if TYPE_CHECKING:
    from markdown_it.token import Token

MAX_UNIT = 20_000
"""Longer units, in characters, are shown as they are."""
MAX_RUN = 2_000
"""A longer run of characters without a place to break makes a unit be shown as it is."""
MAX_CELLS = 600
"""Bigger tables are shown as they are: laying one out takes a twentieth of a millisecond a cell."""
SLICE = 4_000
"""Text shown as it is comes in slices of at most so many characters."""
_RUN = re.compile("[!-\u2e7f]+")
_TASK = re.compile(r"\[([ xX])\][ \t]+")


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


class MarkdownStream:
    """An answer that is being written."""

    def __init__(self) -> None:
        self.text = ""
        self.pieces: list[Piece] = []
        self._start = _Start()

    def append(self, more: str) -> int:
        """Add text as the model sends it; returns the index of the first piece that is new or changed."""
        more = cleaned(more)
        self.text += more
        settled = self._start.settled
        fresh, units = self._advance() if "\n" in more else ([], None)
        fresh += [piece for unit in units or _units(self.text, self._start) for piece in _pieces(unit)]
        first = settled
        while first < len(self.pieces) and first - settled < len(fresh):
            if self.pieces[first] != fresh[first - settled]:
                break
            first += 1
        self.pieces[settled:] = fresh
        return first

    def _advance(self) -> tuple[list[Piece], list[_Unit] | None]:
        """Go on to the last unit of the complete lines; returns the pieces before it that are settled by that, and the
        units of what is left where they are known: nobody waits for one long table to be read twice.
        """
        start = self._start
        complete = self.text.rindex("\n") + 1
        units = _units(self.text[:complete], start)
        if len(units) < 2:
            return [], units if complete == len(self.text) else None
        *done, last = units
        settled = [piece for unit in done for piece in _pieces(unit)]
        offset = start.offset
        for _ in range(last.lines[0] - start.line):
            offset = self.text.index("\n", offset) + 1
        self._start = _Start(offset, last.lines[0], last.number, start.settled + len(settled))
        return settled, None


@dataclass(frozen=True, slots=True)
class _Start:
    """Where reading begins: character and line, the number of an ordered list's item there, pieces before it."""

    offset: int = 0
    line: int = 0
    number: int | None = None
    settled: int = 0


@dataclass(frozen=True, slots=True)
class _Unit:
    """A top-level block or a top-level list item. ``lines`` count from the start of the answer, ``base`` too."""

    lines: tuple[int, int]
    base: int
    tokens: Sequence[Token]
    source: str
    number: int | None = None


def _units(text: str, start: _Start) -> list[_Unit]:
    from desktop_client.chat.markup.dialect import parser

    tail = text[start.offset :]
    tokens: list[Token] = []
    md = parser()
    md.block.parse(tail, md, {}, tokens)
    source = tail.split("\n")
    number = start.number
    at = 0
    units = []
    for begin, end in _groups(tokens):
        head = tokens[begin]
        if head.type == "ordered_list_open":
            # The first list goes on with the number that reading stopped at.
            number = number if number is not None and at == 0 else _first_number(head)
        elif head.type != "list_item_open" or head.info == "":
            number = None
        at += 1
        if head.nesting > 0 and head.type.endswith("list_open"):
            continue
        first, last = head.map or (0, 0)
        body = tokens[begin:end]
        lines = (start.line + first, start.line + last)
        units.append(_Unit(lines, start.line, body, "\n".join(source[first:last]).rstrip("\n"), number))
        number = None if number is None else number + 1
    return units


def _first_number(token: Token) -> int:
    start = token.attrGet("start")
    return 1 if start is None else int(start)


def _groups(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Ranges of tokens: each top-level block, but a list's opening token by itself and then each of its items."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.level == 0 and token.type.endswith("list_open"):
            yield at, at + 1
            at += 1
        elif token.level == 0 and token.type.endswith("list_close"):
            at += 1
        else:
            end = at + 1
            if token.nesting > 0:
                while tokens[end].level > token.level:
                    end += 1
                end += 1
            yield at, end
            at = end


def _pieces(unit: _Unit) -> Iterator[Piece]:
    if _is_too_much(unit):
        fixed = unit.tokens[0].type in ("fence", "code_block")
        place = Place(depth=1) if unit.tokens[0].type == "list_item_open" else Place()
        yield from _slices(unit.source, unit.lines, place, fixed=fixed)
    else:
        yield from _Flattener(unit).pieces()


def _is_too_much(unit: _Unit) -> bool:
    from desktop_client.chat.markup.dialect import MAX_NESTING

    if len(unit.source) > MAX_UNIT or _has_endless_run(unit.source):
        return True
    # From MAX_NESTING on the parser skips content.
    deepest = max(token.level for token in unit.tokens)
    cells = sum(token.type in ("th_open", "td_open") for token in unit.tokens)
    return (
        deepest >= MAX_NESTING - 2
        or cells > MAX_CELLS
        or any(token.type == "inline" and is_storm(token.content) for token in unit.tokens)
    )


def _has_endless_run(source: str) -> bool:
    return len(source) > MAX_RUN and any(len(run) > MAX_RUN for run in _RUN.findall(source))


def _slices(text: str, lines: tuple[int, int], place: Place, *, fixed: bool) -> Iterator[Plain]:
    at, joined = 0, False
    while at < len(text):
        end = min(at + SLICE, len(text))
        cut = text.rfind("\n", at, end + 1) if end < len(text) else end
        if cut <= at:
            cut = end
        yield Plain(lines, place, text[at:cut], fixed, joined)
        joined = text[cut : cut + 1] != "\n"
        at = cut if joined else cut + 1


class _Flattener:
    """Walks the tokens of one unit and emits its pieces, each with the lists and quotations that it stands in."""

    def __init__(self, unit: _Unit) -> None:
        self._unit = unit
        self._numbers: list[int | None] = []
        self._quotes: list[int] = []
        self._marker = ""
        self._level = 0
        self._item = unit.lines
        self._out: list[Piece] = []

    def pieces(self) -> list[Piece]:
        tokens = self._unit.tokens
        if tokens[0].type == "list_item_open":
            self._numbers.append(self._unit.number)
        at = 0
        while at < len(tokens):
            if tokens[at].type == "table_open":
                end = next(i for i in range(at, len(tokens)) if tokens[i].type == "table_close")
                self._out.append(self._table(tokens[at:end]))
                at = end
            else:
                self._take(tokens[at])
            at += 1
        return self._out

    def _take(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                self._open_list(token)
            case "bullet_list_close" | "ordered_list_close":
                self._numbers.pop()
            case "list_item_open":
                self._open_item(token)
            case "list_item_close" if self._marker:
                self._emit_empty()
            case "blockquote_open":
                self._quotes.append(len(self._numbers))
            case "blockquote_close":
                self._quotes.pop()
            case "heading_open":
                self._level = int(token.tag[1])
            case "heading_close":
                self._level = 0
            case _:
                self._take_leaf(token)

    def _take_leaf(self, token: Token) -> None:
        lines = self._lines(token)
        match token.type:
            case "inline":
                content = self._without_task(token.content)
                self._out.append(Prose(lines, self._place(), content, self._level))
            case "fence" | "code_block":
                language = cleaned(token.info).strip().split(" ")[0] if token.info else ""
                self._out.append(Code(lines, self._place(), token.content.removesuffix("\n"), language))
            case "hr":
                self._out.append(Rule(lines, self._place()))
            case "maths_block":
                self._out.append(Plain(lines, self._place(), token.content, fixed=True))

    def _open_list(self, token: Token) -> None:
        if self._marker:
            self._emit_empty()
        self._numbers.append(None if token.type == "bullet_list_open" else _first_number(token))

    def _open_item(self, token: Token) -> None:
        number = self._numbers[-1]
        self._marker = "•" if number is None else f"{number}."
        self._numbers[-1] = None if number is None else number + 1
        self._item = self._lines(token)

    def _emit_empty(self) -> None:
        self._out.append(Prose((self._item[0], self._item[0] + 1), self._place(), ""))

    def _without_task(self, content: str) -> str:
        task = _TASK.match(content) if self._marker == "•" else None
        if task is None:
            return content
        self._marker = "[ ]" if task[1] == " " else "[x]"
        return content[task.end() :]

    def _place(self) -> Place:
        place = Place(len(self._numbers), tuple(self._quotes), self._marker)
        self._marker = ""
        return place

    def _lines(self, token: Token) -> tuple[int, int]:
        first, last = token.map or (0, 0)
        return self._unit.base + first, self._unit.base + last

    def _table(self, tokens: Sequence[Token]) -> Table:
        aligns: list[Align] = []
        rows: list[list[str]] = []
        for token in tokens:
            match token.type:
                case "tr_open":
                    rows.append([])
                case "inline":
                    rows[-1].append(token.content)
                case "th_open":
                    aligns.append(_align(str(token.attrGet("style") or "")))
        head, *body = (tuple(row) for row in rows)
        return Table(self._lines(tokens[0]), self._place(), head, tuple(body), tuple(aligns))


def _align(style: str) -> Align:
    if style.endswith("right"):
        return "right"
    return "center" if style.endswith("center") else "left"
