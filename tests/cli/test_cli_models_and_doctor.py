"""`sidelight models` and `sidelight doctor`, as scripts and people meet them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from inference.tiny_gguf import write_model
from standins.model_origins import Hub, bytes_like_a_model, entry_for, serving

from desktop_client import paths
from desktop_client.cli import doctor, main
from desktop_client.inference import catalogue as catalogue_module
from desktop_client.inference import library as library_module
from desktop_client.inference.catalogue import Catalogue, CatalogueEntry, UrlOrigin
from desktop_client.inference.runtime_probe import Tried
from desktop_client.paths import Profile

DATA = b"GGUF" + bytes_like_a_model(200_000)


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A catalogue of one model, its starter, served over loopback."""
    with serving(Hub(DATA)) as hub:
        entry = entry_for(DATA, UrlOrigin(hub.url))
        starter = CatalogueEntry(**{f: getattr(entry, f) for f in entry.__struct_fields__} | {"starter": True})
        for module in (catalogue_module, library_module):
            monkeypatch.setattr(module, "catalogue", lambda: Catalogue((starter,)))
        yield hub


def document(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    """The one JSON document on stdout."""
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    return json.loads(out)


def test_a_model_is_fetched_listed_and_removed(hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "download", "--json"]) == 0
    fetched = document(capsys)
    path = paths.shared_models() / "tiny.gguf"
    assert fetched == {
        "id": "tiny",
        "name": "Tiny",
        "path": str(path),
        "bytes": len(DATA),
        "sha256": hub_entry_digest(),
    }
    assert path.read_bytes() == DATA
    assert main(["models", "list", "--json"]) == 0
    listed = document(capsys)
    assert [m["name"] for m in listed["models"]] == ["tiny.gguf"]
    assert [(e["id"], e["installed"], e["starter"]) for e in listed["available"]] == [("tiny", True, True)]
    assert main(["models", "remove", "tiny", "--json"]) == 0
    assert document(capsys) == {"removed": str(path), "bytes": len(DATA), "restorable": True}
    assert not path.exists()
    assert main(["models", "restore", "tiny.gguf", "--json"]) == 0
    assert document(capsys)["path"] == str(path)
    assert path.read_bytes() == DATA
    assert main(["models", "remove", "tiny", "--now"]) == 0
    assert "MB are free again" in capsys.readouterr().out
    assert main(["models", "restore", "tiny.gguf"]) == 1


def hub_entry_digest() -> str:
    return entry_for(DATA, UrlOrigin("https://x.invalid/")).sha256


def test_a_pasted_address_says_what_was_not_checked(
    hub: Hub, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hub.data = write_model(tmp_path / "source.gguf").read_bytes()
    digest = hashlib.sha256(hub.data).hexdigest()
    assert main(["models", "download", hub.url]) == 0
    said = capsys.readouterr().out
    assert "nothing says that these are the bytes you meant" in said
    assert digest in said
    assert main(["models", "remove", "tiny", "--now", "--json"]) == 0
    capsys.readouterr()
    assert main(["models", "download", hub.url, "--sha256", digest, "--json"]) == 0
    fetched = document(capsys)
    assert (fetched["sha256"], fetched["checked"], fetched["bytes"]) == (digest, True, len(hub.data))


def test_a_digest_without_an_address_is_wrong_usage(hub: Hub) -> None:
    assert main(["models", "download", "tiny", "--sha256", "0" * 64]) == 2


def test_the_list_says_what_this_machine_can_run(
    hub: Hub, tmp_path: Path, profile: Profile, capsys: pytest.CaptureFixture[str]
) -> None:
    own = write_model(tmp_path / "own.gguf")
    assert main(["models", "add", "--in-place", str(own), "--profile", str(profile.root), "--json"]) == 0
    assert document(capsys)["place"] == "in_place"
    assert main(["models", "list", "--context", "1024", "--profile", str(profile.root), "--json"]) == 0
    listed = document(capsys)
    (model,) = listed["models"]
    assert (model["path"], model["architecture"], model["context_tokens"]) == (str(own), "llama", 2048)
    assert (model["fit"]["context_tokens"], model["fit"]["verdict"]) == (1024, "fits")
    assert model["fit"]["tokens_per_s"] is None, "nothing was measured"
    assert listed["available"][0]["fit"]["memory_bytes"] == 1
    assert main(["models", "list", "--profile", str(profile.root)]) == 0
    said = capsys.readouterr().out
    assert "of memory with 2048 tokens of context: fits" in said
    assert "SHA-256 not computed yet" in said
    assert own.exists()
    assert not profile.models.exists(), "it was not taken in"


def test_a_damaged_model_is_told_by_its_digest(hub: Hub, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = write_model(tmp_path / "own.gguf")
    digest = hashlib.sha256(own.read_bytes()).hexdigest()
    assert main(["models", "check", str(own), "--sha256", digest, "--json"]) == 0
    assert document(capsys)["sha256"] == digest
    assert main(["models", "check", str(own), "--sha256", "0" * 64]) == 1
    assert "another SHA-256 than it should" in capsys.readouterr().err


def test_progress_goes_to_stderr(hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "download", "tiny"]) == 0
    said = capsys.readouterr()
    assert said.out == f"Tiny is ready: {paths.shared_models() / 'tiny.gguf'}\n"
    assert "100 %" in said.err


def test_a_failed_download_is_one_line_and_status_1(hub: Hub, capsys: pytest.CaptureFixture[str]) -> None:
    hub.data = DATA[:-1] + b"?"
    assert main(["models", "download"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines()[-1].startswith("What was fetched is not Tiny: its SHA-256 is wrong.")
    assert list(paths.shared_models().iterdir()) == []


def test_an_interrupted_download_says_that_it_goes_on(
    hub: Hub, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop_client.inference import download as download_module

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(download_module, "download", interrupted)
    assert main(["models", "download"]) == 130
    assert "What has arrived is kept" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["models", "download", "gpt"], "The catalogue has no model called gpt. It knows: "),
        (["models", "remove", "gpt"], "There is no model called gpt."),
        (["models", "add", "/nope.gguf"], "/nope.gguf can't be read"),
        (["models", "check", "/nope.gguf"], "nope.gguf"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert told in said.err
    assert said.err.count("\n") == 1


def test_a_file_of_ones_own_is_added_to_the_profile(
    tmp_path: Path, profile: Profile, capsys: pytest.CaptureFixture[str]
) -> None:
    own = write_model(tmp_path / "mine.gguf")
    assert main(["models", "add", str(own), "--profile", str(profile.root), "--json"]) == 0
    assert document(capsys)["path"] == str(profile.models / "mine.gguf")


@pytest.mark.parametrize("way", [[], ["--in-place"]], ids=["taken in", "in place"])
def test_a_file_that_can_not_be_used_is_not_added(
    way: list[str], tmp_path: Path, profile: Profile, capsys: pytest.CaptureFixture[str]
) -> None:
    half = write_model(tmp_path / "half.gguf")
    half.write_bytes(half.read_bytes()[:-64])
    assert main(["models", "add", *way, str(half), "--profile", str(profile.root)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "half.gguf is incomplete" in said.err
    assert main(["models", "list", "--profile", str(profile.root), "--json"]) == 0
    assert document(capsys)["models"] == []


def test_a_bad_file_fails_the_check_with_its_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.gguf"
    bad.write_bytes(b"GGUF" + b"\xff" * 40)
    assert main(["models", "check", str(bad), "--json"]) == 1
    said = capsys.readouterr()
    report = json.loads(said.out)
    assert report["ok"] is False
    assert report["problem"] in said.err
    assert said.err.count("\n") == 1


def test_the_doctor_has_a_word_for_every_part(capsys: pytest.CaptureFixture[str], profile: Profile) -> None:
    assert main(["doctor", "--json", "--profile", str(profile.root)]) == 0
    checks = {c["name"]: c for c in document(capsys)["checks"]}
    assert set(checks) == {
        "python", "window", "display", "fonts", "engine", "compiler", "sqlite", "keyring", "disk", "memory", "models",
        "profile",
    }  # fmt: skip
    assert checks["python"]["state"] == checks["window"]["state"] == checks["sqlite"]["state"] == "ok"
    assert all(c["next_step"] for c in checks.values() if c["state"] == "problem")
    assert not profile.root.exists(), "it changes nothing"


BUILT = Tried("llama-cpp-python", "llama-cpp-python 1")
MADE = Tried("xllamacpp", "xllamacpp 2")
FOREIGN = Tried("llama-cpp-python", None, "-4", wrong_processor=True)
NOT_BUILT = Tried("llama-cpp-python", None, "llama_cpp is not installed")
NOT_MADE = Tried("xllamacpp", None, "xllamacpp is not installed")


@pytest.mark.parametrize(
    ("wanted", "here", "state", "told"),
    [
        ("auto", (BUILT, MADE), "ok", "llama-cpp-python 1, built for this computer"),
        ("auto", (BUILT, NOT_MADE), "ok", "llama-cpp-python 1, built for this computer"),
        ("auto", (NOT_BUILT, MADE), "note", "xllamacpp 2, made for any computer: llama-cpp-python can't be loaded"),
        ("auto", (NOT_BUILT, NOT_MADE), "problem", "llama-cpp-python can't be loaded: llama_cpp is not installed"),
        ("auto", (FOREIGN, NOT_MADE), "problem", "another kind of processor"),
        ("xllamacpp", (BUILT, MADE), "ok", "xllamacpp 2, as the setting runtime says"),
        ("xllamacpp", (BUILT, NOT_MADE), "problem", "xllamacpp can't be loaded: xllamacpp is not installed"),
    ],
)
def test_which_engine_answers_is_said_and_why(
    monkeypatch: pytest.MonkeyPatch, wanted: str, here: tuple[Tried, ...], state: str, told: str
) -> None:
    monkeypatch.setattr(doctor, "try_out", {one.name: one for one in here}.__getitem__)
    finding = doctor.engine(wanted)
    assert finding.state == state
    assert told in str(finding.text)
    assert (finding.next_step is None) == (state == "ok")


def test_the_engine_s_runtime_is_chosen_and_what_cannot_be_loaded_is_refused(
    profile: Profile, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    here = {one.name: one for one in (BUILT, MADE)}
    monkeypatch.setattr("desktop_client.inference.runtime_probe.try_out", lambda name: here[name])
    command = ["models", "runtime", "--json", "--profile", str(profile.root)]
    assert main(command) == 0
    assert document(capsys)["in_use"] == "llama-cpp-python"
    assert main([*command, "xllamacpp"]) == 0
    assert document(capsys)["in_use"] == "xllamacpp"
    here["xllamacpp"] = NOT_MADE
    assert main([*command, "auto"]) == 0
    capsys.readouterr()
    assert main([*command, "xllamacpp"]) == 1
    assert "xllamacpp is not installed" in capsys.readouterr().err
    assert main(command) == 0
    assert (told := document(capsys))["runtime"] == "auto", "a refusal changes nothing"
    assert told["runtimes"][1] == {"name": "xllamacpp", "build": None, "why": "xllamacpp is not installed"}


@pytest.mark.parametrize(
    ("version", "state"), [("3.51.3", "ok"), ("3.53.4", "ok"), ("3.51.2", "note"), ("3.40.1", "note")]
)
def test_an_sqlite_that_can_lose_data_is_noted(monkeypatch: pytest.MonkeyPatch, version: str, state: str) -> None:
    monkeypatch.setattr(doctor, "_output", lambda _: (0, version))
    assert doctor.sqlite().state == state


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("keyring.backends.SecretService", "ok"),
        ("builtins", "note"),
    ],
)
def test_only_a_safe_place_for_keys_is_called_one(monkeypatch: pytest.MonkeyPatch, said: str, state: str) -> None:
    monkeypatch.setattr(doctor, "_output", lambda _: (0, said))
    assert doctor.keyring().state == state


def test_a_profile_that_cannot_be_written_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert doctor.profile_folder(Profile(tmp_path / "file" / "profile")).state == "problem"
    assert doctor.profile_folder(Profile(tmp_path / "new")).state == "ok"
