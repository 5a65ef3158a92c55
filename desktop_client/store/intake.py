"""Conversations that come in from a file: each whole, in one transaction, beside what is there."""

from __future__ import annotations

import msgspec
import sqlite_utils

from desktop_client.chat.conversation import Conversation
from desktop_client.chat.transfer import PortableConversation, portable, to_json
from desktop_client.store.conversations import Conversations
from desktop_client.store.database import Database


class Intake:
    """Takes conversations in. Nothing that is in the store is changed by it."""

    def __init__(self, database: Database, conversations: Conversations) -> None:
        self._database = database
        self._conversations = conversations

    def twin(self, incoming: PortableConversation) -> Conversation | None:
        """The conversation, in the trash or not, that is the same to the last byte; None if there is none."""
        wanted = to_json(incoming)
        titled = self._database.read(
            lambda db: db.execute("SELECT id FROM conversations WHERE title = ?", (incoming.title,)).fetchall()
        )
        for (conversation_id,) in titled:
            kept = self._conversations.conversation(conversation_id)
            if kept.created_at != incoming.created_at:
                continue
            if to_json(portable(kept, self._conversations.messages(kept.id))) == wanted:
                return kept
        return None

    def take(self, incoming: PortableConversation) -> Conversation:
        """Add a conversation with all its branches and its own times; it is the one used last.

        Raises:
            StoreError: the disk did not allow it. Then nothing of it was kept.
        """
        return self._conversations.conversation(self._database.write(lambda db: _insert(db, incoming)))


def _insert(db: sqlite_utils.Database, incoming: PortableConversation) -> int:
    conversation_id: int = db.execute(
        "INSERT INTO conversations (title, created_at, updated_at, used) "
        "VALUES (?, ?, ?, (SELECT coalesce(max(used), 0) + 1 FROM conversations)) RETURNING id",
        (incoming.title, incoming.created_at.isoformat(), incoming.updated_at.isoformat()),
    ).fetchone()[0]
    ids: list[int] = []
    for message in incoming.messages:
        provenance = msgspec.json.encode(message.provenance).decode() if message.provenance else None
        row = db.execute(
            "INSERT INTO messages (conversation_id, parent_id, role, text, state, created_at, provenance, note) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            (
                conversation_id,
                None if message.parent is None else ids[message.parent],
                message.role,
                message.text,
                message.state,
                message.created_at.isoformat(),
                provenance,
                message.note,
            ),
        ).fetchone()
        ids.append(row[0])
    if incoming.head is not None:
        db.execute("UPDATE conversations SET head_id = ? WHERE id = ?", (ids[incoming.head], conversation_id))
    return conversation_id
