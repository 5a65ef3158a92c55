"""The page of models, joined with the library, the engine and the settings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from desktop_client import settings as options
from desktop_client.app.library_desk import LibraryDeskOfProfile
from desktop_client.app.parts import Parts
from desktop_client.errors import SidelightError
from desktop_client.ui.models.controller import LibraryController
from desktop_client.ui.models.dialogs import (
    AddressDialog,
    FormDialog,
    MirrorsDialog,
    ServerDialog,
    ask_taking,
    choose_file,
)
from desktop_client.ui.models.model_controller import ModelController
from desktop_client.ui.models.template_asking import TemplateAsking
from desktop_client.ui.translation import Interpreter
from desktop_client.ui.window import MainWindow


class ModelsPageOfWindow:
    """Connects the page with who does what it asks."""

    def __init__(
        self,
        parts: Parts,
        view: MainWindow,
        models: ModelController,
        interpreter: Interpreter,
    ) -> None:
        self._parts, self._view, self._models = parts, view, models
        self._interpreter = interpreter
        desk = LibraryDeskOfProfile(parts)
        self.library = LibraryController(view.models, desk, interpreter, view.toast, view)
        self.templates = TemplateAsking(desk, interpreter, view.toast, view)
        page, library = view.models, self.library
        page.add_requested.connect(self._choose_file)
        page.address_requested.connect(self._ask_address)
        page.server_requested.connect(self._ask_server)
        page.mirrors_requested.connect(self._ask_mirrors)
        page.files_dropped.connect(self._dropped)
        library.use_requested.connect(models.use)
        library.eject_requested.connect(models.eject)
        library.arrived.connect(self._arrived)
        library.template_requested.connect(self.templates.ask)
        self.templates.chosen.connect(models.use)
        self.templates.chosen.connect(lambda _: library.refresh())
        library.fetching_changed.connect(lambda count: view.header.set_fetching("models page", count))
        models.loaded_changed.connect(library.set_loaded)
        models.failed.connect(lambda _: library.refresh())
        library.set_loaded(models.loaded)

    def open(self) -> None:
        """Show the page, looked at anew."""
        self.library.refresh()
        self._view.show_models()

    def names(self) -> Sequence[str]:
        """The models on this computer, by name, or by path where several have the same."""
        installed = self._parts.library.installed()
        count = Counter(model.name for model in installed)
        return [model.name if count[model.name] == 1 else str(model.path) for model in installed]

    def use(self, name: str) -> None:
        """Answer with the model of this name, or a part of it, from now on; the page says which there are where that
        means none, or several.
        """
        installed = self._parts.library.installed()
        exact = [model for model in installed if name in (model.name, str(model.path))]
        found = exact or [model for model in installed if name.casefold() in model.name.casefold()]
        if len(found) == 1:
            self._models.use(str(found[0].path))
        else:
            self.open()

    def close(self) -> None:
        """Stop what is being fetched."""
        self.library.close()
        self.templates.close()

    def _arrived(self, path: str) -> None:
        """The first model to arrive is loaded at once; later ones wait until they are chosen."""
        if self._parts.engine.model is None:
            self._models.use(path)

    def _choose_file(self) -> None:
        path = choose_file(self._view)
        if path is not None:
            self._dropped([path])

    def _dropped(self, files: Sequence[Path]) -> None:
        for file in files:
            taking = ask_taking(file, self._view)
            if taking is not None:
                self.library.add(file, taking)

    def _ask_address(self) -> None:
        dialog = AddressDialog(self._view)
        self._until_taken(dialog, lambda: self.library.fetch_address(dialog.address.text(), dialog.digest.text()))

    def _ask_server(self) -> None:
        dialog = ServerDialog(self._view)

        def add() -> None:
            self._parts.servers.add(dialog.address.text(), dialog.name.text(), dialog.key.text())
            self.library.refresh()

        self._until_taken(dialog, add)

    def _ask_mirrors(self) -> None:
        settings = self._parts.settings
        dialog = MirrorsDialog(settings.get(options.MIRROR_URL), settings.get(options.INDEX_URL), self._view)

        def keep() -> None:
            settings.set(options.MIRROR_URL, dialog.mirror.text().strip())
            settings.set(options.INDEX_URL, dialog.index.text().strip())

        self._until_taken(dialog, keep)

    def _until_taken(self, dialog: FormDialog, take: Callable[[], None]) -> None:
        """Ask until what was typed is taken or given up. Nothing of it, a key for instance, stays in memory then."""
        while dialog.exec() == FormDialog.DialogCode.Accepted:
            try:
                take()
            except SidelightError as error:
                dialog.refuse(self._interpreter.say_error(error))
            else:
                break
        dialog.deleteLater()
