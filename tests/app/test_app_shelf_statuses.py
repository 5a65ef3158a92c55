"""The commercial status of one offer is the same wherever it is shown: its link may say what its feed doesn't (P10)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_client.app.parts import Parts
from desktop_client.app.shelf_by_hand import import_feed, search_shelf
from desktop_client.app.shelf_desk import ShelfDeskOfProfile
from desktop_client.commerce.need import PriceRange
from desktop_client.commerce.offer import Status
from desktop_client.commerce.relevance import read_query
from desktop_client.commerce.shelf.browsing import Look
from desktop_client.paths import Profile
from desktop_client.settings import Settings

FEED = (
    "id\ttitle\tlink\tprice\tavailability\n1\tzyxomat kettle\thttps://shop.example.com/1?aff=77\t9.90 EUR\tin_stock\n"
)


@pytest.fixture
def parts(profile: Profile, tmp_path: Path) -> Iterator[Parts]:
    file = tmp_path / "kettles.tsv"
    file.write_text(FEED, encoding="utf-8")
    with Parts(profile, Settings(profile.settings)) as made:
        import_feed(made, file, None, threading.Event())
        yield made


def test_the_shelf_says_paid_link_as_the_panel_does(parts: Parts) -> None:
    desk = ShelfDeskOfProfile(parts, dict)
    browsed = desk.look(Look("", origin="kettles.tsv (example.com)"), None, 5, threading.Event()).offers
    found = desk.look(Look("zyxomat"), None, 5, threading.Event()).offers
    by_hand = search_shelf(parts, "zyxomat", PriceRange(), 5)
    assert [offer.commercial.status for offer in (*browsed, *found, *by_hand)] == [Status.PAID_LINK] * 3


def test_a_pin_says_so_too_and_nothing_seems_to_have_changed_since(parts: Parts) -> None:
    # As it lies in the store, before anybody looked at its link.
    (offer,) = parts.store.shelf_search.search(read_query("zyxomat"), 1, threading.Event(), None)
    assert offer.commercial.status is Status.NOT_DISCLOSED
    parts.store.shortlists.pin(offer, None)
    (pin,) = parts.store.shortlists.pins()
    assert pin.offer.commercial.status is Status.PAID_LINK
    assert parts.store.shelf.offers_of([offer.key]) == {offer.key: pin.offer}
    assert parts.store.shelf.offer(offer.key) == pin.offer
