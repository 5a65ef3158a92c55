"""The commerce side of the window: suggestions in the panel, and the pages that belong to them.

Made after the window can be used, or earlier where something asks for it: see ``ui.later``. Of the chat it hears which
conversation is on screen, and the sentences that ``window`` hands over.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, QTimer

from desktop_client import settings as options
from desktop_client.app.asking_model import AskingModel
from desktop_client.app.chat_switches import ChatSwitches
from desktop_client.app.key_desk import KeyDeskOfProfile
from desktop_client.app.link_desk import LinksOfProfile
from desktop_client.app.list_files import ListFilesOfWindow
from desktop_client.app.pages import PagesOfProfile
from desktop_client.app.parts import Parts, utc_now
from desktop_client.app.shelf_page import ShelfOfWindow
from desktop_client.app.shown_pages import ShownPages
from desktop_client.app.sources import SourcesOfWindow
from desktop_client.commerce.asking.preparing import prepare
from desktop_client.commerce.feeds.product_page import names_of
from desktop_client.commerce.label import notices_of
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.reading import read
from desktop_client.commerce.switches import SwitchesHere
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.chat.controller import ChatController
from desktop_client.ui.compare.controller import ShortlistController
from desktop_client.ui.compare.shown import Pinning
from desktop_client.ui.product_page.controller import ProductPageController
from desktop_client.ui.record.controller import RecordController
from desktop_client.ui.record.dialogs import RecordDialogs
from desktop_client.ui.settings.rates_controller import RatesController
from desktop_client.ui.sources.key_controller import KeyController
from desktop_client.ui.sources.offer_link_controller import OfferLinkController
from desktop_client.ui.suggestion_controller import Commerce, CommerceParts, SuggestionController
from desktop_client.ui.translation import Interpreter
from desktop_client.ui.window import MainWindow

translate = QCoreApplication.translate
PREPARE_MS = 1000
"""How long after it was made, in milliseconds, reading is made ready: the window has other things to do before."""


@dataclass(frozen=True, slots=True)
class Around:
    """What the commerce side may ask of the window around it.

    ``show`` makes header and panel show the switches as they stand, ``close_panel`` is the cross in its corner;
    ``failed`` is told what went wrong.
    """

    show: Callable[[], None]
    close_panel: Callable[[], None]
    failed: Callable[[Exception], None]


class CommerceSide:
    """Suggestions, shortlists, shelf, sources and record of one window; ``rates`` are what prices are converted by."""

    def __init__(
        self,
        parts: Parts,
        view: MainWindow,
        chat: ChatController,
        shown: ShownPages,
        bridge: Bridge,
        interpreter: Interpreter,
        rates: RatesController,
        around: Around,
    ) -> None:
        self._parts, self._view, self._chat, self._shown = parts, view, chat, shown
        self._bridge, self._interpreter, self._around = bridge, interpreter, around
        failed = around.failed
        here = SwitchesHere(parts.switches())
        commerce = Commerce(
            read, parts.suggestions(switches=here), parts.registry, parts.switches(), parts.switchboard.send_at_once,
            utc_now, parts.store.shelf, parts.keys.kept, parts.exchange.conversion, parts.merchant_ids,
            parts.store.record.tallies, here,
        )  # fmt: skip
        self.suggestions = SuggestionController(
            commerce, CommerceParts(view.panel, view.sources), bridge, interpreter.language
        )
        self.shortlists = ShortlistController(self._pinning(), view.compare, view.panel, bridge)
        self.asking = AskingModel(parts, view, chat, self.shortlists, bridge, interpreter, failed)
        self.keys = KeyController(KeyDeskOfProfile(parts), bridge, interpreter, view)
        self.shelf = ShelfOfWindow(
            parts, view, self.suggestions, self.shortlists, bridge, interpreter,
            names=self._names, open_address=shown.open_address, failed=failed,
        )  # fmt: skip
        self.pages = ProductPageController(PagesOfProfile(parts), bridge, interpreter, view)
        self.offer_links = OfferLinkController(LinksOfProfile(parts, here), bridge, interpreter, view)
        self.record = RecordController(
            parts.store.record, view.record, RecordDialogs(view), bridge, self._names(), interpreter.language
        )
        self.files = ListFilesOfWindow(view, self.suggestions, self.shortlists, bridge, interpreter, failed)
        self.sources = SourcesOfWindow(
            parts, view, self.suggestions, bridge, interpreter,
            changed=around.show, open_address=shown.open_address, failed=failed,
        )  # fmt: skip
        self.here = ChatSwitches(
            parts.store.switches_here, here, bridge, changed=self.suggestions.refresh_sources, failed=failed
        )
        rates.changed.connect(self.suggestions.refresh_sources)
        rates.changed.connect(self.shortlists.refresh)
        self._connect_chat()
        self._connect_panel()
        self._connect_rest()

    def start(self) -> None:
        """Show how things stand."""
        self.here.go_to(self._chat.open_id)
        self.shortlists.refresh()
        if self._parts.settings.get(options.COMMERCE):
            QTimer.singleShot(
                PREPARE_MS, self._view, lambda: self._bridge.run(prepare, lambda _: None, self._around.failed)
            )

    def close(self) -> None:
        """Stop what runs: an import between two batches, a list where it stands."""
        self.shelf.feeds.close()
        self.suggestions.forget()

    def consider(self, sentence: str) -> None:
        """Read a sentence of the chat on screen and show what comes of it, unless that chat stands apart."""
        self.asking.unless_apart(lambda: self.suggestions.consider(sentence))

    def question_shown(self, sentence: str | None, *, temporary: bool) -> None:
        """Another chat is on screen; ``sentence`` is the question to suggest something for. To look at an old chat is
        not to ask anew: no platform hears of it before *Send*.
        """
        self.suggestions.forget()
        if temporary:
            self.suggestions.say_never_here(_in_a_temporary_chat())
        elif sentence is not None:
            self.asking.unless_apart(lambda: self.suggestions.consider(sentence, unasked=True), self._say_apart)

    def suggest_by_hand(self, sentence: Callable[[], str], switch_on: Callable[[], bool]) -> None:
        """Suggest something for a sentence because the user wants it; ``switch_on`` says whether that may be."""
        tell = self._view.toast.show_message

        def suggest() -> None:
            if switch_on():
                if self.here.off.everything:
                    # Pressing it is a wish for suggestions, here.
                    self.here.choose("", off=False)
                self.suggestions.consider(sentence(), force=True)

        if self._chat.is_temporary:
            tell(_in_a_temporary_chat())
        else:
            self.asking.unless_apart(suggest, lambda: tell(_about_a_shortlist()))

    def show_record(self) -> None:
        """The page of the record, read anew."""
        self.record.open()
        self._view.show_record()

    def _names(self) -> dict[str, str]:
        return names_of(self._parts.registry.manifests, self._interpreter.language)

    def _pinning(self) -> Pinning:
        parts, suggestions = self._parts, self.suggestions

        def on_screen() -> tuple[Offer, ...]:
            listed = suggestions.list.listed
            return tuple(row.offer for row in listed.rows) if listed is not None else ()

        return Pinning(
            parts.store.shortlists, parts.store.alerts, parts.store.shelf, parts.store.shelf, utc_now, self._names,
            on_screen, lambda: suggestions.need, parts.may_show, lambda: notices_of(parts.registry.manifests),
            parts.exchange.conversion,
        )  # fmt: skip

    def _connect_chat(self) -> None:
        chat = self._chat
        chat.opened.connect(self.here.go_to)
        chat.begun.connect(self.here.becomes)
        # Later: while the signal is on its way the chat that begins is not yet the one that is open.
        chat.begun.connect(self._say_if_apart, Qt.ConnectionType.QueuedConnection)

    def _connect_panel(self) -> None:
        panel, shown = self._view.panel, self._shown
        panel.header.here_chosen.connect(self._choose_here)
        panel.close_requested.connect(self._around.close_panel)
        panel.how_ordered_requested.connect(shown.show_order)
        panel.what_was_sent_requested.connect(self.show_record)
        panel.promises_requested.connect(shown.show_promises)
        panel.page_requested.connect(self.pages.open)
        panel.link_requested.connect(shown.open_address)
        panel.link_wanted.connect(self.offer_links.open)
        self.offer_links.made.connect(shown.open_address)

    def _connect_rest(self) -> None:
        view, failed = self._view, self._around.failed
        self.pages.pin_requested.connect(lambda offer: self.shortlists.pin(offer, True))
        self.pages.search_requested.connect(self.suggestions.look_for)
        self.record.failed.connect(failed)
        view.sources.key_requested.connect(self.keys.open)
        self.keys.changed.connect(self.suggestions.show_sources)
        self.keys.failed.connect(failed)
        self.suggestions.compare_shown.connect(view.show_compare)
        self.suggestions.network_changed.connect(view.header.set_network)
        self.suggestions.asked_changed.connect(view.show_platforms)
        self.suggestions.waiting_changed.connect(view.header.set_waiting)
        self.suggestions.failed.connect(failed)
        self.suggestions.seen.connect(self.shortlists.refresh)
        self.shortlists.failed.connect(failed)
        self.shortlists.said.connect(view.toast.show_message)

    def _choose_here(self, source_id: str, off: bool) -> None:
        self.here.choose(source_id, off)
        if self.here.off.everything:
            self.suggestions.forget()
        elif not off and self.suggestions.need is None:
            self._chat.show_question_again()

    def _say_if_apart(self) -> None:
        self.asking.unless_apart(lambda: None, self._say_apart)

    def _say_apart(self) -> None:
        self.suggestions.say_never_here(_about_a_shortlist())


def _in_a_temporary_chat() -> str:
    return translate("Window", "A temporary chat asks for no suggestions: what is sent is kept in the record.")


def _about_a_shortlist() -> str:
    return translate("Window", "This chat is about your shortlist: nothing of it goes into the suggestions.")
