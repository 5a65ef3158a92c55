"""Backups: only what changed, thinned as they age, and what they bring back."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standins.clock import FakeClock

from desktop_client.chat.conversation import MessageState
from desktop_client.chat.upkeep import Copy
from desktop_client.commerce.money import Money
from desktop_client.commerce.shelf import sample_shelf
from desktop_client.inference.engine import Role
from desktop_client.paths import Profile
from desktop_client.store import backup
from desktop_client.store.backup import superfluous
from desktop_client.store.errors import StoreError
from desktop_client.store.profile_store import Store, open_store

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def copy_of(age: timedelta, *, size: int = 10, schema: int = 3) -> Copy:
    made_at = NOW - age
    return Copy(Path(f"{made_at:%Y%m%d-%H%M%S}-v{schema}"), schema, made_at, size)


def left(copies: list[Copy], **limits: int) -> list[Copy]:
    gone = superfluous(copies, **limits)
    return [copy for copy in copies if copy not in gone]


def test_of_a_year_of_copies_every_six_hours_few_are_left() -> None:
    year = [copy_of(timedelta(hours=6 * step)) for step in range(4 * 365)]
    kept = left(year)
    days = [(NOW - copy.made_at).days for copy in kept]
    assert kept[:2] == year[:2]
    assert len([day for day in days if day < 7]) == 8
    assert len({(copy.made_at.year, copy.made_at.month) for copy in kept}) == 12
    assert len(kept) <= backup.ALWAYS_KEPT + backup.DAYS + backup.WEEKS + backup.MONTHS


def test_an_old_schema_keeps_its_newest_copy() -> None:
    new = [copy_of(timedelta(days=day)) for day in range(400)]
    old = [copy_of(timedelta(days=900 + day), schema=2) for day in range(5)]
    assert old[0] in left(new + old)
    assert old[1] not in left(new + old)


def test_large_copies_leave_room_but_the_newest_two_stay() -> None:
    days = [copy_of(timedelta(days=day), size=100) for day in range(6)]
    assert left(days, largest_total=350) == days[:3]
    assert left(days, largest_total=10) == days[:2]


@given(st.lists(st.integers(-400 * 24, 400 * 24), unique=True, max_size=60))
def test_thinning_twice_changes_nothing_and_never_takes_the_newest(hours: list[int]) -> None:
    copies = sorted((copy_of(timedelta(hours=h)) for h in hours), key=lambda copy: copy.made_at, reverse=True)
    kept = left(copies)
    assert left(kept) == kept
    assert kept[:2] == copies[:2]


def test_what_has_not_changed_is_not_copied_again(store: Store, clock: FakeClock) -> None:
    store.conversations.create("one")
    first = store.upkeep.back_up()
    assert first is not None
    clock.pass_(days=1)
    assert store.upkeep.back_up() is None
    store.conversations.create("two")
    second = store.upkeep.back_up()
    assert second is not None
    assert store.upkeep.copies() == (second, first)


def test_it_is_due_when_there_is_none_and_some_hours_after_the_last_if_something_was_written(
    store: Store, clock: FakeClock
) -> None:
    assert store.upkeep.is_due()
    made = store.upkeep.back_up()
    assert made is not None
    clock.pass_(hours=7)
    set_age(made.path, 0)
    assert not store.upkeep.is_due()
    store.conversations.create("written since")
    set_age(made.path, 60)
    assert store.upkeep.is_due()
    clock.pass_(hours=-2)
    assert not store.upkeep.is_due()
    clock.pass_(days=-30)
    assert store.upkeep.is_due()


def test_a_copy_of_a_day_to_come_keeps_nobody_from_making_one_today(store: Store, clock: FakeClock) -> None:
    clock.pass_(days=400)
    ahead = store.upkeep.back_up()
    assert ahead is not None
    clock.pass_(days=-400)
    store.conversations.create("written since the clock was put right")
    # Its file is younger than anything that will be written for a year.
    set_age(ahead.path, -400 * 86_400)
    assert store.upkeep.is_due()
    today = store.upkeep.back_up()
    assert today is not None
    set_age(today.path, 0)
    assert not store.upkeep.is_due()


def set_age(path: Path, seconds: int) -> None:
    """Date a file before or after all that was written in this test."""
    written = max(p.stat().st_mtime for p in path.parent.parent.glob("sidelight.db*"))
    os.utime(path, (written + 1 - seconds,) * 2)


def test_a_copy_is_never_written_over(store: Store, clock: FakeClock) -> None:
    made = []
    for title in "abc":
        store.conversations.create(title)
        made.append(store.upkeep.back_up())
    # All of the same second; the one in the middle was thinned out as the third was made.
    assert store.upkeep.copies() == (made[2], made[1])


def test_without_room_there_is_no_copy_and_the_reason_is_said(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "ROOM_LEFT", 1 << 60)
    with pytest.raises(StoreError, match="no room on the disk for a backup of 1 MB"):
        store.upkeep.back_up()
    assert store.upkeep.copies() == ()


def test_other_files_in_the_folder_are_left_alone(store: Store, profile: Profile) -> None:
    profile.backups.mkdir()
    for name in ("mine.db", "sidelight-v3.db", "sidelight-v3-20260101-120000.db.old"):
        (profile.backups / name).write_text("mine")
    store.upkeep.back_up()
    assert len(list(profile.backups.iterdir())) == 4
    assert len(store.upkeep.copies()) == 1


def test_restoring_brings_back_what_is_gone_and_changes_nothing_that_is_there(store: Store, clock: FakeClock) -> None:
    conversations = store.conversations
    lost = conversations.begin("lost", "q1")
    conversations.add(lost.conversation_id, lost.id, Role.ASSISTANT, "a1", MessageState.COMPLETE)
    clock.pass_(minutes=1)
    stays = conversations.begin("stays", "q2")
    partial = conversations.add(stays.conversation_id, stays.id, Role.ASSISTANT, "half an", MessageState.STREAMING)
    made = store.upkeep.back_up()
    assert made is not None
    conversations.finish(partial.id, "half an answer", MessageState.COMPLETE, None)
    conversations.rename(stays.conversation_id, "renamed")
    conversations.trash(lost.conversation_id)
    clock.pass_(days=31)
    assert conversations.purge(clock.now) == 1
    before = conversations.messages(stays.conversation_id)

    restored = store.upkeep.restore(made.path)

    assert (restored.conversations, restored.messages) == (1, 0)
    assert conversations.messages(stays.conversation_id) == before
    assert [c.title for c in conversations.conversations()] == ["lost", "renamed"]
    back = conversations.messages(conversations.conversations()[0].id)
    assert [(m.role, m.text) for m in back] == [(Role.USER, "q1"), (Role.ASSISTANT, "a1")]
    again = store.upkeep.restore(made.path)
    assert (again.conversations, again.messages) == (0, 0)


def test_restoring_brings_back_lists_pins_and_alerts(store: Store, clock: FakeClock) -> None:
    one, two, three = islice(sample_shelf.offers(), 3)
    lists = store.shortlists
    lists.pin(one, None, "masks")
    lists.note(one.key, "问问妈妈", "masks")
    lists.pin(two, None, "masks")
    clock.pass_(minutes=1)
    lists.pin(one, None, "thrown away later")
    clock.pass_(minutes=1)
    lists.pin(one, None, "lost")
    store.alerts.watch(one, Money(5, "EUR", 2))
    store.alerts.watch(two, Money(6, "EUR", 2))
    copy = store.upkeep.back_up()
    assert copy is not None
    lists.unpin(one.key, "masks")
    lists.note(two.key, "written since", "masks")
    lists.rename("masks", "renamed")
    lists.pin(three, None, "renamed")
    lists.use("renamed")
    lists.delete("lost")
    clock.pass_(days=31)
    lists.purge(clock.now)
    lists.unpin(one.key, "thrown away later")
    lists.delete("thrown away later")
    store.alerts.unwatch(one.key)
    store.alerts.watch(two, Money(9, "EUR", 2))

    assert store.upkeep.restore(copy.path).others == 3

    assert [(held.name, held.count) for held in lists.lists()] == [("renamed", 3), ("lost", 1)]
    assert {pin.offer.key: pin.note for pin in lists.pins("renamed")} == {
        one.key: "问问妈妈",
        two.key: "written since",
        three.key: "",
    }
    assert [held.name for held in lists.deleted()] == ["thrown away later"]
    assert {alert.key: alert.at_most.minor for alert in store.alerts.alerts()} == {one.key: 5, two.key: 9}
    assert store.upkeep.restore(copy.path).others == 0


def test_a_chat_that_stood_apart_does_so_when_it_comes_back(store: Store, clock: FakeClock) -> None:
    question = store.conversations.begin("About my shortlist", "which?")
    store.apart.set_apart(question.conversation_id)
    copy = store.upkeep.back_up()
    assert copy is not None
    store.conversations.trash(question.conversation_id)
    clock.pass_(days=31)
    store.conversations.purge(clock.now)
    store.upkeep.restore(copy.path)
    (back,) = store.conversations.conversations()
    assert store.apart.is_apart(back.id)


def test_restoring_adds_the_branches_that_a_conversation_no_longer_has(profile: Profile, clock: FakeClock) -> None:
    with open_store(profile, clock) as store:
        question = store.conversations.begin("talk", "q")
        for text in ("first", "second"):
            clock.pass_(minutes=1)
            store.conversations.add(question.conversation_id, question.id, Role.ASSISTANT, text, MessageState.COMPLETE)
        made = store.upkeep.back_up()
        assert made is not None
        remove_message(store, "second")
        restored = store.upkeep.restore(made.path)
        assert (restored.conversations, restored.messages) == (0, 1)
        texts = [(m.text, m.parent_id) for m in store.conversations.messages(question.conversation_id)]
        assert texts == [("q", None), ("first", question.id), ("second", question.id)]


def remove_message(store: Store, text: str) -> None:
    def job(db: object) -> None:
        db.execute("UPDATE conversations SET head_id = NULL")  # type: ignore[attr-defined]
        db.execute("DELETE FROM messages WHERE text = ?", (text,))  # type: ignore[attr-defined]

    store._database.write(job)


def test_what_was_in_the_trash_then_stays_gone_and_what_is_in_it_now_stays_there(store: Store) -> None:
    conversations = store.conversations
    trashed = conversations.begin("trashed before", "q")
    conversations.trash(trashed.conversation_id)
    later = conversations.begin("trashed after", "q")
    made = store.upkeep.back_up()
    assert made is not None
    conversations.trash(later.conversation_id)
    assert store.upkeep.restore(made.path).conversations == 0
    assert conversations.conversations() == ()


def test_a_copy_of_an_older_version_is_restored(store: Store, tmp_path: Path) -> None:
    import gzip

    old = tmp_path / "old.db"
    fixture = Path(__file__).parent / "fixtures" / "v1.db.gz"
    old.write_bytes(gzip.decompress(fixture.read_bytes()))
    before = old.read_bytes()
    restored = store.upkeep.restore(old)
    assert restored.conversations == 1
    assert store.conversations.conversations()[0].title == "敏感肌适合用什么样的面膜"
    assert old.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"not a database" * 100], ids=["empty", "foreign"])
def test_what_is_no_copy_is_refused(store: Store, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "file.db"
    file.write_bytes(content)
    with pytest.raises(StoreError):
        store.upkeep.restore(file)
