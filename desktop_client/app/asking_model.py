"""*Ask the model about this shortlist*: commerce makes a text, the user reads it, and chat gets nothing but that text.

It is the only place where words of offers reach the model, and only by the user's hand. The conversation stands apart:
what is said in it is never handed to commerce, so nothing of it can become a need, a request or a card.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from desktop_client.app.parts import Parts, utc_now
from desktop_client.commerce.comparing.prompt import ShortlistPrompt, shortlist_prompt
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.chat.controller import ChatController
from desktop_client.ui.compare.ask_dialog import open_ask_dialog
from desktop_client.ui.compare.controller import ShortlistController
from desktop_client.ui.panel.lists import list_words
from desktop_client.ui.translation import Interpreter
from desktop_client.ui.window import MainWindow
from desktop_client.wording import say


class AskingModel:
    """Opens the dialog, begins the conversation, and knows of any whether it stands apart."""

    def __init__(
        self,
        parts: Parts,
        view: MainWindow,
        chat: ChatController,
        shortlists: ShortlistController,
        bridge: Bridge,
        interpreter: Interpreter,
        failed: Callable[[Exception], None],
    ) -> None:
        self._parts, self._view, self._chat, self._shortlists = parts, view, chat, shortlists
        self._bridge, self._interpreter, self._failed = bridge, interpreter, failed
        view.compare.ask_requested.connect(self.open)

    def open(self) -> None:
        """Show what would be asked about the list on screen."""
        shown = self._shortlists.shown
        if shown is None or shown.laid_out is None:
            return
        pins = [column.pin for column in shown.laid_out.comparison.columns]
        name = list_words(shown.name or "")
        make = partial(shortlist_prompt, pins, name, self._may_be_told, utc_now(), self._interpreter.language)
        self._bridge.run(make, partial(self._show, name), self._failed)

    def unless_apart(self, act: Callable[[], None], otherwise: Callable[[], None] = lambda: None) -> None:
        """Do what hands a sentence of the open conversation to commerce, unless the conversation stands apart."""
        conversation_id = self._chat.open_id
        if conversation_id is None:
            act()
            return

        def asked(apart: bool) -> None:
            if self._chat.open_id == conversation_id:
                (otherwise if apart else act)()

        self._bridge.run(partial(self._parts.store.apart.is_apart, conversation_id), asked, self._failed)

    def _may_be_told(self, source_id: str) -> bool:
        return any(m.id == source_id and m.terms.model_use_ok for m in self._parts.registry.manifests)

    def _show(self, name: str, prompt: ShortlistPrompt) -> None:
        names = {m.id: m.name[self._interpreter.language] for m in self._parts.registry.manifests}
        left_out = [(names.get(source, source), count) for source, count in prompt.left_out.items()]
        open_ask_dialog(prompt, left_out, self._view, partial(self._ask, name))

    def _ask(self, name: str, text: str) -> None:
        title = say("Shortlist: {name}", name=name).in_language(self._interpreter.language)
        self._view.show_home()
        self._chat.begin(text, title, self._parts.store.apart.set_apart)
