"""The chat side of the window: its controllers, and what joins them with each other and with the store."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

from desktop_client.app.looking import Looking
from desktop_client.app.parts import Parts
from desktop_client.inference.engine import Sampling
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.chat.branch_controller import BranchController
from desktop_client.ui.chat.controller import ChatController
from desktop_client.ui.chat.draft_controller import DraftController
from desktop_client.ui.chat.parts import ChatParts
from desktop_client.ui.chat.settings_controller import ChatSettingsController
from desktop_client.ui.sidebar.controller import ChatListController
from desktop_client.ui.translation import Interpreter
from desktop_client.ui.window import MainWindow


class Chats:
    """The list of conversations, the open one, its branches, and looking for words in all of them."""

    def __init__(
        self,
        parts: Parts,
        view: MainWindow,
        sampling: Callable[[], Sampling],
        engine_ready: threading.Event,
        bridge: Bridge,
        interpreter: Interpreter,
        failed: Callable[[Exception], None],
    ) -> None:
        store = parts.store
        self.list = ChatListController(
            store.conversations, store.branches, store.desk, view.sidebar, view.toast, bridge, interpreter,
            today=lambda: datetime.now().astimezone().date(),
        )  # fmt: skip
        self.open = ChatController(
            parts.archive, parts.turns, sampling, engine_ready,
            ChatParts(view.sidebar, view.transcript, view.composer, view.toast), self.list, bridge,
        )  # fmt: skip
        self.open.failed.connect(failed)
        self.branches = BranchController(
            store.branches, self.open, self.list, view.transcript, view.toast, bridge, interpreter
        )
        self.drafts = DraftController(store.desk, view.composer, self.open.edited_in, bridge)
        self.drafts.edit_came_back.connect(self.open.edit_came_back)
        self.drafts.failed.connect(failed)
        self.open.opened.connect(self.drafts.go_to)
        self.open.begun.connect(self.drafts.becomes)
        self.open.sent_elsewhere.connect(self.drafts.sent)
        # What is gone for good is to leave nothing behind: neither its state on the disk nor one to be saved later.
        self.list.erased.connect(lambda: bridge.run(parts.engine.forget_read, lambda _: None, failed))
        self.settings = ChatSettingsController(
            self.open, parts.archive, parts.settings, sampling, parts.system_prompt, view.toast, bridge, view
        )
        self.settings.failed.connect(failed)
        view.header.chat_settings_requested.connect(self.settings.open)
        self.looking = Looking(store.search, view, self.open, self.list, bridge, failed)
