"""*Check database*: SQLite's own checks, the word indexes against their rows, and each row against its checksum."""

from __future__ import annotations

import sqlite_utils

from desktop_client.chat.upkeep import Fault
from desktop_client.store.checksums import broken_rows
from desktop_client.store.sqlite import sqlite3
from desktop_client.wording import say

MOST_TOLD = 20
"""So many faults of a kind are told; more of them say no more."""


def check_structure(db: sqlite_utils.Database) -> tuple[Fault, ...]:
    """Read every page and row and return what is wrong with them; empty if nothing is."""
    return (*_pages(db), *_references(db), *_rows(db))


def check_word_index(db: sqlite_utils.Database, name: str) -> tuple[Fault, ...]:
    """Whether a word index says what its rows say. Needs a connection that may write, though nothing is changed."""
    try:
        # rank 1: compare with the rows too, not only the index with itself (https://sqlite.org/fts5.html, 6.6).
        db.execute(f"INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
    except sqlite3.DatabaseError as error:
        text = say("The word index {name} does not fit its rows ({detail}).", name=name, detail=str(error))
        return (Fault(text, repairable=True),)
    return ()


def rebuild_word_indexes(db: sqlite_utils.Database) -> None:
    """Make the word indexes anew from the rows that they index."""
    for name in word_indexes(db):
        db.execute(f"INSERT INTO {name} ({name}) VALUES ('rebuild')")  # noqa: S608 - names from our own schema


def word_indexes(db: sqlite_utils.Database) -> tuple[str, ...]:
    """The names of the FTS5 tables."""
    rows = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%USING fts5%' ORDER BY name")
    return tuple(name for (name,) in rows)


def _pages(db: sqlite_utils.Database) -> list[Fault]:
    try:
        told = [row[0] for row in db.execute(f"PRAGMA integrity_check({MOST_TOLD:d})")]
    except sqlite3.DatabaseError as error:
        told = [str(error)]
    return [Fault(say("The file's structure is damaged: {detail}.", detail=text)) for text in told if text != "ok"]


def _references(db: sqlite_utils.Database) -> list[Fault]:
    try:
        rows = db.execute("PRAGMA foreign_key_check").fetchmany(MOST_TOLD)
    except sqlite3.DatabaseError as error:
        return [Fault(say("Rows can't be read: {detail}.", detail=str(error)))]
    return [
        Fault(say("Row {id} of {table} belongs to one that is gone.", id=row_id or 0, table=table))
        for table, row_id, *_ in rows
    ]


def _rows(db: sqlite_utils.Database) -> list[Fault]:
    faults = []
    try:
        for table, row_id in broken_rows(db):
            faults.append(Fault(say("Row {id} of {table} has changed on the disk.", id=row_id, table=table)))
            if len(faults) == MOST_TOLD:
                break
    except sqlite3.DatabaseError as error:
        faults.append(Fault(say("Rows can't be read: {detail}.", detail=str(error))))
    return faults
