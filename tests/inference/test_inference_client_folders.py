"""Models of other programs are found where those programs keep them, on every system, and nothing is touched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop_client.inference import client_folders
from desktop_client.inference.client_folders import Surroundings, find_elsewhere

MODEL = b"GGUF" + bytes(60)


@pytest.fixture(autouse=True)
def _small_models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_folders, "SMALLEST", len(MODEL))


def put(path: Path, data: bytes = MODEL) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def around(home: Path, platform: str = "linux", **environment: str) -> Surroundings:
    return Surroundings(home, environment, platform)


@pytest.mark.parametrize(
    ("platform", "client", "place", "name"),
    [
        ("linux", "LM Studio", ".lmstudio/models/org/repo/m.gguf", "m.gguf"),
        ("linux", "LM Studio", ".cache/lm-studio/models/org/repo/m.gguf", "m.gguf"),
        ("linux", "Jan", ".local/share/Jan/data/llamacpp/models/qwen/model.gguf", "qwen.gguf"),
        ("linux", "Jan", ".config/Jan/data/models/qwen/m.gguf", "m.gguf"),
        ("linux", "GPT4All", ".local/share/nomic.ai/GPT4All/m.gguf", "m.gguf"),
        ("linux", "llama.cpp", ".cache/llama.cpp/m.gguf", "m.gguf"),
        ("linux", "Hugging Face", ".cache/huggingface/hub/models--o--r/snapshots/abc/m.gguf", "m.gguf"),
        ("darwin", "Jan", "Library/Application Support/Jan/data/llamacpp/models/qwen/model.gguf", "qwen.gguf"),
        ("darwin", "GPT4All", "Library/Application Support/nomic.ai/GPT4All/m.gguf", "m.gguf"),
        ("darwin", "llama.cpp", "Library/Caches/llama.cpp/m.gguf", "m.gguf"),
        ("win32", "Jan", "AppData/Roaming/Jan/data/llamacpp/models/qwen/model.gguf", "qwen.gguf"),
        ("win32", "GPT4All", "AppData/Local/nomic.ai/GPT4All/m.gguf", "m.gguf"),
        ("win32", "llama.cpp", "AppData/Local/llama.cpp/m.gguf", "m.gguf"),
    ],
)
def test_each_client_is_found_at_its_place(tmp_path: Path, platform: str, client: str, place: str, name: str) -> None:
    path = put(tmp_path / place)
    (found,) = find_elsewhere(around(tmp_path, platform))
    assert (found.client, found.name, found.path, found.size) == (client, name, path, len(MODEL))


@pytest.mark.parametrize(
    ("variable", "client", "below"),
    [
        ("LLAMA_CACHE", "llama.cpp", "m.gguf"),
        ("HF_HUB_CACHE", "Hugging Face", "models--o--r/snapshots/abc/m.gguf"),
        ("HF_HOME", "Hugging Face", "hub/models--o--r/snapshots/abc/m.gguf"),
        ("XDG_DATA_HOME", "GPT4All", "nomic.ai/GPT4All/m.gguf"),
    ],
)
def test_a_folder_that_the_environment_names_is_asked(tmp_path: Path, variable: str, client: str, below: str) -> None:
    put(tmp_path / "far" / below)
    (found,) = find_elsewhere(around(tmp_path / "home", **{variable: str(tmp_path / "far")}))
    assert found.client == client


def test_lm_studio_may_have_moved(tmp_path: Path) -> None:
    put(tmp_path / "far" / "models" / "m.gguf")
    put(tmp_path / "home" / ".lmstudio-home-pointer", str(tmp_path / "far").encode())
    assert [model.client for model in find_elsewhere(around(tmp_path / "home"))] == ["LM Studio"]


def test_a_snapshot_that_links_to_a_blob_is_one_model_and_a_broken_link_none(tmp_path: Path) -> None:
    hub = tmp_path / ".cache/huggingface/hub/models--o--r"
    blob = put(hub / "blobs/abc")
    for revision in ("one", "two"):
        (hub / "snapshots" / revision).mkdir(parents=True)
        (hub / "snapshots" / revision / "m.gguf").symlink_to(blob)
    (hub / "snapshots/one/gone.gguf").symlink_to(hub / "blobs/gone")
    assert [model.name for model in find_elsewhere(around(tmp_path))] == ["m.gguf"]


def ollama(root: Path, tag: str, layers: object, manifest: bytes | None = None) -> None:
    data = manifest or json.dumps({"layers": layers}).encode()
    put(root / "manifests/registry.ollama.ai/library/llama3" / tag, data)


def layer(digest: str, kind: str = client_folders.MODEL_LAYER) -> dict[str, str]:
    return {"digest": f"sha256:{digest}", "mediaType": kind}


def test_ollamas_manifests_lead_to_plain_gguf_blobs_only(tmp_path: Path) -> None:
    root = tmp_path / ".ollama/models"
    blob = put(root / "blobs/sha256-aaa")
    put(root / "blobs/sha256-bbb", b"safetensors" + bytes(60))
    ollama(root, "8b", [layer("ccc", "application/vnd.ollama.image.template"), layer("aaa")])
    ollama(root, "other", [layer("bbb")])
    ollama(root, "two", [layer("aaa"), layer("bbb")])
    ollama(root, "missing", [layer("ddd")])
    put(tmp_path / "outside.gguf")
    ollama(root, "outside", [{"digest": "../../../outside.gguf", "mediaType": client_folders.MODEL_LAYER}])
    ollama(root, "torn", None, b'{"layers": [')
    ollama(root, "strange", {"digest": 1})
    (found,) = find_elsewhere(around(tmp_path, OLLAMA_MODELS=str(root)))
    assert (found.client, found.name, found.path) == ("Ollama", "llama3:8b", blob)


def test_what_is_no_model_is_not_offered(tmp_path: Path) -> None:
    folder = tmp_path / ".lmstudio/models"
    put(folder / "vocabulary.gguf", b"GGUF")
    put(folder / "mmproj-m.gguf")
    put(folder / "m.bin")
    deep = folder / "/".join("abcdefgh") / "m.gguf"
    put(deep)
    assert find_elsewhere(around(tmp_path)) == ()


def test_a_huge_folder_is_left_after_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_folders, "MAX_ENTRIES", 10)
    for number in range(30):
        put(tmp_path / f".lmstudio/models/{number:02}/m.gguf")
    assert len(find_elsewhere(around(tmp_path))) < 15
