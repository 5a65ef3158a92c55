"""What a conversation has its own way in: its instructions, and how its answers are drawn."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from desktop_client.inference.engine import Sampling


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """None is what holds for all chats; the names are those of :class:`Sampling`. An empty prompt is none at all."""

    system_prompt: str | None = None
    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    min_p: float | None = None
    repeat_penalty: float | None = None
    max_tokens: int | None = None

    def __bool__(self) -> bool:
        return self != ChatSettings()

    def prompt(self, usual: str) -> str:
        """The instructions for the model; ``usual`` are those of all chats."""
        return usual if self.system_prompt is None else self.system_prompt

    def sampling(self, usual: Sampling) -> Sampling:
        """How answers are drawn; ``usual`` is how in all chats."""
        own = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "system_prompt"}
        return replace(usual, **{name: value for name, value in own.items() if value is not None})


USUAL = ChatSettings()
"""Nothing its own way."""
