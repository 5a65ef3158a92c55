"""*Reproduce this answer*: asks once more behind the bridge, can be stopped, and says what came of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QLocale, QObject, Signal

from desktop_client.chat.conversation import Message
from desktop_client.chat.reproduction import Reproduced
from desktop_client.ui.bridge import Bridge
from desktop_client.ui.translation import Interpreter
from desktop_client.ui.widgets.toast import Toast

Reproduce = Callable[[Message, threading.Event], Reproduced | None]


class ReproduceController(QObject):
    """One answer at a time; nothing is stored and the transcript stays as it is."""

    told = Signal(str)
    """What came of it, a line each."""
    failed = Signal(object)

    def __init__(self, reproduce: Reproduce, toast: Toast, bridge: Bridge, interpreter: Interpreter) -> None:
        super().__init__(toast)
        self._reproduce, self._toast, self._bridge, self._interpreter = reproduce, toast, bridge, interpreter
        self._stop: threading.Event | None = None

    def start(self, answer: Message) -> None:
        """Ask once more for what came to this answer."""
        if self._stop is not None:
            return
        self._stop = threading.Event()
        self._toast.show_message(self.tr("Asking once more, to compare…"), self.tr("Stop"), self._stop.set, stays=True)
        self._bridge.run(partial(self._reproduce, answer, self._stop), partial(self._done, answer), self._not_done)

    def stop(self) -> None:
        """End it, for instance because the window closes."""
        if self._stop is not None:
            self._stop.set()

    def _done(self, answer: Message, found: Reproduced | None) -> None:
        self._stop = None
        self._toast.hide()
        if found is not None:
            self.told.emit("\n".join(self._lines(answer, found)))

    def _not_done(self, error: Exception) -> None:
        self._stop = None
        self.failed.emit(error)

    def _lines(self, answer: Message, found: Reproduced) -> list[str]:
        count = QLocale().toString
        if found.is_same:
            first = self.tr("The same text came again, {same} characters of it.").format(same=count(found.same))
        elif found.text is None:
            first = self.tr("The answer can't be asked for again as it was:")
        else:
            first = self.tr("Another text came: the first {same} of {all} characters are the same.").format(
                same=count(found.same), all=count(len(answer.text))
            )
        return [first, *map(self._interpreter.say, found.differs)]
