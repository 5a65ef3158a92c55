"""An answer while it is being written: what has come is on the disk within a second (P18), whatever the engine does."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import replace
from types import TracebackType
from typing import Self

from desktop_client.chat.archive import Archive
from desktop_client.chat.conversation import Message, MessageState, Provenance
from desktop_client.errors import SidelightError
from desktop_client.inference.engine import Timing


class GrowingAnswer:
    """An answer that is being written. Inside ``with``, a thread of its own saves what has come: at once when text
    comes after a pause, then at every interval. So commits never hold up the engine, and text is saved when
    the engine falls silent, too. Leaving ``with`` saves the last state, *interrupted* unless something else was said.
    """

    def __init__(self, archive: Archive, message: Message, provenance: Provenance, save_every_s: float) -> None:
        self.message = message
        self.provenance = provenance
        self.not_saved: SidelightError | None = None
        self._archive = archive
        self._save_every_s = save_every_s
        self._state = MessageState.INTERRUPTED
        self._note = ""
        self._parts: list[str] = [message.text] if message.text else []
        self._saved = 0
        self._text_came = threading.Condition()
        self._over = threading.Event()
        self._saver = threading.Thread(target=self._keep_saving, name=f"saver of answer {message.id}", daemon=True)

    def append(self, text: str) -> None:
        """Some more text."""
        with self._text_came:
            self._parts.append(text)
            self._text_came.notify()

    def end(self, state: MessageState, timing: Timing) -> None:
        """The engine is done."""
        self._state = state
        self.provenance = replace(self.provenance, timing=timing)

    def interrupt(self, note: str) -> None:
        """The engine failed."""
        self._state = MessageState.INTERRUPTED
        self._note = note

    def __enter__(self) -> Self:
        self._saver.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._text_came:
            self._over.set()
            self._text_came.notify()
        self._saver.join()
        last = replace(self.message, text=self._text(), state=self._state, provenance=self.provenance, note=self._note)
        try:
            self.message = self._archive.finish(last.id, last.text, last.state, last.provenance, last.note)
            self.not_saved = None
        except SidelightError as failure:
            # The window still shows what came; on disk the answer is as it was last saved.
            self.message, self.not_saved = last, failure

    def _text(self) -> str:
        return "".join(self._parts)

    def _keep_saving(self) -> None:
        while self._wait_for_text():
            # A write that failed, on a full disk for instance, is made good by the next one or by the last.
            with suppress(SidelightError):
                self._archive.save_text(self.message.id, self._text())
            self._over.wait(self._save_every_s)

    def _wait_for_text(self) -> bool:
        with self._text_came:
            self._text_came.wait_for(lambda: self._over.is_set() or len(self._parts) > self._saved)
            self._saved = len(self._parts)
            return not self._over.is_set()
