"""What the table of pinned offers shows, as values: words ready to be painted."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_client.commerce.chips import Chip
from desktop_client.commerce.offer import Key, Offer, Status


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its words, a smaller line beneath, and what it is besides.

    ``hint`` stands softly where there are no words yet: what can be written there. ``entry`` is what is edited.
    ``best`` marks the lowest known figure of a row; ``missing`` is a cell that the source states nothing for; ``stale``
    a figure past its term;
    ``status`` is set in the row of commercial statuses only.
    """

    text: str
    detail: str = ""
    best: bool = False
    missing: bool = False
    stale: bool = False
    status: Status | None = None
    hint: str = ""
    entry: str = ""

    @property
    def shown(self) -> str:
        """What is painted large: the words, or the hint where there are none."""
        return self.text or self.hint

    @property
    def noted(self) -> str:
        """What is painted small, with a pencil where one can write: the eye needs a sign, what reads aloud has none."""
        return f"{self.detail}\u00a0✎" if self.detail and self.hint else self.detail

    @property
    def whole(self) -> str:
        """Both lines as one."""
        return f"{self.text} ({self.detail})" if self.detail else self.text


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``money`` rows have a ground of their own; ``constant`` ones are shown also where nothing differs.

    ``editable`` says that the user can write into its cells; ``kind`` is what it compares, ``id`` which row it is;
    ``orders``: the columns can be put in order by it.
    """

    name: str
    cells: tuple[Cell, ...]
    differs: bool = True
    money: bool = False
    constant: bool = False
    editable: bool = False
    orders: bool = False
    kind: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One offer: its title, a line about it, and the offer itself for signals.

    ``newer``: it was seen since. ``same`` are keys and titles of offers of the same product, ``apart`` of those that
    the user said are another one.
    """

    offer: Offer
    title: str
    about: str = ""
    newer: bool = False
    same: tuple[tuple[Key, str], ...] = ()
    apart: tuple[tuple[Key, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FilterChip:
    """A condition of the need: in words, how many pinned offers contradict it, and whether these are left out."""

    chip: Chip
    words: str
    removes: int
    on: bool = False


@dataclass(frozen=True, slots=True)
class Ordering:
    """What puts the columns in order: ``by`` the id of a row, or the user's ``own`` hand; ``choices``: ids, names."""

    by: str = ""
    backwards: bool = False
    own: bool = False
    grouped: bool = True
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CompareTable:
    """The table. The first row is the commercial status, always. ``footnote`` says why the first column is first;
    ``notices`` are what sources' terms want to stand with their offers.
    """

    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    about: str = ""
    footnote: str = ""
    notices: tuple[str, ...] = ()
    chips: tuple[FilterChip, ...] = ()
    ordering: Ordering = Ordering()
    hidden_rows: tuple[str, ...] = ()
    hidden_offers: int = 0
    frozen: bool = False

    def as_text(self, label: str, left_out: str = "") -> str:
        """The table as tab-separated text under its label and what was left out, the statuses first (promise P10)."""
        lines = [
            label,
            *filter(None, [_flat(left_out)]),
            "\t".join(("", *(_flat(column.title) for column in self.columns))),
        ]
        lines += ["\t".join((_flat(row.name), *(_flat(cell.whole) for cell in row.cells))) for row in self.rows]
        lines += (_flat(notice) for notice in self.notices)
        return "\n".join(lines)


def _flat(text: str) -> str:
    return " ".join(text.split())
