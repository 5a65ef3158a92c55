"""The record: what was sent, what came back and what was shown, in a chain that can't be quietly changed (promise P17).

Each entry holds the hash of the one before it, so changing, taking out or slipping in an entry breaks the chain from
there on. The head, number and hash of the newest entry, is kept besides, so that cutting off the end shows too. Whoever
can write to the whole disk could forge a whole new chain; an exported copy, or a hash noted down elsewhere, shows that.

Keys, tokens and signatures are never in it: a request is recorded as it was shown (``Outgoing.shown``). The hash beside
it is over the bytes that were sent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import msgspec

from desktop_client.commerce.need import ShoppingNeed

BEGINNING = "0" * 64
"""Stands where the first entry has the hash of the one before it."""


class Kind(StrEnum):
    """What an entry says happened."""

    ASKED = "asked"
    CAME = "came"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request is about to be sent: written before its first byte. ``request`` is its text with secrets hidden."""

    source_id: str
    host: str
    purpose: str
    request: str
    request_sha256: str


@dataclass(frozen=True, slots=True)
class Came:
    """What came of the request in entry ``asked``: ``outcome`` is ``ok``, a fault, or ``cancelled``.

    ``sha256`` is over the body, None where it did not come whole; ``body_bytes`` had come by then.
    """

    asked: int
    outcome: str
    status: int | None = None
    body_bytes: int = 0
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class ListedRow:
    """One row as it was shown: which offer, from which raw record, with which commercial status."""

    rank: int
    source_id: str
    offer_id: str
    title: str
    price: str | None
    status: str
    raw_sha256: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A list that was shown: its need, the rule that ordered it, its rows, and what came of each source."""

    need: ShoppingNeed
    order: str
    rule_version: str
    rows: tuple[ListedRow, ...]
    sources: tuple[tuple[str, str, int], ...]
    cut: int


Event = Asked | Came | Listed
KINDS: dict[type[Asked] | type[Came] | type[Listed], Kind] = {
    Asked: Kind.ASKED,
    Came: Kind.CAME,
    Listed: Kind.LISTED,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the chain. ``content`` is the event as JSON with sorted keys; ``at`` is aware, UTC."""

    number: int
    at: datetime
    kind: Kind
    content: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """Where the chain ends: how many entries it has and the hash of the newest."""

    count: int = 0
    hash: str = BEGINNING


@dataclass(frozen=True, slots=True)
class Verdict:
    """What checking a chain came to: ``broken`` is the number of the first entry that is not as it was written.

    ``count`` entries were read. A chain whose end was cut off is broken at the entry that is missing.
    """

    count: int
    broken: int | None = None


def entry(head: Head, at: datetime, event: Event) -> Entry:
    """The entry that comes after ``head``."""
    content = msgspec.json.encode(event, order="sorted").decode()
    kind = KINDS[type(event)]
    number = head.count + 1
    return Entry(number, at, kind, content, head.hash, hash_of(number, at, kind, content, head.hash))


def hash_of(number: int, at: datetime, kind: Kind, content: str, previous: str) -> str:
    """SHA-256 over the five parts of an entry, each on a line of its own; JSON has no line ends in it."""
    whole = "\n".join((str(number), at.isoformat(), kind.value, previous, content))
    return hashlib.sha256(whole.encode()).hexdigest()


def event_of(found: Entry) -> Event:
    """The event that an entry holds.

    Raises:
        msgspec.MsgspecError: the content is not what its kind says.
    """
    kinds = {kind: event for event, kind in KINDS.items()}
    event: Event = msgspec.json.decode(found.content, type=kinds[found.kind])
    return event


def verify(entries: Iterable[Entry], head: Head) -> Verdict:
    """Check every link, oldest first, against its own hash, the one before it and, at the end, the head."""
    reached = Head()
    for found in entries:
        expected = hash_of(found.number, found.at, found.kind, found.content, found.previous)
        if (found.number, found.previous, found.hash) != (reached.count + 1, reached.hash, expected):
            return Verdict(reached.count, reached.count + 1)
        reached = Head(found.number, found.hash)
    return Verdict(reached.count, None if reached == head else min(reached.count, head.count) + 1)


class Record(Protocol):
    """The record on disk. The store implements it."""

    def add(self, event: Event) -> int:
        """Write an event and return its entry's number, once it is on disk.

        Raises:
            SidelightError: it can't be written; then what it was about must not happen.
        """
        ...


class RecordBook(Record, Protocol):
    """The whole record, for those who read it."""

    def count(self) -> int:
        """How many entries there are."""
        ...

    def entries(self, before: int | None = None, limit: int = ...) -> tuple[Entry, ...]:
        """Entries older than number ``before`` (the newest of all for None), newest first.

        Raises:
            SidelightError: it can't be read.
        """
        ...

    def verify(self) -> Verdict:
        """Check the whole chain."""
        ...

    def export(self, path: Path) -> None:
        """Write all of it to a file.

        Raises:
            SidelightError: the file can't be written.
        """
        ...

    def delete(self) -> None:
        """Delete all of it; the next entry begins a new chain.

        Raises:
            SidelightError: the disk says no.
        """
        ...
