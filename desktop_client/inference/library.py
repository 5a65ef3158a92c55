"""Models on disk: which there are, where each lies, which one a person means, and what their digests are.

Four places: the profile's own folder, the folder that all profiles share, files that are used where they are, and
files that other programs have fetched. Only the first two are ever written to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from desktop_client import paths
from desktop_client.errors import SidelightError
from desktop_client.inference.catalogue import Catalogue, CatalogueEntry, catalogue
from desktop_client.inference.client_folders import FoundModel, find_elsewhere
from desktop_client.inference.digests import Digests, Report
from desktop_client.inference.engine import ModelFile
from desktop_client.inference.set_aside import SetAside, all_set_aside, bring_back, give_up, give_up_old, set_aside
from desktop_client.inference.taking_in import cannot_read, disk_refused, link_or_copy, require_gguf
from desktop_client.wording import say


class ModelNotFoundError(SidelightError):
    """No model on disk goes by that name, or by more than one."""


class Place(StrEnum):
    """Whose a file is."""

    OURS = "ours"
    IN_PLACE = "in_place"
    CLIENT = "client"


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A GGUF file. ``sha256`` is None until somebody needed it; ``id`` is the catalogue's, by digest or, until that is
    known, by name and size. ``client`` names the program that has fetched it.
    """

    path: Path
    name: str
    size: int
    id: str | None
    sha256: str | None
    place: Place = Place.OURS
    client: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found when a file's digest was computed from its bytes. ``expected`` is the catalogue's."""

    sha256: str
    known_as: str | None
    expected: str | None

    @property
    def wrong(self) -> bool:
        """It has the name and size of a known model, and other bytes."""
        return self.expected is not None and self.expected != self.sha256


class ModelLibrary:
    """The GGUF files in some folders, the earlier folder first; the file ``digests`` remembers their SHA-256.

    ``in_place`` says which other files the user chose to use where they are, ``elsewhere`` what other programs have.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        digests: Path,
        known: Catalogue | None = None,
        *,
        in_place: Callable[[], Sequence[Path]] = tuple,
        elsewhere: Callable[[], Sequence[FoundModel]] = tuple,
    ) -> None:
        self._folders = tuple(dict.fromkeys(folders))
        self._digests = Digests(digests)
        self._catalogue = known or catalogue()
        self._in_place, self._elsewhere = in_place, elsewhere

    @classmethod
    def of(cls, profile: paths.Profile, in_place: Callable[[], Sequence[Path]] = tuple) -> ModelLibrary:
        """The models that a profile sees: its own, the shared ones, and other programs'."""
        folders = (profile.models, paths.shared_models())
        return cls(folders, paths.cache() / "model-digests.json", in_place=in_place, elsewhere=find_elsewhere)

    @property
    def known(self) -> Catalogue:
        """The models that it knows by name."""
        return self._catalogue

    def installed(self) -> tuple[InstalledModel, ...]:
        """Every model of ours and every one used in place, by folder and name. Nothing is read but names, sizes and
        remembered digests.
        """
        found: dict[Path, InstalledModel] = {}
        for folder in self._folders:
            for path in _files(folder):
                found.setdefault(path.resolve(), self._describe(path))
        for path in self._in_place():
            if path.is_file() and path.resolve() not in found:
                found[path.resolve()] = replace(self._describe(path), place=Place.IN_PLACE)
        return tuple(found.values())

    def elsewhere(self) -> tuple[InstalledModel, ...]:
        """Models that other programs have fetched and that are not installed here as well."""
        here = {model.path.resolve() for model in self.installed()}
        found = [model for model in self._elsewhere() if model.path.resolve() not in here]
        return tuple(
            replace(self._describe(model.path), name=model.name, place=Place.CLIENT, client=model.client)
            for model in found
        )

    def find(self, name_or_path: str | Path, report: Report | None = None) -> ModelFile:
        """The model that somebody means: a catalogue id, a file name, its stem, a prefix that only one has, or a path;
        what is installed comes before what other programs have.

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
        hits = hits or [model for model in self.elsewhere() if _exact(model, text)]
        if len(hits) > 1 and len({model.name for model in hits}) > 1:
            raise ModelNotFoundError(
                say("{name} could be any of: {names}.", name=text, names=_names(hits)),
                say("Write the whole file name."),
            )
        if hits:
            return self._opened(hits[0].path, report)
        if isinstance(name_or_path, Path):
            raise ModelNotFoundError(say("{file} is not there any more.", file=path.name), say("Choose another model."))
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

    def verify(self, path: Path, report: Report | None = None) -> Verified:
        """Compute the digest from the bytes as they are now and hold it against the catalogue.

        Raises:
            SidelightError: the file can't be read.
        """
        try:
            promised = self._looks_like(path, path.stat().st_size)
            sha256 = self._digests.computed(path, report)
        except OSError as error:
            raise cannot_read(path, error) from error
        known = self._catalogue.with_digest(sha256)
        return Verified(sha256, known.id if known else None, promised.sha256 if promised else None)

    def arrived(self, path: Path, sha256: str | None) -> Path:
        """Take note of a download, whose bytes were held against ``sha256`` as they came, where there was one."""
        if sha256 is not None:
            self._digests.keep(path, sha256)
        return path

    def add(self, file: Path, report: Report | None = None) -> InstalledModel:
        """Take a GGUF file into the first folder: as a second name for the same bytes where the disk allows, else a
        copy. The file itself stays where it is.

        Raises:
            SidelightError: it is no GGUF file, a different file has its name already, or the disk refuses.
        """
        source = file.expanduser()
        require_gguf(source)
        folder = self._folders[0]
        target = folder / source.name
        try:
            if target.exists():
                return self._already_there(source, target, report)
            folder.mkdir(parents=True, exist_ok=True)
            link_or_copy(source, target, report)
        except OSError as error:
            raise disk_refused(error, folder) from error
        return self._describe(target)

    def remove(self, name: str) -> SetAside:
        """Take a model out of our folders; :meth:`restore` brings it back within a day.

        Raises:
            ModelNotFoundError: none of that name lies there.
            SidelightError: it is another program's or used in place, or it can't be moved.
        """
        installed = self.installed()
        wanted = Path(name).expanduser().absolute()
        hits = [m for m in (*installed, *self.elsewhere()) if _exact(m, name) or m.path == wanted]
        ours = [model for model in hits if model.place is Place.OURS]
        if len(ours) == 1:
            return self._set_aside(ours[0].path)
        if hits and not ours:
            raise SidelightError(
                say("{file} is not in the models folder, so it is not removed from there.", file=str(hits[0].path)),
                say("Remove it with the program that it belongs to, or with your file manager."),
            )
        raise self._not_found(name, installed)

    def _set_aside(self, path: Path) -> SetAside:
        try:
            return set_aside(path)
        except OSError as error:
            raise disk_refused(error, path.parent) from error

    def removed(self) -> tuple[SetAside, ...]:
        """What was removed and can still be brought back. What is older than a day is given up now."""
        for folder in self._folders:
            give_up_old(folder)
        return tuple(one for folder in self._folders for one in all_set_aside(folder))

    def restore(self, name: str) -> InstalledModel:
        """Bring a removed model back, by its file's name or path.

        Raises:
            ModelNotFoundError: nothing of that name was removed within a day.
            SidelightError: its place is taken, or the disk refuses.
        """
        one = self._removed_one(name)
        try:
            return self._describe(bring_back(one))
        except FileExistsError as error:
            raise SidelightError(
                say("The models folder already has another file called {file}.", file=one.home.name),
                say("Remove that one first."),
            ) from error
        except OSError as error:
            raise disk_refused(error, one.home.parent) from error

    def give_up(self, name: str) -> SetAside:
        """Delete a removed model for good.

        Raises:
            ModelNotFoundError: nothing of that name was removed within a day.
            SidelightError: it can't be deleted.
        """
        one = self._removed_one(name)
        try:
            give_up(one)
        except OSError as error:
            raise disk_refused(error, one.path.parent) from error
        return one

    def _removed_one(self, name: str) -> SetAside:
        for one in self.removed():
            if name in (one.home.name, str(one.home), str(one.path)):
                return one
        raise ModelNotFoundError(
            say("No model called {name} was removed within the last day.", name=name),
            say("Fetch it again with: sidelight models download"),
        )

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
            raise cannot_read(path, error) from error
        entry = self._catalogue.with_digest(digest)
        return ModelFile(path.absolute(), entry.name if entry else self._title(path), digest, size)

    def _title(self, path: Path) -> str:
        """The file's name, or what the program that owns it calls it where files have no names of their own."""
        if path.suffix.lower() == ".gguf":
            return path.stem
        return next((m.name for m in self._elsewhere() if m.path == path), path.name)

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
