"""Finding in the chats: the store's side of :class:`desktop_client.chat.search.Search`."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from heapq import merge
from operator import itemgetter

import sqlite_utils

from desktop_client.chat.search import Hit, Order, Query, SearchStopped, Term, excerpt
from desktop_client.inference.engine import Role
from desktop_client.store.database import Database, Interrupted

RANKED = 2_000
"""By *best*, so many of the newest matches are ranked: a word that stands in half of all messages has no best one. They
are ranked here: the index's own ``bm25`` counts each word in all messages there are, which takes a second in a million.
"""

_IN_USE = "conversations.deleted_at IS NULL"
# CROSS JOIN: the index is read in its own order, and reading ends with the last hit that is wanted.
_MESSAGES = """
    SELECT messages.id, messages.conversation_id, conversations.title, role, messages.created_at, messages.text
    FROM message_index
    CROSS JOIN messages ON messages.id = message_index.rowid
    CROSS JOIN conversations ON conversations.id = messages.conversation_id
    WHERE message_index MATCH ? AND {in_use}
        AND NOT EXISTS (SELECT 1 FROM trashed_messages WHERE message_id = messages.id)
    ORDER BY message_index.rowid DESC
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

_Row = tuple[int, int, str, str, str, str]
"""Number of a message, its conversation and that one's title, role, time and text."""


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
            return self._database.read(lambda db: _found(db, query, limit, order, stop), stop)
        except Interrupted as error:
            raise SearchStopped from error


def _found(
    db: sqlite_utils.Database, query: Query, limit: int, order: Order, stop: threading.Event | None
) -> tuple[Hit, ...]:
    titles = _titles(db, query)
    rows: Iterator[_Row] = db.execute(_MESSAGES.format(in_use=_IN_USE), (_match(query),))
    found: Iterator[tuple[int, Hit]]
    if order is Order.BEST:
        found = itertools.chain(titles, map(partial(_hit, query), _best_first(query, rows, stop)))
    else:
        # The index knows that characters follow each other, not what stands between them.
        right = (row for row in rows if query.has_cjk_of(row[-1]))
        found = merge(titles, map(partial(_hit, query), right), key=_newest_first)
    return tuple(hit for _, hit in itertools.islice(found, limit))


def _newest_first(found: tuple[int, Hit]) -> int:
    return -found[0]


def _titles(db: sqlite_utils.Database, query: Query) -> Iterator[tuple[int, Hit]]:
    for first, conversation, title, at in db.execute(_TITLES.format(in_use=_IN_USE), (_match(query),)):
        if query.has_cjk_of(title):
            moment = datetime.fromisoformat(at)
            yield first or 0, Hit(conversation, title, None, None, moment, excerpt(title, query))


def _best_first(query: Query, rows: Iterable[_Row], stop: threading.Event | None) -> list[_Row]:
    """The newest of ``rows`` that match, best first, equals newest first."""
    fits: list[tuple[float, _Row]] = []
    for row in rows:
        if stop is not None and stop.is_set():
            raise SearchStopped
        fit = query.fit(row[-1])
        if fit is not None:
            fits.append((fit, row))
        if len(fits) == RANKED:
            break
    return [row for _, row in sorted(fits, key=itemgetter(0), reverse=True)]


def _hit(query: Query, row: _Row) -> tuple[int, Hit]:
    number, conversation, title, role, at, text = row
    return number, Hit(conversation, title, number, Role(role), datetime.fromisoformat(at), excerpt(text, query))


def _match(query: Query) -> str:
    """The MATCH string: tokens inside quotes and nothing else, so that nothing typed is an operator."""
    return " AND ".join(map(_phrase, query.terms))


def _phrase(term: Term) -> str:
    return f'"{" ".join(term.tokens)}"' + (" *" if term.is_prefix else "")
