"""Joins the conversation list, transcript and composer with the chat room. Knows nothing of commerce."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from desktop_client.chat.archive import Archive
from desktop_client.chat.context import ContextFullError
from desktop_client.chat.conversation import (
    Conversation,
    Message,
    MessageState,
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
from desktop_client.ui.composer import Composer
from desktop_client.ui.provenance import footer, provenance_text
from desktop_client.ui.sidebar import Sidebar
from desktop_client.ui.toast import Toast
from desktop_client.ui.transcript.view import Entry, TranscriptView
from desktop_client.ui.translation import Interpreter
from desktop_client.ui.trash_dialog import TrashDialog

Write = Callable[[Sampling, Callable[[TurnEvent], None], threading.Event], Message]
"""Lets the engine write an answer, or more of one; blocks."""
ENGINE_POLL_S = 0.1
"""How often a question that waits for the model to load looks whether it was stopped."""


@dataclass(slots=True)
class _Running:
    """An answer that is being written, whether or not its conversation is on screen."""

    question: Message
    stop: threading.Event = field(default_factory=threading.Event)
    answer: Message | None = None
    pieces: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ChatParts:
    """The widgets that the controller fills and listens to."""

    sidebar: Sidebar
    transcript: TranscriptView
    composer: Composer
    toast: Toast


class ChatController(QObject):
    """Opens, sends, stops, regenerates, renames and throws away. All blocking work runs behind the bridge."""

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

    def __init__(
        self,
        archive: Archive,
        turns: Turns,
        sampling: Callable[[], Sampling],
        engine_ready: threading.Event,
        parts: ChatParts,
        bridge: Bridge,
        interpreter: Interpreter,
        today: Callable[[], date],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._archive, self._turns, self._sampling, self._engine_ready = archive, turns, sampling, engine_ready
        self._parts, self._bridge, self._interpreter, self._today = parts, bridge, interpreter, today
        self._open_id: int | None = None
        self._messages: tuple[Message, ...] = ()
        self._running: dict[int, _Running] = {}
        self._ask_below: int | Place | None = HEAD
        parts.sidebar.new_requested.connect(self.new_chat)
        parts.sidebar.opened.connect(self.open)
        parts.sidebar.renamed.connect(self._rename)
        parts.sidebar.trash_requested.connect(self._trash)
        parts.sidebar.trash_opened.connect(self._show_trash)
        parts.composer.stop_requested.connect(self.stop)
        parts.transcript.regenerate_requested.connect(self._regenerate)
        parts.transcript.continue_requested.connect(self._continue)
        parts.transcript.sibling_requested.connect(self._switch)
        parts.transcript.details_requested.connect(self._details)
        parts.transcript.edit_requested.connect(self._edit)

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
        self.refresh_list()
        self.new_chat()

    def new_chat(self) -> None:
        """Show an empty chat; it is stored with its first question."""
        self._open_id, self._messages = None, ()
        self._parts.sidebar.set_current(None)
        self._show()
        self.title_changed.emit(self.tr("New chat"))
        self.question_shown.emit(None)
        self._parts.composer.focus_box()

    def open(self, conversation_id: int) -> None:
        """Show a stored conversation."""

        def read() -> tuple[Conversation, tuple[Message, ...]]:
            return self._archive.conversation(conversation_id), self._archive.messages(conversation_id)

        self._bridge.run(read, self._opened, self._failed)

    def send(self, text: str) -> None:
        """Store the question, then answer it. The composer keeps the text until it is on disk."""
        ask = partial(self._turns.ask, self._open_id, text, self._ask_below)
        self._bridge.run(ask, self._asked, self._failed)

    def stop(self) -> None:
        """End the answer of the conversation on screen; what is there stays."""
        running = self._running.get(self._open_id) if self._open_id is not None else None
        if running is not None:
            running.stop.set()

    def stop_all(self) -> None:
        """End every answer; used when the window closes."""
        for running in self._running.values():
            running.stop.set()

    def refresh_list(self) -> None:
        """Read the list of conversations again."""
        self._bridge.run(self._archive.conversations, self._listed, self._failed)
        self._bridge.run(lambda: len(self._archive.trashed()), self._parts.sidebar.set_trash_count, self._failed)

    def show_question_again(self) -> None:
        """Tell what the newest question on screen is, as when the conversation was opened."""
        shown = (entry.message for entry in reversed(self._parts.transcript.entries()))
        self.question_shown.emit(next((m.text for m in shown if m.role is Role.USER), None))

    def path(self) -> tuple[Message, ...]:
        """The messages on screen: what a question sent now would follow."""
        return tuple(entry.message for entry in self._parts.transcript.entries())

    def answer_again(self, message_id: int) -> None:
        """Another answer to a question, or to the question of an answer."""
        self._regenerate(message_id)

    def edit(self, message_id: int) -> None:
        """Put a question back into the composer."""
        self._edit(message_id)

    def shorten(self, question: Message) -> None:
        """Answer a version of a question that fits; the whole one is kept beside it."""
        self._bridge.run(partial(self._turns.shorten, question, self._sampling()), self._shortened, self._failed)

    def message_text(self, message_id: int) -> str:
        """The text of a message on screen."""
        return next((m.text for m in self._messages if m.id == message_id), "")

    def _listed(self, conversations: Sequence[Conversation]) -> None:
        self._parts.sidebar.set_conversations(conversations, self._today())
        self._parts.sidebar.set_current(self._open_id)

    def _opened(self, what: tuple[Conversation, tuple[Message, ...]]) -> None:
        conversation, messages = what
        self._open_id, self._messages = conversation.id, messages
        self._parts.sidebar.set_current(conversation.id)
        self.title_changed.emit(conversation.title)
        self._show(conversation.head_id)
        self.show_question_again()

    def _show(self, head_id: int | None = None) -> None:
        self._ask_below = HEAD
        path = branch(self._messages, head_id)
        self._parts.transcript.set_entries([self._entry(message) for message in path])
        self._parts.transcript.scroll_to_end()
        self._show_busy()

    def _entry(self, message: Message) -> Entry:
        running = self._running.get(message.conversation_id)
        if running is not None and running.answer is not None and running.answer.id == message.id:
            message = _with_text(message, "".join(running.pieces))
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
            self._open_id = question.conversation_id
            self._messages = (*self._messages, question)
            self._parts.transcript.append_entry(self._entry(question))
            self._parts.transcript.scroll_to_end()
        self.refresh_list()
        self._refresh_title()
        self._answer(question, partial(self._turns.answer, question))

    def _refresh_title(self) -> None:
        conversation_id = self._open_id
        if conversation_id is not None:
            read = partial(self._archive.conversation, conversation_id)
            self._bridge.run(read, lambda c: self.title_changed.emit(c.title), self._failed)

    def _answer(self, question: Message, write: Write) -> None:
        running = _Running(question)
        self._running[question.conversation_id] = running
        sampling = self._sampling()

        def work() -> Message:
            def forward(event: TurnEvent) -> None:
                self._bridge.post(partial(self._heard, running, event))

            while not self._engine_ready.wait(ENGINE_POLL_S) and not running.stop.is_set():
                continue
            return write(sampling, forward, running.stop)

        self._bridge.run(work, lambda _: self._over(running), partial(self._answer_failed, running))
        self._show_busy()

    def _heard(self, running: _Running, event: TurnEvent) -> None:
        on_screen = self._open_id == running.question.conversation_id
        match event:
            case AnswerStarted(message=message):
                running.answer = message
                running.pieces = [message.text]
                if on_screen:
                    self._messages = (*self._messages, message)
                    self._show_branch_of(message)
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

    def _over(self, running: _Running) -> None:
        if self._running.get(running.question.conversation_id) is running:
            del self._running[running.question.conversation_id]
        self._show_busy()
        self.refresh_list()

    def _answer_failed(self, running: _Running, error: Exception) -> None:
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

    def _regenerate(self, message_id: int) -> None:
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

    def _edit(self, message_id: int) -> None:
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

    def _rename(self, conversation_id: int, title: str) -> None:
        def done(_: None) -> None:
            self.refresh_list()
            if conversation_id == self._open_id:
                self.title_changed.emit(title)

        self._bridge.run(partial(self._archive.rename, conversation_id, title), done, self._failed)

    def _trash(self, conversation_id: int) -> None:
        def done(_: None) -> None:
            if conversation_id == self._open_id:
                self.new_chat()
            self.refresh_list()
            restore = partial(self._restore, conversation_id)
            self._parts.toast.show_message(self.tr("The chat is in the trash for 30 days."), self.tr("Undo"), restore)

        if conversation_id in self._running:
            self._running[conversation_id].stop.set()
        self._bridge.run(partial(self._archive.trash, conversation_id), done, self._failed)

    def _show_trash(self) -> None:
        def show(conversations: Sequence[Conversation]) -> None:
            dialog = TrashDialog(conversations, self._parts.sidebar.window())
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.restore_requested.connect(self._restore)
            dialog.open()

        self._bridge.run(self._archive.trashed, show, self._failed)

    def _restore(self, conversation_id: int) -> None:
        def done(_: None) -> None:
            self.refresh_list()
            self.open(conversation_id)

        self._bridge.run(partial(self._archive.restore, conversation_id), done, self._failed)

    def _failed(self, error: Exception) -> None:
        self._parts.toast.show_message(self._interpreter.say_error(error))


def _with_text(message: Message, text: str) -> Message:
    if message.state is not MessageState.STREAMING or len(text) < len(message.text):
        return message
    return Message(
        message.id, message.conversation_id, message.parent_id, message.role, text, message.state, message.created_at
    )
