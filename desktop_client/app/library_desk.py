"""What the page of models asks for, from library, catalogue and settings."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop_client import settings as options
from desktop_client.app import calibrating, chosen_templates
from desktop_client.app.own_models import add_model
from desktop_client.app.parts import Parts
from desktop_client.inference.download import DownloadProgress, discard, download, kept
from desktop_client.inference.fit import Machine
from desktop_client.inference.known_templates import TemplateOffer
from desktop_client.inference.library import Verified
from desktop_client.inference.overview import OnDisk
from desktop_client.inference.served import ServedModel
from desktop_client.inference.server import Server
from desktop_client.inference.set_aside import SetAside
from desktop_client.inference.tuning import Tuned
from desktop_client.inference.wanted import Target, Wanted, wanted
from desktop_client.paths import shared_models
from desktop_client.ui.models.desk import Look
from desktop_client.ui.models.dialogs import Taking


@dataclass(frozen=True, slots=True)
class LibraryDeskOfProfile:
    """Implements ``ui.models.desk.LibraryDesk`` for one profile."""

    parts: Parts

    def look(self, context_tokens: int) -> Look:
        """Everything that the page shows."""
        overview, machine, folder = self.parts.overview, Machine.here(), shared_models()
        to_fetch = overview.to_fetch(machine, context_tokens)
        on_disk = overview.on_disk(machine, context_tokens)
        digests = [one.model.sha256 for one in on_disk if one.model.sha256]
        there = next(place for place in (folder, *folder.parents) if place.exists())
        return Look(
            on_disk=on_disk,
            to_fetch=to_fetch,
            removed=self.parts.library.removed(),
            kept={one.entry.id: kept(one.entry, folder) for one in to_fetch},
            machine=machine,
            disk_free=shutil.disk_usage(there).free,
            servers=tuple((server, self.parts.servers.has_key(server)) for server in self.parts.servers.all()),
            tuned={sha256: tuned for sha256 in digests if (tuned := self.parts.tunings.get(sha256))},
        )

    def fetch(self, target: Target, progress: Callable[[DownloadProgress], None], cancel: threading.Event) -> OnDisk:
        """Download a model into the shared folder."""
        settings = self.parts.settings
        path = download(
            target,
            shared_models(),
            progress=progress,
            cancel=cancel,
            index_url=settings.get(options.INDEX_URL) or None,
            mirror_url=settings.get(options.MIRROR_URL) or None,
        )
        return self._one(self.parts.library.arrived(path, target.sha256))

    def discard(self, target: Target) -> None:
        """Throw away what an unfinished download has left."""
        discard(target, shared_models())

    def wanted(self, address: str, digest: str) -> Wanted:
        """Read an address that was pasted."""
        return wanted(address, digest)

    def add(self, file: Path, taking: Taking) -> OnDisk:
        """Use a file of the user's own."""
        return self._one(add_model(self.parts, file, in_place=taking is not Taking.COPY).path)

    def templates(self, path: Path) -> tuple[TemplateOffer, ...]:
        """The chat templates that can be chosen for a file that carries none."""
        return chosen_templates.offers(path, self.parts.settings.language())

    def read_template(self, file: Path) -> str:
        """A chat template of the user's own."""
        return chosen_templates.read_template(file)

    def choose_template(self, path: Path, template: str) -> None:
        """Talk to a model by this chat template from its next load on."""
        chosen_templates.choose(self.parts, self.parts.library.find(path).sha256, template)

    def verify(self, path: Path, report: Callable[[int, int], None]) -> Verified:
        """Compute a file's digest."""
        return self.parts.library.verify(path, report)

    def measure(self, path: Path, report: Callable[[int, int], None], cancel: threading.Event) -> Tuned:
        """Find out how a model runs best here, and run it so from then on."""
        return calibrating.calibrate(self.parts, self.parts.library.find(path), report, cancel)

    def remove(self, path: Path) -> SetAside:
        """Take a model away so that it can be brought back; it is not chosen any more."""
        gone = self.parts.library.remove(str(path))
        self._choose_no_more(path)
        return gone

    def restore(self, path: Path) -> None:
        """Bring a removed model back."""
        self.parts.library.restore(str(path))

    def give_up(self, path: Path) -> None:
        """Delete a removed model for good."""
        self.parts.library.give_up(str(path))

    def forget(self, path: Path) -> None:
        """Take a file off the list of those that are used in place."""
        self.parts.settings.change(options.IN_PLACE, lambda names: [name for name in names if name != str(path)])
        self._choose_no_more(path)

    def served(self, server: Server) -> tuple[ServedModel, ...]:
        """Ask a server which models it has."""
        return self.parts.servers.models(server)

    def remove_server(self, server: Server) -> None:
        """Forget a server and its key."""
        self.parts.servers.remove(server.id)

    def _one(self, path: Path) -> OnDisk:
        installed = self.parts.library.installed()
        model = next(one for one in installed if one.path.resolve() == path.resolve())
        return self.parts.overview.one(model, Machine.here())

    def _choose_no_more(self, path: Path) -> None:
        if self.parts.settings.get(options.MODEL) in (str(path), path.name, path.stem):
            self.parts.settings.set(options.MODEL, "")
