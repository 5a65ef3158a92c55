"""What a conversation has switched off for itself is kept with it, and in doubt everything is off."""

from __future__ import annotations

import pytest

from desktop_client.commerce.switches import OffHere
from desktop_client.paths import Profile
from desktop_client.store.profile_store import Store, open_store

OFF = OffHere(everything=False, sources=frozenset({"ebay", "jd"}))


def options(store: Store, number: int) -> tuple:
    select = "SELECT folder, pinned, settings FROM conversation_options WHERE conversation_id = ?"
    return store._database.read(lambda db: db.execute(select, (number,)).fetchone())


def put(store: Store, number: int, settings: str | None) -> None:
    statement = "UPDATE conversation_options SET settings = ? WHERE conversation_id = ?"
    store._database.write(lambda db: db.execute(statement, (settings, number)))


@pytest.mark.parametrize("off", [OFF, OffHere(everything=True), OffHere(True, frozenset({"jd"}))])
def test_it_is_there_after_a_restart_and_for_that_conversation_only(profile: Profile, clock, off: OffHere) -> None:
    with open_store(profile, clock) as store:
        one, other = store.conversations.create("One"), store.conversations.create("Other")
        store.switches_here.keep(one.id, off)
    with open_store(profile, clock) as store:
        assert store.switches_here.of(one.id) == off
        assert not store.switches_here.of(other.id)
        store.switches_here.keep(one.id, OffHere())
        assert not store.switches_here.of(one.id)
        assert store.upkeep.check() == ()


def test_what_else_a_conversation_has_stays(store: Store) -> None:
    number = store.conversations.create("One").id
    store.desk.move([number], "Work")
    store.desk.pin([number], pinned=True)
    put(store, number, '{"temperature": 0.5}')
    store.switches_here.keep(number, OFF)
    folder, pinned, settings = options(store, number)
    assert (folder, pinned) == ("Work", 1)
    assert '"temperature":0.5' in settings
    store.switches_here.keep(number, OffHere())
    assert options(store, number) == ("Work", 1, '{"temperature":0.5}')


@pytest.mark.parametrize(
    "kept", ['{"suggestions_off": 1}', '{"suggestions_off": {"everything": "no"}}', '{"suggestions_off": "x"}']
)
def test_what_is_not_as_it_was_written_counts_as_off(store: Store, kept: str) -> None:
    number = store.conversations.create("One").id
    store.switches_here.keep(number, OFF)
    put(store, number, kept)
    assert store.switches_here.of(number) == OffHere(everything=True)


def test_settings_that_are_no_json_are_replaced(store: Store) -> None:
    number = store.conversations.create("One").id
    store.desk.pin([number], pinned=True)
    put(store, number, "{")
    assert not store.switches_here.of(number)
    store.switches_here.keep(number, OFF)
    assert store.switches_here.of(number) == OFF


def test_a_deleted_conversation_takes_it_along(store: Store) -> None:
    number = store.conversations.create("One").id
    store.switches_here.keep(number, OFF)
    store._database.write(lambda db: db.execute("DELETE FROM conversations WHERE id = ?", (number,)))
    assert options(store, number) is None
