"""A message that is being written anew in the composer: which one it is, and the way out of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from desktop_client.chat.conversation import Message
from desktop_client.inference.engine import Role
from desktop_client.ui.chat.composer import Composer
from desktop_client.ui.widgets.toast import Toast


class MessageEditing(QObject):
    """The conversation stays in sight meanwhile; the composer says so until the edit is sent, saved or left. Whoever
    goes to another chat and comes back goes on editing, also after a restart: the text is kept as that chat's draft.
    """

    def __init__(self, composer: Composer, toast: Toast, parent: QObject) -> None:
        super().__init__(parent)
        self._composer, self._toast = composer, toast
        self.message: Message | None = None
        self._elsewhere: dict[int, Message] = {}
        """Messages out of sight that are being edited, by their conversations."""
        composer.edit_left.connect(self.leave)

    @property
    def answer(self) -> Message | None:
        """The message, if it is an answer."""
        message = self.message
        return message if message is not None and message.role is Role.ASSISTANT else None

    def begin(self, message: Message) -> None:
        """Put a message back into the composer, unless something is being written there."""
        if self._composer.text().strip():
            self._toast.show_message(self.tr("Send or clear what you are writing first; then edit."))
            return
        self._edit(message, message.text)
        self._composer.focus_box()

    def edited_in(self, conversation_id: int | None) -> int | None:
        """The message of a conversation that is being edited, in sight or not."""
        message = self.message
        if message is None or message.conversation_id != conversation_id:
            message = self._elsewhere.get(conversation_id or 0)
        return message.id if message is not None else None

    def come_back(self, message: Message, path: Sequence[Message]) -> None:
        """What is in the composer was to be another version of a message when the window was closed."""
        self._elsewhere[message.conversation_id] = message
        self.follow(message.conversation_id, path)

    def follow(self, conversation_id: int | None, path: Sequence[Message]) -> None:
        """Other messages are on screen, those of another chat or of another branch."""
        on_screen = {message.id for message in path}
        if self.message is not None and self.message.id not in on_screen:
            self._elsewhere[self.message.conversation_id] = self.message
            self.end()
        back = self._elsewhere.get(conversation_id or 0)
        if back is not None and back.id in on_screen:
            del self._elsewhere[back.conversation_id]
            if text := self._composer.text():
                self._edit(back, text)

    def _edit(self, message: Message, text: str) -> None:
        self.message = message
        self._composer.set_editing(message.role)
        if message.role is Role.ASSISTANT:
            self._composer.put_in_box(text)
        else:
            self._composer.set_text(text)

    def is_over(self, conversation_id: int) -> None:
        """What was written in a conversation that is out of sight is sent or saved."""
        self._elsewhere.pop(conversation_id, None)

    def end(self) -> None:
        """It is sent or saved: what is in the composer now has nothing to do with it."""
        self.message = None
        self._composer.set_editing(None)

    def leave(self) -> None:
        """The message stays as it was."""
        self.end()
        self._composer.set_text("")
        self._composer.focus_box()
