"""The page of the shelf, put together: what it shows, what is pinned from it, and the ways to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from desktop_client.app import pauses
from desktop_client.app.feed_desk import FeedDeskOfProfile
from desktop_client.app.parts import Parts, utc_now
from desktop_client.app.shelf_desk import ShelfDeskOfProfile
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.compare.controller import ShortlistController
from desktop_client.ui.feeds.controller import FeedsController
from desktop_client.ui.shelf.controller import ShelfController
from desktop_client.ui.suggestion_controller import SuggestionController
from desktop_client.ui.translation import Interpreter
from desktop_client.ui.window import MainWindow


class ShelfOfWindow:
    """Browsing the shelf and taking feeds in and out, in one window. ``failed`` is told what went wrong."""

    def __init__(
        self,
        parts: Parts,
        view: MainWindow,
        suggestions: SuggestionController,
        shortlists: ShortlistController,
        bridge: Bridge,
        interpreter: Interpreter,
        *,
        names: Callable[[], Mapping[str, str]],
        open_address: Callable[[str], None],
        failed: Callable[[Exception], None],
    ) -> None:
        page = view.shelf
        desk = ShelfDeskOfProfile(parts, names)
        self.browsing = ShelfController(desk, page, bridge, utc_now, interpreter.language, view)
        self.feeds = FeedsController(FeedDeskOfProfile(parts), bridge, interpreter, view)
        self.browsing.failed.connect(failed)
        self.browsing.first_found.connect(pauses.set_aside)
        self.browsing.pin_requested.connect(shortlists.pin)
        self.browsing.put_back_requested.connect(shortlists.put_back)
        shortlists.pins_shown.connect(page.show_pinned)
        page.pin_elsewhere_requested.connect(lambda offer: shortlists.ask_where(offer, page))
        page.link_requested.connect(open_address)
        page.compare_requested.connect(view.show_compare)
        view.panel.shelf_requested.connect(view.show_shelf)
        view.sources.shelf_requested.connect(view.show_shelf)
        view.compare.shelf_requested.connect(view.show_shelf)
        for widget in (page, view.sources):
            widget.feeds_requested.connect(self.feeds.open)
            widget.files_dropped.connect(self.feeds.open)
        for controller in (self.browsing, self.feeds):
            controller.changed.connect(suggestions.show_sources)
            controller.changed.connect(shortlists.refresh)
        self.feeds.changed.connect(self.browsing.refresh)
