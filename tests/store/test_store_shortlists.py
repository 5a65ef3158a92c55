"""Shortlists: snapshots that no later import changes."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from standins.clock import FakeClock

from desktop_client.commerce.money import Money
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.offer import AdFlag, Commercial, Offer
from desktop_client.commerce.shortlist import Pin, Shortlists
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
    assert shortlists.names() == ("shortlist", "礼物")
    shortlists.unpin(("feed", "a"))
    shortlists.unpin(("feed", "a"))
    assert shortlists.names() == ("礼物",)
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
