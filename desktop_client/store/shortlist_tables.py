"""The step of the schema that gave shortlists names of their own, notes, and a trash."""

from __future__ import annotations

import sqlite_utils

_STEPS = (
    # ``used`` orders lists by last use, as it does conversations; ``arrangement`` is how the user laid out the table.
    """
    CREATE TABLE shortlists (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        used INTEGER NOT NULL DEFAULT 0,
        arrangement TEXT,
        created_at TEXT NOT NULL,
        deleted_at TEXT
    )
    """,
    "CREATE UNIQUE INDEX shortlists_by_name ON shortlists (name) WHERE deleted_at IS NULL",
    "INSERT INTO shortlists (name, created_at) SELECT list, min(pinned_at) FROM pins GROUP BY list ORDER BY min(id)",
    """
    CREATE TABLE named_pins (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        shortlist INTEGER NOT NULL REFERENCES shortlists (id) ON DELETE CASCADE,
        source_id TEXT NOT NULL,
        offer_id TEXT NOT NULL,
        offer TEXT NOT NULL,
        need TEXT,
        pinned_at TEXT NOT NULL,
        note TEXT NOT NULL DEFAULT '',
        pack TEXT,
        UNIQUE (shortlist, source_id, offer_id)
    )
    """,
    """
    INSERT INTO named_pins (id, shortlist, source_id, offer_id, offer, need, pinned_at)
    SELECT pins.id, shortlists.id, source_id, offer_id, offer, need, pinned_at
    FROM pins JOIN shortlists ON shortlists.name = pins.list ORDER BY pins.id
    """,
    "DROP TABLE pins",
    "ALTER TABLE named_pins RENAME TO pins",
    # What the user wants to be told of: an offer whose price went to ``minor`` or below. ``met`` is the price that was.
    """
    CREATE TABLE price_alerts (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        source_id TEXT NOT NULL,
        offer_id TEXT NOT NULL,
        title TEXT NOT NULL,
        minor INTEGER NOT NULL,
        currency TEXT NOT NULL,
        exponent INTEGER NOT NULL,
        created_at TEXT NOT NULL,
        met TEXT,
        met_at TEXT,
        UNIQUE (source_id, offer_id)
    )
    """,
)


def name_shortlists(db: sqlite_utils.Database) -> None:
    """Shortlists as a table, pins with notes and pack sizes that belong to one, and alerts on prices."""
    for statement in _STEPS:
        db.execute(statement)
