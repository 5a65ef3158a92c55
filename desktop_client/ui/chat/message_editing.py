"""A message that is being written anew in the composer: which one it is, and the way out of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from desktop_client.chat.conversation import Message
from desktop_client.inference.engine import Role
from desktop_client.ui.chat.composer import Composer
from desktop_client.ui.widgets.toast import Toast


class MessageEditing(QObject):
    """The conversation stays in sight meanwhile; the composer says so until the edit is sent, saved or left."""

    def __init__(self, composer: Composer, toast: Toast, parent: QObject) -> None:
        super().__init__(parent)
        self._composer, self._toast = composer, toast
        self.message: Message | None = None
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
        self.message = message
        self._composer.set_editing(message.role)
        if message.role is Role.ASSISTANT:
            self._composer.put_in_box(message.text)
        else:
            self._composer.set_text(message.text)
        self._composer.focus_box()

    def still_in(self, path: Sequence[Message]) -> None:
        """Other messages are on screen: where the edited one is not among them, it was sent or is out of sight."""
        if self.message is not None and all(message.id != self.message.id for message in path):
            self._end()

    def _end(self) -> None:
        self.message = None
        self._composer.set_editing(None)

    def leave(self) -> None:
        """The message stays as it was."""
        self._end()
        self._composer.set_text("")
        self._composer.focus_box()
