"""What all readers share: nodes that name their parents become messages in an order in which parents come first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from desktop_client.chat.conversation import MessageState, title_from
from desktop_client.chat.transfer import PortableConversation, PortableMessage
from desktop_client.inference.engine import Role

MILLISECONDS_FROM = 1e11
"""A time as large as this is in milliseconds: in seconds it would be the year 5138."""

BEGINNING = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class Taken:
    """Conversations that were read. ``left_out`` counts what they held besides text: pictures, calls of tools."""

    conversations: tuple[PortableConversation, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Node:
    """A place in a foreign tree. Without text it is left out, and its children hang on the nearest ancestor kept."""

    parent: str | None
    role: str = ""
    text: str = ""
    time: datetime | None = None

    @property
    def holds_text(self) -> bool:
        """Whether a message comes of it."""
        return self.role in set(Role) and bool(self.text.strip())


@dataclass(slots=True)
class _Placing:
    """Gives each node its message's position, or its nearest ancestor's."""

    nodes: Mapping[str, Node]
    started: datetime
    position: dict[str, int | None] = field(default_factory=dict)
    messages: list[PortableMessage] = field(default_factory=list)

    def place(self, start: str) -> None:
        for key in self._unplaced_path(start):
            node = self.nodes[key]
            parent = self.position.get(node.parent) if node.parent else None
            self.position[key] = len(self.messages) if node.holds_text else parent
            if node.holds_text:
                time = node.time or self.started
                self.messages.append(
                    PortableMessage(parent, Role(node.role), node.text, MessageState.COMPLETE, time, None, "")
                )

    def _unplaced_path(self, start: str) -> list[str]:
        """``start`` and those of its ancestors that have no place yet, oldest first."""
        path: dict[str, None] = {}
        at: str | None = start
        while at is not None and at in self.nodes and at not in self.position:
            if at in path:
                raise ValueError(f"circle at {at}")
            path[at] = None
            at = self.nodes[at].parent
        return list(reversed(path))


def conversation(
    nodes: Mapping[str, Node], head: str | None, title: str | None, started: datetime, updated: datetime
) -> PortableConversation:
    """The conversation that the nodes make. Without a known ``head`` the last message is the end of the shown path,
    without a ``title`` the first question gives it.

    Raises:
        ValueError: a node's ancestors go round in a circle.
    """
    placing = _Placing(nodes, started)
    for key in nodes:
        placing.place(key)
    last = len(placing.messages) - 1 if placing.messages else None
    return PortableConversation(
        format="sidelight-conversation",
        version=1,
        title=(title or "").strip() or _title_of(placing.messages),
        created_at=started,
        updated_at=updated,
        head=placing.position.get(head or "", last),
        messages=tuple(placing.messages),
    )


def _title_of(messages: Sequence[PortableMessage]) -> str:
    asked = (message.text for message in messages if message.role is Role.USER)
    return title_from(next(asked, messages[0].text if messages else ""))


def moment(number: float | None, otherwise: datetime = BEGINNING) -> datetime:
    """A time in seconds or milliseconds since 1970.

    Raises:
        ValueError, OverflowError, OSError: no calendar has it.
    """
    if number is None:
        return otherwise
    return datetime.fromtimestamp(number / 1000 if number >= MILLISECONDS_FROM else number, UTC)
