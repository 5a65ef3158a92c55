"""Finding in the chats: the store's side of :class:`desktop_client.chat.search.Search`."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from datetime import datetime
from heapq import merge

import sqlite_utils

from desktop_client.chat.search import Hit, Order, Query, SearchStopped, Term, excerpt
from desktop_client.inference.engine import Role
from desktop_client.store.database import Database, Interrupted

RANKED = 2_000
"""By *best*, so many of the newest matches are ranked: a word that stands in half of all messages takes a second to
rank in all of them, and has no best one."""

_IN_USE = "conversations.deleted_at IS NULL"
_OLDEST_RANKED = "SELECT rowid FROM message_index WHERE message_index MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?"
_ORDER = {
    Order.NEWEST: "message_index.rowid DESC",
    # Equals stand newest first.
    Order.BEST: "message_index.rank, message_index.rowid DESC",
}
# CROSS JOIN: the index is read in its own order, and reading ends with the last hit that is wanted.
_MESSAGES = """
    SELECT messages.id, messages.conversation_id, conversations.title, role, messages.created_at, messages.text
    FROM message_index
    CROSS JOIN messages ON messages.id = message_index.rowid
    CROSS JOIN conversations ON conversations.id = messages.conversation_id
    WHERE message_index MATCH ? AND message_index.rowid >= ? AND {in_use}
        AND NOT EXISTS (SELECT 1 FROM trashed_messages WHERE message_id = messages.id)
    ORDER BY {order}
"""
# A title is as new as the first message below it; so both lists come in the order of message ids.
_TITLES = """
    SELECT (SELECT min(id) FROM messages WHERE conversation_id = conversations.id), conversations.id,
        conversations.title, conversations.updated_at
    FROM title_index
    CROSS JOIN conversations ON conversations.id = title_index.rowid
    WHERE title_index MATCH ? AND {in_use}
    ORDER BY title_index.rowid DESC
"""


class ChatSearch:
    """Implements ``Search``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def search(
        self, query: Query, limit: int, order: Order = Order.NEWEST, stop: threading.Event | None = None
    ) -> tuple[Hit, ...]:
        """At most ``limit`` hits, titles and messages together, newest first; by *best*, titles come first, then the
        best of the newest :data:`RANKED` messages that match.

        Raises:
            SearchStopped: ``stop`` was set.
            StoreError: the disk says no.
        """
        if not query or limit < 1:
            return ()
        try:
            return self._database.read(lambda db: _found(db, query, limit, order), stop)
        except Interrupted as error:
            raise SearchStopped from error


def _found(db: sqlite_utils.Database, query: Query, limit: int, order: Order) -> tuple[Hit, ...]:
    titles, messages = _titles(db, query), _messages(db, query, order)
    both = itertools.chain(titles, messages) if order is Order.BEST else merge(titles, messages, key=_newest_first)
    return tuple(hit for _, hit in itertools.islice(both, limit))


def _newest_first(found: tuple[int, Hit]) -> int:
    return -found[0]


def _titles(db: sqlite_utils.Database, query: Query) -> Iterator[tuple[int, Hit]]:
    for first, conversation, title, at in db.execute(_TITLES.format(in_use=_IN_USE), (_match(query),)):
        if query.has_cjk_of(title):
            moment = datetime.fromisoformat(at)
            yield first or 0, Hit(conversation, title, None, None, moment, excerpt(title, query))


def _messages(db: sqlite_utils.Database, query: Query, order: Order) -> Iterator[tuple[int, Hit]]:
    statement, match = _MESSAGES.format(in_use=_IN_USE, order=_ORDER[order]), _match(query)
    oldest = _oldest_ranked(db, match) if order is Order.BEST else 0
    for number, conversation, title, role, at, text in db.execute(statement, (match, oldest)):
        # The index knows that characters follow each other, not what stands between them.
        if query.has_cjk_of(text):
            moment = datetime.fromisoformat(at)
            yield number, Hit(conversation, title, number, Role(role), moment, excerpt(text, query))


def _oldest_ranked(db: sqlite_utils.Database, match: str) -> int:
    row = db.execute(_OLDEST_RANKED, (match, RANKED - 1)).fetchone()
    return int(row[0]) if row else 0


def _match(query: Query) -> str:
    """The MATCH string: tokens inside quotes and nothing else, so that nothing typed is an operator."""
    return " AND ".join(map(_phrase, query.terms))


def _phrase(term: Term) -> str:
    return f'"{" ".join(term.tokens)}"' + (" *" if term.is_prefix else "")
