"""A conversation as a file: lossless JSON that comes back as it was, and Markdown and HTML to read.

In JSON messages are numbered from 0 in the order they were made, so that the file says nothing of the profile it came
from: exporting, importing into another profile and exporting again gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

import msgspec

from desktop_client.chat.chat_settings import ChatSettings
from desktop_client.chat.conversation import Conversation, Message, MessageState, Provenance, branch
from desktop_client.chat.page import to_html
from desktop_client.chat.speaker import BY_HAND, speaker
from desktop_client.errors import SidelightError
from desktop_client.inference.engine import Role
from desktop_client.wording import Language, Sentence, say
from desktop_client.wording.unreadable import unreadable_words

Moment: TypeAlias = Annotated[datetime, msgspec.Meta(tz=True)]


class Form(StrEnum):
    """What a conversation is written as; also the ending of the file's name."""

    JSON = "json"
    MARKDOWN = "md"
    HTML = "html"


class TransferError(SidelightError):
    """A file does not hold a conversation that can be taken in. Nothing was imported."""


class PortableMessage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A message whose ``parent`` is the position of an earlier one in the file, or None at a root."""

    parent: int | None
    role: Role
    text: str
    state: MessageState
    created_at: Moment
    provenance: Provenance | None
    note: str


class PortableConversation(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A conversation with all its branches; ``head`` is the position of the message at the end of the shown path."""

    format: Literal["sidelight-conversation"]
    version: Literal[1]
    title: str
    created_at: Moment
    updated_at: Moment
    head: int | None
    messages: tuple[PortableMessage, ...]
    settings: ChatSettings | None = None
    """What it has its own way in; left out where there is nothing."""
    folder: str = ""
    pinned: bool = False
    apart: bool = False
    """Whether it stands apart (``chat.apart``): wherever it is taken in, it does so there too."""


def portable(conversation: Conversation, messages: Sequence[Message]) -> PortableConversation:
    """The form that travels. An answer still being written travels as interrupted: nobody will finish that copy."""
    position = {message.id: at for at, message in enumerate(messages)}
    return PortableConversation(
        format="sidelight-conversation",
        version=1,
        title=conversation.title,
        created_at=conversation.created_at,
        updated_at=conversation.updated_at,
        head=None if conversation.head_id is None else position[conversation.head_id],
        messages=tuple(
            PortableMessage(
                parent=None if m.parent_id is None else position[m.parent_id],
                role=m.role,
                text=m.text,
                state=MessageState.INTERRUPTED if m.state is MessageState.STREAMING else m.state,
                created_at=m.created_at,
                provenance=m.provenance,
                note=m.note,
            )
            for m in messages
        ),
        settings=conversation.settings or None,
        folder=conversation.folder,
        pinned=conversation.pinned,
        apart=conversation.apart,
    )


def written(conversation: Conversation, messages: Sequence[Message], form: Form, language: Language) -> bytes:
    """The bytes of a file: JSON holds all branches, Markdown and HTML the shown path."""
    if form is Form.JSON:
        return to_json(portable(conversation, messages))
    write = to_markdown if form is Form.MARKDOWN else to_html
    return write(conversation, messages, language).encode()


def to_json(conversation: PortableConversation) -> bytes:
    """The file's bytes: UTF-8 JSON, indented by two, ending with a line break."""
    return msgspec.json.format(msgspec.json.encode(conversation), indent=2) + b"\n"


_CONVERSATION = msgspec.json.Decoder(PortableConversation)


def from_json(content: bytes) -> PortableConversation:
    """Read what :func:`to_json` wrote.

    Raises:
        TransferError: the file is damaged, foreign or newer, or its messages do not form a tree.
    """
    try:
        found = _CONVERSATION.decode(content)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise _refused(unreadable_words(error)) from error
    for at, message in enumerate(found.messages):
        if message.parent is not None and not 0 <= message.parent < at:
            raise _refused(f"$.messages[{at}].parent")
        if message.state is MessageState.STREAMING:
            raise _refused(f"$.messages[{at}].state")
    if found.head is not None and not 0 <= found.head < len(found.messages):
        raise _refused("$.head")
    if not found.title.strip():
        raise _refused("$.title")
    return found


def _refused(detail: Sentence | str) -> TransferError:
    return TransferError(
        say("The file is not a conversation exported by Sidelight, or it is damaged ({detail}).", detail=detail),
        say("Export it once more, and choose the new file."),
    )


def to_markdown(conversation: Conversation, messages: Sequence[Message], language: Language) -> str:
    """The shown path as Markdown; texts stand as they were written."""
    parts = [f"# {conversation.title}"]
    for message in branch(messages, conversation.head_id):
        parts.append(f"## {speaker(message, language)}\n\n{message.text}")
        if message.is_by_hand:
            parts.append(f"*{BY_HAND.in_language(language)}*")
    return "\n\n".join(parts) + "\n"
