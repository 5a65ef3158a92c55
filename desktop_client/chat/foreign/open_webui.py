"""Reads what Open WebUI's *Export chats* writes: a list of chats, each with its history as a tree.

Each entry has ``title``, ``created_at`` and ``updated_at`` (seconds since 1970) and ``chat.history``: ``messages`` by
id, each with ``parentId``, ``role``, ``content`` and ``timestamp``, and ``currentId``, the end of the shown path. A
chat that was exported alone is the same without the list, or the inner object by itself.
"""

from __future__ import annotations

from typing import Any

import msgspec

from desktop_client.chat.foreign.tree import Node, Taken, conversation, moment
from desktop_client.chat.transfer import PortableConversation

NAME = "Open WebUI"


class _Message(msgspec.Struct, rename="camel"):
    role: str = ""
    content: Any = ""
    parent_id: str | None = None
    timestamp: float | None = None
    files: list[Any] | None = None


class _History(msgspec.Struct, rename="camel"):
    messages: dict[str, _Message] = {}
    current_id: str | None = None


class _Chat(msgspec.Struct):
    history: _History
    title: str | None = None
    timestamp: float | None = None


class _Entry(msgspec.Struct):
    chat: _Chat
    title: str | None = None
    created_at: float | None = None
    updated_at: float | None = None


# Looked at now: msgspec's first look at a class in two threads at once ends the process.
msgspec.json.Decoder(_Chat)
msgspec.json.Decoder(_Entry)


def looks_like(content: bytes) -> bool:
    """Whether this may be such an export."""
    return b'"history"' in content and b'"currentId"' in content


def read(content: bytes) -> Taken:
    """All chats in the file that hold any text, in the file's order.

    Raises:
        msgspec.MsgspecError, ValueError, OverflowError, OSError, RecursionError: the file is damaged.
    """
    document = msgspec.json.decode(content)
    entries = [_entry(one) for one in (document if isinstance(document, list) else [document])]
    found = tuple(c for c in map(_conversation, entries) if c.messages)
    return Taken(found, sum(_left_out(m) for entry in entries for m in entry.chat.history.messages.values()))


def _entry(document: object) -> _Entry:
    if isinstance(document, dict) and "chat" not in document:
        return _Entry(msgspec.convert(document, _Chat))
    return msgspec.convert(document, _Entry)


def _conversation(entry: _Entry) -> PortableConversation:
    chat = entry.chat
    started = moment(entry.created_at if entry.created_at is not None else chat.timestamp)
    nodes = {key: _node(message) for key, message in chat.history.messages.items()}
    updated = moment(entry.updated_at, started)
    return conversation(nodes, chat.history.current_id, entry.title or chat.title, started, updated)


def _node(message: _Message) -> Node:
    time = None if message.timestamp is None else moment(message.timestamp)
    return Node(message.parent_id, message.role, _text(message.content), time)


def _text(content: Any) -> str:
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    return "\n".join(p["text"] for p in parts if isinstance(p, dict) and isinstance(p.get("text"), str))


def _left_out(message: _Message) -> int:
    parts = message.content if isinstance(message.content, list) else []
    return len(message.files or ()) + sum(not (isinstance(p, dict) and "text" in p) for p in parts)
