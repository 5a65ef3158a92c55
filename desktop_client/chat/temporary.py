"""Temporary chats: kept in memory beside the archive, and gone with the window.

Their ids are below zero. Whatever keeps things (drafts, the search, the record of suggestions, the engine's states)
goes by that: :func:`is_temporary`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from desktop_client.chat.archive import Archive
from desktop_client.chat.chat_settings import USUAL, ChatSettings
from desktop_client.chat.conversation import Conversation, Message, MessageState, Provenance, is_temporary
from desktop_client.errors import SidelightError
from desktop_client.inference.engine import Role
from desktop_client.wording import say

__all__ = ["WithTemporary", "is_temporary"]

FIRST_ID = -(1 << 30)
"""Ids grow from here: later messages have larger ones, as in the archive, and Qt's signals carry 32 bits."""


class WithTemporary:
    """An archive that has temporary conversations beside those of another one. Calls may come from any thread.

    ``clock`` tells the time as an aware datetime in UTC.
    """

    def __init__(self, archive: Archive, clock: Callable[[], datetime]) -> None:
        self._archive, self._clock = archive, clock
        self._lock = threading.RLock()
        self._conversations: dict[int, Conversation] = {}
        self._messages: dict[int, Message] = {}
        self._last = FIRST_ID

    @property
    def temporary_id(self) -> int | None:
        """The temporary conversation that there is."""
        return next(iter(self._conversations), None)

    def begin_temporary(self, title: str) -> Conversation:
        """A new, empty conversation that is never written anywhere; the one before is forgotten."""
        with self._lock:
            if self.temporary_id is not None:
                self.forget(self.temporary_id)
            now = self._clock()
            conversation = Conversation(self._next(), title, now, now, None)
            self._conversations[conversation.id] = conversation
            return conversation

    def forget(self, conversation_id: int) -> None:
        """Let go of a temporary conversation for good."""
        with self._lock:
            self._conversations.pop(conversation_id, None)
            self._messages = {k: m for k, m in self._messages.items() if m.conversation_id != conversation_id}

    # -- Archive ----------------------------------------------------------------------------------------------

    def conversations(self) -> tuple[Conversation, ...]:
        """All that are kept, last used first; temporary ones are in no list."""
        return self._archive.conversations()

    def conversation(self, conversation_id: int) -> Conversation:
        """One conversation."""
        if not is_temporary(conversation_id):
            return self._archive.conversation(conversation_id)
        with self._lock:
            return self._found(conversation_id)

    def messages(self, conversation_id: int) -> tuple[Message, ...]:
        """The whole tree, in the order in which the messages were made."""
        if not is_temporary(conversation_id):
            return self._archive.messages(conversation_id)
        with self._lock:
            return tuple(m for m in self._messages.values() if m.conversation_id == conversation_id)

    def create(self, title: str) -> Conversation:
        """A new, empty conversation that is kept."""
        return self._archive.create(title)

    def begin(self, title: str, question: str, settings: ChatSettings = USUAL) -> Message:
        """A new conversation that is kept, with its first question."""
        return self._archive.begin(title, question, settings)

    def set_settings(self, conversation_id: int, settings: ChatSettings) -> None:
        """What the conversation has its own way in from now on."""
        if not is_temporary(conversation_id):
            self._archive.set_settings(conversation_id, settings)
            return
        with self._lock:
            self._conversations[conversation_id] = replace(self._found(conversation_id), settings=settings)

    def rename(self, conversation_id: int, title: str) -> None:
        """Give a conversation another title."""
        if not is_temporary(conversation_id):
            self._archive.rename(conversation_id, title)
            return
        with self._lock:
            self._conversations[conversation_id] = replace(self._found(conversation_id), title=title)

    def trash(self, conversation_id: int) -> None:
        """Move a conversation to the trash; a temporary one is let go of for good."""
        if is_temporary(conversation_id):
            self.forget(conversation_id)
        else:
            self._archive.trash(conversation_id)

    def trashed(self) -> tuple[Conversation, ...]:
        """Conversations in the trash."""
        return self._archive.trashed()

    def restore(self, conversation_id: int) -> None:
        """Take a conversation out of the trash."""
        self._archive.restore(conversation_id)

    def add(
        self,
        conversation_id: int,
        parent_id: int | None,
        role: Role,
        text: str,
        state: MessageState,
        provenance: Provenance | None = None,
    ) -> Message:
        """Append a message below ``parent_id`` and make it the head."""
        if not is_temporary(conversation_id):
            return self._archive.add(conversation_id, parent_id, role, text, state, provenance)
        with self._lock:
            conversation = self._found(conversation_id)
            message = Message(self._next(), conversation_id, parent_id, role, text, state, self._clock(), provenance)
            self._messages[message.id] = message
            self._conversations[conversation_id] = replace(conversation, head_id=message.id)
            return message

    def save_text(self, message_id: int, text: str) -> None:
        """Replace the text of an answer that is being written."""
        if is_temporary(message_id):
            self._change(message_id, text=text)
        else:
            self._archive.save_text(message_id, text)

    def finish(
        self, message_id: int, text: str, state: MessageState, provenance: Provenance | None, note: str = ""
    ) -> Message:
        """The answer's last text and state."""
        if is_temporary(message_id):
            return self._change(message_id, text=text, state=state, provenance=provenance, note=note)
        return self._archive.finish(message_id, text, state, provenance, note)

    def select_head(self, conversation_id: int, message_id: int | None) -> None:
        """Show another path through the tree."""
        if not is_temporary(conversation_id):
            self._archive.select_head(conversation_id, message_id)
            return
        with self._lock:
            self._conversations[conversation_id] = replace(self._found(conversation_id), head_id=message_id)

    def mark_interrupted(self) -> int:
        """Turn answers left *streaming* by a crash into *interrupted*."""
        return self._archive.mark_interrupted()

    # ---------------------------------------------------------------------------------------------------------

    def _next(self) -> int:
        self._last += 1
        return self._last

    def _found(self, conversation_id: int) -> Conversation:
        conversation = self._conversations.get(conversation_id)
        if conversation is None:
            raise SidelightError(say("The temporary chat is over."), say("Begin a new one."))
        return conversation

    def _change(self, message_id: int, **changes: object) -> Message:
        with self._lock:
            message = self._messages.get(message_id)
            if message is None:
                raise SidelightError(say("The temporary chat is over."), say("Begin a new one."))
            self._messages[message_id] = replace(message, **changes)  # type: ignore[arg-type]
            return self._messages[message_id]
