"""A program that shows every hostile message, one after another, so that its system calls can be looked at.

Before the first it shows the same messages' harmless kinds, so that fonts and modules are loaded; a line on stdout says
when that is done. Each message is opened, scrolled through, and streamed in pieces.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime

from PySide6.QtWidgets import QApplication
from standins.hostile_messages import HOSTILE

from desktop_client.chat.conversation import Message, MessageState
from desktop_client.inference.engine import Role
from desktop_client.ui.transcript.view import Entry, TranscriptView

HARMLESS = (
    "# A **heading**\n\n- a *list* with `code`\n1. numbers\n- [x] done\n\n"
    "> 引用 👩‍👩‍👧 \u0301 \u202e\n\n| a | b |\n|-|-|\n| 1 | 2 |\n\n"
    "```python\nx = 'y'  # why\n```\n\n$x^2$ ~~old~~ [a](https://a.example/) <b>b</b> &amp;\n"
)
BEGIN, END = "-- now --", "-- over --"


def entry(number: int, text: str, state: MessageState = MessageState.COMPLETE) -> Entry:
    return Entry(Message(number, 1, None, Role.ASSISTANT, text, state, datetime(2026, 11, 23, tzinfo=UTC)))


def show(view: TranscriptView, text: str) -> None:
    view.set_entries([entry(1, "before"), entry(2, text), entry(3, "", MessageState.STREAMING)])
    view.viewport().repaint()
    for at in range(0, 4_000, 500):
        view.append_text(3, text[at : at + 500])
        QApplication.processEvents()
    for number in (2, 3):
        view.scroll_to_message(number)
        view.viewport().repaint()
    view.select_all()
    view.copy_markdown()


def main() -> None:
    app = QApplication([])
    view = TranscriptView()
    view.resize(800, 700)
    view.show()
    # Every character that will come, for the fonts' sake.
    characters = "".join(sorted(set("".join(text[:60_000] for text in HOSTILE.values()))))
    show(view, HARMLESS + characters.replace("\n", " "))
    show(view, "".join(f"```{name}\nx\n```\n" for name in ("js", "py", "python", "")) + characters)
    os.write(1, BEGIN.encode())
    for text in HOSTILE.values():
        show(view, text)
    os.write(1, END.encode())
    del app


if __name__ == "__main__":
    main()
