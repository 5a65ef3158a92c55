"""Joins the table of pinned offers, and the stars in the panel, with the shortlists. Knows nothing of chat."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from desktop_client.commerce.chips import Chip
from desktop_client.commerce.comparing.arrangement import Arrangement
from desktop_client.commerce.comparing.compared import RowKind
from desktop_client.commerce.comparing.export import comparison_bytes, comparison_to_print
from desktop_client.commerce.comparing.on_screen import on_screen
from desktop_client.commerce.comparing.shortlist import DEFAULT_LIST, Pin, Shortlist
from desktop_client.commerce.meaning import values
from desktop_client.commerce.meaning.quantities import prepare
from desktop_client.commerce.money import Money
from desktop_client.commerce.offer import Key, Offer
from desktop_client.commerce.prices.packs import read_pack
from desktop_client.errors import SidelightError
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.compare.fit_weights import FitWeights
from desktop_client.ui.compare.price_history import PriceHistoryDialog
from desktop_client.ui.compare.shown import Pinning, Shown, read_shown
from desktop_client.ui.compare.view import CompareView
from desktop_client.ui.files.list_exporter import Bytes
from desktop_client.ui.panel.lists import list_words
from desktop_client.ui.panel.panel import SuggestionPanel
from desktop_client.ui.panel.term_watch import TermWatch
from desktop_client.ui.widgets.spoken import spoken
from desktop_client.wording import Language, say
from desktop_client.wording.short import in_short

if TYPE_CHECKING:
    from desktop_client.ui.compare.price_plot import PricePlot

T = TypeVar("T")


def _plot() -> type[PricePlot]:
    from desktop_client.ui.compare.price_plot import PricePlot

    return PricePlot


class OpensLists(Protocol):
    """What shows offers, and a menu of lists for one of them."""

    def open_lists(self, lists: Sequence[Shortlist], pin_to: Callable[[str], None]) -> None:
        """Let the user choose a list, or begin one; ``pin_to`` gets its name."""
        ...


class ShortlistController(QObject):
    """Pins, takes off, annotates, lays out, and shows. All blocking work runs behind the bridge.

    ``said`` is what the user is told in passing, also that a price alert was met; ``pins_shown`` carries the keys of
    what is on the list in use, and that list's name in words.
    """

    failed = Signal(object)
    said = Signal(str)
    pins_shown = Signal(object, str)

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
        self._round = object()
        self._taken_off: dict[Key, Pin] = {}
        self._errands: deque[Callable[[], object]] = deque()
        self._busy = False
        self._prepared = False
        self._terms = TermWatch(pinning.now, self)
        self._terms.passed.connect(self.refresh)
        self._weights = FitWeights(view, pinning, self)
        self._weights.changed.connect(lambda weights: self._arrange(lambda a: replace(a, weights=weights)))
        panel.pin_toggled.connect(self.pin)
        panel.pin_elsewhere_requested.connect(lambda offer: self.ask_where(offer, panel))
        self._connect_view()

    def _connect_view(self) -> None:
        view, lists = self._view, self._pinning.shortlists
        view.shown.connect(self._opened)
        view.remove_requested.connect(lambda offer: self.pin(offer, False))
        view.restore_requested.connect(self.put_back)
        view.renew_requested.connect(self._renew)
        view.written.connect(self._written)
        view.history_requested.connect(self._show_history)
        view.told_apart.connect(self._tell_apart)
        view.told_alike.connect(lambda offer, other: self._arrange(lambda a: a.told_alike(offer.key, other)))
        view.offer_hidden.connect(lambda offer: self._arrange(lambda a: a.without_offer(offer.key)))
        view.offer_moved.connect(self._move)
        view.frozen.connect(lambda on: self._arrange(lambda a: replace(a, frozen=on)))
        view.row_hidden.connect(lambda row: self._arrange(lambda a: a.without_row(row)))
        view.ordered.connect(lambda row, back: self._arrange(lambda a: a.ordered_by(row, backwards=back)))
        view.order.grouping_chosen.connect(lambda on: self._arrange(lambda a: replace(a, grouped=on)))
        view.filters.filter_toggled.connect(self._filter)
        view.filters.all_requested.connect(lambda: self._arrange(lambda a: a.with_all()))
        button = view.lists
        button.chosen.connect(lambda name: self._do(partial(lists.use, name)))
        button.new_requested.connect(lambda name: self._do(partial(lists.new, name)))
        button.rename_requested.connect(lambda name, to: self._do(partial(lists.rename, name, to)))
        button.delete_requested.connect(self._delete)
        button.restore_requested.connect(lambda number: self._do(partial(lists.restore, number)))

    def pin(self, offer: Offer, on: bool) -> None:
        """Put an offer on the list in use, or take it off; the panel, the table and the shelf all say so."""
        lists = self._pinning.shortlists
        if on:
            self._prepare()
            self._do(partial(lists.pin, offer, self._pinning.need()))
            return
        pin = self._pin_of(offer)
        if pin is not None:
            self._taken_off[offer.key] = pin
        self._do(partial(lists.unpin, offer.key))

    def _prepare(self) -> None:
        """Who pins will compare: what takes a while to import is there by then."""
        if not self._prepared:
            self._prepared = True
            self._bridge.run(prepare, lambda _: None, self.failed.emit)

    def _opened(self) -> None:
        if self.shown is None or self.shown.laid_out is None:
            self._view.show_reading()
        self.refresh()

    def refresh(self) -> None:
        """Read the list again: something was pinned, seen anew, imported, or went past its term."""
        on_screen = {offer.key: offer for offer in self._pinning.on_screen()}
        self._round = round_ = object()
        read = partial(read_shown, self._pinning, on_screen, whole=self._view.isVisible())
        self._bridge.run(read, partial(self._was_read, round_), partial(self._not_read, round_))

    def _not_read(self, round_: object, error: Exception) -> None:
        if round_ is self._round:
            self.failed.emit(error)

    def bytes_of(self, language: Language) -> Bytes | None:
        """What is on the page, as files: what is left out of it is left out of them."""
        return self._of_what_is_shown(comparison_bytes, language)

    def page_to_print(self, language: Language) -> Callable[[], str] | None:
        """The same for a printer."""
        return self._of_what_is_shown(comparison_to_print, language)

    def _of_what_is_shown(self, made: Callable[..., T], language: Language) -> Callable[..., T] | None:
        shown = self.shown
        if shown is None or shown.laid_out is None or not shown.laid_out.comparison.columns:
            return None
        pinning, name = self._pinning, list_words(shown.name or DEFAULT_LIST)
        seen = on_screen(shown.laid_out, only_differences=self._view.only_differences.isChecked())
        return partial(made, seen, name, pinning.names(), pinning.now(), language, pinning.notices())

    def _do(self, work: Callable[[], T], done: Callable[[T], None] = lambda _: None) -> None:
        """Do one thing to the lists after the other, then show how they are. ``done`` is told what came of it."""

        def go_on(result: T) -> None:
            done(result)
            self._next()

        self._errands.append(lambda: self._bridge.run(work, go_on, self._broke))
        if not self._busy:
            self._next()

    def _next(self) -> None:
        self._busy = bool(self._errands)
        if self._busy:
            self._errands.popleft()()
        else:
            self.refresh()

    def _broke(self, error: Exception) -> None:
        self.failed.emit(error)
        self._next()

    def _was_read(self, round_: object, shown: Shown) -> None:
        for sentence in shown.told:
            self.said.emit(spoken(sentence))
        if round_ is not self._round:
            return  # what was read since is newer
        if self._busy and self.shown is not None and self.shown.name == shown.name:
            # It was read before what is being written: the next change is one of what was laid out since.
            shown = replace(shown, arrangement=self.shown.arrangement)
        self.shown = shown
        in_use = list_words(shown.name or DEFAULT_LIST)
        others = any(each.count for each in shown.lists[1:])
        keys = frozenset(pin.offer.key for pin in shown.pins)
        self._panel.set_pinned(keys, in_use, more=others)
        self.pins_shown.emit(keys, in_use)
        self._terms.watch(pin.offer for pin in shown.pins)
        if shown.laid_out is not None:
            self._view.lists.set_lists(shown.lists, shown.deleted)
            self._view.set_laid_out(shown.laid_out, self._pinning.names(), in_use, self._pinning.notices())
            self._weights.show_laid_out(shown.laid_out)

    def _pin_of(self, offer: Offer) -> Pin | None:
        return self.shown.pin_of(offer.key) if self.shown else None

    def _show_history(self, offer: Offer) -> None:
        """In words at once; the chart follows when its library, which is heavy, was imported behind the bridge."""
        columns = self.shown.laid_out.comparison.columns if self.shown and self.shown.laid_out else ()
        column = next((column for column in columns if column.offer.key == offer.key), None)
        if column is None:
            return
        dialog = PriceHistoryDialog(column, self._pinning.now(), self._view)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        line = dialog.line
        if line is None:
            return

        def draw(plot: type[PricePlot]) -> None:
            if isValid(dialog):
                dialog.put_chart(plot(line.points, line.low, line.pinned, line.today, dialog))

        self._bridge.run(_plot, draw, self.failed.emit)

    # --- how the table is laid out -----------------------------------------------------------------------------

    def _arrange(self, change: Callable[[Arrangement], Arrangement]) -> None:
        shown = self.shown
        if shown is not None and shown.name is not None:
            # What was changed and is not yet shown counts too: a slider moves faster than a table is laid out.
            self.shown = replace(shown, arrangement=change(shown.arrangement))
            self._do(partial(self._pinning.shortlists.arrange, self.shown.arrangement, shown.name))

    def _move(self, offer: Offer, steps: int) -> None:
        order = [column.offer.key for column in self._view.model.table.columns]
        if offer.key in order:
            self._arrange(lambda a: a.moved(order, offer.key, steps))
            self._view.grid.follow(offer.key)

    def _filter(self, chip: Chip, on: bool) -> None:
        self._arrange(lambda a: a.filtered(chip, on=on))

    def _tell_apart(self, offer: Offer, other: Key) -> None:
        before = self.shown.arrangement.apart if self.shown else ()
        self._arrange(lambda a: a.told_apart(offer.key, other))
        self._view.offer_undo(
            self.tr("Told apart: {title}").format(title=in_short(offer.title)),
            lambda: self._arrange(lambda a: replace(a, apart=before)),
        )

    # --- what can be undone ------------------------------------------------------------------------------------

    def put_back(self, offer: Offer) -> None:
        """Undo that an offer was taken off: with its snapshot, its time and the user's words."""
        pin = self._taken_off.pop(offer.key, None)
        lists = self._pinning.shortlists
        self._do(partial(lists.put_back, pin) if pin else partial(lists.pin, offer, self._pinning.need()))

    def _renew(self, offer: Offer) -> None:
        """Take what was seen since for the snapshot, as long as there is something."""
        pin, newer = self._pin_of(offer), self.shown.newer(offer.key) if self.shown else None
        if pin is None or newer is None:
            return
        lists = self._pinning.shortlists
        self._do(partial(lists.pin, newer, pin.need))
        self._view.offer_undo(
            self.tr("New snapshot: {title}").format(title=in_short(offer.title)),
            lambda: self._do(partial(lists.put_back, pin)),
        )

    def _written(self, offer: Offer, kind: str, text: str) -> None:
        match kind:
            case RowKind.NOTE:
                self._note(offer, text)
            case RowKind.ALERT:
                self._set_alert(offer, text)
            case RowKind.UNIT_PRICE:
                self._correct_pack(offer, text)

    def _note(self, offer: Offer, text: str) -> None:
        pin = self._pin_of(offer)
        lists = self._pinning.shortlists
        self._do(partial(lists.note, offer.key, text))
        if pin is not None and pin.note:
            self._view.offer_undo(
                self.tr("Note changed: {title}").format(title=in_short(offer.title)),
                lambda: self._do(partial(lists.note, offer.key, pin.note)),
            )

    def _set_alert(self, offer: Offer, text: str) -> None:
        alerts, before = self._pinning.alerts, self._alert_of(offer)
        if not text:
            self._do(partial(alerts.unwatch, offer.key))
            if before is not None:
                self._view.offer_undo(
                    self.tr("Price alert taken away: {title}").format(title=in_short(offer.title)),
                    lambda: self._do(partial(alerts.watch, offer, before)),
                )
            return
        amount, why = values.price(text, offer.price.currency if offer.price else None)
        if amount is None:
            step = say("Type an amount, such as 49.90; empty takes the alert away.")
            self.failed.emit(SidelightError(why or say("“{text}” is no price.", text=text), step))
            self._view.edit_again(RowKind.ALERT, offer.key, text)
            return
        self._do(partial(alerts.watch, offer, amount))
        back = partial(alerts.unwatch, offer.key) if before is None else partial(alerts.watch, offer, before)
        self._view.offer_undo(
            self.tr("Price alert set: {title}").format(title=in_short(offer.title)), lambda: self._do(back)
        )

    def _alert_of(self, offer: Offer) -> Money | None:
        columns = self.shown.laid_out.comparison.columns if self.shown and self.shown.laid_out else ()
        return next((c.alert.at_most for c in columns if c.offer.key == offer.key and c.alert is not None), None)

    def _correct_pack(self, offer: Offer, text: str) -> None:
        pin = self._pin_of(offer)
        if text and read_pack(text) is None:
            step = say("Write it like 2 × 500 ml or 30 sheets; empty goes back to the one detected.")
            self.failed.emit(SidelightError(say("“{text}” is no pack size.", text=text), step))
            self._view.edit_again(RowKind.UNIT_PRICE, offer.key, text)
            return
        lists = self._pinning.shortlists
        self._do(partial(lists.correct_pack, offer.key, text or None))
        if pin is not None:
            self._view.offer_undo(
                self.tr("Pack size changed: {title}").format(title=in_short(offer.title)),
                lambda: self._do(partial(lists.correct_pack, offer.key, pin.pack)),
            )

    def _delete(self, name: str) -> None:
        lists = self._pinning.shortlists

        def deleted(number: int) -> None:
            self._view.offer_undo(
                self.tr("Deleted, and kept for 30 days: {name}").format(name=list_words(name)),
                lambda: self._do(partial(lists.restore, number)),
            )

        self._do(partial(lists.delete, name), deleted)

    def ask_where(self, offer: Offer, over: OpensLists) -> None:
        """Let the user choose the list to pin an offer to, in a menu over whatever shows the offer."""
        lists = self._pinning.shortlists

        def pin_to(name: str) -> None:
            self._do(partial(lists.pin, offer, self._pinning.need(), " ".join(name.split()) or None))
            self.said.emit(self.tr("Pinned to “{name}”.").format(name=list_words(name)))

        over.open_lists(self.shown.lists if self.shown else (), pin_to)
