"""An answer that is being written, as the window keeps it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace

from desktop_client.chat.conversation import Message, MessageState

MOST_PATIENCE_S = 30.0
"""So long an engine that was told to stop is waited for."""


@dataclass(slots=True)
class Running:
    """An answer that is being written, whether or not its conversation is on screen."""

    question: Message
    stop: threading.Event = field(default_factory=threading.Event)
    answer: Message | None = None
    pieces: list[str] = field(default_factory=list)
    saved: threading.Event = field(default_factory=threading.Event)
    """Set when nothing more is written to the disk."""

    def wait_until_saved(self) -> None:
        """Wait, in a worker, until the answer is on the disk."""
        self.saved.wait(MOST_PATIENCE_S)

    def grown(self, message: Message) -> Message:
        """The message with the text that has come, where the one that was read from the disk has less."""
        text = "".join(self.pieces)
        if message.state is not MessageState.STREAMING or len(text) < len(message.text):
            return message
        return replace(message, text=text)
