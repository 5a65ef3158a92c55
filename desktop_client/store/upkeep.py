"""What keeps a profile's database sound for years: backups, a check, and bringing back what a backup has."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from functools import partial
from pathlib import Path

import sqlite_utils

from desktop_client.chat.transfer import portable
from desktop_client.chat.upkeep import Copy, Fault, Restored
from desktop_client.store import backup
from desktop_client.store.check import check_structure, check_word_index, rebuild_word_indexes, word_indexes
from desktop_client.store.conversations import Conversations
from desktop_client.store.database import Clock, Database
from desktop_client.store.errors import os_in_words
from desktop_client.store.intake import Intake
from desktop_client.store.lists_back import bring_back_lists
from desktop_client.store.migrations import version
from desktop_client.store.putting_back import check_sound


class StoreUpkeep:
    """Implements ``Upkeep``. Every call may come from any thread."""

    def __init__(self, database: Database, intake: Intake, path: Path, folder: Path, clock: Clock) -> None:
        self._database, self._intake, self._path, self._folder, self._clock = database, intake, path, folder, clock

    def copies(self) -> tuple[Copy, ...]:
        """The backups there are, newest first."""
        return backup.copies(self._folder)

    def is_due(self) -> bool:
        """Whether it is time for another backup: the last is some hours old, and the database was written since."""
        if not self._database.writable:
            return False
        now = self._clock()
        # A copy of a day to come was made while the clock ran ahead, and says nothing of today.
        newest = next((copy for copy in self.copies() if copy.made_at <= now), None)
        if newest is None:
            return True
        if now - newest.made_at < backup.EVERY:
            return False
        made = newest.path.stat().st_mtime_ns
        return any(p.stat().st_mtime_ns > made for p in (self._path, Path(f"{self._path}-wal")) if p.exists())

    def back_up(self) -> Copy | None:
        """Keep a copy, unless the newest one is the same, and let go of those that are no longer needed.

        Raises:
            StoreError: the database is damaged, or there is no room; the copies there are stay.
        """

        def job(db: sqlite_utils.Database) -> Path | None:
            return backup.keep_copy_if_changed(db, self._folder, version(db), self._clock())

        made = self._database.read(job)
        if made is None:
            return None
        backup.thin(self._folder)
        return next(copy for copy in self.copies() if copy.path == made)

    def delete(self, copy: Path) -> None:
        """Delete a backup for good; nothing happens if there is none of this path.

        Raises:
            StoreError: the folder can't be written.
        """
        if copy in {kept.path for kept in self.copies()}:
            try:
                copy.unlink(missing_ok=True)
            except OSError as error:
                raise os_in_words(error, copy) from error

    def check(self) -> tuple[Fault, ...]:
        """What is wrong with the database; empty if nothing is.

        Raises:
            StoreError: it can't be read at all.
        """
        faults = self._database.read(check_structure, fresh=True)
        if not self._database.writable:
            return faults
        # An index is checked by a statement that SQLite counts as a write, whole or not at all: one after another, so
        # that an answer which is being saved waits for one of them at most.
        for name in self._database.read(word_indexes):
            faults += self._database.write(partial(check_word_index, name=name))
        return faults

    def repair(self) -> None:
        """Mend what can be mended without losing anything: the word indexes are made anew."""
        self._database.write(rebuild_word_indexes)

    def restore(self, copy: Path) -> Restored:
        """Bring back from a copy every conversation, message, pin and alert that is no longer here. Nothing here is
        changed.

        What was in the trash when the copy was made is not brought back, nor are the shelf and the record: a chain of
        hashes can't be merged.

        Raises:
            StoreError: the copy is damaged, not ours, or from a newer Sidelight; or nothing can be saved here.
        """
        conversations = messages = 0
        # A copy of the copy: an older schema is brought up to date before it is read.
        with (
            tempfile.TemporaryDirectory(prefix="sidelight-restore-") as scratch,
            contextlib.closing(_opened(copy, Path(scratch), self._clock)) as opened,
        ):
            theirs = Conversations(opened, self._clock)
            # Oldest first, so that they come back in the order in which they were used.
            for conversation in reversed(theirs.conversations()):
                merged = self._intake.merge(portable(conversation, theirs.messages(conversation.id)))
                conversations += merged.conversation
                messages += 0 if merged.conversation else merged.messages
            others = bring_back_lists(opened, self._database)
        return Restored(conversations, messages, others)


def _opened(copy: Path, scratch: Path, clock: Clock) -> Database:
    check_sound(copy)
    own = scratch / "copy.db"
    shutil.copyfile(copy, own)
    return Database(own, clock, backups=scratch / "backups")
