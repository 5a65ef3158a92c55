"""Looking through the shelf: a page at a time, newest first, filtered without missing or inventing anything."""

from __future__ import annotations

import threading
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from standins.clock import FakeClock
from standins.offers import NOW, make_offer

from desktop_client.commerce.money import Money
from desktop_client.commerce.need import PriceRange
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.relevance import read_query
from desktop_client.commerce.sending.faults import Cancelled
from desktop_client.commerce.shelf.browsing import Stock, StockKind, in_price
from desktop_client.commerce.shelf.catalogue import Feed
from desktop_client.paths import Profile
from desktop_client.store import shelf_browse, shelf_search, shelf_steps
from desktop_client.store.profile_store import Store, open_store


@pytest.fixture
def store(profile: Profile):
    with open_store(profile, FakeClock()) as store:
        yield store


def put(store: Store, origin: str, *offers: Offer) -> None:
    store.shelf.put(offers, origin)
    store.feeds.note(Feed(origin, origin, "google_table", 1, 0.0, len(offers), complete=True, imported_at=NOW))


def all_of(store: Store, count: int = 3, **how: object) -> list[str]:
    """Every leaf after the other."""
    found, at = [], None
    while True:
        leaf = store.shelf_browse.leaf(at, count, threading.Event(), **how)  # type: ignore[arg-type]
        found += [offer.offer_id for offer in leaf.offers]
        at = leaf.goes_on
        if at is None:
            return found


def test_leaves_follow_each_other_without_gap_or_repetition(store: Store) -> None:
    put(store, "a.tsv", *(make_offer(f"a{n}", feed="a.tsv") for n in range(7)))
    put(store, "b.tsv", *(make_offer(f"b{n}", feed="b.tsv") for n in range(4)))
    newest_first = [f"b{n}" for n in range(3, -1, -1)] + [f"a{n}" for n in range(6, -1, -1)]
    for count in (1, 2, 3, 11, 50):
        assert all_of(store, count) == newest_first
    assert all_of(store, origin="a.tsv") == newest_first[4:]
    assert all_of(store, accept=lambda offer: offer.offer_id in ("a6", "a0")) == ["a6", "a0"]


def test_what_was_taken_off_is_neither_shown_nor_counted(store: Store) -> None:
    put(store, "a.tsv", make_offer("a", feed="a.tsv"))
    put(store, "b.tsv", make_offer("b", feed="b.tsv"))
    store.feeds.remove("a.tsv")
    assert all_of(store) == ["b"]
    assert store.shelf_browse.stock() == (Stock("b.tsv", StockKind.FEED, 1),)
    store.feeds.put_back("a.tsv")
    assert all_of(store) == ["b", "a"]


def test_the_stock_says_what_each_part_is(store: Store) -> None:
    put(store, "a.tsv", make_offer("a", feed="a.tsv"), make_offer("b", feed="a.tsv"))
    store.shelf.put([make_offer("s", sample=True)], "sample")
    store.shelf.put([make_offer("p", source_id="page")], "shop.test")
    kinds = {(each.origin, each.kind, each.offers) for each in store.shelf_browse.stock()}
    assert kinds == {("a.tsv", StockKind.FEED, 2), ("sample", StockKind.SAMPLE, 1), ("shop.test", StockKind.PAGE, 1)}
    assert store.shelf_browse.currencies() == ("CNY",)


amounts = st.integers(0, 30_000)
prices = st.builds(
    Money, amounts, st.sampled_from(["USD", "JPY", "KWD", "CLF"]), st.sampled_from([0, 2, 3, 4])
) | st.none()  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    goods=st.lists(st.tuples(prices, st.none() | amounts, st.none() | amounts), min_size=1, max_size=8),
    low=st.none() | st.decimals(0, 400, places=2),
    high=st.none() | st.decimals(0, 400, places=2),
    currency=st.sampled_from([None, "USD", "JPY"]),
)
def test_what_the_database_leaves_out_beforehand_never_fits(
    store: Store,
    goods: list[tuple[Money | None, int | None, int | None]],
    low: Decimal | None,
    high: Decimal | None,
    currency: str | None,
) -> None:
    def part(minor: int | None, price: Money | None) -> Money | None:
        return None if minor is None or price is None else Money(minor, price.currency, price.exponent)

    offers = [
        make_offer(str(n), price=price, shipping=part(ship, price), tax=part(tax, price), feed="a.tsv")
        for n, (price, ship, tax) in enumerate(goods)
    ]
    put(store, "a.tsv", *(make_offer(str(n), feed="a.tsv") for n in range(8)))
    put(store, "a.tsv", *offers)
    wanted = PriceRange(low, high, currency)
    fits = in_price(wanted, None)
    found = all_of(store, price=wanted, accept=lambda o: int(o.offer_id) < len(offers) and fits(o))
    assert sorted(found) == sorted(offer.offer_id for offer in offers if fits(offer))


def test_a_search_is_told_when_more_match_than_were_looked_at(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, "a.tsv", *(make_offer(f"a{n}", f"Kettle {n}", feed="a.tsv") for n in range(12)))
    put(
        store, "b.tsv", make_offer("b", "Kettle of another feed with a much longer title than all others", feed="b.tsv")
    )

    def find(**how: object) -> tuple[int, bool]:
        leaf = store.shelf_search.find(read_query("kettle"), 50, threading.Event(), **how)  # type: ignore[arg-type]
        return len(leaf.offers), leaf.whole

    assert find() == (13, True)
    assert store.shelf_search.find(read_query("kettle"), 5, threading.Event()).whole is False
    monkeypatch.setattr(shelf_steps, "STEP", 6)
    assert find()[1] is False, "a step brought all that it may"
    monkeypatch.setattr(shelf_search, "POOL", 6)
    assert find() == (6, False)
    # One offer of a small feed among many others of the same kind is not missed.
    assert find(origin="b.tsv") == (1, True)
    assert find(origin="none") == (0, True)


def test_a_look_that_was_given_up_ends(store: Store) -> None:
    put(store, "a.tsv", make_offer("a", feed="a.tsv"))
    stop = threading.Event()
    stop.set()
    with pytest.raises(Cancelled):
        store.shelf_browse.leaf(None, 5, stop)


def test_a_feed_is_read_by_its_index(store: Store) -> None:
    for origin, price in (("a.tsv", PriceRange()), ("a.tsv", PriceRange(high=Decimal(1)))):
        statement, values = shelf_browse._statement(origin, price, one_currency=True)
        plan = store._database.read(
            lambda db, sql=statement, values=values: db.execute(
                "EXPLAIN QUERY PLAN " + sql, {**values, "before": 9, "count": 1}
            ).fetchall()
        )
        assert any("offers_by_origin" in row[3] for row in plan)
        assert not any("TEMP B-TREE" in row[3] for row in plan)
