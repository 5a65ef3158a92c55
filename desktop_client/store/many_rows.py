"""Many rows at once, without what the driver spends on each of them, which is more than SQLite itself does.

It looks up an adapter for each value that is no plain int, float, str or bytearray, ``None`` and ``bytes`` included,
and that takes ten times as long as binding it: so columns that are empty in all rows aren't named, and blobs go in as
bytearrays. And between any two steps it lets go of Python's lock, and gets it back only when whoever reads the next
rows of a feed has had a turn: so a statement holds hundreds of rows. (Not for the word index: it writes out what it has
in memory before every statement of more than one row.)
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, Final

import sqlite_utils

Row = tuple[Any, ...]

MOST_VALUES: Final = 32_000
"""Values of one statement: SQLite takes 32,766 (https://sqlite.org/limits.html, 9)."""
MOST_ROWS: Final = 1_000


def insert(db: sqlite_utils.Database, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert rows of the columns' values; what is ``None`` gets the column's default, which has to be NULL.

    The names stand in the statement as they are: ours, never a user's.
    """
    if not rows:
        return
    by_column = list(zip(*rows, strict=True))
    kept = [at for at, values in enumerate(by_column) if values.count(None) < len(rows)]
    names = ", ".join(columns[at] for at in kept)
    filled = rows if len(kept) == len(columns) else list(zip(*(by_column[at] for at in kept), strict=True))
    size = min(MOST_ROWS, MOST_VALUES // len(kept))
    for first in range(0, len(filled), size):
        some = filled[first : first + size]
        db.execute(_statement(table, names, len(kept), len(some)), list(chain.from_iterable(some)))


def update(db: sqlite_utils.Database, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Set the columns of the rows whose id comes last in each."""
    if not rows:
        return
    by_column = list(zip(*rows, strict=True))
    kept = [at for at, values in enumerate(by_column) if values.count(None) < len(rows)]
    settings = [f"{name} = {'?' if at in kept else 'NULL'}" for at, name in enumerate(columns)]
    filled = zip(*(by_column[at] for at in kept), strict=True)
    # Only our own names stand in for the braces.
    db.conn.executemany(f"UPDATE {table} SET {', '.join(settings)} WHERE id = ?", filled)  # noqa: S608


@lru_cache(maxsize=32)
def _statement(table: str, names: str, width: int, rows: int) -> str:
    one = f"({', '.join('?' * width)})"
    return f"INSERT INTO {table} ({names}) VALUES {', '.join([one] * rows)}"  # noqa: S608 - our own names
