"""Raw records: kept beside the offers that were read from them, each once, and gone with them."""

from __future__ import annotations

import hashlib

import pytest
from standins.offers import make_offer

from desktop_client.store.errors import StoreError
from desktop_client.store.profile_store import Store
from desktop_client.store.shelf import ShelfStore


@pytest.fixture
def shelf(store: Store) -> ShelfStore:
    return store.shelf


def kept_raw(store: Store) -> list[tuple[int, bytes]]:
    rows = "SELECT offer, bytes FROM raw_records ORDER BY rowid"
    return store._database.read(lambda db: [(number, bytes(raw)) for number, raw in db.execute(rows)])


def raw_of(text: str) -> tuple[str, dict[str, bytes]]:
    raw = text.encode() + b"\xff"
    digest = hashlib.sha256(raw).hexdigest()
    return digest, {digest: raw}


def test_raw_records_are_kept_by_their_offer_and_hash(shelf: ShelfStore) -> None:
    digest, raw = raw_of('{"id": 1}')
    shelf.put([make_offer("a", "mask", raw_sha256=digest)], "f", raw=raw)
    assert shelf.raw_record(("shelf", "a"), digest) == raw[digest]
    assert shelf.raw_record(("shelf", "a"), "0" * 64) is None
    assert shelf.raw_record(("shelf", "b"), digest) is None
    with pytest.raises(StoreError, match="hash"):
        shelf.put([make_offer("b", "mask")], "f", raw={digest: b"other"})
    assert shelf.offer(("shelf", "b")) is None


def test_a_raw_record_is_kept_once_and_beside_those_before_it(shelf: ShelfStore, store: Store) -> None:
    first, second = raw_of("first"), raw_of("second")
    for digest, raw in (first, first, second, first):
        shelf.put([make_offer("a", "mask", raw_sha256=digest)], "f", raw=raw)
    assert kept_raw(store) == [(1, *first[1].values()), (1, *second[1].values())]
    for digest, raw in (first, second):
        assert shelf.raw_record(("shelf", "a"), digest) == raw[digest]


def test_an_offer_that_came_without_its_raw_record_gets_it_later(shelf: ShelfStore) -> None:
    digest, raw = raw_of("late")
    shelf.put([make_offer("a", "mask", raw_sha256=digest)], "f")
    assert shelf.raw_record(("shelf", "a"), digest) is None
    shelf.put([make_offer("a", "mask", raw_sha256=digest)], "f", raw=raw)
    assert shelf.raw_record(("shelf", "a"), digest) == raw[digest]


def test_raw_records_go_with_their_offers(shelf: ShelfStore, store: Store) -> None:
    given = [raw_of(text) for text in "abc"]
    offers = [make_offer(text, "mask", raw_sha256=digest) for text, (digest, _) in zip("abc", given, strict=True)]
    shelf.put(offers, "f", raw={digest: raw for _, kept in given for digest, raw in kept.items()})
    store._database.write(lambda db: db.execute("DELETE FROM offers WHERE offer_id = 'b'"))
    assert [raw[:1] for _, raw in kept_raw(store)] == [b"a", b"c"]
