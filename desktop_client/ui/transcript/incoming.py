"""Gathers what an answer brings, so that the page is drawn at most once per frame, and less often if that is dear."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import perf_counter

from PySide6.QtCore import QObject, QTimer

FRAME_MS = 16
AT_ONCE = 1_000
"""Characters that one frame brings at the most, so that a server's burst does not hold up the window."""
_COST_SHARE = 3
"""An update may take a third of the UI thread's time; where updates are dear, they get rarer."""


class Incoming(QObject):
    """``show(message_id, progress, text)`` is called with all that has come for a message since the last frame."""

    def __init__(self, show: Callable[[int, tuple[int, int] | None, str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._show = show
        self._texts: dict[int, list[str]] = {}
        self._progress: dict[int, tuple[int, int]] = {}
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._frame.setInterval(FRAME_MS)
        self._frame.timeout.connect(self._take_some)

    def text(self, message_id: int, piece: str) -> None:
        """Some more of an answer."""
        self._texts.setdefault(message_id, []).append(piece)
        self._ask()

    def progress(self, message_id: int, done: int, total: int) -> None:
        """How far the prompt has been read."""
        self._progress[message_id] = (done, total)
        self._ask()

    def forget(self, message_id: int) -> None:
        """Drop what has come for one message."""
        self._texts.pop(message_id, None)
        self._progress.pop(message_id, None)

    def forget_all(self) -> None:
        """Drop what has come."""
        self._frame.stop()
        self._texts.clear()
        self._progress.clear()

    def take(self) -> None:
        """Show at once all that has come."""
        self._frame.stop()
        self._take({message_id: "".join(pieces) for message_id, pieces in self._texts.items()})

    def _take_some(self) -> None:
        texts = {message_id: "".join(pieces) for message_id, pieces in self._texts.items()}
        self._take({message_id: text[:AT_ONCE] for message_id, text in texts.items()})
        for message_id, text in texts.items():
            if rest := text[AT_ONCE:]:
                self.text(message_id, rest)

    def _take(self, texts: Mapping[int, str]) -> None:
        progress = self._progress
        if not texts and not progress:
            return
        self._texts, self._progress = {}, {}
        started = perf_counter()
        for message_id in progress.keys() | texts.keys():
            self._show(message_id, progress.get(message_id), texts.get(message_id, ""))
        cost = (perf_counter() - started) * 1000
        self._frame.setInterval(max(FRAME_MS, round(cost * _COST_SHARE)))

    def _ask(self) -> None:
        if not self._frame.isActive():
            self._frame.start()
