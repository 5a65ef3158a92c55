"""The conversation on screen: which it is, its tree, and how a message of it is shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from desktop_client.chat.archive import Archive
from desktop_client.chat.chat_settings import USUAL, ChatSettings
from desktop_client.chat.conversation import Conversation, Message, branch, is_temporary, newest_leaf, places
from desktop_client.inference.engine import Role
from desktop_client.ui.chat.provenance import footer
from desktop_client.ui.chat.running_answer import Running
from desktop_client.ui.chat.shown_question import shown_text
from desktop_client.ui.transcript.view import Entry


@dataclass(slots=True)
class OpenChat:
    """``id`` is None for a chat that isn't stored yet."""

    id: int | None = None
    messages: tuple[Message, ...] = ()
    settings: ChatSettings = USUAL
    _places: Mapping[tuple[int | None, Role], Sequence[int]] | None = None
    """The messages at each place in the tree; None after a change, until somebody asks."""

    @property
    def is_temporary(self) -> bool:
        """Whether it is one that nothing may keep."""
        return self.id is not None and is_temporary(self.id)

    def find(self, message_id: int | None) -> Message | None:
        """A message of the tree."""
        return next((m for m in self.messages if m.id == message_id), None)

    def add(self, message: Message) -> None:
        """Another message, the newest."""
        self.messages = (*self.messages, message)
        self._places = None

    def replace(self, message: Message) -> None:
        """Another state of a message."""
        self.messages = tuple(message if m.id == message.id else m for m in self.messages)

    def has_alternatives(self, message: Message) -> bool:
        """Whether others stand beside it."""
        return len(self._beside(message)) > 1

    def _beside(self, message: Message) -> Sequence[int]:
        """The alternatives at a message's place, itself among them, oldest first."""
        return self._at(message.parent_id, message.role)

    def _at(self, parent_id: int | None, role: Role) -> Sequence[int]:
        if self._places is None:
            self._places = places(self.messages)
        return self._places.get((parent_id, role), ())

    def _is_unanswered(self, message: Message) -> bool:
        return message.role is Role.USER and not any(self._at(message.id, role) for role in Role)

    def question_of(self, message_id: int) -> Message | None:
        """The question that a message answers, or the message itself if it is a question."""
        message = self.find(message_id)
        if message is None or message.role is not Role.ASSISTANT:
            return message
        return self.find(message.parent_id)

    def head_beside(self, message_id: int, step: int) -> int | None:
        """The end of the newest path through the alternative ``step`` places on, if there is one."""
        message = self.find(message_id)
        if message is None:
            return None
        same = self._beside(message)
        place = same.index(message_id) + step
        return newest_leaf(self.messages, same[place]) if 0 <= place < len(same) else None

    def left_out(self, ids: Collection[int], path: Sequence[Message]) -> tuple[int, int | None]:
        """How many turns are not in the context, and the first message of the path on screen that is."""
        turns = sum(1 for message in self.messages if message.id in ids and message.role is Role.USER)
        return turns, next((message.id for message in path if message.id not in ids), None)

    def entry(self, message: Message, running: Running | None) -> Entry:
        """A message as the transcript shows it, with the text that has come so far."""
        if running is not None and running.answer is not None and running.answer.id == message.id:
            message = running.grown(message)
        if message.role is Role.USER:
            message = replace(message, text=shown_text(message.text))
        same = self._beside(message)
        place = same.index(message.id) + 1 if message.id in same else 1
        unanswered = running is None and self._is_unanswered(message)
        return Entry(message, place, len(same), footer(message), unanswered=unanswered)


def read_chat(archive: Archive, conversation_id: int) -> tuple[Conversation, tuple[Message, ...]]:
    """A conversation and its tree; blocks."""
    return archive.conversation(conversation_id), tuple(archive.messages(conversation_id))


def read_chat_at(archive: Archive, conversation_id: int, message_id: int) -> tuple[Conversation, tuple[Message, ...]]:
    """The same, with the branch chosen on which a message is; blocks."""
    conversation, messages = read_chat(archive, conversation_id)
    if all(message.id != message_id for message in branch(messages, conversation.head_id)):
        archive.select_head(conversation_id, newest_leaf(messages, message_id))
        conversation = archive.conversation(conversation_id)
    return conversation, messages
