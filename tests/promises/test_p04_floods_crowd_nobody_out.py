"""P4 before the order: a shelf hands out a few hundred offers, and no flood of titles keeps the others from being among
them. What isn't handed out can't be put in order.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from standins.clock import FakeClock
from standins.offers import make_offer

from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Offer, Seller
from desktop_client.commerce.suggestions import Limits
from desktop_client.paths import Profile
from desktop_client.store import shelf_draw
from desktop_client.store.profile_store import Store, open_store

NEED = ShoppingNeed("face mask for sensitive skin", category="face mask", must_have=("sensitive skin",))
HANDED_OUT = Limits().candidates
LOOKED_AT = 600
HONEST = tuple(
    make_offer(f"honest-{n}", f"{name} Face Mask for Sensitive Skin", seller=Seller(name))
    for n, name in enumerate("Amber Birch Cedar Daisy Elder Fennel Ginger Hazel Iris Juniper".split())  # noqa: SIM905
)
PREFIXES = [a + b for a in "abcdefghijklmnopqrstuvwxyz" for b in "abcdefghijklmnopqrstuvwxyz"]


def made_up(n: int) -> str:
    """A word for each number, without a digit in it."""
    return PREFIXES[n % 676] + PREFIXES[n // 676 % 676] + "or"


FLOODS: dict[str, Callable[[int], Offer]] = {
    "stuffed": lambda n: make_offer(
        f"s{n}", f"{made_up(n)} " + "face mask sensitive skin " * 8, seller=Seller("Flood")
    ),
    "numbered": lambda n: make_offer(f"n{n}", f"Face mask sensitive skin {n}"),
    "in other orders": lambda n: make_offer(
        f"o{n}", " ".join(random.Random(n).sample(["face", "mask", "for", "sensitive", "skin", "best"], 6))
    ),
    "one seller's made-up names": lambda n: make_offer(
        f"m{n}", f"{made_up(n)} face mask sensitive skin", seller=Seller("Flood")
    ),
    "one seller's copies of an honest name": lambda n: make_offer(f"c{n}", HONEST[0].title, seller=Seller("Flood")),
    "copies by sellers without number": lambda n: make_offer(
        f"c{n}", "Face mask for sensitive skin", seller=Seller(made_up(n))
    ),
    "described": lambda n: make_offer(f"d{n}", f"Garden hose {n}", description="face mask for sensitive skin " * 20),
}


@pytest.fixture(autouse=True)
def fewer_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a flood need not be as large as in life."""
    monkeypatch.setattr(shelf_draw, "LOOKED_AT", LOOKED_AT)


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Callable[[], Store]]:
    opened: list[Store] = []

    def make() -> Store:
        store = open_store(Profile(tmp_path / str(len(opened))))
        opened.append(store)
        return store

    yield make
    for store in opened:
        store.close()


def handed_out(store: Store) -> list[str]:
    return [o.offer_id for o in store.shelf.candidates(NEED, HANDED_OUT, threading.Event())]


def wanted() -> set[str]:
    return {offer.offer_id for offer in HONEST}


@pytest.mark.parametrize("first", ["flood", "honest"])
@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_in_the_same_feed_pushes_nobody_out(fresh: Callable[[], Store], flood: str, first: str) -> None:
    store = fresh()
    for who in (first, "flood" if first == "honest" else "honest"):
        store.shelf.put(HONEST if who == "honest" else [FLOODS[flood](n) for n in range(560)], "shop.tsv")
    found = handed_out(store)
    assert len(found) == HANDED_OUT
    assert wanted() <= set(found)


@pytest.mark.parametrize("first", ["flood", "honest"])
@pytest.mark.parametrize("flood", FLOODS)
def test_no_other_feed_pushes_anybody_out_however_large_it_is(
    fresh: Callable[[], Store], flood: str, first: str
) -> None:
    """More of it than are looked at, with shorter titles, sold by as many as it likes."""
    store = fresh()
    for who in (first, "flood" if first == "honest" else "honest"):
        if who == "honest":
            store.shelf.put(HONEST, "shop.tsv")
        else:
            store.shelf.put([FLOODS[flood](n) for n in range(LOOKED_AT + 100)], "flood.tsv")
    assert wanted() <= set(handed_out(store))


def test_a_draw_looks_at_a_bounded_number_of_offers(
    fresh: Callable[[], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = fresh()
    for feed in range(4):
        store.shelf.put([FLOODS["numbered"](feed * LOOKED_AT + n) for n in range(LOOKED_AT)], f"{feed}.tsv")
    looked: list[int] = []
    original = shelf_draw.in_turns

    def counting(matches: list[shelf_draw.Match]) -> list[int]:
        looked.append(len(matches))
        return original(matches)

    monkeypatch.setattr(shelf_draw, "in_turns", counting)
    assert len(handed_out(store)) == HANDED_OUT
    assert LOOKED_AT <= looked[0] <= 1.5 * LOOKED_AT


@pytest.mark.parametrize("seed", range(3))
def test_what_is_drawn_does_not_depend_on_the_order_of_arrival(fresh: Callable[[], Store], seed: int) -> None:
    """P5, where the limit cuts through offers that match alike."""
    offers = [*HONEST, *(FLOODS["one seller's made-up names"](n) for n in range(290))]
    offers += [FLOODS["numbered"](n) for n in range(290)]
    lists = []
    for shuffled in (False, True):
        store = fresh()
        if shuffled:
            random.Random(seed).shuffle(offers)
        store.shelf.put(offers, "shop.tsv")
        lists.append(handed_out(store))
    assert lists[0] == lists[1]


def test_offers_take_turns_by_feed_then_name_then_seller() -> None:
    def match(number: int, feed: str, name: str, seller: str = "") -> shelf_draw.Match:
        return shelf_draw.Match(number, ("shelf", f"{number:03}"), feed, name, seller, 7)

    alike = [match(n, "a", "mask", "x") for n in range(20)]
    others = [match(100, "a", "other mask", "x"), match(101, "a", "mask", "y"), match(200, "b", "mask")]
    turns = shelf_draw.in_turns([*alike, *others])
    assert set(turns[:2]) == {0, 200}, "feeds take turns"
    assert turns.index(100) < turns.index(shelf_draw.TOGETHER), "then names"
    assert turns.index(101) == 2, "then sellers"
    assert sorted(turns) == sorted(m.number for m in (*alike, *others))


def test_long_chinese_names_of_a_small_feed_are_looked_at_too(fresh: Callable[[], Store]) -> None:
    """Each pair of characters is a word of the index, so few Chinese titles are as short as English ones are."""
    store = fresh()
    need = ShoppingNeed("补水面膜", category="面膜")
    names = "茉莉 玫瑰 洋甘菊 积雪草 燕麦".split()  # noqa: SIM905
    store.shelf.put([make_offer(f"f{n}", f"好物补水面膜{n}", seller=Seller("Flood")) for n in range(900)], "flood.tsv")
    long = [
        make_offer(f"long-{n}", f"{name}植物萃取精华补水面膜敏感肌女士专用学生党礼盒十片装")
        for n, name in enumerate(names)
    ]
    store.shelf.put(long, "small.tsv")
    found = {offer.offer_id for offer in store.shelf.candidates(need, HANDED_OUT, threading.Event())}
    assert {offer.offer_id for offer in long} <= found


def test_no_id_is_chosen_so_well_that_it_is_always_drawn(tmp_path: Path) -> None:
    """Where the limit cuts through equals, an id wins a place for one need and one day."""
    clock = FakeClock()
    offers = [make_offer(f"{n:04}", "Face mask for sensitive skin") for n in range(LOOKED_AT - 10)]
    with open_store(Profile(tmp_path), clock) as store:
        store.shelf.put(offers, "shop.tsv")
        first, again = set(handed_out(store)), set(handed_out(store))
        clock.pass_(days=1)
        later = set(handed_out(store))
    assert first == again
    assert len(first - later) > len(first) // 5
