"""A question that is being written anew in the composer: which one it is, and the way out of it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop_client.chat.conversation import Message
from desktop_client.ui.chat.composer import Composer
from desktop_client.ui.widgets.toast import Toast


class QuestionEditing(QObject):
    """The conversation stays in sight meanwhile; the composer says so until the edit is sent or left."""

    def __init__(self, composer: Composer, toast: Toast, parent: QObject) -> None:
        super().__init__(parent)
        self._composer, self._toast = composer, toast
        self.message: Message | None = None
        composer.edit_left.connect(self._leave)

    def begin(self, message: Message) -> None:
        """Put a question back into the composer, unless something is being written there."""
        if self._composer.text().strip():
            self._toast.show_message(self.tr("Send or clear what you are writing first; then edit."))
            return
        self.message = message
        self._composer.set_editing(True)
        self._composer.set_text(message.text)
        self._composer.focus_box()

    def end(self) -> None:
        """It was sent, or another conversation is on screen."""
        self.message = None
        self._composer.set_editing(False)

    def _leave(self) -> None:
        self.end()
        self._composer.set_text("")
        self._composer.focus_box()
