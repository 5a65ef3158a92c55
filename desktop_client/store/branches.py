"""Branches on disk: the store's side of :class:`desktop_client.chat.branches.Branches`.

A branch in the trash keeps its rows; ``trashed_messages`` names them, and whoever reads a tree leaves them out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import sqlite_utils

from desktop_client.chat.branches import TrashedBranch
from desktop_client.chat.conversation import Conversation
from desktop_client.store.apart_table import keep_apart
from desktop_client.store.conversations import Conversations
from desktop_client.store.database import Clock, Database
from desktop_client.store.errors import StoreError
from desktop_client.wording import say

_BELOW = """
    WITH RECURSIVE below (id) AS (
        SELECT ? UNION ALL
        SELECT messages.id FROM messages JOIN below ON messages.conversation_id = ? AND messages.parent_id = below.id
    )
"""
_IDS_BELOW = f"{_BELOW} SELECT id FROM below"  # noqa: S608 - our own words
_WRITTEN_BELOW = f"{_BELOW} SELECT 1 FROM below JOIN messages USING (id) WHERE state = 'streaming'"  # noqa: S608
_OUT_OF_TRASH = """
    WITH RECURSIVE above (id) AS (
        SELECT ? UNION ALL SELECT parent_id FROM messages JOIN above USING (id) WHERE parent_id IS NOT NULL
    )
    DELETE FROM trashed_messages WHERE root_id IN (
        SELECT root_id FROM trashed_messages WHERE message_id IN (SELECT id FROM above)
    )
"""
_VISIBLE = (
    "SELECT id, parent_id FROM messages WHERE conversation_id = ? "
    "AND id NOT IN (SELECT message_id FROM trashed_messages) ORDER BY id"
)
_NUMBERED = re.compile(r"^(?P<title>.*) \((?P<number>\d{1,4})\)$", re.DOTALL)


class BranchStore:
    """Implements ``Branches``."""

    def __init__(self, database: Database, conversations: Conversations, clock: Clock) -> None:
        self._database, self._conversations, self._clock = database, conversations, clock

    def trash(self, message_id: int, show: int | None = None) -> TrashedBranch:
        """Put a message and all below it in the trash. What is shown then is the path that ends in ``show``, where that
        is still there; else the newest path through the alternative before the message.

        Raises:
            StoreError: there is no such message, or an answer is being written below it.
        """
        return self._database.write(lambda db: _trash(db, message_id, show, self._clock().isoformat()))

    def restore(self, branch: TrashedBranch) -> None:
        """Take a branch out of the trash and show the path that was shown before.

        What it hangs from comes back with it, where that was thrown away later.
        """

        def job(db: sqlite_utils.Database) -> None:
            db.execute(_OUT_OF_TRASH, (branch.root_id,))
            visible = _visible(db, branch.conversation_id)
            head = branch.head_before if branch.head_before in visible else _newest_leaf(visible, branch.root_id)
            db.execute("UPDATE conversations SET head_id = ? WHERE id = ?", (head, branch.conversation_id))

        self._database.write(job)

    def trashed(self) -> tuple[TrashedBranch, ...]:
        """The branches in the trash of conversations that are not in it themselves, last thrown away first."""
        rows = self._database.read(
            lambda db: db.execute(
                "SELECT conversations.id, root_id, title, substr(text, 1, 200) FROM trashed_messages "
                "JOIN messages ON messages.id = root_id JOIN conversations ON conversations.id = conversation_id "
                "WHERE message_id = root_id AND conversations.deleted_at IS NULL "
                "ORDER BY trashed_messages.deleted_at DESC, root_id DESC"
            ).fetchall()
        )
        return tuple(TrashedBranch(row[0], row[1], None, row[2], row[3]) for row in rows)

    def fork(self, message_id: int) -> Conversation:
        """A new conversation that holds the path down to a message; the old one stays as it is.

        Raises:
            StoreError: there is no such message, or it is still being written.
        """
        number = self._database.write(lambda db: _fork(db, message_id, self._clock().isoformat()))
        return self._conversations.conversation(number)


def _trash(db: sqlite_utils.Database, message_id: int, show: int | None, now: str) -> TrashedBranch:
    conversation, parent, head = _place(db, message_id)
    below = {row[0] for row in db.execute(_IDS_BELOW, (message_id, conversation))}
    streaming = db.execute(_WRITTEN_BELOW, (message_id, conversation)).fetchone()
    if streaming:
        raise StoreError(say("An answer is being written on this branch."), say("Stop it first."))
    # What was thrown away below it before keeps its own place in the trash.
    db.conn.executemany(
        "INSERT OR IGNORE INTO trashed_messages (message_id, root_id, deleted_at) VALUES (?, ?, ?)",
        [(number, message_id, now) for number in sorted(below)],
    )
    if head in below:
        instead = show if show in _visible(db, conversation) else _beside(db, conversation, parent, message_id)
        db.execute("UPDATE conversations SET head_id = ? WHERE id = ?", (instead, conversation))
    return TrashedBranch(conversation, message_id, head)


def _place(db: sqlite_utils.Database, message_id: int) -> tuple[int, int | None, int | None]:
    """A visible message's conversation and parent, and the end of the path that is shown there."""
    row = db.execute(
        "SELECT conversation_id, parent_id, head_id FROM messages JOIN conversations ON conversations.id = "
        "conversation_id WHERE messages.id = ? AND messages.id NOT IN (SELECT message_id FROM trashed_messages)",
        (message_id,),
    ).fetchone()
    if row is None:
        raise StoreError(say("There is no message {id}.", id=message_id), say("Open the conversation again."))
    return row[0], row[1], row[2]


def _beside(db: sqlite_utils.Database, conversation: int, parent: int | None, gone: int) -> int | None:
    """What is shown instead: through the alternative before the one that goes, else the one after, else the parent."""
    visible = _visible(db, conversation)
    others = [number for number, above in visible.items() if above == parent]
    if not others:
        return parent
    return _newest_leaf(visible, max((o for o in others if o < gone), default=min(others)))


def _visible(db: sqlite_utils.Database, conversation: int) -> Mapping[int, int | None]:
    """The parent of each message that is not in the trash, oldest first."""
    return dict(db.execute(_VISIBLE, (conversation,)).fetchall())


def _newest_leaf(parents: Mapping[int, int | None], start: int) -> int:
    newest: dict[int, int] = {}
    for number, parent in parents.items():
        if parent is not None:
            newest[parent] = number
    at = start
    while at in newest:
        at = newest[at]
    return at


def _fork(db: sqlite_utils.Database, message_id: int, now: str) -> int:
    conversation, _, _ = _place(db, message_id)
    parents = _visible(db, conversation)
    path: list[int] = []
    at: int | None = message_id
    while at is not None:
        path.insert(0, at)
        at = parents[at]
    title = db.execute("SELECT title FROM conversations WHERE id = ?", (conversation,)).fetchone()[0]
    fork: int = db.execute(
        "INSERT INTO conversations (title, created_at, updated_at, used) "
        "VALUES (?, ?, ?, (SELECT max(used) + 1 FROM conversations)) RETURNING id",
        (_numbered(title, (row[0] for row in db.execute("SELECT title FROM conversations"))), now, now),
    ).fetchone()[0]
    below: int | None = None
    for number in path:
        below = db.execute(
            "INSERT INTO messages (conversation_id, parent_id, role, text, state, created_at, provenance, note) "
            "SELECT ?, ?, role, text, CASE state WHEN 'streaming' THEN 'interrupted' ELSE state END, created_at, "
            "provenance, note FROM messages WHERE id = ? RETURNING id",
            (fork, below, number),
        ).fetchone()[0]
    db.execute("UPDATE conversations SET head_id = ? WHERE id = ?", (below, fork))
    db.execute(
        "INSERT INTO conversation_options (conversation_id, folder, settings) "
        "SELECT ?, folder, settings FROM conversation_options WHERE conversation_id = ?",
        (fork, conversation),
    )
    keep_apart(db, fork, like=conversation)
    return fork


def _numbered(title: str, taken: Iterable[str]) -> str:
    """The title with the next free number behind it."""
    known = _NUMBERED.match(title)
    plain = known["title"] if known else title
    numbers = {int(m["number"]) for m in map(_NUMBERED.match, taken) if m and m["title"] == plain}
    return f"{plain} ({max(numbers, default=1) + 1})"
