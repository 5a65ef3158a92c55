"""The record on disk: appended to, read by the page, exported, deleted whole; faults of the disk in words."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta, timezone
from pathlib import Path

import pytest
from standins.clock import FakeClock

from desktop_client.commerce.record import Asked, Came, Tally, event_of
from desktop_client.commerce.record_file import verify_file
from desktop_client.paths import Profile
from desktop_client.store.database import Database
from desktop_client.store.errors import StoreError
from desktop_client.store.profile_store import Store, open_store
from desktop_client.store.record import RecordStore
from desktop_client.store.sqlite import sqlite3


@pytest.fixture
def record(store: Store) -> RecordStore:
    return store.record


def fill(record: RecordStore, count: int) -> None:
    for number in range(1, count + 1):
        assert record.add(Came(number, "ok", 200)) == number


def tampered(store: Store, *statements: str) -> None:
    """Do what the triggers keep our own code from."""

    def job(db) -> None:
        for statement in ("DROP TRIGGER record_is_never_changed", "DROP TRIGGER record_goes_whole", *statements):
            db.execute(statement)

    store._database.write(job)


def test_an_entry_is_there_for_other_processes_once_its_number_is_known(profile: Profile, clock: FakeClock) -> None:
    with open_store(profile, clock) as one, open_store(profile, clock) as other:
        assert one.record.add(Came(1, "ok")) == 1
        assert other.record.add(Came(2, "ok")) == 2
        assert [event_of(e) for e in one.record.entries()] == [Came(2, "ok"), Came(1, "ok")]
        assert one.record.verify().broken is None


def test_many_threads_make_one_chain(record: RecordStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda n: record.add(Came(n, "ok")), range(100)))
    assert sorted(numbers) == list(range(1, 101))
    assert record.verify().broken is None


def test_entries_come_the_newest_first_page_by_page(record: RecordStore) -> None:
    fill(record, 7)
    pages, before = [], None
    while page := record.entries(before, 3):
        pages.append([entry.number for entry in page])
        before = page[-1].number
    assert pages == [[7, 6, 5], [4, 3, 2], [1]]
    assert (record.count(), record.verify().count) == (7, 7)


def test_the_size_grows_with_what_is_kept(record: RecordStore) -> None:
    assert record.size() == 0
    fill(record, 1)
    small = record.size()
    record.add(Asked("shop", "shop.example", "search", "面" * 1000, "0" * 64))
    assert small + 3000 < record.size() < small + 4000


def test_times_are_utc_whatever_the_clock_says(database: Database) -> None:
    east = timezone(timedelta(hours=8))
    record = RecordStore(database, lambda: FakeClock()().astimezone(east))
    record.add(Came(1, "ok"))
    (entry,) = record.entries()
    assert entry.at.utcoffset() == timedelta(0)
    assert record.verify().broken is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE record SET content = '{}' WHERE number = 1",
        "DELETE FROM record WHERE number = 2",
        "DELETE FROM record",
        "INSERT OR REPLACE INTO record SELECT number, at, kind, '{}', previous, hash FROM record WHERE number = 1",
    ],
)
def test_no_slip_of_ours_changes_it_unseen(store: Store, record: RecordStore, statement: str) -> None:
    fill(record, 2)
    try:
        store._database.write(lambda db: db.execute(statement))
    except sqlite3.IntegrityError:
        assert record.verify().broken is None
    else:
        # A replacement passes by the triggers, and the chain shows it.
        assert "REPLACE" in statement
        assert record.verify().broken == 1


def test_deleting_it_whole_takes_its_words_from_the_disk(profile: Profile, clock: FakeClock) -> None:
    secret = "Rumpelstiltskin"
    with open_store(profile, clock) as store:
        for number in range(50):
            store.record.add(Asked("shop", "shop.example", "search", f"{secret} {number} " * 400, "0" * 64))
        assert files_with(secret, profile.root) != []
        assert store.record.delete() == 50
        # While it is open, too: the write-ahead log was cut.
        assert files_with(secret, profile.root) == []
        assert (store.record.count(), store.record.entries(), store.record.size()) == (0, (), 0)
        assert store.record.verify().broken is None
        assert store.record.add(Came(1, "ok")) == 1
        assert store.record.verify().broken is None
        assert store.record.delete() == 1


def files_with(words: str, folder: Path) -> list[str]:
    """By another process: reading the file here would let go of the database's locks."""
    code = f"import pathlib; print(*(f for f in pathlib.Path({str(folder)!r}).iterdir() if f.is_file() and {words.encode()!r} in f.read_bytes()))"  # noqa: E501
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()


def test_an_export_appears_whole_and_replaces_an_older_one(record: RecordStore, tmp_path: Path) -> None:
    file = tmp_path / "record.jsonl"
    fill(record, 2)
    record.export(file)
    first = file.read_bytes()
    record.add(Came(3, "ok"))
    head = record.export(file)
    second = file.read_bytes()
    assert head.count == 3
    assert first.splitlines()[1:] == second.splitlines()[1:3]
    assert verify_file(second.splitlines(keepends=True)).broken is None
    assert list(tmp_path.glob("*.writing")) == []


@pytest.mark.skipif(os.name != "posix", reason="pipes with a name in a folder are POSIX")
def test_an_export_takes_no_place_of_what_is_no_file(record: RecordStore, tmp_path: Path) -> None:
    """A record that is exported to ``/dev/stdout``, or by root to a device, must not stand there in its stead."""
    pipe, read = tmp_path / "pipe", list[bytes]()
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    fill(record, 2)
    assert record.export(pipe).count == 2
    assert pipe.is_fifo()
    reader.join(30)
    assert verify_file(read[0].splitlines(keepends=True)).broken is None
    file, link = tmp_path / "record.jsonl", tmp_path / "link"
    link.symlink_to(file)
    record.export(link)
    assert link.is_symlink()
    assert file.read_bytes() == read[0]
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(StoreError, match="can't be written"):
        record.export(loop)


def test_an_export_that_cannot_be_written_is_said_in_words(store: Store, record: RecordStore, tmp_path: Path) -> None:
    fill(record, 1)
    (tmp_path / "folder").mkdir()
    for place in (tmp_path / "folder", tmp_path / "none" / "file"):
        with pytest.raises(StoreError, match="can't be written"):
            record.export(place)
    file = tmp_path / "kept"
    file.write_text("older")
    tampered(store, "UPDATE record SET at = 'never'")
    with pytest.raises(StoreError, match="Entry 1 of the record is damaged"):
        record.export(file)
    assert file.read_text() == "older"
    assert sorted(p.name for p in tmp_path.iterdir() if p.is_file()) == ["kept"]


def test_where_nothing_can_be_saved_it_says_so(profile: Profile, clock: FakeClock) -> None:
    with open_store(profile, clock) as store:
        fill(store.record, 1)
    store = open_store(profile, clock)
    store.close()
    with pytest.raises(StoreError):
        store.record.add(Came(2, "ok"))
    with open_store(profile, clock) as again:
        assert again.record.count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE record_head SET count = 0",
        "UPDATE record_head SET count = 'many'",
        "UPDATE record_head SET count = -5",
        "DELETE FROM record_head",
    ],
)
def test_nothing_is_added_to_a_chain_whose_end_is_not_its_end(
    store: Store, record: RecordStore, statement: str
) -> None:
    fill(record, 2)
    tampered(store, statement)
    assert record.verify().broken is not None
    with pytest.raises(StoreError, match="Entry 1 of the record is damaged"):
        record.add(Came(3, "ok"))


def test_a_page_with_an_entry_that_cannot_be_read_is_said_in_words(store: Store, record: RecordStore) -> None:
    fill(record, 3)
    tampered(store, "UPDATE record SET content = CAST(x'ff' AS TEXT) WHERE number = 2")
    assert [e.number for e in record.entries(limit=1)] == [3]
    with pytest.raises(StoreError, match="Entry 2 of the record is damaged"):
        record.entries()


def test_how_often_each_source_was_asked_and_what_came_of_it_last(
    record: RecordStore, clock: FakeClock, store: Store
) -> None:
    assert record.tallies() == {}
    begun = clock()
    for outcome in ("ok", "timed_out"):
        asked = record.add(Asked("shop", "shop.example", "search", "GET / HTTP/1.1", "0" * 64))
        record.add(Came(asked, outcome))
        clock.pass_(seconds=60)
    record.add(Asked("etsy", "api.example", "search", "GET / HTTP/1.1", "0" * 64))
    last = begun + timedelta(seconds=60)
    assert record.tallies() == {
        "shop": Tally(2, last, "timed_out"),
        "etsy": Tally(1, last + timedelta(seconds=60), None),
    }
    tampered(store, "UPDATE record SET content = '{' WHERE number = 3")
    assert record.tallies()["shop"] == Tally(1, begun, "ok"), "what can't be read is passed over"
    record.delete()
    assert record.tallies() == {}
