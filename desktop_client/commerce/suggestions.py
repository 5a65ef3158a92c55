"""From a need to a list: the sources that are on are asked side by side, what comes back is checked and put in order.

The switch is asked at the moment of asking, while an answer is awaited, and again before rows are taken. A source that
is switched off in mid-request leaves the list at once, and what it still answers is dropped (P7). The list says of
every source what came of it (P16); when answers arrive has no part in their order (P5). What was shown
is recorded (P17).
"""

from __future__ import annotations

import contextlib
import math
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from queue import Empty

from desktop_client.commerce.asking.breaker import Breaker
from desktop_client.commerce.asking.known_sources import KnownSources
from desktop_client.commerce.asking.one_source import Door, Keys, Preview, begin, go_on
from desktop_client.commerce.asking.round import Answer, Asking, Round
from desktop_client.commerce.asking.suggestion_list import (
    Coverage,
    Group,
    State,
    SuggestionList,
    event_of,
    shows_the_same,
)
from desktop_client.commerce.asking.turns import Turns
from desktop_client.commerce.links import with_evidence
from desktop_client.commerce.need import ShoppingNeed
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.prices.freshness import with_term
from desktop_client.commerce.prices.rates import Rates
from desktop_client.commerce.ranking import DEFAULT_WEIGHTS, Order, Ranked, Weights, rank
from desktop_client.commerce.record import Record
from desktop_client.commerce.sending.faults import Cancelled, Fault, NothingToAskError, SourceError
from desktop_client.commerce.source import Manifest, Mode, Page, Query, Source
from desktop_client.commerce.switches import Switches
from desktop_client.errors import SidelightError
from desktop_client.wording import say


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how much: seconds a source may take, offers to ask it for, rows to show, seconds between looks, and
    between two lists that are not yet whole: each takes time to make and to draw, and moves what is being read.
    """

    deadline_s: float = 8.0
    candidates: int = 400
    shown: int = 12
    look_every_s: float = 0.05
    tell_every_s: float = 0.1


@dataclass(frozen=True, slots=True)
class Outside:
    """What lies beyond this computer's own shelf: the gate, the keys, and the record of it all."""

    door: Door
    keys: Keys
    record: Record


class Suggestions:
    """Asks sources and makes lists. ``clock`` gives the time (aware, UTC), ``monotonic`` seconds for deadlines."""

    def __init__(
        self,
        sources: Sequence[Source],
        switches: Switches,
        clock: Callable[[], datetime],
        limits: Limits | None = None,
        *,
        outside: Outside | None = None,
        platforms: Iterable[str] = (),
        monotonic: Callable[[], float] = time.monotonic,
        rates: Callable[[], Rates | None] = lambda: None,
    ) -> None:
        """``platforms`` are ids that have a switch though they can't be asked; their rows on the shelf obey it too.

        ``rates`` are those by which the user wants amounts in different currencies compared, if any. Without an
        ``outside`` only this computer is asked, and nothing is recorded.
        """
        self._switches = switches
        self._clock = clock
        self._limits = limits or Limits()
        self._outside = outside
        self._monotonic = monotonic
        self._rates = rates
        self._breaker = Breaker(monotonic)
        self._turns = Turns()
        self._known = KnownSources()
        self.use(sources, platforms)

    def use(self, sources: Sequence[Source], platforms: Iterable[str] = ()) -> None:
        """Ask these sources from now on: a merchant was added, or removed.

        One that is no longer among them counts as switched off, also in lists that it has a part in.
        """
        self._known = self._known.then(sources, platforms)

    def suggest(
        self,
        need: ShoppingNeed,
        on_update: Callable[[SuggestionList], None] | None = None,
        cancel: threading.Event | None = None,
        *,
        order: Order = Order.RELEVANCE,
        weights: Weights = DEFAULT_WEIGHTS,
        unasked: bool = False,
    ) -> SuggestionList:
        """Ask every source that is on, and return the list when all have answered or their time is up.

        Blocks; ``on_update`` is called in this thread whenever a source has answered or left. Setting ``cancel`` ends
        it with what there is. ``unasked``: nobody has just asked for this, an old question is on screen again. Then
        every request waits to be sent, those too that the user lets go at once.
        """
        round_ = Round(need, order, weights, unasked=unasked)
        for source_id, source in self._known.asked.items():
            if self._switches.is_on(source_id):
                self._ask_if_possible(round_, source)
            else:
                round_.came[source_id] = Coverage.of(source.manifest, State.OFF)
        return self._gathered(round_, on_update, cancel or threading.Event())

    def ask_rest(
        self,
        listed: SuggestionList,
        on_update: Callable[[SuggestionList], None] | None = None,
        cancel: threading.Event | None = None,
    ) -> SuggestionList:
        """Ask the sources, too, that were off when the list was made and are on by now; what the others answered stays.

        The user has switched, and not asked: every request waits to be sent. The shelf is looked at again, as it may
        hold rows of theirs. Blocks, as ``suggest`` does.
        """
        round_ = Round.of(listed, unasked=True)
        for source_id, source in self._known.asked.items():
            asked = source_id in round_.came and round_.came[source_id].state is not State.OFF
            if self._switches.is_on(source_id) and (not asked or source.manifest.mode is Mode.OFFLINE):
                self._ask_if_possible(round_, source)
        return self._gathered(round_, on_update, cancel or threading.Event())

    def send(
        self,
        listed: SuggestionList,
        source_ids: Iterable[str],
        on_update: Callable[[SuggestionList], None] | None = None,
        cancel: threading.Event | None = None,
    ) -> SuggestionList:
        """Send the previews of these sources, byte for byte, and return the list with what they answered.

        A preview that has grown old is not sent: it is made anew and waits again. Blocks, as ``suggest`` does.
        """
        round_ = Round.of(listed)
        now, asked = self._clock(), self._known.asked
        for source_id in source_ids:
            preview = round_.previews.pop(source_id, None)
            if preview is not None and source_id in asked:
                self._ask(round_, asked[source_id], preview if preview.fresh(now) else None)
        return self._gathered(round_, on_update, cancel or threading.Event())

    def decline(self, listed: SuggestionList, source_ids: Iterable[str]) -> SuggestionList:
        """Drop the previews of these sources: nothing was sent, and nothing will be."""
        round_ = Round.of(listed)
        for source_id in source_ids:
            preview = round_.previews.pop(source_id, None)
            if preview is not None:
                preview.search.close()
                declined = Coverage.of(self._label(source_id), State.NOT_SENT)
                round_.came[source_id] = replace(declined, at=self._clock())
        return self._recorded(self._listed(round_), listed)

    def reorder(
        self, listed: SuggestionList, *, order: Order = Order.RELEVANCE, weights: Weights = DEFAULT_WEIGHTS
    ) -> SuggestionList:
        """The same offers in another order, without asking anyone; rows of sources that are off by now fall out.

        Where nothing moves, it is the list as it was made and recorded.
        """
        return self._recorded(self._listed(Round.of(listed, order, weights)), listed)

    def can_be_asked(self, manifest: Manifest) -> bool:
        """Whether there is the key that it takes; a connector without one still has its platform's search page. Quick,
        and says nothing of its switch.
        """
        if manifest.disabled is not None:
            return False
        if manifest.link_out is None or not manifest.credential_fields or self._outside is None:
            return True
        return self._outside.keys.has(manifest.id)

    def _gathered(
        self, round_: Round, on_update: Callable[[SuggestionList], None] | None, stop: threading.Event
    ) -> SuggestionList:
        told, news = -math.inf, False
        while round_.asking:
            news |= self._let_go(round_, stop)
            with contextlib.suppress(Empty):
                news |= self._take(round_, round_.answers.get(timeout=self._limits.look_every_s))
                # What came in while the list before was made goes into one list, or they would queue up.
                while round_.asking:
                    news |= self._take(round_, round_.answers.get_nowait())
            now = self._monotonic()
            if news and round_.asking and on_update is not None and now - told >= self._limits.tell_every_s:
                with self._turns.mine():
                    on_update(self._listed(round_))
                told, news = now, False
        with self._turns.mine():
            listed = self._listed(round_)
        listed = self._recorded(listed)
        if on_update is not None:
            on_update(listed)
        return listed

    def _ask_if_possible(self, round_: Round, source: Source) -> None:
        if self.can_be_asked(source.manifest):
            self._ask(round_, source)
        else:
            round_.came[source.manifest.id] = Coverage.of(source.manifest, State.LINK_OUT)

    def _ask(self, round_: Round, source: Source, preview: Preview | None = None) -> None:
        """Ask a source in a thread of its own; with a preview, go on from there."""
        source_id = source.manifest.id
        since = self._monotonic()
        asking = Asking(threading.Event(), since, since + self._limits.deadline_s)
        round_.asking[source_id] = asking
        round_.came[source_id] = Coverage.of(source.manifest, State.ASKED)

        def work() -> None:
            round_.answers.put(self._answer(source, round_, asking.cancel, preview))

        # A daemon thread: a source that never answers must not keep the program from ending.
        threading.Thread(target=work, name=f"source {source_id}", daemon=True).start()

    def _answer(self, source: Source, round_: Round, cancel: threading.Event, preview: Preview | None) -> Answer:
        source_id = source.manifest.id
        try:
            answer = self._asked(source, round_, cancel, preview)
        except Cancelled:
            return Answer(source_id, cancelled=True)
        except NothingToAskError as error:
            return Answer(source_id, error=error.cause, unasked=True)
        except SourceError as error:
            self._breaker.failed(source_id, error.fault, error.retry_after_s)
            return Answer(source_id, error=error.cause, timed_out=error.fault is Fault.TIMED_OUT)
        except SidelightError as error:
            return Answer(source_id, error=error.cause)
        except Exception as error:  # noqa: BLE001 - the code of other packages may raise anything
            return Answer(source_id, error=say("It broke: {why}", why=f"{type(error).__name__}: {error}"))
        if answer.page is not None:
            self._breaker.answered(source_id)
        return answer

    def _asked(self, source: Source, round_: Round, cancel: threading.Event, preview: Preview | None) -> Answer:
        source_id, outside = source.manifest.id, self._outside
        if wait := math.ceil(self._breaker.wait_s(source_id)):
            return Answer(source_id, error=say("It is left alone for {seconds} s more.", seconds=wait))
        keys = outside.keys.of(source.manifest) if outside and source.manifest.credential_fields else {}
        door = outside.door if outside else None
        if preview is None:
            query = Query(round_.need, self._limits.candidates, keys, cancel)
            came = begin(source, query, door, self._clock())
        else:
            came = go_on(source, preview, door, cancel, self._clock, self._turns.mine)
        while isinstance(came, Preview):
            if round_.unasked or self._switches.asks_first(source_id):
                return Answer(source_id, preview=came)
            came = go_on(source, came, door, cancel, self._clock, self._turns.mine)
        return Answer(source_id, came)

    def _let_go(self, round_: Round, stop: threading.Event) -> bool:
        """Abort what was switched off, cancelled or is late; whether anything was."""
        gone = {source_id: state for source_id in round_.asking if (state := self._lost(round_, source_id, stop))}
        for source_id, state in gone.items():
            asking = round_.asking.pop(source_id)
            asking.cancel.set()
            round_.came[source_id] = self._timed(Coverage.of(self._label(source_id), state), asking)
        return bool(gone)

    def _lost(self, round_: Round, source_id: str, stop: threading.Event) -> State | None:
        if not self._switches.is_on(source_id):
            return State.OFF
        if stop.is_set():
            return State.CANCELLED
        return State.TIMED_OUT if self._monotonic() >= round_.asking[source_id].deadline else None

    def _take(self, round_: Round, answer: Answer) -> bool:
        """Take an answer that is still wanted; whether it was."""
        asking = round_.asking.pop(answer.source_id, None)
        if asking is None:
            return False
        manifest = self._label(answer.source_id)
        if not self._switches.is_on(answer.source_id):
            round_.came[answer.source_id] = Coverage.of(manifest, State.OFF)
        elif answer.cancelled:
            round_.came[answer.source_id] = Coverage.of(manifest, State.CANCELLED)
        elif answer.preview is not None:
            round_.previews[answer.source_id] = answer.preview
            round_.came[answer.source_id] = Coverage.of(manifest, State.WAITING)
        elif answer.timed_out:
            round_.came[answer.source_id] = Coverage.of(manifest, State.TIMED_OUT)
        elif answer.page is None:
            state = State.NOT_SENT if answer.unasked else State.FAILED
            round_.came[answer.source_id] = Coverage.of(manifest, state, error=answer.error)
        else:
            with self._turns.mine():
                self._keep(round_, manifest, answer.page)
        round_.came[answer.source_id] = self._timed(round_.came[answer.source_id], asking)
        return True

    def _timed(self, coverage: Coverage, asking: Asking) -> Coverage:
        return replace(coverage, at=self._clock(), took_s=self._monotonic() - asking.since)

    def _keep(self, round_: Round, manifest: Manifest, page: Page) -> None:
        rows = [self._taken(manifest, offer) for offer in page.offers if self._may_bring(manifest, offer)]
        for offer in rows:
            round_.keep(manifest.id, offer)
        state = State.OK if rows else State.EMPTY
        round_.came[manifest.id] = Coverage.of(manifest, state, count=len(rows), disclosures=page.disclosures)

    def _taken(self, manifest: Manifest, offer: Offer) -> Offer:
        """The offer with a term (P12), and owning up to what its link says (P15)."""
        own = self._known.asked.get(offer.source_id)
        return with_evidence(with_term(offer, own.manifest if own else manifest))

    def _may_bring(self, manifest: Manifest, offer: Offer) -> bool:
        """A source brings its own rows; the shelf also those saved from others, as long as these are on."""
        if offer.source_id == manifest.id:
            return True
        return manifest.mode is Mode.OFFLINE and self._is_on(offer.source_id)

    def _label(self, source_id: str) -> Manifest:
        return self._known.label(source_id)

    def _is_on(self, source_id: str) -> bool:
        return source_id not in self._known.switched or self._switches.is_on(source_id)

    def _listed(self, round_: Round) -> SuggestionList:
        for source_id, coverage in round_.came.items():
            if coverage.state not in (State.OFF, State.ASKED) and not self._switches.is_on(source_id):
                round_.came[source_id] = Coverage.of(self._label(source_id), State.OFF)
                round_.previews.pop(source_id, None)
        # Asked once for each source, not for each of some thousand offers.
        owners = {name for owner, offer in round_.offers.values() for name in (owner, offer.source_id)}
        off = {name for name in owners if not self._is_on(name)}
        kept = [(key, row) for key, row in round_.offers.items() if not {row[0], row[1].source_id} & off]
        shown = [row for key, row in kept if key not in round_.blocked]
        withheld = tuple((*row, round_.blocked[key]) for key, row in kept if key in round_.blocked)
        return SuggestionList(
            need=round_.need,
            groups=self._groups(round_, shown),
            coverage=tuple(round_.came[name] for name in self._known.order if name in round_.came),
            taken=tuple(shown),
            withheld=withheld,
            done=not round_.asking,
            previews=tuple(round_.previews.values()),
        )

    def _recorded(self, listed: SuggestionList, before: SuggestionList | None = None) -> SuggestionList:
        """Write a finished list to the record. Where that fails the list says so: it came from no network by then.

        If all that it shows was shown ``before``, it is that list still, and written already.
        """
        if before is not None and before.done and before.unrecorded is None and shows_the_same(listed, before):
            return before
        if self._outside is None:
            return listed
        try:
            self._outside.record.add(event_of(listed))
        except SidelightError as error:
            return replace(listed, unrecorded=error.cause)
        return listed

    def _groups(self, round_: Round, shown: list[tuple[str, Offer]]) -> tuple[Group, ...]:
        alone = [s for s, source in self._known.asked.items() if source.manifest.terms.may_mix is False]
        members: dict[str | None, list[Offer]] = {None: [], **{source_id: [] for source_id in alone}}
        for owner, offer in shown:
            apart = next((s for s in (owner, offer.source_id) if s in members), None)
            members[apart].append(offer)
        now, rates = self._clock(), self._rates()
        return tuple(
            Group(source_id, self._ranked(round_, offers, now, rates))
            for source_id, offers in members.items()
            if offers or source_id is None
        )

    def _ranked(self, round_: Round, offers: list[Offer], now: datetime, rates: Rates | None) -> Ranked:
        limit = self._limits.shown
        return rank(round_.need, offers, weights=round_.weights, order=round_.order, now=now, limit=limit, rates=rates)
