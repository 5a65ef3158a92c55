"""Reads Jan's threads: a folder each, with ``thread.json`` (title, times) and ``messages.jsonl``, a message a line.

The forms are those of Jan's specification of threads and messages: ``content`` is a list of parts, of which those of
type ``text`` have ``text.value``. Some versions wrote seconds since 1970, others milliseconds. There are no branches.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from desktop_client.chat.foreign.tree import Node, Taken, conversation, moment

NAME = "Jan"
MESSAGES = "messages.jsonl"
THREAD = "thread.json"


class _Message(msgspec.Struct):
    role: str = ""
    content: list[Any] = []
    created_at: float | None = None


class _Thread(msgspec.Struct):
    title: str | None = None
    summary: str | None = None
    created: float | None = None
    updated: float | None = None


_THREAD = msgspec.json.Decoder(_Thread)
_MESSAGE = msgspec.json.Decoder(_Message)


def folders(path: Path) -> tuple[Path, ...]:
    """The folders of threads at or right below ``path``, by name; none if it holds no threads."""
    candidates = [path, *sorted(path.iterdir())] if path.is_dir() else []
    return tuple(folder for folder in candidates if (folder / MESSAGES).is_file())


def read(messages: bytes, thread: bytes | None) -> Taken:
    """The conversation in a thread's two files; ``thread`` may be missing.

    Raises:
        msgspec.MsgspecError, ValueError, OverflowError, OSError: a file is damaged.
    """
    about = _THREAD.decode(thread) if thread else _Thread()
    lines = [_MESSAGE.decode(line) for line in messages.splitlines() if line.strip()]
    # Older versions put the newest first. The sort keeps the file's order where times are equal or missing.
    ordered = sorted(lines, key=lambda message: message.created_at or 0)
    started = moment(about.created if about.created is not None else _first_time(ordered))
    nodes = {str(at): _node(message, at) for at, message in enumerate(ordered)}
    found = conversation(nodes, None, about.title or about.summary, started, moment(about.updated, started))
    return Taken((found,) if found.messages else (), sum(map(_left_out, ordered)))


def _first_time(messages: list[_Message]) -> float | None:
    return messages[0].created_at if messages else None


def _node(message: _Message, at: int) -> Node:
    time = None if message.created_at is None else moment(message.created_at)
    texts = (_value(part) for part in message.content)
    return Node(str(at - 1) if at else None, message.role, "\n".join(text for text in texts if text), time)


def _value(part: Any) -> str | None:
    text = part.get("text") if isinstance(part, dict) else None
    value = text.get("value") if isinstance(text, dict) else None
    return value if isinstance(value, str) else None


def _left_out(message: _Message) -> int:
    return sum(_value(part) is None for part in message.content)
