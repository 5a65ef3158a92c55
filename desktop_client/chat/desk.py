"""What a person arranges around conversations: folders, pins, and what was typed and not sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from desktop_client.chat.branches import TrashedBranch


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed and not sent; ``edits`` is the message that it is to be another version of."""

    text: str = ""
    edits: int | None = None


NO_DRAFT = Draft()


class Desk(Protocol):
    """Raises :class:`~desktop_client.errors.SidelightError` when the disk says no."""

    def move(self, conversation_ids: Sequence[int], folder: str) -> None:
        """Put conversations in a folder; an empty name takes them out of theirs. A folder is there while it is used."""
        ...

    def move_each(self, folders: Mapping[int, str]) -> None:
        """Put each conversation in a folder of its own, all or none: the way back from a move."""
        ...

    def pin(self, conversation_ids: Sequence[int], *, pinned: bool) -> None:
        """Keep conversations at the top of the list, or no longer."""
        ...

    def trash(self, conversation_ids: Sequence[int]) -> None:
        """Move conversations to the trash, all or none."""
        ...

    def restore(self, conversation_ids: Sequence[int]) -> None:
        """Take conversations out of the trash, all or none."""
        ...

    def erase(self, conversation_ids: Sequence[int], branches: Sequence[TrashedBranch]) -> None:
        """Delete for good what is in the trash, before its 30 days are over; what is not in it stays."""
        ...

    def draft(self, conversation_id: int | None) -> Draft:
        """What was typed there and not sent; None is the chat that has no conversation yet."""
        ...

    def save_draft(self, conversation_id: int | None, text: str, edits: int | None = None) -> None:
        """Keep what was typed, and the message that it edits, if it does; an empty text lets go of it."""
        ...
