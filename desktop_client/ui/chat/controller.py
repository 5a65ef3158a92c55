"""Joins the conversation list, transcript and composer with the chat room. Knows nothing of commerce."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop_client.chat.attachment import spoken
from desktop_client.chat.context import ContextFullError
from desktop_client.chat.conversation import Conversation, Message, title_from, tokens_with
from desktop_client.chat.temporary import WithTemporary
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
from desktop_client.ui.bridge import Bridge, Newest, OneAtATime
from desktop_client.ui.chat.message_editing import MessageEditing
from desktop_client.ui.chat.open_chat import OpenChat, read_chat, read_chat_at
from desktop_client.ui.chat.parts import ChatParts
from desktop_client.ui.chat.running_answer import Running, Write
from desktop_client.ui.chat.shown_chat import ShownChat
from desktop_client.ui.sidebar.controller import ChatListController
from desktop_client.ui.transcript.words import words


class ChatController(QObject):
    """Opens, sends, stops and regenerates. All blocking work runs behind the bridge."""

    opened = Signal(object)
    """Another conversation is on screen: its id, or None for one that has none yet."""
    begun = Signal(int)
    """The chat on screen, which had no conversation, has this one now."""
    title_changed = Signal(str)
    question_shown = Signal(object)
    """The text of the newest question on screen when a conversation is opened; None where there is none."""
    context_changed = Signal(int)
    """Tokens of the context that the chat on screen takes, as far as its newest answer tells; 0 where none does."""
    sent_elsewhere = Signal(object, str)
    answered = Signal(object)
    """An answer in its last state, wherever it was written."""

    failed = Signal(object)
    too_long = Signal(object, object)
    """A question on screen that does not fit the model, and the error that says by how much."""
    version_added = Signal(object, object)
    """A message was put beside another, an edited question or another answer; and the end of the path shown before."""
    messages_shown = Signal()
    """Other messages are in the transcript than before."""

    def __init__(
        self,
        archive: WithTemporary,
        turns: Turns,
        sampling: Callable[[], Sampling],
        engine_ready: threading.Event,
        parts: ChatParts,
        chat_list: ChatListController,
        bridge: Bridge,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._archive, self._turns, self._sampling, self._engine_ready = archive, turns, sampling, engine_ready
        self._parts, self._list, self._bridge = parts, chat_list, bridge
        self._openings, self._heads = Newest(bridge), OneAtATime(bridge)
        self._opening: int | None = None
        self._running: dict[int, Running] = {}
        self._editing = MessageEditing(parts.composer, parts.toast, self)
        self._shown = ShownChat(parts, self._running, self._editing, self)
        self._shown.context_changed.connect(self.context_changed)
        self._shown.messages_shown.connect(self.messages_shown)
        self._shown.sent_elsewhere.connect(self.sent_elsewhere)
        parts.sidebar.new_requested.connect(self.new_chat)
        parts.sidebar.temporary_requested.connect(self.open_temporary)
        parts.sidebar.opened.connect(self.open)
        chat_list.renamed.connect(self._renamed)
        chat_list.leaving.connect(self.settle)
        chat_list.left.connect(self._left)
        chat_list.restored.connect(self.open)
        parts.composer.stop_requested.connect(self.stop)
        parts.transcript.regenerate_requested.connect(self.answer_again)
        parts.transcript.continue_requested.connect(self._continue)
        parts.transcript.sibling_requested.connect(self._switch)
        parts.transcript.edit_requested.connect(self.edit)
        parts.transcript.stop_requested.connect(self.stop)
        parts.sidebar.list.stop_requested.connect(self.settle)

    @property
    def _now(self) -> OpenChat:
        return self._shown.chat

    @property
    def open_id(self) -> int | None:
        """The conversation on screen; None for one that isn't stored yet."""
        return self._now.id

    @property
    def wanted_id(self) -> int | None:
        """The conversation that was asked for last: the one on its way to the screen, else the one there."""
        return self._opening if self._openings.awaited else self._now.id

    @property
    def is_temporary(self) -> bool:
        """Whether the chat on screen is one that nothing may keep."""
        return self._now.is_temporary

    @property
    def current(self) -> OpenChat:
        """The chat on screen."""
        return self._now

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
        self._openings.drop()
        self._shown.chat = OpenChat()
        self._list.set_open(None)
        self.opened.emit(None)
        self._shown.show()
        self.title_changed.emit(self.tr("New chat"))
        self.question_shown.emit(None)
        self._parts.composer.focus_box()

    def open_temporary(self) -> None:
        """Go back to the temporary chat; if it is on screen, or there is none, begin another one."""
        old = self._archive.temporary_id
        if old is not None and old != self._now.id:
            self.open(old)
            return
        if old is not None:
            self.settle(old)
        conversation = self._archive.begin_temporary(self.tr("Temporary chat"))
        self._opened((conversation, ()))
        self._parts.composer.focus_box()

    def open(self, conversation_id: int) -> None:
        """Show a stored conversation."""
        self._opening = conversation_id
        self._openings.run(partial(read_chat, self._archive, conversation_id), self._opened, self.failed.emit)

    def open_at(self, conversation_id: int, message_id: int, arrived: Callable[[], None]) -> None:
        """Show a message, on whatever branch it is, then call ``arrived``. The branch stays chosen."""

        def opened(what: tuple[Conversation, tuple[Message, ...]]) -> None:
            self._opened(what)
            arrived()

        self._opening = conversation_id
        self._openings.run(partial(read_chat_at, self._archive, conversation_id, message_id), opened, self.failed.emit)

    @property
    def edits_answer(self) -> bool:
        """Whether what is in the composer is an answer of the chat, to be saved and not to be asked."""
        return self._editing.answer is not None

    def edited_in(self, conversation_id: int | None) -> int | None:
        """The message of a conversation that what is being written in it is to be another version of."""
        return self._editing.edited_in(conversation_id)

    def edit_came_back(self, message_id: int) -> None:
        """What is in the composer again is to be another version of a message on screen, if that is still there."""
        message = self._now.find(message_id)
        if message is not None:
            self._editing.come_back(message, self.path())

    def save_answer(self, text: str) -> None:
        """Store what the user made of the answer in the composer, as another version of it."""
        answer = self._editing.answer
        if answer is None or text == answer.text:
            self._editing.leave()
        else:
            rewritten = partial(self._rewritten, text)
            self._bridge.run(partial(self._turns.rewrite, answer, text), rewritten, self.failed.emit)

    def _rewritten(self, text: str, answer: Message) -> None:
        self._shown.accept(answer.conversation_id, text, answer)
        if self._now.id == answer.conversation_id:
            edited = self._editing.message
            row = self._parts.transcript.flow.row_of(edited.id) if edited is not None else None
            self._editing.end()
            self._now.add(answer)
            self._shown.show(answer.id, row)
            self._tell_version(answer)
        self._list.refresh()

    def send(self, text: str) -> None:
        """Store the question, then answer it. The composer keeps the text until it is on disk."""
        edited = self._editing.message
        below: int | Place | None = HEAD if edited is None else edited.parent_id
        ask = partial(self._turns.ask, self._now.id, text, below, self._now.settings)
        self._bridge.run(ask, partial(self._asked, self._now, self._now.id, text), self.failed.emit)

    def begin(self, text: str, title: str, mark: Callable[[int], None]) -> None:
        """A new chat with a question and a title of its own. ``mark`` is told its id, in a worker thread, before
        anybody else is. What is being written in the composer is not touched.
        """

        def ask() -> Message:
            question = self._turns.ask(None, text)
            mark(question.conversation_id)
            self._archive.rename(question.conversation_id, title)
            return question

        def asked(question: Message) -> None:
            self._begun(chat, question)
            if self._now.id == question.conversation_id:
                self.title_changed.emit(title)

        self.new_chat()
        chat = self._now
        self._bridge.run(ask, asked, self.failed.emit)

    def stop(self) -> None:
        """End the answer of the conversation on screen; what is there stays."""
        self.settle(self._now.id)

    def settle(self, conversation_id: int | None) -> Callable[[], object]:
        """Stop the answer of a conversation; the call that comes back waits, in a worker, until it is on disk."""
        running = self._running.get(conversation_id or 0)
        if running is None:
            return lambda: None
        running.stop.set()
        return running.wait_until_saved

    def stop_all(self) -> None:
        """End every answer; used when the window closes."""
        for running in self._running.values():
            running.stop.set()

    def show_question_again(self) -> None:
        """Tell what the newest question on screen is, as when the conversation was opened."""
        self.question_shown.emit(next((m.text for m in reversed(self.path()) if m.role is Role.USER), None))

    def path(self) -> tuple[Message, ...]:
        """The messages on screen: what a question sent now would follow."""
        return self._shown.path()

    def answer_version(self, make: Callable[[], Message]) -> None:
        """Answer the version of a question that ``make`` stores, in a worker; the one before is kept beside it."""
        self._bridge.run(make, self._version_made, self.failed.emit)

    def find(self, message_id: int) -> Message | None:
        """A message of the conversation on screen."""
        return self._now.find(message_id)

    def _opened(self, what: tuple[Conversation, tuple[Message, ...]]) -> None:
        self._openings.drop()
        conversation, messages = what
        self._shown.chat = OpenChat(conversation.id, messages, conversation.settings)
        self._list.set_open(conversation.id)
        self.opened.emit(conversation.id)
        self.title_changed.emit(conversation.title)
        self._shown.show(conversation.head_id)
        self.show_question_again()

    def _asked(self, chat: OpenChat, written_in: int | None, text: str, question: Message) -> None:
        self._shown.accept(written_in, text, question)
        self._begun(chat, question)

    def _begun(self, chat: OpenChat, question: Message) -> None:
        # Another chat may have been opened, or a new one begun, before the question was on the disk.
        on_screen = self._now is chat or self._now.id == question.conversation_id
        if on_screen:
            if self._now.id is None:
                self.begun.emit(question.conversation_id)
                self.title_changed.emit(title_from(spoken(question.text)))
            self._now.id = self._list.open_id = question.conversation_id
            self._now.add(question)
            if self._editing.message is not None:
                self._editing.end()
                self._shown.show(question.id)
            else:
                self._shown.show_again(self._now.find(question.parent_id))
                self._shown.append(question)
            self._tell_version(question)
        self._list.refresh()
        self._answer(question, partial(self._turns.answer, question))

    def _tell_version(self, message: Message) -> None:
        if self._now.has_alternatives(message) and not self.is_temporary:
            self.version_added.emit(message, self._shown.head_before)

    def _answer(self, question: Message, write: Write) -> None:
        self.settle(question.conversation_id)  # another answer was asked for while this question was being stored
        running = self._running[question.conversation_id] = Running(question)

        def forward(event: TurnEvent) -> None:
            self._bridge.post(partial(self._heard, running, event))

        work = partial(running.write, write, self._sampling(), forward, self._engine_ready)
        self._bridge.run(work, lambda _: self._over(running), partial(self._answer_failed, running))
        self._shown.show_again(question)
        self._shown.show_busy()
        if not self._engine_ready.is_set():
            self._shown.note_at_end(question, words().waiting)

    def _heard(self, running: Running, event: TurnEvent) -> None:
        on_screen = self._now.id == running.question.conversation_id
        match event:
            case AnswerStarted(message=message):
                running.answer = message
                running.pieces = [message.text]
                if on_screen:
                    self._now.add(message)
                    self._shown.show_branch_of(message)
                    self._tell_version(message)
                    self._shown.say_what_is_left_out(event.context.left_out_ids)
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
                    self._shown.replace(message)
                    self.context_changed.emit(tokens_with(self.path()))
                if error is not None:
                    self.failed.emit(error)

    def _over(self, running: Running) -> None:
        if self._running.get(running.question.conversation_id) is running:
            del self._running[running.question.conversation_id]
        if running.answer is None:
            self._shown.note_at_end(running.question, "")
        self._shown.show_again(running.question)
        self._shown.show_busy()
        self._list.refresh()

    def _answer_failed(self, running: Running, error: Exception) -> None:
        self._over(running)
        if isinstance(error, ContextFullError) and self._now.id == running.question.conversation_id:
            self.too_long.emit(running.question, error)
        else:
            self.failed.emit(error)

    def _version_made(self, question: Message) -> None:
        if self._now.id == question.conversation_id:
            self._now.add(question)
            self._shown.show(question.id)
        self._answer(question, partial(self._turns.answer, question))

    def answer_again(self, message_id: int) -> None:
        """Another answer to a question, or to the question of an answer."""
        question = self._now.question_of(message_id)
        if question is not None and question.conversation_id not in self._running:
            self._answer(question, partial(self._turns.answer, question))

    def _continue(self, message_id: int) -> None:
        answer, question = self._now.find(message_id), self._now.question_of(message_id)
        if answer is not None and question is not None and question.conversation_id not in self._running:
            self._answer(question, partial(self._turns.go_on, answer))

    def _switch(self, message_id: int, step: int) -> None:
        head, row = self._now.head_beside(message_id, step), self._parts.transcript.flow.row_of(message_id)
        conversation_id = self._now.id
        if head is None or conversation_id is None:
            return

        def show(_: None) -> None:
            if self._now.id == conversation_id:
                self._shown.show(head, row)

        self._heads.run(partial(self._archive.select_head, conversation_id, head), show, self.failed.emit)

    def edit(self, message_id: int) -> None:
        """Put a message back into the composer; sending or saving it adds a sibling, the old one stays."""
        message = self._now.find(message_id)
        if message is not None and message.conversation_id not in self._running:
            self._editing.begin(message)

    def _renamed(self, conversation_id: int, title: str) -> None:
        if conversation_id == self._now.id:
            self.title_changed.emit(title)

    def _left(self, conversation_id: int) -> None:
        if conversation_id == self.wanted_id:
            self.new_chat()
