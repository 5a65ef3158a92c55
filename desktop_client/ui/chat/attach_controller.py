"""Reads files that are dropped, chosen or pasted, and puts them beside the message with what they cost."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_client.chat.attaching import no_pictures, pasted, read_attachment
from desktop_client.chat.attachment import Attachment
from desktop_client.errors import SidelightError
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.chat.composer import Composer
from desktop_client.ui.chat.draft_controller import DraftController
from desktop_client.wording import say

MOST_AT_ONCE = 20


class AttachController(QObject):
    """``tokens_of`` counts a text with the model's own tokenizer; it may block, and None says that it can't be told."""

    failed = Signal(object)

    def __init__(
        self,
        composer: Composer,
        drafts: DraftController,
        tokens_of: Callable[[str], int | None],
        bridge: Bridge,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._composer, self._drafts, self._tokens_of = composer, drafts, tokens_of
        self._bridge, self._window = bridge, window
        self._pasted = 0
        self._files: deque[tuple[Path, int | None]] = deque()
        drafts.became.connect(self._go_along)
        composer.attach_requested.connect(self.choose)
        composer.files_dropped.connect(self.attach)
        composer.picture_pasted.connect(lambda: self.failed.emit(no_pictures(self.tr("The pasted picture"))))
        composer.paste_attached.connect(self._attach_paste)
        composer.attachment_shown.connect(self._count)

    def choose(self) -> None:
        """Let the user pick files."""
        if self._refused():
            return
        kinds = self.tr("Text, Markdown and PDF (*.txt *.md *.pdf);;All files (*)")
        names, _ = QFileDialog.getOpenFileNames(self._window, self.tr("Attach files"), "", kinds)
        if names:
            self.attach([Path(name) for name in names])

    def attach(self, files: Sequence[Path]) -> None:
        """Read files one after the other and put each beside the message it was given to, as soon as it is read."""
        if self._refused():
            return
        waiting = not self._files
        self._files.extend((file, self._drafts.place) for file in files[:MOST_AT_ONCE])
        if waiting:
            self._read_next()

    def _refused(self) -> bool:
        """Say that no file can go with what is in the box, if so."""
        if not self._composer.takes_files:
            self.failed.emit(
                SidelightError(
                    say("A file goes with a question, not with an answer."), say("Save the answer first, or leave it.")
                )
            )
        return not self._composer.takes_files

    def _go_along(self, place: int) -> None:
        self._files = deque((file, place if given_to is None else given_to) for file, given_to in self._files)

    def _read_next(self) -> None:
        if not self._files:
            return
        file, place = self._files[0]
        if place == self._drafts.place:
            self._composer.set_note(self.tr("Reading {file}…").format(file=file.name))
        self._bridge.run(partial(read_attachment, file), self._read, self._not_read)

    def _read(self, attachment: Attachment) -> None:
        _, place = self._files.popleft()
        self._drafts.add(place, attachment)
        self._read_next()

    def _not_read(self, error: Exception) -> None:
        self._composer.set_note("")
        # Where the name of the file stood, the length of the message had stood.
        self._composer.text_changed.emit(self._composer.text())
        self.failed.emit(error)
        self._files.popleft()
        self._read_next()

    def _attach_paste(self, text: str) -> None:
        self._pasted += 1
        self._composer.add_attachment(pasted(text, self._pasted))

    def _count(self, attachment: Attachment) -> None:
        def done(tokens: int | None) -> None:
            if tokens is not None:
                self._composer.show_cost(attachment, tokens)

        # A count that fails says nothing: the engine tells what is wrong with it when it is asked.
        self._bridge.run(partial(self._tokens_of, attachment.marked()), done, lambda _: None)
