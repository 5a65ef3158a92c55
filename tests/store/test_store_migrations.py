"""Every version ever released opens for ever, and a migration that fails leaves the file as it was."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlite_utils
from standins.clock import FakeClock

from desktop_client.chat.conversation import MessageState
from desktop_client.chat.search import Query
from desktop_client.commerce.offer import FEED_MARK
from desktop_client.commerce.record import Asked, Came, Listed, event_of
from desktop_client.paths import Profile
from desktop_client.store.database import Database
from desktop_client.store.errors import StoreError
from desktop_client.store.migrations import MIGRATIONS, Migration
from desktop_client.store.profile_store import Store, open_store

FIXTURES = Path(__file__).parent / "fixtures"


def unpack(version: int, profile: Profile) -> None:
    profile.root.mkdir()
    profile.database.write_bytes(gzip.decompress((FIXTURES / f"v{version}.db.gz").read_bytes()))


def schema(db: sqlite_utils.Database) -> list[tuple[str, str]]:
    return db.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()


def check_v1(store: Store) -> None:
    """What v1.db.gz holds, by fixtures/make_v1.py."""
    (shown,) = store.conversations.conversations()
    (trashed,) = store.conversations.trashed()
    assert (shown.title, trashed.title) == ("敏感肌适合用什么样的面膜", "Thrown away")
    question, first, second = store.conversations.messages(shown.id)
    assert (first.state, second.state) == (MessageState.COMPLETE, MessageState.INTERRUPTED)
    assert first.parent_id == second.parent_id == question.id
    assert first.provenance is not None
    assert first.provenance.timing is not None
    offer = store.shelf.offer(("feed", "mask-1"))
    assert offer is not None
    assert store.shelf.raw_record(offer.key, offer.raw_sha256) == b'{"id": "mask-1"}'
    assert len(store.shelf.prices(offer.key)) == 2
    (pin,) = store.shortlists.pins()
    assert pin.offer.key == offer.key
    assert pin.need is not None


def check_v2(store: Store) -> None:
    """What v2.db.gz holds, by fixtures/make_v2.py."""
    check_v1(store)
    assert store.record.verify().broken is None
    listed, came, asked = [event_of(entry) for entry in store.record.entries()]
    assert isinstance(asked, Asked)
    assert came == Came(1, "ok", 200, 2, "34" * 32)
    assert isinstance(listed, Listed)
    assert listed.rows[0].title == "舒缓保湿面膜"


def check_v3(store: Store) -> None:
    """What v3.db.gz holds, by fixtures/make_v3.py."""
    check_v2(store)
    assert store.upkeep.check() == ()


def check_v4(store: Store) -> None:
    """What v4.db.gz holds, by fixtures/make_v4.py."""
    check_v3(store)
    (pin,) = store.shortlists.pins()
    assert (pin.note, pin.pack) == ("问问妈妈", "5 片")
    (trashed,) = store.shortlists.deleted()
    assert (trashed.name, trashed.count) == ("thrown away", 1)


def check_v5(store: Store) -> None:
    """What v5.db.gz holds, by fixtures/make_v5.py."""
    assert store.upkeep.check() == ()
    found = store.search.search(Query.of("面膜"), 9)
    # The answer with id 2 is in the trash.
    assert [(hit.conversation_id, hit.message_id) for hit in found] == [(1, None), (1, 1)]


def check_v6(store: Store) -> None:
    """What v6.db.gz holds, by fixtures/make_v6.py."""
    check_v5(store)
    assert [(feed.name, feed.rows, feed.complete, feed.offers) for feed in store.feeds.feeds()] == [
        ("a.tsv", 1, True, 1),
        ("b.tsv", 7, False, 1),
    ]
    for name, title in (("a.tsv", "蓝色水壶"), ("b.tsv", "Blue kettle")):
        offer = store.shelf.offer(("shelf", f"{name}{FEED_MARK}1"))
        assert offer is not None
        assert (offer.title, offer.offer_id, offer.feed) == (title, "1", name)


def check_v7(store: Store) -> None:
    """What v7.db.gz holds, by fixtures/make_v7.py."""
    check_v6(store)
    assert [store.apart.is_apart(number) for number in (1, 2)] == [True, False]


def check_v8(store: Store) -> None:
    """What v8.db.gz holds, by fixtures/make_v8.py."""
    check_v7(store)
    talk = store.conversations.conversation(1)
    assert (talk.folder, talk.pinned, talk.settings.system_prompt) == ("护肤", True, "Be brief.")
    assert (store.desk.draft(1).text, store.desk.draft(None).text) == ("那爽肤水呢", "not sent")
    assert [branch.root_id for branch in store.branches.trashed()] == [2]
    (alert,) = store.alerts.alerts()
    assert alert.title == "舒缓保湿面膜 Soothing mask"


def check_v9(store: Store) -> None:
    """What v9.db.gz holds, by fixtures/make_v9.py."""
    check_v8(store)
    assert store._database.read(lambda db: db.execute("SELECT count(*) FROM trash_clock").fetchone()) == (1,)


def check_v10(store: Store) -> None:
    """What v10.db.gz holds, by fixtures/make_v10.py."""
    check_v9(store)
    for text in ("first", "second"):
        digest = hashlib.sha256(text.encode()).hexdigest()
        assert store.shelf.raw_record(("page", "raw"), digest) == text.encode()


def check_v11(store: Store) -> None:
    """What v11.db.gz holds, by fixtures/make_v11.py."""
    check_v10(store)
    assert {feed.name: feed.currency for feed in store.feeds.feeds()} == {"a.tsv": "", "b.tsv": "EUR"}


def check_v12(store: Store) -> None:
    """What v12.db.gz holds, by fixtures/make_v12.py."""
    check_v11(store)
    assert (store.desk.draft(1).edits, store.desk.draft(None).edits) == (1, None)


CHECKS: dict[int, Callable[[Store], None]] = {
    1: check_v1,
    2: check_v2,
    3: check_v3,
    4: check_v4,
    5: check_v5,
    6: check_v6,
    7: check_v7,
    8: check_v8,
    9: check_v9,
    10: check_v10,
    11: check_v11,
    12: check_v12,
}


def test_every_version_has_a_frozen_file_and_a_check() -> None:
    versions = set(range(1, len(MIGRATIONS) + 1))
    assert {int(f.name[1:].split(".")[0]) for f in FIXTURES.glob("v*.db.gz")} == versions
    assert set(CHECKS) == versions


@pytest.mark.parametrize("version", sorted(CHECKS))
def test_a_file_of_an_older_version_opens_with_all_that_is_in_it(
    profile: Profile, clock: FakeClock, version: int
) -> None:
    unpack(version, profile)
    with open_store(profile, clock) as store:
        CHECKS[version](store)


@pytest.mark.parametrize("version", sorted(CHECKS))
def test_an_upgraded_file_has_the_schema_of_a_new_one(tmp_path: Path, clock: FakeClock, version: int) -> None:
    old, new = Profile(tmp_path / "old"), Profile(tmp_path / "new")
    unpack(version, old)
    schemas = []
    for profile in (old, new):
        database = Database(profile.database, clock)
        schemas.append(database.read(schema))
        database.close()
    assert schemas[0] == schemas[1]


@pytest.mark.parametrize("version", [1, 2, 3, 4])
def test_what_an_older_file_holds_is_found_after_the_upgrade(profile: Profile, clock: FakeClock, version: int) -> None:
    unpack(version, profile)
    with open_store(profile, clock) as store:
        found = store.search.search(Query.of("面膜"), 9)
        assert [(hit.conversation_id, hit.message_id) for hit in found] == [(1, 2), (1, None), (1, 1)]
        assert store.search.search(Query.of("Thrown"), 9) == ()
        assert store.upkeep.check() == ()
    (copy,) = profile.backups.iterdir()
    assert copy.name.startswith(f"sidelight-v{version}-")


def test_a_file_from_before_the_record_begins_an_empty_one(profile: Profile, clock: FakeClock) -> None:
    unpack(1, profile)
    with open_store(profile, clock) as store:
        assert (store.record.count(), store.record.verify().broken) == (0, None)
        assert store.record.add(Came(1, "ok")) == 1
        assert store.record.verify().broken is None


def add_a_column(db: sqlite_utils.Database) -> None:
    db.execute("ALTER TABLE conversations ADD COLUMN colour TEXT")


def fail_halfway(db: sqlite_utils.Database) -> None:
    db["pins"].drop()
    db["conversations"].insert({"title": "torn", "created_at": "", "updated_at": "", "used": 9})
    raise ZeroDivisionError("halfway")


def opened_with(profile: Profile, clock: FakeClock, *more: Migration) -> Database:
    return Database(profile.database, clock, backups=profile.backups, migrations=(*MIGRATIONS, *more))


def test_a_copy_of_the_old_file_is_kept_before_it_is_changed(profile: Profile, clock: FakeClock) -> None:
    with open_store(profile, clock) as store:
        store.conversations.create("kept")
    opened_with(profile, clock, add_a_column).close()
    (copy,) = profile.backups.iterdir()
    assert copy.name == f"sidelight-v{len(MIGRATIONS)}-20260101-120000.db"
    profile.database.unlink()
    copy.rename(profile.database)
    with open_store(profile, clock) as store:
        assert [c.title for c in store.conversations.conversations()] == ["kept"]


def test_a_file_that_is_up_to_date_is_not_copied(profile: Profile, clock: FakeClock) -> None:
    for _ in range(2):
        opened_with(profile, clock).close()
    assert not profile.backups.exists()


def test_a_migration_that_fails_leaves_the_file_as_it_was(profile: Profile, clock: FakeClock) -> None:
    with open_store(profile, clock) as store:
        kept = store.conversations.create("kept")
    with pytest.raises(StoreError, match=r"left as it was \(halfway\)"):
        opened_with(profile, clock, add_a_column, fail_halfway)
    with open_store(profile, clock) as store:
        assert store.conversations.conversations() == (kept,)


def test_a_damaged_file_is_neither_migrated_nor_does_its_copy_count(profile: Profile, clock: FakeClock) -> None:
    with open_store(profile, clock) as store:
        for number in range(200):
            store.conversations.create(f"conversation {number} " * 20)
    pages = bytearray(profile.database.read_bytes())
    root = pages.rindex(b"conversation 199")
    pages[root - root % 4096 : root - root % 4096 + 8] = b"\xff" * 8
    profile.database.write_bytes(pages)
    with pytest.raises(StoreError, match="damaged"):
        opened_with(profile, clock, add_a_column)
    assert list(profile.backups.iterdir()) == []
    assert profile.database.read_bytes() == pages
