"""Finds, fetches and loads the model, and says in the header how that stands."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QLocale, QObject, Signal

from desktop_client.inference.engine import Engine, ModelFile, ModelInfo
from desktop_client.ui.bridge import Bridge, OneAtATime
from desktop_client.ui.models.loaded import Loaded
from desktop_client.ui.translation import Interpreter
from desktop_client.ui.widgets.sizes import size_words

if TYPE_CHECKING:
    from desktop_client.inference.download import DownloadProgress
    from desktop_client.ui.models.first_start import FirstStart


class ModelSource(Protocol):
    """What the controller needs of the models on disk; every call may block."""

    def find(self) -> ModelFile | None:
        """The model that the settings ask for; None where nothing is on disk yet."""
        ...

    def fetch(self, progress: Callable[[DownloadProgress], None], cancel: threading.Event) -> Path:
        """Download the starter."""
        ...

    def choose(self, path: str) -> ModelFile:
        """Use this file from now on."""
        ...


@dataclass(frozen=True, slots=True)
class ModelParts:
    """What the controller needs around it. ``page`` is where a model is offered, made where there is none."""

    engine: Engine
    source: ModelSource
    page: Callable[[], FirstStart]


class ModelController(QObject):
    """Keeps the header's model line true. The engine is loaded behind the bridge; the window is usable meanwhile."""

    line_changed = Signal(str)
    has_model_changed = Signal(bool)
    settled = Signal()
    """The engine is loaded, or it is known that it can't be: questions that wait may go on."""
    failed = Signal(object)
    loaded_changed = Signal(object)
    """``loaded`` is another."""
    fetching_changed = Signal(int)
    """How many models are being fetched: one, or none."""
    server_changed = Signal(str)
    """The host that answers instead of this computer; empty where this computer does."""

    def __init__(
        self, parts: ModelParts, bridge: Bridge, interpreter: Interpreter, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._parts, self._bridge, self._interpreter = parts, bridge, interpreter
        self._engine = OneAtATime(bridge)
        self._cancel = threading.Event()
        self._used_tokens = 0
        self._model: ModelFile | None = None
        self.loaded = Loaded()
        """Which model the engine has or is loading."""

    def start(self) -> None:
        """Look for the model and load it."""
        self._engine.run(self._parts.source.find, self._found, self._problem)

    def set_used_tokens(self, tokens: int) -> None:
        """How much of the context the open chat takes."""
        self._used_tokens = tokens
        if self._parts.engine.model is not None:
            self._say_loaded(self._parts.engine.model)

    def use(self, path: str) -> None:
        """Answer with this file from now on, also if it crashed the last time: the user asks for it."""

        def choose() -> ModelFile:
            model = self._parts.source.choose(path)
            self._parts.engine.forget_crash(model)
            return model

        self.line_changed.emit(self.tr("{model} · reading…").format(model=Path(path).name))
        self._set_loaded(Loaded(path, loading=True))
        self._engine.run(choose, self._found, self._problem)

    def eject(self) -> None:
        """Let the model go and give its memory back."""

        def done(_: None) -> None:
            self.line_changed.emit(self.tr("no model loaded"))
            self._set_loaded(Loaded())
            self.server_changed.emit("")
            # It may have come before the load that questions wait for was over.
            self.settled.emit()

        self._engine.run(self._parts.engine.eject, done, self._problem)

    def close(self) -> None:
        """Stop fetching."""
        self._cancel.set()

    def show_loaded(self, info: ModelInfo) -> None:
        """The model was loaded again by somebody else."""
        self._say_loaded(info)

    @cached_property
    def _page(self) -> FirstStart:
        page = self._parts.page()
        page.download_requested.connect(self._fetch)
        page.cancel_requested.connect(self._cancel.set)
        page.file_chosen.connect(self._choose)
        return page

    def _set_loaded(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.loaded_changed.emit(loaded)

    def _found(self, model: ModelFile | None) -> None:
        self.has_model_changed.emit(model is not None)
        if model is None:
            self._page.show_idle()
            self.line_changed.emit(self.tr("no model yet"))
        else:
            self._load(model)

    def try_again(self) -> None:
        """Look again, and load what is found even if it crashed the last time."""
        if self._model is not None:
            self._parts.engine.forget_crash(self._model)
        self.start()

    def _load(self, model: ModelFile) -> None:
        self._model = model
        self.line_changed.emit(self.tr("{model} · loading…").format(model=model.name))
        self._set_loaded(Loaded(model.choice, loading=True))
        if self._parts.engine.model is None:
            # A question may wait for it, so where that will go has to be said before it can.
            self.server_changed.emit(model.server)
        self._engine.run(lambda: self._parts.engine.load(model), self._loaded, self._problem)

    def _loaded(self, info: ModelInfo) -> None:
        self._say_loaded(info)
        self._set_loaded(Loaded(info.file.choice))
        self.server_changed.emit(info.file.server)
        self.settled.emit()

    def _say_loaded(self, info: ModelInfo) -> None:
        locale = QLocale()
        context = locale.toString(info.context_tokens)
        if self._used_tokens:
            context = f"{locale.toString(self._used_tokens)} / {context}"
        if info.file.server:
            words = self.tr("{model} · answers come from {host}, not from this computer · context {context}")
        else:
            words = self.tr("{model} · on this computer · context {context}")
        name = info.file.name.rpartition("/")[2]
        self.line_changed.emit(words.format(model=name, host=info.file.server, context=context))

    def _fetch(self) -> None:
        self._cancel.clear()
        self.fetching_changed.emit(1)
        self._page.show_progress(0, 1, self.tr("Starting…"))

        def report(progress: DownloadProgress) -> None:
            self._bridge.post(lambda: self._show(progress))

        def work() -> Path:
            return self._parts.source.fetch(report, self._cancel)

        self._bridge.run(work, self._fetched, self._not_fetched)

    def _show(self, progress: DownloadProgress) -> None:
        if self._cancel.is_set():
            return
        done, total, rate = (size_words(int(n)) for n in (progress.done, progress.total, progress.rate))
        words = [self.tr("{done} of {total}").format(done=done, total=total)]
        if progress.rate:
            words.append(self.tr("{rate}/s").format(rate=rate))
        text = " · ".join(words)
        self._page.show_progress(progress.done, progress.total, text)

    def _fetched(self, _: Path) -> None:
        self.fetching_changed.emit(0)
        self._page.show_idle()
        self.start()

    def _not_fetched(self, error: Exception) -> None:
        from desktop_client.inference.download import DownloadCancelledError

        self.fetching_changed.emit(0)
        cancelled = isinstance(error, DownloadCancelledError)
        kept = self.tr("Cancelled. What was fetched is kept; fetching goes on from there.")
        self._page.show_idle(kept if cancelled else self._interpreter.say_error(error))

    def _choose(self, path: str) -> None:
        self._engine.run(lambda: self._parts.source.choose(path), self._found, self._page_problem)

    def _page_problem(self, error: Exception) -> None:
        self._page.show_idle(self._interpreter.say_error(error))

    def _problem(self, error: Exception) -> None:
        still = self._parts.engine.model
        if still is not None:
            # Another one was wanted and can't be had: the one before still answers.
            self._loaded(still)
        else:
            self.line_changed.emit(self.tr("the model could not be loaded"))
            self._set_loaded(Loaded())
        self.settled.emit()
        self.failed.emit(error)
