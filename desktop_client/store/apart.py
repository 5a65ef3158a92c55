"""Which conversations stand apart, on disk."""

from __future__ import annotations

from desktop_client.store.apart_table import set_apart
from desktop_client.store.database import Database


class ApartStore:
    """Implements ``Apart``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def set_apart(self, conversation_id: int) -> None:
        """Let a conversation stand apart from now on."""
        self._database.write(lambda db: set_apart(db, conversation_id))

    def is_apart(self, conversation_id: int) -> bool:
        """Whether it does."""
        asked = "SELECT EXISTS (SELECT 1 FROM conversations_apart WHERE conversation_id = ?)"
        return bool(self._database.read(lambda db: db.execute(asked, (conversation_id,)).fetchone()[0]))
