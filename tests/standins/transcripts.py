"""Messages of a chat, and the page that shows them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QApplication

from desktop_client.chat.conversation import Message, MessageState, Provenance
from desktop_client.inference.engine import Role, Sampling
from desktop_client.ui import theme
from desktop_client.ui.transcript.view import Entry, TranscriptView

WHEN = datetime(2026, 11, 23, tzinfo=UTC)
HOW = Provenance("m", "0" * 64, "0" * 64, "0" * 64, Sampling(), None)
ANSWER = """Some **words** about it, long enough that they take more than one line in a column of usual width, surely.

- one thing
- 另一件事，用中文写

```python
def f(x):
    return x + 1
```

| a | b |
|---|---|
| 1 | 2 |

The end of answer {n}."""


def message(number: int, role: Role, text: str, state: MessageState = MessageState.COMPLETE, note: str = "") -> Message:
    how = HOW if role is Role.ASSISTANT else None
    return Message(number, 1, number - 1 or None, role, text, state, WHEN, how, note)


def entry(number: int, text: str, role: Role = Role.ASSISTANT, state: MessageState = MessageState.COMPLETE) -> Entry:
    return Entry(message(number, role, text, state))


def entries(count: int) -> list[Entry]:
    return [
        Entry(message(n, Role.USER, f"Question {n}?" * (1 + n % 7)))
        if n % 2
        else Entry(message(n, Role.ASSISTANT, ANSWER.format(n=n) * (1 + n % 3)), footer="13.4 tokens/s")
        for n in range(1, count + 1)
    ]


def streaming(number: int) -> Entry:
    return entry(number, "", state=MessageState.STREAMING)


@pytest.fixture
def view(qtbot) -> TranscriptView:
    theme.apply(QApplication.instance(), "light")
    widget = TranscriptView()
    qtbot.addWidget(widget)
    widget.resize(800, 600)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def settle(view: TranscriptView) -> None:
    view._incoming.take()
    QApplication.processEvents()


def place_of(view: TranscriptView, number: int) -> int:
    return view.flow.top_of(view.flow.row_of(number))
