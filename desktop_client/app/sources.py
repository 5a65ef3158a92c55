"""The page of sources in the window: what its switches, links and buttons do, and how it is undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from PySide6.QtCore import QCoreApplication

from desktop_client.app.merchants import MerchantDeskOfProfile, Removed
from desktop_client.app.parts import Parts
from desktop_client.commerce.sources.shared.ucp.merchants import Merchant
from desktop_client.errors import SidelightError
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.sources.merchant_controller import MerchantController
from desktop_client.ui.suggestion_controller import SuggestionController
from desktop_client.ui.translation import Interpreter
from desktop_client.ui.window import MainWindow

T = TypeVar("T")
translate = QCoreApplication.translate


class SourcesOfWindow:
    """Joins the page with the switches of the profile. ``changed`` is called after every switch that moved."""

    def __init__(
        self,
        parts: Parts,
        view: MainWindow,
        suggestions: SuggestionController,
        bridge: Bridge,
        interpreter: Interpreter,
        *,
        changed: Callable[[], None],
        open_address: Callable[[str], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._parts, self._view, self._suggestions = parts, view, suggestions
        self._changed, self._open_address, self._failed = changed, open_address, failed
        self.merchants = MerchantController(MerchantDeskOfProfile(parts), bridge, interpreter, view)
        self.merchants.added.connect(self._added)
        page = view.sources
        page.toggled.connect(self._switch)
        page.at_once_chosen.connect(self._choose_at_once)
        page.link_out_requested.connect(self._link_out)
        page.all_off_requested.connect(self.all_off)
        page.add_requested.connect(self.merchants.open)
        page.remove_requested.connect(self._remove)

    def open(self) -> None:
        """Show the page, with what the record has of each source."""
        self._suggestions.show_sources()
        self._suggestions.count_requests()
        self._view.show_sources()

    def all_off(self) -> None:
        """Switch every source off at once; it can be undone."""
        before = self._try(self._parts.switchboard.all_off)
        self._changed()
        if before is not None:
            words = translate("Window", "All sources are off.")
            self._view.toast.show_message(words, translate("Window", "Undo"), lambda: self._switch_back(before))

    def _switch_back(self, before: Mapping[str, bool]) -> None:
        self._try(lambda: self._parts.switchboard.switch_back(before))
        self._changed()

    def _switch(self, source_id: str, on: bool) -> None:
        self._try(lambda: self._parts.switchboard.switch_source(source_id, on=on))
        self._changed()
        for merchant in self._parts.merchants.known() if on else ():
            if merchant.source_id == source_id:
                self._view.toast.withdraw(_added_words(merchant))

    def _choose_at_once(self, source_id: str, at_once: bool) -> None:
        self._try(lambda: self._parts.switchboard.send_at_once(source_id, at_once))
        self._suggestions.show_sources()

    def _link_out(self, source_id: str) -> None:
        link = self._parts.registry.link_out(source_id)
        need = self._suggestions.need
        if link is None:
            return
        if need is None:
            self._view.toast.show_message(
                translate("Window", "Ask about something to buy first; then its words can be taken there.")
            )
            return
        self._open_address(link.link_out(need))

    # --- merchants ---------------------------------------------------------------------------------------------

    def _added(self, merchant: Merchant) -> None:
        self._registry_changed()
        self._view.sources.focus_row(merchant.source_id)

        def undo() -> None:
            self._take_away(merchant.source_id)

        self._view.toast.show_message(_added_words(merchant), translate("Window", "Undo"), undo)

    def _remove(self, source_id: str) -> None:
        removed = self._take_away(source_id)
        if removed is not None:
            words = translate("Window", "{name} was removed.").format(name=removed.merchant.name)
            self._view.toast.show_message(words, translate("Window", "Undo"), lambda: self._put_back(removed))

    def _take_away(self, source_id: str) -> Removed | None:
        removed = self._try(lambda: self._parts.remove_merchant(source_id))
        self._registry_changed()
        return removed

    def _put_back(self, removed: Removed) -> None:
        self._try(lambda: self._parts.put_back_merchant(removed))
        self._registry_changed()
        self._view.sources.focus_row(removed.merchant.source_id)

    def _registry_changed(self) -> None:
        self._suggestions.use(self._parts.registry, self._parts.merchant_ids)
        self._changed()

    def _try(self, act: Callable[[], T]) -> T | None:
        try:
            return act()
        except SidelightError as error:
            self._failed(error)
            return None


def _added_words(merchant: Merchant) -> str:
    return translate("Window", "{name} was added. It is off.").format(name=merchant.name)
