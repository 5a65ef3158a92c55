"""A text box of several lines whose placeholder makes way for what an input method composes."""

from __future__ import annotations

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget


class TextBox(QPlainTextEdit):
    """Qt's own draws both on top of each other: it looks for text again only when some is committed."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._placeholder, self._composes = "", False

    def setPlaceholderText(self, placeholderText: str) -> None:  # noqa: N802, N803 - Qt's names
        """What stands there while there is nothing else."""
        self._placeholder = placeholderText
        super().setPlaceholderText("" if self._composes else placeholderText)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Show or hide the placeholder along with what is composed."""
        super().inputMethodEvent(event)
        self._composes = bool(event.preeditString())
        self.setPlaceholderText(self._placeholder)
