"""*Check database*: a sound one passes, and each kind of damage is told."""

from __future__ import annotations

import contextlib
import sqlite3
from itertools import islice

import pytest
import sqlite_utils
from hypothesis import given
from hypothesis import strategies as st

from desktop_client.chat.chat_settings import ChatSettings
from desktop_client.chat.conversation import MessageState
from desktop_client.commerce.comparing.arrangement import Arrangement
from desktop_client.commerce.money import Money
from desktop_client.commerce.shelf import sample_shelf
from desktop_client.inference.engine import Role
from desktop_client.paths import Profile
from desktop_client.store.checksums import SUMMED, row_checksum
from desktop_client.store.database import Database
from desktop_client.store.profile_store import Store

FIELDS = st.lists(st.none() | st.binary(max_size=6), min_size=1, max_size=4)


@given(FIELDS, FIELDS)
def test_different_rows_have_different_sums(one: list[bytes | None], other: list[bytes | None]) -> None:
    assert (row_checksum(*one) == row_checksum(*other)) == (one == other)


def use(store: Store) -> int:
    question = store.conversations.begin("title", "question")
    answer = store.conversations.add(question.conversation_id, question.id, Role.ASSISTANT, "", MessageState.STREAMING)
    store.conversations.save_text(answer.id, "an ans")
    store.conversations.finish(answer.id, "an answer", MessageState.STOPPED, None, "note")
    store.conversations.rename(question.conversation_id, "renamed")
    store.conversations.select_head(question.conversation_id, question.id)
    store.conversations.trash(question.conversation_id)
    return answer.id


def test_every_way_of_writing_keeps_the_sums_right(store: Store) -> None:
    use(store)
    store.conversations.mark_interrupted()
    store.shelf.put(islice(sample_shelf.offers(), 5), "sample")
    assert store.upkeep.check() == ()


def test_every_way_of_writing_what_stands_beside_keeps_the_sums_right(store: Store) -> None:
    question = store.conversations.begin("title", "question")
    number = question.conversation_id
    for words in ("one", "two", ""):
        store.desk.save_draft(number, words)
        store.desk.save_draft(None, words)
        store.desk.move([number], words)
        store.conversations.set_settings(number, ChatSettings(system_prompt=words or None))
    fork = store.branches.fork(question.id)
    store.desk.pin([number, fork.id], pinned=True)
    store.branches.restore(store.branches.trash(question.id))
    store.branches.trash(question.id)
    store.apart.set_apart(number)
    one, two = islice(sample_shelf.offers(), 2)
    for offer in (one, two, one):
        store.shortlists.pin(offer, None)
    store.shortlists.note(one.key, "a note")
    store.shortlists.correct_pack(one.key, "5 pieces")
    store.shortlists.arrange(Arrangement())
    store.shortlists.rename(store.shortlists.lists()[0].name, "another name")
    store.shortlists.restore(store.shortlists.delete("another name"))
    for price in (Money(5, "EUR", 2), Money(6, "EUR", 2)):
        store.alerts.watch(one, price)
        assert store.alerts.was_met(store.alerts.alerts()[-1], price)
    assert store.upkeep.check() == ()


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("conversation_options", "settings"), ("drafts", "text"), ("trashed_messages", "deleted_at"),
        ("conversations_apart", "conversation_id"), ("shortlists", "name"), ("pins", "note"), ("price_alerts", "title"),
    ],
)  # fmt: skip
def test_a_changed_row_beside_the_chats_is_told(store: Store, table: str, column: str) -> None:
    question, other = store.conversations.begin("title", "question"), store.conversations.begin("other", "question")
    store.conversations.set_settings(question.conversation_id, ChatSettings(system_prompt="Be brief."))
    store.desk.save_draft(question.conversation_id, "draft")
    store.apart.set_apart(question.conversation_id)
    store.branches.trash(other.id)
    (offer,) = islice(sample_shelf.offers(), 1)
    store.shortlists.pin(offer, None)
    store.alerts.watch(offer, Money(5, "EUR", 2))
    value = str(other.conversation_id) if table == "conversations_apart" else "'x'"
    change_quietly(store._database, f"UPDATE {table} SET {column} = {value}")
    (fault,) = store.upkeep.check()
    assert f" of {table} has changed on the disk." in str(fault.text)


def test_the_sums_cover_every_column_of_the_chats(database: Database) -> None:
    for table, summed in SUMMED.items():
        columns = database.read(lambda db, table=table: {c.name for c in db[table].columns})  # type: ignore[misc]
        assert columns - {"checksum"} == set(summed)


def change_quietly(database: Database, statement: str) -> None:
    """Write as a bit that flips does: no trigger hears of it."""

    def job(db: sqlite_utils.Database) -> None:
        triggers = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            db.execute(f"DROP TRIGGER {name}")
        db.execute(statement)
        for _, sql in triggers:
            db.execute(sql)

    database.write(job)


def test_a_changed_row_is_told_by_table_and_number(store: Store) -> None:
    answer = use(store)
    change_quietly(store._database, "UPDATE messages SET text = 'an anzwer' WHERE text = 'an answer'")
    row, index = store.upkeep.check()
    assert str(row.text) == f"Row {answer} of messages has changed on the disk."
    assert "message_index does not fit its rows" in str(index.text)


def test_text_that_is_no_utf8_any_more_is_told_not_raised(store: Store) -> None:
    answer = use(store)
    change_quietly(store._database, f"UPDATE messages SET text = CAST(x'ff61' AS TEXT) WHERE id = {answer}")
    assert any(f"Row {answer} of messages" in str(fault.text) for fault in store.upkeep.check())


def test_a_row_that_belongs_to_nothing_is_told(store: Store, profile: Profile) -> None:
    use(store)
    # Another program, which takes no care of references.
    with contextlib.closing(sqlite3.connect(profile.database)) as other:
        other.create_function("row_checksum", -1, row_checksum)
        other.execute("UPDATE messages SET parent_id = 77 WHERE role = 'assistant'")
        other.commit()
    assert [str(f.text) for f in store.upkeep.check()] == ["Row 2 of messages belongs to one that is gone."]


def test_a_word_index_that_does_not_fit_is_told_and_mended(store: Store) -> None:
    store.shelf.put(islice(sample_shelf.offers(), 5), "sample")
    change_quietly(store._database, "UPDATE offers SET title = 'something else' WHERE id = 1")
    (fault,) = store.upkeep.check()
    assert fault.repairable
    assert "offer_index" in str(fault.text)
    store.upkeep.repair()
    assert store.upkeep.check() == ()
