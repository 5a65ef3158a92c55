"""Reads ``conversations.json`` from ChatGPT's own data export: every conversation with its whole tree.

The file is a list; each conversation has a ``mapping`` of nodes (``parent``, ``message``) and ``current_node``, the end
of the path that was shown. Times are seconds since 1970.
"""

from __future__ import annotations

from typing import Any

import msgspec

from desktop_client.chat.foreign.tree import Node, Taken, conversation, moment
from desktop_client.chat.transfer import PortableConversation

NAME = "ChatGPT"


class _Author(msgspec.Struct):
    role: str


class _Content(msgspec.Struct):
    content_type: str = ""
    parts: list[Any] = []
    text: str | None = None


class _Message(msgspec.Struct):
    author: _Author
    content: _Content
    create_time: float | None = None
    metadata: dict[str, Any] = {}

    @property
    def is_hidden(self) -> bool:
        """Notes of the service to its model, which were never on the user's screen."""
        return self.metadata.get("is_visually_hidden_from_conversation") is True


class _Node(msgspec.Struct):
    parent: str | None = None
    message: _Message | None = None


class _Exported(msgspec.Struct):
    mapping: dict[str, _Node]
    title: str | None = None
    create_time: float | None = None
    update_time: float | None = None
    current_node: str | None = None


_EXPORTED = msgspec.json.Decoder(list[_Exported])


def looks_like(content: bytes) -> bool:
    """Whether this may be that file: a list of objects with a ``mapping``."""
    return content.lstrip().startswith(b"[") and b'"mapping"' in content


def read(content: bytes) -> Taken:
    """All conversations in the file that hold any text, in the file's order.

    Raises:
        msgspec.MsgspecError, ValueError, OverflowError, OSError, RecursionError: the file is damaged.
    """
    exported = _EXPORTED.decode(content)
    found = tuple(c for c in map(_conversation, exported) if c.messages)
    return Taken(found, sum(_left_out(node) for one in exported for node in one.mapping.values()))


def _conversation(exported: _Exported) -> PortableConversation:
    started = moment(exported.create_time)
    nodes = {key: _node(node) for key, node in exported.mapping.items()}
    updated = moment(exported.update_time, started)
    return conversation(nodes, exported.current_node, exported.title, started, updated)


def _node(node: _Node) -> Node:
    message = node.message
    if message is None or message.is_hidden:
        return Node(node.parent)
    time = None if message.create_time is None else moment(message.create_time)
    return Node(node.parent, message.author.role, _text(message.content), time)


def _text(content: _Content) -> str:
    return "\n".join(part for part in (*content.parts, content.text) if isinstance(part, str))


def _left_out(node: _Node) -> int:
    """Pictures and files among the parts, and whole messages of tools."""
    if node.message is None or node.message.is_hidden:
        return 0
    if node.message.author.role == "tool":
        return 1
    return sum(not isinstance(part, str) for part in node.message.content.parts)
