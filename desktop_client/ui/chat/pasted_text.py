"""A long pasted text beside the message box: kept whole, sent with the message, without slowing the typing down."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from desktop_client.chat.markup.foreign_text import cleaned
from desktop_client.ui import theme

_PREVIEW = 120


class PastedText(QFrame):
    """Says how long the text is and how it begins. Taking it away can be undone until the message is sent."""

    changed = Signal()
    attach_requested = Signal()
    """It is to be an attachment instead: then only the model reads it, and the transcript shows its name."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = text
        self.is_kept = True
        self._attachable = True
        self.setObjectName("pastedText")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._label = _OneLine()
        self._button = QPushButton()
        self._button.setCursor(Qt.CursorShape.PointingHandCursor)
        self._button.clicked.connect(self._toggle)
        self._attach = QPushButton()
        self._attach.setCursor(Qt.CursorShape.PointingHandCursor)
        self._attach.clicked.connect(self.attach_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 2, 4, 2)
        row.setSpacing(8)
        row.addWidget(self._label, 1)
        row.addWidget(self._button)
        row.insertWidget(1, self._attach)
        self._say()
        self._dress()

    def set_attachable(self, attachable: bool) -> None:
        """Whether it can be made an attachment."""
        self._attachable = attachable
        self._say()

    def _toggle(self) -> None:
        self.is_kept = not self.is_kept
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        self._attach.setText(self.tr("Attach as a file"))
        self._attach.setAccessibleName(self.tr("Attach the pasted text as a file"))
        self._attach.setVisible(self.is_kept and self._attachable)
        count = QLocale().toString(len(self.text))
        start = " ".join(cleaned(self.text[: 4 * _PREVIEW]).split())[:_PREVIEW]
        if self.is_kept:
            self._label.set_line(self.tr("Pasted text, {count} characters: {start}").format(count=count, start=start))
            self._button.setText(self.tr("Remove"))
            self._button.setAccessibleName(self.tr("Remove the pasted text"))
        else:
            self._label.set_line(self.tr("Pasted text removed ({count} characters)").format(count=count))
            self._button.setText(self.tr("Undo"))
            self._button.setAccessibleName(self.tr("Put the pasted text back"))
        self.setAccessibleName(self._label.text())

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
            f"#pastedText {{ background: {c.code_ground}; border: 1px solid {c.hairline}; border-radius: 7px; }}"
            f"QLabel {{ color: {c.ink_soft}; }}"
            f"QPushButton {{ background: transparent; color: {c.ink}; border: 1px solid transparent;"
            f" border-radius: 6px; padding: 3px 8px; }}"
            f"QPushButton:hover, QPushButton:focus {{ border-color: {c.accent}; }}"
        )
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)


class _OneLine(QLabel):
    """A line of plain text that ends in an ellipsis where it doesn't fit."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._line = ""

    def set_line(self, line: str) -> None:
        self._line = line
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(QFontMetrics(self.font()).averageCharWidth() * 12, super().minimumSizeHint().height())

    def resizeEvent(self, event: QEvent) -> None:
        self._fit()

    def _fit(self) -> None:
        room = max(self.width(), self.minimumSizeHint().width())
        self.setText(QFontMetrics(self.font()).elidedText(self._line, Qt.TextElideMode.ElideRight, room))
        self.setAccessibleName(self._line)
