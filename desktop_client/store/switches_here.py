"""What conversations have switched off for themselves: beside their folder and pin, so that a fork inherits it."""

from __future__ import annotations

import json
from typing import Any

import sqlite_utils

from desktop_client.commerce.switches import OffHere
from desktop_client.store.database import Database

_READ = (
    "SELECT json_extract(settings, '$.suggestions_off') FROM conversation_options "
    "WHERE conversation_id = ? AND json_valid(settings)"
)
# Other settings of a conversation stay as they are; one that can't be read is replaced.
_WRITE = (
    "INSERT INTO conversation_options (conversation_id, settings) VALUES (:id, json_set('{}', :path, json(:off))) "
    "ON CONFLICT (conversation_id) DO UPDATE SET "
    "settings = json_set(iif(json_valid(settings), settings, '{}'), :path, json(:off))"
)
_CLEAR = (
    "UPDATE conversation_options SET settings = json_remove(settings, '$.suggestions_off') "
    "WHERE conversation_id = ? AND json_valid(settings)"
)


class SwitchesHereStore:
    """Reads and keeps them; a conversation that says nothing has nothing switched off."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, conversation_id: int) -> OffHere:
        """What is off in a conversation. Quick: one row.

        Raises:
            StoreError: it can't be read.
        """
        row = self._database.read(lambda db: db.execute(_READ, (conversation_id,)).fetchone())
        return _off(row[0]) if row and row[0] is not None else OffHere()

    def keep(self, conversation_id: int, off: OffHere) -> None:
        """Keep what is off in a conversation. Blocks until it is on disk.

        Raises:
            StoreError: it can't be written.
        """

        def job(db: sqlite_utils.Database) -> None:
            if off:
                text = json.dumps({"everything": off.everything, "sources": sorted(off.sources)})
                db.execute(_WRITE, {"id": conversation_id, "path": "$.suggestions_off", "off": text})
            else:
                db.execute(_CLEAR, (conversation_id,))

        self._database.write(job)


def _off(text: object) -> OffHere:
    """What was kept. Where that is not as it was written, everything is off: the quiet side."""
    try:
        kept: Any = json.loads(str(text))
        everything, sources = kept["everything"], kept["sources"]
    except (ValueError, TypeError, KeyError):
        return OffHere(everything=True)
    if not isinstance(everything, bool) or not isinstance(sources, list):
        return OffHere(everything=True)
    return OffHere(everything, frozenset(name for name in sources if isinstance(name, str)))
