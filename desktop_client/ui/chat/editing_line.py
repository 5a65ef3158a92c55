"""The line above the message box that says that a message from before is being changed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop_client.inference.engine import Role
from desktop_client.ui.widgets.short_label import ShortLabel


class EditingLine(QWidget):
    """In sight while that is so, with the way out beside it."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.role: Role | None = None
        """Whose message it is; None while none is being changed."""
        self._text = ShortLabel()
        self._text.setObjectName("soft")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._cancel = QPushButton()
        self._cancel.setObjectName("quietButton")
        self._cancel.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._cancel.clicked.connect(self.left)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._text, 1)
        row.addWidget(self._cancel)
        self._say()
        self.hide()

    def show_for(self, role: Role | None) -> None:
        """Come for a question or an answer; go for None."""
        self.role = role
        self._say()
        self.setVisible(role is not None)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say()

    def _say(self) -> None:
        if self.role is Role.ASSISTANT:
            text = self.tr("Saving adds another version of the answer; the one before is kept.")
            leave, hint = self.tr("Leave the answer as it was"), self.tr("Leave the answer as it was (Esc)")
        else:
            text = self.tr("Sending adds another version; the one before is kept.")
            leave, hint = self.tr("Leave the question as it was"), self.tr("Leave the question as it was (Esc)")
        self._text.setText(text)
        self._cancel.setText(self.tr("Cancel"))
        self._cancel.setAccessibleName(leave)
        self._cancel.setToolTip(hint)
