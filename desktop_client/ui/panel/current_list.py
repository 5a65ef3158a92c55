"""CurrentList: the list on screen, and what is being done to it. All work runs behind the bridge, one thing at a time.

Searching, sending and declining take the list as it is and give the next one, so they follow each other. Another order
is made at once, also while sources are being asked. What belongs to an earlier need is dropped when it comes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_client.commerce.asking.suggestion_list import SuggestionList
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.ranking import DEFAULT_WEIGHTS, Order, Weights
from desktop_client.commerce.suggestions import Suggestions
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.panel.view_model import PanelView

Update = Callable[[SuggestionList], None]
Work = Callable[[Update, threading.Event], SuggestionList]
"""One thing to be done: is given where to tell of steps on the way and what stops it, and returns the list it made."""

ViewOf = Callable[[SuggestionList, frozenset[str]], PanelView]
"""A list as the panel shows it, given the sources whose request was made anew. Called in a worker thread."""

REST_MS = 80
"""A slider that is being dragged says something new with every step; the list follows when it rests this long."""


@dataclass(frozen=True, slots=True)
class Presented:
    """A list, and the view of it, made in a worker: formatting money takes longer than a frame."""

    listed: SuggestionList
    view: PanelView


@dataclass(frozen=True, slots=True)
class _Wish:
    """How the user wants the list to be ordered. Given to workers whole."""

    order: Order = Order.RELEVANCE
    weights: Weights = DEFAULT_WEIGHTS

    def holds(self, listed: SuggestionList) -> bool:
        return (listed.common.order, listed.common.weights) == (self.order, self.weights)


@dataclass(slots=True)
class _Errand:
    """One need from its first search on: what is being done for it, and what waits to be done.

    ``following`` and ``declining`` are what the user said since; in ``following`` with whether it may go at once from
    now on. ``renewed`` are sources whose request had grown old and was made anew.
    """

    stop: threading.Event = field(default_factory=threading.Event)
    busy: bool = False
    sending: frozenset[str] = frozenset()
    following: dict[str, bool] = field(default_factory=dict)
    declining: tuple[str, ...] = ()
    renewed: frozenset[str] = frozenset()
    ordering: bool = False
    order_again: bool = False


class CurrentList(QObject):
    """``changed`` carries a ``Presented``; ``answered``: what the user said to previews is to be shown anew;
    ``settled``: what was being done is done.
    """

    changed = Signal(object)
    answered = Signal()
    settled = Signal()
    failed = Signal(object)

    def __init__(
        self,
        suggestions: Suggestions,
        send_at_once: Callable[[str, bool], None],
        bridge: Bridge,
        view_of: ViewOf,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._suggestions, self._send_at_once = suggestions, send_at_once
        self._bridge, self._view_of = bridge, view_of
        self._wish = _Wish()
        self._errand = _Errand()
        self.listed: SuggestionList | None = None
        self.resting = QTimer(self)
        self.resting.setSingleShot(True)
        self.resting.setInterval(REST_MS)
        self.resting.timeout.connect(self.refresh)

    @property
    def sending(self) -> frozenset[str]:
        """Sources whose request is on its way."""
        return self._errand.sending

    @property
    def following(self) -> frozenset[str]:
        """Sources whose request goes out when those being asked have answered."""
        return frozenset(self._errand.following)

    @property
    def declined(self) -> frozenset[str]:
        """Sources whose request will not go out, though the list doesn't say so yet."""
        return frozenset(self._errand.declining)

    def drop(self) -> None:
        """Forget the list with all that waits in it; what is being asked is stopped."""
        self._errand.stop.set()
        self._errand = _Errand()
        self.listed = None

    def cancel(self) -> None:
        """Stop what is being asked; what was answered so far stays, and nothing that follows goes out."""
        self._errand.stop.set()
        self._errand.following.clear()
        self.answered.emit()

    def search(self, need: ShoppingNeed, *, unasked: bool = False) -> None:
        """Ask all sources for a need; everything about the one before is dropped. ``unasked``: the user has not just
        asked for it, so nothing is sent before *Send*.
        """
        self.drop()
        wish = self._wish

        def work(update: Update, stop: threading.Event) -> SuggestionList:
            return self._suggestions.suggest(
                need, update, stop, order=wish.order, weights=wish.weights, unasked=unasked
            )

        self._do(work)

    def ask_rest(self) -> None:
        """Ask those that are on by now, too, unless something else is being done; nothing is sent before *Send*."""
        if self.listed is not None and not self._errand.busy:
            self._do(partial(self._suggestions.ask_rest, self.listed))

    def send(self, source_ids: Iterable[str], at_once: Iterable[str] = ()) -> None:
        """Send the requests of these sources as they were shown; those in ``at_once`` need not be shown again."""
        chosen = frozenset(at_once)
        for source_id in source_ids:
            if self._waits(source_id):
                self._errand.following[source_id] = source_id in chosen
        self._next()

    def decline(self, source_ids: Iterable[str]) -> None:
        """Don't send the requests of these sources."""
        self._errand.declining += tuple(source_id for source_id in source_ids if self._waits(source_id))
        self._next()

    def reorder(self, order: Order) -> None:
        """Put the rows in another order, asking nobody. Holds for later lists too."""
        self._wish = replace(self._wish, order=order)
        self.refresh()

    def weigh(self, weights: Weights) -> None:
        """Put the rows in order by other weights once these rest. Holds for later lists too."""
        self._wish = replace(self._wish, weights=weights)
        self.resting.start()

    def refresh(self) -> None:
        """Make the list anew from what was taken; rows of sources that went off fall out."""
        base, errand = self.listed, self._errand
        if base is None:
            return
        if errand.ordering:
            errand.order_again = True
            return
        errand.ordering, errand.order_again = True, False
        self._bridge.run(
            partial(self._made_anew, base, errand.renewed),
            partial(self._was_made_anew, errand, base),
            partial(self._order_broke, errand),
        )

    def _waits(self, source_id: str) -> bool:
        said = {*self.sending, *self.following, *self.declined}
        waiting = self.listed.previews if self.listed is not None else ()
        return source_id not in said and any(preview.source_id == source_id for preview in waiting)

    def _next(self) -> None:
        """Do what waits, if nothing else is being done: first decline, then send all that follows, side by side."""
        errand, listed = self._errand, self.listed
        if listed is not None and not errand.busy:
            if errand.declining:
                self._do(partial(self._declined, listed, errand.declining), declining=errand.declining)
            elif errand.following:
                going, errand.following = errand.following, {}
                errand.sending = frozenset(going)
                self._do(partial(self._sent, listed, going))
        self.answered.emit()

    def _declined(
        self, listed: SuggestionList, source_ids: tuple[str, ...], update: Update, stop: threading.Event
    ) -> SuggestionList:
        del update, stop  # it takes no time
        return self._suggestions.decline(listed, source_ids)

    def _sent(
        self, listed: SuggestionList, going: Mapping[str, bool], update: Update, stop: threading.Event
    ) -> SuggestionList:
        for source_id in (source_id for source_id, at_once in going.items() if at_once):
            self._send_at_once(source_id, True)
        return self._suggestions.send(listed, tuple(going), update, stop)

    # --- work and what comes of it -----------------------------------------------------------------------------

    def _do(self, work: Work, declining: tuple[str, ...] = ()) -> None:
        errand, before = self._errand, self.listed
        errand.busy = True
        # What was stopped before must not stop this.
        stop = errand.stop = threading.Event()

        def update(listed: SuggestionList) -> None:
            self._bridge.post(partial(self._came, errand, self._presented(listed, errand.renewed)))

        def whole() -> tuple[Presented, frozenset[str]]:
            listed = work(update, stop)
            renewed = _renewed(before, listed, errand.sending)
            return self._presented(listed, renewed), renewed

        self._bridge.run(whole, partial(self._finished, errand, declining), partial(self._broke, errand))

    def _presented(self, listed: SuggestionList, renewed: frozenset[str]) -> Presented:
        """In a worker thread: the list in the order that the user wants by now, and its view."""
        wish = self._wish
        if not wish.holds(listed):
            again = self._suggestions.reorder(listed, order=wish.order, weights=wish.weights)
            listed = replace(again, done=listed.done)
        return Presented(listed, self._view_of(listed, renewed))

    def _made_anew(self, base: SuggestionList, renewed: frozenset[str]) -> Presented:
        wish = self._wish
        again = self._suggestions.reorder(base, order=wish.order, weights=wish.weights)
        return self._presented(replace(again, done=base.done), renewed)

    def _came(self, errand: _Errand, what: Presented) -> None:
        if errand is not self._errand:
            return
        self.listed = what.listed
        self.changed.emit(what)
        if not self._wish.holds(what.listed):
            self.refresh()

    def _finished(self, errand: _Errand, declined: tuple[str, ...], what: tuple[Presented, frozenset[str]]) -> None:
        if errand is not self._errand:
            return
        presented, errand.renewed = what
        errand.busy, errand.sending = False, frozenset()
        errand.declining = tuple(source_id for source_id in errand.declining if source_id not in declined)
        self._came(errand, presented)
        self._next()
        self.settled.emit()

    def _was_made_anew(self, errand: _Errand, base: SuggestionList, what: Presented) -> None:
        if errand is not self._errand:
            return
        errand.ordering = False
        if base is self.listed:
            self._came(errand, what)
        else:
            # Something came in the meantime: this was made from what is no longer so.
            errand.order_again = True
        if errand.order_again:
            self.refresh()

    def _broke(self, errand: _Errand, error: Exception) -> None:
        if errand is self._errand:
            self._errand = _Errand(renewed=errand.renewed)
            self.answered.emit()
            self.failed.emit(error)

    def _order_broke(self, errand: _Errand, error: Exception) -> None:
        if errand is self._errand:
            errand.ordering = False
            self.failed.emit(error)


def _renewed(before: SuggestionList | None, after: SuggestionList, sent: frozenset[str]) -> frozenset[str]:
    """Sources that still show the request that was to be sent, or an earlier one: it had grown old."""
    numbers = {} if before is None else {preview.source_id: preview.number for preview in before.previews}
    return frozenset(
        p.source_id for p in after.previews if p.source_id in sent and p.number <= numbers.get(p.source_id, 0)
    )
