"""A short chat on its page, to press on and to copy from."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from standins.transcripts import message

from desktop_client.inference.engine import Role
from desktop_client.ui.transcript.entry import Action
from desktop_client.ui.transcript.view import Entry, TranscriptView

TABLE = "| a | b |\n|---|---|\n| 1 | **2** |\n| 3 | 4 |"
ANSWER = f"""First **paragraph** with [docs](https://example.com/guide).

1. one item
2. 第二项
   - [x] nested

```python
x = 1
y = 2
```

{TABLE}

Last words."""


CHAT = [
    Entry(message(1, Role.USER, "What is it?")),
    Entry(message(2, Role.ASSISTANT, ANSWER), sibling=2, siblings=3, footer="13.4 tokens/s"),
    Entry(message(3, Role.USER, "Thanks a lot")),
]


@pytest.fixture
def view(qtbot) -> TranscriptView:
    widget = TranscriptView()
    qtbot.addWidget(widget)
    widget.resize(800, 760)
    widget.show()
    qtbot.waitExposed(widget)
    widget.set_entries(CHAT)
    return widget


def spot_at(view: TranscriptView, row: int, action: Action) -> QPoint:
    spot = next(spot for spot in view.flow.row(row).spots() if spot.action is action)
    return spot.rect.center() + QPoint(0, view.flow.top_of(row))
