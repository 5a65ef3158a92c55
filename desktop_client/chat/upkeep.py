"""What keeps conversations safe for years: backups, checks, and bringing back what is gone. The store implements it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from desktop_client.wording import Sentence


@dataclass(frozen=True, slots=True)
class Copy:
    """A finished backup: the schema's version in it, when it was made (UTC) and how many bytes it has."""

    path: Path
    schema_version: int
    made_at: datetime
    size: int


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was written. ``repairable`` faults are mended without losing anything."""

    text: Sentence
    repairable: bool = False


@dataclass(frozen=True, slots=True)
class Restored:
    """What a backup brought back: conversations that were gone, messages in conversations that were not, and things of
    other kinds that the user had kept, such as pins and alerts.
    """

    conversations: int
    messages: int
    others: int = 0


class Upkeep(Protocol):
    """Every call blocks until it is done; answers go on being saved meanwhile.

    All raise :class:`~desktop_client.errors.SidelightError` when the disk says no.
    """

    def copies(self) -> Sequence[Copy]:
        """The backups there are, newest first."""
        ...

    def is_due(self) -> bool:
        """Whether it is time for another backup."""
        ...

    def back_up(self) -> Copy | None:
        """Keep a copy; None if the newest one is the same."""
        ...

    def delete(self, copy: Path) -> None:
        """Delete a backup for good."""
        ...

    def check(self) -> Sequence[Fault]:
        """What is wrong; empty if nothing is."""
        ...

    def repair(self) -> None:
        """Mend what can be mended without losing anything."""
        ...

    def restore(self, copy: Path) -> Restored:
        """Bring back from a copy what is no longer here; nothing that is here is changed."""
        ...
