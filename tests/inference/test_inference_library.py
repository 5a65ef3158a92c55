"""Models on disk are found by whatever name people use for them, and read for their digest only once."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from standins.model_origins import entry_for

from desktop_client import paths
from desktop_client.errors import SidelightError
from desktop_client.inference.catalogue import Catalogue, UrlOrigin
from desktop_client.inference.library import ModelLibrary, ModelNotFoundError
from desktop_client.paths import Profile

TINY = b"GGUF tiny model"
OTHER = b"GGUF another model, a larger one"
KNOWN = Catalogue((entry_for(TINY, UrlOrigin("https://models.invalid/tiny.gguf")),))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / "tiny.gguf").write_bytes(TINY)
    (folder / "other-7b.Q4.gguf").write_bytes(OTHER)
    (folder / "tiny.gguf.partial").write_bytes(TINY)
    (folder / "notes.txt").write_bytes(b"")
    return folder


@pytest.fixture
def library(folder: Path, tmp_path: Path) -> ModelLibrary:
    return ModelLibrary((folder, tmp_path / "not-there"), tmp_path / "cache" / "digests.json", KNOWN)


class Reads:
    """Counts how often a file was read to its end."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, done: int, total: int) -> None:
        assert 0 < done <= total
        self.times += done == total


def test_models_are_listed_without_being_read(library: ModelLibrary) -> None:
    listed = [(m.name, m.size, m.id, m.sha256) for m in library.installed()]
    assert listed == [("other-7b.Q4.gguf", len(OTHER), None, None), ("tiny.gguf", len(TINY), "tiny", None)]
    assert library.has(KNOWN.model[0])


def test_a_file_of_that_name_and_another_size_is_no_known_model(library: ModelLibrary, folder: Path) -> None:
    (folder / "tiny.gguf").write_bytes(TINY + b"!")
    assert [m.id for m in library.installed()] == [None, None]
    assert not library.has(KNOWN.model[0])


@pytest.mark.parametrize("name", ["tiny", "tiny.gguf", "Tin"])
def test_a_model_answers_to_its_id_its_file_its_stem_and_a_prefix(library: ModelLibrary, name: str) -> None:
    found = library.find(name)
    assert (found.name, found.sha256, found.size) == ("Tiny", hashlib.sha256(TINY).hexdigest(), len(TINY))


def test_a_model_answers_to_its_path(library: ModelLibrary, folder: Path, tmp_path: Path) -> None:
    assert library.find(folder / "other-7b.Q4.gguf").name == "other-7b.Q4"
    elsewhere = tmp_path / "elsewhere.gguf"
    elsewhere.write_bytes(OTHER)
    assert library.find(str(elsewhere)).path == elsewhere


def test_an_unknown_name_is_answered_with_what_there_is(library: ModelLibrary, folder: Path) -> None:
    with pytest.raises(ModelNotFoundError, match=r"no model called nope.*other-7b\.Q4\.gguf, tiny\.gguf"):
        library.find("nope")
    with pytest.raises(ModelNotFoundError, match=r"no model called /nope/x\.gguf"):
        library.find("/nope/x.gguf")
    for file in folder.iterdir():
        file.unlink()
    with pytest.raises(ModelNotFoundError, match="sidelight models download"):
        library.find("nope")
    with pytest.raises(ModelNotFoundError, match=r"tiny is not on this computer yet.*download tiny"):
        library.find("tiny")


def test_a_prefix_of_two_models_names_both(library: ModelLibrary, folder: Path) -> None:
    (folder / "tiny-chat.gguf").write_bytes(OTHER)
    with pytest.raises(ModelNotFoundError, match=r"could be any of: tiny-chat\.gguf, tiny\.gguf"):
        library.find("ti")
    assert library.find("tiny").name == "Tiny", "an exact name goes before a prefix"


def test_a_file_is_read_once(library: ModelLibrary, folder: Path, tmp_path: Path) -> None:
    reads = Reads()
    library.find("tiny", reads)
    library.find("tiny", reads)
    again = ModelLibrary((folder,), tmp_path / "cache" / "digests.json", KNOWN)
    again.find("tiny", reads)
    assert reads.times == 1
    assert again.installed()[1].sha256 == hashlib.sha256(TINY).hexdigest()


def test_a_file_that_changed_is_read_again(library: ModelLibrary, folder: Path) -> None:
    library.find("tiny")
    before = (folder / "tiny.gguf").stat()
    (folder / "tiny.gguf").write_bytes(TINY[:-1] + b"?")
    os.utime(folder / "tiny.gguf", ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    assert library.find("tiny.gguf").sha256 == hashlib.sha256(TINY[:-1] + b"?").hexdigest()
    assert [m.id for m in library.installed()] == [None, None], "its name alone makes it no known model"


@pytest.mark.parametrize("content", ['{"half": ', "[]", '{"/x": 3}'])
def test_a_damaged_memory_of_digests_costs_time_and_nothing_else(
    library: ModelLibrary, tmp_path: Path, content: str
) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "digests.json").write_text(content)
    assert library.find("tiny").name == "Tiny"


def test_digests_that_cannot_be_kept_are_no_failure(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder would be")
    assert ModelLibrary((folder,), tmp_path / "cache" / "digests.json", KNOWN).find("tiny").name == "Tiny"


def test_the_starter_is_taken_only_if_it_is_what_it_says(library: ModelLibrary, folder: Path) -> None:
    starter = ModelLibrary((folder,), folder / "d.json", _with_starter())
    found = starter.starter()
    assert found is not None
    assert found.path == folder / "tiny.gguf"
    (folder / "tiny.gguf").write_bytes(TINY[:-1] + b"?")
    assert starter.starter() is None
    preferred = starter.preferred()
    assert preferred is not None
    assert preferred.path == folder / "other-7b.Q4.gguf", "without the starter, the largest"


def test_with_no_model_nothing_is_preferred(tmp_path: Path) -> None:
    assert ModelLibrary((tmp_path,), tmp_path / "d.json", _with_starter()).preferred() is None


def _with_starter() -> Catalogue:
    entry = KNOWN.model[0]
    return Catalogue((type(entry)(**{f: getattr(entry, f) for f in entry.__struct_fields__} | {"starter": True}),))


def test_a_file_of_ones_own_is_added_without_a_copy(library: ModelLibrary, folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "mine.gguf"
    own.write_bytes(OTHER)
    assert library.add(own).path == folder / "mine.gguf"
    assert own.samefile(folder / "mine.gguf")
    own.unlink()
    assert (folder / "mine.gguf").read_bytes() == OTHER


def test_where_the_disk_allows_no_second_name_it_is_copied(
    library: ModelLibrary, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    own = tmp_path / "mine.gguf"
    own.write_bytes(OTHER)
    reads = Reads()
    library.add(own, reads)
    assert (folder / "mine.gguf").read_bytes() == OTHER
    assert reads.times == 1
    assert not own.samefile(folder / "mine.gguf")
    assert not list(folder.glob("*.new"))


def test_adding_never_overwrites(library: ModelLibrary, folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "tiny.gguf"
    own.write_bytes(OTHER)
    with pytest.raises(SidelightError, match=r"already has another file called tiny\.gguf"):
        library.add(own)
    assert (folder / "tiny.gguf").read_bytes() == TINY
    own.write_bytes(TINY)
    assert library.add(own).id == "tiny"


@pytest.mark.parametrize(("name", "data"), [("x.gguf", b"PK\3\4"), ("x.gguf", b""), ("x.bin", TINY)])
def test_what_is_no_gguf_is_not_added(library: ModelLibrary, tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SidelightError, match=f"{name} is not a GGUF file"):
        library.add(tmp_path / name)
    with pytest.raises(SidelightError, match="can't be read"):
        library.add(tmp_path / "missing.gguf")


def test_a_model_is_removed_by_name_and_only_from_the_library(
    library: ModelLibrary, folder: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere.gguf"
    elsewhere.write_bytes(OTHER)
    with pytest.raises(ModelNotFoundError):
        library.remove(str(elsewhere))
    with pytest.raises(ModelNotFoundError):
        library.remove("ti")
    assert library.remove("tiny").path == folder / "tiny.gguf"
    assert not (folder / "tiny.gguf").exists()
    assert elsewhere.exists()


def test_a_profile_sees_its_own_models_and_the_shared_ones(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(profile.root.parent / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(profile.root.parent / "cache"))
    for place, name in ((profile.models, "own.gguf"), (paths.shared_models(), "shared.gguf")):
        place.mkdir(parents=True)
        (place / name).write_bytes(TINY)
    assert [m.name for m in ModelLibrary.of(profile).installed()] == ["own.gguf", "shared.gguf"]
