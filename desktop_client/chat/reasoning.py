"""An answer and what the model thought before it, kept apart: the reasoning is folded away until somebody opens it."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_client.chat.conversation import Message
from desktop_client.inference.engine import Role

_OPENS, _CLOSES = "<think>", "</think>"
_LONGEST_INDENT = 16


@dataclass(frozen=True, slots=True)
class Parted:
    """``reasoning`` is None where there is none; ``thinking`` while it is not over, the answer is empty then."""

    reasoning: str | None
    answer: str
    thinking: bool = False

    def shown(self, *, unfolded: bool) -> str:
        """The Markdown that is shown: the answer, below its reasoning as a quotation if that is unfolded."""
        if not unfolded or not self.reasoning:
            return self.answer
        quoted = "\n".join(f"> {line}".rstrip() for line in self.reasoning.split("\n"))
        return f"{quoted}\n\n{self.answer}" if self.answer else quoted


def answer_of(message: Message) -> str:
    """A message's text without the reasoning before it."""
    return message.text if message.role is Role.USER else part(message.text).answer


def part(text: str) -> Parted:
    """Part an answer as the model wrote it. Only what stands at its very beginning is reasoning."""
    begins = len(text[:_LONGEST_INDENT]) - len(text[:_LONGEST_INDENT].lstrip())
    if not text.startswith(_OPENS, begins):
        return Parted(None, text)
    start = begins + len(_OPENS)
    end = text.find(_CLOSES, start)
    if end < 0:
        return Parted(text[start:].strip(), "", thinking=True)
    return Parted(text[start:end].strip(), text[end + len(_CLOSES) :].lstrip())
