"""The window of one profile, put together. Only here do the composer's sentences reach both sides."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cached_property
from importlib import import_module
from secrets import randbits
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop_client import settings as options
from desktop_client.app.chats import Chats
from desktop_client.app.model_of_chat import ModelOfChat
from desktop_client.app.models import ModelsOfProfile, starter_view
from desktop_client.app.parts import Parts, utc_now
from desktop_client.app.preferences import Preferences
from desktop_client.app.shown_pages import ShownPages
from desktop_client.chat.attachment import typed
from desktop_client.inference.engine import NoModelError, NoTemplateError, Sampling
from desktop_client.settings import Option
from desktop_client.ui.appearance import Appearance, choose_font
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.chat.attach_controller import AttachController
from desktop_client.ui.chat.commands import Doing, all_commands
from desktop_client.ui.chat.length_controller import LengthController, LengthParts
from desktop_client.ui.chat.provenance import provenance_text
from desktop_client.ui.chat.reproduce_controller import ReproduceController
from desktop_client.ui.later import Later
from desktop_client.ui.models.model_controller import ModelController, ModelParts
from desktop_client.ui.translation import Interpreter
from desktop_client.ui.window import MainWindow

if TYPE_CHECKING:
    from desktop_client.app.commerce_side import CommerceSide
    from desktop_client.app.files import FilesOfWindow
    from desktop_client.app.models_page import ModelsPageOfWindow
    from desktop_client.ui.settings.rates_controller import RatesController

translate = QCoreApplication.translate

LATER = (
    "desktop_client.app.commerce_side",
    "desktop_client.app.models_page",
    "desktop_client.app.files",
    "desktop_client.ui.settings.dialog",
)
"""What the first window does without."""


class Window:
    """Holds window and controllers together, and connects what must not know each other."""

    def __init__(self, parts: Parts, interpreter: Interpreter, app: QApplication) -> None:
        self._parts, self._settings, self._interpreter = parts, parts.settings, interpreter
        self.bridge = Bridge(workers=6)
        self.engine_ready = threading.Event()
        choose_font(app, parts.settings)
        self.view = MainWindow(lambda: starter_view(interpreter))
        self._appearance = Appearance(app, parts.settings, self.view)
        self.shown = ShownPages(self.view, interpreter)
        view = self.view
        self.chats = Chats(parts, view, self._sampling, self.engine_ready, self.bridge, interpreter, self._failed)
        self.chat = self.chats.open
        self.preferences = Preferences(parts.settings, parts.profile, view, self._failed)
        models = ModelsOfProfile(parts)
        self.models = ModelController(
            ModelParts(parts.engine, models, lambda: view.first_start), self.bridge, interpreter
        )  # fmt: skip
        self.model_of_chat = ModelOfChat(parts, view, self.chat, self.models, self.bridge, self._failed)
        self.again = ReproduceController(
            lambda answer, stop: parts.reproducer.reproduce(answer, stop), view.toast, self.bridge, interpreter
        )
        self.length = LengthController(
            LengthParts(
                parts.turns, self.chat, view.composer, self._sampling, models.raised, models.raise_context
            ),
            self.bridge, view,
        )  # fmt: skip
        self.attach = AttachController(view.composer, self.chats.drafts, parts.turns.tokens_of, self.bridge, view)
        self.later = Later(
            self._prepare,
            (
                lambda: view.panel, lambda: view.compare, lambda: view.shelf, lambda: view.sources,
                lambda: view.record, lambda: self.files, lambda: self.commerce, lambda: self.models_page,
            ),
            self.bridge, self._failed, view,
        )  # fmt: skip
        self._connect_chat()
        self._connect_commerce()
        self._connect_rest()

    def _prepare(self) -> None:
        """For the rest of the window, in another thread, where no key waits for it."""
        from desktop_client.chat.markup import dialect

        for name in LATER:
            import_module(name)
        dialect.parser()
        parts = self._parts
        store = parts.store
        _ = store.alerts, store.feeds, store.record, store.shelf_browse, store.shortlists, store.switches_here
        _ = parts.exchange, parts.keys, parts.merchants, parts.switchboard, parts.suggestions()

    @cached_property
    def files(self) -> FilesOfWindow:
        """Exports, imports and backups."""
        from desktop_client.app.files import FilesOfWindow

        files = FilesOfWindow(self._parts, self.view, self.chats.list, self.bridge, self._interpreter, self._failed)
        files.upkeep.start()
        return files

    @cached_property
    def commerce(self) -> CommerceSide:
        """Suggestions, and all that belongs to them."""
        from desktop_client.app.commerce_side import Around, CommerceSide

        around = Around(self._show_commerce, lambda: self._open_panel(False), self._failed)
        side = CommerceSide(
            self._parts, self.view, self.chat, self.shown, self.bridge, self._interpreter, self.rates, around
        )  # fmt: skip
        self.files.upkeep.restored.connect(side.shortlists.refresh)
        side.start()
        return side

    @cached_property
    def rates(self) -> RatesController:
        """Exchange rates: the settings show them too, and wait for no more of commerce."""
        from desktop_client.ui.settings.rates_controller import RatesController

        return RatesController(self._parts.exchange, self.bridge, self._interpreter, utc_now)

    @property
    def _has_commerce(self) -> bool:
        return "commerce" in vars(self)

    @cached_property
    def models_page(self) -> ModelsPageOfWindow:
        """The page of models, with who does what it asks."""
        from desktop_client.app.models_page import ModelsPageOfWindow

        return ModelsPageOfWindow(self._parts, self.view, self.models, self._interpreter)

    def start(self) -> None:
        """Show the window, then look for the model."""
        self._show_commerce()
        self.chat.start()
        self.chats.drafts.start()
        # The list of chats comes behind the first paint.
        self.chats.list.refreshed.connect(self.later.start, Qt.ConnectionType.SingleShotConnection)
        self.view.show()
        self.models.start()
        for told in (self._parts.store.notice, self._settings.problem):
            if told is not None:
                text = self._interpreter.say_error(told) if isinstance(told, Exception) else self._interpreter.say(told)
                self.view.toast.show_message(text)

    def close(self) -> None:
        """Stop what runs; what was written so far is on disk."""
        self.later.stop()
        self.chat.stop_all()
        self.again.stop()
        self.chats.drafts.close()
        self.models.close()
        if "models_page" in vars(self):
            self.models_page.close()
        if self._has_commerce:
            self.commerce.close()
        if not self.engine_ready.is_set():
            # A load that is going on would hold up the window's end; an answer is stopped, and saved, instead.
            self._parts.engine.close()
            self.engine_ready.set()
        self.bridge.close()

    # --- the one place where a sentence is handed to both sides ------------------------------------------------

    def _submitted(self, sentence: str) -> None:
        if self.chat.edits_answer:
            self.chat.save_answer(sentence)
            return
        command = self._commands.match(sentence)
        if command is not None:
            self.view.composer.accept()
            command()
            return
        if self._may_suggest:
            self.commerce.consider(typed(sentence))
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
        temporary = self.chat.is_temporary
        wanted = typed(sentence) if sentence is not None and self._may_suggest else None
        told = temporary and self._settings.get(options.COMMERCE)
        if self._has_commerce or wanted is not None or told:
            self.commerce.question_shown(wanted, temporary=temporary)

    def _show_details(self, message_id: int) -> None:
        message = self.chat.find(message_id)
        if message is not None and message.provenance is not None:
            self.shown.show_details(provenance_text(message.provenance))

    def _suggest_for(self, message_id: int) -> None:
        def sentence() -> str:
            message = self.chat.find(message_id)
            return typed(message.text) if message is not None else ""

        self.commerce.suggest_by_hand(sentence, self._may_suggest_by_hand)

    def _may_suggest_by_hand(self) -> bool:
        if not self._settings.get(options.COMMERCE):
            self._switch_commerce(True)
        on = self._settings.get(options.COMMERCE)
        if on:
            self._keep(options.PANEL_OPEN, True)
            self._show_commerce()
        return on

    # -------------------------------------------------------------------------------------------------------------

    def _connect_chat(self) -> None:
        view = self.view
        view.composer.submitted.connect(self._submitted)
        self._commands = all_commands(
            Doing(
                self._switch_commerce, self.chat.new_chat, self.chat.open_temporary, self._open_models,
                lambda name: self.models_page.use(name), lambda: self.models_page.names(), self._open_sources,
                self._show_shelf, self._show_compare,
            )
        )  # fmt: skip
        view.commands.set_commands(self._commands)
        view.commands.chosen.connect(self._command_chosen)
        self.chat.title_changed.connect(view.header.set_title)
        self.chat.question_shown.connect(self._question_shown)
        self.length.failed.connect(self._failed)
        self.again.failed.connect(self._failed)
        self.again.told.connect(self.shown.show_comparison)
        view.transcript.reproduce_requested.connect(self._reproduce)
        self.length.raised.connect(self.models.show_loaded)
        self.chat.context_changed.connect(self.models.set_used_tokens)
        self.chat.answered.connect(self._parts.note_speed)
        self.attach.failed.connect(self._failed)
        view.transcript.details_requested.connect(self._show_details)
        view.transcript.suggest_requested.connect(self._suggest_for)
        view.transcript.address_activated.connect(self.shown.open_address)
        view.transcript.copied.connect(lambda _: view.toast.show_message(translate("Window", "Copied.")))
        view.show_server("")
        self.chat.opened.connect(lambda _: view.show_temporary(temporary=self.chat.is_temporary))

    def _connect_commerce(self) -> None:
        view = self.view
        view.header.commerce_toggled.connect(self._switch_commerce)
        view.header.panel_requested.connect(lambda: self._open_panel(True))
        view.panel_toggle_requested.connect(lambda: self._open_panel(not view.panel_is_open))
        view.sources_requested.connect(self._open_sources)
        view.all_off_requested.connect(lambda: self.commerce.sources.all_off())
        view.shelf_requested.connect(self._show_shelf)
        view.compare_requested.connect(self._show_compare)

    def _connect_rest(self) -> None:
        view = self.view
        view.sidebar.settings_requested.connect(self._show_settings)
        view.sidebar.files_dropped.connect(lambda files: self.files.transfer.import_dropped(files))
        view.sidebar.list.export_requested.connect(lambda number, title: self.files.transfer.export(number, title))
        view.sidebar.list.exports_requested.connect(lambda chats, ending: self.files.export_all(chats, ending))
        view.closing.connect(self.close)
        view.models_requested.connect(self._open_models)
        self.models.server_changed.connect(view.show_server)
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
            from desktop_client.ui.sources.first_commerce import FirstCommerceDialog

            if FirstCommerceDialog(self.view).exec() != FirstCommerceDialog.DialogCode.Accepted:
                self._show_commerce()
                return
            self._keep(options.COMMERCE_EXPLAINED, True)
            self._keep(options.PANEL_OPEN, True)
        self._keep(options.COMMERCE, on)
        self._show_commerce()
        if on:
            self.chat.show_question_again()
        elif self._has_commerce:
            self.commerce.suggestions.forget()

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
        if self._has_commerce:
            self.commerce.suggestions.refresh_sources()

    def _show_shelf(self) -> None:
        self._with_commerce(self.view.show_shelf)

    def _show_compare(self) -> None:
        self._with_commerce(self.view.show_compare)

    def _show_record(self) -> None:
        self.commerce.show_record()

    def _open_sources(self) -> None:
        self.commerce.sources.open()

    def _open_models(self) -> None:
        self.models_page.open()

    def _with_commerce(self, act: Callable[[], None]) -> None:
        _ = self.commerce
        act()

    def _reproduce(self, message_id: int) -> None:
        answer = next((message for message in self.chat.path() if message.id == message_id), None)
        if answer is not None:
            self.again.start(answer)

    def _show_settings(self) -> None:
        from desktop_client.ui.settings.dialog import SettingsDialog

        dialog = SettingsDialog(
            self._settings, self._parts.profile, self._failed, self.view, rates=self.rates.new_box()
        )
        dialog.record_requested.connect(self._show_record, Qt.ConnectionType.QueuedConnection)
        dialog.models_requested.connect(self._open_models, Qt.ConnectionType.QueuedConnection)
        dialog.sources_requested.connect(self._open_sources, Qt.ConnectionType.QueuedConnection)
        dialog.promises_requested.connect(self.shown.show_promises, Qt.ConnectionType.QueuedConnection)
        dialog.shortcuts_requested.connect(self.preferences.open_keys, Qt.ConnectionType.QueuedConnection)
        dialog.delete_requested.connect(self.preferences.ask_to_delete, Qt.ConnectionType.QueuedConnection)
        dialog.backups_requested.connect(self.files.upkeep.open, Qt.ConnectionType.QueuedConnection)
        dialog.import_requested.connect(self.files.transfer.import_file, Qt.ConnectionType.QueuedConnection)
        dialog.import_folder_requested.connect(self.files.transfer.import_folder, Qt.ConnectionType.QueuedConnection)
        dialog.exec()
        # After what it asked for, which is in the queue.
        dialog.deleteLater()

    def _changed(self, option: Option[object]) -> None:
        if option is options.THEME:
            self._appearance.dress()
        elif option is options.TEXT_SCALE:
            self._appearance.scale_text()

    def _model_failed(self, error: Exception) -> None:
        text = self._interpreter.say_error(error)
        words, act = translate("Window", "Try again"), self.models.try_again
        if isinstance(error, NoTemplateError):
            path = str(error.model.path)
            words, act = translate("Window", "Choose one…"), lambda: self.models_page.templates.ask(path)
        self.view.toast.show_message(text, words, act, stays=True)
        self.models.loaded_changed.connect(
            lambda _: self.view.toast.withdraw(text), Qt.ConnectionType.SingleShotConnection
        )

    def _failed(self, error: Exception) -> None:
        leads_on = isinstance(error, NoModelError)
        action, act = (translate("Window", "Models…"), self._open_models) if leads_on else ("", None)
        self.view.toast.show_message(self._interpreter.say_error(error), action, act)
