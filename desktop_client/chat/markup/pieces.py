"""What an answer is made of once its Markdown is read: a flat run of pieces, each laid out by itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Flag
from typing import Literal

Align = Literal["left", "center", "right"]
BAND = 150
"""So many cells of a table are laid out together; the rows after them are a piece of their own, and so on."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece stands.

    ``depth`` counts the lists around it. ``quotes`` has, for each quotation around it, how many lists lie outside
    that quotation. ``marker`` stands before the first piece of a list item: ``•``, ``3.``, ``[ ]`` or ``[x]``.
    """

    depth: int = 0
    quotes: tuple[int, ...] = ()
    marker: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph or, with ``level`` 1 to 6, a heading. ``content`` is inline Markdown, read only when it is shown."""

    lines: tuple[int, int]
    place: Place
    content: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Code:
    """A code block; ``language`` as the answer names it, or empty."""

    lines: tuple[int, int]
    place: Place
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table; cells are inline Markdown, every row has as many as ``head``.

    More rows of a table that had too many for one piece have that piece as ``lead``: ``head`` is shown there, and its
    columns are theirs.
    """

    lines: tuple[int, int]
    place: Place
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    aligns: tuple[Align, ...]
    lead: Table | None = None

    @property
    def most_rows(self) -> int:
        """How many rows there are before others follow in another piece."""
        return max(BAND // len(self.head), 1)


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line."""

    lines: tuple[int, int]
    place: Place


@dataclass(frozen=True, slots=True)
class Plain:
    """Text shown letter by letter: a question, a formula, or a block that is too big or too tangled to be read.

    ``fixed`` asks for a fixed-pitch font. ``joined`` says that this slice goes on in the line of the one before.
    """

    lines: tuple[int, int]
    place: Place
    text: str
    fixed: bool = False
    joined: bool = False


Piece = Prose | Code | Table | Rule | Plain


class Look(Flag):
    """How a stretch of text looks."""

    PLAIN = 0
    BOLD = 1
    ITALIC = 2
    STRUCK = 4
    CODE = 8
    MATHS = 16
    ADDRESS = 32


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text with one look. ``address`` is set where pressing it asks to open that web address."""

    text: str
    look: Look = Look.PLAIN
    address: str = ""
