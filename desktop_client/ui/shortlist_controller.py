"""Joins the table of pinned offers, and the stars in the panel, with the shortlists. Knows nothing of chat."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from desktop_client.commerce.compared import Comparison, Key
from desktop_client.commerce.comparison import compare
from desktop_client.commerce.history import PriceHistory
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.packs import read_pack
from desktop_client.commerce.shortlist import DEFAULT_LIST, Pin, Shortlist, Shortlists
from desktop_client.errors import SidelightError
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.compare.lists import list_words
from desktop_client.ui.compare.view import CompareView
from desktop_client.ui.panel.panel import SuggestionPanel
from desktop_client.ui.term_watch import TermWatch
from desktop_client.wording import say


class SeenLast(Protocol):
    """Offers as they were last seen on this computer. The shelf implements it."""

    def offers_of(self, keys: Iterable[Key]) -> Mapping[Key, Offer]:
        """Those of these offers that are there."""
        ...


@dataclass(frozen=True, slots=True)
class Pinning:
    """What the controller needs of commerce.

    ``on_screen`` gives the rows of the list on screen, ``need`` what it was made for; ``may_show`` says whether a
    source's newer rows may be looked at (one that is switched off has none, P7); ``notices`` are what the terms of
    sources want to stand with their offers.
    """

    shortlists: Shortlists
    history: PriceHistory
    shelf: SeenLast
    now: Callable[[], datetime]
    names: Callable[[], Mapping[str, str]]
    on_screen: Callable[[], Iterable[Offer]] = tuple
    need: Callable[[], ShoppingNeed | None] = lambda: None
    may_show: Callable[[str], bool] = lambda _: True
    notices: Callable[[], Mapping[str, str]] = dict


@dataclass(frozen=True, slots=True)
class Shown:
    """What is on the page: the lists, the pins of the first of them, and the table made of these."""

    lists: tuple[Shortlist, ...]
    deleted: tuple[Shortlist, ...]
    pins: tuple[Pin, ...]
    comparison: Comparison

    def pin_of(self, key: Key) -> Pin | None:
        """The pin of an offer."""
        return next((pin for pin in self.pins if pin.offer.key == key), None)


class ShortlistController(QObject):
    """Pins, takes off, annotates, and shows. All blocking work runs behind the bridge; what is undone is said."""

    failed = Signal(object)
    said = Signal(str)

    def __init__(
        self,
        pinning: Pinning,
        view: CompareView,
        panel: SuggestionPanel,
        bridge: Bridge,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._pinning, self._view, self._panel, self._bridge = pinning, view, panel, bridge
        self.shown: Shown | None = None
        self._taken_off: dict[Key, Pin] = {}
        self._terms = TermWatch(pinning.now, self)
        self._terms.passed.connect(self.refresh)
        panel.pin_toggled.connect(self.pin)
        panel.pin_elsewhere_requested.connect(self._ask_where)
        view.remove_requested.connect(lambda offer: self.pin(offer, False))
        view.restore_requested.connect(self._put_back)
        view.renew_requested.connect(self._renew)
        view.note_written.connect(self._note)
        view.pack_written.connect(self._correct_pack)
        lists = view.lists
        lists.chosen.connect(lambda name: self._do(partial(pinning.shortlists.use, name)))
        lists.new_requested.connect(lambda name: self._do(partial(pinning.shortlists.new, name)))
        lists.rename_requested.connect(self._rename)
        lists.delete_requested.connect(self._delete)
        lists.restore_requested.connect(lambda number: self._do(partial(pinning.shortlists.restore, number)))

    def pin(self, offer: Offer, on: bool) -> None:
        """Put an offer on the list in use, or take it off; the panel, the table and the shelf all say so."""
        lists = self._pinning.shortlists
        if on:
            self._do(partial(lists.pin, offer, self._pinning.need()))
            return
        pin = self.shown.pin_of(offer.key) if self.shown else None
        if pin is not None:
            self._taken_off[offer.key] = pin
        self._do(partial(lists.unpin, offer.key))

    def refresh(self) -> None:
        """Read the lists again: something was pinned, seen anew, or went past its term."""
        on_screen = {offer.key: offer for offer in self._pinning.on_screen()}
        self._bridge.run(partial(self._read, on_screen), self._was_read, self.failed.emit)

    def _do(self, work: Callable[[], object]) -> None:
        """Do one thing to the lists, then show how they are."""
        self._bridge.run(work, lambda _: self.refresh(), self.failed.emit)

    def _read(self, on_screen: Mapping[Key, Offer]) -> Shown:
        pinning = self._pinning
        lists = pinning.shortlists.lists()
        pins = pinning.shortlists.pins(lists[0].name) if lists else ()
        keys = [pin.offer.key for pin in pins]
        wanted = [key for key in keys if pinning.may_show(key[0])]
        newest = {**pinning.shelf.offers_of(wanted), **{key: on_screen[key] for key in wanted if key in on_screen}}
        made = compare(pins, pinning.now(), pinning.history.prices_of(keys), newest)
        return Shown(lists, pinning.shortlists.deleted(), pins, made)

    def _was_read(self, shown: Shown) -> None:
        self.shown = shown
        in_use = list_words(shown.lists[0].name if shown.lists else DEFAULT_LIST)
        others = any(each.count for each in shown.lists[1:])
        self._panel.set_pinned({pin.offer.key for pin in shown.pins}, in_use, more=others)
        self._view.lists.set_lists(shown.lists, shown.deleted)
        self._view.set_comparison(shown.comparison, self._pinning.names(), in_use, self._pinning.notices())
        self._terms.watch(pin.offer for pin in shown.pins)

    # --- what can be undone ------------------------------------------------------------------------------------

    def _put_back(self, offer: Offer) -> None:
        pin = self._taken_off.pop(offer.key, None)
        lists = self._pinning.shortlists
        self._do(partial(lists.put_back, pin) if pin else partial(lists.pin, offer, self._pinning.need()))

    def _renew(self, offer: Offer) -> None:
        """Take what was seen since for the snapshot, as long as there is something."""
        shown = self.shown
        pin = shown.pin_of(offer.key) if shown else None
        column = next((c for c in shown.comparison.columns if c.offer.key == offer.key), None) if shown else None
        if pin is None or column is None or column.newer is None:
            return
        lists = self._pinning.shortlists
        self._do(partial(lists.pin, column.newer, pin.need))
        self._view.offer_undo(
            self.tr("New snapshot: {title}").format(title=offer.title), lambda: self._do(partial(lists.put_back, pin))
        )

    def _note(self, offer: Offer, text: str) -> None:
        pin = self.shown.pin_of(offer.key) if self.shown else None
        lists = self._pinning.shortlists
        self._do(partial(lists.note, offer.key, text))
        if pin is not None and pin.note:
            self._view.offer_undo(
                self.tr("Note changed: {title}").format(title=offer.title),
                lambda: self._do(partial(lists.note, offer.key, pin.note)),
            )

    def _correct_pack(self, offer: Offer, text: str) -> None:
        pin = self.shown.pin_of(offer.key) if self.shown else None
        if text and read_pack(text) is None:
            self.failed.emit(
                SidelightError(
                    say("“{text}” is no pack size.", text=text),
                    say("Write it like 2 × 500 ml or 30 sheets; empty goes back to the one detected."),
                )
            )
            return
        lists = self._pinning.shortlists
        self._do(partial(lists.correct_pack, offer.key, text or None))
        if pin is not None:
            self._view.offer_undo(
                self.tr("Pack size changed: {title}").format(title=offer.title),
                lambda: self._do(partial(lists.correct_pack, offer.key, pin.pack)),
            )

    def _rename(self, name: str, to: str) -> None:
        lists = self._pinning.shortlists
        self._do(partial(lists.rename, name, to))

    def _delete(self, name: str) -> None:
        lists = self._pinning.shortlists

        def deleted(number: int) -> None:
            self.refresh()
            self._view.offer_undo(
                self.tr("Deleted, and kept for 30 days: {name}").format(name=list_words(name)),
                lambda: self._do(partial(lists.restore, number)),
            )

        self._bridge.run(partial(lists.delete, name), deleted, self.failed.emit)

    def _ask_where(self, offer: Offer) -> None:
        lists = self._pinning.shortlists

        def pin_to(name: str) -> None:
            self._do(partial(lists.pin, offer, self._pinning.need(), " ".join(name.split()) or None))
            self.said.emit(self.tr("Pinned to “{name}”.").format(name=list_words(name)))

        self._panel.open_lists(self.shown.lists if self.shown else (), pin_to)
