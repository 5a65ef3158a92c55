"""One writer in a thread of its own, readers beside it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
import sqlite_utils
from standins.clock import FakeClock

from desktop_client.paths import Profile
from desktop_client.store import database as database_module
from desktop_client.store import opening
from desktop_client.store.database import Database, Interrupted
from desktop_client.store.errors import StoreError
from desktop_client.store.opening import Access, connect

FOREVER = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture
def numbers(database: Database) -> Database:
    database.write(lambda db: db.execute("CREATE TABLE numbers (n INTEGER NOT NULL)"))
    return database


def count(db: sqlite_utils.Database) -> int:
    return int(db.execute("SELECT count(*) FROM numbers").fetchone()[0])


def test_a_batch_of_an_import_is_in_memory_until_it_is_whole(numbers: Database, profile: Profile) -> None:
    log = profile.database.with_name(f"{profile.database.name}-wal")

    def job(db: sqlite_utils.Database) -> int:
        db.execute("CREATE TABLE blobs (bytes BLOB)")
        db.conn.executemany("INSERT INTO blobs VALUES (zeroblob(?))", [(4_000,)] * 3_500)
        return log.stat().st_size

    assert numbers.write(job) < 1_000_000
    assert log.stat().st_size > 10_000_000


def test_a_write_that_raises_leaves_nothing(numbers: Database) -> None:
    def job(db: sqlite_utils.Database) -> None:
        db["numbers"].insert({"n": 1})
        db.execute("INSERT INTO numbers VALUES (2)")
        raise KeyError("halfway")

    with pytest.raises(KeyError):
        numbers.write(job)
    assert numbers.read(count) == 0
    numbers.write(lambda db: db.execute("INSERT INTO numbers VALUES (3)"))
    assert numbers.read(count) == 1


def test_writes_from_many_threads_stand_one_after_another(numbers: Database) -> None:
    writers: set[str] = set()

    def one_more(_: int) -> None:
        def job(db: sqlite_utils.Database) -> None:
            writers.add(threading.current_thread().name)
            db.execute("INSERT INTO numbers VALUES (?)", (count(db),))

        numbers.write(job)
        numbers.read(count)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one_more, range(100)))
    rows = numbers.read(lambda db: db.execute("SELECT n FROM numbers ORDER BY rowid").fetchall())
    assert [n for (n,) in rows] == list(range(100))
    assert writers == {"store writer"}


def test_a_reader_sees_one_moment(numbers: Database) -> None:
    def job(db: sqlite_utils.Database) -> tuple[int, int]:
        before = count(db)
        numbers.write(lambda w: w.execute("INSERT INTO numbers VALUES (1)"))
        return before, count(db)

    assert numbers.read(job) == (0, 0)
    assert numbers.read(count) == 1


def test_a_reader_can_not_write(numbers: Database) -> None:
    with pytest.raises(StoreError):
        numbers.read(lambda db: db.execute("INSERT INTO numbers VALUES (1)"))


def test_a_reader_that_runs_long_can_be_stopped(numbers: Database) -> None:
    stop = threading.Event()
    timer = threading.Timer(0.05, stop.set)
    timer.start()
    with pytest.raises(Interrupted):
        numbers.read(lambda db: db.execute(FOREVER).fetchone(), stop)
    timer.join()
    assert numbers.read(count) == 0


def test_a_fault_of_the_program_is_not_dressed_up(numbers: Database) -> None:
    with pytest.raises(Exception, match="no such table") as fault:
        numbers.read(lambda db: db.execute("SELECT * FROM nowhere"))
    assert not isinstance(fault.value, StoreError)


def test_half_a_character_is_refused_in_words(numbers: Database) -> None:
    with pytest.raises(StoreError, match="broken characters"):
        numbers.write(lambda db: db.execute("INSERT INTO numbers VALUES (?)", ("\ud83d",)))


def test_after_closing_every_call_is_refused_and_none_hangs(numbers: Database) -> None:
    numbers.close()
    numbers.close()
    for call in (numbers.read, numbers.write):
        with pytest.raises(StoreError, match="closed"):
            call(count)


def test_what_was_queued_before_closing_is_done(numbers: Database) -> None:
    started, go_on = threading.Event(), threading.Event()

    def slow(db: sqlite_utils.Database) -> None:
        started.set()
        assert go_on.wait(10)
        db.execute("INSERT INTO numbers VALUES (1)")

    with ThreadPoolExecutor(2) as pool:
        write = pool.submit(numbers.write, slow)
        assert started.wait(10)
        close = pool.submit(numbers.close)
        go_on.set()
        close.result(10)
        assert write.result(10) is None


def test_opening_waits_for_no_one(
    profile: Profile, numbers: Database, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "BUSY_TIMEOUT_MS", 10**9)
    other = Database(profile.database, clock)
    holding, let_go = threading.Event(), threading.Event()

    def hold(db: sqlite_utils.Database) -> None:
        holding.set()
        assert let_go.wait(10)

    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(other.write, hold)
        assert holding.wait(10)
        third = Database(profile.database, clock)
        assert third.writable
        assert third.read(count) == 0
        let_go.set()
        held.result(10)
    third.write(lambda db: db.execute("INSERT INTO numbers VALUES (1)"))
    assert numbers.read(count) == 1
    third.close()
    other.close()


def test_a_write_waits_for_another_process_but_not_for_ever(
    profile: Profile, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "BUSY_TIMEOUT_MS", 20)
    monkeypatch.setattr(database_module, "BUSY_TIMEOUT_MS", 20)
    with closing(Database(profile.database, clock)) as ours, closing(connect(profile.database, Access.WRITE)) as theirs:
        theirs.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="Another program"):
            ours.write(lambda db: None)
        theirs.execute("ROLLBACK")
        ours.write(lambda db: None)
