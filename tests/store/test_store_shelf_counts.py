"""How many offers on the shelf have all that is looked for."""

from __future__ import annotations

import threading
from decimal import Decimal

import pytest
from standins.clock import FakeClock
from standins.offers import NOW, make_offer

from desktop_client.commerce.money import Money
from desktop_client.commerce.need import PriceRange
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.relevance import SearchQuery, read_query
from desktop_client.commerce.sending.faults import Cancelled
from desktop_client.commerce.shelf.browsing import Count, Sieve
from desktop_client.commerce.shelf.catalogue import Feed
from desktop_client.paths import Profile
from desktop_client.store import shelf_counts
from desktop_client.store.profile_store import Store, open_store

CHEAP = PriceRange(high=Decimal(15))


@pytest.fixture
def store(profile: Profile):
    with open_store(profile, FakeClock()) as store:
        put(store, "kettles.tsv", *(kettle(n) for n in range(20)))
        put(store, "towels.tsv", make_offer("z", "Red towel", price=Money(500, "USD")), make_offer("y", "Kettle towel"))
        yield store


def kettle(number: int) -> Offer:
    title = f"Kettle {number} {'red' * (number % 2)}"
    return make_offer(f"k{number}", title, price=Money(1_000 + 100 * number, "USD"), tax=Money(0, "USD"))


def put(store: Store, origin: str, *offers: Offer) -> None:
    store.shelf.put(offers, origin)
    store.feeds.note(Feed(origin, origin, "google_table", 1, 0.0, len(offers), complete=True, imported_at=NOW))


def count(store: Store, text: str, price: PriceRange | None = None, origin: str | None = None) -> Count:
    query = read_query(text) if text else SearchQuery("", ())
    accept = Sieve(price or PriceRange(), None).lets_pass
    return store.shelf_counts.count(query, threading.Event(), origin=origin, price=price, accept=accept)


def test_all_words_are_counted_in_any_spelling_and_within_a_feed(store: Store) -> None:
    assert count(store, "kettle") == Count(21, whole=True)
    assert count(store, "red kettles") == Count(10, whole=True)
    assert count(store, "水壶") == Count(21, whole=True)
    assert count(store, "kettle", origin="towels.tsv") == Count(1, whole=True)
    assert count(store, "kettle", origin="no.tsv") == Count(0, whole=True)


def test_what_was_taken_off_the_shelf_is_not_counted(store: Store) -> None:
    store.feeds.remove("kettles.tsv")
    assert count(store, "kettle") == Count(1, whole=True)
    assert count(store, "", CHEAP) == Count(1, whole=True)


def test_a_price_is_looked_at_exactly_with_words_and_without(store: Store) -> None:
    assert count(store, "kettle", CHEAP) == Count(6, whole=True)
    assert count(store, "", CHEAP) == Count(7, whole=True)
    assert count(store, "red", CHEAP, "kettles.tsv") == Count(3, whole=True)
    assert count(store, "", CHEAP, "towels.tsv") == Count(1, whole=True)


def test_it_is_counted_up_to_a_bound_that_is_said(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf_counts, "COUNTED", 12)
    monkeypatch.setattr(shelf_counts, "COUNTED_CLOSELY", 5)
    assert count(store, "kettle") == Count(12, whole=False)
    assert count(store, "kettle", CHEAP) == Count(5, whole=False)
    assert count(store, "red", PriceRange(high=Decimal(12))) == Count(2, whole=True)


def test_what_nobody_waits_for_is_not_counted(store: Store) -> None:
    cancel = threading.Event()
    cancel.set()
    for price in (None, CHEAP):
        with pytest.raises(Cancelled):
            store.shelf_counts.count(read_query("kettle"), cancel, price=price)
