"""BesideBox: what goes with a message besides the words in its box: long pasted texts, and files."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_client.chat.attachment import Attachment, with_attachments
from desktop_client.ui.chat.attachment_chip import AttachmentChip
from desktop_client.ui.chat.pasted_text import PastedText


class BesideBox(QWidget):
    """Holds them as chips that can be taken away and put back; it is out of sight while there are none."""

    changed = Signal()
    paste_attached = Signal(str)
    """A long paste that is to be an attachment instead."""
    attachment_shown = Signal(object)
    """A file goes along now: what it costs may be counted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.takes_files = True
        self.pastes: list[PastedText] = []
        self._files: list[AttachmentChip] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(4)
        self.hide()

    def with_words(self, words: str) -> str:
        """The whole message: the words of the box, what was pasted, and the files."""
        parts = [words, *(paste.text for paste in self.pastes if paste.is_kept)]
        attached = [chip.attachment for chip in self._files if chip.is_kept]
        if len(parts) == 1 and not attached:
            return words
        return with_attachments("\n\n".join(part for part in parts if part.strip()), attached)

    def set_takes_files(self, takes_files: bool) -> None:
        """Whether a file can go along: nothing is attached to an answer."""
        self.takes_files = takes_files
        for paste in self.pastes:
            paste.set_attachable(takes_files)

    def add_paste(self, text: str) -> None:
        """Let a long text go along."""
        paste = PastedText(text, self)
        paste.set_attachable(self.takes_files)
        paste.changed.connect(self.changed)
        paste.attach_requested.connect(lambda: self._attach(paste))
        self.pastes.append(paste)
        self._show(paste)

    def add_file(self, attachment: Attachment) -> None:
        """Let a file go along, once: dropped again it would take as much of the context again."""
        if any(chip.is_kept and chip.attachment == attachment for chip in self._files):
            return
        chip = AttachmentChip(attachment, self)
        chip.changed.connect(self.changed)
        self._files.append(chip)
        self._show(chip)
        self.attachment_shown.emit(attachment)

    def show_cost(self, attachment: Attachment, tokens: int) -> None:
        """Say what a file costs of the model's context."""
        for chip in self._files:
            if chip.attachment is attachment:
                chip.set_tokens(tokens)

    def clear(self) -> None:
        """Nothing goes along any more. Tells nobody."""
        for chip in (*self.pastes, *self._files):
            self._drop(chip)
        self.pastes.clear()
        self._files.clear()
        self.hide()

    def _show(self, chip: QWidget) -> None:
        self._rows.addWidget(chip)
        chip.show()
        self.show()
        self.changed.emit()

    def _attach(self, paste: PastedText) -> None:
        self.pastes.remove(paste)
        self._drop(paste)
        self.paste_attached.emit(paste.text)

    def _drop(self, chip: QWidget) -> None:
        self._rows.removeWidget(chip)
        chip.hide()
        chip.deleteLater()
