"""What the window asks of those who read and write conversations as files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from desktop_client.chat.transfer import Form, PortableConversation


@dataclass(frozen=True, slots=True)
class Incoming:
    """A conversation found in a file, and whether the very same one is here already."""

    conversation: PortableConversation
    present: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file holds: whose it is, its conversations, and how many pictures or calls of tools can't be taken."""

    client: str
    incoming: tuple[Incoming, ...]
    left_out: int


class TransferDesk(Protocol):
    """Every call blocks until it is done, and raises :class:`~desktop_client.errors.SidelightError` in words."""

    def look(self, path: Path) -> Preview:
        """Read a file, or a folder of threads. Nothing is taken in."""
        ...

    def take(self, conversation: PortableConversation) -> None:
        """Take one conversation in, beside what is there."""
        ...

    def content(self, conversation_id: int, form: Form) -> bytes:
        """A conversation as the bytes of a file."""
        ...
