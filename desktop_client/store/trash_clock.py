"""By which time the trash is emptied: a clock that is wrong once must not delete anything for good."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlite_utils

from desktop_client.store.database import Clock, Database

CONFIRMED_AFTER = timedelta(days=1)
"""What an earlier start saw of the clock is believed when a start at least this much later sees the clock go on."""


def believed_time(database: Database, clock: Clock) -> datetime | None:
    """As of when what is in the trash may be deleted for good; None while no time is to be believed.

    A computer's clock may run a year ahead for one start (an empty battery, another system on the same machine), and
    by it everything in the trash is old. So a time counts only when a later start, a day on by the same clock, has
    been reached as well, and a clock that is put back takes its time along. Who opens Sidelight seldom keeps the trash
    for so much longer.

    Raises:
        StoreError: the time can't be remembered.
    """
    now = clock()
    found = database.read(lambda db: db.execute("SELECT looked_at FROM trash_clock").fetchone())
    earlier = None if found is None else datetime.fromisoformat(found[0])
    # Looking first: opening must not wait for another process that is writing.
    if earlier is not None and earlier <= now < earlier + CONFIRMED_AFTER:
        return None

    def job(db: sqlite_utils.Database) -> None:
        db.execute("DELETE FROM trash_clock")
        db.execute("INSERT INTO trash_clock (looked_at) VALUES (?)", (now.isoformat(),))

    database.write(job)
    return earlier if earlier is not None and earlier < now else None
