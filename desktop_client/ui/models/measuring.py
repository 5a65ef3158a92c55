"""Measuring: one model at a time is tried in every way, while no other is loaded that would take its cores."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, Signal

from desktop_client.inference.calibration import CalibrationCancelledError
from desktop_client.inference.tuning import Tuned
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.models.desk import LibraryDesk
from desktop_client.ui.models.rows import tuned_words
from desktop_client.ui.translation import Interpreter


class Measuring(QObject):
    """``path`` is the model's that is being measured, empty for none."""

    changed = Signal()
    progressed = Signal(str, int, int, str)
    """Path, steps done, steps in all, and words for them."""
    ended = Signal(str, str, bool)
    """Path, what came of it, and whether that is a warning."""

    def __init__(self, desk: LibraryDesk, bridge: Bridge, interpreter: Interpreter, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._bridge, self._interpreter = desk, bridge, interpreter
        self._cancel = threading.Event()
        self._afterwards: Callable[[], None] | None = None
        self.path = ""

    def begin(self, path: str, afterwards: Callable[[], None]) -> None:
        """Measure a model, unless one is being measured; ``afterwards`` is called whatever comes of it."""
        if self.path:
            return
        self.path, self._afterwards, self._cancel = path, afterwards, threading.Event()
        self.changed.emit()
        self.progressed.emit(path, 0, 0, self.tr("Measuring: takes a minute or so…"))

        def report(done: int, steps: int) -> None:
            self._bridge.post(lambda: self._step(path, done, steps))

        work = partial(self._desk.measure, Path(path), report, self._cancel)
        self._bridge.run(work, self._measured, self._failed)

    def cancel(self) -> None:
        """Give it up after the step that it is at; what held before holds."""
        if self.path:
            self._cancel.set()
            self.progressed.emit(self.path, 0, 0, self.tr("Calling it off…"))

    def close(self) -> None:
        """Nobody waits for it any more."""
        self._cancel.set()

    def _step(self, path: str, done: int, steps: int) -> None:
        if path == self.path and not self._cancel.is_set():
            number = QLocale().toString
            words = self.tr("Measuring: {done} of {steps} ways tried").format(done=number(done), steps=number(steps))
            self.progressed.emit(path, done, steps, words)

    def _measured(self, tuned: Tuned) -> None:
        self._end(tuned_words(tuned), warning=False)

    def _failed(self, error: Exception) -> None:
        self._end(self._interpreter.say_error(error), warning=not isinstance(error, CalibrationCancelledError))

    def _end(self, words: str, *, warning: bool) -> None:
        path, afterwards, self.path, self._afterwards = self.path, self._afterwards, "", None
        self.changed.emit()
        self.ended.emit(path, words, warning)
        if afterwards is not None:
            afterwards()
