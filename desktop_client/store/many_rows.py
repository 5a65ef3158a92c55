"""Many rows at once, without what the driver spends on each of their values, which is more than SQLite itself does.

Binding a value takes longer than storing it, so what is the same in all rows is bound once and named by its number, and
columns that are empty in all rows aren't named. The driver looks up an adapter for each value that is no plain int,
float, str or bytearray, ``None`` and ``bytes`` included, and that takes ten times as long again: so blobs go in as
bytearrays. And between any two steps it lets go of Python's lock, and gets it back only when whoever reads the next
rows of a feed has had a turn: so a statement holds hundreds of rows, and those of the word index, which writes out what
it has in memory at the end of each statement, are all in one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain, repeat
from typing import Any, Final

import sqlite_utils

Row = tuple[Any, ...]
Columns = Mapping[str, Sequence[Any]]
"""The values of each column, in the order of the rows; all columns are equally long. What is alike is of one type."""

MOST_VALUES: Final = 32_766
"""Values of one statement, where SQLite wasn't built to take more (https://sqlite.org/limits.html, 9)."""
MOST_ROWS: Final = 1_000


def columns_of(names: Sequence[str], rows: Sequence[Row]) -> Columns:
    """Rows as columns with these names."""
    return dict(zip(names, zip(*rows, strict=True) if rows else repeat(()), strict=False))


def only(columns: Columns, places: Sequence[int]) -> Columns:
    """Of each column the values at these places, in their order."""
    return {name: [values[at] for at in places] for name, values in columns.items()}


def insert(db: sqlite_utils.Database, table: str, columns: Columns) -> None:
    """Insert rows; what is ``None`` gets the column's default, which has to be NULL.

    The names stand in the statement as they are: ours, never a user's.
    """
    _execute(db, table, columns, MOST_ROWS)


def insert_in_one(db: sqlite_utils.Database, table: str, columns: Columns) -> None:
    """Insert rows, in which nothing is ``None``, by as few statements as SQLite allows."""
    _execute(db, table, columns, _most_values(db))


def upsert(db: sqlite_utils.Database, table: str, columns: Columns, changed: Sequence[str]) -> None:
    """Insert rows, or set the columns ``changed`` of those whose key is there; ``None`` becomes NULL."""
    empty = {name for name, values in columns.items() if are_alike(values) and values[0] is None}
    settings = ", ".join(f"{name} = {'NULL' if name in empty else f'excluded.{name}'}" for name in changed)
    _execute(db, table, columns, MOST_ROWS, f" ON CONFLICT DO UPDATE SET {settings}")


def _execute(db: sqlite_utils.Database, table: str, columns: Columns, at_once: int, otherwise: str = "") -> None:
    rows = len(next(iter(columns.values())))
    if not rows:
        return
    alike = {name: values[0] for name, values in columns.items() if are_alike(values)}
    once = {name: value for name, value in alike.items() if value is not None}
    each = {name: values for name, values in columns.items() if name not in alike}
    size = min(at_once, (_most_values(db) - len(once)) // max(1, len(each)))
    names = ", ".join((*once, *each))
    for first in range(0, rows, size):
        some = [values[first : first + size] for values in each.values()]
        statement = _statement(table, names, len(once), len(each), min(size, rows - first))
        db.execute(statement + otherwise, [*once.values(), *chain.from_iterable(zip(*some, strict=True))])


def are_alike(values: Sequence[Any]) -> bool:
    """Whether there are values, and no two that are different."""
    return bool(values) and values[0] == values[-1] and values.count(values[0]) == len(values)


def _most_values(db: sqlite_utils.Database) -> int:
    """How many values a statement may have: SQLite says so where it was built to take another number than usual."""
    built = (option.partition("=") for (option,) in db.execute("PRAGMA compile_options"))
    return next((int(value) for name, _, value in built if name == "MAX_VARIABLE_NUMBER"), MOST_VALUES)


@lru_cache(maxsize=32)
def _statement(table: str, names: str, once: int, each: int, rows: int) -> str:
    """The values that are bound once have the first numbers; a question mark has the next one that is free."""
    row = f"({', '.join([*(f'?{number}' for number in range(1, once + 1)), *('?' * each)])})"
    return f"INSERT INTO {table} ({names}) VALUES {', '.join([row] * rows)}"  # noqa: S608 - our own names
