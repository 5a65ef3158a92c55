"""The shelf: what is put on it comes back whole, and finding depends on words alone."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from desktop_client.commerce.money import Money
from desktop_client.commerce.need import PriceRange, ShoppingNeed
from desktop_client.commerce.offer import AdFlag, Commercial, Note, Offer, Rating, Seller
from desktop_client.commerce.prices.history import PriceSeen
from desktop_client.commerce.sending.faults import Cancelled
from desktop_client.commerce.shelf.catalogue import Shelf, ShelfStats
from desktop_client.paths import Profile
from desktop_client.store import shelf as shelf_module
from desktop_client.store import shelf_draw, shelf_rows
from desktop_client.store.database import Database
from desktop_client.store.errors import StoreError
from desktop_client.store.profile_store import Store, open_store
from desktop_client.store.shelf import ShelfStore

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
NO_PAYMENT = Commercial(False, "none", AdFlag.NO, "nothing in the record")
PAID = Commercial(True, "source", AdFlag.YES, "$.ad", 2500, Money(1, "CNY"), "top")


def offer(offer_id: str, title: str, **fields: object) -> Offer:
    given = {"source_id": "feed", "price": Money(100, "CNY"), "commercial": NO_PAYMENT, "raw_sha256": "0" * 64}
    return Offer(offer_id=offer_id, title=title, **{**given, "fetched_at": NOON, **fields})  # type: ignore[arg-type]


FULL = offer(
    "full",
    "舒缓面膜 mask",
    source_id="shop",
    price=Money(2**60, "JPY", 0),
    commercial=PAID,
    expires_at=NOON + timedelta(days=1),
    price_kind="after_coupon_estimate",
    price_note=("满减", "coupon", Note("Bought alone: CN¥9.00", "单独购买：¥9.00")),
    list_price=Money(1, "KWD", 3),
    shipping=Money(0, "CNY"),
    tax=Money(5, "CNY"),
    description="long " * 2000 + "\0",
    brand="品牌",
    category="面膜",
    attributes={"z": "1", "a": '"quoted"\n', "": ""},
    url_clean="https://shop.example/?a=1&b=2",
    url_tracked="https://t.example/",
    image_url="https://i.example/",
    seller=Seller("Seller", "s1", None),
    rating=Rating(4.7, 5.0, None),
    availability="in_stock",
    gtin14="01234567890128",
    model="M-1",
    region="CN",
    language="zh",
    sample=True,
    is_recommendation=True,
    source_rank=3,
    feed="shop.example feed.tsv",
)


@pytest.fixture
def shelf(store: Store) -> ShelfStore:
    return store.shelf


def find(shelf: Shelf, text: str, limit: int = 10, **need: object) -> list[str]:
    wanted = ShoppingNeed(text, **need)  # type: ignore[arg-type]
    return [o.offer_id for o in shelf.candidates(wanted, limit, threading.Event())]


def test_every_field_comes_back_as_it_was(shelf: ShelfStore, profile: Profile) -> None:
    same = {name for name in Offer.__slots__ if getattr(FULL, name) == getattr(offer("x", "y"), name)}
    assert same == {"raw_sha256", "fetched_at"}, "each other field is tried with something in it"
    plain = offer("plain", "mask", price=None)
    assert shelf.put([FULL, plain], "feed.jsonl") == (2, 0)
    with open_store(profile) as again:
        assert again.shelf.offer(FULL.key) == FULL
        assert again.shelf.offer(plain.key) == plain
        assert again.shelf.offer(("feed", "other")) is None
        found = again.shelf.candidates(ShoppingNeed("mask"), 5, threading.Event())
        assert sorted(found, key=lambda o: o.offer_id) == [FULL, plain]


def test_times_are_kept_as_the_same_moment(shelf: ShelfStore) -> None:
    there = NOON.astimezone(timezone(timedelta(hours=8)))
    shelf.put([offer("a", "mask", fetched_at=there)], "f")
    found = shelf.offer(("feed", "a"))
    assert found is not None
    assert (found.fetched_at, found.fetched_at.utcoffset()) == (NOON, timedelta(0))


def test_putting_again_updates_in_place(shelf: ShelfStore) -> None:
    masks = [offer(str(n), f"mask {n}", sample=True) for n in range(3)]
    assert shelf.put(masks, "sample") == (3, 0)
    assert shelf.put(masks, "sample") == (0, 3)
    changed = replace(masks[1], title="耳机", category="数码")
    assert shelf.put([changed, offer("new", "mask"), changed], "masks.jsonl") == (1, 2)
    assert sorted(find(shelf, "mask 1")) == ["0", "2", "new"]
    assert find(shelf, "耳机") == ["1"]
    assert shelf.stats() == ShelfStats(4, (("masks.jsonl", 2), ("sample", 2)))
    assert shelf.offer(changed.key) == changed


def test_it_knows_whether_anything_came_from_somewhere(shelf: ShelfStore) -> None:
    shelf.put([offer("a", "mask")], "sample")
    assert (shelf.holds("sample"), shelf.holds("masks.jsonl")) == (True, False)
    shelf.put([offer("a", "mask")], "masks.jsonl")
    assert (shelf.holds("sample"), shelf.holds("masks.jsonl")) == (False, True)


def test_the_same_id_of_two_sources_are_two_offers(shelf: ShelfStore) -> None:
    shelf.put([offer("1", "mask", source_id="b"), offer("1", "mask", source_id="a")], "f")
    found = shelf.candidates(ShoppingNeed("mask"), 5, threading.Event())
    assert [o.source_id for o in found] == ["a", "b"]


def test_one_bad_offer_adds_nothing(shelf: ShelfStore) -> None:
    def offers() -> Iterator[Offer]:
        yield offer("good", "mask")
        yield offer("bad", "half a character \ud83d")

    with pytest.raises(StoreError, match="broken characters"):
        shelf.put(offers(), "f")
    assert shelf.stats() == ShelfStats(0, ())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("面膜", ["mask"]),
        ("耳机", ["buds"]),
        ("降噪耳机", ["buds"]),
        ("运动水壶", ["flask"]),
        ("T恤", ["shirt"]),
        ("ＳＰＦ５０", ["sun"]),
        ("spf50", ["sun"]),
        ("earbud", ["buds"]),
        ("EARBUDS", ["buds"]),
        ("battery", ["cell"]),
        ("batteries", ["cell"]),
        ("box", ["boxes"]),
        ("cafe", ["coffee"]),
        ("sensitive skin", ["mask"]),
        ("面", ["mask"]),
        ("膜面", []),
        ("口红", []),
    ],
)
def test_words_are_found_in_both_languages(shelf: ShelfStore, text: str, found: list[str]) -> None:
    shelf.put(
        [
            offer("mask", "补水面膜", attributes={"skin type": "sensitive"}),
            offer("buds", "蓝牙耳机 Wireless earbuds", description="主动降噪"),
            offer("flask", "不锈钢水壶", category="运动户外"),
            offer("shirt", "纯棉T恤"),
            offer("sun", "防晒霜 SPF50"),
            offer("cell", "AAA batteries"),
            offer("boxes", "Storage boxes"),
            offer("coffee", "Café crème", brand="Lumière"),
        ],
        "f",
    )
    assert find(shelf, text) == found


def test_the_title_counts_more_than_the_description(shelf: ShelfStore) -> None:
    shelf.put(
        [
            offer("a", "Bag for the beach", description="room for a towel, a book and a mask"),
            offer("b", "Calming mask", description="for the beach, a book and a towel"),
            offer("c", "Towel", description="mask mask mask mask mask mask mask mask"),
            *[offer(f"z{n}", f"something else {n}") for n in range(20)],
        ],
        "f",
    )
    assert find(shelf, "mask")[0] == "b"


def test_no_description_crowds_an_offer_out(shelf: ShelfStore) -> None:
    """P4 begins before the order: what isn't among those that the shelf hands out can't be put in order at all."""
    honest = offer("honest", "Calming mask", description="Soft. " * 200)
    stuffed = [offer(f"s{n}", "Garden hose", description="calming face mask " * 40) for n in range(30)]
    shelf.put([honest, *stuffed, *[offer(f"z{n}", f"something else {n}") for n in range(200)]], "f")
    assert find(shelf, "calming face mask", limit=1) == ["honest"]
    found = find(shelf, "calming face mask", limit=5)
    assert found[0] == "honest"
    assert {own[0] for own in found[1:]} == {"s"}


def test_category_and_must_haves_are_looked_up_too(shelf: ShelfStore) -> None:
    shelf.put([offer("a", "面膜"), offer("b", "精华", description="敏感肌可用"), offer("c", "耳机")], "f")
    assert find(shelf, "", category="面膜") == ["a"]
    assert find(shelf, "", must_have=("敏感肌",)) == ["b"]
    assert find(shelf, "") == []
    assert find(shelf, "面膜", must_not=("耳机",)) == ["a"]


@pytest.mark.parametrize(
    "text", ['"', "'", "AND", "OR", "NOT mask", "C++", "*", "NEAR(mask 2)", "title:mask", "-", "a\0b", ";--"]
)
def test_a_hostile_query_finds_or_finds_not(shelf: ShelfStore, text: str) -> None:
    shelf.put([offer("a", "C mask and or near not title")], "f")
    assert find(shelf, text) in ([], ["a"])


def shuffled(offers: Iterable[Offer], seed: int) -> list[Offer]:
    order = list(offers)
    random.Random(seed).shuffle(order)
    return order


@pytest.mark.parametrize("seed", range(5))
def test_order_and_cut_do_not_depend_on_arrival(tmp_path: Path, seed: int) -> None:
    """P5: also for offers that match exactly alike, and where the limit cuts through them."""
    twins = [offer(f"{n:02}", "舒缓面膜 soothing mask", source_id=s) for n in range(20) for s in ("a", "b")]
    others = [offer(f"o{n}", "mask " + "word " * n) for n in range(1, 20)]
    rng = random.Random(seed)
    expected: list[list[tuple[str, str]]] = []
    for name in ("in order", "shuffled"):
        with open_store(Profile(tmp_path / name), lambda: NOON) as store:
            offers = [*twins, *others] if name == "in order" else shuffled([*twins, *others], seed)
            while offers:
                batch = rng.randrange(1, 30)
                store.shelf.put(offers[:batch], "f")
                offers = offers[batch:]
            found = store.shelf.candidates(ShoppingNeed("soothing mask 面膜"), 13, threading.Event())
            expected.append([o.key for o in found])
    assert expected[0] == expected[1]
    assert set(expected[0]) < {o.key for o in twins}


@pytest.mark.parametrize("seed", range(5))
def test_finding_is_blind_to_money(tmp_path: Path, seed: int) -> None:
    """P3: prices, payments and ratings changed at random, and a budget in the need: the same list."""
    rng = random.Random(seed)
    offers = [offer(str(n), f"mask {'soothing' if n % 3 else ''} {n % 5}") for n in range(40)]
    lists = []
    for name in ("before", "after"):
        with open_store(Profile(tmp_path / name)) as store:
            store.shelf.put(offers, "f")
            need = ShoppingNeed("soothing mask", price=PriceRange(high=None if name == "before" else 1))  # type: ignore[arg-type]
            lists.append([o.key for o in store.shelf.candidates(need, 15, threading.Event())])
        offers = [
            replace(
                o,
                price=rng.choice([None, Money(rng.randrange(10**6), "CNY")]),
                commercial=rng.choice([NO_PAYMENT, PAID]),
                rating=rng.choice([None, Rating(rng.random() * 5, 5.0, 3)]),
                source_rank=rng.randrange(100),
            )
            for o in offers
        ]
    assert lists[0] == lists[1]


def test_a_search_can_be_called_off(shelf: ShelfStore) -> None:
    shelf.put([offer(str(n), f"mask {n}") for n in range(3000)], "f")
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        shelf.candidates(ShoppingNeed("mask"), 10, cancel)
    assert len(find(shelf, "mask")) == 10


@pytest.mark.parametrize("limit", [0, -1])
def test_no_room_on_the_list_is_no_offers(shelf: ShelfStore, limit: int) -> None:
    shelf.put([offer("a", "mask")], "f")
    assert find(shelf, "mask", limit) == []


@pytest.mark.parametrize(
    "sql",
    [
        shelf_module._ONE,
        shelf_module._RAW,
        shelf_module._PRICES,
        shelf_rows.SOME,
        shelf_draw.LOOK,
        shelf_draw.FIRST,
        shelf_draw.LAST,
        shelf_draw.NEXT_ORIGIN,
    ],
)
def test_no_search_reads_the_whole_shelf(database: Database, sql: str) -> None:
    plan = database.read(lambda db: db.execute("EXPLAIN QUERY PLAN " + sql, ("x",) * sql.count("?")).fetchall())
    assert not [row for row in plan if row[3].startswith("SCAN offers")]


def test_prices_that_were_seen_are_remembered(shelf: ShelfStore) -> None:
    day = timedelta(days=1)

    def seen(minor: int | None, at: datetime, currency: str = "CNY") -> None:
        shelf.put([offer("a", "mask", price=None if minor is None else Money(minor, currency), fetched_at=at)], "f")

    for days, minor in [(0, 500), (0, 500), (1, 500), (2, 450), (3, None), (4, 500)]:
        seen(minor, NOON + days * day)
    expected = (
        PriceSeen(Money(500, "CNY"), NOON, NOON + day),
        PriceSeen(Money(450, "CNY"), NOON + 2 * day, NOON + 2 * day),
        PriceSeen(Money(500, "CNY"), NOON + 4 * day, NOON + 4 * day),
    )
    assert shelf.prices(("feed", "a")) == expected
    # What comes late stands at its own time; the same amount in another currency is another price.
    seen(100, NOON - day)
    seen(500, NOON + 5 * day, "JPY")
    late = PriceSeen(Money(100, "CNY"), NOON - day, NOON - day)
    yen = PriceSeen(Money(500, "JPY"), NOON + 5 * day, NOON + 5 * day)
    assert shelf.prices(("feed", "a")) == (late, *expected, yen)
    assert shelf.prices(("feed", "b")) == ()


def test_a_run_of_a_price_has_no_day_in_it_on_which_nobody_looked(shelf: ShelfStore) -> None:
    """So that it can be said on how many days a price was seen."""
    midnight = NOON.replace(hour=0)
    for days, hours in [(0, 23), (1, 0), (2, 23), (4, 0), (4, 1)]:
        shelf.put([offer("a", "mask", fetched_at=midnight + timedelta(days=days, hours=hours))], "f")
    runs = [(run.first_day.day, run.last_day.day) for run in shelf.prices(("feed", "a"))]
    assert runs == [(1, 3), (5, 5)]


def test_days_of_prices_are_those_of_utc_wherever_the_clock_stands(shelf: ShelfStore) -> None:
    east = timezone(timedelta(hours=14))
    for at in (datetime(2026, 1, 2, 1, tzinfo=east), datetime(2026, 1, 4, 1, tzinfo=east)):
        shelf.put([offer("a", "mask", fetched_at=at)], "f")
    assert [run.first_day.day for run in shelf.prices(("feed", "a"))] == [1, 3]


@pytest.mark.parametrize("kind", ["after_coupon_estimate", "group_buy", "from", "unknown"])
def test_a_price_that_not_everyone_pays_is_no_history(shelf: ShelfStore, kind: str) -> None:
    shelf.put([offer("a", "mask", price_kind=kind)], "f")
    assert shelf.prices(("feed", "a")) == ()


def test_prices_of_many_offers_come_at_once(shelf: ShelfStore) -> None:
    odd = "quote\"'\\,[] 面膜"
    shelf.put([offer(name, "mask", price=Money(minor, "CNY")) for name, minor in (("a", 1), (odd, 2), ("c", 3))], "f")
    found = shelf.prices_of([("feed", odd), ("feed", "a"), ("feed", "a"), ("feed", "none"), ("other", "c")])
    assert {key: [run.price.minor for run in runs] for key, runs in found.items()} == {
        ("feed", "a"): [1],
        ("feed", odd): [2],
    }
    assert shelf.prices_of([]) == {}


def test_attributes_keep_the_order_in_which_each_offer_states_them(shelf: ShelfStore) -> None:
    stated = ({"colour": "blue", "size": "L"}, {"size": "L", "colour": "blue"})
    shelf.put([offer(str(at), "shirt", attributes=pairs) for at, pairs in enumerate(stated)], "f")
    kept = [shelf.offer(("feed", str(at))) for at in range(2)]
    assert [list(one.attributes) for one in kept if one] == [["colour", "size"], ["size", "colour"]]


def test_the_index_agrees_with_the_rows(shelf: ShelfStore, store: Store) -> None:
    rng = random.Random(3)
    words = ["mask", "面膜", "耳机", "batteries", "T恤", "敏感肌", "café"]
    for _ in range(30):
        batch = [
            offer(str(rng.randrange(15)), " ".join(rng.choices(words, k=3)), brand=rng.choice([None, "B"]))
            for _ in range(4)
        ]
        shelf.put(batch, "f")
    database = store._database
    database.write(lambda db: db.execute("DELETE FROM offers WHERE id % 3 = 0"))
    database.write(lambda db: db.execute("INSERT INTO offer_index (offer_index, rank) VALUES ('integrity-check', 1)"))


def test_words_of_a_deleted_offer_are_gone_from_the_index(shelf: ShelfStore, store: Store) -> None:
    shelf.put([offer("a", "Rumpelstiltskin"), offer("b", "mask")], "f")
    store._database.write(lambda db: db.execute("DELETE FROM offers WHERE offer_id = 'a'"))
    blocks = store._database.read(lambda db: db.execute("SELECT block FROM offer_index_data").fetchall())
    assert not any(b"rumpel" in bytes(block) for (block,) in blocks)
    assert find(shelf, "Rumpelstiltskin") == []
