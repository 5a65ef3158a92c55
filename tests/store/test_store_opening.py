"""Opening the file: ours and no one else's, made whole, never touched before it is known to be ours."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlite_utils
from standins.clock import FakeClock

from desktop_client.paths import Profile
from desktop_client.store.conversations import Conversations
from desktop_client.store.database import Database
from desktop_client.store.errors import ForeignFileError, NewerFileError, StoreError
from desktop_client.store.migrations import MIGRATIONS
from desktop_client.store.opening import APPLICATION_ID


def pragma(db: sqlite_utils.Database, name: str) -> object:
    return db.execute(f"PRAGMA {name}").fetchone()[0]


def test_a_new_file_is_ours_and_has_the_newest_version(profile: Profile, database: Database) -> None:
    header = profile.database.read_bytes()[:100]
    assert int.from_bytes(header[68:72], "big") == APPLICATION_ID
    assert int.from_bytes(header[60:64], "big") == len(MIGRATIONS)
    assert database.writable
    assert database.notice is None


def test_every_connection_keeps_what_was_committed_and_wipes_what_was_deleted(database: Database) -> None:
    expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "busy_timeout": 5000}
    for run in (database.read, database.write):
        assert run(lambda db: {name: pragma(db, name) for name in expected}) == expected


def test_nothing_is_left_beside_the_file(profile: Profile, clock: FakeClock) -> None:
    Database(profile.database, clock).close()
    assert [p.name for p in profile.root.iterdir()] == ["sidelight.db"]


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_only_the_owner_may_read_it(profile: Profile, database: Database) -> None:
    assert profile.database.stat().st_mode & 0o077 == 0
    assert profile.root.stat().st_mode & 0o077 == 0


def test_a_folder_with_an_odd_name_will_do(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "100% 面膜?mode=memory#x&y" / "sidelight.db"
    Database(path, clock).close()
    assert path.stat().st_size > 0


def foreign_sqlite(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE theirs (a)")
    db.commit()
    db.close()


def newer(path: Path) -> None:
    Database(path, FakeClock()).close()
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode = DELETE")
    db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    db.close()


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda p: p.write_bytes(b""), ForeignFileError),
        (lambda p: p.write_bytes(b"SQLite format 3\0"), ForeignFileError),
        (lambda p: p.write_bytes(b"%PDF-1.7 " * 1000), ForeignFileError),
        (foreign_sqlite, ForeignFileError),
        (newer, NewerFileError),
    ],
    ids=["empty", "only the magic", "no database", "another program's", "from a newer version"],
)
def test_a_file_that_is_not_ours_is_refused_untouched(
    profile: Profile, clock: FakeClock, make: Callable[[Path], None], error: type[StoreError]
) -> None:
    profile.root.mkdir()
    make(profile.database)
    before = profile.database.read_bytes(), profile.database.stat().st_mtime_ns, sorted(profile.root.iterdir())
    with pytest.raises(error) as refused:
        Database(profile.database, clock)
    assert refused.value.next_step is not None
    assert str(profile.database) in str(refused.value)
    after = profile.database.read_bytes(), profile.database.stat().st_mtime_ns, sorted(profile.root.iterdir())
    assert after == before


def test_an_empty_file_is_called_empty(profile: Profile, clock: FakeClock) -> None:
    profile.root.mkdir()
    profile.database.touch()
    with pytest.raises(ForeignFileError, match="is empty"):
        Database(profile.database, clock)


def test_a_newer_version_that_stands_only_in_the_log_is_refused(profile: Profile, clock: FakeClock) -> None:
    Database(profile.database, clock).close()
    other = sqlite3.connect(profile.database)
    other.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    try:
        with pytest.raises(NewerFileError):
            Database(profile.database, clock)
    finally:
        other.close()


@pytest.mark.parametrize("in_the_way", ["file for a folder", "folder for a file"])
def test_something_else_in_its_place_is_said_in_words(tmp_path: Path, clock: FakeClock, in_the_way: str) -> None:
    path = tmp_path / "profile" / "sidelight.db"
    if in_the_way == "file for a folder":
        path.parent.write_text("")
    else:
        path.mkdir(parents=True)
    with pytest.raises(StoreError) as refused:
        Database(path, clock)
    assert refused.value.next_step is not None


def test_a_damaged_file_is_said_in_words(profile: Profile, clock: FakeClock) -> None:
    Database(profile.database, clock).close()
    whole = profile.database.read_bytes()
    profile.database.write_bytes(whole[:100] + b"\xff" * (len(whole) - 100))
    with pytest.raises(StoreError, match="damaged"):
        Database(profile.database, clock)


def test_two_that_make_it_at_once_share_one_file(profile: Profile, clock: FakeClock) -> None:
    opened: list[Database] = []
    gate = threading.Barrier(4)

    def open_it() -> None:
        gate.wait()
        opened.append(Database(profile.database, clock))

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 4
    opened[0].write(lambda db: db.execute("CREATE TABLE seen_by_all (a)"))
    for database in opened:
        assert database.read(lambda db: db.execute("SELECT count(*) FROM seen_by_all").fetchone()[0]) == 0
        database.close()


def test_a_checkpoint_that_was_cut_off_costs_nothing(profile: Profile, clock: FakeClock, tmp_path: Path) -> None:
    """The log is moved into the file page by page; whoever is ended in between leaves a file that says it is longer
    than it is. Together with its log it is whole.
    """
    log = profile.database.with_name("sidelight.db-wal")
    database = Database(profile.database, clock)
    conversations = Conversations(database, clock)
    for number in range(40):
        conversations.begin(f"Chat {number}", "words " * 2_000)
    before, logged = profile.database.read_bytes(), log.read_bytes()
    database.close()
    after = profile.database.read_bytes()
    assert len(after) > len(before)
    pages = len(after) // 4096
    for moved in (0, 1, 2, 3, pages // 2, pages - 1, pages):
        cut = Profile(tmp_path / f"cut off after {moved}")
        cut.root.mkdir()
        cut.database.write_bytes(after[: moved * 4096] + before[moved * 4096 :])
        cut.database.with_name("sidelight.db-wal").write_bytes(logged)
        again = Database(cut.database, clock)
        assert len(Conversations(again, clock).conversations()) == 40
        assert again.writable
        again.close()
