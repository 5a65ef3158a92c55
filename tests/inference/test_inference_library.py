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
from desktop_client.inference.client_folders import FoundModel
from desktop_client.inference.library import ModelLibrary, ModelNotFoundError, Place
from desktop_client.inference.set_aside import KEPT_S, give_up_old, set_aside
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


def test_what_was_held_against_a_digest_as_it_came_is_not_read_again(library: ModelLibrary, folder: Path) -> None:
    reads = Reads()
    promised = hashlib.sha256(TINY).hexdigest()
    assert library.arrived(folder / "tiny.gguf", promised) == folder / "tiny.gguf"
    assert [m.sha256 for m in library.installed()] == [None, promised]
    assert library.find("tiny.gguf", reads).sha256 == promised
    library.arrived(folder / "other-7b.Q4.gguf", None)
    assert [m.sha256 for m in library.installed()] == [None, promised]
    assert reads.times == 0


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
    assert library.remove("tiny").home == folder / "tiny.gguf"
    assert not (folder / "tiny.gguf").exists()
    assert elsewhere.exists()


def test_removing_can_be_undone_within_a_day(library: ModelLibrary, folder: Path) -> None:
    library.remove("tiny")
    assert [model.name for model in library.installed()] == ["other-7b.Q4.gguf"]
    assert [(one.home.name, one.size) for one in library.removed()] == [("tiny.gguf", len(TINY))]
    assert library.restore("tiny.gguf").id == "tiny"
    assert (folder / "tiny.gguf").read_bytes() == TINY
    assert library.removed() == ()
    assert not (folder / ".removed").exists()


def test_the_same_name_may_be_removed_twice_and_a_taken_place_is_not_overwritten(
    library: ModelLibrary, folder: Path
) -> None:
    library.remove("tiny")
    (folder / "tiny.gguf").write_bytes(OTHER)
    with pytest.raises(SidelightError, match="already has another file called tiny"):
        library.restore("tiny.gguf")
    library.remove("tiny.gguf")
    assert len(library.removed()) == 2
    library.restore("tiny.gguf")
    assert (folder / "tiny.gguf").read_bytes() == OTHER, "the newest comes back first"


def test_what_was_removed_is_given_up_on_wish_or_after_a_day(library: ModelLibrary, folder: Path) -> None:
    library.remove("tiny")
    library.give_up("tiny.gguf")
    assert library.removed() == ()
    with pytest.raises(ModelNotFoundError, match="was removed within the last day"):
        library.restore("tiny.gguf")
    gone = set_aside(folder / "other-7b.Q4.gguf", clock=lambda: 1_000.0)
    give_up_old(folder, clock=lambda: 1_000.0 + KEPT_S)
    assert gone.path.exists()
    give_up_old(folder, clock=lambda: 1_001.0 + KEPT_S)
    assert not gone.path.exists()


def with_others(folder: Path, tmp_path: Path, *others: FoundModel, in_place: tuple[Path, ...] = ()) -> ModelLibrary:
    return ModelLibrary(
        (folder,), tmp_path / "digests.json", KNOWN, in_place=lambda: in_place, elsewhere=lambda: others
    )


def test_other_programs_models_are_used_where_they_are_and_never_removed(folder: Path, tmp_path: Path) -> None:
    blob = tmp_path / "sha256-abc"
    blob.write_bytes(OTHER + b"!")
    library = with_others(folder, tmp_path, FoundModel(blob, "llama3:8b", "Ollama", len(OTHER) + 1))
    (found,) = library.elsewhere()
    assert (found.name, found.place, found.client) == ("llama3:8b", Place.CLIENT, "Ollama")
    assert "llama3:8b" not in [model.name for model in library.installed()]
    opened = library.find("llama3:8b")
    assert (opened.path, opened.name) == (blob, "llama3:8b")
    with pytest.raises(SidelightError, match="not in the models folder") as failure:
        library.remove("llama3:8b")
    assert failure.value.next_step is not None
    assert blob.exists()
    (folder / "tiny.gguf").unlink()
    with_starter = ModelLibrary((folder,), tmp_path / "d.json", _with_starter(), elsewhere=lambda: [_found(blob)])
    preferred = with_starter.preferred()
    assert preferred is not None
    assert preferred.path.parent == folder, "nobody chose another program's model, larger as it is"


def _found(path: Path) -> FoundModel:
    return FoundModel(path, "llama3:8b", "Ollama", path.stat().st_size)


def test_a_file_may_be_used_in_place(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "mine.gguf"
    own.write_bytes(OTHER + b"mine")
    library = with_others(folder, tmp_path, in_place=(own, tmp_path / "gone.gguf"))
    assert [(m.name, m.place) for m in library.installed()][-1] == ("mine.gguf", Place.IN_PLACE)
    assert library.find("mine").path == own
    with pytest.raises(SidelightError, match="not in the models folder"):
        library.remove("mine")
    assert own.exists()


def test_one_file_under_two_names_is_listed_once(folder: Path, tmp_path: Path) -> None:
    again = FoundModel(folder / "tiny.gguf", "tiny", "LM Studio", len(TINY))
    library = with_others(folder, tmp_path, again, in_place=(folder / "tiny.gguf",))
    assert [m.name for m in library.installed()] == ["other-7b.Q4.gguf", "tiny.gguf"]
    assert library.elsewhere() == ()


def test_verifying_reads_the_bytes_again(library: ModelLibrary, folder: Path) -> None:
    path = folder / "tiny.gguf"
    good = library.verify(path)
    assert (good.known_as, good.wrong) == ("tiny", False)
    status = path.stat()
    path.write_bytes(TINY[:-1] + b"?")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert library.find("tiny.gguf").sha256 == good.sha256, "remembered, since nothing shows that it changed"
    bad = library.verify(path)
    assert (bad.known_as, bad.wrong) == (None, True)
    assert not library.verify(folder / "other-7b.Q4.gguf").wrong


def test_a_profile_sees_its_own_models_and_the_shared_ones(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(profile.root.parent / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(profile.root.parent / "cache"))
    for place, name in ((profile.models, "own.gguf"), (paths.shared_models(), "shared.gguf")):
        place.mkdir(parents=True)
        (place / name).write_bytes(TINY)
    assert [m.name for m in ModelLibrary.of(profile).installed()] == ["own.gguf", "shared.gguf"]
