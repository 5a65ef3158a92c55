"""*Check database*: a sound one passes, and each kind of damage is told."""

from __future__ import annotations

import contextlib
import sqlite3
from itertools import islice

import sqlite_utils
from hypothesis import given
from hypothesis import strategies as st

from desktop_client.chat.conversation import MessageState
from desktop_client.commerce import sample_shelf
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
