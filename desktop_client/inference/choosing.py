"""The engine that chat has: this computer's, or a server's while one of its models is chosen."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence

from desktop_client.inference.engine import (
    ChatMessage,
    Engine,
    EngineEvent,
    EngineRequest,
    ModelFile,
    ModelInfo,
    Remembering,
)


class ChosenEngine:
    """Implements :class:`.engine.Engine` by the engine that the loaded model belongs to. ``remote`` is made when a
    server's model is chosen for the first time, so that whoever has none never has anything that could speak to one.
    """

    def __init__(self, local: Engine, remote: Callable[[], Engine]) -> None:
        self._local, self._make_remote = local, remote
        self._remote: Engine | None = None
        self._active = local

    @property
    def active(self) -> Engine:
        """The engine that answers now."""
        return self._active

    @property
    def model(self) -> ModelInfo | None:
        """See :class:`.engine.Engine`."""
        return self._active.model

    def load(self, model: ModelFile, progress: Callable[[float], None] | None = None) -> ModelInfo:
        """See :class:`.engine.Engine`. The other engine's model is let go once the new one is there."""
        engine = self._of(model)
        info = engine.load(model, progress)
        before, self._active = self._active, engine
        if before is not engine:
            before.eject()
        return info

    def eject(self) -> None:
        """See :class:`.engine.Engine`."""
        self._active.eject()

    def forget_crash(self, model: ModelFile) -> None:
        """See :class:`.engine.Engine`."""
        self._of(model).forget_crash(model)

    def generate(self, request: EngineRequest, stop: threading.Event) -> Iterator[EngineEvent]:
        """See :class:`.engine.Engine`."""
        return self._active.generate(request, stop)

    def count_tokens(self, messages: Sequence[ChatMessage]) -> int:
        """See :class:`.engine.Engine`."""
        return self._active.count_tokens(messages)

    def forget_read(self) -> None:
        """See :class:`.engine.Remembering`: a server keeps nothing here."""
        if isinstance(self._local, Remembering):
            self._local.forget_read()

    def close(self) -> None:
        """See :class:`.engine.Engine`."""
        self._local.close()
        if self._remote is not None:
            self._remote.close()

    def _of(self, model: ModelFile) -> Engine:
        if not model.server:
            return self._local
        if self._remote is None:
            self._remote = self._make_remote()
        return self._remote
