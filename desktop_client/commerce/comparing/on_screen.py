"""A comparison as it stands on the screen, for files and paper: no more than is seen there, and what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from desktop_client.commerce.comparing.arranging import LaidOut
from desktop_client.commerce.comparing.compared import Comparison, Row, RowKind
from desktop_client.wording import Worded, say

MONEY: Final = frozenset({RowKind.TOTAL, RowKind.CONVERTED, RowKind.UNIT_PRICE, RowKind.LOWEST_SEEN})
"""Rows of amounts."""
STANDING: Final = frozenset({RowKind.STATUS, RowKind.NOTE}) | MONEY
"""Rows that are shown also where all offers say the same."""


def on_screen(laid_out: LaidOut, *, only_differences: bool) -> Comparison:
    """What is seen of a comparison; with ``only_differences`` without the rows in which all offers say the same."""
    whole = laid_out.comparison
    rows = tuple(row for row in whole.rows if row.differs or row.kind in STANDING or not only_differences)
    same = [row for row in whole.rows if row not in rows]
    said = []
    if same:
        said.append(say("Rows left out because all offers say the same: {names}", names=_names(same)))
    if laid_out.hidden_rows:
        said.append(say("Hidden rows: {names}", names=_names(laid_out.hidden_rows)))
    if laid_out.hidden_offers:
        said.append(say("Hidden offers: {count}", count=len(laid_out.hidden_offers)))
    return replace(whole, rows=rows, left_out=tuple(said))


def _names(rows: Sequence[Row]) -> Worded:
    names: Worded = rows[0].name
    for row in rows[1:]:
        names = say("{first}, {second}", first=names, second=row.name)
    return names
