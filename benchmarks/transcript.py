"""The transcript: opening a long conversation, streaming into it, scrolling through it.

``python benchmarks/transcript.py`` prints one flat JSON object; times are in milliseconds, ratios end in ``_ratio``.
Needs a display; ``QT_QPA_PLATFORM=offscreen`` will do.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random
from time import perf_counter, thread_time

from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtWidgets import QApplication

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from desktop_client.chat.conversation import Message, MessageState
from desktop_client.chat.markup.dialect import parser
from desktop_client.inference.engine import Role
from desktop_client.ui.transcript.view import Entry, TranscriptView

QUESTION = "What should I keep in mind about it? 还有，敏感肌适合用什么样的面膜？"
ANSWER = """A short **answer** with a list, since the question has two parts:

1. one thing, with `code` in it
2. 另一件事，用中文写，长一点，好让它换行
   - nested

```python
def f(x: int) -> int:
    return x + 1  # why
```

| part | verdict |
|---|---|
| first | *good* |
| 第二 | 还行 |

最后一段话，说明为什么。And why that is.
"""
WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def entry(number: int, role: Role, text: str, state: MessageState = MessageState.COMPLETE) -> Entry:
    """One message."""
    return Entry(Message(number, 1, None, role, text, state, WHEN))


def conversation(count: int) -> list[Entry]:
    """Questions and answers by turns."""
    return [entry(n, Role.USER, QUESTION) if n % 2 else entry(n, Role.ASSISTANT, ANSWER) for n in range(1, count + 1)]


def milliseconds(work: Callable[[], object]) -> float:
    """What the work takes."""
    started = perf_counter()
    work()
    return (perf_counter() - started) * 1000


def opened(view: TranscriptView, count: int) -> float:
    """Milliseconds until a conversation of that length is on screen at its end."""
    entries = conversation(count)

    def show() -> None:
        view.set_entries(entries)
        view.scroll_to_end()
        view.viewport().repaint()

    return milliseconds(show)


def streamed(view: TranscriptView, tokens: int) -> tuple[float, float]:
    """Mean milliseconds a token, each laid out and painted by itself: by the clock, and of the processor."""
    number = 1_000_000
    view.append_entry(entry(number, Role.ASSISTANT, "", MessageState.STREAMING))
    text = ANSWER * (tokens * 3 // len(ANSWER) + 1)

    def one(at: int) -> None:
        view.append_text(number, text[3 * at : 3 * at + 3])
        view._incoming.take()
        QApplication.processEvents()

    worked = thread_time()
    by_clock = sum(milliseconds(partial(one, at)) for at in range(tokens))
    return by_clock / tokens, (thread_time() - worked) * 1000 / tokens


def gaps(view: TranscriptView, tokens: int, every_ms: int = 5) -> list[float]:
    """How late a timer of 5 ms is while tokens come in at its pace, in milliseconds, sorted."""
    number, late, count = 2_000_000, [], 0
    view.append_entry(entry(number, Role.ASSISTANT, "", MessageState.STREAMING))
    text = ANSWER * (tokens * 3 // len(ANSWER) + 1)
    clock, timer = QElapsedTimer(), QTimer()

    def tick() -> None:
        nonlocal count
        late.append(clock.nsecsElapsed() / 1e6 - every_ms)
        clock.restart()
        view.append_text(number, text[3 * count : 3 * count + 3])
        count += 1
        if count == tokens:
            QApplication.exit()

    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setInterval(every_ms)
    timer.timeout.connect(tick)
    clock.start()
    timer.start()
    QApplication.exec()
    timer.stop()
    return sorted(late)


def jumps(view: TranscriptView, count: int) -> list[float]:
    """Milliseconds of jumps to anywhere, sorted."""
    random, bar = Random(1), view.verticalScrollBar()

    def jump() -> None:
        bar.setValue(random.randint(0, bar.maximum()))
        view.viewport().repaint()

    return sorted(milliseconds(jump) for _ in range(count))


def hostile(view: TranscriptView) -> dict[str, float]:
    """How long the window stands still for messages made to hurt: opened, painted, and streamed in pieces.

    In milliseconds of the processor, so that other programs on the machine don't count. As in the program, what is
    there before is set aside from the collector of garbage; what comes in and what follows it are turns of their own.
    """
    from standins.hostile_messages import HOSTILE

    from desktop_client.app import pauses

    def painted(change: Callable[[], None]) -> None:
        change()
        view.viewport().repaint()

    def piece(text: str) -> None:
        view.append_text(3, text)
        view._incoming.take()

    held: list[float] = []
    pauses.set_aside()
    for text in HOSTILE.values():
        entries = [entry(1, Role.USER, "before"), entry(2, Role.ASSISTANT, text)]
        held.append(busy(partial(painted, partial(view.set_entries, entries))))
        held.append(busy(partial(painted, view.scroll_to_end)))
        view.append_entry(entry(3, Role.ASSISTANT, "", MessageState.STREAMING))
        for at in range(0, min(len(text), 60_000), 600):
            held.append(busy(partial(piece, text[at : at + 600])))
            held.append(busy(QApplication.processEvents))
    held.sort()
    return {"hostile_stall_p99_ms": held[int(len(held) * 0.99)], "hostile_stall_max_ms": held[-1]}


def busy(work: Callable[[], object]) -> float:
    """Milliseconds of the processor that this thread takes for it."""
    started = thread_time()
    work()
    return (thread_time() - started) * 1000


LENGTHS = (10, 1_000, 10_000)


def measure(tokens: int = 2_000) -> dict[str, float]:
    """All figures, rounded to hundredths; the ratios compare with a conversation of ten messages."""
    parser()
    view = TranscriptView()
    view.resize(1048, 700)
    view.show()
    opened(view, 10)
    streamed(view, tokens // 4)
    found: dict[str, float] = {}
    for count in LENGTHS:
        found[f"open_{count}_messages_ms"] = opened(view, count)
        found[f"open_{count}_messages_processor_ms"] = busy(partial(opened, view, count))
        by_clock, of_processor = streamed(view, tokens)
        found[f"token_at_{count}_messages_ms"] = by_clock
        found[f"token_at_{count}_messages_processor_ms"] = of_processor
    few = found["token_at_10_messages_ms"]
    late = gaps(view, tokens)
    scrolled = jumps(view, 100)
    resized = milliseconds(lambda: (view.resize(900, 700), QApplication.processEvents()))
    found |= {
        "token_at_1000_ratio": found["token_at_1000_messages_ms"] / few,
        "token_ratio": found["token_at_10000_messages_ms"] / few,
        "token_processor_ratio": (
            found["token_at_10000_messages_processor_ms"] / found["token_at_10_messages_processor_ms"]
        ),
        "stall_p99_ms": late[int(len(late) * 0.99)],
        "stall_max_ms": late[-1],
        "jump_mean_ms": sum(scrolled) / len(scrolled),
        "jump_max_ms": scrolled[-1],
        "resize_10000_messages_ms": resized,
        "live_messages": view.flow.live,
    }
    found |= hostile(view)
    return {name: round(value, 2) for name, value in found.items()}


if __name__ == "__main__":
    app = QApplication(sys.argv)
    print(json.dumps(measure(), indent=2))
