"""TemplateAsking: asks for the chat template of a model whose file carries none, and keeps the answer."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_client.inference.known_templates import TemplateOffer
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.models.desk import LibraryDesk
from desktop_client.ui.models.template_dialog import TemplateDialog
from desktop_client.ui.translation import Interpreter
from desktop_client.ui.widgets.toast import Toast


class TemplateAsking(QObject):
    """Shows one dialog at a time over ``window``; what it needs of files is read behind the bridge."""

    chosen = Signal(str)
    """A template was chosen for the model at this path, which can be loaded now."""

    def __init__(self, desk: LibraryDesk, interpreter: Interpreter, toast: Toast, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._interpreter, self._toast, self._window = desk, interpreter, toast, window
        self._bridge = Bridge(self)
        self.dialog: TemplateDialog | None = None

    def ask(self, path: str) -> None:
        """Let the user choose; nothing is changed if they don't."""
        self._bridge.run(partial(self._desk.templates, Path(path)), partial(self._show, Path(path)), self._failed)

    def close(self) -> None:
        """Nobody waits for an answer any more."""
        self._bridge.close()

    def _show(self, path: Path, offers: tuple[TemplateOffer, ...]) -> None:
        if self.dialog is not None:
            return
        dialog = self.dialog = TemplateDialog(path.name, offers, self._window)
        dialog.file_chosen.connect(partial(self._read, dialog))
        dialog.accepted.connect(lambda: self._keep(path, dialog.template))
        dialog.finished.connect(self._over)
        dialog.open()

    def _over(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None

    def _read(self, dialog: TemplateDialog, file: Path) -> None:
        def refuse(error: Exception) -> None:
            if self.dialog is dialog:
                dialog.refuse(self._interpreter.say_error(error))

        def show(template: str) -> None:
            if self.dialog is dialog:
                dialog.show_own(file, template)

        self._bridge.run(partial(self._desk.read_template, file), show, refuse)

    def _keep(self, path: Path, template: str) -> None:
        work = partial(self._desk.choose_template, path, template)
        self._bridge.run(work, lambda _: self.chosen.emit(str(path)), self._failed)

    def _failed(self, error: Exception) -> None:
        self._toast.show_message(self._interpreter.say_error(error))
