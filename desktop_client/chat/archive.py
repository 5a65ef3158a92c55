"""What chat needs of a store. The store implements it with these types; every call returns after its commit."""

from __future__ import annotations

from typing import Protocol

from desktop_client.chat.chat_settings import USUAL, ChatSettings
from desktop_client.chat.conversation import Conversation, Message, MessageState, Provenance
from desktop_client.inference.engine import Role


class Archive(Protocol):
    """Conversations on disk. Raises :class:`~desktop_client.errors.SidelightError` when the disk says no."""

    def conversations(self) -> tuple[Conversation, ...]:
        """All that are not in the trash, last used first."""
        ...

    def conversation(self, conversation_id: int) -> Conversation:
        """One conversation; an error in words if there is none with this id."""
        ...

    def messages(self, conversation_id: int) -> tuple[Message, ...]:
        """The whole tree, ordered by id."""
        ...

    def create(self, title: str) -> Conversation:
        """A new, empty conversation."""
        ...

    def begin(self, title: str, question: str, settings: ChatSettings = USUAL) -> Message:
        """A new conversation with its first question as head, in one transaction; returns the question."""
        ...

    def set_settings(self, conversation_id: int, settings: ChatSettings) -> None:
        """What the conversation has its own way in from now on."""
        ...

    def rename(self, conversation_id: int, title: str) -> None:
        """Give a conversation another title."""
        ...

    def trash(self, conversation_id: int) -> None:
        """Move a conversation to the trash; it stays there for 30 days."""
        ...

    def trashed(self) -> tuple[Conversation, ...]:
        """Conversations in the trash, last thrown away first."""
        ...

    def restore(self, conversation_id: int) -> None:
        """Take a conversation out of the trash."""
        ...

    def add(
        self,
        conversation_id: int,
        parent_id: int | None,
        role: Role,
        text: str,
        state: MessageState,
        provenance: Provenance | None = None,
    ) -> Message:
        """Append a message below ``parent_id`` and make it the head, in one transaction."""
        ...

    def save_text(self, message_id: int, text: str) -> None:
        """Replace the text of an answer that is being written."""
        ...

    def finish(
        self, message_id: int, text: str, state: MessageState, provenance: Provenance | None, note: str = ""
    ) -> Message:
        """The answer's last text and state."""
        ...

    def select_head(self, conversation_id: int, message_id: int | None) -> None:
        """Show another path through the tree."""
        ...

    def mark_interrupted(self) -> int:
        """Turn answers left *streaming* by a crash into *interrupted*; returns how many. Called once at start."""
        ...
