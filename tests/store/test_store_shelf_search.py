"""Searching the shelf on disk: what is found, that it ends in time, and that filters are kept to."""

from __future__ import annotations

import threading

import pytest
from standins.offers import make_offer

from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.relevance import read_query
from desktop_client.commerce.sending.faults import Cancelled
from desktop_client.store import shelf_search as search_module
from desktop_client.store import shelf_steps
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


@pytest.mark.parametrize("text", ["", "kettle", "red electric kettle 2 l", "面膜"])
def test_an_empty_shelf_has_nothing(store: Store, text: str) -> None:
    assert find(store, text) == []


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
    assert 0 < looked[0] < search_module.POOL + shelf_steps.STEP


def test_a_search_can_be_called_off(goods: Store) -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(Cancelled):
        goods.shelf_search.search(read_query("mask"), 5, stop)


def test_no_search_reads_the_whole_shelf(database: Database) -> None:
    for statement in (search_module._LOOK, shelf_steps.FIND, search_module._COUNT):
        plan = database.read(
            lambda db, sql=statement: db.execute("EXPLAIN QUERY PLAN " + sql, ("x", 1)[: sql.count("?")]).fetchall()
        )
        assert not [row for row in plan if row[3].startswith("SCAN offers")]


@pytest.mark.parametrize("text", ["面膜", "舒缓面膜", "舒缓 玫瑰 面膜"])
def test_a_long_chinese_title_is_not_lost_behind_short_english_ones(store: Store, text: str) -> None:
    """Short titles stand first in the index, and a pair of Chinese characters is as long there as an English word."""
    put(store, *(make_offer(f"en{number}", f"Face mask {number}") for number in range(shelf_steps.STEP + 100)))
    put(store, make_offer("zh", "某品牌植物萃取精华补水保湿面膜敏感肌女士学生党专用礼盒装共三十片送洗脸巾一条"))
    leaf = store.shelf_search.find(read_query(text), None, threading.Event())
    assert "zh" in [o.offer_id for o in leaf.offers], "it is looked at; where it stands is a matter of relevance"


def test_words_are_counted_once_until_the_index_changes(
    store: Store, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_module, "COUNTED", 3)
    put(store, *(make_offer(f"m{number}", f"Blue mask {number}") for number in range(5)), make_offer("r", "Red lamp"))
    query, counts = read_query("blue mask lamp"), search_module._Counts()

    def counted() -> tuple[dict[str, int], int]:
        asked: list[str] = []

        def job(db) -> dict[str, int]:
            db.conn.set_trace_callback(lambda sql: asked.append(sql) if "count(*)" in sql else None)
            try:
                return dict(search_module._statistics(db, query, counts).found_in)
            finally:
                db.conn.set_trace_callback(None)

        return database.read(job), len(asked)

    words = {"blue": 3, "mask": 3, "lamp": 1}
    assert counted() == (words, 3)
    assert counted() == (words, 0)
    put(store, make_offer("new", "Green lamp"))
    assert counted() == ({**words, "lamp": 2}, 3)
    put(store, make_offer("r", "Red mask"))
    assert counted() == ({**words, "lamp": 1}, 3), "an offer that is there says other words"
    database.write(lambda db: db.execute("DELETE FROM offers WHERE offer_id = 'new'"))
    assert counted() == ({**words, "lamp": 0}, 3)


def leaves(store: Store, text: str, **how: object) -> list[list[str]]:
    """Ids, a leaf at a time, to the end."""
    found: list[list[str]] = []
    after: object = None
    while True:
        leaf = store.shelf_search.find(read_query(text), None, threading.Event(), after=after, **how)  # type: ignore[arg-type]
        found.append([o.offer_id for o in leaf.offers])
        after = leaf.goes_on
        assert leaf.whole == (after is None)
        if after is None:
            return found


@pytest.mark.parametrize("text", ["kettle", "red kettle", "red steel kettle", "红色 水壶", "kettle p7-12ab"])
def test_a_search_goes_on_to_the_last_offer_that_has_any_of_the_words(
    store: Store, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, *(make_offer(f"k{n}", f"Kettle {n} {'red' * (n % 3 == 0)} {'steel' * (n % 4 == 0)}") for n in range(90)))
    put(store, *(make_offer(f"r{n}", f"Red towel {n}") for n in range(40)), make_offer("code", "Kettle P7-12AB"))
    put(store, *(make_offer(f"z{n}", f"红色水壶 {n}") for n in range(30)), make_offer("other", "Desk lamp"))
    everything = leaves(store, text)
    assert len(everything) == 1
    monkeypatch.setattr(shelf_steps, "STEP", 7)
    monkeypatch.setattr(shelf_steps, "LEAST_OF_A_STEP", 3)
    monkeypatch.setattr(search_module, "POOL", 10)
    monkeypatch.setattr(search_module, "POOL_FILTERED", 10)
    found = leaves(store, text)
    assert len(found) > 4
    assert sorted(o for leaf in found for o in leaf) == sorted(everything[0]), "each once, none lost"
    even = leaves(store, text, accept=lambda offer: offer.offer_id[-1] in "02468")
    assert sorted(o for leaf in even for o in leaf) == sorted(o for o in everything[0] if o[-1] in "02468")
    assert leaves(store, text, origin="feed.tsv")[0] == found[0]
    put_elsewhere = make_offer("x", "A kettle of steel, red, of a small feed, with a long title 水壶")
    store.shelf.put([put_elsewhere], "small.tsv")
    assert leaves(store, text, origin="small.tsv") == [["x"]]


def test_more_than_one_look_brings_as_many_as_are_asked_for(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, *(make_offer(str(n), f"Kettle {n}", price=Money(n + 1, "USD")) for n in range(40)))
    monkeypatch.setattr(shelf_steps, "STEP", 7)
    monkeypatch.setattr(search_module, "POOL", 10)
    assert len(find(store, "kettle", 35)) == 35

    def dear(offer: Offer) -> bool:
        return offer.price is not None and offer.price.minor > 38

    monkeypatch.setattr(search_module, "POOL_FILTERED", 10)
    found = store.shelf_search.search(read_query("kettle"), 2, threading.Event(), dear)
    assert [offer.offer_id for offer in found] == ["38", "39"], "behind what the first look found"
