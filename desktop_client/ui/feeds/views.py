"""What the dialog of feeds shows, in words: nothing here is read from a file or a store."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FeedRowView:
    """One feed on the shelf, and the file that it came from; ``stopped``: there is more in it."""

    name: str
    about: str
    path: Path
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class FileView:
    """A file before it is imported: what it is, what its first rows are, which of them can't be read, and what can't
    be taken over of others. ``currency`` is that of prices that name none, empty if nobody said; None where all do.
    """

    title: str
    about: tuple[str, ...]
    rows: tuple[str, ...]
    errors: tuple[str, ...]
    notes: tuple[str, ...] = ()
    goes_on: bool = False
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """What came of an import; ``can_undo`` where the feed is new."""

    text: str
    errors: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    can_undo: bool = False
