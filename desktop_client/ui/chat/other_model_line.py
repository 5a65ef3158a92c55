"""The line above the message box that says that another model than now has answered in this chat, and leads back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop_client.ui.widgets.short_label import ShortLabel
from desktop_client.ui.widgets.tips import tip


class OtherModelLine(QWidget):
    """In sight while that is so. Nothing is loaded by itself: who leafs through old chats would wait for each."""

    back_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._before = ""
        self._text = ShortLabel()
        self._text.setObjectName("soft")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._back = QPushButton()
        self._back.setObjectName("quietButton")
        self._back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._back.clicked.connect(self.back_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._text, 1)
        row.addWidget(self._back)
        self._say()
        self.hide()

    def show_for(self, before: str) -> None:
        """Name the model of the newest answer; go for none. The one that would answer now stands in the header."""
        self._before = before
        self._say()
        self.setVisible(bool(before))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._say()

    def _say(self) -> None:
        self._text.setText(self.tr("Answered so far by {model}.").format(model=self._before))
        self._back.setText(self.tr("Switch back"))
        self._back.setAccessibleName(self.tr("Let {model} answer again").format(model=self._before))
        self._back.setToolTip(tip(self._back.accessibleName()))
