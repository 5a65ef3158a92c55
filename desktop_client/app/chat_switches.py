"""What the open conversation has switched off for itself: kept with it, and honoured at the moment of sending."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Protocol

from desktop_client.chat.conversation import is_temporary
from desktop_client.commerce.switches import OffHere, SwitchesHere
from desktop_client.errors import SidelightError
from desktop_client.ui.bridge import Bridge


class Kept(Protocol):
    """Where it is kept."""

    def of(self, conversation_id: int) -> OffHere:
        """What is off in a conversation; quick."""
        ...

    def keep(self, conversation_id: int, off: OffHere) -> None:
        """Keep it. Blocks."""
        ...


class ChatSwitches:
    """Follows the conversation on screen. A chat that is not stored yet has its switches in memory until it is.

    What was chosen last holds, whichever of several writes ends first, and also before it is on disk.
    """

    def __init__(
        self,
        kept: Kept,
        switches: SwitchesHere,
        bridge: Bridge,
        *,
        changed: Callable[[], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._kept, self._switches, self._bridge = kept, switches, bridge
        self._changed, self._failed = changed, failed
        self._conversation_id: int | None = None
        self._unkept: dict[int, OffHere] = {}
        self._looking, self._writing = threading.Lock(), threading.Lock()

    @property
    def off(self) -> OffHere:
        """What is off in the conversation on screen."""
        return self._switches.off

    def go_to(self, conversation_id: int | None) -> None:
        """Another conversation is on screen. What can't be read counts as off."""
        self._conversation_id = conversation_id
        off = OffHere()
        if conversation_id is not None and not is_temporary(conversation_id):
            try:
                chosen = self._unkept.get(conversation_id)
                off = self._kept.of(conversation_id) if chosen is None else chosen
            except SidelightError as error:
                off = OffHere(everything=True)
                self._failed(error)
        self._switches.off = off
        self._changed()

    def becomes(self, conversation_id: int) -> None:
        """The chat on screen is stored now."""
        self._conversation_id = conversation_id
        if self.off:
            self._keep()

    def choose(self, source_id: str, off: bool) -> None:
        """Switch a source off in this conversation, or leave it as it is everywhere; an empty id means everything."""
        now = self.off
        self._switches.off = (
            now.with_source(source_id, off=off) if source_id else OffHere(everything=off, sources=now.sources)
        )
        self._keep()
        self._changed()

    def _keep(self) -> None:
        number = self._conversation_id
        if number is not None and not is_temporary(number):
            with self._looking:
                self._unkept[number] = self.off
            self._bridge.run(partial(self._write, number), lambda _: None, self._failed)

    def _write(self, number: int) -> None:
        with self._writing:
            off = self._unkept.get(number)
            if off is None:
                return
            self._kept.keep(number, off)
            with self._looking:
                if self._unkept[number] is off:
                    del self._unkept[number]
