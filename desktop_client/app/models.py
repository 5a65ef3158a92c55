"""What the window asks about models: which there are, where they come from, and which one answers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_client import settings as options
from desktop_client.app.parts import SERVER_PREFIX, Parts
from desktop_client.chat.context import context_for
from desktop_client.inference.engine import LongerContext, ModelFile, ModelInfo
from desktop_client.ui.translation import Interpreter

if TYPE_CHECKING:
    from desktop_client.inference.download import DownloadProgress
    from desktop_client.ui.models.first_start import StarterView


@dataclass(frozen=True, slots=True)
class ModelsOfProfile:
    """What the model controller asks for, from the library and the settings."""

    parts: Parts

    def find(self) -> ModelFile | None:
        """The model that the settings name, else the best on disk; None where there is none."""
        name = self.parts.settings.get(options.MODEL)
        if name.startswith(SERVER_PREFIX):
            return self.parts.servers.model(name)
        return self.parts.library.find(name) if name else self.parts.library.preferred()

    def fetch(self, progress: Callable[[DownloadProgress], None], cancel: threading.Event) -> Path:
        """Download the starter into the shared folder."""
        from desktop_client.app.library_desk import LibraryDeskOfProfile
        from desktop_client.inference.catalogue import catalogue

        return LibraryDeskOfProfile(self.parts).fetch(catalogue().starter(), progress, cancel).model.path

    def choose(self, path: str) -> ModelFile:
        """Use this file, or this server's model, from now on."""
        server = path.startswith(SERVER_PREFIX)
        model = self.parts.servers.model(path) if server else self.parts.library.find(Path(path))
        self.parts.settings.set(options.MODEL, path)
        return model

    def raised(self, tokens: int) -> int | None:
        """The context with which a prompt of so many tokens would fit the loaded model; None where there is none."""
        engine = self.parts.engine.active
        if engine.model is None or not isinstance(engine, LongerContext):
            return None
        return context_for(tokens, engine.model, self.parts.settings.get(options.MAX_TOKENS))

    def raise_context(self, tokens: int) -> ModelInfo:
        """Load the model again with so many tokens of context, and from now on.

        Raises:
            SidelightError: there is no room for it, or it can't be kept.
        """
        engine = self.parts.engine.active
        assert isinstance(engine, LongerContext)
        info = engine.raise_context(tokens)
        self.parts.settings.set(options.CONTEXT_TOKENS, tokens)
        return info


def starter_view(interpreter: Interpreter) -> StarterView:
    """The starter model as the first page offers it."""
    from desktop_client.inference.catalogue import catalogue
    from desktop_client.ui.models.first_start import StarterView

    entry = catalogue().starter()
    languages = {"en": "English", "zh": "中文"}
    return StarterView(
        name=entry.name,
        languages=", ".join(languages.get(code, code) for code in entry.languages),
        size=entry.bytes,
        memory=entry.memory_bytes,
        licence=entry.licence,
        origin=interpreter.say(entry.comes_from()),
    )
