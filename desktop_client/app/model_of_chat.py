"""Which model has answered in the open chat: said where another one would answer now, with the way back to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from desktop_client.app.parts import Parts
from desktop_client.chat.conversation import Provenance
from desktop_client.inference.engine import Role
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.chat.controller import ChatController
from desktop_client.ui.models.model_controller import ModelController
from desktop_client.ui.window import MainWindow


class ModelOfChat:
    """Only models that are on this computer are offered, known by the digest of their file."""

    def __init__(
        self,
        parts: Parts,
        view: MainWindow,
        chat: ChatController,
        models: ModelController,
        bridge: Bridge,
        failed: Callable[[Exception], None],
    ) -> None:
        self._parts, self._transcript, self._models = parts, view.transcript, models
        self._bridge, self._failed = bridge, failed
        self._line = view.composer.other_model
        self._made: Provenance | None = None
        self._path: Path | None = None
        chat.context_changed.connect(lambda _: self._look())
        models.loaded_changed.connect(lambda _: self._look())
        self._line.back_requested.connect(self._go_back)

    def _look(self) -> None:
        made = self._newest()
        now = self._parts.engine.model
        other = made is not None and now is not None and made.model_sha256 not in ("", now.file.sha256)
        if made is None or not other or self._models.loaded.loading:
            self._made = None
            self._line.show_for("")
        elif self._made is None or self._made.model_sha256 != made.model_sha256:
            self._made = made
            # What is said now is of another chat.
            self._line.show_for("")
            self._bridge.run(partial(self._find, made), partial(self._found, made), self._failed)

    def _newest(self) -> Provenance | None:
        """Of the newest answer on screen, if a model has made it."""
        entries = reversed(self._transcript.entries())
        answer = next((entry.message for entry in entries if entry.message.role is Role.ASSISTANT), None)
        if answer is None or answer.is_by_hand:
            return None
        return answer.provenance

    def _find(self, made: Provenance) -> Path | None:
        """Where the model is; blocks."""
        installed = self._parts.library.installed()
        return next((model.path for model in installed if model.sha256 == made.model_sha256), None)

    def _found(self, made: Provenance, path: Path | None) -> None:
        if made is self._made and path is not None:
            self._path = path
            self._line.show_for(_short(made.model_name))

    def _go_back(self) -> None:
        if self._path is not None:
            self._models.use(str(self._path))


def _short(name: str) -> str:
    """A model's name without what every one ends in, and without the server's part of it."""
    return name.rpartition("/")[2].removesuffix(".gguf")
