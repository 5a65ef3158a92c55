"""AskDialog: what a model would be told about a shortlist, to read and change before anything is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_client.commerce.comparing.prompt import ShortlistPrompt
from desktop_client.ui.widgets.line_box import mind_input_methods
from desktop_client.ui.widgets.plain_label import PlainLabel


class AskDialog(QDialog):
    """``asked`` carries the text exactly as it stands in the box."""

    asked = Signal(str)

    def __init__(self, prompt: ShortlistPrompt, left_out: Sequence[tuple[str, int]], parent: QWidget) -> None:
        """``left_out`` are names of sources with how many of their offers are not in the text."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Ask the model about this shortlist"))
        self.about = PlainLabel(
            self.tr(
                "This is all that the model gets, word for word. It answers in a chat of its own: nothing of that chat "
                "goes into the suggestions, and nothing of it into other chats."
            ),
            self,
        )
        said = [self.tr("{source}: {count} left out, its terms don't allow it").format(source=name, count=count)
                for name, count in left_out]  # fmt: skip
        self.left_out = PlainLabel(" · ".join(said), self, ink="warning")
        self.left_out.setVisible(bool(said))
        self.text = QPlainTextEdit(prompt.text)
        mind_input_methods(self.text)
        self.text.setObjectName("boxText")
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("What the model is told; you can change it"))
        self.text.textChanged.connect(self._changed)
        buttons = QDialogButtonBox()
        buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole).setObjectName("plainButton")
        self.ask = buttons.addButton(self.tr("Ask in a new chat"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.ask.setObjectName("mainButton")
        self.ask.setEnabled(prompt.offers > 0)
        buttons.rejected.connect(self.reject)
        buttons.accepted.connect(self._ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        for widget in (self.about, self.left_out):
            column.addWidget(widget)
        column.addWidget(self.text, 1)
        column.addWidget(buttons)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.ask.click)
        self.resize(680, 560)
        self.text.setFocus()

    def _changed(self) -> None:
        self.ask.setEnabled(bool(self.text.toPlainText().strip()))

    def _ask(self) -> None:
        self.asked.emit(self.text.toPlainText())
        self.accept()


def open_ask_dialog(
    prompt: ShortlistPrompt, left_out: Sequence[tuple[str, int]], parent: QWidget, asked: Callable[[str], None]
) -> None:
    """Show the dialog; ``asked`` gets the text, if the user wants it asked."""
    dialog = AskDialog(prompt, left_out, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.asked.connect(asked)
    dialog.open()
