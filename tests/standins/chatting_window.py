"""A program that opens the real window of a fresh profile, chats in it and closes it, so that its system calls can be
looked at: ``python -m standins.chatting_window PROFILE``. It prints how many answers came.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from desktop_client.app import running
from desktop_client.app.window import Window
from desktop_client.chat.conversation import MessageState
from desktop_client.inference.engine import Role
from desktop_client.paths import Profile

QUESTIONS = ("What kind of face mask suits sensitive skin?", "Where could I buy one for less than 20 dollars?")
LOOK_MS = 50


class Driven(Window):
    """The window, and who uses it: each step waits for something, and then does the next."""

    answers = 0

    def start(self) -> None:
        super().start()
        self._steps = self._used()
        self._until: Callable[[], bool] = next(self._steps)
        self._looking = QTimer(self.view)
        self._looking.timeout.connect(self._look)
        self._looking.start(LOOK_MS)

    def _look(self) -> None:
        if self._until():
            self._until = next(self._steps, lambda: False)

    def _used(self) -> Iterator[Callable[[], bool]]:
        whole: list[bool] = []
        self.later.done.connect(lambda: whole.append(True))
        yield lambda: bool(whole) and self.engine_ready.is_set()
        for question in QUESTIONS:
            self.view.composer.set_text(question)
            QTest.keyClick(self.view.composer.findChild(QPlainTextEdit), Qt.Key.Key_Return)
            yield lambda: not self.chat.busy and self._has_answer()
            self.chat.new_chat()
        for show in (self._open_models, self._open_sources, self._show_shelf, self._show_compare, self._show_record):
            show()
            yield lambda: True
        self.view.close()

    def _has_answer(self) -> bool:
        last = self.view.transcript.entries()[-1:]
        came = bool(last) and last[0].message.role is Role.ASSISTANT
        if came and last[0].message.state in {MessageState.COMPLETE, MessageState.LENGTH}:
            Driven.answers += 1
            return True
        return False


def main(profile: Path) -> int:
    running.Window = Driven  # type: ignore[misc]
    status = running.run_window(Profile(profile))
    print(f"answers: {Driven.answers}")
    return status


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
