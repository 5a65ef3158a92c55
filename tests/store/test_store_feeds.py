"""Feeds on the shelf: two with the same ids keep apart; one comes again, is stopped and goes on, is removed."""

from __future__ import annotations

import gzip
import threading
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path, PurePath

import pytest
from standins.clock import FakeClock
from standins.offers import make_offer

from desktop_client.commerce.feeds import batches
from desktop_client.commerce.feeds.identity import feed_name
from desktop_client.commerce.feeds.intake import FeedIntake, Imported
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Seller
from desktop_client.commerce.relevance import read_query
from desktop_client.paths import Profile
from desktop_client.store.errors import StoreError
from desktop_client.store.profile_store import Store, open_store

Take = Callable[[Path], Imported]


@pytest.fixture
def intake(store: Store, clock: FakeClock) -> FeedIntake:
    return FeedIntake(store.shelf, store.feeds, clock)


@pytest.fixture
def take(intake: FeedIntake) -> Take:
    return lambda path: intake.take(intake.look_at(path), None, threading.Event())


def write(path: Path, rows: list[tuple[str, str, str]], shop: str = "") -> Path:
    lines = ["id\ttitle\tprice\tlink"]
    lines += [f"{i}\t{title}\t{price}\t{f'https://{shop}/{i}' if shop else ''}" for i, title, price in rows]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def titles(store: Store, text: str) -> set[str]:
    found = {o.title for o in store.shelf_search.search(read_query(text), 100, threading.Event())}
    assert found == {o.title for o in store.shelf.candidates(ShoppingNeed(text), 100, threading.Event())}
    return found


@pytest.mark.parametrize(
    ("path", "shop", "name"),
    [
        ("products.csv", "", "products.csv"),
        ("/a/b/products.csv", "www.acme.co.uk", "products.csv (acme.co.uk)"),
        ("products (1).csv", "", "products.csv"),
        ("products - Copy.csv", "", "products.csv"),
        ("products-2026-11-26.csv", "", "products.csv"),
        ("products_20261126T0930.tsv.gz", "", "products.tsv.gz"),
        ("a1.tsv", "", "a1.tsv"),
        ("feed_us.tsv", "", "feed_us.tsv"),
        ("20261126.tsv", "", "20261126.tsv"),
        ("a\x1fb.tsv", "", "a b.tsv"),
    ],
)
def test_a_feed_is_called_after_its_file_and_its_shop(path: str, shop: str, name: str) -> None:
    link = f"https://{shop}/1" if shop else None
    assert feed_name(PurePath(path), [make_offer("1", url_clean=link)]) == name


def test_who_sells_stands_in_where_there_are_no_links_and_a_minority_does_not_count() -> None:
    offers = [make_offer(str(n), seller=Seller("Acme")) for n in range(3)]
    assert feed_name(PurePath("f.csv"), offers) == "f.csv (Acme)"
    assert feed_name(PurePath("f.csv"), [*offers, *[make_offer(str(n)) for n in range(9)]]) == "f.csv"


def test_the_same_ids_in_two_files_are_two_offers(take: Take, store: Store, tmp_path: Path) -> None:
    first = take(write(tmp_path / "a.tsv", [("1", "Blue kettle", "10 USD"), ("2", "Red kettle", "11 USD")]))
    second = take(write(tmp_path / "b.tsv", [("1", "Steel kettle", "12 USD")]))
    assert (first.imported, second.imported, second.updated) == (2, 1, 0)
    assert titles(store, "kettle") == {"Blue kettle", "Red kettle", "Steel kettle"}
    ones = [o for o in store.shelf_search.search(read_query("kettle"), 9, threading.Event()) if o.offer_id == "1"]
    assert {o.feed for o in ones} == {"a.tsv", "b.tsv"}
    assert len({o.key for o in ones}) == 2


def test_files_of_the_same_name_from_two_shops_keep_apart(take: Take, store: Store, tmp_path: Path) -> None:
    take(write(tmp_path / "1/products.csv", [("1", "Blue kettle", "10 USD")], "one.example"))
    take(write(tmp_path / "2/products.csv", [("1", "Steel kettle", "12 USD")], "two.example"))
    assert titles(store, "kettle") == {"Blue kettle", "Steel kettle"}


def test_a_feed_that_comes_again_is_updated_and_adds_to_the_prices(
    take: Take, store: Store, clock: FakeClock, tmp_path: Path
) -> None:
    take(write(tmp_path / "a.tsv", [("1", "Blue kettle", "10 USD"), ("2", "Red kettle", "11 USD")]))
    clock.now += timedelta(days=2)
    again = take(
        write(tmp_path / "download/a (2).tsv", [("1", "Blue kettle", "8 USD"), ("2", "Green kettle", "11 USD")])
    )
    assert (again.imported, again.updated) == (0, 2)
    assert titles(store, "kettle") == {"Blue kettle", "Green kettle"}
    (one,) = [o for o in store.shelf_search.search(read_query("blue"), 9, threading.Event()) if o.offer_id == "1"]
    assert [run.price.minor for run in store.shelf.prices(one.key)] == [1000, 800]
    assert store.upkeep.check() == ()


def test_rows_from_before_feeds_had_names_keep_their_keys(take: Take, store: Store, tmp_path: Path) -> None:
    store.shelf.put([make_offer("1", "Old kettle")], "a.tsv")
    done = take(write(tmp_path / "a.tsv", [("1", "New kettle", "9 USD"), ("2", "Red kettle", "11 USD")], "one.example"))
    assert (done.imported, done.updated) == (1, 1)
    kept = store.shelf.offer(("shelf", "1"))
    assert kept is not None
    assert kept.title == "New kettle"
    take(write(tmp_path / "b.tsv", [("1", "Other kettle", "9 USD")]))
    again = take(write(tmp_path / "a.tsv", [("1", "Newer kettle", "9 USD")], "one.example"))
    assert (again.imported, again.updated) == (0, 1)
    assert titles(store, "kettle") == {"Newer kettle", "Red kettle", "Other kettle"}


def test_a_look_says_what_will_come_and_puts_nothing_on_the_shelf(
    intake: FeedIntake, take: Take, store: Store, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.tsv", [("1", "Blue kettle", "10 USD"), ("2", "", "11 USD")], "one.example")
    seen = intake.look_at(path)
    assert (str(seen.format), seen.name, seen.known) == ("Google Merchant feed (table)", "a.tsv (one.example)", None)
    assert [o.title for o in seen.offers] == ["Blue kettle"]
    assert [error.line for error in seen.errors] == [3]
    assert store.shelf.stats().offers == 0
    take(path)
    assert intake.look_at(path).known is not None


def as_it_is(path: Path) -> Path:
    return path


def as_gzip(path: Path) -> Path:
    packed = path.with_name(f"{path.name}.gz")
    packed.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    return packed


def as_zip(path: Path) -> Path:
    """Two files in an archive, so that it is stopped in one of them."""
    head, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    packed = path.with_name("a.zip")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("1.tsv", head + "".join(rows[:1_000]))
        archive.writestr("2.tsv", head + "".join(rows[1_000:]))
    return packed


@pytest.mark.parametrize("pack", [as_it_is, as_gzip, as_zip])
def test_what_was_stopped_goes_on_where_it_stopped(
    intake: FeedIntake,
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    pack: Callable[[Path], Path],
) -> None:
    monkeypatch.setattr(batches, "BATCH", 600)
    path = pack(write(tmp_path / "a.tsv", [(str(n), f"Kettle {n}", "10 USD") for n in range(3_000)]))
    cancel = threading.Event()
    written: list[int] = []
    original = store.shelf.write

    def write_then_stop(prepared: object) -> tuple[int, int]:
        done = original(prepared)  # type: ignore[arg-type]
        written.append(done[0])
        cancel.set()
        return done

    monkeypatch.setattr(store.shelf, "write", write_then_stop)
    first = intake.take(intake.look_at(path), None, cancel)
    assert not first.complete
    assert 0 < first.imported < 3_000
    seen = intake.look_at(path)
    assert seen.done == first.imported
    monkeypatch.setattr(store.shelf, "write", original)
    second = intake.take(seen, None, threading.Event())
    assert second.complete
    assert (first.imported + second.imported, second.updated) == (3_000, 0)
    assert intake.look_at(path).done == 0
    (feed,) = store.feeds.feeds()
    assert (feed.rows, feed.offers, feed.complete) == (3_000, 3_000, True)


def test_a_file_that_changed_since_it_was_stopped_begins_anew(intake: FeedIntake, store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "a.tsv", [(str(n), f"Kettle {n}", "10 USD") for n in range(900)])
    cancel = threading.Event()
    cancel.set()
    assert not intake.take(intake.look_at(path), None, cancel).complete
    write(path, [(str(n), f"Kettle number {n}", "10 USD") for n in range(900)])
    assert intake.look_at(path).done == 0


def test_a_feed_is_removed_put_back_and_purged(take: Take, store: Store, tmp_path: Path) -> None:
    take(write(tmp_path / "a.tsv", [("1", "Blue kettle", "10 USD")]))
    take(write(tmp_path / "b.tsv", [("1", "Steel kettle", "12 USD")]))
    assert store.feeds.remove("a.tsv") == 1
    assert titles(store, "kettle") == {"Steel kettle"}
    assert [feed.name for feed in store.feeds.feeds()] == ["b.tsv"]
    store.feeds.put_back("a.tsv")
    assert titles(store, "kettle") == {"Steel kettle", "Blue kettle"}
    store.feeds.remove("a.tsv")
    store.feeds.purge()
    store.feeds.put_back("a.tsv")
    assert titles(store, "kettle") == {"Steel kettle"}
    assert store.shelf.prices(("shelf", "a.tsv\x1f1")) == ()
    assert store.upkeep.check() == ()
    with pytest.raises(StoreError, match="no feed"):
        store.feeds.remove("a.tsv")


def test_pages_of_a_host_are_removed_put_back_and_purged(store: Store, take: Take, tmp_path: Path) -> None:
    take(write(tmp_path / "a.tsv", [("1", "Steel kettle", "12 USD")]))
    store.shelf.put([make_offer("1", "Blue kettle", source_id="page")], "shop.example")
    assert store.feeds.remove("shop.example") == 1
    assert titles(store, "kettle") == {"Steel kettle"}
    assert [feed.name for feed in store.feeds.feeds()] == ["a.tsv"]
    store.feeds.put_back("shop.example")
    assert titles(store, "kettle") == {"Steel kettle", "Blue kettle"}
    assert [feed.name for feed in store.feeds.feeds()] == ["a.tsv"], "pages are no feed"
    store.feeds.remove("a.tsv")
    store.feeds.remove("shop.example")
    store.feeds.purge(only="shop.example")
    store.feeds.put_back("a.tsv")
    store.feeds.put_back("shop.example")
    assert titles(store, "kettle") == {"Steel kettle"}
    assert store.upkeep.check() == ()


def test_the_sample_goods_cannot_be_removed(store: Store) -> None:
    store.shelf.put([make_offer("1", "Blue kettle", sample=True)], "sample")
    with pytest.raises(StoreError, match="no feed"):
        store.feeds.remove("sample")


def test_what_was_removed_is_gone_after_the_next_start(profile: Profile, clock: FakeClock, tmp_path: Path) -> None:
    path = write(tmp_path / "a.tsv", [(str(n), f"Blue kettle {n}", "10 USD") for n in range(50)])
    with open_store(profile, clock) as store:
        taking = FeedIntake(store.shelf, store.feeds, clock)
        taking.take(taking.look_at(path), None, threading.Event())
        store.feeds.remove("a.tsv")
        assert store.shelf.stats().offers == 50
    with open_store(profile, clock) as store:
        assert store.shelf.stats().offers == 0
        assert store.feeds.feeds() == ()


def test_a_feed_that_was_removed_and_comes_again_is_back(take: Take, store: Store, tmp_path: Path) -> None:
    path = write(tmp_path / "a.tsv", [("1", "Blue kettle", "10 USD")])
    take(path)
    store.feeds.remove("a.tsv")
    take(path)
    assert titles(store, "kettle") == {"Blue kettle"}


def test_a_packed_feed_is_taken_in(take: Take, store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.tsv.gz"
    path.write_bytes(gzip.compress(b"id\ttitle\n1\tBlue kettle\n"))
    assert take(path).imported == 1
    assert titles(store, "kettle") == {"Blue kettle"}
