"""The archive's contract: what chat may rely on."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from standins.clock import FakeClock

from desktop_client.chat.archive import Archive
from desktop_client.chat.conversation import MessageState, Provenance
from desktop_client.inference.engine import Role, Sampling, Timing
from desktop_client.paths import Profile
from desktop_client.store.conversations import Conversations
from desktop_client.store.errors import StoreError
from desktop_client.store.profile_store import Store, open_store

FIND = """
import pathlib, sys
words, folder = sys.argv[1].encode(), pathlib.Path(sys.argv[2])
print(*(file for file in folder.iterdir() if words in file.read_bytes()))
"""


def files_with(words: str, folder: Path) -> list[str]:
    """Files that hold these words. In another process: closing a file here would let go of SQLite's locks on it."""
    found = subprocess.run([sys.executable, "-c", FIND, words, folder], capture_output=True, text=True, check=True)
    return found.stdout.split()


PROVENANCE = Provenance("m", "a" * 64, "b" * 64, "c" * 64, Sampling(0.1, seed=7), Timing(1.5, 9, 8, 0.1, 3, 12.75))


@pytest.fixture
def archive(store: Store) -> Conversations:
    return store.conversations


def test_it_is_an_archive(archive: Conversations) -> None:
    seam: Archive = archive
    assert seam.conversations() == ()


def test_a_question_and_its_answer_come_back_as_they_were(
    archive: Conversations, profile: Profile, clock: FakeClock
) -> None:
    question = archive.begin("标题", "a\0b\r\n  面膜 🧴 ")
    clock.pass_(seconds=2)
    answer = archive.add(question.conversation_id, question.id, Role.ASSISTANT, "", MessageState.STREAMING)
    archive.save_text(answer.id, "half")
    last = archive.finish(answer.id, "half and half", MessageState.COMPLETE, PROVENANCE, "note")
    assert (question.parent_id, question.state, question.role) == (None, MessageState.COMPLETE, Role.USER)
    assert last.created_at - question.created_at == timedelta(seconds=2)
    assert (last.text, last.provenance, last.note) == ("half and half", PROVENANCE, "note")
    with open_store(profile, clock) as again:
        assert again.conversations.messages(question.conversation_id) == (question, last)
        (conversation,) = again.conversations.conversations()
        assert (conversation.title, conversation.head_id) == ("标题", answer.id)
        assert conversation.updated_at == clock.now


def test_text_is_on_disk_as_soon_as_the_call_returns(
    archive: Conversations, profile: Profile, clock: FakeClock
) -> None:
    question = archive.begin("t", "q" * 1_000_000)
    answer = archive.add(question.conversation_id, question.id, Role.ASSISTANT, "", MessageState.STREAMING)
    archive.save_text(answer.id, "so far")
    with open_store(profile, clock) as other:
        texts = [m.text for m in other.conversations.messages(question.conversation_id)]
    assert texts == ["q" * 1_000_000, "so far"]


def test_last_used_comes_first_whatever_the_clock_says(archive: Conversations, clock: FakeClock) -> None:
    first, second = archive.begin("1", "q"), archive.begin("2", "q")
    clock.pass_(days=-10_000)
    third = archive.begin("3", "q")
    assert [c.title for c in archive.conversations()] == ["3", "2", "1"]
    archive.add(first.conversation_id, first.id, Role.USER, "again", MessageState.COMPLETE)
    archive.rename(second.conversation_id, " zwei ")
    assert [c.title for c in archive.conversations()] == ["1", "3", "zwei"]
    assert [m.id for m in archive.messages(third.conversation_id)] == [third.id]


def test_messages_are_ordered_by_id_whatever_the_clock_says(archive: Conversations, clock: FakeClock) -> None:
    message = archive.begin("t", "0")
    for number in range(1, 4):
        clock.pass_(days=-1)
        message = archive.add(message.conversation_id, message.id, Role.USER, str(number), MessageState.COMPLETE)
    assert [m.text for m in archive.messages(message.conversation_id)] == ["0", "1", "2", "3"]


def test_time_is_kept_in_utc(profile: Profile) -> None:
    with open_store(profile, lambda: datetime(2026, 1, 1, tzinfo=UTC)) as store:
        made = store.conversations.create("t").created_at
    assert made.utcoffset() == timedelta(0)


def test_a_parent_and_a_head_belong_to_the_same_conversation(archive: Conversations) -> None:
    mine, other = archive.begin("mine", "q"), archive.begin("other", "q")
    with pytest.raises(StoreError, match="no message"):
        archive.add(mine.conversation_id, other.id, Role.ASSISTANT, "a", MessageState.COMPLETE)
    with pytest.raises(StoreError, match="no message"):
        archive.select_head(mine.conversation_id, other.id)
    assert archive.conversation(mine.conversation_id).head_id == mine.id
    assert archive.messages(mine.conversation_id) == (mine,)


def test_another_path_can_be_shown(archive: Conversations) -> None:
    first = archive.begin("t", "q")
    second = archive.add(first.conversation_id, None, Role.USER, "edited", MessageState.COMPLETE)
    for head in (first.id, None, second.id):
        archive.select_head(first.conversation_id, head)
        assert archive.conversation(first.conversation_id).head_id == head


@pytest.mark.parametrize("state", [MessageState.COMPLETE, MessageState.STOPPED, MessageState.LENGTH])
def test_nothing_finished_is_overwritten(archive: Conversations, state: MessageState) -> None:
    question = archive.begin("t", "q")
    answer = archive.add(question.conversation_id, question.id, Role.ASSISTANT, "", MessageState.STREAMING)
    last = archive.finish(answer.id, "text", state, None)
    for late in (
        lambda: archive.save_text(answer.id, "late"),
        lambda: archive.finish(answer.id, "late", MessageState.STOPPED, None),
        lambda: archive.save_text(question.id, "late"),
    ):
        with pytest.raises(StoreError, match="not being written"):
            late()
    assert archive.messages(question.conversation_id) == (question, last)


def test_an_answer_that_a_crash_cut_off_is_marked_at_the_next_start(
    archive: Conversations, profile: Profile, clock: FakeClock
) -> None:
    question = archive.begin("t", "q")
    answer = archive.add(question.conversation_id, question.id, Role.ASSISTANT, "", MessageState.STREAMING)
    archive.save_text(answer.id, "par")
    with open_store(profile, clock) as next_start:
        cut_off = next_start.conversations.messages(question.conversation_id)[1]
        assert (cut_off.state, cut_off.text) == (MessageState.INTERRUPTED, "par")
        assert next_start.conversations.mark_interrupted() == 0
    # The other process was alive after all: what it goes on to write counts.
    archive.save_text(answer.id, "partial")
    assert archive.messages(question.conversation_id)[1].state is MessageState.STREAMING
    assert archive.mark_interrupted() == 1
    assert archive.finish(answer.id, "whole", MessageState.COMPLETE, None).state is MessageState.COMPLETE


@pytest.mark.parametrize("number", [0, -1, 99, 2**63, 10**30])
def test_what_is_not_there_is_said_in_words(archive: Conversations, number: int) -> None:
    for call in (
        lambda: archive.conversation(number),
        lambda: archive.rename(number, "t"),
        lambda: archive.trash(number),
        lambda: archive.restore(number),
        lambda: archive.select_head(number, None),
        lambda: archive.add(number, None, Role.USER, "q", MessageState.COMPLETE),
    ):
        with pytest.raises(StoreError, match=f"no conversation {number}"):
            call()
    assert archive.messages(number) == ()


def test_a_blank_title_is_refused(archive: Conversations) -> None:
    kept = archive.create("kept")
    with pytest.raises(StoreError):
        archive.rename(kept.id, " \n")
    assert archive.conversation(kept.id).title == "kept"


def test_trash_can_be_undone(archive: Conversations) -> None:
    question = archive.begin("t", "q")
    before = archive.conversation(question.conversation_id)
    archive.trash(before.id)
    assert (archive.conversations(), archive.trashed()) == ((), (before,))
    with pytest.raises(StoreError, match="trash"):
        archive.add(before.id, question.id, Role.USER, "more", MessageState.COMPLETE)
    archive.restore(before.id)
    assert (archive.conversations(), archive.trashed()) == ((before,), ())
    assert archive.messages(before.id) == (question,)


def test_an_answer_that_is_being_written_goes_on_in_the_trash(archive: Conversations) -> None:
    question = archive.begin("t", "q")
    answer = archive.add(question.conversation_id, question.id, Role.ASSISTANT, "", MessageState.STREAMING)
    archive.trash(question.conversation_id)
    archive.save_text(answer.id, "text")
    assert archive.finish(answer.id, "text", MessageState.COMPLETE, None).text == "text"


def test_trash_is_kept_for_thirty_days_and_then_gone_from_the_disk(profile: Profile, clock: FakeClock) -> None:
    secret = "Rumpelstiltskin"
    with open_store(profile, clock) as store:
        old = store.conversations.begin(secret, f"{secret} {secret}")
        kept = store.conversations.begin("kept", "q")
        store.conversations.trash(old.conversation_id)
        clock.pass_(days=20)
        store.conversations.trash(old.conversation_id)
        store.conversations.trash(kept.conversation_id)
        clock.pass_(days=10)
        assert files_with(secret, profile.root) != []
        assert store.conversations.purge(clock.now) == 0
    clock.pass_(seconds=1)
    open_store(profile, clock).close()
    clock.pass_(days=1)
    with open_store(profile, clock) as store:
        assert [c.title for c in store.conversations.trashed()] == ["kept"]
        assert store.conversations.messages(old.conversation_id) == ()
        # While it is open, too: the write-ahead log was cut.
        assert files_with(secret, profile.root) == []
        # Ids are never given again.
        assert store.conversations.begin("new", "q").id > kept.id


def test_provenance_that_can_not_be_read_does_not_close_the_conversation(archive: Conversations, store: Store) -> None:
    question = archive.begin("t", "q")
    answer = archive.add(question.conversation_id, question.id, Role.ASSISTANT, "", MessageState.STREAMING)
    archive.finish(answer.id, "text", MessageState.COMPLETE, PROVENANCE)
    store._database.write(lambda db: db.execute("UPDATE messages SET provenance = '{\"sampling\": 3' WHERE id > 1"))
    assert [m.provenance for m in archive.messages(question.conversation_id)] == [None, None]
