"""The database's schema as numbered steps: step *n* takes a file from version *n-1* to *n*.

A step that was released is never changed. For each version there is a frozen file under ``tests/store/fixtures``.
All steps that a file needs run in one transaction: it has the new version, or it is as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import sqlite_utils

from desktop_client.store.apart_table import let_stand_apart
from desktop_client.store.checksums import add_checksums, sum_drafts_with_their_edits, sum_what_is_beside
from desktop_client.store.desk_tables import search_and_desk
from desktop_client.store.raw_table import keep_raw_records_by_offer
from desktop_client.store.shelf_tables import make_room_for_feeds
from desktop_client.store.shortlist_tables import name_shortlists
from desktop_client.store.sqlite import sqlite3

Migration = Callable[[sqlite_utils.Database], None]

_CHAT = (
    # ``used`` orders conversations by last use; clocks jump, counters don't.
    """
    CREATE TABLE conversations (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        title TEXT NOT NULL,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        used INTEGER NOT NULL,
        head_id INTEGER,
        deleted_at TEXT,
        FOREIGN KEY (id, head_id) REFERENCES messages (conversation_id, id) DEFERRABLE INITIALLY DEFERRED
    )
    """,
    "CREATE INDEX conversations_by_use ON conversations (used)",
    # A parent is always a message of the same conversation: the key says so.
    """
    CREATE TABLE messages (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        parent_id INTEGER,
        role TEXT NOT NULL CHECK (role IN ('system', 'user', 'assistant')),
        text TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('complete', 'streaming', 'stopped', 'length', 'interrupted')),
        created_at TEXT NOT NULL,
        provenance TEXT,
        note TEXT NOT NULL DEFAULT '',
        UNIQUE (conversation_id, id),
        FOREIGN KEY (conversation_id, parent_id) REFERENCES messages (conversation_id, id)
            DEFERRABLE INITIALLY DEFERRED
    )
    """,
    "CREATE INDEX messages_by_parent ON messages (conversation_id, parent_id)",
    "CREATE INDEX messages_being_written ON messages (id) WHERE state = 'streaming'",
)

_SHELF = (
    # Nested values (money, commercial, seller, rating, attributes, notes on the price) are JSON.
    """
    CREATE TABLE offers (
        id INTEGER PRIMARY KEY,
        source_id TEXT NOT NULL,
        offer_id TEXT NOT NULL,
        origin TEXT NOT NULL,
        title TEXT NOT NULL,
        brand TEXT,
        category TEXT,
        attributes TEXT NOT NULL,
        description TEXT NOT NULL,
        price TEXT,
        price_kind TEXT NOT NULL,
        price_note TEXT NOT NULL,
        list_price TEXT,
        shipping TEXT,
        tax TEXT,
        commercial TEXT NOT NULL,
        url_clean TEXT,
        url_tracked TEXT,
        image_url TEXT,
        seller TEXT,
        rating TEXT,
        availability TEXT NOT NULL,
        gtin14 TEXT,
        model TEXT,
        region TEXT,
        language TEXT,
        sample INTEGER NOT NULL,
        is_recommendation INTEGER NOT NULL,
        source_rank INTEGER NOT NULL,
        raw_sha256 TEXT NOT NULL,
        fetched_at TEXT NOT NULL,
        expires_at TEXT,
        UNIQUE (source_id, offer_id)
    )
    """,
    "CREATE INDEX offers_by_origin ON offers (origin)",
    "CREATE TABLE raw_records (sha256 TEXT PRIMARY KEY, bytes BLOB NOT NULL)",
    # One row for as long as a price stood still and was seen day after day.
    """
    CREATE TABLE prices (
        offer INTEGER NOT NULL REFERENCES offers (id) ON DELETE CASCADE,
        first_seen TEXT NOT NULL,
        last_seen TEXT NOT NULL,
        minor INTEGER NOT NULL,
        currency TEXT NOT NULL,
        exponent INTEGER NOT NULL,
        PRIMARY KEY (offer, first_seen)
    ) WITHOUT ROWID
    """,
    """
    CREATE VIEW offer_text AS SELECT
        id,
        index_words(title) AS title,
        index_words(brand) AS brand,
        index_words(category) AS category,
        attribute_words(attributes) AS attributes,
        index_words(description) AS description
    FROM offers
    """,
    # Prices and payments are not among the columns: finding is blind to them.
    """
    CREATE VIRTUAL TABLE offer_index USING fts5 (
        title, brand, category, attributes, description,
        content = 'offer_text', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
    )
    """,
    "INSERT INTO offer_index (offer_index, rank) VALUES ('rank', 'bm25(10.0, 4.0, 6.0, 4.0, 1.0)')",
    """
    CREATE TRIGGER offers_added AFTER INSERT ON offers BEGIN
        INSERT INTO offer_index (rowid, title, brand, category, attributes, description)
        SELECT id, title, brand, category, attributes, description FROM offer_text WHERE id = new.id;
    END
    """,
    """
    CREATE TRIGGER offers_removed BEFORE DELETE ON offers BEGIN
        INSERT INTO offer_index (offer_index, rowid, title, brand, category, attributes, description)
        SELECT 'delete', id, title, brand, category, attributes, description FROM offer_text WHERE id = old.id;
    END
    """,
    """
    CREATE TRIGGER offers_changing BEFORE UPDATE OF title, brand, category, attributes, description ON offers
    WHEN (old.title, old.attributes, old.description) <> (new.title, new.attributes, new.description)
        OR old.brand IS NOT new.brand OR old.category IS NOT new.category
    BEGIN
        INSERT INTO offer_index (offer_index, rowid, title, brand, category, attributes, description)
        SELECT 'delete', id, title, brand, category, attributes, description FROM offer_text WHERE id = old.id;
    END
    """,
    """
    CREATE TRIGGER offers_changed AFTER UPDATE OF title, brand, category, attributes, description ON offers
    WHEN (old.title, old.attributes, old.description) <> (new.title, new.attributes, new.description)
        OR old.brand IS NOT new.brand OR old.category IS NOT new.category
    BEGIN
        INSERT INTO offer_index (rowid, title, brand, category, attributes, description)
        SELECT id, title, brand, category, attributes, description FROM offer_text WHERE id = new.id;
    END
    """,
)

_SHORTLISTS = (
    """
    CREATE TABLE pins (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        list TEXT NOT NULL,
        source_id TEXT NOT NULL,
        offer_id TEXT NOT NULL,
        offer TEXT NOT NULL,
        need TEXT,
        pinned_at TEXT NOT NULL,
        UNIQUE (list, source_id, offer_id)
    )
    """,
)


def first_release(db: sqlite_utils.Database) -> None:
    """Version 1: conversations, the shelf with its index and price history, shortlists."""
    for statement in (*_CHAT, *_SHELF, *_SHORTLISTS):
        db.execute(statement)
    if sqlite3.sqlite_version_info >= (3, 42):
        # Without it the words of a deleted row stay in the file until its segment is merged.
        db.execute("INSERT INTO offer_index (offer_index, rank) VALUES ('secure-delete', 1)")


_RECORD = (
    """
    CREATE TABLE record (
        number INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        kind TEXT NOT NULL,
        content TEXT NOT NULL,
        previous TEXT NOT NULL,
        hash TEXT NOT NULL
    )
    """,
    "CREATE TABLE record_head (count INTEGER NOT NULL, hash TEXT NOT NULL)",
    f"INSERT INTO record_head (count, hash) VALUES (0, '{'0' * 64}')",  # noqa: S608 - 64 noughts
    # A second wall: our own code can't change an entry by mistake, nor delete less than all. What shows that somebody
    # else did is the chain: whoever can write to the file can drop a trigger.
    """
    CREATE TRIGGER record_is_never_changed BEFORE UPDATE ON record BEGIN
        SELECT raise(ABORT, 'an entry of the record is never changed');
    END
    """,
    """
    CREATE TRIGGER record_goes_whole BEFORE DELETE ON record WHEN (SELECT count FROM record_head) > 0 BEGIN
        SELECT raise(ABORT, 'the record is deleted whole or not at all');
    END
    """,
)


def record_of_suggestions(db: sqlite_utils.Database) -> None:
    """Version 2: the record of what was sent, what came back and what was shown."""
    for statement in _RECORD:
        db.execute(statement)


def remember_the_clock(db: sqlite_utils.Database) -> None:
    """Version 9: what time it was at an earlier start, by which the trash is emptied."""
    db.execute("CREATE TABLE trash_clock (looked_at TEXT NOT NULL)")


def remember_what_was_said_of_feeds(db: sqlite_utils.Database) -> None:
    """Version 11: the currency that the user said a feed's prices are in, which its export names nowhere."""
    db.execute("ALTER TABLE feeds ADD COLUMN currency TEXT NOT NULL DEFAULT ''")


def remember_what_a_draft_edits(db: sqlite_utils.Database) -> None:
    """Version 12: the message that a draft is to be another version of. Where that is gone, it is a message again."""
    db.execute("ALTER TABLE drafts ADD COLUMN edits INTEGER")
    sum_drafts_with_their_edits(db)


MIGRATIONS: Sequence[Migration] = (
    first_release,
    record_of_suggestions,
    add_checksums,
    name_shortlists,
    search_and_desk,
    make_room_for_feeds,
    let_stand_apart,
    sum_what_is_beside,
    remember_the_clock,
    keep_raw_records_by_offer,
    remember_what_was_said_of_feeds,
    remember_what_a_draft_edits,
)


def version(db: sqlite_utils.Database) -> int:
    """The schema version that the file says it has; 0 is an empty file."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def migrate(db: sqlite_utils.Database, migrations: Sequence[Migration]) -> None:
    """Run the steps that the file lacks. The caller holds the write transaction."""
    for number, step in enumerate(migrations[version(db) :], start=version(db) + 1):
        step(db)
        db.execute(f"PRAGMA user_version = {number:d}")
