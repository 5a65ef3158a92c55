"""Models that other programs on this computer have already fetched. They are found, never copied and never changed.

Where each program keeps its files, as of 2026 (all of them let their users choose another place; where an environment
variable says so, it is asked):

- LM Studio: ``models`` in the folder that ``~/.lmstudio-home-pointer`` names, else ``~/.lmstudio/models``, before
  0.3.6 ``~/.cache/lm-studio/models``; publisher/repository/file.
- Jan: ``data/llamacpp/models`` in its folder, older ones ``data/models`` and ``~/jan/models``.
- GPT4All: the folder ``nomic.ai/GPT4All`` of the user's data.
- llama.cpp: ``LLAMA_CACHE``, else the folder ``llama.cpp`` of the user's cache.
- Hugging Face: ``HF_HUB_CACHE``, ``HF_HOME/hub``, else ``~/.cache/huggingface/hub``; snapshots link to blobs.
- Ollama: ``OLLAMA_MODELS``, else ``~/.ollama/models`` (as a Linux service ``/usr/share/ollama/.ollama/models``); its
  manifests name the blob that is a plain GGUF file.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

MODEL_LAYER = "application/vnd.ollama.image.model"
MAX_DEPTH = 6
MAX_ENTRIES = 20_000
"""How many folders and files are looked at in one client's folder: a link to the whole disk must not hold us up."""
MAX_MANIFEST = 1_000_000
SMALLEST = 1_000_000
"""Files below so many bytes are vocabularies for tests, not models."""


@dataclass(frozen=True, slots=True)
class FoundModel:
    """A GGUF file of another program; ``name`` is what that program calls it."""

    path: Path
    name: str
    client: str
    size: int


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where to look: the user's home, the environment, the platform as :data:`sys.platform` names it."""

    home: Path
    environment: Mapping[str, str]
    platform: str

    @classmethod
    def here(cls) -> Surroundings:
        """This computer."""
        return cls(Path.home(), os.environ, sys.platform)

    def folder(self, variable: str) -> Path | None:
        """The folder that an environment variable names."""
        value = self.environment.get(variable, "").strip()
        return Path(value).expanduser() if value else None

    @property
    def data(self) -> tuple[Path, ...]:
        """Where programs keep their data."""
        if self.platform == "win32":
            roaming = self.folder("APPDATA") or self.home / "AppData/Roaming"
            return (self.folder("LOCALAPPDATA") or self.home / "AppData/Local", roaming)
        if self.platform == "darwin":
            return (self.home / "Library/Application Support",)
        return (self.folder("XDG_DATA_HOME") or self.home / ".local/share", self.home / ".config")

    @property
    def cache(self) -> Path:
        """Where programs keep what they can fetch again."""
        if self.platform == "win32":
            return self.folder("LOCALAPPDATA") or self.home / "AppData/Local"
        if self.platform == "darwin":
            return self.home / "Library/Caches"
        return self.folder("XDG_CACHE_HOME") or self.home / ".cache"


def find_elsewhere(around: Surroundings | None = None) -> tuple[FoundModel, ...]:
    """All models of the clients that are known, each file once. Reads names, sizes and manifests, no weights."""
    around = around or Surroundings.here()
    found: dict[Path, FoundModel] = {}
    for client, folder in _folders(around):
        for model in _gguf_files(client, folder):
            found.setdefault(model.path.resolve(), model)
    for folder in _ollama_folders(around):
        for model in _ollama_models(folder):
            found.setdefault(model.path.resolve(), model)
    return tuple(found.values())


def _folders(around: Surroundings) -> Iterator[tuple[str, Path]]:
    yield from (("LM Studio", folder / "models") for folder in _lm_studio_homes(around.home))
    yield "LM Studio", around.home / ".cache/lm-studio/models"
    for data in around.data:
        yield "Jan", data / "Jan/data/llamacpp/models"
        yield "Jan", data / "Jan/data/models"
        yield "GPT4All", data / "nomic.ai/GPT4All"
    yield "Jan", around.home / "jan/models"
    yield "llama.cpp", around.folder("LLAMA_CACHE") or around.cache / "llama.cpp"
    home = around.folder("HF_HOME") or (around.folder("XDG_CACHE_HOME") or around.home / ".cache") / "huggingface"
    yield "Hugging Face", around.folder("HF_HUB_CACHE") or home / "hub"


def _lm_studio_homes(home: Path) -> Iterator[Path]:
    try:
        named = (home / ".lmstudio-home-pointer").read_text(encoding="utf-8")[:4096].strip()
    except (OSError, ValueError):
        named = ""
    if named and Path(named).is_absolute():
        yield Path(named)
    yield home / ".lmstudio"


def _gguf_files(client: str, root: Path) -> Iterator[FoundModel]:
    looked_at = 0
    for folder, folders, files in os.walk(root):
        here = Path(folder)
        folders[:] = sorted(folders) if len(here.relative_to(root).parts) < MAX_DEPTH else []
        looked_at += len(folders) + len(files)
        for name in sorted(files):
            if name.lower().endswith(".gguf") and not name.lower().startswith("mmproj"):
                yield from _found(here / name, _name_of(here / name), client)
        if looked_at > MAX_ENTRIES:
            return


def _name_of(path: Path) -> str:
    """Jan calls every file ``model.gguf`` and names the folder instead."""
    return f"{path.parent.name}.gguf" if path.name.lower() == "model.gguf" else path.name


def _found(path: Path, name: str, client: str) -> Iterator[FoundModel]:
    try:
        size = path.stat().st_size
    except OSError:  # a link to a blob that was cleared away
        return
    if size >= SMALLEST:
        yield FoundModel(path, name, client, size)


def _ollama_folders(around: Surroundings) -> tuple[Path, ...]:
    chosen = around.folder("OLLAMA_MODELS")
    if chosen is not None:
        return (chosen,)
    return (around.home / ".ollama/models", Path("/usr/share/ollama/.ollama/models"))


def _ollama_models(root: Path) -> Iterator[FoundModel]:
    manifests = root / "manifests"
    looked_at = 0
    for folder, folders, files in os.walk(manifests):
        looked_at += len(folders) + len(files)
        for tag in sorted(files):
            blob = _blob_of(Path(folder) / tag, root / "blobs")
            if blob is not None:
                yield from _found(blob, f"{Path(folder).name}:{tag}", "Ollama")
        if looked_at > MAX_ENTRIES:
            return


def _blob_of(manifest: Path, blobs: Path) -> Path | None:
    """The one layer that is the model; None where it is in several files or no plain GGUF."""
    try:
        if manifest.stat().st_size > MAX_MANIFEST:
            return None
        layers = json.loads(manifest.read_bytes())["layers"]
        digests = [layer["digest"] for layer in layers if layer["mediaType"] == MODEL_LAYER]
        if len(digests) != 1:
            return None
        blob = blobs / Path(str(digests[0]).replace(":", "-")).name
        with blob.open("rb") as file:
            return blob if file.read(4) == b"GGUF" else None
    except (OSError, ValueError, LookupError, TypeError):
        return None
