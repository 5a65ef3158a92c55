"""An answer's text to *units*, each a top-level block or, in a list, a top-level item; and how many are too much.

A unit is read as a whole, so whoever shows an answer while it streams in reads the last one again and again. What that
takes is counted as *work*: about a hundredth of a millisecond each, on two cores of 2026.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_client.chat.markup.inline import is_storm, signs_in

if TYPE_CHECKING:
    from markdown_it.token import Token

MAX_UNIT = 20_000
"""Longer units, in characters, are shown as they are."""
_SIGN, _LINE_OR_ADDRESS = 12, 25
"""So many letters make as much work in a paragraph as a Markdown sign, and as a line or a web address. All of it is
read and laid out again with every piece that is added to it, so one that comes to more than ``MAX_UNIT`` letters makes
a unit be shown as it is.
"""
MAX_RUN = 2_000
"""A longer run of characters without a place to break makes a unit be shown as it is."""
MAX_CELLS = 600
"""Bigger tables are shown as they are: each line that is added to one has it read again as a whole."""
MAX_WORK = 2_500
"""Units that take more than this are shown as they are. Once that is known they are read no more."""
LOOK = MAX_WORK // 2
"""After so much work, at the most, a unit that isn't at its end is looked at whether it is too much."""
_RUN = re.compile("[!-\u2e7f]+")
_CODE = ("fence", "code_block", "maths_block")
_IN_A_TABLE = re.compile("t(able|head|body|r|h|d)_open")
_BLOCK = 3
"""What it takes to find out what kind of block begins at a line, beyond a token."""
CHARACTERS = 50
"""So many are passed over with the work of one."""
_LINE, _CELL = 12, 3
"""About the most work that a line makes, apart from a table's, and a table's cell."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A top-level block or a top-level list item. ``lines`` count from the start of the answer, ``base`` too.

    ``number`` is that of an ordered list's item.
    """

    lines: tuple[int, int]
    base: int
    tokens: Sequence[Token]
    source: str
    number: int | None = None

    @property
    def work(self) -> int:
        """What reading it takes: lines of code are only passed over."""
        code = sum(token.map[1] - token.map[0] for token in self.tokens if token.type in _CODE and token.map)
        blocks = sum(token.nesting > 0 and not _IN_A_TABLE.match(token.type) for token in self.tokens)
        lines = self.lines[1] - self.lines[0] - code
        return len(self.tokens) + _BLOCK * blocks + lines + len(self.source) // CHARACTERS


def units_of(text: str, line: int = 0, number: int | None = None) -> list[Unit]:
    """The units of a text that begins at a line of an answer, and where a list goes on there, with an item's number."""
    from desktop_client.chat.markup.dialect import parser

    tokens: list[Token] = []
    md = parser()
    md.block.parse(text, md, {}, tokens)
    source = text.split("\n")
    at = 0
    units = []
    for begin, end in _groups(tokens):
        head = tokens[begin]
        if head.type == "ordered_list_open":
            # The first list goes on with the number that reading stopped at.
            number = number if number is not None and at == 0 else first_number(head)
        elif head.type != "list_item_open" or head.info == "":
            number = None
        at += 1
        if head.nesting > 0 and head.type.endswith("list_open"):
            continue
        first, last = head.map or (0, 0)
        body = tokens[begin:end]
        lines = (line + first, line + last)
        units.append(Unit(lines, line, body, "\n".join(source[first:last]).rstrip("\n"), number))
        number = None if number is None else number + 1
    return units


def first_number(token: Token) -> int:
    """The number that an ordered list begins with."""
    start = token.attrGet("start")
    return 1 if start is None else int(start)


def stretch_end(text: str, offset: int, most: int) -> int | None:
    """Where the first complete lines from ``offset`` on end that may take more work than ``most``, if they do."""
    work = 0
    while (end := text.find("\n", offset)) >= 0:
        work += max(_LINE, _CELL * (text.count("|", offset, end) + 1)) + (end - offset) // CHARACTERS
        offset = end + 1
        if work > most:
            return offset
    return None


def is_too_much(unit: Unit) -> bool:
    """Whether a unit has to be shown as it is."""
    from desktop_client.chat.markup.dialect import MAX_NESTING

    if len(unit.source) > MAX_UNIT or _has_endless_run(unit.source):
        return True
    # From MAX_NESTING on the parser skips content.
    deepest = max(token.level for token in unit.tokens)
    cells = sum(token.type in ("th_open", "td_open") for token in unit.tokens)
    return (
        deepest >= MAX_NESTING - 2
        or cells > MAX_CELLS
        or any(token.type == "inline" and _is_dear(token.content) for token in unit.tokens)
    )


def _is_dear(paragraph: str) -> bool:
    lines_and_addresses = paragraph.count("\n") + paragraph.count("://")
    letters = len(paragraph) + _SIGN * signs_in(paragraph) + _LINE_OR_ADDRESS * lines_and_addresses
    return letters > MAX_UNIT or is_storm(paragraph)


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


def _has_endless_run(source: str) -> bool:
    return len(source) > MAX_RUN and any(len(run) > MAX_RUN for run in _RUN.findall(source))
