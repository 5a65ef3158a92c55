"""Joins the panel, the table and the page of sources with commerce. Knows nothing of chat or of the model."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop_client.commerce.comparison import Comparison, compare
from desktop_client.commerce.history import PriceHistory
from desktop_client.commerce.need import Reading, ShoppingNeed
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.ranking import Order
from desktop_client.commerce.shortlist import Pin, Shortlists
from desktop_client.commerce.sources.registry import Registry
from desktop_client.commerce.suggestion_list import State, SuggestionList
from desktop_client.commerce.suggestions import Suggestions
from desktop_client.commerce.switches import Switches
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.compare.view import CompareView
from desktop_client.ui.panel import presenter
from desktop_client.ui.panel.panel import SuggestionPanel
from desktop_client.ui.panel.view_model import PanelView
from desktop_client.ui.settings.source_rows import source_row
from desktop_client.ui.settings.sources_page import SourcesPage
from desktop_client.ui.term_watch import TermWatch
from desktop_client.wording import Language

Read = Callable[..., Reading]
"""``commerce.reading.read``: a sentence in, a reading out; ``force`` overrides *not shopping*, never silence."""


@dataclass(frozen=True, slots=True)
class Commerce:
    """What the controller needs of commerce."""

    read: Read
    suggestions: Suggestions
    registry: Registry
    switches: Switches
    shortlists: Shortlists
    now: Callable[[], datetime]
    history: PriceHistory


@dataclass(frozen=True, slots=True)
class CommerceParts:
    """The widgets that the controller fills and listens to."""

    panel: SuggestionPanel
    compare: CompareView
    sources: SourcesPage


class SuggestionController(QObject):
    """Reads sentences that it is handed, asks sources, keeps pins. All blocking work runs behind the bridge."""

    failed = Signal(object)
    compare_shown = Signal()

    def __init__(
        self,
        commerce: Commerce,
        parts: CommerceParts,
        bridge: Bridge,
        language: Language,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._commerce, self._parts, self._bridge, self._language = commerce, parts, bridge, language
        self._sentence: str | None = None
        self._listed: SuggestionList | None = None
        self._order = Order.RELEVANCE
        self._cancel = threading.Event()
        self._list_terms = TermWatch(commerce.now, self)
        self._pin_terms = TermWatch(commerce.now, self)
        self._list_terms.passed.connect(lambda: self._reorder(self._order.value))
        self._pin_terms.passed.connect(self._read_pins)
        panel = parts.panel
        panel.pin_toggled.connect(self._pin)
        panel.compare_requested.connect(self._compare)
        panel.need_edited.connect(self._suggest)
        panel.order_changed.connect(self._reorder)
        panel.suggest_anyway_requested.connect(self._suggest_anyway)
        panel.cancel_requested.connect(lambda: self._cancel.set())
        parts.compare.remove_requested.connect(lambda offer: self._pin(offer, False))
        parts.compare.restore_requested.connect(lambda offer: self._pin(offer, True))

    @property
    def need(self) -> ShoppingNeed | None:
        """The need that the panel shows."""
        return self._listed.need if self._listed is not None else None

    def start(self) -> None:
        """Show the pins of last time and the switches."""
        self._read_pins()
        self.refresh_sources()

    def consider(self, sentence: str, *, force: bool = False) -> None:
        """Read a sentence and show what comes of it."""
        self.forget()
        self._sentence = sentence
        token = self._cancel
        read = partial(self._commerce.read, sentence, force=force)
        self._bridge.run(read, partial(self._was_read, token), self.failed.emit)

    def forget(self) -> None:
        """Drop what is shown and what is awaited: another chat, or suggestions switched off."""
        self._cancel.set()
        self._cancel = threading.Event()
        self._sentence, self._listed = None, None
        self._list_terms.watch(())
        self._show(presenter.empty_view())

    def refresh_sources(self) -> None:
        """Show the switches as they stand; rows of sources that went off leave the panel at once."""
        last = {} if self._listed is None else {c.source_id: c for c in self._listed.coverage}
        rows = []
        for manifest in self._commerce.registry.manifests:
            on = self._commerce.switches.is_on(manifest.id)
            came = last.get(manifest.id)
            told = came is not None and came.state in (State.OK, State.EMPTY)
            words = self.tr("{count} offers").format(count=came.count) if told and came else "–"
            rows.append(source_row(manifest, self._language, on=on, last=words))
        self._parts.sources.set_sources(rows)
        if self._listed is not None:
            self._reorder(self._order.value)

    def what_was_sent(self) -> str:
        """Of the list on screen: who was asked, and what left this computer for that. Markdown."""
        if self._listed is None:
            return self.tr("Nothing was asked, so nothing was sent.")
        lines = []
        for coverage in self._listed.coverage:
            manifest = self._commerce.registry.manifest(coverage.source_id)
            sent = self.tr("was off, so nothing was sent")
            if coverage.state is not State.OFF:
                sent = manifest.leaves_this_computer[self._language]
            lines.append(f"- **{manifest.name[self._language]}**: {sent}")
        return "\n".join(lines)

    def _was_read(self, token: threading.Event, reading: Reading) -> None:
        if token.is_set():
            return
        if reading.silent is not None:
            self._show(presenter.silent_view(reading.silent))
        elif reading.need is None:
            self._show(presenter.not_shopping_view())
        else:
            self._suggest(reading.need)

    def _suggest(self, need: ShoppingNeed) -> None:
        self._cancel.set()
        self._cancel = token = threading.Event()
        asked = sum(self._commerce.switches.is_on(s.manifest.id) for s in self._commerce.registry.sources)
        self._show(presenter.searching_view(need, asked, self._language))

        def update(listed: SuggestionList) -> None:
            self._bridge.post(partial(self._came, token, self._presented(listed)))

        work = partial(self._commerce.suggestions.suggest, need, update, token, order=self._order)
        self._bridge.run(lambda: self._presented(work()), partial(self._came, token), self.failed.emit)

    def _presented(self, listed: SuggestionList) -> tuple[SuggestionList, PanelView]:
        """A list and its view, made in the worker thread: formatting money takes longer than a frame."""
        seen = self._commerce.history.prices_of(row.offer.key for row in listed.rows)
        return listed, presenter.panel_view(listed, self._commerce.now(), self._language, seen)

    def _came(self, token: threading.Event, what: tuple[SuggestionList, PanelView]) -> None:
        if token is self._cancel:
            self._listed, view = what
            self._show(view)
            if self._listed.done:
                self._list_terms.watch(row.offer for row in self._listed.rows)

    def _suggest_anyway(self) -> None:
        if self._sentence is not None:
            self.consider(self._sentence, force=True)

    def _reorder(self, order: str) -> None:
        self._order = Order(order)
        if self._listed is not None:
            reorder = partial(self._commerce.suggestions.reorder, self._listed, order=self._order)
            self._bridge.run(lambda: self._presented(reorder()), partial(self._came, self._cancel), self.failed.emit)

    def _show(self, view: PanelView) -> None:
        self._parts.panel.show_state(view)

    def _pin(self, offer: Offer, on: bool) -> None:
        need = self.need
        lists = self._commerce.shortlists
        work = partial(lists.pin, offer, need) if on else partial(lists.unpin, offer.key)
        self._bridge.run(work, lambda _: self._read_pins(), self.failed.emit)

    def _read_pins(self) -> None:
        def read() -> tuple[tuple[Pin, ...], Comparison]:
            pins = self._commerce.shortlists.pins()
            seen = self._commerce.history.prices_of(pin.offer.key for pin in pins)
            return pins, compare(pins, self._commerce.now(), seen)

        self._bridge.run(read, self._pins_read, self.failed.emit)

    def _pins_read(self, what: tuple[tuple[Pin, ...], Comparison]) -> None:
        pins, comparison = what
        self._parts.panel.set_pinned({pin.offer.key for pin in pins})
        self._parts.compare.set_comparison(comparison, dict(self._names()))
        self._pin_terms.watch(pin.offer for pin in pins)

    def _names(self) -> Iterable[tuple[str, str]]:
        return ((m.id, m.name[self._language]) for m in self._commerce.registry.manifests)

    def _compare(self) -> None:
        self.compare_shown.emit()
