"""The step of the schema that made room for feeds and for a million offers.

Until then two feeds with the same ids overwrote each other, each row was written into the word index by itself, and a
search had to look at every offer that has one of its words.

- An offer knows its feed; ``offer_id`` is the second part of its key, which has the feed in it. Rows that were there
  keep the key that they had, since pins and prices hold on to it.
- The word index has its rows in the order of ``place``: offers with short titles first, so that a search that ends
  early has seen those that it would have put first. It is filled a batch at a time, sorted by place, since FTS5 starts
  a new segment with each row that comes out of order. Chinese is in it as pairs of characters: most words have two.
- Raw records are found by the beginning of their hash: an index of whole hashes is as large as what it finds.
"""

from __future__ import annotations

import sqlite_utils

from desktop_client.store.sqlite import sqlite3

_STEPS = (
    "ALTER TABLE offers ADD COLUMN feed TEXT NOT NULL DEFAULT ''",
    # How far the import of each feed has come: ``rows`` are records read, good or bad, of the file that it was then.
    """
    CREATE TABLE feeds (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        path TEXT NOT NULL,
        format TEXT NOT NULL,
        size INTEGER NOT NULL,
        modified REAL NOT NULL,
        rows INTEGER NOT NULL DEFAULT 0,
        complete INTEGER NOT NULL DEFAULT 0,
        imported_at TEXT NOT NULL,
        removed_at TEXT
    )
    """,
    # What was imported before is a feed under its file's name.
    """
    INSERT INTO feeds (name, path, format, size, modified, rows, complete, imported_at)
    SELECT origin, origin, '', 0, 0, count(*), 1, max(fetched_at) FROM offers
    WHERE source_id = 'shelf' AND NOT sample GROUP BY origin
    """,
    "ALTER TABLE raw_records RENAME TO raw_records_before",
    "CREATE TABLE raw_records (sha256 TEXT NOT NULL, bytes BLOB NOT NULL)",
    "INSERT INTO raw_records (sha256, bytes) SELECT sha256, bytes FROM raw_records_before ORDER BY rowid",
    "DROP TABLE raw_records_before",
    "CREATE INDEX raw_records_by_hash ON raw_records (substr(sha256, 1, 12))",
    "DROP TRIGGER offers_added",
    "DROP TRIGGER offers_removed",
    "DROP TRIGGER offers_changing",
    "DROP TRIGGER offers_changed",
    "DROP TABLE offer_index",
    "DROP VIEW offer_text",
    """
    CREATE VIEW offer_text AS SELECT
        shelf_place(id, title) AS place,
        shelf_words(title) AS title,
        shelf_words(brand) AS brand,
        shelf_words(category) AS category,
        shelf_words(model) AS model,
        shelf_statements(attributes) AS attributes,
        shelf_words(description) AS description
    FROM offers
    """,
    """
    CREATE VIRTUAL TABLE offer_index USING fts5 (
        title, brand, category, model, attributes, description,
        content = 'offer_text', content_rowid = 'place', tokenize = 'unicode61 remove_diacritics 2'
    )
    """,
    "INSERT INTO offer_index (offer_index, rank) VALUES ('rank', 'bm25(10.0, 4.0, 6.0, 4.0, 4.0, 1.0)')",
    # A batch of an import fits in memory before it is written out: 16 MB, not 1.
    "INSERT INTO offer_index (offer_index, rank) VALUES ('hashsize', 16777216)",
    "INSERT INTO offer_index (offer_index) VALUES ('rebuild')",
    # Whoever deletes an offer deletes its words. Adding and changing is for ``shelf_writing``, which does many at once.
    """
    CREATE TRIGGER offers_removed BEFORE DELETE ON offers BEGIN
        INSERT INTO offer_index (offer_index, rowid, title, brand, category, model, attributes, description)
        VALUES (
            'delete', shelf_place(old.id, old.title), shelf_words(old.title), shelf_words(old.brand),
            shelf_words(old.category), shelf_words(old.model), shelf_statements(old.attributes),
            shelf_words(old.description)
        );
    END
    """,
)


def make_room_for_feeds(db: sqlite_utils.Database) -> None:
    """Version 6: feeds with names of their own, and a shelf for a million offers."""
    for statement in _STEPS:
        db.execute(statement)
    if sqlite3.sqlite_version_info >= (3, 42):
        # Without it the words of a deleted row stay in the file until its segment is merged.
        db.execute("INSERT INTO offer_index (offer_index, rank) VALUES ('secure-delete', 1)")
