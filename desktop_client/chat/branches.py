"""What can be done with a branch of a conversation besides writing on it: throw it away, bring it back, fork it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from desktop_client.chat.conversation import Conversation


@dataclass(frozen=True, slots=True)
class TrashedBranch:
    """A branch in the trash: the message that it begins with, and the conversation's end of path before."""

    conversation_id: int
    root_id: int
    head_before: int | None
    title: str = ""
    text: str = ""


class Branches(Protocol):
    """Branches on disk. Raises :class:`~desktop_client.errors.SidelightError` when the disk says no."""

    def trash(self, message_id: int, show: int | None = None) -> TrashedBranch:
        """Put a message and all below it in the trash, for 30 days. What is shown then is the path that ends in
        ``show``, where that is still there; else the alternative beside the message, if any.

        Raises:
            SidelightError: besides, an answer is being written there.
        """
        ...

    def restore(self, branch: TrashedBranch) -> None:
        """Take a branch out of the trash and show the path that was shown before."""
        ...

    def trashed(self) -> tuple[TrashedBranch, ...]:
        """The branches in the trash of conversations that are not in it themselves, last thrown away first."""
        ...

    def fork(self, message_id: int) -> Conversation:
        """A new conversation that holds the path down to a message. The old one stays as it is."""
        ...
