"""Keeps what is typed and not sent, for each conversation: it is there again after a restart."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_client.chat.attachment import Attachment, with_attachments
from desktop_client.chat.conversation import is_temporary
from desktop_client.chat.desk import NO_DRAFT, Desk, Draft
from desktop_client.errors import SidelightError
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.chat.composer import Composer

PAUSE_MS = 500
"""What was typed is on its way to the disk after so long, typing or not."""


class DraftController(QObject):
    """A *place* is the conversation whose draft is in the composer; None before it has one. What was typed in a
    temporary chat is written nowhere. ``edited`` is the message of a conversation that is being edited.

    Drafts are written one after the other, so that an older one never comes after a newer.
    """

    failed = Signal(object)
    edit_came_back = Signal(int)
    """What was typed for the chat on screen before the window was closed was to be another version of this message."""

    became = Signal(int)
    """The place that was None has this conversation now."""

    def __init__(
        self,
        desk: Desk,
        composer: Composer,
        edited: Callable[[int | None], int | None],
        bridge: Bridge,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._composer, self._edited, self._bridge = desk, composer, edited, bridge
        self._place: int | None = None
        self._saved = NO_DRAFT
        self._known: dict[int | None, Draft] = {}
        self._waiting: dict[int | None, Draft] = {}
        self._writing = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._save)
        composer.text_changed.connect(self._changed)

    @property
    def place(self) -> int | None:
        """The conversation whose draft is in the composer."""
        return self._place

    def start(self) -> None:
        """Bring back what was typed for the first chat."""
        self._load()

    def go_to(self, place: int | None) -> None:
        """Another conversation is opened: keep what is in the composer, and put there what was typed for this one."""
        if place == self._place:
            return
        self._save()
        self._composer.set_text("")
        self._place, self._saved = place, NO_DRAFT
        self._pause.stop()
        self._load()

    def becomes(self, place: int) -> None:
        """The chat that had no conversation yet has one now; what is in the composer stays there."""
        before, self._place, self._saved = self._place, place, NO_DRAFT
        self._save()
        self._keep(before, NO_DRAFT)
        self.became.emit(place)

    def sent(self, place: int | None, text: str) -> None:
        """What was written at a place that is out of sight is sent: it is not to be sent again from there."""
        draft = self._known.get(place)
        if draft is None or draft.text.startswith(text):
            rest = draft.text.removeprefix(text) if draft is not None else ""
            self._keep(place, Draft(rest) if rest.strip() else NO_DRAFT)

    def add(self, place: int | None, attachment: Attachment) -> None:
        """Let a file go with what is written at a place, in sight or not."""

        def found(draft: Draft) -> None:
            self._known.setdefault(place, draft)
            self.add(place, attachment)

        if place == self._place:
            self._composer.add_attachment(attachment)
        elif place in self._known:
            draft = self._known[place]
            self._keep(place, Draft(with_attachments(draft.text, (attachment,)), draft.edits))
        elif _is_private(place):
            found(NO_DRAFT)
        else:
            self._bridge.run(partial(self._desk.draft, place), found, self.failed.emit)

    def close(self) -> None:
        """The window goes: keep what is in the composer at once."""
        self._pause.stop()
        if not _is_private(self._place):
            self._waiting[self._place] = self._draft
        try:
            for place, draft in self._waiting.items():
                self._desk.save_draft(place, draft.text, draft.edits)
        except SidelightError as error:
            self.failed.emit(error)

    @property
    def _draft(self) -> Draft:
        """What is in the composer now."""
        text = self._composer.text()
        return Draft(text, self._edited(self._place)) if text else NO_DRAFT

    def _changed(self, _text: str) -> None:
        # Not begun anew: who types without a pause would have nothing on the disk.
        if not self._pause.isActive():
            self._pause.start()

    def _load(self) -> None:
        place = self._place

        def loaded(draft: Draft) -> None:
            # Whoever was quicker to type keeps what is there.
            if place == self._place and draft.text and not self._composer.text():
                self._saved = draft
                self._composer.set_text(draft.text)
                if draft.edits is not None:
                    self.edit_came_back.emit(draft.edits)

        if place in self._known:
            # What was left a moment ago may not be on the disk yet.
            loaded(self._known[place])
        elif not _is_private(self._place):
            self._bridge.run(partial(self._desk.draft, place), loaded, self.failed.emit)

    def _save(self) -> None:
        self._pause.stop()
        draft, place = self._draft, self._place
        if draft == self._saved:
            return
        self._saved = draft
        self._keep(place, draft)

    def _keep(self, place: int | None, draft: Draft) -> None:
        self._known[place] = draft
        if _is_private(place):
            return
        self._waiting[place] = draft
        if not self._writing:
            self._write_next()

    def _write_next(self) -> None:
        self._writing = bool(self._waiting)
        if self._waiting:
            place = next(iter(self._waiting))
            draft = self._waiting.pop(place)
            write = partial(self._desk.save_draft, place, draft.text, draft.edits)
            self._bridge.run(write, lambda _: self._write_next(), self._not_written)

    def _not_written(self, error: Exception) -> None:
        self.failed.emit(error)
        self._write_next()


def _is_private(place: int | None) -> bool:
    return place is not None and is_temporary(place)
