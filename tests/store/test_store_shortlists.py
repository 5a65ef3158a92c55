"""Shortlists: snapshots that no later import changes."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from standins.clock import FakeClock

from desktop_client.commerce.comparing.shortlist import Pin, Shortlists
from desktop_client.commerce.money import Money
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.offer import AdFlag, Commercial, Offer
from desktop_client.paths import Profile
from desktop_client.store.errors import StoreError
from desktop_client.store.profile_store import Store, open_store

NEED = ShoppingNeed("面膜", "zh", "面膜", PriceRange(Decimal("9.90"), None, "CNY"), ("敏感肌",), ("香精",), "CN")


def offer(offer_id: str, minor: int = 100) -> Offer:
    payment = Commercial(False, "none", AdFlag.NO, "x")
    seen = datetime(2026, 1, 1, tzinfo=UTC)
    return Offer(
        "feed", offer_id, f"mask {offer_id}", Money(minor, "CNY"), payment, "0" * 64, seen, attributes={"a": "b"}
    )


@pytest.fixture
def shortlists(store: Store) -> Shortlists:
    return store.shortlists


def test_a_pin_is_what_it_was(store: Store, shortlists: Shortlists, profile: Profile, clock: FakeClock) -> None:
    shortlists.pin(offer("a"), NEED)
    store.shelf.put([offer("a", 999)], "f")
    with open_store(profile, clock) as again:
        assert again.shortlists.pins() == (Pin(offer("a"), clock.now, NEED),)


def test_pins_stand_in_the_order_of_pinning_whatever_the_clock_says(shortlists: Shortlists, clock: FakeClock) -> None:
    for name in "cab":
        clock.pass_(days=-1)
        shortlists.pin(offer(name), None)
    assert [p.offer.offer_id for p in shortlists.pins()] == ["c", "a", "b"]
    shortlists.pin(replace(offer("c"), title="newer"), NEED)
    assert [(p.offer.offer_id, p.need) for p in shortlists.pins()] == [("a", None), ("b", None), ("c", NEED)]
    assert shortlists.pins()[2].offer.title == "newer"


def test_lists_are_apart(shortlists: Shortlists) -> None:
    shortlists.pin(offer("a"), None)
    shortlists.pin(offer("a"), None, "礼物")
    shortlists.pin(offer("b"), None, "礼物")
    assert [(each.name, each.count) for each in shortlists.lists()] == [("shortlist", 1), ("礼物", 2)]
    shortlists.unpin(("feed", "a"))
    shortlists.unpin(("feed", "a"))
    assert [(each.name, each.count) for each in shortlists.lists()] == [("shortlist", 0), ("礼物", 2)]
    assert shortlists.pins() == ()
    assert [p.offer.offer_id for p in shortlists.pins("礼物")] == ["a", "b"]


def test_a_damaged_pin_is_said_in_words(store: Store, shortlists: Shortlists) -> None:
    shortlists.pin(offer("a"), None)
    store._database.write(lambda db: db.execute("UPDATE pins SET offer = '{}'"))
    with pytest.raises(StoreError, match="damaged"):
        shortlists.pins()


def test_pinning_from_many_threads_keeps_every_pin(shortlists: Shortlists) -> None:
    threads = [threading.Thread(target=shortlists.pin, args=(offer(str(n)), NEED)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {p.offer.offer_id for p in shortlists.pins()} == {str(n) for n in range(20)}


def names(shortlists: Shortlists) -> list[str]:
    return [each.name for each in shortlists.lists()]


def test_a_list_is_begun_used_renamed_and_pinned_to(shortlists: Shortlists) -> None:
    shortlists.pin(offer("a"), None)
    shortlists.new("  Gifts   for\nMum ")
    assert names(shortlists) == ["Gifts for Mum", "shortlist"], "the one in use stands first"
    shortlists.pin(offer("b"), NEED)
    assert [p.offer.offer_id for p in shortlists.pins("Gifts for Mum")] == ["b"]
    shortlists.rename("Gifts for Mum", "礼物")
    shortlists.use("shortlist")
    assert names(shortlists) == ["shortlist", "礼物"]
    assert [p.offer.offer_id for p in shortlists.pins()] == ["a"]
    assert [p.offer.offer_id for p in shortlists.pins("礼物")] == ["b"]
    assert shortlists.pins("Gifts for Mum") == ()


def test_names_are_not_blank_and_not_taken(shortlists: Shortlists) -> None:
    shortlists.new("one")
    shortlists.new("two")
    for attempt in (lambda: shortlists.new("one"), lambda: shortlists.rename("two", " one ")):
        with pytest.raises(StoreError, match="already"):
            attempt()
    for attempt in (lambda: shortlists.new(" \n"), lambda: shortlists.rename("two", "")):
        with pytest.raises(StoreError, match="needs a name"):
            attempt()
    for attempt in (lambda: shortlists.use("three"), lambda: shortlists.delete("three")):
        with pytest.raises(StoreError, match="no shortlist"):
            attempt()
    shortlists.rename("two", "two")
    assert names(shortlists) == ["two", "one"]


def test_a_deleted_list_comes_back_whole(shortlists: Shortlists, clock: FakeClock) -> None:
    shortlists.new("gifts")
    shortlists.pin(offer("a"), NEED)
    shortlists.note(("feed", "a"), "for her")
    pins = shortlists.pins()
    number = shortlists.delete("gifts")
    assert (names(shortlists), shortlists.pins()) == ([], ())
    assert [(each.name, each.count) for each in shortlists.deleted()] == [("gifts", 1)]
    shortlists.new("gifts")
    clock.pass_(days=29)
    assert shortlists.restore(number) == "gifts (2)", "its own name was taken since"
    assert shortlists.pins() == pins
    assert shortlists.deleted() == ()


def test_what_was_deleted_is_gone_after_thirty_days(store: Store, shortlists: Shortlists, clock: FakeClock) -> None:
    shortlists.new("gifts")
    shortlists.pin(offer("a"), None)
    shortlists.delete("gifts")
    clock.pass_(days=30)
    store.shortlists.purge(clock.now)
    assert len(shortlists.deleted()) == 1
    clock.pass_(seconds=1)
    store.shortlists.purge(clock.now)
    assert shortlists.deleted() == ()
    assert store._database.read(lambda db: db.execute("SELECT count(*) FROM pins").fetchone()) == (0,)


def test_the_users_words_outlive_a_new_snapshot_and_an_undo(shortlists: Shortlists, clock: FakeClock) -> None:
    shortlists.pin(offer("a"), NEED)
    shortlists.note(("feed", "a"), "  smells good ")
    shortlists.correct_pack(("feed", "a"), "10 片")
    (before,) = shortlists.pins()
    assert (before.note, before.pack) == ("smells good", "10 片")
    clock.pass_(days=1)
    shortlists.pin(offer("a", 90), NEED)
    (renewed,) = shortlists.pins()
    assert renewed == Pin(offer("a", 90), clock.now, NEED, "smells good", "10 片")
    shortlists.put_back(before)
    assert shortlists.pins() == (before,)
    shortlists.unpin(before.offer.key)
    shortlists.note(before.offer.key, "to nobody")
    assert shortlists.pins() == ()
    shortlists.put_back(before)
    assert shortlists.pins() == (before,)
