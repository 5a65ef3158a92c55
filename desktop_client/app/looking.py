"""Looking for words, in all chats and in the open one: the controllers for it, and what joins them with the window."""

from __future__ import annotations

from collections.abc import Callable

from desktop_client.chat.search import Hit, Query, Search
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.chat.controller import ChatController
from desktop_client.ui.chat.find_controller import FindController
from desktop_client.ui.sidebar.controller import ChatListController
from desktop_client.ui.sidebar.search_controller import SearchController
from desktop_client.ui.window import MainWindow


class Looking:
    """Searches while somebody types, goes to what was chosen, and finds in the open chat."""

    def __init__(
        self,
        search: Search,
        view: MainWindow,
        chat: ChatController,
        chat_list: ChatListController,
        bridge: Bridge,
        failed: Callable[[Exception], None],
    ) -> None:
        self._view, self._chat = view, chat
        self.search = SearchController(search, view.sidebar, bridge)
        self.find = FindController(view.find_bar, view.transcript, bridge)
        self.search.chosen.connect(self._go_to)
        self.search.failed.connect(failed)
        chat_list.refreshed.connect(self.search.refresh)
        chat.messages_shown.connect(self.find.refresh)
        view.find_requested.connect(self.find.open)
        view.find_stepped.connect(self.find.step)

    def _go_to(self, hit: Hit, query: Query) -> None:
        self._view.show_home()
        number = hit.message_id
        if number is None:
            self._chat.open(hit.conversation_id)
        else:
            self._chat.open_at(hit.conversation_id, number, lambda: self.find.show_hit(number, query))
