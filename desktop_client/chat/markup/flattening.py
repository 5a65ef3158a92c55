"""A unit of an answer to its pieces: lists and quotations become the place that each piece stands at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop_client.chat.markup.foreign_text import cleaned
from desktop_client.chat.markup.pieces import Align, Code, Piece, Place, Plain, Prose, Rule, Table
from desktop_client.chat.markup.units import Unit, first_number

if TYPE_CHECKING:
    from markdown_it.token import Token

_TASK = re.compile(r"\[([ xX])\][ \t]+")


class Flattener:
    """Walks the tokens of one unit and emits its pieces, each with the lists and quotations that it stands in."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._numbers: list[int | None] = []
        self._quotes: list[int] = []
        self._marker = ""
        self._level = 0
        self._item = unit.lines
        self._out: list[Piece] = []

    def pieces(self) -> list[Piece]:
        """From top to bottom."""
        tokens = self._unit.tokens
        if tokens[0].type == "list_item_open":
            self._numbers.append(self._unit.number)
        at = 0
        while at < len(tokens):
            if tokens[at].type == "table_open":
                end = next(i for i in range(at, len(tokens)) if tokens[i].type == "table_close")
                self._out += self._table(tokens[at:end])
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
        self._numbers.append(None if token.type == "bullet_list_open" else first_number(token))

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

    def _table(self, tokens: Sequence[Token]) -> list[Table]:
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
        return _in_bands(Table(self._lines(tokens[0]), self._place(), head, tuple(body), tuple(aligns)))


def _in_bands(table: Table) -> list[Table]:
    """A table as pieces that are laid out one by one."""
    most, (first, last), body = table.most_rows, table.lines, table.rows
    if len(body) <= most:
        return [table]
    # Each row is a line of its own, below those of the head and of its rule.
    lead = replace(table, lines=(first, first + 2 + most), rows=body[:most])
    place = replace(table.place, marker="")
    starts = range(most, len(body), most)
    return [lead] + [
        replace(
            lead,
            lines=(first + 2 + at, min(first + 2 + at + most, last)),
            place=place,
            rows=body[at : at + most],
            lead=lead,
        )
        for at in starts
    ]


def _align(style: str) -> Align:
    if style.endswith("right"):
        return "right"
    return "center" if style.endswith("center") else "left"
