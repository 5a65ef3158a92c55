"""The table of conversations that stand apart, and what holds for copies of one."""

from __future__ import annotations

import sqlite_utils

_TABLE = """
    CREATE TABLE conversations_apart (
        conversation_id INTEGER PRIMARY KEY REFERENCES conversations (id) ON DELETE CASCADE
    )
"""


def set_apart(db: sqlite_utils.Database, conversation_id: int) -> None:
    """Inside a transaction: a conversation stands apart from now on."""
    db.execute("INSERT OR IGNORE INTO conversations_apart (conversation_id) VALUES (?)", (conversation_id,))


def keep_apart(db: sqlite_utils.Database, conversation_id: int, like: int) -> None:
    """Inside a transaction: what holds for one conversation holds for what was made from it."""
    db.execute(
        "INSERT INTO conversations_apart (conversation_id) SELECT ? FROM conversations_apart WHERE conversation_id = ?",
        (conversation_id, like),
    )


def let_stand_apart(db: sqlite_utils.Database) -> None:
    """The step of the schema that lets conversations stand apart."""
    db.execute(_TABLE)
