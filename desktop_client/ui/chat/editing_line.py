"""The line above the message box that says that a question asked before is being changed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop_client.ui.widgets.short_label import ShortLabel


class EditingLine(QWidget):
    """In sight while that is so, with the way out beside it."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
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

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say()

    def _say(self) -> None:
        self._text.setText(self.tr("Sending adds another version; the one before is kept."))
        self._cancel.setText(self.tr("Cancel"))
        self._cancel.setAccessibleName(self.tr("Leave the question as it was"))
        self._cancel.setToolTip(self.tr("Leave the question as it was (Esc)"))
