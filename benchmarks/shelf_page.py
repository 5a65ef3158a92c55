"""The page of the shelf: how long the window's thread is taken, and how long one waits, with many offers on the shelf.

``python benchmarks/shelf_page.py [OFFERS]`` prints one flat JSON object; times are in milliseconds. ``first_rows_ms``
is from opening the page to its first rows, ``found_p50_ms`` and ``found_p95_ms`` from the last key of a search to its
rows, less the pause in which the page waits for another key (``pause_ms``); ``leaf_p95_ms`` is for the next rows when
one scrolls to the end. ``event_*`` is what one event takes of the window's thread; ``cpu`` leaves out what other
programs and the workers took meanwhile. Needs a display; ``QT_QPA_PLATFORM=offscreen`` will do.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter, thread_time

from made_up.catalogue import Catalogue, write_feed
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_client.app import Parts, pauses
from desktop_client.app.parts import utc_now
from desktop_client.app.shelf_by_hand import import_feed
from desktop_client.app.shelf_desk import ShelfDeskOfProfile
from desktop_client.paths import Profile
from desktop_client.settings import Settings
from desktop_client.ui import theme
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.shelf.controller import ShelfController
from desktop_client.ui.shelf.filters import PAUSE_MS
from desktop_client.ui.shelf.page import ShelfPage

SEARCHES = 40
LEAVES = 20
PATIENCE_S = 120


class Timed(QApplication):
    """Notes how long each event takes that is not part of another."""

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self.wall: list[float] = []
        self.cpu: list[float] = []
        self._inside = False

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        """Time an event that is not part of another."""
        if self._inside:
            return super().notify(receiver, event)
        self._inside = True
        wall, cpu = perf_counter(), thread_time()
        try:
            return super().notify(receiver, event)
        finally:
            self.wall.append((perf_counter() - wall) * 1000)
            self.cpu.append((thread_time() - cpu) * 1000)
            self._inside = False


def until(app: Timed, what: Callable[[], bool]) -> float:
    """Milliseconds until something is so."""
    began = perf_counter()
    while not what():
        app.processEvents()
        if perf_counter() - began > PATIENCE_S:
            raise TimeoutError
    return (perf_counter() - began) * 1000


def main(offers: int = 100_000) -> dict[str, float]:
    """All figures."""
    app = Timed(sys.argv[:1])
    theme.apply(app, "light")
    found: dict[str, float] = {"offers": offers, "pause_ms": PAUSE_MS}
    with tempfile.TemporaryDirectory() as folder:
        feed = Path(folder) / "feed.tsv"
        write_feed(feed, offers)
        with Parts(Profile(Path(folder)), Settings(Path(folder) / "settings.toml")) as parts:
            import_feed(parts, feed, None, threading.Event())
            bridge, page = Bridge(), ShelfPage()
            page.resize(1280, 760)
            controller = ShelfController(ShelfDeskOfProfile(parts, dict), page, bridge, utc_now, "en", page)
            failures: list[Exception] = []
            controller.failed.connect(failures.append)
            controller.first_found.connect(pauses.set_aside)
            app.wall.clear()
            app.cpu.clear()
            page.show()
            found["first_rows_ms"] = until(app, lambda: page.model.rowCount() > 0)
            found |= looked_at(app, page)
            bridge.close()
            assert not failures, failures
    for name, times in (("", app.wall), ("cpu_", app.cpu)):
        times.sort()
        found[f"event_{name}p99_ms"], found[f"event_{name}max_ms"] = times[len(times) * 99 // 100], times[-1]
    return found


def _has_more_than(page: ShelfPage, rows: int) -> bool:
    return page.model.rowCount() > rows


def looked_at(app: Timed, page: ShelfPage) -> dict[str, float]:
    """Search, scroll and choose, as someone does who looks for something."""
    leaves = []
    for _ in range(LEAVES):
        have = page.model.rowCount()
        page.list.scrollToBottom()
        leaves.append(until(app, partial(_has_more_than, page, have)))
    waits = []
    for text in Catalogue().queries(SEARCHES):
        page.filters.words.setText(text[:-1])
        app.processEvents()
        page.told.setText("")
        page.filters.words.insert(text[-1])
        waits.append(until(app, lambda: bool(page.told.text()) or bool(page.hint.text())) - PAUSE_MS)
        if page.model.rowCount() > 1:
            for _ in range(5):
                QTest.keyClick(page.list, Qt.Key.Key_Down)
            until(app, page.card.isVisible)
    return {
        "leaf_p95_ms": statistics.quantiles(leaves, n=20)[-1],
        "found_p50_ms": statistics.median(waits),
        "found_p95_ms": statistics.quantiles(waits, n=20)[-1],
    }


if __name__ == "__main__":
    print(json.dumps(main(*map(int, sys.argv[1:]))))
