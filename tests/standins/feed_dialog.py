"""The dialog of feeds over a real shelf, as tests drop files on it and press it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from standins.clock import FakeClock

from desktop_client.commerce.feeds.intake import FeedIntake, Imported, Preview
from desktop_client.commerce.shelf.catalogue import Feed
from desktop_client.paths import Profile
from desktop_client.store.profile_store import Store, open_store
from desktop_client.ui.feeds.controller import FeedsController
from desktop_client.ui.feeds.dialog import FeedsDialog


class Desk:
    """A real shelf and the real reader of feeds."""

    def __init__(self, store: Store, clock: FakeClock) -> None:
        self.intake = FeedIntake(store.shelf, store.feeds, clock)
        self._feeds = store.feeds
        self.on_take: Callable[[threading.Event], None] = lambda _: None

    def feeds(self) -> tuple[Feed, ...]:
        return self._feeds.feeds()

    def look_at(self, path: Path, currency: str | None = None) -> Preview:
        return self.intake.look_at(path, currency)

    def take(self, seen: Preview, on_progress: Callable[[int, int], None], cancel: threading.Event) -> Imported:
        self.on_take(cancel)
        return self.intake.take(seen, on_progress, cancel)

    def remove(self, name: str) -> int:
        with self.intake.alone(name):
            return self._feeds.remove(name)

    def put_back(self, name: str) -> None:
        self._feeds.put_back(name)


@pytest.fixture
def store(profile: Profile) -> Iterator[Store]:
    with open_store(profile, FakeClock()) as store:
        yield store


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store, FakeClock())


def write(path: Path, rows: list[tuple[str, str]]) -> Path:
    path.write_text("id\ttitle\tprice\n" + "".join(f"{i}\t{t}\t10 USD\n" for i, t in rows), encoding="utf-8")
    return path


def opened(qtbot, controller: FeedsController, *files: Path) -> FeedsDialog:
    controller.open(files)
    dialog = controller.dialog
    assert dialog is not None
    if files:
        qtbot.waitUntil(lambda: dialog.import_button.isVisible() or dialog.said.isVisible())
    return dialog


def imported(qtbot, dialog: FeedsDialog) -> None:
    dialog.import_button.click()
    qtbot.waitUntil(lambda: not dialog.running)
