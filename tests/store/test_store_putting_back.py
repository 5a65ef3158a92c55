"""Putting a copy in the database's place, and taking out of a damaged one what can be read."""

from __future__ import annotations

import contextlib
import random
import shutil
import sqlite3
import struct
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest
from standins.clock import FakeClock

from desktop_client.chat.conversation import MessageState, branch
from desktop_client.commerce.record import Came
from desktop_client.commerce.shelf import sample_shelf
from desktop_client.inference.engine import Role
from desktop_client.paths import Profile
from desktop_client.store.errors import ForeignFileError, StoreError
from desktop_client.store.profile_store import open_store
from desktop_client.store.putting_back import put_back
from desktop_client.store.salvage import salvage

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
PAGE = 4096


def fill(profile: Profile, clock: FakeClock, conversations: int = 3) -> None:
    with open_store(profile, clock) as store:
        for number in range(conversations):
            clock.pass_(seconds=1)
            question = store.conversations.begin(f"talk {number}", f"question {number} " + "words " * 300)
            store.conversations.add(
                question.conversation_id, question.id, Role.ASSISTANT, f"answer {number} 答", MessageState.COMPLETE
            )
        store.shelf.put(islice(sample_shelf.offers(), 20), "sample")
        store.record.add(Came(1, "ok", 200, 2, "34" * 32))


def backed_up(profile: Profile, clock: FakeClock) -> Path:
    fill(profile, clock)
    with open_store(profile, clock) as store:
        made = store.upkeep.back_up()
    assert made is not None
    return made.path


def quick_check(path: Path) -> str:
    with contextlib.closing(sqlite3.connect(path)) as db:
        return str(db.execute("PRAGMA quick_check").fetchone()[0])


def titles(profile: Profile, clock: FakeClock) -> list[str]:
    with open_store(profile, clock) as store:
        return [c.title for c in store.conversations.conversations()]


def crash_copy(profile: Profile, clock: FakeClock) -> None:
    """Leave the files as a process does that is killed: with a log that was not moved into the database."""
    with open_store(profile, clock) as store:
        for number in range(50):
            store.conversations.begin(f"later {number}", "words " * 200)
        for end in ("", "-wal", "-shm"):
            shutil.copyfile(f"{profile.database}{end}", f"{profile.database}{end}.crash")
    for end in ("", "-wal", "-shm"):
        Path(f"{profile.database}{end}.crash").replace(f"{profile.database}{end}")


def test_a_copy_is_put_back_beside_a_stale_log_and_the_old_file_is_kept_with_its_own(
    profile: Profile, clock: FakeClock
) -> None:
    copy = backed_up(profile, clock)
    crash_copy(profile, clock)
    assert Path(f"{profile.database}-wal").stat().st_size > 0
    aside = put_back(copy, profile.database, NOW)
    assert aside is not None
    assert titles(profile, clock) == ["talk 2", "talk 1", "talk 0"]
    assert quick_check(profile.database) == "ok"
    assert quick_check(aside) == "ok"
    with contextlib.closing(sqlite3.connect(aside)) as db:
        assert db.execute("SELECT count(*) FROM conversations").fetchone() == (53,)


@pytest.mark.parametrize("at", [30 + 5 * 4120 + 24 + 100, 30 + 5 * 4120 + 10])
def test_a_damaged_log_is_set_aside_with_all_that_it_had(profile: Profile, clock: FakeClock, at: int) -> None:
    copy = backed_up(profile, clock)
    crash_copy(profile, clock)
    content = damage_log(profile, at)
    aside = put_back(copy, profile.database, NOW)
    assert aside is not None
    assert Path(f"{aside}-wal").read_bytes() == content
    assert titles(profile, clock) == ["talk 2", "talk 1", "talk 0"]
    for end in ("", "-wal"):
        Path(f"{aside}{end}").replace(f"{profile.database}{end}")
    assert salvage(profile.database, NOW).rows["conversations"] >= 51


def test_a_log_is_back_where_it_was_if_the_disk_says_no(
    profile: Profile, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = backed_up(profile, clock)
    crash_copy(profile, clock)
    content = damage_log(profile, 30 + 5 * 4120 + 24 + 100)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp", full)
    for act in (lambda: put_back(copy, profile.database, NOW), lambda: salvage(profile.database, NOW)):
        with pytest.raises(OSError, match="No space"):
            act()
        assert Path(f"{profile.database}-wal").read_bytes() == content


def damage_log(profile: Profile, at: int) -> bytes:
    log = Path(f"{profile.database}-wal")
    content = bytearray(log.read_bytes())
    content[at : at + 8] = bytes(255 - byte for byte in content[at : at + 8])
    log.write_bytes(content)
    return bytes(content)


def test_a_log_without_its_database_is_set_aside(profile: Profile, clock: FakeClock) -> None:
    copy = backed_up(profile, clock)
    crash_copy(profile, clock)
    profile.database.unlink()
    log = Path(f"{profile.database}-wal").read_bytes()
    assert put_back(copy, profile.database, NOW) is None
    (aside,) = profile.root.glob("*-set-aside-*.db-wal")
    assert aside.read_bytes() == log
    assert titles(profile, clock) == ["talk 2", "talk 1", "talk 0"]
    assert quick_check(profile.database) == "ok"


@pytest.mark.parametrize("damage", [b"", b"nonsense" * 2000], ids=["empty", "garbage"])
def test_a_file_that_is_no_database_any_more_makes_room(profile: Profile, clock: FakeClock, damage: bytes) -> None:
    copy = backed_up(profile, clock)
    profile.database.write_bytes(damage)
    aside = put_back(copy, profile.database, NOW)
    assert aside is not None
    assert aside.read_bytes() == damage
    assert titles(profile, clock) == ["talk 2", "talk 1", "talk 0"]


def test_a_damaged_copy_is_refused_and_nothing_is_touched(profile: Profile, clock: FakeClock) -> None:
    copy = backed_up(profile, clock)
    pages = bytearray(copy.read_bytes())
    pages[PAGE : 3 * PAGE] = b"\xff" * (2 * PAGE)
    copy.write_bytes(pages)
    before = profile.database.read_bytes()
    with pytest.raises(StoreError, match="damaged"):
        put_back(copy, profile.database, NOW)
    assert profile.database.read_bytes() == before
    copy.write_bytes(b"")
    with pytest.raises(ForeignFileError):
        put_back(copy, profile.database, NOW)


def test_a_database_in_use_is_neither_replaced_nor_salvaged(profile: Profile, clock: FakeClock) -> None:
    copy = backed_up(profile, clock)
    with open_store(profile, clock) as store:
        store.conversations.create("open")
        for act in (lambda: put_back(copy, profile.database, NOW), lambda: salvage(profile.database, NOW)):
            with pytest.raises(StoreError, match="in use"):
                act()
        assert store.conversations.conversations()[0].title == "open"


def test_everything_is_salvaged_from_a_sound_database(profile: Profile, clock: FakeClock) -> None:
    fill(profile, clock)
    with open_store(profile, clock) as store:
        before = [(c, store.conversations.messages(c.id)) for c in store.conversations.conversations()]
        offers = store.shelf.stats()
    saved = salvage(profile.database, NOW)
    assert saved.unreadable == 0
    assert saved.rows["messages"] == 6
    with open_store(profile, clock) as store:
        assert [(c, store.conversations.messages(c.id)) for c in store.conversations.conversations()] == before
        assert store.shelf.stats() == offers
        assert store.record.verify().broken is None
        assert store.record.count() == 1
        assert store.upkeep.check() == ()
        store.conversations.create("and it goes on")


def test_what_only_the_log_holds_is_salvaged(profile: Profile, clock: FakeClock) -> None:
    fill(profile, clock)
    crash_copy(profile, clock)
    salvage(profile.database, NOW)
    assert len(titles(profile, clock)) == 53


@pytest.mark.parametrize("at", [0, 30 + 5 * 4120 + 24 + 100, 30 + 5 * 4120 + 10])
def test_what_stands_behind_a_damaged_place_of_the_log_is_salvaged_too(
    profile: Profile, clock: FakeClock, at: int
) -> None:
    fill(profile, clock)
    crash_copy(profile, clock)
    content = damage_log(profile, at)
    saved = salvage(profile.database, NOW)
    assert saved.rows["conversations"] >= 51
    assert Path(f"{saved.set_aside}-wal").read_bytes() == content
    with open_store(profile, clock) as store:
        assert store.upkeep.check() == ()
        found = [store.conversations.messages(c.id) for c in store.conversations.conversations()]
    assert sum(map(len, found)) == saved.rows["messages"]


def test_what_was_written_last_is_shown_although_the_log_was_damaged(profile: Profile, clock: FakeClock) -> None:
    fill(profile, clock)
    with open_store(profile, clock) as store:
        question = store.conversations.add(1, 2, Role.USER, "and then?", MessageState.COMPLETE)
        store.conversations.add(1, question.id, Role.ASSISTANT, "the end", MessageState.COMPLETE)
        for end in ("", "-wal"):
            shutil.copyfile(f"{profile.database}{end}", f"{profile.database}{end}.crash")
    for end in ("", "-wal"):
        Path(f"{profile.database}{end}.crash").replace(f"{profile.database}{end}")
    log = Path(f"{profile.database}-wal")
    log.write_bytes(bytes(32) + log.read_bytes()[32:])
    salvage(profile.database, NOW)
    with open_store(profile, clock) as store:
        shown = branch(store.conversations.messages(1), store.conversations.conversation(1).head_id)
        assert [message.text for message in shown][-2:] == ["and then?", "the end"]


def test_of_a_database_with_destroyed_pages_most_rows_are_saved(profile: Profile, clock: FakeClock) -> None:
    fill(profile, clock, conversations=400)
    pages = bytearray(profile.database.read_bytes())
    count = len(pages) // PAGE
    chance = random.Random(7)
    destroyed = chance.sample(range(count // 4, count), 12)
    for page in destroyed:
        pages[page * PAGE : (page + 1) * PAGE] = chance.randbytes(PAGE)
    profile.database.write_bytes(pages)
    saved = salvage(profile.database, NOW)
    assert saved.set_aside is not None
    assert saved.set_aside.read_bytes() == pages
    assert 0 < saved.unreadable < 200
    with open_store(profile, clock) as store:
        assert store.upkeep.check() == ()
        found = sum(len(store.conversations.messages(c.id)) for c in store.conversations.conversations())
        assert found == saved.rows["messages"]
        assert found > 700


def root_of(path: Path, table: str) -> int:
    with contextlib.closing(sqlite3.connect(path)) as db:
        return int(db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0])


def leaves_below(content: bytes, page: int) -> list[int]:
    """The pages with a table's rows, in their order (https://sqlite.org/fileformat.html, section 1.6)."""
    start = (page - 1) * PAGE
    if content[start] != 0x05:
        return [page]
    cells = struct.unpack_from(f">{struct.unpack_from('>H', content, start + 3)[0]}H", content, start + 12)
    children = [struct.unpack_from(">I", content, start + cell)[0] for cell in cells]
    children += struct.unpack_from(">I", content, start + 8)
    return [leaf for child in children for leaf in leaves_below(content, child)]


@pytest.mark.timeout(15)
@pytest.mark.parametrize(("which", "saved_at_least"), [("root", 0), ("newest", 700), ("oldest", 700)])
def test_however_a_table_is_damaged_saving_the_rest_comes_to_an_end(
    profile: Profile, clock: FakeClock, which: str, saved_at_least: int
) -> None:
    fill(profile, clock, conversations=400)
    content = bytearray(profile.database.read_bytes())
    root = root_of(profile.database, "messages")
    leaves = leaves_below(content, root)
    page = {"root": root, "newest": leaves[-1], "oldest": leaves[0]}[which]
    content[(page - 1) * PAGE : page * PAGE] = random.Random(7).randbytes(PAGE)
    profile.database.write_bytes(content)
    saved = salvage(profile.database, NOW)
    assert saved_at_least <= saved.rows["messages"] < 800
    assert 0 < saved.unreadable <= 800
    assert saved.rows["conversations"] == 400
    with open_store(profile, clock) as store:
        assert store.upkeep.check() == ()


def test_a_message_whose_conversation_is_lost_is_found_under_a_title(profile: Profile, clock: FakeClock) -> None:
    fill(profile, clock)
    with contextlib.closing(sqlite3.connect(profile.database)) as db:
        # Lost as a damaged page loses it: no trigger hears of it.
        for (trigger,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {trigger}")
        db.execute("DELETE FROM conversations WHERE title = 'talk 1'")
        db.execute("DELETE FROM messages WHERE text LIKE 'question 2%'")
        db.commit()
    salvage(profile.database, NOW)
    with open_store(profile, clock) as store:
        assert store.upkeep.check() == ()
        by_title = {c.title: c for c in store.conversations.conversations()}
        assert set(by_title) == {"talk 0", "…", "talk 2"}
        assert len(store.conversations.messages(by_title["…"].id)) == 2
        (orphan,) = store.conversations.messages(by_title["talk 2"].id)
        assert (orphan.parent_id, orphan.text) == (None, "answer 2 答")
        assert by_title["talk 2"].head_id == orphan.id
