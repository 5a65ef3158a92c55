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


@pytest.mark.parametrize("text", ["面膜", "舒缓面膜", "舒缓 玫瑰 面膜"])
def test_a_long_chinese_title_is_not_lost_behind_short_english_ones(store: Store, text: str) -> None:
    """Short titles stand first in the index, and a pair of Chinese characters is as long there as an English word."""
    put(store, *(make_offer(f"en{number}", f"Face mask {number}") for number in range(search_module.STEP + 100)))
    put(store, make_offer("zh", "某品牌植物萃取精华补水保湿面膜敏感肌女士学生党专用礼盒装共三十片送洗脸巾一条"))
    assert "zh" in find(store, text, 2 * search_module.STEP), (
        "it is looked at; where it stands is a matter of relevance"
    )


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
