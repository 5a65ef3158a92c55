"""Conversations that stand apart: nothing that is said in them is handed to anybody but the model.

Chat doesn't ask why. The user begins one by hand; what is asked and answered there leads to nothing outside of it, and
a fork of it stands apart as well.
"""

from __future__ import annotations

from typing import Protocol


class Apart(Protocol):
    """Which conversations stand apart. The store implements it."""

    def set_apart(self, conversation_id: int) -> None:
        """Let a conversation stand apart from now on."""
        ...

    def is_apart(self, conversation_id: int) -> bool:
        """Whether it does."""
        ...
