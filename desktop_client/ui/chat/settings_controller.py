"""Joins the dialog of the open chat's settings with the chat, and back by undo, and with the presets that are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop_client import settings as options
from desktop_client.chat.archive import Archive
from desktop_client.chat.chat_settings import ChatSettings
from desktop_client.inference.engine import Sampling
from desktop_client.settings import Settings
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.chat.controller import ChatController
from desktop_client.ui.chat.open_chat import OpenChat
from desktop_client.ui.chat.settings_dialog import ChatSettingsDialog
from desktop_client.ui.widgets.toast import Toast


class ChatSettingsController(QObject):
    """``usual`` and ``usual_prompt`` are what holds for all chats."""

    failed = Signal(object)

    def __init__(
        self,
        chat: ChatController,
        archive: Archive,
        settings: Settings,
        usual: Callable[[], Sampling],
        usual_prompt: Callable[[], str],
        toast: Toast,
        bridge: Bridge,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._chat, self._archive, self._settings, self._window = chat, archive, settings, window
        self._usual, self._usual_prompt, self._toast, self._bridge = usual, usual_prompt, toast, bridge

    def open(self) -> None:
        """Show what the chat on screen has its own way in."""
        chat = self._chat.current
        dialog = ChatSettingsDialog(chat.settings, self._usual(), self._usual_prompt(), self.presets(), self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.preset_saved.connect(self._save)
        dialog.preset_removed.connect(self._remove)
        dialog.accepted.connect(lambda: self._change(chat, dialog.chosen()))
        dialog.open()

    def _change(self, chat: OpenChat, settings: ChatSettings) -> None:
        before = chat.settings
        if settings != before:
            self._give(chat, settings)
            text = self.tr("The settings of this chat were changed.")
            self._toast.show_message(text, self.tr("Undo"), partial(self._give, chat, before))

    def _give(self, chat: OpenChat, settings: ChatSettings) -> None:
        """Keep what a chat has its own way in; one that isn't stored yet takes it along with its first question."""
        chat.settings = settings
        if chat.id is None:
            return
        if self._chat.open_id == chat.id:
            # It may have been opened anew since.
            self._chat.current.settings = settings
        self._bridge.run(partial(self._archive.set_settings, chat.id, settings), lambda _: None, self.failed.emit)

    def presets(self) -> dict[str, ChatSettings]:
        """The presets that are kept, by name; what this version does not know of one is left out."""
        return {name: _from_table(table) for name, table in self._kept().items()}

    def _save(self, name: str, preset: ChatSettings) -> None:
        table = {field: value for field, value in asdict(preset).items() if value is not None}
        self._keep({**self._kept(), name: table})

    def _remove(self, name: str) -> None:
        self._keep({other: table for other, table in self._kept().items() if other != name})

    def _kept(self) -> Mapping[str, Mapping[str, Any]]:
        kept: Mapping[str, Mapping[str, Any]] = self._settings.get(options.PRESETS)
        return kept

    def _keep(self, presets: Mapping[str, Mapping[str, Any]]) -> None:
        try:
            self._settings.set(options.PRESETS, presets)
        except options.SettingsError as error:
            self.failed.emit(error)


def _from_table(table: Mapping[str, Any]) -> ChatSettings:
    known = {field.name for field in fields(ChatSettings)}
    return ChatSettings(**{name: value for name, value in table.items() if name in known})
