"""Searching the shelf on disk: what is found, that it ends in time, and that filters are kept to."""

from __future__ import annotations

import threading

import pytest
from standins.offers import make_offer

from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.relevance import read_query
from desktop_client.commerce.sources.source import Cancelled
from desktop_client.store import shelf_search as search_module
from desktop_client.store.database import Database
from desktop_client.store.profile_store import Store


def find(store: Store, text: str, limit: int = 10) -> list[str]:
    return [o.offer_id for o in store.shelf_search.search(read_query(text), limit, threading.Event())]


def put(store: Store, *offers: Offer) -> None:
    store.shelf.put(offers, "feed.tsv")


@pytest.fixture
def goods(store: Store) -> Store:
    put(
        store,
        make_offer("mask", "补水保湿面膜", description="敏感肌可用", category="面膜"),
        make_offer("shirt", "纯棉T恤"),
        make_offer("drive", "External hard drive 1 TB"),
        make_offer("small", "External hard drive 500 GB"),
        make_offer("hp", "HP Pavilion dv7-1211ea Notebook", category="Laptops"),
        make_offer("lock", "Laptop lock", category="Locks"),
        make_offer("cells", "AA batteries"),
        make_offer("buds", "Wireless earbuds", brand="Lumière"),
        make_offer("lamp", "Desk lamp", attributes={"colour": "turquoise"}),
    )
    return store


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("面膜", "mask"),
        ("敏感肌适合用什么样的面膜", "mask"),
        ("保濕", "mask"),
        ("T恤", "shirt"),
        ("external drive 1000GB", "drive"),
        ("0.5 TB drive", "small"),
        ("dv7 1211ea", "hp"),
        ("laptop", "hp"),
        ("battery", "cells"),
        ("lumiere", "buds"),
        ("turquoise lamps", "lamp"),
        ("I need a lamp for my desk", "lamp"),
        ("耳机", "buds"),
    ],
)
def test_the_best_match_stands_first(goods: Store, text: str, first: str) -> None:
    assert find(goods, text)[:1] == [first]


@pytest.mark.parametrize("text", ["", "zzzz", "的", '"', "title:mask", "AND", "NEAR(a b)", "*", "a\0b", "-", "(", "^x"])
def test_a_hostile_query_finds_or_finds_not(goods: Store, text: str) -> None:
    assert isinstance(find(goods, text), list)


def test_an_offer_with_some_of_the_words_is_found_after_those_with_all(goods: Store) -> None:
    assert find(goods, "turquoise desk drive")[0] == "lamp"
    assert {"drive", "small"} <= set(find(goods, "turquoise desk drive"))


def test_only_what_is_accepted_comes_back(goods: Store) -> None:
    put(goods, make_offer("dear", "面膜", price=Money(90_000, "CNY")))

    def cheap(offer: Offer) -> bool:
        return offer.price is not None and offer.price.minor < 10_000

    found = goods.shelf_search.search(read_query("面膜"), 10, threading.Event(), cheap)
    assert [o.offer_id for o in found] == ["mask"]
    assert set(find(goods, "面膜")) == {"mask", "dear"}


def test_no_more_come_back_than_were_asked_for(store: Store) -> None:
    put(store, *(make_offer(str(n), f"Steel kettle {n}") for n in range(50)))
    assert len(find(store, "kettle", 7)) == 7


def test_a_search_looks_at_a_bounded_number_of_rows(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many offers have the word: that is what keeps a search short on a shelf of a million."""
    for word in ("steel", "copper", "glass"):
        put(store, *(make_offer(f"{word}{n}", f"{word} kettle {n}") for n in range(600)))
    looked: list[int] = []
    original = search_module.by_relevance

    def counting(query: object, offers: object, statistics: object, limit: int) -> list[Offer]:
        kept = list(offers)  # type: ignore[call-overload]
        looked.append(len(kept))
        return original(query, kept, statistics, limit)  # type: ignore[arg-type]

    monkeypatch.setattr(search_module, "by_relevance", counting)
    find(store, "steel copper glass")
    assert 0 < looked[0] < search_module.POOL + search_module.STEP


def test_a_search_can_be_called_off(goods: Store) -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(Cancelled):
        goods.shelf_search.search(read_query("mask"), 5, stop)


def test_no_search_reads_the_whole_shelf(database: Database) -> None:
    for statement in (search_module._LOOK, search_module.FIND, search_module._COUNT):
        plan = database.read(
            lambda db, sql=statement: db.execute("EXPLAIN QUERY PLAN " + sql, ("x", 1)[: sql.count("?")]).fetchall()
        )
        assert not [row for row in plan if row[3].startswith("SCAN offers")]
