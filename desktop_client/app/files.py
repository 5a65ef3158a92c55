"""Chats of the window that end in a file or come from one, and the backups of them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from desktop_client.app.parts import Parts
from desktop_client.app.transfer_desk import TransferDeskOfProfile
from desktop_client.chat.transfer import Form
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.sidebar.controller import ChatListController
from desktop_client.ui.transfer.controller import TransferController
from desktop_client.ui.transfer.dialogs import TransferDialogs
from desktop_client.ui.translation import Interpreter
from desktop_client.ui.upkeep.controller import UpkeepController
from desktop_client.ui.window import MainWindow


class FilesOfWindow:
    """Exports, imports and backups of one window. ``failed`` is told what went wrong."""

    def __init__(
        self,
        parts: Parts,
        view: MainWindow,
        chats: ChatListController,
        bridge: Bridge,
        interpreter: Interpreter,
        failed: Callable[[Exception], None],
    ) -> None:
        desk = TransferDeskOfProfile(parts, interpreter.language)
        self.transfer = TransferController(desk, TransferDialogs(view), bridge, view)
        self.upkeep = UpkeepController(parts.store.upkeep, bridge, interpreter, view)
        self.transfer.imported.connect(chats.refresh)
        self.upkeep.restored.connect(chats.refresh)
        self.transfer.told.connect(view.toast.show_message)
        for part in (self.transfer, self.upkeep):
            part.failed.connect(failed)

    def export_all(self, chats: Mapping[int, str], ending: str) -> None:
        """Write several chats, whose titles are given, to files with this ending."""
        self.transfer.export_all(chats, Form(ending))
