"""The window: from the command to a window that takes keys, and the memory of it with a long chat open.

``python benchmarks/start.py`` prints one flat JSON object: milliseconds and megabytes, the median of a few starts on a
warm disk. Each start is the real command in a process of its own, on a profile of a thousand chats, one of them 10,000
messages long, with a model of a few kilobytes: what is counted is what Sidelight takes beyond the model. Usable means
that a key that was pressed stands in the composer of a window that has been painted, with the list of chats beside it.
The memory is of the window's process and the engine's, on Linux; pages that both share count once.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
STARTS = 5
CHATS = 1_000
LONG = 10_000

if TYPE_CHECKING:
    from desktop_client.app.window import Window
    from desktop_client.paths import Profile


def fill(profile: Profile, model: Path) -> None:
    """A profile with the long chat, the others, and the model chosen."""
    sys.path.insert(0, str(ROOT / "tests"))
    from inference.tiny_gguf import write_model
    from transcript import conversation

    from desktop_client.chat.conversation import Conversation, Message
    from desktop_client.chat.transfer import portable
    from desktop_client.store.profile_store import open_store

    profile.root.mkdir(parents=True)
    profile.settings.write_text(f"model = {json.dumps(str(write_model(model)))}\n", "utf-8")
    entries = conversation(LONG)
    when = entries[0].message.created_at
    messages = [
        Message(m.id, 1, m.id - 1 or None, m.role, m.text, m.state, when) for m in (entry.message for entry in entries)
    ]
    with open_store(profile) as store:
        for number in range(CHATS - 1):
            store.intake.take(portable(Conversation(1, f"Chat {number} 关于面膜", when, when, 2), messages[:2]))
        store.intake.take(portable(Conversation(1, "The long one", when, when, LONG), messages))


def start(profile: Path) -> dict[str, float]:
    """One start; what the window's process said of itself, from the moment before there was one."""
    began = time.monotonic()
    words = [sys.executable, str(Path(__file__).resolve()), "--window", str(profile)]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    # As where it has been started before: compiled modules, in a place of their own.
    environment |= {"LANG": "C.UTF-8", "PYTHONPYCACHEPREFIX": str(profile.parent / "compiled")}
    done = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True, env=environment)
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return {name: (value - began) * 1000 if name.endswith("_ms") else value for name, value in told.items()}


def run_window(profile: str) -> int:
    """The command itself, with somebody who looks at the window and closes it again."""
    from desktop_client.app.window import Window
    from desktop_client.cli import main

    started = Window.start

    def start_and_look(window: Window) -> None:
        started(window)
        looking.append(Looking(window))

    looking: list[Looking] = []
    # Not by unittest.mock: what that imports would count as the program's.
    Window.start = start_and_look  # type: ignore[method-assign, assignment]
    return main(["--profile", profile])


class Looking:
    """Presses a key as soon as there is a window with its chats, opens the long chat, and says what was seen."""

    def __init__(self, window: Window) -> None:
        from PySide6.QtCore import QTimer

        self._window = window
        self._seen: dict[str, float] = {}
        self._open: set[str] = {"painted", "listed"}
        window.chats.list.refreshed.connect(lambda: self._has_come("listed"))
        # Behind what the start itself has put into the queue: the first paint.
        QTimer.singleShot(0, self._paint)

    def _paint(self) -> None:
        self._window.view.repaint()
        self._has_come("painted")

    def _has_come(self, what: str) -> None:
        if what not in self._open:
            return
        self._open.discard(what)
        self._seen[f"{what}_ms"] = time.monotonic()
        if not self._open:
            self._type()

    def _type(self) -> None:
        from PySide6.QtCore import Qt, QTimer
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        composer = self._window.view.composer
        QTest.keyClick(composer.box, Qt.Key.Key_A)
        QApplication.processEvents()
        if composer.text() != "a":
            raise RuntimeError(f"the key did not arrive: {composer.text()!r}")
        self._seen["usable_ms"] = time.monotonic()
        composer.set_text("")
        self._window.chat.messages_shown.connect(lambda: QTimer.singleShot(0, self._weigh))
        newest = self._window._parts.store.conversations.conversations()[0]
        self._window.chat.open(newest.id)

    def _weigh(self) -> None:
        from PySide6.QtCore import QTimer

        if not self._window.engine_ready.is_set():
            QTimer.singleShot(20, self._weigh)
            return
        self._window.view.repaint()
        if len(self._window.view.transcript.entries()) != LONG:
            raise RuntimeError("the long chat is not open")
        me = os.getpid()
        self._seen |= {"window_mb": proportional_mb(me), "engine_mb": sum(map(proportional_mb, children(me)))}
        print(json.dumps(self._seen), flush=True)
        self._window.view.close()


def children(pid: int) -> list[int]:
    """The processes that a process has started, where the system tells."""
    tasks = Path(f"/proc/{pid}/task")
    if not tasks.exists():
        return []
    return [int(child) for task in tasks.iterdir() for child in (task / "children").read_text().split()]


def proportional_mb(pid: int) -> float:
    """The memory of a process, a page that two share by halves; 0 where the system does not tell."""
    rollup = Path(f"/proc/{pid}/smaps_rollup")
    if not rollup.exists():
        return 0.0
    return next(int(line.split()[1]) / 1000 for line in rollup.read_text().splitlines() if line.startswith("Pss:"))


def measure() -> dict[str, float]:
    """All figures, the median of each."""
    from desktop_client.paths import Profile

    with tempfile.TemporaryDirectory(prefix="sidelight-bench-") as folder:
        profile = Profile(Path(folder) / "profile")
        fill(profile, Path(folder) / "tiny.gguf")
        start(profile.root)
        starts = [start(profile.root) for _ in range(STARTS)]
    found = {f"start_{name}": median(one[name] for one in starts) for name in starts[0]}
    found["memory_mb"] = found.pop("start_window_mb") + (engine := found.pop("start_engine_mb"))
    found["memory_of_engine_mb"] = engine
    return {name: round(value, 2) for name, value in found.items()}


if __name__ == "__main__":
    if "--window" in sys.argv:
        sys.exit(run_window(sys.argv[sys.argv.index("--window") + 1]))
    print(json.dumps(measure(), indent=2))
