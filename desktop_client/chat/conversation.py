"""Conversation and Message: a tree in which siblings are alternatives, and the path that is shown.

Nothing is ever overwritten: editing a question or asking for another answer adds a sibling. A conversation
remembers the message at the end of the path that is shown (its *head*).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop_client.chat.chat_settings import USUAL, ChatSettings
from desktop_client.inference.engine import Role, Sampling, Timing


class MessageState(StrEnum):
    """How a message stands. Only answers are ever anything but ``COMPLETE``."""

    COMPLETE = "complete"
    STREAMING = "streaming"
    STOPPED = "stopped"
    LENGTH = "length"
    INTERRUPTED = "interrupted"


ENDED_EARLY = frozenset({MessageState.STOPPED, MessageState.LENGTH, MessageState.INTERRUPTED})
"""States of an answer that might go on."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an answer came from: enough to ask for it again.

    ``build`` is the engine's program; the first ``continued_from`` characters were there before this request. What is
    ``by_hand`` the user made of such an answer: nothing can be asked for again, and a model's name may be empty.
    """

    model_name: str
    model_sha256: str
    template_sha256: str
    request_sha256: str
    sampling: Sampling
    timing: Timing | None
    build: str = ""
    continued_from: int = 0
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """One message in the tree. ``id`` orders messages; ``created_at`` (aware, UTC) is only shown."""

    id: int
    conversation_id: int
    parent_id: int | None
    role: Role
    text: str
    state: MessageState
    created_at: datetime
    provenance: Provenance | None = None
    note: str = ""
    """Why an interrupted answer was interrupted, in plain words."""

    @property
    def is_by_hand(self) -> bool:
        """Whether the user wrote it, as another version of an answer."""
        return self.provenance is not None and self.provenance.by_hand


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation's own fields; its messages are read apart."""

    id: int
    title: str
    created_at: datetime
    updated_at: datetime
    head_id: int | None
    folder: str = ""
    """The folder's name; empty outside of all folders."""
    pinned: bool = False
    settings: ChatSettings = USUAL
    apart: bool = False
    """Whether it stands apart: see ``chat.apart``."""


def is_temporary(row_id: int) -> bool:
    """Whether this is the id of a temporary conversation, or of a message in one, which nothing may keep."""
    return row_id < 0


def branch(messages: Iterable[Message], head_id: int | None) -> tuple[Message, ...]:
    """The path from the root to ``head_id``, oldest first; empty if there is no head."""
    by_id: Mapping[int, Message] = {m.id: m for m in messages}
    path: list[Message] = []
    at = head_id
    while at is not None:
        message = by_id[at]
        path.append(message)
        at = message.parent_id
    return tuple(reversed(path))


def places(messages: Iterable[Message]) -> Mapping[tuple[int | None, Role], Sequence[int]]:
    """The messages at each place in the tree, by parent and role, oldest first: which ones are alternatives."""
    found: dict[tuple[int | None, Role], list[int]] = {}
    for message in sorted(messages, key=lambda message: message.id):
        found.setdefault((message.parent_id, message.role), []).append(message.id)
    return found


def newest_leaf(messages: Sequence[Message], start_id: int) -> int:
    """The end of the newest path that leads through ``start_id``: what is shown after switching to an alternative."""
    children: dict[int, list[int]] = {}
    for m in messages:
        if m.parent_id is not None:
            children.setdefault(m.parent_id, []).append(m.id)
    at = start_id
    while at in children:
        at = max(children[at])
    return at


def tokens_with(path: Sequence[Message]) -> int:
    """Tokens of the model's context that a path took with its newest answer, by that one's own count; 0 if unknown."""
    newest = next((m for m in reversed(path) if m.role is Role.ASSISTANT), None)
    timing = newest.provenance.timing if newest is not None and newest.provenance is not None else None
    return timing.prompt_tokens + timing.tokens if timing is not None else 0


TITLE_CHARACTERS = 40


def title_from(text: str) -> str:
    """A title made from the first question: its first line, cut at a word or after 40 characters."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    line = " ".join(line.split())
    if len(line) <= TITLE_CHARACTERS:
        return line
    cut = line[:TITLE_CHARACTERS]
    space = cut.rfind(" ")
    return (cut[:space] if space > TITLE_CHARACTERS // 2 else cut).rstrip() + "…"
