"""Joins the conversation list, transcript and composer with the chat room. Knows nothing of commerce."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop_client.chat.archive import Archive
from desktop_client.chat.context import ContextFullError
from desktop_client.chat.conversation import (
    Conversation,
    Message,
    branch,
    newest_leaf,
    siblings,
)
from desktop_client.chat.turn import (
    HEAD,
    AnswerEnded,
    AnswerPiece,
    AnswerProgress,
    AnswerStarted,
    Place,
    TurnEvent,
    Turns,
)
from desktop_client.inference.engine import Role, Sampling
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.chat_list_controller import ChatListController
from desktop_client.ui.composer import Composer
from desktop_client.ui.provenance import footer, provenance_text
from desktop_client.ui.running_answer import Running
from desktop_client.ui.sidebar import Sidebar
from desktop_client.ui.toast import Toast
from desktop_client.ui.transcript.view import Entry, TranscriptView
from desktop_client.ui.translation import Interpreter

MOST_PATIENCE_S = 30.0
"""So long an engine that was told to stop is waited for."""
Write = Callable[[Sampling, Callable[[TurnEvent], None], threading.Event], Message]
"""Lets the engine write an answer, or more of one; blocks."""
ENGINE_POLL_S = 0.1
"""How often a question that waits for the model to load looks whether it was stopped."""


@dataclass(frozen=True, slots=True)
class ChatParts:
    """The widgets that the controller fills and listens to."""

    sidebar: Sidebar
    transcript: TranscriptView
    composer: Composer
    toast: Toast


class ChatController(QObject):
    """Opens, sends, stops and regenerates. All blocking work runs behind the bridge."""

    title_changed = Signal(str)
    question_shown = Signal(object)
    """The text of the newest question on screen when a conversation is opened; None where there is none."""
    details_requested = Signal(str)
    context_changed = Signal(int)
    """Tokens of the prompt that the newest answer was given."""
    answered = Signal(object)
    """An answer in its last state, wherever it was written."""

    too_long = Signal(object, object)
    """A question on screen that does not fit the model, and the error that says by how much."""
    version_added = Signal(object)
    """A message was put beside another: an edited question, or another answer."""
    messages_shown = Signal()
    """Other messages are in the transcript than before."""

    def __init__(
        self,
        archive: Archive,
        turns: Turns,
        sampling: Callable[[], Sampling],
        engine_ready: threading.Event,
        parts: ChatParts,
        chat_list: ChatListController,
        bridge: Bridge,
        interpreter: Interpreter,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._archive, self._turns, self._sampling, self._engine_ready = archive, turns, sampling, engine_ready
        self._parts, self._list, self._bridge, self._interpreter = parts, chat_list, bridge, interpreter
        self._open_id: int | None = None
        self._messages: tuple[Message, ...] = ()
        self._running: dict[int, Running] = {}
        self._ask_below: int | Place | None = HEAD
        parts.sidebar.new_requested.connect(self.new_chat)
        parts.sidebar.opened.connect(self.open)
        chat_list.renamed.connect(self._renamed)
        chat_list.leaving.connect(self.settle)
        chat_list.left.connect(self._left)
        chat_list.restored.connect(self.open)
        parts.composer.stop_requested.connect(self.stop)
        parts.transcript.regenerate_requested.connect(self.answer_again)
        parts.transcript.continue_requested.connect(self._continue)
        parts.transcript.sibling_requested.connect(self._switch)
        parts.transcript.details_requested.connect(self._details)
        parts.transcript.edit_requested.connect(self.edit)

    @property
    def open_id(self) -> int | None:
        """The conversation on screen; None for one that isn't stored yet."""
        return self._open_id

    @property
    def busy(self) -> bool:
        """Whether an answer is being written in any conversation."""
        return bool(self._running)

    def start(self) -> None:
        """Fill the list and show a new chat."""
        self._list.refresh()
        self.new_chat()

    def new_chat(self) -> None:
        """Show an empty chat; it is stored with its first question."""
        self._open_id, self._messages = None, ()
        self._list.set_open(None)
        self._show()
        self.title_changed.emit(self.tr("New chat"))
        self.question_shown.emit(None)
        self._parts.composer.focus_box()

    def open(self, conversation_id: int) -> None:
        """Show a stored conversation."""

        def read() -> tuple[Conversation, tuple[Message, ...]]:
            return self._archive.conversation(conversation_id), self._archive.messages(conversation_id)

        self._bridge.run(read, self._opened, self._failed)

    def open_at(self, conversation_id: int, message_id: int, arrived: Callable[[], None]) -> None:
        """Show a message, on whatever branch it is, then call ``arrived``. The branch stays chosen."""

        def read() -> tuple[Conversation, tuple[Message, ...]]:
            messages = self._archive.messages(conversation_id)
            conversation = self._archive.conversation(conversation_id)
            if all(m.id != message_id for m in branch(messages, conversation.head_id)):
                self._archive.select_head(conversation_id, newest_leaf(messages, message_id))
                conversation = self._archive.conversation(conversation_id)
            return conversation, messages

        def opened(what: tuple[Conversation, tuple[Message, ...]]) -> None:
            self._opened(what)
            arrived()

        self._bridge.run(read, opened, self._failed)

    def send(self, text: str) -> None:
        """Store the question, then answer it. The composer keeps the text until it is on disk."""
        ask = partial(self._turns.ask, self._open_id, text, self._ask_below)
        self._bridge.run(ask, self._asked, self._failed)

    def stop(self) -> None:
        """End the answer of the conversation on screen; what is there stays."""
        running = self._running.get(self._open_id) if self._open_id is not None else None
        if running is not None:
            running.stop.set()

    def settle(self, conversation_id: int) -> Callable[[], object]:
        """Stop the answer of a conversation; the call that comes back waits, in a worker, until it is on disk."""
        running = self._running.get(conversation_id)
        if running is None:
            return lambda: None
        running.stop.set()
        return lambda: bool(running.saved.wait(MOST_PATIENCE_S))

    def stop_all(self) -> None:
        """End every answer; used when the window closes."""
        for running in self._running.values():
            running.stop.set()

    def show_question_again(self) -> None:
        """Tell what the newest question on screen is, as when the conversation was opened."""
        shown = (entry.message for entry in reversed(self._parts.transcript.entries()))
        self.question_shown.emit(next((m.text for m in shown if m.role is Role.USER), None))

    def path(self) -> tuple[Message, ...]:
        """The messages on screen: what a question sent now would follow."""
        return tuple(entry.message for entry in self._parts.transcript.entries())

    def shorten(self, question: Message) -> None:
        """Answer a version of a question that fits; the whole one is kept beside it."""
        self._bridge.run(partial(self._turns.shorten, question, self._sampling()), self._shortened, self._failed)

    def message_text(self, message_id: int) -> str:
        """The text of a message on screen."""
        return next((m.text for m in self._messages if m.id == message_id), "")

    def _opened(self, what: tuple[Conversation, tuple[Message, ...]]) -> None:
        conversation, messages = what
        self._open_id, self._messages = conversation.id, messages
        self._list.set_open(conversation.id)
        self.title_changed.emit(conversation.title)
        self._show(conversation.head_id)
        self.show_question_again()

    def _show(self, head_id: int | None = None) -> None:
        self._ask_below = HEAD
        path = branch(self._messages, head_id)
        self._parts.transcript.set_entries([self._entry(message) for message in path])
        self._parts.transcript.scroll_to_end()
        self._show_busy()
        self.messages_shown.emit()

    def _entry(self, message: Message) -> Entry:
        running = self._running.get(message.conversation_id)
        if running is not None and running.answer is not None and running.answer.id == message.id:
            message = running.grown(message)
        same = siblings(self._messages, message)
        place = next((i for i, m in enumerate(same, 1) if m.id == message.id), 1)
        return Entry(message, place, len(same), footer(message))

    def _show_busy(self) -> None:
        busy = self._open_id in self._running
        self._parts.composer.set_busy(busy)
        self._parts.transcript.set_busy(busy)
        self._parts.sidebar.set_busy(self._running)

    def _asked(self, question: Message) -> None:
        on_screen = self._open_id is None or self._open_id == question.conversation_id
        self._ask_below = HEAD
        self._parts.composer.accept()
        if on_screen:
            self._open_id = self._list.open_id = question.conversation_id
            self._messages = (*self._messages, question)
            self._parts.transcript.append_entry(self._entry(question))
            self._parts.transcript.scroll_to_end()
            self._tell_version(question)
        self._list.refresh()
        self._refresh_title()
        self._answer(question, partial(self._turns.answer, question))

    def _tell_version(self, message: Message) -> None:
        if len(siblings(self._messages, message)) > 1:
            self.version_added.emit(message)

    def _refresh_title(self) -> None:
        conversation_id = self._open_id
        if conversation_id is not None:
            read = partial(self._archive.conversation, conversation_id)
            self._bridge.run(read, lambda c: self.title_changed.emit(c.title), self._failed)

    def _answer(self, question: Message, write: Write) -> None:
        running = Running(question)
        self._running[question.conversation_id] = running
        sampling = self._sampling()

        def work() -> Message:
            def forward(event: TurnEvent) -> None:
                self._bridge.post(partial(self._heard, running, event))

            while not self._engine_ready.wait(ENGINE_POLL_S) and not running.stop.is_set():
                continue
            try:
                return write(sampling, forward, running.stop)
            finally:
                running.saved.set()

        self._bridge.run(work, lambda _: self._over(running), partial(self._answer_failed, running))
        self._show_busy()

    def _heard(self, running: Running, event: TurnEvent) -> None:
        on_screen = self._open_id == running.question.conversation_id
        match event:
            case AnswerStarted(message=message):
                running.answer = message
                running.pieces = [message.text]
                if on_screen:
                    self._messages = (*self._messages, message)
                    self._show_branch_of(message)
                    self._tell_version(message)
                    self._say_what_is_left_out(event.context.left_out_ids)
                    self.context_changed.emit(event.context.tokens)
            case AnswerProgress(message_id=message_id, done=done, total=total) if on_screen:
                self._parts.transcript.set_progress(message_id, done, total)
            case AnswerPiece(message_id=message_id, text=text):
                running.pieces.append(text)
                if on_screen:
                    self._parts.transcript.append_text(message_id, text)
            case AnswerEnded(message=message, error=error):
                running.answer = message
                self.answered.emit(message)
                if on_screen:
                    self._replace(message)
                if error is not None:
                    self._failed(error)
            case _:
                return

    def _say_what_is_left_out(self, left_out: Sequence[int]) -> None:
        turns = sum(1 for m in self._messages if m.id in set(left_out) and m.role is Role.USER)
        shown = [entry.message.id for entry in self._parts.transcript.entries()]
        first_in = next((number for number in shown if number not in set(left_out)), None)
        text = self.tr("{turns} earlier turns are not in the context").format(turns=turns) if turns else ""
        self._parts.transcript.set_note(first_in, text)

    def _show_branch_of(self, answer: Message) -> None:
        """A first answer is appended; another answer to the same question takes the place of its sibling."""
        shown = self._parts.transcript.entries()
        if shown and shown[-1].message.id == answer.parent_id:
            self._parts.transcript.append_entry(self._entry(answer))
        else:
            self._show(answer.id)

    def _replace(self, message: Message) -> None:
        self._messages = tuple(message if m.id == message.id else m for m in self._messages)
        self._parts.transcript.replace_entry(self._entry(message))

    def _over(self, running: Running) -> None:
        if self._running.get(running.question.conversation_id) is running:
            del self._running[running.question.conversation_id]
        self._show_busy()
        self._list.refresh()

    def _answer_failed(self, running: Running, error: Exception) -> None:
        self._over(running)
        if isinstance(error, ContextFullError) and self._open_id == running.question.conversation_id:
            self.too_long.emit(running.question, error)
        else:
            self._failed(error)

    def _shortened(self, question: Message) -> None:
        if self._open_id == question.conversation_id:
            self._messages = (*self._messages, question)
            self._show(question.id)
        self._answer(question, partial(self._turns.answer, question))

    def answer_again(self, message_id: int) -> None:
        """Another answer to a question, or to the question of an answer."""
        message = next((m for m in self._messages if m.id == message_id), None)
        if message is None or message.conversation_id in self._running:
            return
        wanted = message.parent_id if message.role is Role.ASSISTANT else message.id
        question = next((m for m in self._messages if m.id == wanted), None)
        if question is not None:
            self._answer(question, partial(self._turns.answer, question))

    def _continue(self, message_id: int) -> None:
        answer = next((m for m in self._messages if m.id == message_id), None)
        if answer is None or answer.conversation_id in self._running:
            return
        question = next((m for m in self._messages if m.id == answer.parent_id), None)
        if question is not None:
            self._answer(question, partial(self._turns.go_on, answer))

    def _switch(self, message_id: int, step: int) -> None:
        message = next((m for m in self._messages if m.id == message_id), None)
        if message is None:
            return
        same = siblings(self._messages, message)
        place = next(i for i, m in enumerate(same) if m.id == message_id) + step
        if not 0 <= place < len(same):
            return
        head = newest_leaf(self._messages, same[place].id)
        select = partial(self._archive.select_head, message.conversation_id, head)
        self._bridge.run(select, lambda _: self._show(head), self._failed)

    def edit(self, message_id: int) -> None:
        """Put a question back into the composer; sending it adds a sibling, the old one stays."""
        message = next((m for m in self._messages if m.id == message_id), None)
        if message is None or message.conversation_id in self._running:
            return
        if self._parts.composer.text().strip():
            self._parts.toast.show_message(self.tr("Send or clear what you are writing first; then edit."))
            return
        self._parts.composer.set_text(message.text)
        self._parts.composer.focus_box()
        self._show(message.parent_id)
        self._ask_below = message.parent_id
        back = partial(self._leave_edit, message.conversation_id)
        self._parts.toast.show_message(
            self.tr("Sending adds another version; the one before is kept."), self.tr("Cancel"), back
        )

    def _leave_edit(self, conversation_id: int) -> None:
        self._parts.composer.set_text("")
        self.open(conversation_id)

    def _details(self, message_id: int) -> None:
        message = next((m for m in self._messages if m.id == message_id), None)
        if message is not None and message.provenance is not None:
            self.details_requested.emit(provenance_text(message.provenance))

    def _renamed(self, conversation_id: int, title: str) -> None:
        if conversation_id == self._open_id:
            self.title_changed.emit(title)

    def _left(self, conversation_id: int) -> None:
        if conversation_id == self._open_id:
            self.new_chat()

    def _failed(self, error: Exception) -> None:
        self._parts.toast.show_message(self._interpreter.say_error(error))
