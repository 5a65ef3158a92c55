"""TooLongDialog: a message that is longer than the model can read, and what can be done about it."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop_client.ui.widgets.buttons import OUTLINE, PRIMARY, Look, TextButton
from desktop_client.ui.widgets.flow_layout import FlowLayout
from desktop_client.ui.widgets.plain_label import PlainLabel

_LETTERS = 30


class Remedy(Enum):
    """What the user chose."""

    NOTHING = auto()
    RAISE = auto()
    SHORTEN = auto()
    ATTACH = auto()
    EDIT = auto()


class TooLongDialog(QDialog):
    """``raised`` is the context, in tokens, with which the message would fit; None where the model has no more.

    ``remedy`` says what was chosen.
    """

    def __init__(self, tokens: int, room: int, raised: int | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.remedy = Remedy.NOTHING
        self._raised = raised
        title = self.tr("The message is longer than the model can read")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        number = QLocale().toString
        told = self.tr("It comes to {tokens} tokens; {room} fit. It is stored, nothing of it is lost.").format(
            tokens=number(tokens), room=number(room)
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 20)
        column.setSpacing(10)
        column.addWidget(PlainLabel(title, self, bold=True, scale=1.2))
        for text in (told, *self._about()):
            column.addWidget(PlainLabel(text, self))
        column.addSpacing(6)
        # What is left over goes here, not between the sentences.
        column.addStretch(1)
        column.addLayout(self._row())
        width = _LETTERS * self.fontMetrics().height()
        self.setMinimumSize(width, column.heightForWidth(width))
        # Left to itself, Qt takes the height of one width and the width of another: half of the dialog stood empty.
        self.resize(self.minimumSize())

    def _about(self) -> list[str]:
        about = [self.tr("Shorten: the middle is left out and a note says so; the whole message stays beside it.")]
        about.append(
            self.tr(
                "Attach it as text: your question stands by itself, with the passages that have most to do with it, "
                "as many as fit. The model sees nothing else of it; the attachment says how many passages that is."
            )
        )
        if self._raised is None:
            about.append(self.tr("This model was not made for more. One with a longer context could read it whole."))
        else:
            about.append(self.tr("Raise the context: the model is loaded again, takes more memory and reads it whole."))
        return about

    def _row(self) -> FlowLayout:
        row = FlowLayout(gap=10, line_gap=8)
        first = None
        if self._raised is not None:
            words = self.tr("Raise the context to {tokens}").format(tokens=QLocale().toString(self._raised))
            first = self._button(words, Remedy.RAISE, PRIMARY)
            row.addWidget(first)
        shorten = self._button(self.tr("Shorten it"), Remedy.SHORTEN, OUTLINE if first else PRIMARY)
        row.addWidget(shorten)
        row.addWidget(self._button(self.tr("Attach it as text"), Remedy.ATTACH, OUTLINE))
        row.addWidget(self._button(self.tr("Edit it"), Remedy.EDIT, OUTLINE))
        row.addWidget(self._button(self.tr("Leave it"), Remedy.NOTHING, OUTLINE))
        (first or shorten).setDefault(True)
        (first or shorten).setFocus(Qt.FocusReason.OtherFocusReason)
        return row

    def _button(self, text: str, remedy: Remedy, look: Look) -> TextButton:
        button = TextButton(text, look, self)
        button.clicked.connect(lambda: self._choose(remedy))
        return button

    def _choose(self, remedy: Remedy) -> None:
        self.remedy = remedy
        self.done(int(remedy is not Remedy.NOTHING))
