"""Conversations on disk: the store's side of :class:`desktop_client.chat.archive.Archive`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
import sqlite_utils

from desktop_client.chat.chat_settings import USUAL, ChatSettings
from desktop_client.chat.conversation import Conversation, Message, MessageState, Provenance
from desktop_client.inference.engine import Role
from desktop_client.store.database import Clock, Database
from desktop_client.store.errors import StoreError
from desktop_client.wording import say

TRASH_IS_KEPT = timedelta(days=30)

_LIST = (
    "SELECT id, title, created_at, updated_at, head_id, coalesce(folder, ''), coalesce(pinned, 0), settings, "
    "id IN (SELECT conversation_id FROM conversations_apart) "
    "FROM conversations "
    "LEFT JOIN conversation_options ON conversation_id = id "
)
_TREE = "SELECT id, conversation_id, parent_id, role, text, state, created_at, provenance, note FROM messages "
_VISIBLE = "WHERE conversation_id = ? AND id NOT IN (SELECT message_id FROM trashed_messages) ORDER BY id"
_RETURNING = " RETURNING id, conversation_id, parent_id, role, text, state, created_at, provenance, note"
_EXPIRED = (
    "SELECT 1 FROM conversations WHERE deleted_at < ? UNION ALL "
    "SELECT 1 FROM trashed_messages WHERE deleted_at < ? LIMIT 1"
)
_LARGEST_ID = 2**63 - 1


class Conversations:
    """Implements ``Archive``. Order is by id and by a counter of use, never by the clock, which may jump."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def conversations(self) -> tuple[Conversation, ...]:
        """All that are not in the trash, last used first."""
        return self._list("WHERE deleted_at IS NULL ORDER BY used DESC")

    def trashed(self) -> tuple[Conversation, ...]:
        """What is in the trash, last used first."""
        return self._list("WHERE deleted_at IS NOT NULL ORDER BY used DESC")

    def conversation(self, conversation_id: int) -> Conversation:
        """One conversation, in the trash or not.

        Raises:
            StoreError: there is none with this id.
        """
        row = self._database.read(
            lambda db: db.execute(_LIST + "WHERE id = ?", (_possible(conversation_id),)).fetchone()
        )
        if row is None:
            raise _no_conversation(conversation_id)
        return _conversation(row)

    def messages(self, conversation_id: int) -> tuple[Message, ...]:
        """The whole tree without the branches that are in the trash, ordered by id."""
        rows = self._database.read(
            lambda db: db.execute(
                _TREE + _VISIBLE,
                (_possible(conversation_id),),
            ).fetchall()
        )
        return tuple(_rooted(map(_message, rows)))

    def create(self, title: str) -> Conversation:
        """A new, empty conversation."""
        return self._database.write(lambda db: self._create(db, title))

    def begin(self, title: str, question: str, settings: ChatSettings = USUAL) -> Message:
        """A new conversation with its first question, in one transaction; returns the question."""

        def job(db: sqlite_utils.Database) -> Message:
            conversation = self._create(db, title)
            if settings:
                put_settings(db, conversation.id, settings)
            return self._add(db, conversation.id, None, Role.USER, question, MessageState.COMPLETE)

        return self._database.write(job)

    def set_settings(self, conversation_id: int, settings: ChatSettings) -> None:
        """What the conversation has its own way in from now on."""
        self._database.write(lambda db: put_settings(db, conversation_id, settings))

    def rename(self, conversation_id: int, title: str) -> None:
        """Give a conversation another title.

        Raises:
            StoreError: the title is blank, or there is no such conversation.
        """
        title = title.strip()
        if not title:
            raise StoreError(say("A conversation needs a title."), say("Type at least one character."))
        self._change("UPDATE conversations SET title = ? WHERE id = ?", title, conversation_id)

    def trash(self, conversation_id: int) -> None:
        """Move a conversation to the trash; it stays there for 30 days from the first time on."""
        statement = "UPDATE conversations SET deleted_at = coalesce(deleted_at, ?) WHERE id = ?"
        self._change(statement, self._now(), conversation_id)

    def restore(self, conversation_id: int) -> None:
        """Take a conversation out of the trash, as it was."""
        self._change("UPDATE conversations SET deleted_at = ? WHERE id = ?", None, conversation_id)

    def purge(self, as_of: datetime) -> int:
        """Delete for good what has been in the trash for more than 30 days by then, branches too; returns how many
        conversations.

        What is deleted is overwritten in the file and cut from the write-ahead log.
        """
        before = (as_of - TRASH_IS_KEPT).isoformat()
        # Looking first: opening must not wait for another process that is writing.
        if not self._has(_EXPIRED, (before, before)):
            return 0

        def job(db: sqlite_utils.Database) -> int:
            db.execute(
                "DELETE FROM messages WHERE id IN (SELECT message_id FROM trashed_messages WHERE deleted_at < ?)",
                (before,),
            )
            return db.execute("DELETE FROM conversations WHERE deleted_at < ?", (before,)).rowcount

        gone = self._database.write(job)
        self._database.truncate_log()
        return gone

    def add(
        self,
        conversation_id: int,
        parent_id: int | None,
        role: Role,
        text: str,
        state: MessageState,
        provenance: Provenance | None = None,
    ) -> Message:
        """Append a message below ``parent_id`` and make it the head, in one transaction.

        Raises:
            StoreError: there is no such conversation, it is in the trash, or the parent is not one of its messages.
        """
        return self._database.write(lambda db: self._add(db, conversation_id, parent_id, role, text, state, provenance))

    def save_text(self, message_id: int, text: str) -> None:
        """Replace the text of an answer that is being written.

        An answer that another process took for interrupted is being written again by this.
        """
        self._write_answer("SET text = ?, state = 'streaming'", (text,), message_id)

    def finish(
        self, message_id: int, text: str, state: MessageState, provenance: Provenance | None, note: str = ""
    ) -> Message:
        """The answer's last text and state.

        Raises:
            StoreError: the answer is finished already, or gone.
        """
        values = (text, state, _as_text(provenance), note)
        return self._write_answer("SET text = ?, state = ?, provenance = ?, note = ?", values, message_id)

    def select_head(self, conversation_id: int, message_id: int | None) -> None:
        """Show another path through the tree.

        Raises:
            StoreError: the message is not one of this conversation.
        """

        def job(db: sqlite_utils.Database) -> None:
            if message_id is not None:
                _check_message(db, conversation_id, message_id)
            _change(db, "UPDATE conversations SET head_id = ? WHERE id = ?", message_id, conversation_id)

        self._database.write(job)

    def mark_interrupted(self) -> int:
        """Turn answers left *streaming* by a crash into *interrupted*; returns how many."""
        if not self._has("SELECT 1 FROM messages WHERE state = 'streaming'"):
            return 0
        return self._database.write(
            lambda db: db.execute("UPDATE messages SET state = 'interrupted' WHERE state = 'streaming'").rowcount
        )

    def _has(self, statement: str, values: Sequence[object] = ()) -> bool:
        return self._database.read(lambda db: db.execute(statement, values).fetchone()) is not None

    def _now(self) -> str:
        return self._clock().isoformat()

    def _list(self, which: str) -> tuple[Conversation, ...]:
        rows = self._database.read(lambda db: db.execute(_LIST + which).fetchall())
        return tuple(_conversation(row) for row in rows)

    def _create(self, db: sqlite_utils.Database, title: str) -> Conversation:
        now = self._now()
        row = db.execute(
            "INSERT INTO conversations (title, created_at, updated_at, used) "
            "VALUES (?, ?, ?, (SELECT coalesce(max(used), 0) + 1 FROM conversations)) "
            "RETURNING id, title, created_at, updated_at, head_id",
            (title, now, now),
        ).fetchone()
        return _conversation(row)

    def _add(
        self,
        db: sqlite_utils.Database,
        conversation_id: int,
        parent_id: int | None,
        role: Role,
        text: str,
        state: MessageState,
        provenance: Provenance | None = None,
    ) -> Message:
        _check_in_use(db, conversation_id)
        if parent_id is not None:
            _check_message(db, conversation_id, parent_id)
        now = self._now()
        row = db.execute(
            "INSERT INTO messages (conversation_id, parent_id, role, text, state, created_at, provenance) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)" + _RETURNING,
            (conversation_id, parent_id, role, text, state, now, _as_text(provenance)),
        ).fetchone()
        db.execute(
            "UPDATE conversations SET head_id = ?, updated_at = ?, "
            "used = (SELECT max(used) + 1 FROM conversations) WHERE id = ?",
            (row[0], now, conversation_id),
        )
        return _message(row)

    def _write_answer(self, setting: str, values: Sequence[object], message_id: int) -> Message:
        # Only what is being written, or was taken for interrupted: nothing finished is ever overwritten.
        statement = "UPDATE messages " + setting + " WHERE id = ? AND state IN ('streaming', 'interrupted')"

        def job(db: sqlite_utils.Database) -> Message:
            row = db.execute(statement + _RETURNING, (*values, message_id)).fetchone()
            if row is None:
                raise StoreError(
                    say("Answer {id} is not being written any more.", id=message_id), say("Ask for another answer.")
                )
            db.execute("UPDATE conversations SET updated_at = ? WHERE id = ?", (self._now(), row[1]))
            return _message(row)

        return self._database.write(job)

    def _change(self, statement: str, value: object, conversation_id: int) -> None:
        self._database.write(lambda db: _change(db, statement, value, conversation_id))


def _change(db: sqlite_utils.Database, statement: str, value: object, conversation_id: int) -> None:
    if db.execute(statement, (value, _possible(conversation_id))).rowcount == 0:
        raise _no_conversation(conversation_id)


def _possible(row_id: int) -> int:
    """An id as it can be looked up: one that no row can have becomes 0, which none has."""
    return row_id if 0 < row_id <= _LARGEST_ID else 0


def _no_conversation(conversation_id: int) -> StoreError:
    return StoreError(
        say("There is no conversation {id}.", id=conversation_id), say("See `sidelight chat list` for those there are.")
    )


def _check_in_use(db: sqlite_utils.Database, conversation_id: int) -> None:
    row = db.execute("SELECT deleted_at FROM conversations WHERE id = ?", (_possible(conversation_id),)).fetchone()
    if row is None:
        raise _no_conversation(conversation_id)
    if row[0] is not None:
        raise StoreError(say("This conversation is in the trash."), say("Restore it to go on with it."))


def _check_message(db: sqlite_utils.Database, conversation_id: int, message_id: int) -> None:
    found = db.execute(
        "SELECT 1 FROM messages WHERE conversation_id = ? AND id = ?",
        (_possible(conversation_id), _possible(message_id)),
    ).fetchone()
    if found is None:
        raise StoreError(
            say("There is no message {id} in this conversation.", id=message_id), say("Open the conversation again.")
        )


def _rooted(messages: Iterable[Message]) -> Iterator[Message]:
    """Those whose parent is there too: nothing below a message that is gone can be reached."""
    seen: set[int | None] = {None}
    for message in messages:
        if message.parent_id in seen:
            seen.add(message.id)
            yield message


def _conversation(row: Sequence[Any]) -> Conversation:
    folder, pinned, settings, apart = row[5:9] or ("", 0, None, 0)
    created_at, updated_at = datetime.fromisoformat(row[2]), datetime.fromisoformat(row[3])
    return Conversation(
        row[0], row[1], created_at, updated_at, row[4], folder, bool(pinned), _settings(settings), bool(apart)
    )


def _message(row: Sequence[Any]) -> Message:
    return Message(
        id=row[0],
        conversation_id=row[1],
        parent_id=row[2],
        role=Role(row[3]),
        text=row[4],
        state=MessageState(row[5]),
        created_at=datetime.fromisoformat(row[6]),
        provenance=_provenance(row[7]),
        note=row[8],
    )


def put_settings(db: sqlite_utils.Database, conversation_id: int, settings: ChatSettings) -> None:
    """Keep what a conversation has its own way in, within the caller's transaction."""
    db.execute(
        "INSERT INTO conversation_options (conversation_id, settings) VALUES (?, ?) "
        "ON CONFLICT (conversation_id) DO UPDATE SET settings = excluded.settings",
        (conversation_id, msgspec.json.encode(settings).decode() if settings else None),
    )


_SETTINGS = msgspec.json.Decoder(ChatSettings)
_PROVENANCE = msgspec.json.Decoder(Provenance)


def _settings(text: str | None) -> ChatSettings:
    """None of its own where they can't be read: one odd row must not keep a conversation from opening."""
    if text is None:
        return USUAL
    try:
        return _SETTINGS.decode(text)
    except msgspec.MsgspecError:
        return USUAL


def _as_text(provenance: Provenance | None) -> str | None:
    return msgspec.json.encode(provenance).decode() if provenance else None


def _provenance(text: str | None) -> Provenance | None:
    """None where it can't be read: one odd row must not keep a conversation from opening."""
    if text is None:
        return None
    try:
        return _PROVENANCE.decode(text)
    except msgspec.MsgspecError:
        return None
