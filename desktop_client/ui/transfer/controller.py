"""Exports the chat that is asked for, and imports what the user ticks; all reading and writing behind the bridge."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_client.chat.transfer import Form, PortableConversation
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.files.whole_file import write_whole
from desktop_client.ui.transfer.desk import Preview, TransferDesk
from desktop_client.ui.transfer.import_dialog import ImportDialog
from desktop_client.ui.widgets import counted


class Dialogs(Protocol):
    """What is asked of the user."""

    def which_file(self) -> Path | None:
        """The file to read."""
        ...

    def which_folder(self) -> Path | None:
        """The folder to read."""
        ...

    def where_to(self, title: str) -> tuple[Path, Form] | None:
        """The file to write, and as what."""
        ...

    def where_to_put(self, titles: Sequence[str], form: Form) -> list[Path] | None:
        """The files to write, in one folder."""
        ...


class TransferController(QObject):
    """``imported`` tells that there are new conversations; ``told`` carries a sentence, ``failed`` an error."""

    imported = Signal()
    told = Signal(str)
    failed = Signal(object)

    def __init__(self, desk: TransferDesk, dialogs: Dialogs, bridge: Bridge, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._dialogs, self._bridge, self._window = desk, dialogs, bridge, window
        self.dialog: ImportDialog | None = None
        self._stop = threading.Event()
        self._waiting: deque[Path] = deque()

    def export(self, conversation_id: int, title: str) -> None:
        """Ask for a file and write the conversation as it is then."""
        if chosen := self._dialogs.where_to(title):
            path, form = chosen
            done = self.tr("Exported to {file}.").format(file=path)
            work = partial(self._write, conversation_id, form, path)
            self._bridge.run(work, lambda _: self.told.emit(done), self.failed.emit)

    def export_all(self, chats: Mapping[int, str], form: Form) -> None:
        """Ask for a folder and write each of these conversations, whose titles are given, to a file of its own."""
        if files := self._dialogs.where_to_put(list(chats.values()), form):
            told = self.tr("Exported to {folder}: {chats}.")
            done = told.format(folder=files[0].parent, chats=counted.chats(len(files)))
            work = partial(self._write_all, dict(zip(chats, files, strict=True)), form)
            self._bridge.run(work, lambda _: self.told.emit(done), self.failed.emit)

    def import_file(self) -> None:
        """Ask for a file, and show what is in it."""
        self._look(self._dialogs.which_file())

    def import_folder(self) -> None:
        """Ask for a folder, and show what is in it."""
        self._look(self._dialogs.which_folder())

    def import_dropped(self, files: Sequence[Path]) -> None:
        """Show what is in each of these files or folders, one after another."""
        first, *others = files
        self._waiting.extend(others)
        self._look(first)

    def _write(self, conversation_id: int, form: Form, path: Path) -> None:
        write_whole(path, self._desk.content(conversation_id, form))

    def _write_all(self, files: Mapping[int, Path], form: Form) -> None:
        for conversation_id, file in files.items():
            self._write(conversation_id, form, file)

    def _look(self, path: Path | None) -> None:
        if path is not None:
            self._bridge.run(lambda: self._desk.look(path), self._preview, self._not_looked_at)

    def _not_looked_at(self, error: Exception) -> None:
        self.failed.emit(error)
        self._look_at_next()

    def _look_at_next(self) -> None:
        if self._waiting:
            self._look(self._waiting.popleft())

    def _preview(self, preview: Preview) -> None:
        if not preview.incoming:
            self.told.emit(self.tr("This file holds no conversation with any text."))
            self._look_at_next()
            return
        dialog = self.dialog = ImportDialog(preview, self._window)
        dialog.chosen.connect(self._take)
        dialog.stop_requested.connect(self._stop_import)
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        if self.dialog:
            self.dialog.deleteLater()
        self.dialog = None
        self._look_at_next()

    def _take(self, conversations: Sequence[PortableConversation]) -> None:
        stop = self._stop = threading.Event()
        self._bridge.run(partial(self._take_all, conversations, stop), self._taken, self._not_taken)

    def _stop_import(self) -> None:
        # Not the event's own method: Qt would let go of it in whatever thread the event's last reference dies.
        self._stop.set()

    def _take_all(self, conversations: Sequence[PortableConversation], stop: threading.Event) -> int:
        """In a worker thread: one after another, each whole."""
        for done, conversation in enumerate(conversations):
            if stop.is_set():
                return done
            self._desk.take(conversation)
            self._bridge.post(partial(self._progress, done + 1))
        return len(conversations)

    def _progress(self, done: int) -> None:
        if self.dialog:
            self.dialog.show_progress(done)

    def _taken(self, count: int) -> None:
        if self.dialog:
            self.dialog.accept()
        self.told.emit(self.tr("Imported: {chats}.").format(chats=counted.chats(count)))
        self.imported.emit()

    def _not_taken(self, error: Exception) -> None:
        if self.dialog:
            self.dialog.accept()
        # What was taken in before the failure is there.
        self.imported.emit()
        self.failed.emit(error)
