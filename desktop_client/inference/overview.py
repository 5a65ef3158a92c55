"""Everything a person wants to know before choosing a model, put together for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop_client import paths
from desktop_client.inference.catalogue import Catalogue, CatalogueEntry
from desktop_client.inference.fit import Fit, Machine, Speeds
from desktop_client.inference.headers import Header, Headers
from desktop_client.inference.library import InstalledModel, ModelLibrary

USUAL_CONTEXT = 8192
"""Tokens of context that estimates are for unless the user asks for others."""


@dataclass(frozen=True, slots=True)
class OnDisk:
    """A model on this computer. ``entry`` is the catalogue's, where it knows the file; ``fit`` is None where the header
    can't be used, which ``header.problem`` explains. ``template`` is the chat template that was chosen for a file
    without one. ``checked`` is whether the digest is the catalogue's: None where it is not known yet or the catalogue
    has none.
    """

    model: InstalledModel
    header: Header
    entry: CatalogueEntry | None
    fit: Fit | None
    template: str | None = None

    @property
    def needs_template(self) -> bool:
        """Whether it can only answer once somebody has chosen a chat template."""
        return self.fit is not None and not self.header.template and self.template is None

    @property
    def checked(self) -> bool | None:
        """Whether the file's bytes are known to be the catalogue's."""
        if self.entry is None or self.model.sha256 is None:
            return None
        return self.model.sha256 == self.entry.sha256

    @property
    def licence(self) -> str | None:
        """The catalogue's word, else the file's own."""
        return self.entry.licence if self.entry else self.header.licence


@dataclass(frozen=True, slots=True)
class ToFetch:
    """A model of the catalogue that is not on this computer."""

    entry: CatalogueEntry
    fit: Fit


@dataclass(frozen=True, slots=True)
class Overview:
    """Puts together what library, headers, catalogue, measured speeds and chosen chat templates know. Calls may take a
    moment the first time, when headers are read.
    """

    library: ModelLibrary
    headers: Headers
    speeds: Speeds
    known: Catalogue
    template_of: Callable[[str], str | None] = lambda _: None

    @classmethod
    def of(cls, library: ModelLibrary, speeds: Speeds, template_of: Callable[[str], str | None]) -> Overview:
        """With the headers that are remembered in this user's cache folder."""
        return cls(library, Headers(paths.cache() / "model-headers.json"), speeds, library.known, template_of)

    def on_disk(self, machine: Machine, context_tokens: int = USUAL_CONTEXT) -> tuple[OnDisk, ...]:
        """What is installed, then what other programs have; memory for so many tokens of context."""
        models = (*self.library.installed(), *self.library.elsewhere())
        return tuple(self.one(model, machine, context_tokens) for model in models)

    def one(self, model: InstalledModel, machine: Machine, context_tokens: int = USUAL_CONTEXT) -> OnDisk:
        """One model."""
        header = self.headers.read(model.path)
        entry = next((e for e in self.known.model if e.id == model.id), None)
        if header.problem is not None:
            return OnDisk(model, header, entry, None)
        context = min(context_tokens, header.context_tokens or context_tokens)
        memory = header.memory(context)
        speed = self.speeds.of(model.sha256, model.size)
        # Chosen templates go by the digest: where that is not known yet, nobody has chosen one.
        template = self.template_of(model.sha256) if model.sha256 and not header.template else None
        return OnDisk(model, header, entry, Fit(context, memory, machine.verdict(memory), speed), template)

    def to_fetch(self, machine: Machine, context_tokens: int = USUAL_CONTEXT) -> tuple[ToFetch, ...]:
        """What the catalogue knows and this computer has not."""
        here = {model.id for model in self.library.installed()}
        return tuple(
            ToFetch(entry, self.fit_of(entry, machine, context_tokens))
            for entry in self.known.model
            if entry.id not in here
        )

    def fit_of(self, entry: CatalogueEntry, machine: Machine, context_tokens: int = USUAL_CONTEXT) -> Fit:
        """How a model of the catalogue would do, from what the catalogue says of it."""
        memory = entry.memory(context_tokens)
        return Fit(context_tokens, memory, machine.verdict(memory), self.speeds.of(entry.sha256, entry.bytes))
