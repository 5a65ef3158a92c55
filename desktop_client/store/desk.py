"""Folders, pins and drafts on disk: the store's side of :class:`desktop_client.chat.desk.Desk`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlite_utils

from desktop_client.chat.branches import TrashedBranch
from desktop_client.chat.desk import NO_DRAFT, Draft
from desktop_client.store.database import Clock, Database

_OPTION = (
    "INSERT INTO conversation_options (conversation_id, {name}) VALUES (?, ?) "
    "ON CONFLICT (conversation_id) DO UPDATE SET {name} = excluded.{name}"
)

_ERASE_BRANCH = """
    WITH RECURSIVE below (id) AS (
        SELECT message_id FROM trashed_messages WHERE message_id = ?
        UNION ALL SELECT messages.id FROM messages JOIN below ON messages.parent_id = below.id
    )
    DELETE FROM messages WHERE id IN (SELECT id FROM below)
"""


def arrange(db: sqlite_utils.Database, conversation_id: int, folder: str, *, pinned: bool) -> None:
    """Give a conversation its folder and its place, within the caller's transaction."""
    for name, value in (("folder", " ".join(folder.split())), ("pinned", int(pinned))):
        db.execute(_OPTION.format(name=name), (conversation_id, value))


class DeskStore:
    """Implements ``Desk``."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def move(self, conversation_ids: Sequence[int], folder: str) -> None:
        """Put conversations in a folder; an empty name takes them out of theirs."""
        self.move_each(dict.fromkeys(conversation_ids, folder))

    def move_each(self, folders: Mapping[int, str]) -> None:
        """Put each conversation in a folder of its own, all or none."""
        self._set("folder", {number: " ".join(folder.split()) for number, folder in folders.items()})

    def pin(self, conversation_ids: Sequence[int], *, pinned: bool) -> None:
        """Keep conversations at the top of the list, or no longer."""
        self._set("pinned", dict.fromkeys(conversation_ids, int(pinned)))

    def trash(self, conversation_ids: Sequence[int]) -> None:
        """Move conversations to the trash, all or none."""
        self._delete_at(conversation_ids, self._clock().isoformat())

    def restore(self, conversation_ids: Sequence[int]) -> None:
        """Take conversations out of the trash, all or none."""
        self._delete_at(conversation_ids, None)

    def erase(self, conversation_ids: Sequence[int], branches: Sequence[TrashedBranch]) -> None:
        """Delete for good what is in the trash; it is overwritten in the file and cut from the write-ahead log."""

        def job(db: sqlite_utils.Database) -> None:
            for branch in branches:
                # What was thrown away below it before goes with it: it would hang from nothing.
                db.execute(_ERASE_BRANCH, (branch.root_id,))
            for number in conversation_ids:
                db.execute("DELETE FROM conversations WHERE id = ? AND deleted_at IS NOT NULL", (number,))

        self._database.write(job)
        self._database.truncate_log()

    def draft(self, conversation_id: int | None) -> Draft:
        """What was typed there and not sent; empty if nothing."""
        statement = "SELECT text, edits FROM drafts WHERE conversation_id IS ?"
        row = self._database.read(lambda db: db.execute(statement, (conversation_id,)).fetchone())
        return Draft(*row) if row else NO_DRAFT

    def save_draft(self, conversation_id: int | None, text: str, edits: int | None = None) -> None:
        """Keep what was typed, and the message that it edits; an empty text lets go of it."""

        def job(db: sqlite_utils.Database) -> None:
            db.execute("DELETE FROM drafts WHERE conversation_id IS ?", (conversation_id,))
            if text:
                db.execute(
                    "INSERT INTO drafts (conversation_id, text, saved_at, edits) VALUES (?, ?, ?, ?)",
                    (conversation_id, text, self._clock().isoformat(), edits),
                )

        self._database.write(job)

    def _set(self, name: str, values: Mapping[int, object]) -> None:
        statement, rows = _OPTION.format(name=name), list(values.items())
        self._database.write(lambda db: db.conn.executemany(statement, rows))

    def _delete_at(self, conversation_ids: Sequence[int], moment: str | None) -> None:
        # Thirty days count from the first time.
        kept = "coalesce(deleted_at, ?)" if moment else "?"
        statement = f"UPDATE conversations SET deleted_at = {kept} WHERE id = ?"  # noqa: S608 - our own words
        rows = [(moment, number) for number in conversation_ids]
        self._database.write(lambda db: db.conn.executemany(statement, rows))
