"""An answer that is being written, as the window keeps it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from desktop_client.chat.conversation import Message, MessageState
from desktop_client.chat.turn import TurnEvent
from desktop_client.inference.engine import Sampling

Write = Callable[[Sampling, Callable[[TurnEvent], None], threading.Event], Message]
"""Lets the engine write an answer, or more of one; blocks."""

ENGINE_POLL_S = 0.1
"""How often a question that waits for the model to load looks whether it was stopped."""

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

    def write(
        self, write: Write, sampling: Sampling, forward: Callable[[TurnEvent], None], engine_ready: threading.Event
    ) -> Message:
        """Have it written, in a worker, once the model is loaded; returns the answer in its last state."""
        while not engine_ready.wait(ENGINE_POLL_S) and not self.stop.is_set():
            continue
        try:
            return write(sampling, forward, self.stop)
        finally:
            self.saved.set()

    def wait_until_saved(self) -> None:
        """Wait, in a worker, until the answer is on the disk."""
        self.saved.wait(MOST_PATIENCE_S)

    def grown(self, message: Message) -> Message:
        """The message with the text that has come, where the one that was read from the disk has less."""
        text = "".join(self.pieces)
        if message.state is not MessageState.STREAMING or len(text) < len(message.text):
            return message
        return replace(message, text=text)
