"""Conversations that come in from a file or a backup: each in one transaction, and nothing that is there is changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
import sqlite_utils

from desktop_client.chat.conversation import Conversation
from desktop_client.chat.transfer import PortableConversation, PortableMessage, portable, to_json
from desktop_client.store.apart_table import set_apart
from desktop_client.store.conversations import Conversations, put_settings
from desktop_client.store.database import Database
from desktop_client.store.desk import arrange


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge added: whether the conversation itself, and how many messages."""

    conversation: bool
    messages: int


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

    def merge(self, incoming: PortableConversation) -> Merged:
        """Bring back what the store no longer has of a conversation that once was in it: the whole, or single messages.

        A message is the same if it stands below the same one, by the same role, from the same moment, and the text here
        is that text or goes on from it. What is shown (the head) stays; so does the trash.

        Raises:
            StoreError: the disk did not allow it. Then nothing of it was kept.
        """
        return self._database.write(lambda db: _merge(db, incoming))


def _merge(db: sqlite_utils.Database, incoming: PortableConversation) -> Merged:
    conversation_id, ids = _most_alike(db, incoming)
    if conversation_id is None:
        _insert(db, incoming)
        return Merged(conversation=True, messages=len(incoming.messages))
    if incoming.apart:
        set_apart(db, conversation_id)
    missing = [at for at in range(len(incoming.messages)) if at not in ids]
    for at in missing:
        ids[at] = _insert_message(db, conversation_id, incoming.messages[at], ids)
    return Merged(conversation=False, messages=len(missing))


def _most_alike(db: sqlite_utils.Database, incoming: PortableConversation) -> tuple[int | None, dict[int, int]]:
    """The conversation begun at the same moment that shares most, and the id of each shared message by its position."""
    moment = (incoming.created_at.isoformat(),)
    begun_then = db.execute("SELECT id FROM conversations WHERE created_at = ? ORDER BY id", moment).fetchall()
    best: tuple[int | None, dict[int, int]] = (None, {})
    for (conversation_id,) in begun_then:
        shared = _shared(db, conversation_id, incoming)
        if len(shared) > len(best[1]) or not incoming.messages:
            best = (conversation_id, shared)
    return best


def _shared(db: sqlite_utils.Database, conversation_id: int, incoming: PortableConversation) -> dict[int, int]:
    here: dict[tuple[int | None, str, str], list[tuple[int, str]]] = {}
    query = "SELECT id, parent_id, role, created_at, text FROM messages WHERE conversation_id = ? ORDER BY id"
    for message_id, parent_id, role, created_at, text in db.execute(query, (conversation_id,)):
        here.setdefault((parent_id, role, created_at), []).append((message_id, text))
    ids: dict[int, int] = {}
    for at, message in enumerate(incoming.messages):
        if message.parent is not None and message.parent not in ids:
            continue
        parent = None if message.parent is None else ids[message.parent]
        for message_id, text in here.get((parent, message.role.value, message.created_at.isoformat()), ()):
            if text.startswith(message.text) and message_id not in ids.values():
                ids[at] = message_id
                break
    return ids


def _insert(db: sqlite_utils.Database, incoming: PortableConversation) -> int:
    conversation_id: int = db.execute(
        "INSERT INTO conversations (title, created_at, updated_at, used) "
        "VALUES (?, ?, ?, (SELECT coalesce(max(used), 0) + 1 FROM conversations)) RETURNING id",
        (incoming.title, incoming.created_at.isoformat(), incoming.updated_at.isoformat()),
    ).fetchone()[0]
    ids: dict[int, int] = {}
    for at, message in enumerate(incoming.messages):
        ids[at] = _insert_message(db, conversation_id, message, ids)
    if incoming.settings:
        put_settings(db, conversation_id, incoming.settings)
    if incoming.apart:
        set_apart(db, conversation_id)
    if incoming.folder or incoming.pinned:
        arrange(db, conversation_id, incoming.folder, pinned=incoming.pinned)
    if incoming.head is not None:
        db.execute("UPDATE conversations SET head_id = ? WHERE id = ?", (ids[incoming.head], conversation_id))
    return conversation_id


def _insert_message(
    db: sqlite_utils.Database, conversation_id: int, message: PortableMessage, ids: Mapping[int, int]
) -> int:
    """Add a message whose parent has the id that ``ids`` gives for its position; returns its own id."""
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
    return int(row[0])
