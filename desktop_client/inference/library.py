"""Models on disk: which there are, which one a person means, and what their digests are.

A digest costs a second or more per gigabyte, so it is computed once and remembered by size, modification time and
inode; a file that changed in any of these is read again.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desktop_client import paths
from desktop_client.errors import SidelightError
from desktop_client.inference.catalogue import Catalogue, CatalogueEntry, catalogue
from desktop_client.inference.engine import ModelFile
from desktop_client.inference.partial import HASH_BLOCK, write_atomically
from desktop_client.wording import Sentence, say

GGUF_MAGIC = b"GGUF"

Report = Callable[[int, int], None]
"""Called with bytes done and bytes in all while a file is read or copied."""


class ModelNotFoundError(SidelightError):
    """No model on disk goes by that name, or by more than one."""


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A GGUF file in one of the folders. ``sha256`` is None until somebody needed it; ``id`` is the catalogue's."""

    path: Path
    name: str
    size: int
    id: str | None
    sha256: str | None


class Digests:
    """SHA-256 of whole files, remembered in one small JSON file. Losing that file costs time, nothing else."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def known(self, path: Path) -> str | None:
        """The digest, if the file has not changed since it was computed."""
        found = self._read().get(str(path.resolve()))
        return str(found["sha256"]) if found and found["file"] == _identity(path) else None

    def digest(self, path: Path, report: Report | None = None) -> str:
        """The digest, computed now if need be."""
        known = self.known(path)
        if known is not None:
            return known
        identity = _identity(path)
        sha256 = _sha256(path, report)
        if _identity(path) == identity:
            self._remember(path, identity, sha256)
        return sha256

    def _remember(self, path: Path, identity: list[int], sha256: str) -> None:
        entries = {name: entry for name, entry in self._read().items() if Path(name).exists()}
        entries[str(path.resolve())] = {"file": identity, "sha256": sha256}
        # A cache folder that can't be written makes the next start slower; it is no reason to fail this one.
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self._file, json.dumps(entries, indent=1).encode())

    def _read(self) -> dict[str, dict[str, object]]:
        try:
            entries = json.loads(self._file.read_bytes())
        except (OSError, ValueError):
            return {}
        if not isinstance(entries, dict):
            return {}
        return {name: e for name, e in entries.items() if isinstance(e, dict) and e.keys() >= {"file", "sha256"}}


class ModelLibrary:
    """The GGUF files in some folders, the earlier folder first; the file ``digests`` remembers their SHA-256."""

    def __init__(self, folders: Sequence[Path], digests: Path, known: Catalogue | None = None) -> None:
        self._folders = tuple(dict.fromkeys(folders))
        self._digests = Digests(digests)
        self._catalogue = known or catalogue()

    @classmethod
    def of(cls, profile: paths.Profile) -> ModelLibrary:
        """The models that a profile sees: its own, then the shared ones."""
        return cls((profile.models, paths.shared_models()), paths.cache() / "model-digests.json")

    def installed(self) -> tuple[InstalledModel, ...]:
        """Every model, by folder and name. Nothing is read but names, sizes and remembered digests."""
        found: dict[Path, InstalledModel] = {}
        for folder in self._folders:
            for path in _files(folder):
                found.setdefault(path.resolve(), self._describe(path))
        return tuple(found.values())

    def find(self, name_or_path: str | Path, report: Report | None = None) -> ModelFile:
        """The model that somebody means: a catalogue id, a file name, its stem, a prefix that only one has, or a path.

        Raises:
            ModelNotFoundError: none, or several; the sentence says what there is.
            SidelightError: the file can't be read.
        """
        text = str(name_or_path)
        installed = self.installed()
        path = Path(text).expanduser()
        hits = [model for model in installed if _exact(model, text)]
        if not hits and path.is_file():
            return self._opened(path, report)
        hits = hits or [model for model in installed if _prefix(model, text)]
        if len(hits) > 1 and len({model.name for model in hits}) > 1:
            raise ModelNotFoundError(
                say("{name} could be any of: {names}.", name=text, names=_names(hits)),
                say("Write the whole file name."),
            )
        if hits:
            return self._opened(hits[0].path, report)
        raise self._not_found(text, installed)

    def starter(self, report: Report | None = None) -> ModelFile | None:
        """The catalogue's starter, if it is on disk and is what it says."""
        return self._verified(self._catalogue.starter(), report)

    def preferred(self, report: Report | None = None) -> ModelFile | None:
        """What to use when nobody has chosen: the starter, else the largest known model, else the largest file."""
        starter = self.starter(report)
        if starter is not None:
            return starter
        models = sorted(self.installed(), key=lambda m: (m.id is not None, m.size), reverse=True)
        return self._opened(models[0].path, report) if models else None

    def has(self, entry: CatalogueEntry) -> bool:
        """Whether a catalogue model is on disk, judged without reading the file."""
        return any(model.id == entry.id for model in self.installed())

    def add(self, file: Path, report: Report | None = None) -> InstalledModel:
        """Take a GGUF file into the first folder: as a second name for the same bytes where the disk allows, else a
        copy. The file itself stays where it is.

        Raises:
            SidelightError: it is no GGUF file, a different file has its name already, or the disk refuses.
        """
        source = file.expanduser()
        _require_gguf(source)
        folder = self._folders[0]
        target = folder / source.name
        try:
            if target.exists():
                return self._already_there(source, target, report)
            folder.mkdir(parents=True, exist_ok=True)
            _link_or_copy(source, target, report)
        except OSError as error:
            raise _disk_refused(error, folder) from error
        return self._describe(target)

    def remove(self, name: str) -> InstalledModel:
        """Delete a model that lies in one of the folders.

        Raises:
            ModelNotFoundError: none of that name lies there.
            SidelightError: it can't be deleted.
        """
        installed = self.installed()
        hits = [m for m in installed if _exact(m, name) or m.path == Path(name).expanduser().absolute()]
        if len(hits) != 1:
            raise self._not_found(name, installed)
        try:
            hits[0].path.unlink()
        except OSError as error:
            raise _disk_refused(error, hits[0].path.parent) from error
        return hits[0]

    def _describe(self, path: Path) -> InstalledModel:
        size = path.stat().st_size
        sha256 = self._digests.known(path)
        entry = self._catalogue.with_digest(sha256) if sha256 else self._looks_like(path, size)
        return InstalledModel(path, path.name, size, entry.id if entry else None, sha256)

    def _looks_like(self, path: Path, size: int) -> CatalogueEntry | None:
        """By name and size, until the digest is known: what a download leaves behind has been verified."""
        return next((e for e in self._catalogue.model if e.file == path.name and e.bytes == size), None)

    def _verified(self, entry: CatalogueEntry, report: Report | None) -> ModelFile | None:
        for model in self.installed():
            if model.id == entry.id:
                file = self._opened(model.path, report)
                if file.sha256 == entry.sha256:
                    return file
        return None

    def _opened(self, path: Path, report: Report | None) -> ModelFile:
        try:
            digest = self._digests.digest(path, report)
            size = path.stat().st_size
        except OSError as error:
            raise SidelightError(
                say("{file} can't be read: {why}.", file=str(path), why=error.strerror or str(error)),
                say("Check that the disk is there and that you may read the file."),
            ) from error
        entry = self._catalogue.with_digest(digest)
        return ModelFile(path.absolute(), entry.name if entry else path.stem, digest, size)

    def _already_there(self, source: Path, target: Path, report: Report | None) -> InstalledModel:
        same = source.samefile(target) or self._digests.digest(source, report) == self._digests.digest(target, report)
        if not same:
            raise SidelightError(
                say("The models folder already has another file called {file}.", file=target.name),
                say("Give the new one another name first."),
            )
        return self._describe(target)

    def _not_found(self, text: str, installed: Sequence[InstalledModel]) -> ModelNotFoundError:
        if any(entry.id == text for entry in self._catalogue.model):
            return ModelNotFoundError(
                say("{name} is not on this computer yet.", name=text),
                say("Fetch it with: sidelight models download {name}", name=text),
            )
        there = say("On this computer are: {names}.", names=_names(installed))
        nothing = say("There is no model on this computer yet; fetch one with: sidelight models download")
        return ModelNotFoundError(say("There is no model called {name}.", name=text), there if installed else nothing)


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(p for p in folder.iterdir() if p.suffix.lower() == ".gguf" and p.is_file())
    except OSError:
        return []


def _exact(model: InstalledModel, text: str) -> bool:
    return text in {model.id, model.name, model.path.stem}


def _prefix(model: InstalledModel, text: str) -> bool:
    return bool(text) and model.name.lower().startswith(text.lower())


def _names(models: Sequence[InstalledModel]) -> str:
    return ", ".join(model.name for model in models)


def _identity(path: Path) -> list[int]:
    status = path.stat()
    return [status.st_size, status.st_mtime_ns, status.st_ino]


def _sha256(path: Path, report: Report | None) -> str:
    digest, done, size = hashlib.sha256(), 0, path.stat().st_size
    with path.open("rb") as file:
        while block := file.read(HASH_BLOCK):
            digest.update(block)
            done += len(block)
            if report:
                report(done, size)
    return digest.hexdigest()


def _require_gguf(path: Path) -> None:
    try:
        with path.open("rb") as file:
            magic = file.read(len(GGUF_MAGIC))
    except OSError as error:
        raise SidelightError(
            say("{file} can't be read: {why}.", file=str(path), why=error.strerror or str(error)),
            say("Check the path, and that you may read the file."),
        ) from error
    if magic != GGUF_MAGIC or path.suffix.lower() != ".gguf":
        raise SidelightError(
            say("{file} is not a GGUF file.", file=path.name),
            say("Choose a file that ends in .gguf and begins with GGUF."),
        )


def _link_or_copy(source: Path, target: Path, report: Report | None) -> None:
    try:
        # Resolved, since a second name for a symbolic link would still depend on where that points.
        os.link(source.resolve(), target)
    except FileExistsError:
        raise
    except OSError:
        _copy(source, target, report)


def _copy(source: Path, target: Path, report: Report | None) -> None:
    size = source.stat().st_size
    if shutil.disk_usage(target.parent).free < size:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    scratch = target.with_name(f"{target.name}.{os.getpid()}.new")
    try:
        with source.open("rb") as old, scratch.open("wb") as new:
            while block := old.read(HASH_BLOCK):
                new.write(block)
                if report:
                    report(new.tell(), size)
            new.flush()
            os.fsync(new.fileno())
        scratch.replace(target)
    finally:
        scratch.unlink(missing_ok=True)


def _disk_refused(error: OSError, folder: Path) -> SidelightError:
    why: Sentence = say("{folder} can't be written: {why}.", folder=str(folder), why=error.strerror or str(error))
    return SidelightError(why, say("Free some space, or check that you may write there."))
