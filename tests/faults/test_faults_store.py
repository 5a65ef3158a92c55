"""Disks that are full or can't be written: the store opens, reads, says so, and goes on when it can."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from standins.small_disk import SmallDisk

from desktop_client.chat.conversation import MessageState
from desktop_client.inference.engine import Role
from desktop_client.paths import Profile
from desktop_client.store.errors import StoreError
from desktop_client.store.profile_store import Store, open_store


def fill_until_refused(store: Store) -> list[str]:
    """Titles of the conversations that were committed before the disk was full."""
    kept: list[str] = []

    def begin_for_ever() -> None:
        for number in range(100_000):
            store.conversations.begin(str(number), "words " * 200)
            kept.append(str(number))

    with pytest.raises(StoreError, match="disk is full"):
        begin_for_ever()
    return kept


def titles(store: Store) -> list[str]:
    return [c.title for c in reversed(store.conversations.conversations())]


def quick_check(path: Path) -> str:
    return str(sqlite3.connect(path).execute("PRAGMA quick_check").fetchone()[0])


def test_when_the_disk_fills_up_nothing_committed_is_lost_and_it_recovers(small_disk: SmallDisk) -> None:
    profile = Profile(small_disk.root / "profile")
    with open_store(profile) as store:
        store.conversations.create("before")
        small_disk.fill()
        kept = ["before", *fill_until_refused(store)]
        assert titles(store) == kept
        with pytest.raises(StoreError, match="disk is full"):
            store.conversations.begin("too much", "words " * 100_000)
        assert titles(store) == kept
        small_disk.free()
        store.conversations.create("after")
        assert titles(store) == [*kept, "after"]
    with open_store(profile) as again:
        assert titles(again) == [*kept, "after"]
    assert quick_check(profile.database) == "ok"


def test_it_opens_and_reads_on_a_full_disk_and_says_so(small_disk: SmallDisk) -> None:
    profile = Profile(small_disk.root / "profile")
    with open_store(profile) as store:
        question = store.conversations.begin("kept", "q")
        store.conversations.add(question.conversation_id, question.id, Role.ASSISTANT, "a", MessageState.STREAMING)
    small_disk.fill()
    with open_store(profile) as store:
        assert store.notice is not None
        assert "disk is full" in str(store.notice)
        assert store.notice.next_step is not None
        assert titles(store) == ["kept"]
        assert len(store.conversations.messages(question.conversation_id)) == 2
        with pytest.raises(StoreError, match="disk is full"):
            store.conversations.begin("more", "words " * 10_000)
    small_disk.free()
    with open_store(profile) as store:
        assert (store.notice, store.writable) == (None, True)
        assert store.conversations.messages(question.conversation_id)[1].state is MessageState.INTERRUPTED


def test_a_disk_that_is_all_but_full_is_said_to_be_so_while_it_still_takes_something(small_disk: SmallDisk) -> None:
    profile = Profile(small_disk.root / "profile")
    open_store(profile).close()
    small_disk.fill()
    small_disk.free(256 * 1024)
    with open_store(profile) as store:
        assert store.writable
        assert "disk is full" in str(store.notice)
        store.conversations.create("one more")
        assert titles(store) == ["one more"]


def test_a_full_disk_leaves_no_half_made_database(small_disk: SmallDisk) -> None:
    profile = Profile(small_disk.root / "profile")
    small_disk.fill()
    with pytest.raises(StoreError, match="disk is full"):
        open_store(profile)
    assert not profile.root.exists() or list(profile.root.iterdir()) == []
    small_disk.free()
    open_store(profile).close()


@pytest.fixture
def used_profile(small_disk: SmallDisk) -> Profile:
    profile = Profile(small_disk.root / "profile")
    with open_store(profile) as store:
        store.conversations.begin("kept", "q")
    return profile


def test_a_read_only_disk_is_read_and_said_to_be_so(small_disk: SmallDisk, used_profile: Profile) -> None:
    before = used_profile.database.read_bytes()
    small_disk.set_read_only()
    with open_store(used_profile) as store:
        assert not store.writable
        assert store.notice is not None
        assert str(used_profile.root) in str(store.notice)
        assert titles(store) == ["kept"]
        with pytest.raises(StoreError, match="can't be written"):
            store.conversations.create("more")
        assert store.conversations.conversations()[0].title == "kept"
    assert used_profile.database.read_bytes() == before
    small_disk.set_read_only(False)
    with open_store(used_profile) as store:
        assert store.writable


def test_on_a_read_only_disk_a_new_profile_is_refused_in_words(small_disk: SmallDisk) -> None:
    small_disk.set_read_only()
    with pytest.raises(StoreError, match="can't be written") as refused:
        open_store(Profile(small_disk.root / "profile"))
    assert refused.value.next_step is not None


@pytest.mark.parametrize("shared_memory", ["kept", "gone"])
def test_what_a_crash_left_in_the_log_is_read_on_a_read_only_disk(small_disk: SmallDisk, shared_memory: str) -> None:
    profile = Profile(small_disk.root / "profile")
    script = (
        "import os, sys, pathlib\n"
        "from desktop_client.paths import Profile\n"
        "from desktop_client.store.profile_store import open_store\n"
        "store = open_store(Profile(pathlib.Path(sys.argv[1])))\n"
        "store.conversations.begin('only in the log', 'q')\n"
        "os._exit(9)\n"
    )
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", script, profile.root], cwd=root, env={**os.environ, "PYTHONPATH": str(root)})
    assert Path(f"{profile.database}-wal").stat().st_size > 0
    if shared_memory == "gone":
        Path(f"{profile.database}-shm").unlink()
    small_disk.set_read_only()
    with open_store(profile) as store:
        assert store.notice is not None
        if shared_memory == "kept":
            assert titles(store) == ["only in the log"]
        else:
            assert "saved there last can't be shown" in str(store.notice)
    small_disk.set_read_only(False)
    with open_store(profile) as store:
        assert titles(store) == ["only in the log"]


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_a_folder_without_write_permission_is_read_and_said_to_be_so(tmp_path: Path) -> None:
    profile = Profile(tmp_path / "profile")
    with open_store(profile) as store:
        store.conversations.create("kept")
    profile.database.chmod(0o400)
    profile.root.chmod(0o500)
    try:
        with open_store(profile) as store:
            assert not store.writable
            assert titles(store) == ["kept"]
    finally:
        profile.root.chmod(0o700)
