"""The word indexes of the chats: one of titles, one of what was written, on every branch.

An answer comes in when it is finished: while it grows it is saved several times a second, and to index it each time
would cost more the longer it gets. What leaves a table leaves its index in the same transaction.
"""

from __future__ import annotations

import sqlite_utils

from desktop_client.store.sqlite import sqlite3

_TOKENIZER = "tokenize = 'unicode61 remove_diacritics 2'"

_TITLES = (
    "CREATE VIEW title_text AS SELECT id, index_words(title) AS title FROM conversations",
    f"CREATE VIRTUAL TABLE title_index USING fts5 (title, content = 'title_text', content_rowid = 'id', {_TOKENIZER})",
    """
    CREATE TRIGGER titles_added AFTER INSERT ON conversations BEGIN
        INSERT INTO title_index (rowid, title) VALUES (new.id, index_words(new.title));
    END
    """,
    """
    CREATE TRIGGER titles_removed BEFORE DELETE ON conversations BEGIN
        INSERT INTO title_index (title_index, rowid, title) VALUES ('delete', old.id, index_words(old.title));
    END
    """,
    """
    CREATE TRIGGER titles_changed AFTER UPDATE OF title ON conversations WHEN old.title <> new.title BEGIN
        INSERT INTO title_index (title_index, rowid, title) VALUES ('delete', old.id, index_words(old.title));
        INSERT INTO title_index (rowid, title) VALUES (new.id, index_words(new.title));
    END
    """,
)

# Beginnings of two and three letters are common to so many words that they are kept in indexes of their own: what is
# found while somebody types would else be gathered from thousands of words at each key.
_MESSAGES = (
    "CREATE VIEW message_text AS SELECT id, index_words(text) AS text FROM messages WHERE state <> 'streaming'",
    f"""
    CREATE VIRTUAL TABLE message_index USING fts5 (
        text, content = 'message_text', content_rowid = 'id', prefix = '2 3', {_TOKENIZER}
    )
    """,
    """
    CREATE TRIGGER messages_found AFTER INSERT ON messages WHEN new.state <> 'streaming' BEGIN
        INSERT INTO message_index (rowid, text) VALUES (new.id, index_words(new.text));
    END
    """,
    """
    CREATE TRIGGER messages_lost BEFORE DELETE ON messages WHEN old.state <> 'streaming' BEGIN
        INSERT INTO message_index (message_index, rowid, text) VALUES ('delete', old.id, index_words(old.text));
    END
    """,
    """
    CREATE TRIGGER messages_reopened BEFORE UPDATE OF text, state ON messages
    WHEN old.state <> 'streaming' AND (new.state = 'streaming' OR old.text <> new.text) BEGIN
        INSERT INTO message_index (message_index, rowid, text) VALUES ('delete', old.id, index_words(old.text));
    END
    """,
    """
    CREATE TRIGGER messages_settled AFTER UPDATE OF text, state ON messages
    WHEN new.state <> 'streaming' AND (old.state = 'streaming' OR old.text <> new.text) BEGIN
        INSERT INTO message_index (rowid, text) VALUES (new.id, index_words(new.text));
    END
    """,
)


def add_search(db: sqlite_utils.Database) -> None:
    """Make the indexes, fill them with what is there, and keep them right by triggers."""
    for statement in (*_TITLES, *_MESSAGES):
        db.execute(statement)
    for index in ("title_index", "message_index"):
        if sqlite3.sqlite_version_info >= (3, 42):
            # Without it the words of a deleted row stay in the file until its segment is merged.
            db.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('secure-delete', 1)")  # noqa: S608 - our names
        db.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")  # noqa: S608
