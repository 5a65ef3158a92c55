"""Many rows at once, without what the driver spends on each of them, which is more than SQLite itself does.

It looks up an adapter for each value that is no plain int, float, str or bytearray, ``None`` and ``bytes`` included,
and that takes ten times as long as binding it: so columns that are empty in all rows aren't named, and blobs go in as
bytearrays. And between any two steps it lets go of Python's lock, and gets it back only when whoever reads the next
rows of a feed has had a turn: so a statement holds hundreds of rows, and those of the word index, which writes out what
it has in memory at the end of each statement, are all in one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, Final

import sqlite_utils

Row = tuple[Any, ...]

MOST_VALUES: Final = 32_766
"""Values of one statement, where SQLite wasn't built to take more (https://sqlite.org/limits.html, 9)."""
MOST_ROWS: Final = 1_000


def insert(db: sqlite_utils.Database, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert rows of the columns' values; what is ``None`` gets the column's default, which has to be NULL.

    The names stand in the statement as they are: ours, never a user's.
    """
    if not rows:
        return
    kept = _filled(rows)
    _execute(db, table, [columns[at] for at in kept], _only(rows, kept), MOST_ROWS)


def insert_in_one(db: sqlite_utils.Database, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert rows, in which nothing is ``None``, by as few statements as SQLite allows."""
    if rows:
        _execute(db, table, columns, rows, len(rows))


def upsert(
    db: sqlite_utils.Database, table: str, columns: Sequence[str], rows: Sequence[Row], changed: Sequence[str]
) -> None:
    """Insert rows, or set the columns ``changed`` of those whose key is there; ``None`` becomes NULL."""
    if not rows:
        return
    kept = _filled(rows)
    names = [columns[at] for at in kept]
    settings = ", ".join(f"{name} = {f'excluded.{name}' if name in names else 'NULL'}" for name in changed)
    _execute(db, table, names, _only(rows, kept), MOST_ROWS, f" ON CONFLICT DO UPDATE SET {settings}")


def _filled(rows: Sequence[Row]) -> list[int]:
    """The columns that are not empty in all rows."""
    return [at for at, values in enumerate(zip(*rows, strict=True)) if values.count(None) < len(rows)]


def _only(rows: Sequence[Row], columns: Sequence[int]) -> Sequence[Row]:
    if len(columns) == len(rows[0]):
        return rows
    by_column = list(zip(*rows, strict=True))
    return list(zip(*(by_column[at] for at in columns), strict=True))


def _execute(
    db: sqlite_utils.Database,
    table: str,
    columns: Sequence[str],
    rows: Sequence[Row],
    at_once: int,
    otherwise: str = "",
) -> None:
    names = ", ".join(columns)
    size = min(at_once, _most_values(db) // len(columns))
    for first in range(0, len(rows), size):
        some = rows[first : first + size]
        db.execute(_statement(table, names, len(columns), len(some)) + otherwise, list(chain.from_iterable(some)))


def _most_values(db: sqlite_utils.Database) -> int:
    """How many values a statement may have: SQLite says so where it was built to take another number than usual."""
    built = (option.partition("=") for (option,) in db.execute("PRAGMA compile_options"))
    return next((int(value) for name, _, value in built if name == "MAX_VARIABLE_NUMBER"), MOST_VALUES)


@lru_cache(maxsize=32)
def _statement(table: str, names: str, width: int, rows: int) -> str:
    one = f"({', '.join('?' * width)})"
    return f"INSERT INTO {table} ({names}) VALUES {', '.join([one] * rows)}"  # noqa: S608 - our own names
