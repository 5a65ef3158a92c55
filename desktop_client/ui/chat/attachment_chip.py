"""A file beside the message box: what it is, what it costs, and a way to take it back until the message is sent."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from desktop_client.chat.attachment import Attachment
from desktop_client.ui import theme
from desktop_client.ui.widgets import counted
from desktop_client.ui.widgets.plain_label import PlainLabel


class AttachmentChip(QFrame):
    """Taking it away can be undone until the message is sent. Delete and Backspace take it away from the keyboard."""

    changed = Signal()

    def __init__(self, attachment: Attachment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.attachment = attachment
        self.is_kept = True
        self._tokens: int | None = None
        self.setObjectName("attachmentChip")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._label = PlainLabel("", self, ink="ink_soft", max_lines=1)
        self.button = QPushButton()
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.clicked.connect(self.toggle)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 2, 4, 2)
        row.setSpacing(8)
        row.addWidget(self._label, 1)
        row.addWidget(self.button)
        self._say()
        self._dress()

    def set_tokens(self, tokens: int) -> None:
        """What it costs of the model's context."""
        self._tokens = tokens
        self._say()

    def toggle(self) -> None:
        """Take it away, or put it back."""
        self.is_kept = not self.is_kept
        self._say()
        self.changed.emit()

    def words(self) -> str:
        """What the chip says."""
        number = QLocale().toString
        if not self.is_kept:
            return self.tr("{file} was taken away").format(file=self.attachment.name)
        if self._tokens is None:
            cost = self.tr("{count} characters").format(count=number(len(self.attachment.text)))
        else:
            cost = counted.tokens(self._tokens)
        return self.tr("{file} · {cost}").format(file=self.attachment.name, cost=cost)

    def _say(self) -> None:
        self._label.setText(self.words())
        self.setAccessibleName(self.words())
        self.button.setText(self.tr("Remove") if self.is_kept else self.tr("Undo"))
        name = self.tr("Remove {file}") if self.is_kept else self.tr("Put {file} back")
        self.button.setAccessibleName(name.format(file=self.attachment.name))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.is_kept:
            self.toggle()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow theme and language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()
        elif event.type() == QEvent.Type.LanguageChange:
            self._say()

    def _dress(self) -> None:
        c = theme.current()
        sheet = (
            f"#attachmentChip {{ background: {c.code_ground}; border: 1px solid {c.hairline}; border-radius: 7px; }}"
            f"QPushButton {{ background: transparent; color: {c.ink}; border: 1px solid transparent;"
            f" border-radius: 6px; padding: 3px 8px; }}"
            f"QPushButton:hover, QPushButton:focus {{ border-color: {c.accent}; }}"
        )
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)
