"""The step of the schema that puts raw records beside the offers that were read from them.

Until then they were found by their hash. An index of hashes grows everywhere at once: on a large shelf each batch of an
import wrote most of its pages anew. And the records stayed when their offers went.
"""

from __future__ import annotations

import sqlite_utils

_STEPS = (
    "ALTER TABLE raw_records RENAME TO raw_records_before",
    """
    CREATE TABLE raw_records (
        offer INTEGER NOT NULL REFERENCES offers (id) ON DELETE CASCADE,
        sha256 TEXT NOT NULL,
        bytes BLOB NOT NULL
    )
    """,
    # Of the others nothing says whose they were.
    """
    INSERT INTO raw_records (offer, sha256, bytes)
    SELECT offers.id, sha256, bytes FROM offers JOIN raw_records_before
    ON substr(sha256, 1, 12) = substr(raw_sha256, 1, 12) AND sha256 = raw_sha256
    ORDER BY offers.id
    """,
    "DROP TABLE raw_records_before",
    "CREATE INDEX raw_records_by_offer ON raw_records (offer)",
)


def keep_raw_records_by_offer(db: sqlite_utils.Database) -> None:
    """Version 10: raw records belong to their offers, and go with them."""
    for statement in _STEPS:
        db.execute(statement)
