"""How long the message is: counted while it is typed, and what to do when the model can't read it whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QLocale, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop_client.chat.context import ContextFullError
from desktop_client.chat.conversation import Message
from desktop_client.chat.turn import Turns, Weight
from desktop_client.inference.engine import ModelInfo, Sampling
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.chat.composer import Composer
from desktop_client.ui.chat.controller import ChatController
from desktop_client.ui.chat.too_long import Remedy, TooLongDialog
from desktop_client.ui.widgets import counted

COUNT_AFTER_MS = 200
"""So long after the last key the message is counted: nobody reads a number while typing."""


@dataclass(frozen=True, slots=True)
class LengthParts:
    """What the controller needs. ``raised`` says which context would give so much room, None where there is none;
    ``raise_context`` loads the model again with it, and blocks.
    """

    turns: Turns
    chat: ChatController
    composer: Composer
    sampling: Callable[[], Sampling]
    raised: Callable[[int], int | None]
    raise_context: Callable[[int], ModelInfo]


class LengthController(QObject):
    """Counts behind the bridge, one count at a time, with the model's own tokenizer; a newer text waits its turn."""

    failed = Signal(object)
    raised = Signal(object)
    """The model was loaded again with a longer context."""

    def __init__(self, parts: LengthParts, bridge: Bridge, window: QWidget) -> None:
        super().__init__(window)
        self._parts, self._bridge, self._window = parts, bridge, window
        self._counting = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(COUNT_AFTER_MS)
        self._timer.timeout.connect(self._count)
        parts.composer.text_changed.connect(self._text_changed)
        # What stands before the text counts as well: an answer has come to its end, another branch or chat is shown.
        parts.chat.answered.connect(self._chat_changed)
        parts.chat.messages_shown.connect(self._chat_changed)
        parts.chat.too_long.connect(self.offer)

    def offer(self, question: Message, error: ContextFullError) -> None:
        """Say how long a question is that does not fit, and do what the user chooses."""
        raised = self._parts.raised(error.tokens)
        dialog = TooLongDialog(error.tokens, error.room, raised, self._window)
        dialog.finished.connect(lambda _: self._do(dialog.remedy, question, raised))
        dialog.open()

    def _do(self, remedy: Remedy, question: Message, raised: int | None) -> None:
        match remedy:
            case Remedy.RAISE if raised is not None:
                self._bridge.run(
                    partial(self._parts.raise_context, raised), partial(self._reloaded, question), self.failed.emit
                )
            case Remedy.SHORTEN:
                self._parts.chat.answer_version(partial(self._parts.turns.shorten, question, self._parts.sampling()))
            case Remedy.ATTACH:
                self._parts.chat.answer_version(partial(self._parts.turns.excerpt, question, self._parts.sampling()))
            case Remedy.EDIT:
                self._parts.chat.edit(question.id)

    def _reloaded(self, question: Message, info: ModelInfo) -> None:
        self.raised.emit(info)
        if self._parts.chat.open_id == question.conversation_id:
            self._parts.chat.answer_again(question.id)
        else:
            # Another chat was opened meanwhile; it is answered in its own all the same.
            self._parts.chat.answer_version(lambda: question)

    def _chat_changed(self) -> None:
        self._text_changed(self._parts.composer.text())

    def _text_changed(self, text: str) -> None:
        if text.strip():
            self._timer.start()
        else:
            self._timer.stop()
            self._parts.composer.set_note("")

    def _count(self) -> None:
        text = self._parts.composer.text()
        if not text.strip():
            return
        if self._counting:
            self._timer.start()
            return
        self._counting = True
        path = self._parts.chat.path()
        weigh = partial(self._parts.turns.weigh, path, text, self._parts.sampling())
        self._bridge.run(weigh, partial(self._counted, text), self._not_counted)

    def _counted(self, text: str, weight: Weight | None) -> None:
        self._counting = False
        # What was typed meanwhile is counted by itself.
        if weight is not None and self._parts.composer.text() == text:
            self._parts.composer.set_note(self._words(weight))

    def _not_counted(self, _error: Exception) -> None:
        # The engine will say what is wrong with it when it is asked; a number that is missing needs no message.
        self._counting = False
        self._parts.composer.set_note("")

    def _words(self, weight: Weight) -> str:
        number = QLocale().toString
        if not weight.fits:
            words = self.tr("{tokens}, {room} fit")
        else:
            words = self.tr("{tokens} · {total} of {room} with the chat")
        return words.format(
            tokens=counted.tokens(weight.question), total=number(weight.total), room=number(weight.room)
        )
