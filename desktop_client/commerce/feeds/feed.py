"""What reading a product feed yields: offers, rows that were left out with the reason, and the format's name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from desktop_client.commerce.offer import Offer
from desktop_client.errors import SidelightError
from desktop_client.wording import Sentence

MAX_LINE: Final = 4 * 1024 * 1024
"""The longest physical line that is read, in characters."""

MAX_CELL: Final = 1024 * 1024
"""The longest cell of a table, in characters."""

MAX_RECORD: Final = 4 * 1024 * 1024
"""The longest product of an XML or JSON feed, in bytes."""

MAX_PAGE: Final = 32 * 1024 * 1024
"""The longest web page or JSON-LD document, in bytes: these are read whole."""

MAX_DEPTH: Final = 48
"""How deep XML elements may be nested."""


class FeedRefusedError(SidelightError):
    """The file as a whole can't be read: unknown format, empty, unreadable."""


@dataclass(frozen=True, slots=True)
class FeedFormat:
    """A format as it was detected: a stable id for programs, a name for people."""

    id: str
    name: Sentence


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One offer, the bytes of the record that it was read from, and where that begins (lines count from 1).

    ``notes`` say what could not be taken over although the row is good, a price without a currency for instance.
    """

    offer: Offer
    raw: bytes
    line: int
    notes: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedError:
    """A record that was left out, where it begins, and why."""

    line: int
    why: Sentence


@dataclass(frozen=True, slots=True)
class FeedNote:
    """What could not be taken over of a record that was kept, and where that begins; line 0 is the file as a whole."""

    line: int
    what: Sentence


@dataclass(slots=True)
class Record:
    """A product as a format's reader hands it on: texts under the column names of Google's product data specification.

    ``shipping`` are (place, sum) pairs, place being a country and region or empty; ``details`` are further attributes
    under the feed's own names.
    """

    fields: dict[str, str]
    raw: bytes
    line: int
    shipping: list[tuple[str, str]] = field(default_factory=list)
    details: list[tuple[str, str]] = field(default_factory=list)
