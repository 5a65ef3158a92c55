"""The page of the shelf over a real shelf, as tests search and press it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import pytest
from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot
from standins.clock import FakeClock
from standins.offers import MASK_SHELF, NOW, make_offer

from desktop_client.app.parts import Parts
from desktop_client.app.shelf_desk import ShelfDeskOfProfile
from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import Key, Offer
from desktop_client.commerce.shelf.browsing import Leaf, Look
from desktop_client.commerce.shelf.catalogue import Feed
from desktop_client.paths import Profile
from desktop_client.settings import Settings
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.shelf.controller import ShelfController
from desktop_client.ui.shelf.page import ShelfPage

KETTLES = tuple(
    make_offer(str(n), f"Kettle {n}", currency="USD", price=Money(1_000 + 100 * n, "USD"), tax=Money(0, "USD"),
               feed="kettles.tsv", url_clean=f"https://shop.test/{n}", category="Kettles")
    for n in range(5)
)  # fmt: skip
MASKS = tuple(replace(offer, feed="masks.jsonl") for offer in MASK_SHELF)
SAMPLE = make_offer("s", "示例水壶", sample=True)


def feed(name: str) -> Feed:
    return Feed(name, f"/tmp/{name}", "google_table", 1, 0.0, 1, complete=True, imported_at=NOW)


@dataclass(frozen=True)
class Watched(ShelfDeskOfProfile):
    """The real desk, which also tells what it was asked."""

    looks: list[tuple[Look, object]] = field(default_factory=list)
    holding: list[threading.Event] = field(default_factory=list)

    def look(self, look: Look, after: object, count: int, cancel: threading.Event) -> Leaf:
        self.looks.append((look, after))
        if look.text == "slow":
            # One that does not look whether anybody still waits for it.
            assert self.holding[0].wait(20)
            return Leaf(KETTLES[:1])
        return ShelfDeskOfProfile.look(self, look, after, count, cancel)


@dataclass
class Shelf:
    """An open page over a real shelf."""

    page: ShelfPage
    controller: ShelfController
    desk: Watched
    parts: Parts
    qtbot: QtBot
    pins: list[tuple[str, bool]] = field(default_factory=list)
    put_back: list[str] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)

    @property
    def titles(self) -> list[str]:
        model = self.page.model
        return [str(model.index(at).data()) for at in range(model.rowCount())]

    @property
    def keys(self) -> list[Key]:
        model = self.page.model
        rows = (model.row_at(model.index(at)) for at in range(model.rowCount()))
        return [row.key for row in rows if row is not None]

    def wait(self, what: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(what)

    def type(self, text: str) -> None:
        self.page.filters.words.setText(text)

    def choose_from(self, origin: str) -> None:
        where = self.page.filters.where
        self.wait(lambda: origin in [action.data() for action in where.menu_of_choices.actions()])
        next(action for action in where.menu_of_choices.actions() if action.data() == origin).trigger()


OpenShelf = Callable[..., Shelf]


@pytest.fixture
def shelf(qtbot: QtBot, profile: Profile, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenShelf]:
    closers: list[Callable[[], None]] = []
    locale = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    # The sample goods of this version would be in every list.
    monkeypatch.setattr("desktop_client.commerce.shelf.sample_shelf.offers", lambda: iter(()))

    def open_shelf(**origins: tuple[Offer, ...]) -> Shelf:
        parts = Parts(profile, Settings(profile.settings))
        for origin, offers in (origins or {"kettles.tsv": KETTLES, "masks.jsonl": MASKS}).items():
            parts.store.shelf.put(offers, origin)
            if origin not in ("sample", "page.test"):
                parts.store.feeds.note(feed(origin))
        bridge, page = Bridge(workers=2), ShelfPage()
        qtbot.addWidget(page)
        page.resize(1100, 700)
        desk = Watched(parts, lambda: {"shelf": "This computer"})
        controller = ShelfController(desk, page, bridge, FakeClock(), "en", parent=page)
        one = Shelf(page, controller, desk, parts, qtbot)
        controller.pin_requested.connect(lambda offer, on: one.pins.append((offer.title, on)))
        controller.put_back_requested.connect(lambda offer: one.put_back.append(offer.title))
        controller.failed.connect(one.failures.append)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        closers.extend((parts.close, bridge.close))
        one.wait(lambda: page.told.text() not in ("", "Reading the shelf…") or bool(page.hint.text()))
        return one

    yield open_shelf
    for close in reversed(closers):
        close()
    QLocale.setDefault(locale)
