"""The real window of a profile, driven without a person; only its engine is scripted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from pathlib import Path
from time import monotonic
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from standins.desk import LoadedEngine, OneModel

from desktop_client.app import window as wiring
from desktop_client.app.parts import Parts
from desktop_client.chat.conversation import Message
from desktop_client.chat.transfer import Form
from desktop_client.paths import Profile
from desktop_client.settings import Settings
from desktop_client.ui.transfer.dialogs import free_files
from desktop_client.ui.translation import Interpreter

AT_REST_S = 20.0


class Window:
    """The window of a profile, driven without a person: ``rest`` returns once nothing is going on behind it."""

    def __init__(self, folder: Path) -> None:
        profile = Profile(folder)
        self.engine = LoadedEngine("answer")
        self.parts = Parts(profile, Settings(profile.settings), make_engine=lambda: self.engine)
        self.parts.__dict__["library"] = OneModel()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._app, self._font = app, app.font()
        self.window = wiring.Window(self.parts, Interpreter("en"), app)
        self.view, self.chat, self.store = self.window.view, self.window.chat, self.parts.store
        self._going: set[Future[None]] = set()
        self._run = self.window.bridge.run
        self.window.bridge.run = self._watched  # type: ignore[method-assign]
        self.window.start()
        self.rest()

    def _watched(
        self, work: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[Exception], None]
    ) -> Any:
        future = self._run(work, done, failed)
        self._going.add(future)
        return future

    def until(self, what: Callable[[], bool]) -> None:
        end = monotonic() + AT_REST_S
        while not what():
            assert monotonic() < end, "the window does not come to rest"
            QApplication.processEvents()
            wait(self._going, timeout=0.002)

    def rest(self) -> None:
        """Work may ask for more work; what has been posted is delivered before that is looked at."""

        def quiet() -> bool:
            QApplication.processEvents()
            self._going = {future for future in self._going if not future.done()}
            QApplication.processEvents()
            return not self._going

        self.until(quiet)

    @property
    def shown(self) -> list[Message]:
        return [entry.message for entry in self.view.transcript.entries()]

    def close(self) -> None:
        self.window.close()
        self.parts.close()
        self.view.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self._app.setFont(self._font)


class Files:
    """The file that the user chooses in the system's dialogs."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def which_file(self) -> Path | None:
        return self.path

    which_folder = which_file

    def where_to(self, _title: str) -> tuple[Path, Form] | None:
        return self.path, Form.JSON

    def where_to_put(self, titles: Sequence[str], form: Form) -> list[Path] | None:
        return free_files(self.path, titles, form)
