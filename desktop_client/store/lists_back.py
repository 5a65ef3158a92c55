"""Shortlists, pins and alerts of a backup that are no longer here. Nothing that is here is changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlite_utils

from desktop_client.store.database import Database

_LISTS = "SELECT id, name, arrangement, created_at FROM shortlists WHERE deleted_at IS NULL ORDER BY used, id"
_PIN = "source_id, offer_id, offer, need, pinned_at, note, pack"
_PINS = f"SELECT {_PIN} FROM pins WHERE shortlist = ? ORDER BY id"  # noqa: S608 - our own names
_PUT_PIN = f"INSERT OR IGNORE INTO pins (shortlist, {_PIN}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
_ALERT = "source_id, offer_id, title, minor, currency, exponent, created_at, met, met_at"
_ALERTS = f"SELECT {_ALERT} FROM price_alerts ORDER BY id"  # noqa: S608
_PUT_ALERT = f"INSERT OR IGNORE INTO price_alerts ({_ALERT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608


@dataclass(frozen=True, slots=True)
class _Held:
    """What the backup holds: each list with its pins, and the alerts, as rows."""

    lists: Sequence[tuple[Sequence[Any], Sequence[Sequence[Any]]]]
    alerts: Sequence[Sequence[Any]]


def bring_back_lists(theirs: Database, ours: Database) -> int:
    """Put back what ``theirs`` has and ``ours`` has not, in one transaction; returns how many pins and alerts.

    A list is the same if it was begun at the same moment, whatever it is called by now, or goes by the same name. One
    that is in the trash here stays there.

    Raises:
        StoreError: the disk did not allow it. Then nothing of it was kept.
    """
    held = theirs.read(_read)
    return ours.write(lambda db: _put(db, held))


def _read(db: sqlite_utils.Database) -> _Held:
    lists = db.execute(_LISTS).fetchall()
    return _Held([(row, db.execute(_PINS, row[:1]).fetchall()) for row in lists], db.execute(_ALERTS).fetchall())


def _put(db: sqlite_utils.Database, held: _Held) -> int:
    back = 0
    for (_, name, arrangement, created_at), pins in held.lists:
        number = _place_for(db, name, arrangement, created_at)
        for pin in pins if number is not None else ():
            back += db.execute(_PUT_PIN, (number, *pin)).rowcount
    for alert in held.alerts:
        back += db.execute(_PUT_ALERT, alert).rowcount
    return back


def _place_for(db: sqlite_utils.Database, name: str, arrangement: str | None, created_at: str) -> int | None:
    """The list that it is here, or a new one; None where it was thrown away here."""
    found = db.execute(
        "SELECT id, deleted_at FROM shortlists WHERE created_at = ? OR (name = ? AND deleted_at IS NULL) "
        "ORDER BY deleted_at IS NOT NULL, created_at = ? DESC, id LIMIT 1",
        (created_at, name, created_at),
    ).fetchone()
    if found is not None:
        return int(found[0]) if found[1] is None else None
    # Not the one in use: that stays the one that it is.
    made = db.execute(
        "INSERT INTO shortlists (name, arrangement, created_at, used) VALUES (?, ?, ?, 0) RETURNING id",
        (name, arrangement, created_at),
    )
    return int(made.fetchone()[0])
