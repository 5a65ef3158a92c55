"""A checksum in every row that the user made, so that a bit that flips on the disk is noticed: chats and what belongs
to them, shortlists and alerts. The record has its chain, and what is on the shelf can be had again.

SQLite's own checks look at the structure of pages: of flipped bits in the text of rows they find few. The checksum is
written by triggers, whoever writes the row; eight bytes of BLAKE2b make a chance match a matter of 1 in 2**64.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

import sqlite_utils

_CHATS = {
    "conversations": ("id", "title", "created_at", "updated_at", "used", "head_id", "deleted_at"),
    "messages": ("id", "conversation_id", "parent_id", "role", "text", "state", "created_at", "provenance", "note"),
}
_BESIDE = {
    "conversation_options": ("conversation_id", "folder", "pinned", "settings"),
    "conversations_apart": ("conversation_id",),
    "drafts": ("conversation_id", "text", "saved_at"),
    "trashed_messages": ("message_id", "root_id", "deleted_at"),
    "shortlists": ("id", "name", "used", "arrangement", "created_at", "deleted_at"),
    "pins": ("id", "shortlist", "source_id", "offer_id", "offer", "need", "pinned_at", "note", "pack"),
    "price_alerts": (
        "id", "source_id", "offer_id", "title", "minor", "currency", "exponent", "created_at", "met", "met_at",
    ),
}  # fmt: skip

_DRAFTS = (*_BESIDE["drafts"], "edits")

SUMMED = {**_CHATS, **_BESIDE, "drafts": _DRAFTS}
"""The columns that each table's checksum is made of. Changing one needs a migration that makes the sums anew."""


def row_checksum(*values: bytes | None) -> bytes:
    """Eight bytes that stand for a row whose fields have these bytes; None is apart from an empty field."""
    digest = hashlib.blake2b(digest_size=8)
    for value in values:
        digest.update(b"-" if value is None else b"%d:" % len(value))
        digest.update(value or b"")
    return digest.digest()


def register(db: sqlite_utils.Database) -> None:
    """Make the function known to a connection: the triggers call it."""
    db.conn.create_function("row_checksum", -1, row_checksum, deterministic=True)


def add_checksums(db: sqlite_utils.Database) -> None:
    """Version 3: a checksum for every row of conversations and messages, kept right by triggers."""
    for table, columns in _CHATS.items():
        _add_to(db, table, columns, "id")


def sum_what_is_beside(db: sqlite_utils.Database) -> None:
    """Version 8: the same for options, drafts and trashed branches of conversations, for shortlists and alerts."""
    for table, columns in _BESIDE.items():
        _add_to(db, table, columns, "rowid")


def sum_drafts_with_their_edits(db: sqlite_utils.Database) -> None:
    """Version 12: the message that a draft edits is in its sum, too."""
    for trigger in ("drafts_sum_added", "drafts_sum_changed"):
        db.execute(f"DROP TRIGGER {trigger}")
    _keep_sums(db, "drafts", _DRAFTS, "rowid")


def _add_to(db: sqlite_utils.Database, table: str, columns: Sequence[str], key: str) -> None:
    db.execute(f"ALTER TABLE {table} ADD COLUMN checksum BLOB")
    _keep_sums(db, table, columns, key)


def _keep_sums(db: sqlite_utils.Database, table: str, columns: Sequence[str], key: str) -> None:
    new_sum = _sum_of(columns, "new.")
    set_it = f"UPDATE {table} SET checksum = {new_sum} WHERE {key} = new.{key}"  # noqa: S608 - our names
    db.execute(f"UPDATE {table} SET checksum = {_sum_of(columns)}")  # noqa: S608
    db.execute(f"CREATE TRIGGER {table}_sum_added AFTER INSERT ON {table} BEGIN {set_it}; END")
    db.execute(
        f"CREATE TRIGGER {table}_sum_changed AFTER UPDATE OF {', '.join(columns)} ON {table} BEGIN {set_it}; END"
    )


def broken_rows(db: sqlite_utils.Database) -> Iterator[tuple[str, int]]:
    """Table and row id of each row that does not match its checksum.

    Raises:
        sqlite3.DatabaseError: pages are so damaged that rows can't even be read.
    """
    for table in SUMMED:
        for (row_id,) in db.execute(f"SELECT rowid FROM {table} WHERE NOT {is_sound(table)}"):  # noqa: S608
            yield table, row_id


def is_sound(table: str) -> str:
    """The condition, in SQL, that a row of a table matches its checksum."""
    return f"(checksum IS {_sum_of(SUMMED[table])})"


def _sum_of(columns: Iterable[str], row: str = "") -> str:
    # As bytes: a text whose bits have flipped may be no UTF-8 any more, and would not reach the function.
    return f"row_checksum({', '.join(f'CAST({row}{column} AS BLOB)' for column in columns)})"
