"""ExactRequest: the very text of a request, to read and to copy, with the digest of its bytes (promise P8)."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QFontDatabase, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from desktop_client.ui.widgets.plain_label import PlainLabel
from desktop_client.ui.widgets.tint import SMALL, scaled

MOST_LINES = 12
"""Lines that are in sight at once; the rest scrolls."""


@dataclass(frozen=True, slots=True)
class ExactView:
    """``text`` is the request with ``•••`` for secrets; ``digest`` says in words what its bytes add up to."""

    text: str
    digest: str


class ExactRequest(QWidget):
    """Monospaced text that can be selected by mouse and keyboard and never changed."""

    def __init__(self, view: ExactView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QPlainTextEdit()
        self.text.setObjectName("exactText")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.text.setAccessibleName(self.tr("The exact request"))
        self.digest = PlainLabel("", self, ink="ink_soft", scale=SMALL)
        self.digest.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 4, 0, 4)
        rows.setSpacing(4)
        rows.addWidget(self.text)
        rows.addWidget(self.digest)
        self.show_request(view)

    def show_request(self, view: ExactView) -> None:
        """Show another request."""
        self.text.setPlainText(view.text)
        self.text.setAccessibleDescription(view.digest)
        self.digest.setText(view.digest)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        font = scaled(self.font(), SMALL)
        font.setFamilies(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).families())
        font.setStyleHint(QFont.StyleHint.Monospace)
        self.text.setFont(font)
        lines = min(MOST_LINES, self.text.document().blockCount() + 2)
        around = 2 * (self.text.frameWidth() + round(self.text.document().documentMargin())) + 12
        self.text.setFixedHeight(lines * self.text.fontMetrics().lineSpacing() + around)
