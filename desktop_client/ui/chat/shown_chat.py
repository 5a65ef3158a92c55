"""ShownChat: the open chat as transcript and composer show it: the branch on screen, and what is written to it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from desktop_client.chat.conversation import Message, branch, tokens_with
from desktop_client.ui.chat.message_editing import MessageEditing
from desktop_client.ui.chat.open_chat import OpenChat
from desktop_client.ui.chat.parts import ChatParts
from desktop_client.ui.chat.running_answer import Running
from desktop_client.ui.transcript.view import Entry


class ShownChat(QObject):
    """``running`` are the answers that are being written, by the id of their conversation; others change it."""

    context_changed = Signal(int)
    """Tokens of the context that the branch takes, as far as its newest answer tells; 0 where none does."""
    messages_shown = Signal()
    """Other messages are in the transcript than before."""
    sent_elsewhere = Signal(object, str)
    """What was written for a chat, its id or None, is on the disk; another one is on screen by now."""

    def __init__(
        self, parts: ChatParts, running: Mapping[int, Running], editing: MessageEditing, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._parts, self._running, self._editing = parts, running, editing
        self.chat = OpenChat()
        self.head_before: int | None = None
        """The end of the path that was on screen before the one that is."""

    def accept(self, written_in: int | None, text: str, stored: Message) -> None:
        """What was written for a chat, its id or None, is on the disk: take it away where it was written."""
        if self.chat.id == written_in:
            self._parts.composer.accept()
        else:
            self._editing.is_over(stored.conversation_id)
            self.sent_elsewhere.emit(written_in, text)

    def show(self, head_id: int | None = None, still: int | None = None) -> None:
        """Show a branch at its end or, where it is given, with the row ``still`` where it is."""
        path, before = branch(self.chat.messages, head_id), self._parts.transcript.entries()
        self.head_before = before[-1].message.id if before else None
        self._editing.follow(self.chat.id, path)
        self._parts.transcript.set_entries([self._entry(message) for message in path], still)
        if still is None:
            self._parts.transcript.scroll_to_end()
        self.show_busy()
        self.context_changed.emit(tokens_with(path))
        self.messages_shown.emit()

    def _entry(self, message: Message) -> Entry:
        return self.chat.entry(message, self._running.get(message.conversation_id))

    def show_busy(self) -> None:
        """Show where answers are being written."""
        busy = self.chat.id in self._running
        self._parts.composer.set_busy(busy)
        self._parts.transcript.set_busy(busy)
        self._parts.sidebar.set_busy(self._running)

    def say_what_is_left_out(self, left_out: Sequence[int]) -> None:
        """Mark where what the model has read begins; ``left_out`` are the ids of messages that it has not."""
        turns, first_in = self.chat.left_out(set(left_out), self.path())
        one, many = (
            self.tr("1 earlier turn is not in the context"),
            self.tr("{turns} earlier turns are not in the context"),
        )
        text = one if turns == 1 else many.format(turns=turns)
        self._parts.transcript.set_note(first_in, text if turns else "")

    def show_branch_of(self, answer: Message) -> None:
        """A first answer is appended; another answer to the same question takes the place of its sibling."""
        shown = self._parts.transcript.entries()
        if shown and shown[-1].message.id == answer.parent_id:
            self._parts.transcript.append_entry(self._entry(answer))
        else:
            self.show(answer.id)

    def append(self, message: Message) -> None:
        """Show the chat's newest message at the end."""
        self._parts.transcript.append_entry(self._entry(message))
        self._parts.transcript.scroll_to_end()

    def replace(self, message: Message) -> None:
        """Show a message of the chat in another state."""
        self.chat.replace(message)
        self._parts.transcript.replace_entry(self._entry(message))

    def note_at_end(self, question: Message, text: str) -> None:
        """A note under the last message, if the question's chat is on screen; empty takes it away."""
        if self.chat.id == question.conversation_id:
            self._parts.transcript.set_note(None, text)

    def show_again(self, message: Message | None) -> None:
        """What follows a message, or is being made to, shows at the message itself."""
        if message is not None and self.chat.id == message.conversation_id:
            self._parts.transcript.replace_entry(self._entry(message))

    def path(self) -> tuple[Message, ...]:
        """The messages on screen: what a question sent now would follow."""
        stored = {message.id: message for message in self.chat.messages}
        shown = (stored.get(entry.message.id, entry.message) for entry in self._parts.transcript.entries())
        edited = self._editing.message
        return tuple(itertools.takewhile(lambda message: edited is None or message.id != edited.id, shown))
