"""Reads a ``*.conversation.json`` of LM Studio, as it lies in its ``conversations`` folder.

Messages stand in a row; each has ``versions``, the alternatives at that place, and the row goes on from the one that is
``currentlySelected``. A version has its text in ``content``, or an answer in ``steps`` of which the content blocks are
text. Times are milliseconds since 1970. The format is not documented; it was taken from what public converters read.
"""

from __future__ import annotations

from typing import Any

import msgspec

from desktop_client.chat.foreign.tree import Node, Taken, conversation, moment

NAME = "LM Studio"
ENDING = ".conversation.json"
SYSTEM_PROMPT = "llm.prediction.systemPrompt"


class _Step(msgspec.Struct):
    type: str = ""
    content: Any = None


class _Version(msgspec.Struct):
    role: str = ""
    content: Any = None
    steps: list[_Step] = []


class _Message(msgspec.Struct, rename="camel"):
    versions: list[_Version]
    currently_selected: int = 0


class _Field(msgspec.Struct):
    key: str = ""
    value: Any = None


class _Config(msgspec.Struct):
    fields: list[_Field] = []


class _Kept(msgspec.Struct, rename="camel"):
    messages: list[_Message]
    name: str | None = None
    created_at: float | None = None
    system_prompt: str | None = None
    per_chat_prediction_config: _Config | None = None


_KEPT = msgspec.json.Decoder(_Kept)


def looks_like(content: bytes) -> bool:
    """Whether this may be such a file."""
    return b'"versions"' in content and b'"currentlySelected"' in content


def read(content: bytes) -> Taken:
    """The conversation in the file, or none where it holds no text.

    Raises:
        msgspec.MsgspecError, ValueError, OverflowError, OSError: the file is damaged.
    """
    kept = _KEPT.decode(content)
    started = moment(kept.created_at)
    nodes, head = _nodes(kept)
    found = conversation(nodes, head, kept.name, started, started)
    versions = [version for message in kept.messages for version in message.versions]
    return Taken((found,) if found.messages else (), sum(map(_left_out, versions)))


def _nodes(kept: _Kept) -> tuple[dict[str, Node], str | None]:
    """One node a version, named by its place, and the one at the end of the row."""
    nodes: dict[str, Node] = {}
    head: str | None = None
    if prompt := _system_prompt(kept):
        head = "system"
        nodes[head] = Node(None, "system", prompt)
    for row, message in enumerate(kept.messages):
        before = head
        for number, version in enumerate(message.versions):
            nodes[f"{row}.{number}"] = Node(before, version.role, _text(version))
        if message.versions:
            head = f"{row}.{min(max(message.currently_selected, 0), len(message.versions) - 1)}"
    return nodes, head


def _system_prompt(kept: _Kept) -> str:
    fields = kept.per_chat_prediction_config.fields if kept.per_chat_prediction_config else []
    values = [kept.system_prompt, *(field.value for field in fields if field.key == SYSTEM_PROMPT)]
    return next((value for value in values if isinstance(value, str) and value.strip()), "")


def _contents(version: _Version) -> list[Any]:
    steps = [step.content for step in version.steps if step.type == "contentBlock"]
    parts: list[Any] = []
    for content in (version.content, *steps):
        parts += content if isinstance(content, list) else [] if content is None else [content]
    return parts


def _part_text(part: Any) -> str | None:
    text = part.get("text") if isinstance(part, dict) and part.get("type") == "text" else part
    return text if isinstance(text, str) else None


def _text(version: _Version) -> str:
    texts = (_part_text(part) for part in _contents(version))
    return "\n".join(text for text in texts if text)


def _left_out(version: _Version) -> int:
    """Files among the parts. Steps without content (status, calls of tools) say nothing that was on the screen."""
    return sum(_part_text(part) is None for part in _contents(version))
