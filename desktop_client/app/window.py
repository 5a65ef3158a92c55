"""The window of one profile, put together. Only here do the composer's sentences reach both sides."""

from __future__ import annotations

import threading
from secrets import randbits

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop_client import settings as options
from desktop_client.app.asking_model import AskingModel
from desktop_client.app.chat_switches import ChatSwitches
from desktop_client.app.chats import Chats
from desktop_client.app.files import FilesOfWindow
from desktop_client.app.key_desk import KeyDeskOfProfile
from desktop_client.app.models import ModelsOfProfile, starter_view
from desktop_client.app.models_page import ModelsPageOfWindow
from desktop_client.app.pages import PagesOfProfile
from desktop_client.app.parts import Parts, utc_now
from desktop_client.app.preferences import Preferences
from desktop_client.app.shelf_page import ShelfOfWindow
from desktop_client.app.shown_pages import ShownPages
from desktop_client.app.sources import SourcesOfWindow
from desktop_client.chat.attachment import typed
from desktop_client.commerce.label import notices_of
from desktop_client.commerce.offer import Offer
from desktop_client.commerce.preparing import prepare
from desktop_client.commerce.product_page import names_of
from desktop_client.commerce.reading import read
from desktop_client.commerce.switches import SwitchesHere
from desktop_client.inference.engine import NoModelError, Sampling
from desktop_client.settings import Option
from desktop_client.ui.appearance import Appearance
from desktop_client.ui.attach_controller import AttachController
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.commands import Doing, all_commands
from desktop_client.ui.compare.shown import Pinning
from desktop_client.ui.length_controller import LengthController, LengthParts
from desktop_client.ui.model_controller import ModelController, ModelParts
from desktop_client.ui.product_page.controller import ProductPageController
from desktop_client.ui.record.dialogs import RecordDialogs
from desktop_client.ui.record_controller import RecordController
from desktop_client.ui.reproduce_controller import ReproduceController
from desktop_client.ui.settings.dialog import SettingsDialog
from desktop_client.ui.settings.first_commerce import FirstCommerceDialog
from desktop_client.ui.settings.key_controller import KeyController
from desktop_client.ui.settings.rates_controller import RatesController
from desktop_client.ui.shortlist_controller import ShortlistController
from desktop_client.ui.suggestion_controller import Commerce, CommerceParts, SuggestionController
from desktop_client.ui.translation import Interpreter
from desktop_client.ui.window import MainWindow

translate = QCoreApplication.translate
PREPARE_MS = 1000
"""How long after the start, in milliseconds, reading is made ready: by then the window is usable."""


class Window:
    """Holds window and controllers together, and connects what must not know each other."""

    def __init__(self, parts: Parts, interpreter: Interpreter, app: QApplication) -> None:
        self._parts, self._settings, self._interpreter = parts, parts.settings, interpreter
        self.bridge = Bridge(workers=6)
        self.engine_ready = threading.Event()
        self.view = MainWindow(starter_view(interpreter))
        self._appearance = Appearance(app, parts.settings, self.view)
        self.shown = ShownPages(self.view, interpreter)
        view = self.view
        self.chats = Chats(parts, view, self._sampling, self.engine_ready, self.bridge, interpreter, self._failed)
        self.chat = self.chats.open
        here = SwitchesHere(parts.switches())
        self.preferences = Preferences(parts.settings, parts.profile, view, self._failed)
        commerce = Commerce(
            read, parts.suggestions(switches=here), parts.registry, parts.switches(), parts.switchboard.send_at_once,
            utc_now, parts.store.shelf, parts.keys.kept, parts.exchange.conversion, parts.merchant_ids,
            parts.store.record.tallies, here,
        )  # fmt: skip
        self.suggestions = SuggestionController(
            commerce, CommerceParts(view.panel, view.sources), self.bridge, interpreter.language
        )
        self.shortlists = ShortlistController(self._pinning(), view.compare, view.panel, self.bridge)
        self.asking = AskingModel(
            parts, view, self.chat, self.shortlists, self.bridge, interpreter, self._failed
        )  # fmt: skip
        self.keys = KeyController(KeyDeskOfProfile(parts), self.bridge, interpreter, view)
        self.shelf = ShelfOfWindow(
            parts, view, self.suggestions, self.shortlists, self.bridge, interpreter,
            names=self._names, open_address=self.shown.open_address, failed=self._failed,
        )  # fmt: skip
        self.pages = ProductPageController(PagesOfProfile(parts), self.bridge, interpreter, view)
        self.rates = RatesController(parts.exchange, self.bridge, interpreter, utc_now)
        self.record = RecordController(
            parts.store.record, view.record, RecordDialogs(view), self.bridge, self._names(), interpreter.language
        )  # fmt: skip
        self.files = FilesOfWindow(
            parts, view, self.suggestions, self.shortlists, self.chats.list, self.bridge, interpreter, self._failed
        )
        models = ModelsOfProfile(parts)
        self.models = ModelController(ModelParts(parts.engine, models, view.first_start), self.bridge, interpreter)
        self.again = ReproduceController(
            lambda answer, stop: parts.reproducer.reproduce(answer, stop), view.toast, self.bridge, interpreter
        )
        self.length = LengthController(
            LengthParts(
                parts.turns, self.chat, view.composer, self._sampling, models.raised, models.raise_context
            ),
            self.bridge, view,
        )  # fmt: skip
        self.attach = AttachController(view.composer, parts.turns.tokens_of, self.bridge, view)
        self.models_page = ModelsPageOfWindow(parts, view, self.models, interpreter, self._failed)
        self.sources = SourcesOfWindow(
            parts, view, self.suggestions, self.bridge, interpreter,
            changed=self._show_commerce, open_address=self.shown.open_address, failed=self._failed,
        )  # fmt: skip
        self.here = ChatSwitches(
            parts.store.switches_here, here, self.bridge, changed=self._here_changed, failed=self._failed
        )
        self._connect_chat()
        self._connect_commerce()
        self._connect_rest()

    def start(self) -> None:
        """Show the window, then look for the model."""
        self._appearance.scale_text()
        self._show_commerce()
        self.chat.start()
        self.chats.drafts.start()
        self.suggestions.start()
        self.shortlists.refresh()
        self.view.show()
        self.models.start()
        self.files.upkeep.start()
        for told in (self._parts.store.notice, self._settings.problem):
            if told is not None:
                text = self._interpreter.say_error(told) if isinstance(told, Exception) else self._interpreter.say(told)
                self.view.toast.show_message(text)
        if self._settings.get(options.COMMERCE):
            QTimer.singleShot(PREPARE_MS, self.view, lambda: self.bridge.run(prepare, lambda _: None, self._failed))

    def _names(self) -> dict[str, str]:
        return names_of(self._parts.registry.manifests, self._interpreter.language)

    def _pinning(self) -> Pinning:
        parts, suggestions = self._parts, self.suggestions
        switches = parts.switches()

        def on_screen() -> tuple[Offer, ...]:
            listed = suggestions.list.listed
            return tuple(row.offer for row in listed.rows) if listed is not None else ()

        def may_show(source_id: str) -> bool:
            return switches.is_on(source_id) or source_id not in {m.id for m in parts.registry.manifests}

        return Pinning(
            parts.store.shortlists, parts.store.alerts, parts.store.shelf, parts.store.shelf, utc_now, self._names,
            on_screen, lambda: suggestions.need, may_show, lambda: notices_of(parts.registry.manifests),
            parts.exchange.conversion,
        )  # fmt: skip

    def close(self) -> None:
        """Stop what runs; what was written so far is on disk."""
        self.chat.stop_all()
        self.again.stop()
        self.chats.drafts.close()
        self.models.close()
        self.models_page.close()
        self.suggestions.forget()
        if not self.engine_ready.is_set():
            # A load that is going on would hold up the window's end; an answer is stopped, and saved, instead.
            self._parts.engine.close()
            self.engine_ready.set()
        self.bridge.close()

    # --- the one place where a sentence is handed to both sides ------------------------------------------------

    def _submitted(self, sentence: str) -> None:
        command = self._commands.match(sentence)
        if command is not None:
            self.view.composer.accept()
            command()
            return
        if self._may_suggest:
            self.asking.unless_apart(lambda: self.suggestions.consider(typed(sentence)))
        self.chat.send(sentence)

    def _command_chosen(self, text: str) -> None:
        command = self._commands.match(text)
        if command is not None:
            self.view.composer.set_text("")
            command()

    @property
    def _may_suggest(self) -> bool:
        """A temporary chat asks for nothing: what is sent and shown is kept in the record."""
        return self._settings.get(options.COMMERCE) and not self.chat.is_temporary

    def _question_shown(self, sentence: str | None) -> None:
        self.suggestions.forget()
        if self.chat.is_temporary:
            self.suggestions.say_never_here(_in_a_temporary_chat())
        elif sentence is not None and self._may_suggest:
            self.asking.unless_apart(lambda: self.suggestions.consider(typed(sentence)), self._say_apart)

    def _say_if_apart(self) -> None:
        self.asking.unless_apart(lambda: None, self._say_apart)

    def _say_apart(self) -> None:
        self.suggestions.say_never_here(_about_a_shortlist())

    def _suggest_for(self, message_id: int) -> None:
        tell = self.view.toast.show_message
        if self.chat.is_temporary:
            tell(_in_a_temporary_chat())
            return
        self.asking.unless_apart(lambda: self._suggest_by_hand(message_id), lambda: tell(_about_a_shortlist()))

    def _suggest_by_hand(self, message_id: int) -> None:
        if not self._settings.get(options.COMMERCE):
            self._switch_commerce(True)
        if self._settings.get(options.COMMERCE):
            self._keep(options.PANEL_OPEN, True)
            self._show_commerce()
            if self.here.off.everything:
                # Pressing it is a wish for suggestions, here.
                self.here.choose("", off=False)
            self.suggestions.consider(typed(self.chat.message_text(message_id)), force=True)

    # -------------------------------------------------------------------------------------------------------------

    def _connect_chat(self) -> None:
        view = self.view
        view.composer.submitted.connect(self._submitted)
        self._commands = all_commands(
            Doing(
                self._switch_commerce, self.chat.new_chat, self.chat.open_temporary, self.models_page.open,
                self.models_page.use, self.models_page.names, self.sources.open, view.show_shelf, view.show_compare,
            )
        )  # fmt: skip
        view.commands.set_commands(self._commands)
        view.commands.chosen.connect(self._command_chosen)
        self.chat.title_changed.connect(view.header.set_title)
        self.chat.opened.connect(self.here.go_to)
        self.chat.begun.connect(self.here.becomes)
        # Later: while the signal is on its way the chat that begins is not yet the one that is open.
        self.chat.begun.connect(self._say_if_apart, Qt.ConnectionType.QueuedConnection)
        self.chat.question_shown.connect(self._question_shown)
        self.length.failed.connect(self._failed)
        self.again.failed.connect(self._failed)
        self.again.told.connect(self.shown.show_comparison)
        view.transcript.reproduce_requested.connect(self._reproduce)
        self.length.raised.connect(self.models.show_loaded)
        self.chat.context_changed.connect(self.models.set_used_tokens)
        self.chat.answered.connect(self.models_page.answered)
        self.attach.failed.connect(self._failed)
        self.chat.details_requested.connect(self.shown.show_details)
        view.transcript.suggest_requested.connect(self._suggest_for)
        view.transcript.address_activated.connect(self.shown.open_address)
        view.transcript.copied.connect(lambda _: view.toast.show_message(translate("Window", "Copied.")))
        view.show_server("")
        self.chat.opened.connect(lambda _: view.show_temporary(temporary=self.chat.is_temporary))

    def _connect_commerce(self) -> None:
        view = self.view
        view.header.commerce_toggled.connect(self._switch_commerce)
        view.header.panel_requested.connect(lambda: self._open_panel(True))
        view.panel.header.here_chosen.connect(self._choose_here)
        view.panel.close_requested.connect(lambda: self._open_panel(False))
        view.panel_toggle_requested.connect(lambda: self._open_panel(not view.panel.isVisible()))
        view.panel.how_ordered_requested.connect(self.shown.show_order)
        view.panel.what_was_sent_requested.connect(self._show_record)
        view.panel.promises_requested.connect(self.shown.show_promises)
        view.panel.page_requested.connect(self.pages.open)
        self.pages.pin_requested.connect(lambda offer: self.shortlists.pin(offer, True))
        self.rates.changed.connect(self.suggestions.refresh_sources)
        self.rates.changed.connect(self.shortlists.refresh)
        self.pages.search_requested.connect(self.suggestions.look_for)
        self.record.failed.connect(self._failed)
        view.panel.link_requested.connect(self.shown.open_address)
        view.sources.key_requested.connect(self.keys.open)
        self.keys.changed.connect(self.suggestions.show_sources)
        self.keys.failed.connect(self._failed)
        self.suggestions.compare_shown.connect(view.show_compare)
        self.suggestions.network_changed.connect(view.header.set_network)
        self.suggestions.waiting_changed.connect(view.header.set_waiting)
        self.suggestions.failed.connect(self._failed)
        self.suggestions.seen.connect(self.shortlists.refresh)
        self.shortlists.failed.connect(self._failed)
        self.shortlists.said.connect(view.toast.show_message)

    def _connect_rest(self) -> None:
        view = self.view
        view.sidebar.settings_requested.connect(self._show_settings)
        view.closing.connect(self.close)
        self.models.line_changed.connect(view.header.set_model)
        self.models.fetching_changed.connect(lambda count: view.header.set_fetching("first start", count))
        self.models.has_model_changed.connect(lambda has: view.show_chat(has_model=has))
        self.models.settled.connect(self.engine_ready.set)
        self.models.failed.connect(self._model_failed)
        self._settings.on_change(self._changed)
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _: self._appearance.dress())

    def _sampling(self) -> Sampling:
        return Sampling(
            temperature=self._settings.get(options.TEMPERATURE),
            max_tokens=self._settings.get(options.MAX_TOKENS),
            seed=randbits(32),
        )

    def _keep(self, option: Option[bool], value: bool) -> None:
        try:
            self._settings.set(option, value)
        except options.SettingsError as error:
            self._failed(error)

    def _switch_commerce(self, on: bool) -> None:
        if on and not self._settings.get(options.COMMERCE_EXPLAINED):
            if FirstCommerceDialog(self.view).exec() != FirstCommerceDialog.DialogCode.Accepted:
                self._show_commerce()
                return
            self._keep(options.COMMERCE_EXPLAINED, True)
            self._keep(options.PANEL_OPEN, True)
        self._keep(options.COMMERCE, on)
        self._show_commerce()
        if on:
            self.chat.show_question_again()
        else:
            self.suggestions.forget()

    def _choose_here(self, source_id: str, off: bool) -> None:
        self.here.choose(source_id, off)
        if self.here.off.everything:
            self.suggestions.forget()
        elif not off:
            self.chat.show_question_again()

    def _here_changed(self) -> None:
        self.suggestions.refresh_sources()

    def _open_panel(self, visible: bool) -> None:
        if visible and not self._settings.get(options.COMMERCE):
            self._switch_commerce(True)
            return
        self._keep(options.PANEL_OPEN, visible)
        self._show_commerce()

    def _show_commerce(self) -> None:
        on = self._settings.get(options.COMMERCE)
        panel = on and self._settings.get(options.PANEL_OPEN)
        self.view.header.set_commerce(on=on, panel_open=panel)
        self.view.show_panel(visible=panel)
        self.suggestions.refresh_sources()

    def _reproduce(self, message_id: int) -> None:
        answer = next((message for message in self.chat.path() if message.id == message_id), None)
        if answer is not None:
            self.again.start(answer)

    def _show_record(self) -> None:
        self.record.open()
        self.view.show_record()

    def _show_settings(self) -> None:
        dialog = SettingsDialog(
            self._settings, self._parts.profile, self._failed, self.view, rates=self.rates.new_box()
        )
        dialog.record_requested.connect(self._show_record, Qt.ConnectionType.QueuedConnection)
        dialog.models_requested.connect(self.models_page.open, Qt.ConnectionType.QueuedConnection)
        dialog.sources_requested.connect(self.sources.open, Qt.ConnectionType.QueuedConnection)
        dialog.promises_requested.connect(self.shown.show_promises, Qt.ConnectionType.QueuedConnection)
        dialog.shortcuts_requested.connect(self.preferences.open_keys, Qt.ConnectionType.QueuedConnection)
        dialog.delete_requested.connect(self.preferences.ask_to_delete, Qt.ConnectionType.QueuedConnection)
        dialog.backups_requested.connect(self.files.upkeep.open, Qt.ConnectionType.QueuedConnection)
        dialog.import_requested.connect(self.files.transfer.import_file, Qt.ConnectionType.QueuedConnection)
        dialog.import_folder_requested.connect(self.files.transfer.import_folder, Qt.ConnectionType.QueuedConnection)
        dialog.exec()

    def _changed(self, option: Option[object]) -> None:
        if option is options.THEME:
            self._appearance.dress()
        elif option is options.TEXT_SCALE:
            self._appearance.scale_text()

    def _model_failed(self, error: Exception) -> None:
        text = self._interpreter.say_error(error)
        self.view.toast.show_message(text, translate("Window", "Try again"), self.models.try_again, stays=True)

    def _failed(self, error: Exception) -> None:
        leads_on = isinstance(error, NoModelError)
        action, act = (translate("Window", "Models…"), self.models_page.open) if leads_on else ("", None)
        self.view.toast.show_message(self._interpreter.say_error(error), action, act)


def _in_a_temporary_chat() -> str:
    return translate("Window", "A temporary chat asks for no suggestions: what is sent is kept in the record.")


def _about_a_shortlist() -> str:
    return translate("Window", "This chat is about your shortlist: nothing of it goes into the suggestions.")
