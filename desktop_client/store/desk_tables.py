"""What a conversation has besides its text: folder, pin, settings, what was typed and not sent, trashed branches."""

from __future__ import annotations

import sqlite_utils

from desktop_client.store.search_index import add_search

_DESK = (
    # What a conversation has besides its text. A row is made when there is something to say.
    """
    CREATE TABLE conversation_options (
        conversation_id INTEGER PRIMARY KEY REFERENCES conversations (id) ON DELETE CASCADE,
        folder TEXT NOT NULL DEFAULT '',
        pinned INTEGER NOT NULL DEFAULT 0,
        settings TEXT
    )
    """,
    # What was typed and not sent. NULL is the chat that has no conversation yet.
    """
    CREATE TABLE drafts (
        conversation_id INTEGER UNIQUE REFERENCES conversations (id) ON DELETE CASCADE,
        text TEXT NOT NULL,
        saved_at TEXT NOT NULL
    )
    """,
    # Branches in the trash: every message of one, with the message that it begins with.
    """
    CREATE TABLE trashed_messages (
        message_id INTEGER PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
        root_id INTEGER NOT NULL,
        deleted_at TEXT NOT NULL
    )
    """,
    "CREATE INDEX trashed_messages_by_root ON trashed_messages (root_id)",
)


def search_and_desk(db: sqlite_utils.Database) -> None:
    """Version 5: word indexes of the chats; folders, pins, settings and drafts of conversations; trashed branches."""
    add_search(db)
    for statement in _DESK:
        db.execute(statement)
