"""Shortlists on disk: pinned offers, each a snapshot that no later import changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
import sqlite_utils

from desktop_client.commerce.comparing.arrangement import Arrangement
from desktop_client.commerce.comparing.shortlist import DEFAULT_LIST, LONGEST_NAME, LONGEST_NOTE, Pin, Shortlist
from desktop_client.commerce.links import with_evidence
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Key, Offer
from desktop_client.store.database import Clock, Database
from desktop_client.store.errors import StoreError
from desktop_client.store.purging import purge_shortlists
from desktop_client.wording import say

_LISTS = (
    "SELECT shortlists.id, name, count(pins.id) FROM shortlists LEFT JOIN pins ON shortlist = shortlists.id "
    "WHERE deleted_at IS {} NULL GROUP BY shortlists.id "
)
_PINS = "SELECT offer, pinned_at, need, note, pack FROM pins WHERE shortlist = ? ORDER BY id"
_IN_USE = "SELECT id FROM shortlists WHERE deleted_at IS NULL ORDER BY used DESC, id LIMIT 1"
_NAMED = "SELECT id FROM shortlists WHERE deleted_at IS NULL AND name = ?"
_OF_OFFER = "WHERE shortlist = ? AND source_id = ? AND offer_id = ?"


class ShortlistStore:
    """Implements ``Shortlists``."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def lists(self) -> tuple[Shortlist, ...]:
        """All that are not deleted, the one in use first."""
        return self._lists(_LISTS.format("") + "ORDER BY used DESC, shortlists.id")

    def deleted(self) -> tuple[Shortlist, ...]:
        """Those that can still be brought back, the last deleted first."""
        return self._lists(_LISTS.format("NOT") + "ORDER BY deleted_at DESC, shortlists.id DESC")

    def new(self, name: str) -> None:
        """Begin an empty list and use it."""
        self._database.write(lambda db: _use(db, self._begin(db, _free_name(db, name))))

    def use(self, name: str) -> None:
        """Make it the list in use."""
        self._database.write(lambda db: _use(db, _list_id(db, name)))

    def rename(self, name: str, to: str) -> None:
        """Give a list another name."""

        def job(db: sqlite_utils.Database) -> None:
            number = _list_id(db, name)
            if " ".join(to.split()) != name:
                db.execute("UPDATE shortlists SET name = ? WHERE id = ?", (_free_name(db, to), number))

        self._database.write(job)

    def delete(self, name: str) -> int:
        """Put a list into the trash, whole; returns what ``restore`` takes."""

        def job(db: sqlite_utils.Database) -> int:
            number = _list_id(db, name)
            db.execute("UPDATE shortlists SET deleted_at = ? WHERE id = ?", (self._clock().isoformat(), number))
            return number

        return self._database.write(job)

    def restore(self, list_id: int) -> str:
        """Bring a deleted list back and use it; returns its name, a new one if its own was taken since."""

        def job(db: sqlite_utils.Database) -> str:
            found = db.execute("SELECT name FROM shortlists WHERE id = ?", (list_id,)).fetchone()
            if found is None:
                raise _no_list(str(list_id))
            name, number = str(found[0]), 2
            while db.execute(f"{_NAMED} AND id <> ?", (name, list_id)).fetchone():
                name, number = f"{found[0]} ({number})", number + 1
            db.execute("UPDATE shortlists SET deleted_at = NULL, name = ? WHERE id = ?", (name, list_id))
            _use(db, list_id)
            return name

        return self._database.write(job)

    def purge(self, as_of: datetime) -> None:
        """Delete for good what was put into the trash more than 30 days before."""
        purge_shortlists(self._database, as_of)

    def pins(self, name: str | None = None) -> tuple[Pin, ...]:
        """What a list holds, oldest pin first; empty where there is no such list."""

        def job(db: sqlite_utils.Database) -> list[tuple[Any, ...]]:
            found = db.execute(*_which(name)).fetchone()
            return db.execute(_PINS, found).fetchall() if found else []

        return tuple(_pin(*row) for row in self._database.read(job))

    def pin(self, offer: Offer, need: ShoppingNeed | None, name: str | None = None) -> None:
        """Add a snapshot, at the end; of an offer that is there it takes the place, and the user's words stay."""
        fresh = Pin(offer, self._clock(), need)

        def job(db: sqlite_utils.Database) -> None:
            number = self._list(db, name)
            kept = db.execute(f"SELECT note, pack FROM pins {_OF_OFFER}", (number, *offer.key)).fetchone()  # noqa: S608
            _put(db, number, fresh, *(kept or ("", None)))

        self._database.write(job)

    def put_back(self, pin: Pin, name: str | None = None) -> None:
        """Add a pin as it was, with its time and the user's words: the undo of taking off and of renewing."""
        self._database.write(lambda db: _put(db, self._list(db, name), pin, pin.note, pin.pack))

    def unpin(self, key: Key, name: str | None = None) -> None:
        """Take an offer off the list; nothing happens if it isn't there."""
        self._change(f"DELETE FROM pins {_OF_OFFER}", key, name)  # noqa: S608 - our own words

    def note(self, key: Key, text: str, name: str | None = None) -> None:
        """Write to an offer; an empty text takes the note away."""
        self._change(f"UPDATE pins SET note = ? {_OF_OFFER}", key, name, text.strip()[:LONGEST_NOTE])  # noqa: S608

    def correct_pack(self, key: Key, pack: str | None, name: str | None = None) -> None:
        """Put the user's pack size in the place of the one detected; None goes back to that."""
        self._change(f"UPDATE pins SET pack = ? {_OF_OFFER}", key, name, pack)  # noqa: S608 - our own words

    def arrangement(self, name: str | None = None) -> Arrangement:
        """How the user laid out the table of a list."""

        def job(db: sqlite_utils.Database) -> str | None:
            found = db.execute(*_which(name)).fetchone()
            kept = db.execute("SELECT arrangement FROM shortlists WHERE id = ?", found).fetchone() if found else None
            return kept[0] if kept else None

        kept = self._database.read(job)
        try:
            return _ARRANGEMENT.decode(kept) if kept else Arrangement()
        except msgspec.MsgspecError:
            # Nothing is lost but an order and what was left out; the offers themselves must stay in reach.
            return Arrangement()

    def arrange(self, arrangement: Arrangement, name: str | None = None) -> None:
        """Keep how the user laid it out."""
        kept = msgspec.json.encode(arrangement).decode()
        self._database.write(
            lambda db: db.execute("UPDATE shortlists SET arrangement = ? WHERE id = ?", (kept, self._list(db, name)))
        )

    def _change(self, statement: str, key: Key, name: str | None, *values: str | None) -> None:
        def job(db: sqlite_utils.Database) -> None:
            found = db.execute(*_which(name)).fetchone()
            if found:
                db.execute(statement, (*values, *found, *key))

        self._database.write(job)

    def _lists(self, question: str) -> tuple[Shortlist, ...]:
        rows = self._database.read(lambda db: db.execute(question).fetchall())
        return tuple(Shortlist(*row) for row in rows)

    def _list(self, db: sqlite_utils.Database, name: str | None) -> int:
        """The list of this name, begun where there is none."""
        found = db.execute(*_which(name)).fetchone()
        return int(found[0]) if found else self._begin(db, name or DEFAULT_LIST)

    def _begin(self, db: sqlite_utils.Database, name: str) -> int:
        made = db.execute(
            "INSERT INTO shortlists (name, created_at) VALUES (?, ?) RETURNING id", (name, self._clock().isoformat())
        )
        return int(made.fetchone()[0])


def _which(name: str | None) -> tuple[str, tuple[str, ...]]:
    return (_IN_USE, ()) if name is None else (_NAMED, (name,))


def _list_id(db: sqlite_utils.Database, name: str) -> int:
    found = db.execute(_NAMED, (name,)).fetchone()
    if found is None:
        raise _no_list(name)
    return int(found[0])


def _use(db: sqlite_utils.Database, number: int) -> None:
    db.execute("UPDATE shortlists SET used = (SELECT max(used) + 1 FROM shortlists) WHERE id = ?", (number,))


def _free_name(db: sqlite_utils.Database, wanted: str) -> str:
    name = " ".join(wanted.split())[:LONGEST_NAME]
    if not name:
        raise StoreError(say("A shortlist needs a name."), say("Type one."))
    if db.execute(_NAMED, (name,)).fetchone():
        raise StoreError(say("There is a shortlist “{name}” already.", name=name), say("Choose another name for it."))
    return name


def _no_list(name: str) -> StoreError:
    return StoreError(say("There is no shortlist “{name}”.", name=name), say("Choose one of those in the list."))


def _put(db: sqlite_utils.Database, number: int, pin: Pin, note: str, pack: str | None) -> None:
    offer = msgspec.json.encode(pin.offer).decode()
    need = msgspec.json.encode(pin.need).decode() if pin.need else None
    db.execute(
        "INSERT OR REPLACE INTO pins (shortlist, source_id, offer_id, offer, need, pinned_at, note, pack) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (number, *pin.offer.key, offer, need, pin.pinned_at.isoformat(), note, pack),
    )


_OFFER = msgspec.json.Decoder(Offer)
_NEED = msgspec.json.Decoder(ShoppingNeed)
_ARRANGEMENT = msgspec.json.Decoder(Arrangement)


def _pin(offer: str, pinned_at: str, need: str | None, note: str, pack: str | None) -> Pin:
    try:
        return Pin(
            # What was pinned before links were looked at, or while they were not, owns up all the same.
            offer=with_evidence(_OFFER.decode(offer)),
            pinned_at=datetime.fromisoformat(pinned_at),
            need=_NEED.decode(need) if need else None,
            note=note,
            pack=pack,
        )
    except msgspec.MsgspecError as error:
        raise StoreError(
            say("A pinned offer is damaged ({detail}).", detail=str(error)),
            say("Put back a copy of the database from the backups folder."),
        ) from error
