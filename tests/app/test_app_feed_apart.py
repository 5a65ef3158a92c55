"""A large feed is read by another process: what comes of it, and what is said, is the same as without."""

from __future__ import annotations

import gzip
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep

import pytest
from standins.clock import FakeClock

from desktop_client.app import feed_apart, feed_wire
from desktop_client.app.feed_apart import ReaderFailedError, read_apart
from desktop_client.app.parts import Parts
from desktop_client.commerce.feeds import batches, intake
from desktop_client.commerce.feeds.batches import Reader, Rows, read_here
from desktop_client.commerce.feeds.feed import FeedRefusedError
from desktop_client.commerce.feeds.intake import FeedIntake, Imported
from desktop_client.paths import Profile
from desktop_client.settings import Settings
from desktop_client.store.profile_store import Store, open_store
from desktop_client.wording import say

DEADLINE_S = 20

FEED = """id\ttitle\tprice\tbrand\tdescription\tcolor\tgtin\tshipping
1\tBlue kettle\t19.99 USD\tAcme\tHolds 1.7 l\tblue\t4006381333931\tUS:::4.00 USD
2\t\t5.00 USD\t\t\t\t\t
3\t保湿面膜 30片\t59\t花漾\t温和不刺激\t白色\t\t
1\tTwice\t5.00 USD\t\t\t\t\t
4\tCafé au lait\t12,50 €\t\t\t\t\t
"""


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def store(profile: Profile, clock: FakeClock) -> Iterator[Store]:
    with open_store(profile, clock) as store:
        yield store


@pytest.fixture
def apart(store: Store, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> FeedIntake:
    """Reads every feed in another process, and fails where it should have read one here."""
    monkeypatch.setattr(intake, "APART_FROM", 0)
    return FeedIntake(store.shelf, store.feeds, clock, apart=read_apart(never))


def never(*_: object, **__: object) -> Generator[Rows]:
    raise AssertionError("read here")


def write(path: Path, text: str = FEED) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def many(path: Path, count: int) -> Path:
    return write(path, "id\ttitle\tprice\n" + "".join(f"{n}\tKettle {n}\t10 USD\n" for n in range(count)))


def taken(by: FeedIntake, path: Path, currency: str | None = None) -> Imported:
    return by.take(by.look_at(path, currency), None, threading.Event())


def dump(profile: Profile) -> list[tuple[object, ...]]:
    """All that lies on the shelf, the words of its index too."""
    tables = ("offers", "prices", "raw_records", "feeds", "offer_index_data", "offer_index_docsize")
    with closing(sqlite3.connect(profile.database)) as db:
        return [(table, *row) for table in tables for row in db.execute(f"SELECT * FROM {table}")]


@pytest.mark.parametrize("currency", [None, "CNY"])
def test_what_comes_of_it_is_the_same_to_the_byte(
    apart: FeedIntake, profile: Profile, tmp_path: Path, currency: str | None
) -> None:
    path = write(tmp_path / "a.tsv")
    came = taken(apart, path, currency)
    with open_store(Profile(tmp_path / "other"), FakeClock()) as other:
        here = taken(FeedIntake(other.shelf, other.feeds, FakeClock()), path, currency)
        other.shelf.stats()
    assert came == here
    assert [error.line for error in came.errors] == [3, 5]
    assert [note.line for note in came.notes] == ([] if currency else [4])
    assert dump(profile) == dump(Profile(tmp_path / "other"))
    assert len(dump(profile)) > 9


def test_it_is_stopped_and_goes_on(
    apart: FeedIntake, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = many(tmp_path / "a.tsv", 18_000)
    cancel = threading.Event()
    original = store.shelf.write

    def write_then_stop(prepared: object) -> tuple[int, int]:
        done = original(prepared)  # type: ignore[arg-type]
        cancel.set()
        return done

    monkeypatch.setattr(store.shelf, "write", write_then_stop)
    first = apart.take(apart.look_at(path), None, cancel)
    assert not first.complete
    assert 0 < first.imported < 18_000
    monkeypatch.setattr(store.shelf, "write", original)
    seen = apart.look_at(path)
    assert seen.done == first.imported
    second = apart.take(seen, None, threading.Event())
    assert (second.complete, first.imported + second.imported, second.updated) == (True, 18_000, 0)


def test_progress_is_told_to_the_end(apart: FeedIntake, tmp_path: Path) -> None:
    path = many(tmp_path / "a.tsv", 5_000)
    told: list[tuple[int, int]] = []
    apart.take(apart.look_at(path), lambda read, size: told.append((read, size)), threading.Event())
    size = path.stat().st_size
    assert told[-1] == (size, size)
    assert told == sorted(told)


def cut_short(path: Path) -> None:
    path.write_bytes(gzip.compress(os.urandom(99).hex().join(FEED.splitlines(keepends=True)).encode())[:-30])


def bomb(path: Path) -> None:
    path.write_bytes(gzip.compress(FEED.encode() + b" " * (300 << 20), 9))


@pytest.mark.parametrize("make", [cut_short, bomb])
def test_what_can_not_be_read_is_told_in_the_same_words(
    apart: FeedIntake, store: Store, clock: FakeClock, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    path = tmp_path / "a.tsv.gz"
    path.write_bytes(gzip.compress(FEED.encode()))
    seen = apart.look_at(path)
    make(path)
    with pytest.raises(FeedRefusedError) as here:
        FeedIntake(store.shelf, store.feeds, clock).take(seen, None, threading.Event())
    with pytest.raises(FeedRefusedError) as there:
        apart.take(seen, None, threading.Event())
    for language in ("en", "zh"):
        assert there.value.in_language(language) == here.value.in_language(language)


def test_a_sentence_in_a_sentence_arrives_in_both_languages() -> None:
    told = say("{file}: {why}", file="a.tsv", why=say("The id is longer than {limit} characters.", limit=512))
    assert feed_wire.sentence_of(feed_wire.words_of(told)) == told


class Reading:
    """One feed that is being read by another process, with that process."""

    def __init__(self, intake: FeedIntake, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._original = feed_apart._start
        self.process: subprocess.Popen[bytes] | None = None
        monkeypatch.setattr(feed_apart, "_start", self._start)
        self._intake, self._path = intake, path

    def _start(self, program: tuple[str, ...]) -> subprocess.Popen[bytes]:
        self.process = self._original(program)
        return self.process

    def take(self, on_progress: Callable[[int, int], None]) -> Imported:
        return self._intake.take(self._intake.look_at(self._path), on_progress, threading.Event())


def test_a_process_that_is_ended_is_told_and_leaves_what_it_read(
    apart: FeedIntake, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "LOOKED_AT", 2)
    path = many(tmp_path / "a.tsv", 20_000)
    reading = Reading(apart, path, monkeypatch)
    size = path.stat().st_size

    def end_it(read: int, _: int) -> None:
        if read > size // 2 and reading.process is not None:
            reading.process.kill()

    with pytest.raises(FeedRefusedError, match=r"The process that read a\.tsv ended before it was done"):
        reading.take(end_it)
    assert reading.process is not None
    assert reading.process.returncode == -signal.SIGKILL
    (feed,) = store.feeds.feeds()
    assert not feed.complete
    assert 0 < feed.rows == feed.offers < 20_000
    assert apart.look_at(path).done == feed.rows
    assert taken(apart, path).complete


def test_no_process_is_left_behind(apart: FeedIntake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = Reading(apart, write(tmp_path / "a.tsv"), monkeypatch)
    reading.take(lambda read, size: None)
    assert reading.process is not None
    assert reading.process.returncode is not None


def test_a_fault_of_the_program_is_a_fault_here_with_its_trace(tmp_path: Path) -> None:
    broken = "import sys; from desktop_client.app import feed_reader as r; r.batch_of = None; "
    program = (sys.executable, "-P", "-c", f"{broken}r.main(sys.stdin.buffer, sys.stdout.buffer)")
    errand = batches.Errand(write(tmp_path / "a.tsv"), "a.tsv", FakeClock()())
    with pytest.raises(ReaderFailedError, match="'NoneType' object is not callable"):
        list(read_apart(never, program)(errand, None, threading.Event()))


@pytest.mark.logs_warning
def test_nonsense_ends_the_reading(tmp_path: Path) -> None:
    program = (sys.executable, "-c", "import sys; sys.stdin.buffer.read(9); print('hello ' * 9)")
    errand = batches.Errand(write(tmp_path / "a.tsv"), "a.tsv", FakeClock()())
    with pytest.raises(FeedRefusedError, match="ended before it was done"):
        list(read_apart(never, program)(errand, None, threading.Event()))


def test_where_no_process_can_be_started_it_is_read_here(store: Store, tmp_path: Path) -> None:
    errand = batches.Errand(write(tmp_path / "a.tsv"), "a.tsv", FakeClock()())
    here: Reader = read_here(store.shelf.prepare)
    rows = list(read_apart(here, (str(tmp_path / "nothing"),))(errand, None, threading.Event()))
    assert [part.count for part in rows] == [5, 0]


def test_a_small_feed_starts_no_process(profile: Profile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", never)
    with Parts(profile, Settings(profile.settings)) as parts:
        assert taken(parts.intake, write(tmp_path / "a.tsv")).imported == 3


def test_a_large_feed_is_read_apart_in_the_program(
    profile: Profile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "APART_FROM", 10)
    monkeypatch.setattr(subprocess, "Popen", never)
    path = write(tmp_path / "a.tsv")
    with Parts(profile, Settings(profile.settings)) as parts, pytest.raises(AssertionError, match="read here"):
        taken(parts.intake, path)


PARENT = """
import sys, threading
from pathlib import Path
from desktop_client.app import feed_apart
from desktop_client.commerce.feeds.batches import Errand
from datetime import datetime, UTC
start = feed_apart._start
def told(program):
    process = start(program)
    print(process.pid, flush=True)
    return process
feed_apart._start = told
for _ in feed_apart.read_apart(None)(Errand(Path(sys.argv[1]), "a", datetime.now(UTC)), None, threading.Event()):
    threading.Event().wait()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="asks for processes as POSIX does")
def test_it_ends_with_its_parent(tmp_path: Path) -> None:
    path = many(tmp_path / "a.tsv", 18_000)
    with subprocess.Popen((sys.executable, "-c", PARENT, str(path)), stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        os.kill(child, 0)
        parent.kill()
    deadline = monotonic() + DEADLINE_S
    while is_running(child):
        assert monotonic() < deadline, "it lives on"
        sleep(0.01)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"
