"""Keeps what is typed and not sent, for each conversation: it is there again after a restart."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_client.chat.conversation import is_temporary
from desktop_client.chat.desk import Desk
from desktop_client.errors import SidelightError
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.chat.composer import Composer

PAUSE_MS = 500
"""What was typed is on its way to the disk after so long, typing or not."""


class DraftController(QObject):
    """A *place* is the conversation whose draft is in the composer; None before it has one. What was typed in a
    temporary chat is written nowhere.

    Drafts are written one after the other, so that an older one never comes after a newer.
    """

    failed = Signal(object)

    def __init__(self, desk: Desk, composer: Composer, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._composer, self._bridge = desk, composer, bridge
        self._place: int | None = None
        self._saved = ""
        self._known: dict[int | None, str] = {}
        self._waiting: dict[int | None, str] = {}
        self._writing = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._save)
        composer.text_changed.connect(self._changed)

    def start(self) -> None:
        """Bring back what was typed for the first chat."""
        self._load()

    def go_to(self, place: int | None) -> None:
        """Another conversation is opened: keep what is in the composer, and put there what was typed for this one."""
        if place == self._place:
            return
        self._save()
        self._composer.set_text("")
        self._place, self._saved = place, ""
        self._pause.stop()
        self._load()

    def becomes(self, place: int) -> None:
        """The chat that had no conversation yet has one now; what is in the composer stays there."""
        self._save()
        self._place, self._saved = place, ""
        self._pause.start()

    def close(self) -> None:
        """The window goes: keep what is in the composer at once."""
        self._pause.stop()
        if not self._is_private:
            self._waiting[self._place] = self._composer.text()
        try:
            for place, text in self._waiting.items():
                self._desk.save_draft(place, text)
        except SidelightError as error:
            self.failed.emit(error)

    @property
    def _is_private(self) -> bool:
        return self._place is not None and is_temporary(self._place)

    def _changed(self, _text: str) -> None:
        # Not begun anew: who types without a pause would have nothing on the disk.
        if not self._pause.isActive():
            self._pause.start()

    def _load(self) -> None:
        place = self._place

        def loaded(text: str) -> None:
            # Whoever was quicker to type keeps what is there.
            if place == self._place and text and not self._composer.text():
                self._saved = text
                self._composer.set_text(text)

        if place in self._known:
            # What was left a moment ago may not be on the disk yet.
            loaded(self._known[place])
        elif not self._is_private:
            self._bridge.run(partial(self._desk.draft, place), loaded, self.failed.emit)

    def _save(self) -> None:
        self._pause.stop()
        text, place = self._composer.text(), self._place
        if text == self._saved:
            return
        self._saved = self._known[place] = text
        if self._is_private:
            return
        self._waiting[place] = text
        if not self._writing:
            self._write_next()

    def _write_next(self) -> None:
        self._writing = bool(self._waiting)
        if self._waiting:
            place = next(iter(self._waiting))
            write = partial(self._desk.save_draft, place, self._waiting.pop(place))
            self._bridge.run(write, lambda _: self._write_next(), self._not_written)

    def _not_written(self, error: Exception) -> None:
        self.failed.emit(error)
        self._write_next()
