"""The real window on a virtual screen, with the real model, driven by keys alone; and what is left after a kill."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from e2e.driving import ROOT, command, wait_for, wait_for_window

Sidelight = Callable[..., dict[str, Any]]


@dataclass
class App:
    """A running window and the keys to it."""

    process: subprocess.Popen[bytes]
    display: str
    stderr: Path

    def xdotool(self, *words: str) -> str:
        environment = {**os.environ, "DISPLAY": self.display}
        done = subprocess.run(["xdotool", *words], env=environment, capture_output=True, text=True, timeout=30)
        return done.stdout.strip()

    def focus(self) -> None:
        self.xdotool("windowfocus", "--sync", wait_for_window(self.process, self.stderr, self.xdotool))

    def ask(self, text: str) -> None:
        self.focus()
        self.xdotool("type", "--delay", "5", text)
        self.xdotool("key", "Return")

    @property
    def children(self) -> list[int]:
        path = Path(f"/proc/{self.process.pid}/task")
        return [int(pid) for task in path.iterdir() for pid in (task / "children").read_text().split()]


@pytest.fixture
def app(screen: str, starter: str, tmp_path: Path) -> Iterator[App]:
    if shutil.which("xdotool") is None:
        pytest.skip("xdotool is not installed")
    environment = {**os.environ, "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb", "LANG": "C.UTF-8"}
    words = command("--profile", str(tmp_path / "profile"))
    said = tmp_path / "stderr.txt"
    with said.open("wb") as stderr:
        process = subprocess.Popen(words, cwd=ROOT, env=environment, stderr=stderr)
    yield App(process, screen, said)
    process.kill()
    process.wait(20)
    complaints = said.read_text(errors="replace")
    assert "Traceback" not in complaints, complaints


def messages(sidelight: Sidelight) -> list[dict[str, Any]]:
    conversations = sidelight("chat", "list")["conversations"]
    return list(sidelight("chat", "show", str(conversations[0]["id"]))["messages"]) if conversations else []


def answer_of(sidelight: Sidelight) -> dict[str, Any]:
    found = [m for m in messages(sidelight) if m["role"] == "assistant"]
    return found[-1] if found else {"text": "", "state": "none"}


def engines(app: App) -> list[int]:
    def is_engine(pid: int) -> bool:
        return b"worker" in Path(f"/proc/{pid}/cmdline").read_bytes()

    return [pid for pid in app.children if is_engine(pid)]


def test_killing_the_engine_leaves_the_window_alive_and_the_next_question_works(app: App, sidelight: Sidelight) -> None:
    app.ask("Write three hundred words about rivers.")
    wait_for(lambda: len(answer_of(sidelight)["text"]) > 20, 120, "no answer began")
    (engine,) = engines(app)
    os.kill(engine, signal.SIGKILL)
    wait_for(lambda: answer_of(sidelight)["state"] == "interrupted", 30, "the answer was not marked")
    kept = answer_of(sidelight)
    assert len(kept["text"]) > 20
    assert kept["note"]
    assert app.process.poll() is None
    app.ask("Say yes.")

    def taken() -> bool:
        # The store knows of the end a moment before the window does, and Return sends nothing until then.
        app.xdotool("key", "Return")
        return len(messages(sidelight)) == 4

    wait_for(taken, 60, "the next question was not taken")
    wait_for(lambda: answer_of(sidelight)["state"] == "complete", 120, "the next question was not answered")
    assert answer_of(sidelight)["text"]


def test_killing_the_window_loses_neither_the_question_nor_the_answer_so_far(app: App, sidelight: Sidelight) -> None:
    app.ask("Write three hundred words about mountains.")
    wait_for(lambda: len(answer_of(sidelight)["text"]) > 20, 120, "no answer began")
    seen = answer_of(sidelight)["text"]
    orphans = engines(app)
    app.process.kill()
    app.process.wait(20)
    question, answer = messages(sidelight)
    assert question["text"] == "Write three hundred words about mountains."
    assert answer["text"].startswith(seen[:20])
    assert len(answer["text"]) >= len(seen)
    assert answer["state"] == "interrupted"
    wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in orphans), 20, "the engine outlived its window")
