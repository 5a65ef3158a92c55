"""The record: what was sent, what came back and what was shown, in a chain that can't be quietly changed (promise P17).

Each entry holds the hash of the one before it, so changing, taking out or slipping in an entry breaks the chain from
there on. The head, number and hash of the newest entry, is kept besides, so that cutting off the end shows too. Whoever
can write to the whole disk could forge a whole new chain; an exported copy, or a hash noted down elsewhere, shows that.

Keys, tokens and signatures are never in it: a request is recorded as it was shown (``Outgoing.shown``). The hash beside
it is over the bytes that were sent. ``docs/record.md`` has the format for those who want to check it themselves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import msgspec

from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.ranking import DEFAULT_WEIGHTS, Weights

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
    """One row as it was shown: which offer, from which raw record, with which commercial status.

    ``group`` is the source that stands in a list of its own, None in the common list; ranks count within a group.
    ``total`` is None where a part of it is unknown, and ``known`` then what the known parts come to; ``stale``: the
    price was shown as past its term.
    """

    rank: int
    source_id: str
    offer_id: str
    title: str
    price: str | None
    status: str
    raw_sha256: str
    group: str | None = None
    total: str | None = None
    known: str | None = None
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A list that was shown, once every source had answered or left: its need, rule and rows, what came of each source.

    ``sources`` are ids with state and count of rows; ``blocked`` are classes of goods that are never shown, with how
    many there were. ``inputs_sha256`` is over all that the list was made from (``ListInputs``): an exported list that
    has the same is this one.
    """

    need: ShoppingNeed
    order: str
    rule_version: str
    rows: tuple[ListedRow, ...]
    sources: tuple[tuple[str, str, int], ...]
    cut: int
    weights: Weights = DEFAULT_WEIGHTS
    blocked: tuple[tuple[str, int], ...] = ()
    inputs_sha256: str = ""


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

    ``count`` entries before it are sound, and ``hash`` is that of the last of them. A chain whose end was cut off is
    broken at the entry that is missing.
    """

    count: int
    broken: int | None = None
    hash: str = BEGINNING


class NotAnEntryError(ValueError):
    """What should be an entry can't have been written as one."""


def entry(head: Head, at: datetime, event: Event) -> Entry:
    """The entry that comes after ``head``; ``at`` is aware."""
    content = msgspec.json.encode(event, order="sorted").decode()
    kind = KINDS[type(event)]
    number, at = head.count + 1, at.astimezone(UTC)
    return Entry(number, at, kind, content, head.hash, hash_of(number, at, kind, content, head.hash))


def entry_as_read(number: int, at: str, kind: str, content: str, previous: str, hash_: str) -> Entry:
    """An entry from its parts as they are kept.

    Raises:
        NotAnEntryError: time or kind are not written in the one way in which they are written here, so that a changed
            letter which means the same is a change too.
    """
    try:
        found = Entry(number, datetime.fromisoformat(at), Kind(kind), content, previous, hash_)
    except ValueError as error:
        raise NotAnEntryError(str(error)) from error
    if found.at.isoformat() != at:
        raise NotAnEntryError(at)
    return found


_EVENTS: Mapping[Kind, msgspec.json.Decoder[Event]] = {
    kind: msgspec.json.Decoder(event) for event, kind in KINDS.items()
}
"""Made at once, as every reader of a class is: msgspec's first look at one in two threads ends the process."""


def hash_of(number: int, at: datetime, kind: Kind, content: str, previous: str) -> str:
    """SHA-256 over the five parts of an entry, each on a line of its own; JSON has no line ends in it."""
    whole = "\n".join((str(number), at.isoformat(), kind.value, previous, content))
    return hashlib.sha256(whole.encode()).hexdigest()


def event_of(found: Entry) -> Event:
    """The event that an entry holds.

    Raises:
        msgspec.MsgspecError: the content is not what its kind says.
    """
    try:
        return _EVENTS[found.kind].decode(found.content)
    except RecursionError as error:
        raise msgspec.DecodeError("nested too deeply") from error


def verify(entries: Iterable[Entry], head: Head) -> Verdict:
    """Check every link, oldest first, against its own hash, the one before it and, at the end, the head.

    ``entries`` may raise ``NotAnEntryError`` at the entry that can't be read; the chain is broken there.
    """
    reached = Head()
    broken = None
    try:
        for found in entries:
            expected = hash_of(found.number, found.at, found.kind, found.content, found.previous)
            if (found.number, found.previous, found.hash) != (reached.count + 1, reached.hash, expected):
                broken = reached.count + 1
                break
            reached = Head(found.number, found.hash)
    except NotAnEntryError:
        broken = reached.count + 1
    if broken is None and reached != head:
        # As many as the head says, but another at the end: it stands in the place of the real one.
        same = reached.count == head.count
        broken = max(1, reached.count if same else min(reached.count, head.count) + 1)
    return Verdict(reached.count, broken, reached.hash)


class Record(Protocol):
    """The record on disk. The store implements it."""

    def add(self, event: Event) -> int:
        """Write an event and return its entry's number, once it is on disk.

        Raises:
            SidelightError: it can't be written; then what it was about must not happen.
        """
        ...


@dataclass(frozen=True, slots=True)
class Tally:
    """What the record has of one source: how many requests were sent to it, and when the last one (aware, UTC) was.

    ``outcome`` is what came of that, as ``Came`` says it; None where nothing is known of it. It is for the user to
    read: no order and no choice goes by it (P9).
    """

    requests: int
    last: datetime
    outcome: str | None = None


class RecordBook(Record, Protocol):
    """The whole record, for those who read it.

    It grows with every request and every list, and never shrinks but to nothing: taking out what is old would break
    the chain.
    """

    def count(self) -> int:
        """How many entries there are."""
        ...

    def size(self) -> int:
        """How much is kept, in bytes of text."""
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

    def export(self, path: Path) -> Head:
        """Write all of it to a file (``record_file``); returns where the chain ended then.

        Raises:
            SidelightError: the file can't be written.
        """
        ...

    def delete(self) -> int:
        """Delete all of it and return how many entries that were; the next entry begins a new chain.

        Raises:
            SidelightError: the disk says no.
        """
        ...
