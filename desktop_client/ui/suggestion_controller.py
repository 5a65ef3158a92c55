"""Joins the panel and the page of sources with commerce. Knows nothing of chat or of the model."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop_client.commerce.asking.one_source import Kept
from desktop_client.commerce.asking.suggestion_list import Coverage, State, SuggestionList
from desktop_client.commerce.need import Reading, ShoppingNeed
from desktop_client.commerce.prices.history import PriceHistory
from desktop_client.commerce.prices.rates import Conversion
from desktop_client.commerce.ranking import Order
from desktop_client.commerce.record import Tally
from desktop_client.commerce.source import Manifest, Mode
from desktop_client.commerce.sources.registry import Registry
from desktop_client.commerce.suggestions import Suggestions
from desktop_client.commerce.switches import OffHere, Switches, SwitchesHere
from desktop_client.ui.bridge import Bridge, Newest
from desktop_client.ui.panel import presenter
from desktop_client.ui.panel.current_list import CurrentList, Presented
from desktop_client.ui.panel.here import HereView
from desktop_client.ui.panel.panel import SuggestionPanel
from desktop_client.ui.panel.term_watch import TermWatch
from desktop_client.ui.panel.view_model import PanelView
from desktop_client.ui.sources.page import SourcesPage
from desktop_client.ui.sources.rows import source_row
from desktop_client.wording import Language

Read = Callable[..., Reading]
"""``commerce.reading.read``: a sentence in, a reading out; ``force`` overrides *not shopping*, never silence."""


NAMED = 2
"""Platforms that the header names; the others are counted."""


@dataclass(frozen=True, slots=True)
class Commerce:
    """What the controller needs of commerce. ``send_at_once`` keeps whether a source's requests wait for *Send*,
    ``key_of`` says whether a source has a key, without asking a keyring; ``conversion`` gives the currency in which the
    user wants prices as well. ``removable`` are sources that the user added; ``tallies`` counts requests in the record,
    which takes a while. ``here`` are the switches as they stand in the chat on screen, where that can differ.
    """

    read: Read
    suggestions: Suggestions
    registry: Registry
    switches: Switches
    send_at_once: Callable[[str, bool], None]
    now: Callable[[], datetime]
    history: PriceHistory
    key_of: Callable[[str], Kept] = lambda _: Kept.NO
    conversion: Callable[[], Conversion | None] = lambda: None
    removable: frozenset[str] = frozenset()
    tallies: Callable[[], Mapping[str, Tally]] = dict
    here: SwitchesHere | None = None


@dataclass(frozen=True, slots=True)
class CommerceParts:
    """The widgets that the controller fills and listens to."""

    panel: SuggestionPanel
    sources: SourcesPage


class SuggestionController(QObject):
    """Reads sentences that it is handed, asks sources. All blocking work runs behind the bridge.

    ``network_changed`` says in words what may go over the network, ``asked_changed`` whether search words may,
    ``waiting_changed`` how many requests wait; ``seen`` is told when offers came.
    """

    seen = Signal()
    failed = Signal(object)
    compare_shown = Signal()
    network_changed = Signal(str)
    asked_changed = Signal(bool)
    waiting_changed = Signal(int)

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
        self._counts, self._readings = Newest(bridge), Newest(bridge)
        self._sentence: str | None = None
        self._list_terms = TermWatch(commerce.now, self)
        self._last: dict[str, Coverage] = {}
        self._tallies: Mapping[str, Tally] = {}
        self.list = CurrentList(commerce.suggestions, commerce.send_at_once, bridge, self._view_of, parent=self)
        self._list_terms.passed.connect(self.list.refresh)
        self.list.changed.connect(self._list_changed)
        self.list.answered.connect(self._show_answers)
        self.list.settled.connect(self._settled)
        self.list.failed.connect(self.failed)
        panel = parts.panel
        panel.compare_requested.connect(self.compare_shown)
        panel.need_edited.connect(self._suggest)
        panel.order_changed.connect(self._reorder)
        panel.weights_changed.connect(self.list.weigh)
        panel.suggest_anyway_requested.connect(self._suggest_anyway)
        panel.cancel_requested.connect(self.list.cancel)
        panel.send_requested.connect(self.list.send)
        panel.decline_requested.connect(self.list.decline)

    @property
    def need(self) -> ShoppingNeed | None:
        """The need that the panel shows."""
        return self.list.listed.need if self.list.listed is not None else None

    def start(self) -> None:
        """Show the switches."""
        self.refresh_sources()

    def show_here(self) -> None:
        """Show what is off in this chat; rows of what went off leave the panel at once."""
        off = self._off_here
        rows = tuple((m.id, m.name[self._language], m.id in off.sources) for m in self._on_everywhere)
        self._parts.panel.header.here.show_view(HereView(off.everything, rows))
        self.network_changed.emit(self._network())
        self.asked_changed.emit(bool(self._asked_here()))

    @property
    def _on_everywhere(self) -> list[Manifest]:
        """The sources that are asked unless this chat has them off."""
        on = [m for m in self._commerce.registry.manifests if self._commerce.switches.is_on(m.id)]
        return [manifest for manifest in on if manifest.disabled is None and manifest.mode is not Mode.LINK_OUT]

    @property
    def _off_here(self) -> OffHere:
        return self._commerce.here.off if self._commerce.here is not None else OffHere()

    def consider(self, sentence: str, *, force: bool = False, unasked: bool = False) -> None:
        """Read a sentence and show what comes of it; ``unasked`` where it was not written just now."""
        self.forget()
        if self._off_here.everything:
            return
        self._sentence = sentence
        read = partial(self._commerce.read, sentence, force=force)
        self._readings.run(read, partial(self._was_read, unasked), self.failed.emit)

    def look_for(self, need: ShoppingNeed) -> None:
        """Ask for a need that the user named elsewhere, as if it stood in the panel."""
        self._suggest(need)

    def forget(self) -> None:
        """Drop what is shown, awaited, and not yet sent: another chat, or suggestions switched off."""
        self.list.drop()
        self._readings.drop()
        self._sentence = None
        self._list_terms.watch(())
        self._show(presenter.off_here_view() if self._off_here.everything else presenter.empty_view())

    def say_never_here(self, reason: str) -> None:
        """Say that the chat on screen is one of which nothing is ever asked, and why."""
        self.forget()
        self._show(presenter.never_here_view(reason))

    def refresh_sources(self) -> None:
        """Show the switches as they stand; rows of sources that went off leave the panel at once, and those that
        were off for what it shows and are on by now are asked.
        """
        self.show_sources()
        self.list.refresh()
        self._ask_rest()

    def show_sources(self) -> None:
        """Show the switches, how each source is asked, and what it answered last."""
        switches = self._commerce.switches
        self.show_here()
        self._parts.sources.set_sources(
            [
                source_row(
                    manifest,
                    self._language,
                    on=switches.is_on(manifest.id),
                    at_once=not switches.asks_first(manifest.id),
                    last=self._last.get(manifest.id),
                    kept=self._commerce.key_of(manifest.id),
                    tally=self._tallies.get(manifest.id),
                    now=self._commerce.now(),
                    removable=manifest.id in self._commerce.removable,
                )
                for manifest in self._commerce.registry.manifests
            ]
        )
        broken = self._commerce.registry.broken
        self._parts.sources.set_left_out([left_out.why.in_language(self._language) for left_out in broken])

    def use(self, registry: Registry, removable: frozenset[str]) -> None:
        """Ask these sources from now on: a merchant was added, or removed."""
        self._commerce = replace(self._commerce, registry=registry, removable=removable)
        self._commerce.suggestions.use(registry.sources, [link.manifest.id for link in registry.link_outs])
        self.refresh_sources()

    def count_requests(self) -> None:
        """Look up in the record how often each source was asked, and show it."""
        self._counts.run(self._commerce.tallies, self._counted, self.failed.emit)

    def _counted(self, tallies: Mapping[str, Tally]) -> None:
        self._tallies = tallies
        self.show_sources()

    def _settled(self) -> None:
        self.show_sources()
        if self._parts.sources.isVisible():
            self.count_requests()

    def _network(self) -> str:
        """Which platforms may be asked here, and what they are told, and how many are off in this chat; empty where
        there are none. One without the key that it takes gets nothing, so it is not named.
        """
        on = self._on_everywhere
        if self._off_here.everything and on:
            return self.tr("no suggestions in this chat")
        asked = self._asked_here()
        off = sum(not self._is_on_here(manifest.id) for manifest in on)
        # In a small window there is room for so much and no more.
        parts = [self._asked_words(asked, NAMED - 1 if off else NAMED)] if asked else []
        if off:
            parts.append(self.tr("{count} off here").format(count=off))
        return " · ".join(parts)

    def _asked_here(self) -> list[Manifest]:
        if self._off_here.everything:
            return []
        on = self._on_everywhere
        return [m for m in on if m.mode is Mode.API and self._is_on_here(m.id) and self._can_be_asked(m)]

    def _asked_words(self, asked: Sequence[Manifest], named: int) -> str:
        names = [manifest.name[self._language] for manifest in asked[:named]]
        if len(asked) > named:
            names.append(self.tr("{count} more").format(count=len(asked) - named))
        between = "、" if self._language == "zh" else ", "
        return self.tr("network: {sources} (your search only)").format(sources=between.join(names))

    def _is_on_here(self, source_id: str) -> bool:
        return (self._commerce.here or self._commerce.switches).is_on(source_id)

    def _can_be_asked(self, manifest: Manifest) -> bool:
        return self._commerce.suggestions.can_be_asked(manifest)

    def _was_read(self, unasked: bool, reading: Reading) -> None:
        if reading.silent is not None:
            self._show(presenter.silent_view(reading.silent))
        elif reading.need is None:
            self._show(presenter.not_shopping_view())
        else:
            self._suggest(reading.need, unasked=unasked)

    def _suggest(self, need: ShoppingNeed, *, unasked: bool = False) -> None:
        labels = [source.manifest for source in self._commerce.registry.sources]
        asked = sum(self._is_on_here(label.id) and self._can_be_asked(label) for label in labels)
        self._show(presenter.searching_view(need, asked, self._language))
        self.list.search(need, unasked=unasked)

    def _ask_rest(self) -> None:
        """Ask the sources, too, that were off for the list and are on by now. The user has switched, and not asked: so
        nothing leaves before *Send*.
        """
        listed = self.list.listed
        if listed is not None and listed.done:
            asked = {each.source_id for each in listed.coverage if each.state is not State.OFF}
            ids = [source.manifest.id for source in self._commerce.registry.sources]
            if any(source_id not in asked and self._is_on_here(source_id) for source_id in ids):
                self.list.ask_rest()

    def _list_changed(self, what: Presented) -> None:
        for coverage in what.listed.coverage:
            if coverage.at is not None and coverage.state is not State.OFF:
                self._last[coverage.source_id] = coverage
        self._show(what.view)

        if what.listed.done:
            self.seen.emit()
            self._list_terms.watch(row.offer for row in what.listed.rows)
        self._ask_rest()

    def _view_of(self, listed: SuggestionList, renewed: frozenset[str]) -> PanelView:
        """In a worker thread: formatting money takes longer than a frame."""
        seen = self._commerce.history.prices_of(row.offer.key for row in listed.rows)
        return presenter.panel_view(
            listed,
            self._commerce.now(),
            self._language,
            seen,
            renewed=renewed,
            conversion=self._commerce.conversion(),
            makes_links=self._commerce.registry.makes_links,
        )

    def _show_answers(self) -> None:
        self._parts.panel.show_answers(self.list.sending, self.list.following, self.list.declined)

    def _suggest_anyway(self) -> None:
        if self._sentence is not None:
            self.consider(self._sentence, force=True)

    def _reorder(self, order: str) -> None:
        self.list.reorder(Order(order))

    def _show(self, view: PanelView) -> None:
        self._parts.panel.show_state(view)
        self.waiting_changed.emit(len(view.previews))
        self._show_answers()
