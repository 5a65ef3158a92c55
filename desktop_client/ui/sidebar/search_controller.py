"""Joins the search box of the sidebar with the search of all chats. Knows nothing of commerce."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_client.chat.search import Hit, Order, Query, Search, SearchStopped
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.sidebar.sidebar import Sidebar

PAUSE_MS = 60
"""So long a typed key may be followed by another before the search begins."""
MOST_SHOWN = 100


class SearchController(QObject):
    """Searches while somebody types, in a worker thread; a search that is overtaken is stopped."""

    chosen = Signal(object, object)
    """A hit that the user wants to see, and the query that found it."""
    failed = Signal(object)

    def __init__(self, search: Search, sidebar: Sidebar, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._search, self._sidebar, self._bridge = search, sidebar, bridge
        self._query, self._order = Query(()), Order.NEWEST
        self._stop = threading.Event()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._begin)
        sidebar.search_typed.connect(self._typed)
        sidebar.order_chosen.connect(self._reorder)
        sidebar.hit_chosen.connect(self._choose)

    def refresh(self) -> None:
        """Search again: something was written, renamed or thrown away."""
        if self._query:
            self._begin()

    def _typed(self, text: str) -> None:
        self._stop.set()
        self._query = Query.of(text)
        if self._query:
            self._pause.start()
        else:
            self._pause.stop()
            self._sidebar.show_conversations()

    def _reorder(self, order: Order) -> None:
        self._order = order
        self.refresh()

    def _begin(self) -> None:
        self._stop.set()
        query, order, self._stop = self._query, self._order, threading.Event()
        stop = self._stop

        def done(hits: tuple[Hit, ...]) -> None:
            if not stop.is_set():
                self._sidebar.show_hits(hits[:MOST_SHOWN], more=len(hits) > MOST_SHOWN)

        def failed(error: Exception) -> None:
            if not isinstance(error, SearchStopped):
                self.failed.emit(error)

        self._bridge.run(lambda: tuple(self._search.search(query, MOST_SHOWN + 1, order, stop)), done, failed)

    def _choose(self, hit: Hit) -> None:
        self.chosen.emit(hit, self._query)
