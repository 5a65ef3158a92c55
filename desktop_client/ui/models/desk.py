"""What the page of models is told and what it may ask for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from desktop_client.inference.download import DownloadProgress
from desktop_client.inference.fit import Machine
from desktop_client.inference.known_templates import TemplateOffer
from desktop_client.inference.library import Verified
from desktop_client.inference.overview import OnDisk, ToFetch
from desktop_client.inference.served import ServedModel
from desktop_client.inference.server import Server
from desktop_client.inference.set_aside import SetAside
from desktop_client.inference.tuning import Tuned
from desktop_client.inference.wanted import Target, Wanted
from desktop_client.ui.models.dialogs import Taking


@dataclass(frozen=True, slots=True)
class Look:
    """What there is to show: models on disk, those of the catalogue, removed ones, what unfinished downloads have left
    (bytes by the catalogue's id), the machine, the bytes free on the models' disk, servers with whether they have a
    key, and how models were found to run best (by their SHA-256).
    """

    on_disk: tuple[OnDisk, ...]
    to_fetch: tuple[ToFetch, ...]
    removed: tuple[SetAside, ...]
    kept: Mapping[str, int]
    machine: Machine
    disk_free: int
    servers: tuple[tuple[Server, bool], ...] = ()
    tuned: Mapping[str, Tuned] = field(default_factory=dict)


class LibraryDesk(Protocol):
    """What the controller needs of the models; every call may block."""

    def look(self, context_tokens: int) -> Look:
        """Everything that the page shows."""
        ...

    def fetch(self, target: Target, progress: Callable[[DownloadProgress], None], cancel: threading.Event) -> OnDisk:
        """Download a model."""
        ...

    def discard(self, target: Target) -> None:
        """Throw away what an unfinished download has left."""
        ...

    def wanted(self, address: str, digest: str) -> Wanted:
        """Read an address that was pasted."""
        ...

    def add(self, file: Path, taking: Taking) -> OnDisk:
        """Use a file of the user's own."""
        ...

    def templates(self, path: Path) -> tuple[TemplateOffer, ...]:
        """The chat templates that can be chosen for a file that carries none."""
        ...

    def read_template(self, file: Path) -> str:
        """A chat template of the user's own."""
        ...

    def choose_template(self, path: Path, template: str) -> None:
        """Talk to a model by this chat template from its next load on."""
        ...

    def verify(self, path: Path, report: Callable[[int, int], None]) -> Verified:
        """Compute a file's digest."""
        ...

    def measure(self, path: Path, report: Callable[[int, int], None], cancel: threading.Event) -> Tuned:
        """Find out how a model runs best here, and run it so from then on; ``report`` gets steps done and in all."""
        ...

    def remove(self, path: Path) -> SetAside:
        """Take a model away so that it can be brought back."""
        ...

    def restore(self, path: Path) -> None:
        """Bring a removed model back."""
        ...

    def give_up(self, path: Path) -> None:
        """Delete a removed model for good."""
        ...

    def forget(self, path: Path) -> None:
        """Take a file off the list of those that are used in place."""
        ...

    def served(self, server: Server) -> tuple[ServedModel, ...]:
        """Ask a server which models it has."""
        ...

    def remove_server(self, server: Server) -> None:
        """Forget a server and its key."""
        ...
