"""Downloads from an address: whatever the server, the network or the user does, the file is right or is not there."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from standins.model_origins import Hub, break_off, bytes_like_a_model, entry_for, serving

from desktop_client.inference.catalogue import CatalogueEntry, UrlOrigin
from desktop_client.inference.download import (
    DownloadCancelledError,
    DownloadError,
    DownloadProgress,
    Tools,
    client,
    download,
)
from desktop_client.inference.partial import Partial

DATA = bytes_like_a_model(3_000_000)
QUICK = Tools(pause_s=0, keep_every=100_000)


@pytest.fixture
def hub() -> Iterator[Hub]:
    with serving(Hub(DATA)) as hub:
        yield hub


def entry(hub: Hub, data: bytes = DATA) -> CatalogueEntry:
    return entry_for(data, UrlOrigin(hub.url))


def fetch(hub: Hub, folder: Path, tools: Tools = QUICK, **more: object) -> Path:
    wanted = more.pop("entry", None) or entry(hub)
    return download(wanted, folder, progress=lambda _: None, cancel=threading.Event(), tools=tools, **more)


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def stall(hub: Hub, folder: Path, at: int = 1_000_000) -> None:
    break_off(hub, entry(hub), folder, QUICK, at)


def test_the_whole_file_arrives_and_nothing_else_stays(hub: Hub, tmp_path: Path) -> None:
    seen: list[DownloadProgress] = []
    path = download(entry(hub), tmp_path / "models", progress=seen.append, cancel=threading.Event(), tools=QUICK)
    assert path.read_bytes() == DATA
    assert names(tmp_path / "models") == ["tiny.gguf"]
    done = [p.done for p in seen]
    assert done == sorted(done)
    assert done[-1] == len(DATA)
    assert all(p.total == len(DATA) for p in seen)


def test_a_dropped_connection_is_taken_up_where_it_broke(hub: Hub, tmp_path: Path) -> None:
    hub.drop_after = [700_000, 900_000]
    assert fetch(hub, tmp_path).read_bytes() == DATA
    ranges = [r.get("Range") for r in hub.requests]
    assert ranges == [None, "bytes=700000-", "bytes=1600000-"]
    assert hub.requests[1]["If-Range"] == '"one"'
    assert hub.requests[0]["Accept-Encoding"] == "identity"


def test_calling_off_does_not_wait_for_a_silent_server_and_the_next_try_goes_on(hub: Hub, tmp_path: Path) -> None:
    stall(hub, tmp_path)
    assert not hub.released.is_set(), "the server was still silent"
    assert names(tmp_path) == ["tiny.gguf.partial", "tiny.gguf.partial.json"]
    assert fetch(hub, tmp_path).read_bytes() == DATA
    assert [r.get("Range") for r in hub.requests] == ["bytes=1000000-"]


def test_a_server_that_ignores_ranges_sends_all_again(hub: Hub, tmp_path: Path) -> None:
    stall(hub, tmp_path)
    hub.ignores_range = True
    assert fetch(hub, tmp_path).read_bytes() == DATA


def test_a_server_that_sends_another_range_than_asked_for_is_not_believed(hub: Hub, tmp_path: Path) -> None:
    stall(hub, tmp_path)
    hub.answers_from = 900_000
    assert fetch(hub, tmp_path).read_bytes() == DATA
    assert [r.get("Range") for r in hub.requests] == ["bytes=1000000-", None], "thrown away and fetched whole"


def test_a_server_that_knows_no_such_range_is_asked_for_all(hub: Hub, tmp_path: Path) -> None:
    stall(hub, tmp_path)
    hub.statuses = [416]
    assert fetch(hub, tmp_path).read_bytes() == DATA
    assert [r.get("Range") for r in hub.requests] == ["bytes=1000000-", None]


def test_a_packed_answer_that_nobody_asked_for_is_refused(hub: Hub, tmp_path: Path) -> None:
    hub.encoding = "gzip"
    with pytest.raises(DownloadError, match="did not serve the file"):
        fetch(hub, tmp_path)
    assert names(tmp_path) == []


def test_a_server_that_promises_more_than_it_sends_is_asked_until_it_is_given_up(hub: Hub, tmp_path: Path) -> None:
    hub.drop_after = [1_000_000, 0, 0, 0, 0]
    with pytest.raises(DownloadError, match="stopped answering"):
        fetch(hub, tmp_path)
    assert Partial.kept(tmp_path / "tiny.gguf") == 1_000_000
    assert fetch(hub, tmp_path).read_bytes() == DATA


def test_a_file_that_changed_on_the_server_is_not_spliced(hub: Hub, tmp_path: Path) -> None:
    hub.data = bytes_like_a_model(3_000_100)[100:]
    stall(hub, tmp_path)
    hub.data, hub.etag = DATA, '"two"'
    assert fetch(hub, tmp_path).read_bytes() == DATA


def test_wrong_bytes_are_thrown_away(hub: Hub, tmp_path: Path) -> None:
    hub.data = DATA[:-1] + b"?"
    with pytest.raises(DownloadError, match="SHA-256 is wrong") as failure:
        fetch(hub, tmp_path)
    assert failure.value.next_step is not None
    assert names(tmp_path) == []


@pytest.mark.parametrize("kept", [0, 1_000_000])
def test_a_server_that_states_another_length_is_refused(hub: Hub, tmp_path: Path, kept: int) -> None:
    if kept:
        stall(hub, tmp_path, kept)
    hub.stated_size = len(DATA) + 5
    with pytest.raises(DownloadError, match="offers 3000005 bytes where Tiny has 3000000"):
        fetch(hub, tmp_path)
    assert len(hub.requests) == 1


def test_a_body_without_end_is_cut(hub: Hub, tmp_path: Path) -> None:
    hub.chunked, hub.data = True, DATA + DATA
    with pytest.raises(DownloadError, match="offers"):
        fetch(hub, tmp_path)
    assert names(tmp_path) == []


def test_a_busy_server_is_asked_again_and_a_missing_file_is_not(hub: Hub, tmp_path: Path) -> None:
    hub.statuses = [503, 429]
    assert fetch(hub, tmp_path).read_bytes() == DATA
    hub.statuses = [404]
    hub.requests.clear()
    with pytest.raises(DownloadError, match="status 404"):
        fetch(hub, tmp_path / "other")
    assert len(hub.requests) == 1


class Patient(threading.Event):
    """Notes how long it would have waited, and is called off after the third time."""

    def __init__(self) -> None:
        super().__init__()
        self.waited: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waited.append(timeout)
        if len(self.waited) == 3:
            self.set()
        return self.is_set()


def test_pauses_grow_and_can_be_called_off(hub: Hub, tmp_path: Path) -> None:
    hub.statuses = [503] * 9
    patient = Patient()
    with pytest.raises(DownloadCancelledError):
        download(entry(hub), tmp_path, progress=lambda _: None, cancel=patient, tools=Tools(pause_s=100, attempts=9))
    assert patient.waited == [200, 400, 800]
    assert len(hub.requests) == 3


def test_no_server_is_said_after_the_last_attempt(tmp_path: Path) -> None:
    with serving(Hub(DATA)) as gone:
        pass
    with pytest.raises(DownloadError, match=r"127\.0\.0\.1 can't be reached"):
        fetch(gone, tmp_path)
    assert names(tmp_path) == []


def test_a_silent_server_is_given_up(hub: Hub, tmp_path: Path) -> None:
    hub.stall_after = 0

    def impatient() -> httpx2.Client:
        return httpx2.Client(timeout=0.02)

    with pytest.raises(DownloadError, match="stopped answering"):
        fetch(hub, tmp_path, Tools(client=impatient, pause_s=0, attempts=2))
    assert len(hub.requests) == 2


def test_redirects_are_followed_on_this_machine_only_while_they_lead_somewhere(hub: Hub, tmp_path: Path) -> None:
    hub.location = "/elsewhere/tiny.gguf"
    assert fetch(hub, tmp_path).read_bytes() == DATA
    assert [r["path"] for r in hub.requests] == ["/models/tiny.gguf?download=true", "/elsewhere/tiny.gguf"]
    hub.location = "/models/again"
    with pytest.raises(DownloadError, match="in circles"):
        fetch(hub, tmp_path / "circle")


@pytest.mark.parametrize(
    "address", ["http://models.invalid/tiny.gguf", "ftp://127.0.0.1/tiny.gguf", "file:///etc/hosts"]
)
def test_a_redirect_to_an_unencrypted_place_is_not_followed(hub: Hub, tmp_path: Path, address: str) -> None:
    hub.location = address
    with pytest.raises(DownloadError, match="not encrypted"):
        fetch(hub, tmp_path)
    assert len(hub.requests) == 1


def test_an_unencrypted_address_elsewhere_is_not_asked(tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match="not encrypted"):
        fetch(Hub(DATA), tmp_path, entry=entry_for(DATA, UrlOrigin("http://models.invalid/tiny.gguf")))


def test_a_mirror_stands_in_for_the_hub(hub: Hub, tmp_path: Path) -> None:
    far = entry_for(DATA, UrlOrigin("https://models.invalid/models/tiny.gguf?download=true"))
    path = fetch(hub, tmp_path, entry=far, mirror_url=f"http://127.0.0.1:{hub.port}/")
    assert path.read_bytes() == DATA
    assert hub.requests[0]["path"] == "/models/tiny.gguf?download=true"


def test_too_little_space_is_said_before_anything_is_asked(hub: Hub, tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match="needs 20 MB and the disk has 19 MB left"):
        fetch(hub, tmp_path, Tools(free_bytes=lambda _: 18_999_999))
    assert hub.requests == []
    assert names(tmp_path) == []


def test_what_is_already_there_counts_for_the_space(hub: Hub, tmp_path: Path) -> None:
    stall(hub, tmp_path, 2_500_000)
    assert fetch(hub, tmp_path, Tools(pause_s=0, free_bytes=lambda _: 18_000_000)).read_bytes() == DATA


def test_a_disk_that_fills_up_costs_only_this_attempt(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append = Partial.append

    def full(self: Partial, data: bytes) -> None:
        if self.offset > 1_000_000:
            raise OSError(errno.ENOSPC, "No space left on device")
        append(self, data)

    monkeypatch.setattr(Partial, "append", full)
    with pytest.raises(DownloadError, match="The disk is full"):
        fetch(hub, tmp_path)
    monkeypatch.undo()
    assert fetch(hub, tmp_path).read_bytes() == DATA
    assert int(hub.requests[-1]["Range"].removeprefix("bytes=").removesuffix("-")) > 900_000


def test_a_folder_that_cannot_be_made_is_named(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DownloadError, match="can't be written"):
        fetch(hub, tmp_path / "file" / "models")


def test_two_never_write_the_same_file(hub: Hub, tmp_path: Path) -> None:
    hub.stall_after = 100_000
    cancel = threading.Event()
    first = threading.Thread(target=lambda: _ignore_cancel(hub, tmp_path, cancel))
    first.start()
    assert hub.stalled.wait(10)
    with pytest.raises(DownloadError, match="already downloading"):
        fetch(hub, tmp_path)
    cancel.set()
    first.join()
    hub.stall_after = None
    assert fetch(hub, tmp_path).read_bytes() == DATA
    assert names(tmp_path) == ["tiny.gguf"]


def _ignore_cancel(hub: Hub, folder: Path, cancel: threading.Event) -> None:
    with pytest.raises(DownloadCancelledError):
        download(entry(hub), folder, progress=lambda _: None, cancel=cancel, tools=QUICK)


def test_a_file_that_is_there_is_checked_and_not_fetched(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "tiny.gguf").write_bytes(DATA)
    assert fetch(hub, tmp_path) == tmp_path / "tiny.gguf"
    assert hub.requests == []


def test_another_file_of_that_name_is_left_alone(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "tiny.gguf").write_bytes(b"mine")
    with pytest.raises(DownloadError, match="is not Tiny"):
        fetch(hub, tmp_path)
    assert (tmp_path / "tiny.gguf").read_bytes() == b"mine"


@pytest.mark.parametrize(
    "damage",
    [
        lambda partial, _: partial.write_bytes(partial.read_bytes() + DATA),
        lambda partial, _: partial.write_bytes(partial.read_bytes()[:-7]),
        lambda _, journal: journal.write_text('{"sha256": "'),
        lambda _, journal: journal.write_text('{"offset": "x", "notes": {}}'),
        lambda _, journal: journal.unlink(),
        lambda partial, _: partial.unlink(),
    ],
    ids=["longer than the journal", "shorter", "journal torn", "journal strange", "journal gone", "bytes gone"],
)
def test_leftovers_of_a_crash_never_spoil_the_next_try(hub: Hub, tmp_path: Path, damage: object) -> None:
    stall(hub, tmp_path)
    damage(tmp_path / "tiny.gguf.partial", tmp_path / "tiny.gguf.partial.json")  # type: ignore[operator]
    assert fetch(hub, tmp_path).read_bytes() == DATA
    assert names(tmp_path) == ["tiny.gguf"]


def test_a_killed_process_costs_no_more_than_the_last_stretch(hub: Hub, tmp_path: Path) -> None:
    hub.stall_after = 1_000_000
    code = f"""
        import threading
        from pathlib import Path
        from desktop_client.inference.download import Tools, download
        from standins.model_origins import Hub, break_off, bytes_like_a_model, entry_for
        from desktop_client.inference.catalogue import UrlOrigin
        def told(progress):
            if progress.done >= 1_000_000:
                print("silent", flush=True)
        download(entry_for(bytes_like_a_model(3_000_000), UrlOrigin({hub.url!r})), Path({str(tmp_path)!r}),
                 progress=told, cancel=threading.Event(), tools=Tools(keep_every=100_000))
    """
    found_here = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    child = subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, env=found_here)
    assert child.stdout is not None
    with child.stdout:
        assert child.stdout.readline() == b"silent\n"
        child.kill()
        child.wait()
    hub.stall_after = None
    hub.requests.clear()
    assert fetch(hub, tmp_path).read_bytes() == DATA
    start = int(hub.requests[0]["Range"].removeprefix("bytes=").removesuffix("-"))
    assert 600_000 <= start <= 1_000_000


def test_the_client_uses_the_proxy_of_the_environment_and_follows_nothing_by_itself() -> None:
    with client() as http:
        assert http.trust_env
        assert not http.follow_redirects
