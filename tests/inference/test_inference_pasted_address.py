"""Models from an address that somebody pasted: nothing is known beforehand, and what can't be checked is said."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from inference.tiny_gguf import write_model
from standins.model_origins import Hub, break_off, serving

from desktop_client.errors import SidelightError
from desktop_client.inference.catalogue import UrlOrigin
from desktop_client.inference.download import (
    DownloadError,
    DownloadProgress,
    Tools,
    discard,
    download,
    kept,
)
from desktop_client.inference.wanted import Wanted, wanted

QUICK = Tools(pause_s=0, keep_every=10_000)


@pytest.fixture
def data(tmp_path: Path) -> bytes:
    return write_model(tmp_path / "source.gguf").read_bytes()


@pytest.fixture
def hub(data: bytes) -> Iterator[Hub]:
    with serving(Hub(data)) as hub:
        yield hub


def pasted(hub: Hub, sha256: str = "") -> Wanted:
    return wanted(hub.url, sha256)


def fetch(target: Wanted, folder: Path, tools: Tools = QUICK) -> Path:
    return download(target, folder, progress=lambda _: None, cancel=threading.Event(), tools=tools)


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


@pytest.mark.parametrize(
    ("address", "url", "file"),
    [
        (" https://models.example/a/m.gguf ", "https://models.example/a/m.gguf", "m.gguf"),
        ("https://models.example/m.GGUF?download=true", "https://models.example/m.GGUF?download=true", "m.gguf"),
        (
            "https://huggingface.co/o/r/blob/main/m.gguf",
            "https://huggingface.co/o/r/resolve/main/m.gguf",
            "m.gguf",
        ),
        ("https://models.example/%E9%80%9A%E4%B9%89%207B.gguf", None, "7B.gguf"),
        ("https://models.example/%2e%2e%2fx.gguf", None, "x.gguf"),
    ],
)
def test_an_address_is_read(address: str, url: str | None, file: str) -> None:
    target = wanted(address)
    assert target.file == file
    assert target.sha256 is None
    assert url is None or target.origin == UrlOrigin(url)


@pytest.mark.parametrize(
    "address", ["", "m.gguf", "ftp://x/m.gguf", "https://models.example/m.bin", "https:///m.gguf", "javascript:m.gguf"]
)
def test_what_is_no_address_of_a_model_is_refused(address: str) -> None:
    with pytest.raises(SidelightError, match="not the address of a GGUF file"):
        wanted(address)


def test_a_digest_is_taken_as_people_copy_it() -> None:
    digest = "AB" * 32
    assert wanted("https://x.example/m.gguf", f"sha256:{digest}\n").sha256 == digest.lower()
    with pytest.raises(SidelightError, match="no SHA-256"):
        wanted("https://x.example/m.gguf", digest[:-1])


def test_size_is_learnt_from_the_server(hub: Hub, data: bytes, tmp_path: Path) -> None:
    seen: list[DownloadProgress] = []
    path = download(pasted(hub), tmp_path / "models", progress=seen.append, cancel=threading.Event(), tools=QUICK)
    assert path.read_bytes() == data
    assert seen[-1].done == seen[-1].total == len(data)
    assert names(tmp_path / "models") == ["tiny.gguf"]


def test_a_server_that_states_no_length_is_read_to_its_end(hub: Hub, data: bytes, tmp_path: Path) -> None:
    hub.chunked = True
    assert fetch(pasted(hub), tmp_path / "models").read_bytes() == data


def test_a_body_cut_short_without_a_length_is_no_model(hub: Hub, data: bytes, tmp_path: Path) -> None:
    hub.chunked, hub.data = True, data[:-1000]
    with pytest.raises(DownloadError, match="can't be used, so it was thrown away"):
        fetch(pasted(hub), tmp_path / "models")
    assert names(tmp_path / "models") == []


def test_a_page_instead_of_a_model_is_seen_at_its_first_bytes(hub: Hub, tmp_path: Path) -> None:
    hub.data = b"<!DOCTYPE html>" + bytes(5_000_000)
    with pytest.raises(DownloadError, match="not a GGUF file"):
        fetch(pasted(hub), tmp_path / "models")
    assert len(hub.requests) == 1
    assert names(tmp_path / "models") == []


def test_a_login_is_said_in_words(hub: Hub, tmp_path: Path) -> None:
    hub.statuses = [401]
    with pytest.raises(DownloadError, match="wants a login"):
        fetch(pasted(hub), tmp_path / "models")


def test_a_digest_that_was_given_decides(hub: Hub, data: bytes, tmp_path: Path) -> None:
    right, wrong = hashlib.sha256(data).hexdigest(), "0" * 64
    with pytest.raises(DownloadError, match="SHA-256 is wrong"):
        fetch(pasted(hub, wrong), tmp_path / "wrong")
    assert names(tmp_path / "wrong") == []
    assert fetch(pasted(hub, right), tmp_path / "right").read_bytes() == data


def test_space_is_looked_at_once_the_length_is_known(hub: Hub, tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match="the disk has 1 MB left"):
        fetch(pasted(hub), tmp_path / "models", Tools(pause_s=0, free_bytes=lambda _: 1_000_000))
    assert names(tmp_path / "models") == []


def stall(hub: Hub, folder: Path, at: int = 60_000) -> None:
    break_off(hub, pasted(hub), folder, QUICK, at)


def test_it_goes_on_where_it_was_while_the_server_vouches_for_the_same_file(
    hub: Hub, data: bytes, tmp_path: Path
) -> None:
    stall(hub, tmp_path)
    assert kept(pasted(hub), tmp_path) == 60_000
    assert fetch(pasted(hub), tmp_path).read_bytes() == data
    assert [(r.get("Range"), r.get("If-Range")) for r in hub.requests] == [("bytes=60000-", '"one"')]


def test_a_file_that_changed_meanwhile_is_fetched_whole(hub: Hub, data: bytes, tmp_path: Path) -> None:
    hub.data = data[:4] + bytes(len(data) - 4)
    stall(hub, tmp_path)
    hub.data, hub.etag = data, '"two"'
    assert fetch(pasted(hub), tmp_path).read_bytes() == data


def test_without_a_validator_nothing_is_spliced(hub: Hub, data: bytes, tmp_path: Path) -> None:
    hub.etag = 'W/"weak"'
    hub.data = data[:4] + bytes(len(data) - 4)
    stall(hub, tmp_path)
    hub.data = data
    assert fetch(pasted(hub), tmp_path).read_bytes() == data
    assert [r.get("Range") for r in hub.requests] == [None]


def test_a_file_of_that_name_is_never_overwritten(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "tiny.gguf").write_bytes(b"mine")
    with pytest.raises(DownloadError, match="already has another file"):
        fetch(pasted(hub), tmp_path)
    assert (tmp_path / "tiny.gguf").read_bytes() == b"mine"


def test_what_was_kept_can_be_thrown_away(hub: Hub, tmp_path: Path) -> None:
    stall(hub, tmp_path)
    discard(pasted(hub), tmp_path)
    assert names(tmp_path) == ["source.gguf"]
    assert kept(pasted(hub), tmp_path) == 0
