"""The SQLite module that sqlite-utils uses: pysqlite3 where there is a wheel, else the standard library's.

Their exception classes are not related, so errors are caught by the classes of this one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
else:
    from sqlite_utils.utils import sqlite3

__all__ = ["sqlite3"]
