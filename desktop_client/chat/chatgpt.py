"""Reads ``conversations.json`` from ChatGPT's own data export: every conversation with its whole tree.

The file is a list; each conversation has a ``mapping`` of nodes (``parent``, ``message``) and ``current_node``, the end
of the path that was shown. Nodes that hold no text (hidden ones, tools, pictures) are left out and their children
hang on the nearest ancestor that is kept. Times are seconds since 1970.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from desktop_client.chat.conversation import MessageState
from desktop_client.chat.transfer import PortableConversation, PortableMessage, TransferError
from desktop_client.inference.engine import Role
from desktop_client.wording import say


class _Author(msgspec.Struct):
    role: str


class _Content(msgspec.Struct):
    content_type: str = ""
    parts: list[Any] = []


class _Message(msgspec.Struct):
    author: _Author
    content: _Content
    create_time: float | None = None


class _Node(msgspec.Struct):
    parent: str | None = None
    message: _Message | None = None


class _Exported(msgspec.Struct):
    mapping: dict[str, _Node]
    title: str | None = None
    create_time: float | None = None
    update_time: float | None = None
    current_node: str | None = None


def is_chatgpt(content: bytes) -> bool:
    """Whether this looks like that file: a list of objects with a ``mapping``, not one object."""
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[") and b'"mapping"' in content


def from_chatgpt(content: bytes) -> tuple[PortableConversation, ...]:
    """All conversations in the file that hold any text, in the file's order.

    Raises:
        TransferError: the file is damaged, or a node's ancestors go round in a circle.
    """
    try:
        exported = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"), type=list[_Exported])
        return tuple(c for c in map(_conversation, exported) if c.messages)
    except (msgspec.MsgspecError, ValueError, OverflowError, OSError, RecursionError) as error:
        raise TransferError(
            say("The export of ChatGPT is damaged ({detail}).", detail=str(error)),
            say("Unpack conversations.json from the download again."),
        ) from error


def _conversation(exported: _Exported) -> PortableConversation:
    started = _time(exported.create_time, datetime.fromtimestamp(0, UTC))
    position: dict[str, int | None] = {}
    messages: list[PortableMessage] = []
    for start in exported.mapping:
        for key in _unplaced_path(exported.mapping, start, position):
            node = exported.mapping[key]
            parent = position.get(node.parent) if node.parent else None
            message = node.message and _message(node.message, parent, started)
            position[key] = len(messages) if message else parent
            if message:
                messages.append(message)
    return PortableConversation(
        format="sidelight-conversation",
        version=1,
        title=(exported.title or "").strip() or "ChatGPT",
        created_at=started,
        updated_at=_time(exported.update_time, started),
        head=position.get(exported.current_node or "", len(messages) - 1),
        messages=tuple(messages),
    )


def _unplaced_path(mapping: Mapping[str, _Node], start: str, placed: Mapping[str, object]) -> list[str]:
    """``start`` and those of its ancestors that have no place yet, oldest first."""
    path: dict[str, None] = {}
    at: str | None = start
    while at is not None and at in mapping and at not in placed:
        if at in path:
            raise ValueError(f"circle at {at}")
        path[at] = None
        at = mapping[at].parent
    return list(reversed(path))


def _message(message: _Message, parent: int | None, otherwise: datetime) -> PortableMessage | None:
    text = "\n".join(part for part in message.content.parts if isinstance(part, str))
    if message.author.role not in set(Role) or not text.strip():
        return None
    return PortableMessage(
        parent=parent,
        role=Role(message.author.role),
        text=text,
        state=MessageState.COMPLETE,
        created_at=_time(message.create_time, otherwise),
        provenance=None,
        note="",
    )


def _time(seconds: float | None, otherwise: datetime) -> datetime:
    return otherwise if seconds is None else datetime.fromtimestamp(seconds, UTC)
